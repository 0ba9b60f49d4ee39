"""Searching: the places of extremes, and choosing by a condition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ._dtypes import COMPLEX, REAL
from ._operands import integers, normalize_axis, promoted, static_rank, tensor

raw = tf.raw_ops


def where(condition: Any, x1: Any, x2: Any, /) -> tf.Tensor:
    """The elements of `x1` where `condition` is true, of `x2` elsewhere: of one dtype and shape, as promoted."""
    condition = tensor(condition)
    if condition.dtype != tf.bool:
        message = f"the condition must be boolean, got {condition.dtype.name}: compare with something first"
        raise TypeError(message)
    x1, x2 = promoted(x1, x2)
    try:
        return raw.SelectV2(condition=condition, t=x1, e=x2)
    except tf.errors.InvalidArgumentError as error:
        shapes = ", ".join(str(tuple(one.shape)) for one in (condition, x1, x2))
        message = f"arrays of shapes {shapes} do not broadcast to one shape"
        raise ValueError(message) from error


def argmax(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> tf.Tensor:
    """The int64 index of the first greatest element along `axis` (None: of the flattened array); of the first NaN."""
    return _arg("argmax", raw.ArgMax, x, axis, keepdims)


def argmin(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> tf.Tensor:
    """The int64 index of the first least element along `axis` (None: of the flattened array); of the first NaN."""
    return _arg("argmin", raw.ArgMin, x, axis, keepdims)


def _arg(name: str, op: Callable[..., tf.Tensor], x: Any, axis: int | None, keepdims: bool) -> tf.Tensor:
    x = tensor(x)
    if x.dtype in COMPLEX:
        message = f"{name} is not defined for {x.dtype.name}: complex numbers have no order"
        raise TypeError(message)
    rank = static_rank(x)
    if axis is None:
        flat = _arg(name, op, raw.Reshape(tensor=x, shape=integers([-1])), 0, False)
        return raw.Reshape(tensor=flat, shape=integers([1] * rank)) if keepdims else flat
    axis = normalize_axis(axis, rank)
    if x.shape[axis] == 0:
        message = f"{name} of no elements: axis {axis} of an array of shape {tuple(x.shape)} is empty"
        raise ValueError(message)
    result = op(input=x, dimension=axis)
    if x.dtype in REAL:  # the ops skip NaNs
        nans = raw.IsNan(x=x)
        if not tf.executing_eagerly() or raw.Any(input=nans, axis=integers(range(rank))):
            has_nan = raw.Any(input=nans, axis=axis)
            result = raw.SelectV2(condition=has_nan, t=raw.ArgMax(input=nans, dimension=axis), e=result)
    return raw.ExpandDims(input=result, axis=axis) if keepdims else result


__all__ = ["argmax", "argmin", "where"]
