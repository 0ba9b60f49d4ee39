"""Elementwise kernels that TensorFlow lacks, or has with other special values, composed of its ops.

Like the ops of tf.raw_ops they take tensors of one dtype by keyword: `x`, and `y` where there are two.
"""

from __future__ import annotations

import math
from typing import Any

import tensorflow as tf

from . import _raw_ops as R
from ._dtypes import (
    COMPLEX,
    COMPLEX_OF,
    REAL_PART,
    UNSIGNED,
    bfloat16,
    float16,
    float32,
    float64,
    int16,
    int32,
    int64,
    uint64,
)
from ._private import is_recording, scope

# The integer dtype of the same size, for the bit patterns of floats.
BITS_OF = {float16: int16, bfloat16: int16, float32: int32, float64: int64}
EPSILON = {float16: 2.0**-10, bfloat16: 2.0**-7, float32: 2.0**-23, float64: 2.0**-52}


def same(x: tf.Tensor) -> tf.Tensor:
    """`x` itself: the identity."""
    return x


def true(x: tf.Tensor) -> tf.Tensor:
    """True everywhere."""
    return tf.ones_like(x, dtype=tf.bool)


def false(x: tf.Tensor) -> tf.Tensor:
    """False everywhere."""
    return tf.zeros_like(x, dtype=tf.bool)


def nonzero(x: tf.Tensor) -> tf.Tensor:
    """Where `x` is not zero, nan included. Not a cast, which ignores the imaginary part."""
    return x if x.dtype is tf.bool else R.NotEqual(x=x, y=0)


def real_part(x: tf.Tensor) -> tf.Tensor:
    """The real part of a complex tensor."""
    return R.Real(input=x, Tout=REAL_PART[x.dtype])


def imaginary_part(x: tf.Tensor) -> tf.Tensor:
    """The imaginary part of a complex tensor."""
    return R.Imag(input=x, Tout=REAL_PART[x.dtype])


def complex_of(real: tf.Tensor, imaginary: tf.Tensor) -> tf.Tensor:
    """The complex tensor with this real and imaginary part."""
    return R.Complex(real=real, imag=imaginary, Tout=COMPLEX_OF[real.dtype])


def complex_sqrt(x: tf.Tensor) -> tf.Tensor:
    """The square root. Its imaginary part has the sign of that of x, which TensorFlow (2.21) loses for some x."""
    root = R.Sqrt(x=x)
    wrong_sign = R.NotEqual(x=sign_bit(imaginary_part(root)), y=sign_bit(imaginary_part(x)))
    return R.SelectV2(condition=wrong_sign, t=R.Conj(input=root), e=root)


def conjugate(x: tf.Tensor) -> tf.Tensor:
    """The conjugate of a complex tensor."""
    return R.Conj(input=x)


