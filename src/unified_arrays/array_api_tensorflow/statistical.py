"""Statistical functions."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any

import tensorflow as tf

from . import _raw_ops as R
from ._arguments import integers, normalize_axes, normalize_axis, static_rank, tensor
from ._conversion import convert
from ._dtypes import COMPLEX, DEFAULT_INTEGER, DEFAULT_REAL, REAL_PART, SIGNED, UNSIGNED, float64, uint8, uint64
from ._dtypes import bool as boolean
from ._kernel_tables import THROUGH
from ._kernels import imaginary_part, real_part
from ._private import scope
from .elementwise import subtract

Axis = int | tuple[int, ...] | None

# The dtype that sums and products are made in, where it is not the array's own. Means of integers and booleans are
# made in float64, and rounded once.
ACCUMULATED = dict.fromkeys((boolean, *SIGNED), DEFAULT_INTEGER) | dict.fromkeys(UNSIGNED, uint64)
AVERAGED = dict.fromkeys((boolean, *SIGNED, *UNSIGNED), DEFAULT_REAL)
COMPARED = {boolean: uint8}


def sum(x: Any, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The sum along `axis` (None: all axes). Integers and booleans: int64 or uint64, unless `dtype` is given."""
    return _reduced("sum", R.Sum, _accumulated(x, dtype), axis, keepdims)


def prod(x: Any, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The product along `axis` (None: all axes). Integers and booleans: int64 or uint64, unless `dtype` is given."""
    return _reduced("prod", R.Prod, _accumulated(x, dtype), axis, keepdims)


def mean(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The mean along `axis` (None: all axes): nan of no elements. Integers and booleans: float32."""
    t = tensor(x)
    own = AVERAGED.get(t.dtype)
    return convert(_reduced("mean", R.Mean, convert(t, own and float64), axis, keepdims), own)


def var(x: Any, /, *, axis: Axis = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """The variance along `axis` (None: all axes), with `correction` taken off the count. Real of a complex `x`."""
    t = tensor(x)
    own = AVERAGED.get(t.dtype) or REAL_PART.get(t.dtype, t.dtype)
    t = convert(t, float64 if t.dtype in AVERAGED else THROUGH["var"].get(t.dtype))
    axes = _axes(t, axis)
    off = subtract(t, R.Mean(input=t, axis=axes, keep_dims=True))
    parts = (real_part(off), imaginary_part(off)) if t.dtype in COMPLEX else (off,)
    squares = tf.add_n([R.Square(x=part) for part in parts])
    if correction == 0:
        return convert(R.Mean(input=squares, axis=axes, keep_dims=keepdims), own)
    count = tf.cast(tf.reduce_prod(tf.gather(tf.shape(t, tf.int64), axes)), squares.dtype)
    freedom = R.Maximum(x=R.Sub(x=count, y=correction), y=0)
    return convert(R.RealDiv(x=R.Sum(input=squares, axis=axes, keep_dims=keepdims), y=freedom), own)


def std(x: Any, /, *, axis: Axis = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """The standard deviation along `axis` (None: all axes), with `correction` taken off the count."""
    return R.Sqrt(x=var(x, axis=axis, correction=correction, keepdims=keepdims))


def max(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The greatest element along `axis` (None: all axes); nan if one is. ValueError of no elements."""
    return _extreme("max", R.Max, x, axis, keepdims)


def min(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The least element along `axis` (None: all axes); nan if one is. ValueError of no elements."""
    return _extreme("min", R.Min, x, axis, keepdims)


def cumulative_sum(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """The sums up to each element along `axis`, which only a 1-D array may leave out; with the 0 before them."""
    return _cumulative(R.Cumsum, tf.zeros, x, axis, dtype, include_initial)


def cumulative_prod(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """The products up to each element along `axis`, which only a 1-D array may leave out; with the 1 before them."""
    return _cumulative(R.Cumprod, tf.ones, x, axis, dtype, include_initial)


def _accumulated(x: Any, dtype: Any) -> tf.Tensor:
    t = tensor(x)
    return convert(t, ACCUMULATED.get(t.dtype) if dtype is None else tf.as_dtype(dtype))


def _axes(t: tf.Tensor, axis: Axis) -> tf.Tensor:
    return integers(normalize_axes(axis, static_rank(t)))


def _reduced(name: str, op: Any, t: tf.Tensor, axis: Axis, keepdims: bool) -> tf.Tensor:
    own, wide = t.dtype, THROUGH.get(name, {}).get(t.dtype)
    return convert(op(input=convert(t, wide), axis=_axes(t, axis), keep_dims=keepdims), own)


def _extreme(name: str, op: Any, x: Any, axis: Axis, keepdims: bool) -> tf.Tensor:
    t = tensor(x)
    if t.dtype in COMPLEX:
        message = f"{name} does not take arrays of dtype {t.dtype.name}: they have no order, take abs or real"
        raise TypeError(message)
    if any(t.shape[one] == 0 for one in normalize_axes(axis, static_rank(t))):
        message = f"{name} along axis {axis} of an array of shape {tuple(t.shape)}: there is no {name} of no elements"
        raise ValueError(message)
    own, axes = t.dtype, _axes(t, axis)
    result = convert(op(input=convert(t, COMPARED.get(own)), axis=axes, keep_dims=keepdims), own)
    if scope.is_eager or not own.is_floating:
        return result
    # XLA (2.21) passes over nan, and a graph may be compiled by it. Remove when _kernels.maximum does without.
    has_nan = R.Any(input=R.IsNan(x=t), axis=axes, keep_dims=keepdims)
    return R.SelectV2(condition=has_nan, t=tf.constant(nan, own), e=result)


def _cumulative(
    op: Any, neutral: Callable[..., Any], x: Any, axis: int | None, dtype: Any, include_initial: bool
) -> tf.Tensor:
    t = _accumulated(x, dtype)
    rank = static_rank(t)
    if rank == 0 or (axis is None and rank != 1):
        message = f"a cumulative function needs at least 1 axis, and from 2 axes on axis=; got {rank} axes"
        raise ValueError(message)
    along = 0 if axis is None else normalize_axis(axis, rank)
    result = op(x=t, axis=along)
    if not include_initial:
        return result
    shape = tf.tensor_scatter_nd_update(tf.shape(t), [[along]], [1])
    return tf.concat([neutral(shape, t.dtype), result], along)
