"""Functions beyond the standard that TensorFlow has itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ....array_api_tensorflow import _raw_ops as raw
from ....array_api_tensorflow._arguments import tensor
from ....array_api_tensorflow._conditions import conditions_here


def _sums_at(index: Any, values: Any, size: Any) -> Any:
    """The sum of the values whose index is 0, 1, ... up to `size`."""
    return tf.math.unsorted_segment_sum(values, index, size)


def _sums_of_unknown_size(index: Any, values: Any, least: int) -> Any:
    """The same up to the largest index, or 1 for each where there are no values."""
    size: Any = least
    if not least or conditions_here() is None:  # a program takes `least` for it, and finds out whether that is right
        size = tf.reduce_max(tf.concat([index + 1, [least]], 0))
    return tf.math.unsorted_segment_sum(tf.ones_like(index) if values is None else values, index, size)


def _counts(x: Any, least: int) -> Any:
    """How often 0, 1, ... are in `x`; None where there is no kernel for such an `x`, and in a graph."""
    x = tensor(x)
    if not tf.executing_eagerly() or x.dtype not in (tf.int32, tf.int64) or "CPU" not in x.device:
        return None
    size = max(least, int(tf.reduce_max(x)) + 1)  # of no elements that is the least integer
    if size > x.dtype.max:
        return None
    try:
        return raw.DenseBincount(input=x, size=tf.constant(size, x.dtype), weights=tf.constant((), tf.int64))
    except tf.errors.InvalidArgumentError:  # a negative number
        return None


def _erf(x: Any) -> Any:
    if x.dtype != tf.float64:
        return tf.math.erf(x)
    # TensorFlow (2.21) has NaN for infinities in float64.
    return tf.where(tf.math.is_inf(x), tf.sign(x), tf.math.erf(x))


def _digamma(x: Any) -> Any:
    # TensorFlow (2.21) has NaN for 0, on whose sides it is infinite.
    return tf.where(tf.equal(x, 0), -1 / x, tf.math.digamma(x))


def _i0e(x: Any) -> Any:
    # TensorFlow (2.21) has no kernel for bfloat16.
    known = tf.cast(x, tf.float32) if x.dtype == tf.bfloat16 else x
    return tf.cast(tf.math.bessel_i0e(known), x.dtype)


_AS_WIDE = {8: tf.int64, 4: tf.int32, 2: tf.int16}  # integers by their bytes


def _power_of_two(exponent: Any, bias: int, digits: int, dtype: Any) -> Any:
    """By its bits: the exponent, and `bias`, above the `digits` of the fraction."""
    integer = _AS_WIDE[dtype.size]
    return tf.bitcast(tf.bitwise.left_shift(tf.cast(exponent + bias, integer), tf.constant(digits, integer)), dtype)


def _gcd(x1: Any, x2: Any) -> Any:
    """Euclid's algorithm as a loop of the graph: unrolled, XLA (2.21) takes minutes to compile it."""
    one, zero = tf.ones_like(x1), tf.zeros_like(x1)

    def step(x1: Any, x2: Any) -> tuple[Any, Any]:
        done = tf.equal(x2, zero)
        rest = tf.math.floormod(x1, tf.where(done, one, x2))
        return tf.where(done, x1, x2), tf.where(done, zero, rest)

    return tf.while_loop(lambda x1, x2: tf.reduce_any(tf.not_equal(x2, zero)), step, (x1, x2))[0]


def _top_k(x: Any, k: int, axis: int, largest: bool) -> tuple[Any, Any]:
    """Nothing but NaN for values where x has one, which TensorFlow (2.21) puts anywhere."""
    key = tf.cast(x, tf.uint8) if x.dtype == tf.bool else x
    if not largest:
        key = tf.bitwise.invert(key) if key.dtype.is_integer else -key
    last = x.shape.rank - 1
    places = tf.math.top_k(_swapped(key, axis, last), k, index_type=tf.int64)[1]
    values = tf.gather(_swapped(x, axis, last), places, axis=last, batch_dims=last)
    if x.dtype.is_floating:
        has_nan = tf.reduce_any(tf.math.is_nan(x))
        values = tf.cond(has_nan, lambda: tf.fill(tf.shape(values), tf.constant(float("nan"), x.dtype)), lambda: values)
    return _swapped(values, axis, last), _swapped(places, axis, last)


def _swapped(x: Any, first: int, second: int) -> Any:
    if first == second:
        return x
    order = list(range(x.shape.rank))
    order[first], order[second] = second, first
    return tf.transpose(x, order)


def _convolved(padded: Any, kernel: Any) -> Any:
    """The sum over each window of `padded` as long as the kernel, times the kernel."""
    return tf.nn.conv1d(padded[tf.newaxis, :, tf.newaxis], kernel[:, tf.newaxis, tf.newaxis], 1, "VALID")[0, :, 0]


COMPUTING: dict[str, Callable[..., Any]] = {
    "sums_at": _sums_at,
    "counts": _counts,
    "sums_of_unknown_size": _sums_of_unknown_size,
    "convolved.of_floats": _convolved,
    "pad_with_zeros": tf.pad,
    "top_k.unstable": _top_k,
    "special.gcd": _gcd,
    "special.erf": _erf,
    "special.erfc": tf.math.erfc,
    # It is that of a normal distribution (2.21), and has no digits left of small numbers: a step of Newton's mends it.
    "special.erfinv_guess": tf.math.erfinv,
    "special.i0e": _i0e,
    "special.power_of_two": _power_of_two,
    "special.gammaln": tf.math.lgamma,
    "special.digamma": _digamma,
}
