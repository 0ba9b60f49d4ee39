"""Searching functions: positions of extremes and of nonzero elements, selection by a condition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import (
    dynamic_shape,
    integer_tensor,
    integers,
    normalize_axes,
    normalize_axis,
    promote_operands,
    short_repr,
    static_rank,
    tensor,
)
from ._dtypes import COMPLEX, float32, float64
from ._indexing import gather
from ._kernels import nonzero as nonzero_mask
from ._many_axes import apply_flattened, has_many_axes, with_three_axes
from ._numpy_fallback import all_true, has_numpy_order, numpy_view, small_numpy_views, tensor_of
from ._private import scope
from ._python_scalars import FITTING
from .sorting import ordered_integers

_BOUNDS = {"left": raw.LowerBound, "right": raw.UpperBound}


@FITTING.where
def where(condition: Any, x1: Any, x2: Any, /) -> tf.Tensor:
    """The elements of `x1` where `condition` is true, of `x2` elsewhere: of one dtype and shape, as promoted."""
    condition = tensor(condition)
    if condition.dtype != tf.bool:
        message = (
            f"the condition must be boolean, got {condition.dtype.name}: make one with a comparison, such as x != 0"
        )
        raise TypeError(message)
    x1, x2 = promote_operands(x1, x2)
    try:
        return raw.SelectV2(condition=condition, t=x1, e=x2)
    except tf.errors.UnimplementedError:
        return apply_flattened(raw.SelectV2, condition=condition, t=x1, e=x2)
    except tf.errors.InvalidArgumentError:
        shapes = ", ".join(str(tuple(t.shape.as_list())) for t in (condition, x1, x2))
        message = f"arrays of shapes {shapes} do not broadcast to one shape"
        raise ValueError(message) from None


def argmax(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> tf.Tensor:
    """The int64 index of the first maximum along `axis` (None: of the flattened array); of the first NaN, if any."""
    return _arg_extreme("argmax", raw.ArgMax, x, axis, keepdims)


def argmin(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> tf.Tensor:
    """The int64 index of the first minimum along `axis` (None: of the flattened array); of the first NaN, if any."""
    return _arg_extreme("argmin", raw.ArgMin, x, axis, keepdims)


def count_nonzero(x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> tf.Tensor:
    """How many elements along `axis` (None: all axes) are not zero: int64. nan is not zero."""
    x = nonzero_mask(tensor(x))
    axes = integers(normalize_axes(axis, static_rank(x)))
    return raw.Sum(input=raw.Cast(x=x, DstT=tf.int64), axis=axes, keep_dims=keepdims)


def nonzero(x: Any, /) -> tuple[tf.Tensor, ...]:
    """Where `x` is not zero: one int64 array of indices for each axis, in the order of the elements."""
    x = nonzero_mask(tensor(x))
    rank = static_rank(x)
    if not rank:
        message = "a 0-d array has no indices: reshape it to (1,) first"
        raise ValueError(message)
    return tuple(raw.Unpack(value=raw.Where(condition=x), num=rank, axis=1))


@partial(FITTING.searching, "searchsorted")
def searchsorted(
    x1: Any, x2: Any, /, *, side: Literal["left", "right"] = "left", sorter: Any | None = None
) -> tf.Tensor:
    """Where in `x1`, 1-D and ascending, to insert each element of `x2` to keep it sorted: int64, of the shape of `x2`.

    Among equal elements: before ('left') or after them ('right'). `sorter` holds the indices that sort `x1`. The order
    is that of sort, NaN last.
    """
    if side not in _BOUNDS:
        message = f"side must be 'left' or 'right', got {short_repr(side)}"
        raise ValueError(message)
    x1, x2 = promote_operands(x1, x2)
    if x1.dtype in COMPLEX:
        message = f"searchsorted is not defined for {x1.dtype.name}: complex numbers have no order"
        raise TypeError(message)
    if static_rank(x1) != 1:
        message = f"searchsorted needs a 1-D x1, got shape {tuple(x1.shape)}"
        raise ValueError(message)
    if sorter is not None:
        x1 = gather(x1, integer_tensor(sorter, "sorter"), 0)
    found = _searchsorted_by_numpy(x1, x2, side)
    if found is not None:
        return found
    values = raw.Reshape(tensor=ordered_integers(x2), shape=integers([1, -1]))
    positions = _BOUNDS[side](
        sorted_inputs=raw.ExpandDims(input=ordered_integers(x1), axis=0), values=values, out_type=tf.int64
    )
    return raw.Reshape(tensor=positions, shape=integers(dynamic_shape(x2)))


def _searchsorted_by_numpy(x1: tf.Tensor, x2: tf.Tensor, side: Literal["left", "right"]) -> tf.Tensor | None:
    """searchsorted of small arrays, if `x1` is sorted; else None."""
    views = small_numpy_views(x1, x2) if has_numpy_order(x1.dtype) else None
    if views is None:
        return None
    sorted_values, values = views
    if sorted_values.ndim != 1 or not all_true(sorted_values[1:] >= sorted_values[:-1]):
        return None
    return tensor_of(np.asarray(sorted_values.searchsorted(values, side)), x1.device)


def _arg_extreme(name: str, op: Callable[..., tf.Tensor], x: Any, axis: int | None, keepdims: bool) -> tf.Tensor:
    x = tensor(x)
    if x.dtype.is_complex:
        message = f"{name} is not defined for {x.dtype.name}: complex numbers have no order"
        raise TypeError(message)
    rank = static_rank(x)
    if axis is None:
        flat = _arg_extreme(name, op, raw.Reshape(tensor=x, shape=integers([-1])), 0, False)
        return raw.Reshape(tensor=flat, shape=integers([1] * rank)) if keepdims else flat
    axis = normalize_axis(axis, rank)
    if x.shape[axis] == 0:
        message = f"{name} of no elements: axis {axis} of an array of shape {tuple(x.shape)} is empty"
        raise ValueError(message)
    if has_many_axes(x):
        shape = x.shape.as_list()
        shape[axis : axis + 1] = [1] if keepdims else []
        return tf.reshape(_arg_extreme(name, op, with_three_axes(x, axis), 1, False), shape)
    result = op(input=x, dimension=axis)
    if x.dtype.is_floating and _may_have_nan(x):  # the ops ignore nan
        nans = raw.IsNan(x=x)
        has_nan = raw.Any(input=nans, axis=axis)
        result = raw.SelectV2(condition=has_nan, t=raw.ArgMax(input=nans, dimension=axis), e=result)
    return raw.ExpandDims(input=result, axis=axis) if keepdims else result


def _may_have_nan(x: tf.Tensor) -> bool:
    values = numpy_view(x) if x.dtype is float32 or x.dtype is float64 else None  # NumPy is slow for 16-bit floats
    if values is not None:
        return bool(np.count_nonzero(np.isnan(values)))
    return not scope.is_eager or bool(raw.Any(input=raw.IsNan(x=x), axis=integers(range(x.shape.rank))))


__all__ = ["argmax", "argmin", "count_nonzero", "nonzero", "searchsorted", "where"]
