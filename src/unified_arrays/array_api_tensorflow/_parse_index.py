"""What the key of x[key] says: its items made plain, one for each axis, and their meaning as a strided slice."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

import numpy as np
import tensorflow as tf

FULL = slice(None)
Shape = Sequence[int | None]  # sizes, None where a tf.function does not know them

_LARGEST_INT32 = 2**31 - 1
_LARGEST_INT64 = 2**63 - 1


class Array:
    """An array in a key: a boolean mask over `axes` axes, or integers that choose along one axis."""

    def __init__(self, values: tf.Tensor) -> None:
        self.values = values
        self.is_mask = values.dtype == tf.bool
        self.axes = values.shape.rank if self.is_mask else 1


def parse(key: Any, shape: Shape) -> list[Any]:
    """The items of `key`: an int or 0-d tensor, a slice, None, or an Array; together they name every axis of `shape`.

    An ellipsis of no axes is left where there are arrays: they stand apart if it is between them.

    IndexError for a key that names too many axes, or an element that is not there.
    """
    items = [_item(one) for one in (key if isinstance(key, tuple) else (key,))]
    named = sum(_axes(one) for one in items)
    if named > len(shape):
        message = f"{named} axes are indexed, but the array has {len(shape)}"
        raise IndexError(message)
    places = [place for place, one in enumerate(items) if one is Ellipsis]
    if len(places) > 1:
        message = "an index can have one ellipsis ('...') at most"
        raise IndexError(message)
    rest: list[Any] = [FULL] * (len(shape) - named)
    place = places[0] if places else len(items)
    items[place : place + 1] = rest or ([Ellipsis] if places and has_arrays(items) else [])
    axis = 0
    for place, one in enumerate(items):
        if isinstance(one, int):
            _check_element(one, axis, shape[axis])
        elif isinstance(one, Array) and one.is_mask:
            items[place] = _fitting_mask(one, axis, shape)
        axis += _axes(one)
    return items


def has_arrays(items: Sequence[Any]) -> bool:
    """True if a part of the key is an array, so that the result is no strided slice."""
    return any(isinstance(one, Array) for one in items)


def without_ellipsis(items: Sequence[Any]) -> list[Any]:
    """The items but for an ellipsis of no axes."""
    return [one for one in items if one is not Ellipsis]


def is_full(item: Any) -> bool:
    """True for a slice that takes the whole of its axis as it is."""
    return isinstance(item, slice) and item.start is None and item.stop is None and item.step in (None, 1)


def _axes(item: Any) -> int:
    """How many axes of the array an item of the key takes up."""
    if item is None or item is Ellipsis:
        return 0
    return item.axes if isinstance(item, Array) else 1


def _item(one: Any) -> Any:
    if one is None or one is Ellipsis:
        return one
    if isinstance(one, slice):
        return _slice(one)
    if isinstance(one, (bool, np.bool_)):
        return Array(tf.constant(bool(one)))
    if isinstance(one, (tf.Tensor, tf.Variable)):
        return _from_tensor(tf.convert_to_tensor(one))
    if isinstance(one, (list, tuple, np.ndarray)):
        array = np.asarray(one)
        return _from_tensor(tf.constant(array if array.size or array.dtype == bool else array.astype(np.int64)))
    try:
        return index(one)
    except TypeError:
        message = (
            "an index is made of integers, slices, ..., None, and arrays of integers or booleans;"
            f" got {type(one).__module__}.{type(one).__qualname__}"
        )
        raise IndexError(message) from None


def _from_tensor(values: tf.Tensor) -> Any:
    if values.dtype != tf.bool and not values.dtype.is_integer:
        message = f"an array used as an index holds integers or booleans, this one holds {values.dtype.name}"
        raise IndexError(message)
    if values.dtype == tf.bool or values.shape.rank:
        return Array(values)
    return int(values) if tf.executing_eagerly() else tf.cast(values, tf.int64)


def _slice(one: slice) -> slice:
    start, stop, step = (_bound(bound) for bound in (one.start, one.stop, one.step))
    if isinstance(step, int) and step == 0:
        message = "the step of a slice cannot be zero"
        raise ValueError(message)
    return slice(start, stop, step)


def _bound(bound: Any) -> Any:
    if bound is None:
        return None
    if isinstance(bound, (tf.Tensor, tf.Variable)):
        bound = tf.convert_to_tensor(bound)  # a variable is no integer for Python
        if not tf.executing_eagerly():
            return tf.cast(bound, tf.int64)
    return max(-_LARGEST_INT64, min(index(bound), _LARGEST_INT64))


def _check_element(element: int, axis: int, size: int | None) -> None:
    if size is not None and not -size <= element < size:
        message = f"index {element} is out of range for axis {axis}, which has {size} elements"
        raise IndexError(message)


def _fitting_mask(mask: Array, axis: int, shape: Shape) -> Array:
    """`mask` itself if it has the sizes of its axes. One without elements fits any sizes, and selects nothing."""
    expected = tuple(shape[axis : axis + mask.axes])
    given = mask.values.shape
    if given.is_compatible_with(expected):
        return mask
    if all(size in (0, None, wanted) for size, wanted in zip(given, expected, strict=True)) and None not in expected:
        return Array(tf.zeros(expected, tf.bool))
    message = f"a boolean mask of shape {tuple(given)} cannot index axes of sizes {expected}"
    raise IndexError(message)


def strided(items: Sequence[Any]) -> dict[str, Any]:
    """The arguments that TensorFlow's strided slice ops take for a key without arrays."""
    begin, end, strides = [], [], []
    masks = {"begin_mask": 0, "end_mask": 0, "new_axis_mask": 0, "shrink_axis_mask": 0}
    for place, one in enumerate(items):
        if isinstance(one, slice):
            start, stop, step = one.start, one.stop, one.step
            if start is None:
                masks["begin_mask"] |= 1 << place
            if stop is None:
                masks["end_mask"] |= 1 << place
        else:
            start, stop, step = (0, 0, 1) if one is None else (one, one + 1, 1)
            masks["new_axis_mask" if one is None else "shrink_axis_mask"] |= 1 << place
        begin.append(0 if start is None else start)
        end.append(0 if stop is None else stop)
        strides.append(1 if step is None else step)
    begin, end, strides = _same_dtype(begin, end, strides)
    return {"begin": begin, "end": end, "strides": strides, "ellipsis_mask": 0, **masks}


def _same_dtype(*lists: list[Any]) -> list[tf.Tensor]:
    """The lists as tensors of one dtype: int32 where every value is known and fits."""
    if all(isinstance(value, int) and -_LARGEST_INT32 <= value <= _LARGEST_INT32 for one in lists for value in one):
        return [tf.constant(one, tf.int32) for one in lists]
    return [tf.stack([tf.cast(value, tf.int64) for value in one]) for one in lists]


def strided_shape(items: Sequence[Any], shape: Shape) -> list[int | None]:
    """The shape of what a key without arrays selects; None for a size that is not known before it runs."""
    sizes: list[int | None] = []
    axis = 0
    for one in items:
        if one is None:
            sizes.append(1)
            continue
        if isinstance(one, slice):
            sizes.append(slice_size(one, shape[axis]))
        axis += 1
    return sizes


def slice_size(one: slice, size: int | None) -> int | None:
    """How many elements a slice takes of an axis of `size` elements."""
    if size is None or any(isinstance(bound, tf.Tensor) for bound in (one.start, one.stop, one.step)):
        return None
    return len(range(*one.indices(size)))
