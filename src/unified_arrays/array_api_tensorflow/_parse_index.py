"""Parsing of the key of x[key] into items that name every axis, and their translation to a strided slice."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

import numpy as np
import tensorflow as tf

from .._common.strided_keys import FULL, composed, slice_size, strided_shape, with_all_axes
from ._arguments import integers, is_array

__all__ = ["FULL", "composed", "slice_size", "strided_shape"]  # handed on

Shape = Sequence[int | None]  # sizes, None where a tf.function does not know them

_LARGEST_INT32 = 2**31 - 1
_LARGEST_INT64 = 2**63 - 1


class Array:
    """An array in a key: a boolean mask over `axes` axes, or integers that index one axis."""

    def __init__(self, values: tf.Tensor) -> None:
        self.values = values
        self.is_mask = values.dtype == tf.bool
        self.axes = values.shape.rank if self.is_mask else 1


def parse(key: Any, shape: Shape) -> list[Any]:
    """The items of `key`: an int or 0-d tensor, a slice, None, or an Array; together they name every axis of `shape`.

    An ellipsis that stands for no axes is kept where there are arrays: arrays on both sides of it are not adjacent.

    IndexError for too many axes, or an integer that is out of range.
    """
    items = [_parse_item(item) for item in (key if isinstance(key, tuple) else (key,))]
    items = with_all_axes(items, sum(map(_num_axes, items)), len(shape), keep_ellipsis=has_arrays(items))
    axis = 0
    for i, item in enumerate(items):
        if isinstance(item, int):
            _check_element(item, axis, shape[axis])
        elif isinstance(item, Array) and item.is_mask:
            items[i] = _check_mask(item, axis, shape)
        axis += _num_axes(item)
    return items


def has_arrays(items: Sequence[Any]) -> bool:
    """True if an item of the key is an array, so that the result is not a strided slice."""
    return any(isinstance(item, Array) for item in items)


def has_tensors(items: Sequence[Any]) -> bool:
    """True if an item of the key without arrays is known only when a graph runs."""
    bounds = ((item.start, item.stop, item.step) if type(item) is slice else (item,) for item in items)
    return any(isinstance(bound, tf.Tensor) for each in bounds for bound in each)


def without_ellipsis(items: Sequence[Any]) -> list[Any]:
    """The items without an ellipsis that stands for no axes."""
    return [item for item in items if item is not Ellipsis]


def is_full(item: Any) -> bool:
    """True for a slice of all elements of its axis, in order."""
    return isinstance(item, slice) and item.start is None and item.stop is None and item.step in (None, 1)


def _num_axes(item: Any) -> int:
    """The number of axes of the array that an item of the key indexes."""
    if item is None or item is Ellipsis:
        return 0
    return item.axes if isinstance(item, Array) else 1


def _parse_item(item: Any) -> Any:
    if item is None or item is Ellipsis or type(item) is int:
        return item
    if isinstance(item, slice):
        return _parse_slice(item)
    if isinstance(item, (bool, np.bool_)):
        return Array(tf.constant(bool(item)))
    if is_array(item):
        return _from_tensor(tf.convert_to_tensor(item))
    if isinstance(item, (list, tuple, np.ndarray)):
        array = np.asarray(item)
        return _from_tensor(tf.constant(array if array.size or array.dtype == bool else array.astype(np.int64)))
    try:
        return index(item)
    except TypeError:
        message = (
            "an index is made of integers, slices, ..., None, and arrays of integers or booleans;"
            f" got {type(item).__module__}.{type(item).__qualname__}"
        )
        raise IndexError(message) from None


def _from_tensor(values: tf.Tensor) -> Any:
    if values.dtype != tf.bool and not values.dtype.is_integer:
        message = f"an array used as an index holds integers or booleans, this one holds {values.dtype.name}"
        raise IndexError(message)
    if values.dtype == tf.bool or values.shape.rank:
        return Array(values)
    return int(values) if tf.executing_eagerly() else tf.cast(values, tf.int64)


def _parse_slice(key: slice) -> slice:
    start, stop, step = (_parse_bound(bound) for bound in (key.start, key.stop, key.step))
    if isinstance(step, int) and step == 0:
        message = "the step of a slice cannot be zero"
        raise ValueError(message)
    return slice(start, stop, step)


def _parse_bound(bound: Any) -> Any:
    if bound is None:
        return None
    if type(bound) is not int and is_array(bound):
        bound = tf.convert_to_tensor(bound)  # a variable has no __index__
        if not tf.executing_eagerly():
            return tf.cast(bound, tf.int64)
    return max(-_LARGEST_INT64, min(index(bound), _LARGEST_INT64))


def _check_element(element: int, axis: int, size: int | None) -> None:
    if size is not None and not -size <= element < size:
        message = f"index {element} is out of range for axis {axis}, which has {size} elements"
        raise IndexError(message)


def _check_mask(mask: Array, axis: int, shape: Shape) -> Array:
    """`mask` if its shape matches the axes, else IndexError. An empty mask matches any sizes, and selects nothing."""
    expected = tuple(shape[axis : axis + mask.axes])
    got = mask.values.shape
    if got.is_compatible_with(expected):
        return mask
    matches = all(size in (0, None, expected_size) for size, expected_size in zip(got, expected, strict=True))
    if matches and None not in expected:
        return Array(tf.zeros(expected, tf.bool))
    message = f"a boolean mask of shape {tuple(got)} cannot index axes of sizes {expected}"
    raise IndexError(message)


def strided_slice_arguments(items: Sequence[Any]) -> dict[str, Any]:
    """The arguments of TensorFlow's strided slice ops for a key without arrays."""
    begin, end, strides = [], [], []
    masks = {"begin_mask": 0, "end_mask": 0, "new_axis_mask": 0, "shrink_axis_mask": 0}
    for i, item in enumerate(items):
        if isinstance(item, slice):
            start, stop, step = item.start, item.stop, item.step
            if start is None:
                masks["begin_mask"] |= 1 << i
            if stop is None:
                masks["end_mask"] |= 1 << i
        else:
            start, stop, step = (0, 0, 1) if item is None else (item, item + 1, 1)
            masks["new_axis_mask" if item is None else "shrink_axis_mask"] |= 1 << i
        begin.append(0 if start is None else start)
        end.append(0 if stop is None else stop)
        strides.append(1 if step is None else step)
    begin, end, strides = _same_dtype(begin, end, strides)
    return {"begin": begin, "end": end, "strides": strides, "ellipsis_mask": 0, **masks}


def _same_dtype(*lists: list[Any]) -> list[tf.Tensor]:
    """The lists as tensors of one dtype: int32 if every value is known and fits, else int64."""
    if all(
        isinstance(value, int) and -_LARGEST_INT32 <= value <= _LARGEST_INT32 for values in lists for value in values
    ):
        return list(map(integers, lists))  # int32 then
    return [tf.stack([tf.cast(value, tf.int64) for value in values]) for values in lists]
