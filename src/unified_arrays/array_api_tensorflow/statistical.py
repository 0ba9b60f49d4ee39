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
from ._kernel_tables import COMPUTATION_DTYPES
from ._kernels import imaginary_part, real_part
from ._private import scope
from .elementwise import subtract

Axis = int | tuple[int, ...] | None

# Input dtype -> the dtype that sums and products are computed in, where it is another one. Means of integers and
# booleans are computed in float64, and rounded once.
ACCUMULATOR_DTYPES = dict.fromkeys((boolean, *SIGNED), DEFAULT_INTEGER) | dict.fromkeys(UNSIGNED, uint64)
MEAN_DTYPES = dict.fromkeys((boolean, *SIGNED, *UNSIGNED), DEFAULT_REAL)
COMPARED_AS = {boolean: uint8}


def sum(x: Any, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The sum along `axis` (None: all axes). Integers and booleans: int64 or uint64, unless `dtype` is given."""
    return _reduce("sum", R.Sum, _cast_to_accumulator(x, dtype), axis, keepdims)


def prod(x: Any, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """The product along `axis` (None: all axes). Integers and booleans: int64 or uint64, unless `dtype` is given."""
    return _reduce("prod", R.Prod, _cast_to_accumulator(x, dtype), axis, keepdims)


def mean(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The mean along `axis` (None: all axes): nan for no elements. Integers and booleans: float32."""
    t = tensor(x)
    result_dtype = MEAN_DTYPES.get(t.dtype)
    return convert(_reduce("mean", R.Mean, convert(t, result_dtype and float64), axis, keepdims), result_dtype)


def var(x: Any, /, *, axis: Axis = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """The variance along `axis` (None: all axes), divided by the count less `correction`; real for a complex `x`."""
    t = tensor(x)
    result_dtype = MEAN_DTYPES.get(t.dtype) or REAL_PART.get(t.dtype, t.dtype)
    t = convert(t, float64 if t.dtype in MEAN_DTYPES else COMPUTATION_DTYPES["var"].get(t.dtype))
    axes = _axes(t, axis)
    deviation = subtract(t, R.Mean(input=t, axis=axes, keep_dims=True))
    parts = (real_part(deviation), imaginary_part(deviation)) if t.dtype in COMPLEX else (deviation,)
    squares = tf.add_n([R.Square(x=part) for part in parts])
    if correction == 0:
        return convert(R.Mean(input=squares, axis=axes, keep_dims=keepdims), result_dtype)
    count = tf.cast(tf.reduce_prod(tf.gather(tf.shape(t, tf.int64), axes)), squares.dtype)
    degrees_of_freedom = R.Maximum(x=R.Sub(x=count, y=correction), y=0)
    return convert(R.RealDiv(x=R.Sum(input=squares, axis=axes, keep_dims=keepdims), y=degrees_of_freedom), result_dtype)


def std(x: Any, /, *, axis: Axis = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """The standard deviation along `axis` (None: all axes), with `correction` subtracted from the count."""
    return R.Sqrt(x=var(x, axis=axis, correction=correction, keepdims=keepdims))


def max(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The maximum along `axis` (None: all axes); nan if an element is. ValueError for no elements."""
    return _extreme("max", R.Max, x, axis, keepdims)


def min(x: Any, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """The minimum along `axis` (None: all axes); nan if an element is. ValueError for no elements."""
    return _extreme("min", R.Min, x, axis, keepdims)


def cumulative_sum(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """The cumulative sums along `axis`, optional for a 1-D array; `include_initial`: with a leading 0."""
    return _cumulative(R.Cumsum, tf.zeros, x, axis, dtype, include_initial)


def cumulative_prod(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """The cumulative products along `axis`, optional for a 1-D array; `include_initial`: with a leading 1."""
    return _cumulative(R.Cumprod, tf.ones, x, axis, dtype, include_initial)


def _cast_to_accumulator(x: Any, dtype: Any) -> tf.Tensor:
    t = tensor(x)
    return convert(t, ACCUMULATOR_DTYPES.get(t.dtype) if dtype is None else tf.as_dtype(dtype))


def _axes(t: tf.Tensor, axis: Axis) -> tf.Tensor:
    return integers(normalize_axes(axis, static_rank(t)))


def _reduce(name: str, op: Any, t: tf.Tensor, axis: Axis, keepdims: bool) -> tf.Tensor:
    dtype, wide_dtype = t.dtype, COMPUTATION_DTYPES.get(name, {}).get(t.dtype)
    return convert(op(input=convert(t, wide_dtype), axis=_axes(t, axis), keep_dims=keepdims), dtype)


def _extreme(name: str, op: Any, x: Any, axis: Axis, keepdims: bool) -> tf.Tensor:
    t = tensor(x)
    if t.dtype in COMPLEX:
        message = f"{name} does not take arrays of dtype {t.dtype.name}: they have no order, take abs or real"
        raise TypeError(message)
    if any(t.shape[i] == 0 for i in normalize_axes(axis, static_rank(t))):
        message = f"{name} along axis {axis} of an array of shape {tuple(t.shape)}: there is no {name} of no elements"
        raise ValueError(message)
    dtype, axes = t.dtype, _axes(t, axis)
    result = convert(op(input=convert(t, COMPARED_AS.get(dtype)), axis=axes, keep_dims=keepdims), dtype)
    if scope.is_eager or not dtype.is_floating:
        return result
    # XLA (2.21) ignores nan, and a graph may be compiled by it. Remove together with _kernels._propagate_nan.
    has_nan = R.Any(input=R.IsNan(x=t), axis=axes, keep_dims=keepdims)
    return R.SelectV2(condition=has_nan, t=tf.constant(nan, dtype), e=result)


def _cumulative(
    op: Any, make_initial: Callable[..., Any], x: Any, axis: int | None, dtype: Any, include_initial: bool
) -> tf.Tensor:
    t = _cast_to_accumulator(x, dtype)
    rank = static_rank(t)
    if rank == 0 or (axis is None and rank != 1):
        message = f"a cumulative function needs at least 1 axis, and from 2 axes on axis=; got {rank} axes"
        raise ValueError(message)
    along = 0 if axis is None else normalize_axis(axis, rank)
    result = op(x=t, axis=along)
    if not include_initial:
        return result
    shape = tf.tensor_scatter_nd_update(tf.shape(t), [[along]], [1])
    return tf.concat([make_initial(shape, t.dtype), result], along)
