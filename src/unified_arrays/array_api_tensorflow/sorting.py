"""Sorting. TensorFlow does not sort booleans, NaNs, or stably in descending order, so integer keys are sorted instead.

An array is converted to integers of the same order (`ordered_integers`), which TopKV2 sorts (it keeps equal elements in
order). NaN is greater than every number: it comes last, or first if descending.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import dense_gradient, integers, normalize_axis, static_rank, tensor
from ._dtypes import COMPLEX, bfloat16, float16, float32, float64, int16, int32, int64, uint8
from ._dtypes import bool as boolean
from ._numpy_fallback import has_numpy_order, small_numpy_views, tensor_of

# Floating dtype -> the integer dtype of the same size.
_BITS = {float16: int16, bfloat16: int16, float32: int32, float64: int64}


def sort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> tf.Tensor:
    """`x` sorted along `axis`. Complex numbers are sorted by the real part, then by the imaginary one."""
    del stable  # always
    x = tensor(x)
    rank = static_rank(x)
    axis = normalize_axis(axis, rank)
    values = _small_values(x, axis, descending)
    if values is not None:
        return tensor_of(np.sort(values, axis, kind="stable"), x.device)
    x = _with_axis_last(x, axis)
    if x.dtype.is_integer:  # no gradient to keep, no NaN: the keys are the values
        values = raw.TopKV2(input=x if descending else raw.Invert(x=x), k=_length(x)).values
        return _with_axis_last(values if descending else raw.Invert(x=values), axis)
    order = _order(x, descending)
    return _with_axis_last(tf.gather(dense_gradient(x), order, batch_dims=rank - 1), axis)


def argsort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> tf.Tensor:
    """The int64 indices that sort `x` along `axis`; equal elements keep their order, also when descending."""
    del stable  # always
    x = tensor(x)
    axis = normalize_axis(axis, static_rank(x))
    values = _small_values(x, axis, descending)
    if values is not None:
        return tensor_of(np.argsort(values, axis, kind="stable"), x.device)
    return _with_axis_last(_order(_with_axis_last(x, axis), descending), axis)


def _small_values(x: tf.Tensor, axis: int, descending: bool) -> Any:
    """A NumPy view of `x` if NumPy can sort it: small, and ascending; else None."""
    values = None if descending or type(axis) is not int or not has_numpy_order(x.dtype) else small_numpy_views(x)
    return None if values is None else values[0]


def _order(x: tf.Tensor, descending: bool) -> tf.Tensor:
    """The indices that sort `x` along its last axis."""
    if x.dtype not in COMPLEX:
        return _order_of_keys(ordered_integers(x), descending)
    # The least significant key first: each stable pass keeps the order of the one before. Numbers with NaN come last.
    real, imaginary = tf.math.real(x), tf.math.imag(x)
    nans = 2 * tf.cast(tf.math.is_nan(real), uint8) + tf.cast(tf.math.is_nan(imaginary), uint8)
    batch = static_rank(x) - 1
    order = _order_of_keys(ordered_integers(imaginary), descending)
    for key in (ordered_integers(real), nans):
        next_order = _order_of_keys(tf.gather(key, order, batch_dims=batch), descending)
        order = tf.gather(order, next_order, batch_dims=batch)
    return order


def _order_of_keys(keys: tf.Tensor, descending: bool) -> tf.Tensor:
    keys = keys if descending else raw.Invert(x=keys)  # ~key reverses the order of integers and keeps ties in order
    return raw.TopKV2(input=keys, k=_length(keys), index_type=tf.int64).indices


def ordered_integers(x: tf.Tensor) -> tf.Tensor:
    """Integers in the order of `x`: equal for equal elements (also -0 and +0), the largest for NaN."""
    if x.dtype == boolean:
        return raw.Cast(x=x, DstT=uint8)
    if x.dtype.is_integer:
        return x
    # Integers from here on: TensorFlow's floating comparisons flush subnormals to zero. The bit pattern of a negative
    # float, without the sign bit, increases as the float decreases; -0 has the least of all integers.
    integer_dtype = _BITS[x.dtype]
    pattern = raw.Bitcast(input=x, type=integer_dtype)
    zero, least, greatest = (tf.constant(value, integer_dtype) for value in (0, integer_dtype.min, integer_dtype.max))
    backwards = raw.SelectV2(condition=raw.Equal(x=pattern, y=least), t=zero, e=raw.BitwiseXor(x=pattern, y=greatest))
    keys = raw.SelectV2(condition=raw.Less(x=pattern, y=zero), t=backwards, e=pattern)
    return raw.SelectV2(condition=raw.IsNan(x=x), t=greatest, e=keys)


def _length(x: tf.Tensor) -> Any:
    size = x.shape[-1]
    return tf.shape(x)[-1] if size is None else size


def _with_axis_last(x: tf.Tensor, axis: int) -> tf.Tensor:
    """`x` with `axis` and the last axis swapped; applied again, it restores the order."""
    last = static_rank(x) - 1
    if axis == last:
        return x
    order = list(range(last + 1))
    order[axis], order[last] = last, axis
    return raw.Transpose(x=x, perm=integers(order))


__all__ = ["argsort", "sort"]
