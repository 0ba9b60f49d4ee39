"""Sorting. TensorFlow sorts neither booleans nor NaNs nor backwards stably, so integers are sorted in their place.

An array is turned into integers of the same order (`ordered_integers`), of which the largest are taken (`TopKV2`,
which keeps equal elements in order). NaN counts as greater than every number: last, or first of all if descending.
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

# The integers that have the same bits as a floating dtype.
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
    """The values of `x` if NumPy is to sort them, which it does upwards."""
    values = None if descending or type(axis) is not int or not has_numpy_order(x.dtype) else small_numpy_views(x)
    return None if values is None else values[0]


def _order(x: tf.Tensor, descending: bool) -> tf.Tensor:
    """The indices that sort `x` along its last axis."""
    if x.dtype not in COMPLEX:
        return _order_of_keys(ordered_integers(x), descending)
    # By the last criterion first: each pass keeps the order of the one before. Numbers with a NaN come last.
    real, imaginary = tf.math.real(x), tf.math.imag(x)
    nans = 2 * tf.cast(tf.math.is_nan(real), uint8) + tf.cast(tf.math.is_nan(imaginary), uint8)
    batch = static_rank(x) - 1
    order = _order_of_keys(ordered_integers(imaginary), descending)
    for criterion in (ordered_integers(real), nans):
        next_order = _order_of_keys(tf.gather(criterion, order, batch_dims=batch), descending)
        order = tf.gather(order, next_order, batch_dims=batch)
    return order


def _order_of_keys(keys: tf.Tensor, descending: bool) -> tf.Tensor:
    keys = keys if descending else raw.Invert(x=keys)  # ~key reverses the order of integers and keeps ties in order
    return raw.TopKV2(input=keys, k=_length(keys), index_type=tf.int64).indices


def ordered_integers(x: tf.Tensor) -> tf.Tensor:
    """Integers in the order of `x`: equal for equal elements (-0 and +0 too), greatest for NaN."""
    if x.dtype == boolean:
        return raw.Cast(x=x, DstT=uint8)
    if x.dtype.is_integer:
        return x
    # Integers from here on: TensorFlow's floating comparisons take denormal numbers for zero. The bits of a negative
    # number count backwards, apart from the sign bit, which makes -0 the least integer.
    bits = _BITS[x.dtype]
    numpy_view = raw.Bitcast(input=x, type=bits)
    zero, least, greatest = (tf.constant(value, bits) for value in (0, bits.min, bits.max))
    backwards = raw.SelectV2(
        condition=raw.Equal(x=numpy_view, y=least), t=zero, e=raw.BitwiseXor(x=numpy_view, y=greatest)
    )
    keys = raw.SelectV2(condition=raw.Less(x=numpy_view, y=zero), t=backwards, e=numpy_view)
    return raw.SelectV2(condition=raw.IsNan(x=x), t=greatest, e=keys)


def _length(x: tf.Tensor) -> Any:
    size = x.shape[-1]
    return tf.shape(x)[-1] if size is None else size


def _with_axis_last(x: tf.Tensor, axis: int) -> tf.Tensor:
    """`x` with `axis` and the last axis exchanged: there and back."""
    last = static_rank(x) - 1
    if axis == last:
        return x
    order = list(range(last + 1))
    order[axis], order[last] = last, axis
    return raw.Transpose(x=x, perm=integers(order))


__all__ = ["argsort", "sort"]