def maximum(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The elementwise maximum; nan if one is."""
    return _propagate_nan(y, R.Maximum(x=x, y=y))


def minimum(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The elementwise minimum; nan if one is."""
    return _propagate_nan(y, R.Minimum(x=x, y=y))


def _propagate_nan(y: tf.Tensor, result: tf.Tensor) -> tf.Tensor:
    # XLA (2.21) ignores a nan in y, and a graph may be compiled by it. Remove when
    # tf.function(tf.raw_ops.Maximum, jit_compile=True)(x=1.0, y=math.nan) is nan.
    return result if scope.is_eager else R.SelectV2(condition=R.IsNan(x=y), t=y, e=result)


def magnitude(x: tf.Tensor) -> tf.Tensor:
    """The absolute value of a complex tensor; inf if one part is, else nan if one part is."""
    result = R.ComplexAbs(x=x, Tout=REAL_PART[x.dtype])
    if scope.is_eager:
        return result
    # XLA (2.21) returns nan if one part is inf, and 0 for 0 + nan j. Remove when tf.function(tf.abs, jit_compile=True)
    # returns inf and nan.
    for predicate, value in ((R.IsNan, math.nan), (R.IsInf, math.inf)):
        found = R.LogicalOr(x=predicate(x=real_part(x)), y=predicate(x=imaginary_part(x)))
        result = R.SelectV2(condition=found, t=tf.constant(value, result.dtype), e=result)
    return result


def hypotenuse(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The length of (x, y), by the complex absolute value, which avoids overflow and underflow."""
    return magnitude(complex_of(*_broadcast(x, y)))


def on_both_parts(op: Any) -> Any:
    """A kernel that applies `op` to the real and the imaginary part."""
    return lambda x: complex_of(op(x=real_part(x)), op(x=imaginary_part(x)))


def on_parts(op: Any, join: Any) -> Any:
    """A kernel that applies the predicate `op` to both parts of a complex tensor, and `join` to the results."""
    return lambda x: join(x=op(x=real_part(x)), y=op(x=imaginary_part(x)))


def xor(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Exclusive or of booleans."""
    return R.NotEqual(x=x, y=y)


def wrap_negative(x: tf.Tensor) -> tf.Tensor:
    """Minus an unsigned tensor, modulo 2**bits."""
    zero = R.ZerosLike(x=x)
    return R.Sub(x=zero, y=x) if x.dtype.size > 2 else small_subtract(zero, x)


def small_subtract(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` - `y` of uint8 or uint16. In a graph Grappler (2.21) rewrites 0 - y as Neg, which has no kernel for them."""
    return R.Sub(x=x, y=y) if scope.is_eager else R.AddV2(x=x, y=R.AddV2(x=R.Invert(x=y), y=R.OnesLike(x=y)))


def unsigned_sign(x: tf.Tensor) -> tf.Tensor:
    """The sign of an unsigned tensor."""
    return R.Cast(x=nonzero(x), DstT=x.dtype)


def is_negative(x: tf.Tensor) -> tf.Tensor:
    """Where x < 0."""
    return R.Less(x=x, y=0)


def sign_bit(x: tf.Tensor) -> tf.Tensor:
    """Where the sign bit of a float is set, for -0 and nan too."""
    return R.Less(x=R.Bitcast(input=x, type=BITS_OF[x.dtype]), y=0)


def copysign(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The magnitude of `x` with the sign of `y`."""
    absolute = R.Abs(x=x)
    return R.SelectV2(condition=sign_bit(y), t=R.Neg(x=absolute), e=absolute)


def next_half(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The next float after `x` towards `y` in a 16-bit dtype: the neighbour in the order of the bit patterns."""

    def ordinal(t: tf.Tensor) -> tf.Tensor:  # increases with t
        bits = R.Cast(x=R.Bitcast(input=t, type=int16), DstT=int32)
        return R.SelectV2(condition=is_negative(bits), t=-32768 - bits, e=bits)

    start, goal = ordinal(x), ordinal(y)
    next_ordinal = start + R.Sign(x=goal - start)
    bits = R.Cast(
        x=R.SelectV2(condition=is_negative(next_ordinal), t=-32768 - next_ordinal, e=next_ordinal), DstT=int16
    )
    step = R.SelectV2(condition=R.Equal(x=start, y=goal), t=y, e=R.Bitcast(input=bits, type=x.dtype))
    nan = R.LogicalOr(x=R.IsNan(x=x), y=R.IsNan(x=y))
    return R.SelectV2(condition=nan, t=R.AddV2(x=x, y=y), e=step)


def next_after(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The next float after `x` towards `y`."""
    return R.NextAfter(x1=x, x2=y)


def truncate(x: tf.Tensor) -> tf.Tensor:
    """`x` rounded towards zero."""
    return R.SelectV2(condition=is_negative(x), t=R.Ceil(x=x), e=R.Floor(x=x))


def log_to_base(base: int) -> Any:
    """The logarithm to `base`, exact where it is an integer: a quotient of logarithms is not."""

    def real_log(x: tf.Tensor) -> tf.Tensor:
        y = inexact_log(x)
        error = tf.stop_gradient(R.Sub(x=R.Round(x=y), y=y))
        near = R.LessEqual(x=R.Abs(x=error), y=R.Mul(x=R.Abs(x=y), y=2 * EPSILON[x.dtype]))
        return R.AddV2(x=y, y=R.SelectV2(condition=near, t=error, e=R.ZerosLike(x=error)))

    def inexact_log(x: tf.Tensor) -> tf.Tensor:
        return R.RealDiv(x=R.Log(x=x), y=math.log(base))

    def complex_log_to_base(x: tf.Tensor) -> tf.Tensor:
        # Part by part: a complex division turns an infinite part into nan.
        log = complex_log(x)
        return complex_of(*(R.RealDiv(x=part(log), y=math.log(base)) for part in (real_part, imaginary_part)))

    return lambda x: complex_log_to_base(x) if x.dtype in COMPLEX else real_log(x)


def complex_log(x: tf.Tensor) -> tf.Tensor:
    """log(x) of a complex tensor. TensorFlow's own squares the parts: nan from 1e154 on and below 1e-154."""
    log = R.Log(x=x)
    return complex_of(_log_of_magnitude(x, real_part(log)), imaginary_part(log))


def complex_log1p(x: tf.Tensor) -> tf.Tensor:
    """log(1 + x) of a complex tensor. TensorFlow's own adds the 1 first: 0 for a small x."""
    a, b = real_part(x), imaginary_part(x)
    near_1 = R.Mul(x=R.Log1p(x=R.AddV2(x=R.Mul(x=a, y=R.AddV2(x=a, y=2)), y=R.Square(x=b))), y=0.5)
    a_plus_1 = R.AddV2(x=a, y=1)
    return complex_of(_log_of_magnitude(complex_of(a_plus_1, b), near_1), angle(b, a_plus_1))


def _log_of_magnitude(x: tf.Tensor, near_1: tf.Tensor) -> tf.Tensor:
    """log(|x|), but `near_1` where |x| is close to 1: there the logarithm of a rounded |x| is inaccurate."""
    absolute = magnitude(x)
    near = R.LogicalAnd(x=R.Greater(x=absolute, y=0.5), y=R.Less(x=absolute, y=2))
    return R.SelectV2(condition=near, t=near_1, e=R.Log(x=absolute))


def complex_expm1(x: tf.Tensor) -> tf.Tensor:
    """exp(x) - 1 of a complex tensor, with the special values that TensorFlow's own lacks."""
    a, b = real_part(x), imaginary_part(x)
    zero = R.ZerosLike(x=a)
    not_finite_angle = R.LogicalNot(x=R.IsFinite(x=b))
    b = R.SelectV2(condition=R.LogicalAnd(x=not_finite_angle, y=R.Equal(x=a, y=-math.inf)), t=zero, e=b)
    cos_minus_1 = R.Mul(x=R.Square(x=R.Sin(x=R.Mul(x=b, y=0.5))), y=-2)
    real = R.AddV2(x=R.Mul(x=R.Expm1(x=a), y=R.Cos(x=b)), y=cos_minus_1)
    real = R.SelectV2(condition=R.LogicalAnd(x=not_finite_angle, y=R.Equal(x=a, y=math.inf)), t=a, e=real)
    imaginary = R.SelectV2(condition=nonzero(b), t=R.Mul(x=R.Exp(x=a), y=R.Sin(x=b)), e=b)
    return complex_of(real, imaginary)


def angle(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """The angle of the point (y, x)."""
    return R.Atan2(y=x, x=y)


def log_add_exp(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """log(exp(x) + exp(y)), relative to the larger one. One condition selects both: correct gradients at a tie too."""
    x_is_larger = R.Greater(x=x, y=y)
    high, low = R.SelectV2(condition=x_is_larger, t=x, e=y), R.SelectV2(condition=x_is_larger, t=y, e=x)
    same_infinity = R.LogicalAnd(x=R.Equal(x=high, y=low), y=R.IsInf(x=high))
    gap = R.SelectV2(condition=same_infinity, t=R.ZerosLike(x=low), e=R.Sub(x=low, y=high))
    return R.AddV2(x=high, y=R.Log1p(x=R.Exp(x=gap)))


def integer_floor_divide(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` // `y` of integers, 0 where `y` is 0 as in NumPy; TensorFlow's op raises there on a CPU, not on a GPU."""
    zero = R.Equal(x=y, y=0)
    return R.SelectV2(condition=zero, t=y, e=R.FloorDiv(x=x, y=_replace_with_1(zero, y)))


def integer_remainder(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` % `y` of integers, 0 where `y` is 0 as in NumPy: the remainder by 1."""
    return R.FloorMod(x=x, y=_replace_with_1(R.Equal(x=y, y=0), y))


def floor_divide(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` // `y` as in Python, consistent with `x` % `y`: floor(1.0 / 0.1) is too large by one."""
    x, y = tf.stop_gradient(x), tf.stop_gradient(y)  # a step function: like FloorDiv, and TruncateMod has no gradient
    rest = R.TruncateMod(x=x, y=y)
    opposite = R.LogicalAnd(x=nonzero(rest), y=xor(is_negative(rest), is_negative(y)))
    quotient = R.Round(x=R.Sub(x=R.RealDiv(x=R.Sub(x=x, y=rest), y=y), y=R.Cast(x=opposite, DstT=x.dtype)))
    ratio = R.RealDiv(x=x, y=y)
    signed = R.SelectV2(condition=nonzero(quotient), t=quotient, e=R.Mul(x=ratio, y=0))
    return R.SelectV2(condition=nonzero(y), t=signed, e=ratio)


def remainder(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` % `y` with the sign of `y`, also of a zero result."""
    constant_x, constant_y = tf.stop_gradient(x), tf.stop_gradient(y)
    rest = R.TruncateMod(x=constant_x, y=constant_y)  # exact; FloorMod (2.21) is x - floor(x / y) * y
    opposite = R.LogicalAnd(x=nonzero(rest), y=xor(is_negative(rest), is_negative(constant_y)))
    rest = R.SelectV2(condition=opposite, t=R.AddV2(x=rest, y=constant_y), e=rest)
    if not scope.is_eager or is_recording():  # TruncateMod has no gradient: add a zero with that of FloorMod
        inexact = R.FloorMod(x=x, y=y)
        zero = R.Sub(x=inexact, y=tf.stop_gradient(inexact))
        rest = R.AddV2(x=rest, y=R.SelectV2(condition=R.Equal(x=zero, y=0), t=zero, e=R.ZerosLike(x=zero)))
    return R.SelectV2(condition=R.Equal(x=rest, y=0), t=copysign(R.ZerosLike(x=rest), y), e=rest)


def complex_pow(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` ** `y` of complex tensors, 1 where `y` is 0: TensorFlow has nan for 0 ** 0."""
    return R.SelectV2(condition=nonzero(y), t=R.Pow(x=x, y=y), e=tf.ones([], y.dtype))


def unsigned_pow(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` ** `y` of uint64, modulo 2**64, by the op of int64.

    An exponent of 2**63 or more is replaced by a smaller one with the same power: the order of an odd number divides
    2**62, and an even one is 0 from 64 on.
    """
    base, exponent = R.Bitcast(input=x, type=int64), R.Bitcast(input=y, type=int64)
    smaller = R.BitwiseOr(x=R.BitwiseAnd(x=exponent, y=2**62 - 1), y=2**62)
    exponent = R.SelectV2(condition=is_negative(exponent), t=smaller, e=exponent)
    return R.Bitcast(input=R.Pow(x=base, y=exponent), type=uint64)


def left_shift(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` << `y`, 0 for counts from the bit width on, as in NumPy: TensorFlow clamps the count."""
    is_short = _shift_is_short(y)
    shifted = R.LeftShift(x=x, y=y)
    return R.SelectV2(condition=is_short, t=shifted, e=R.ZerosLike(x=shifted))


def right_shift(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """`x` >> `y`, keeping the sign; for counts from the bit width on all bits are the sign bit, as in NumPy."""
    last = tf.constant(8 * x.dtype.size - 1, x.dtype)
    shifted = R.RightShift(x=x, y=R.SelectV2(condition=_shift_is_short(y), t=y, e=last))
    if x.dtype not in UNSIGNED:
        return shifted
    return R.SelectV2(condition=_shift_is_short(y), t=shifted, e=R.ZerosLike(x=shifted))


def _shift_is_short(y: tf.Tensor) -> tf.Tensor:
    """Where 0 <= count < bit width; as in NumPy a negative count is like a large one."""
    unsigned = UNSIGNED[(1, 2, 4, 8).index(y.dtype.size)]
    return R.Less(x=R.Bitcast(input=y, type=unsigned), y=8 * y.dtype.size)


def _replace_with_1(condition: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    # Not OnesLike: in a graph Grappler (2.21) turns it into a constant 0 for uint32 and uint64.
    return R.SelectV2(condition=condition, t=tf.constant(1, y.dtype), e=y)


def _broadcast(x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """`x` and `y` broadcast to their common shape, for ops that do not broadcast."""
    if x.shape == y.shape and x.shape.is_fully_defined():
        return x, y
    shape = tf.broadcast_dynamic_shape(tf.shape(x), tf.shape(y))
    return tf.broadcast_to(x, shape), tf.broadcast_to(y, shape)
