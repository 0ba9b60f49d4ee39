"""Elementwise functions: one row of kernels per group of dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from . import _kernels as k
from . import _numpy_fallback as numpy_fallback
from . import _raw_ops as R
from ._arguments import PYTHON_SCALARS, tensor
from ._dtypes import COMPLEX, HALF, REAL, SIGNED, UNSIGNED, float32, float64, uint8, uint64
from ._kernel_tables import BOOL, FLOATING, INTEGRAL, binary, convert_operands, floating_rows, unary, with_metadata
from ._numpy_fallback import with_numpy_if_small
from ._python_scalars import FITTING

NUMERIC = INTEGRAL + FLOATING

# -- arithmetic ------------------------------------------------------------------------------------------------------

add = binary("add", "x1 + x2; of booleans their or.", (NUMERIC, R.AddV2), (BOOL, R.LogicalOr))
subtract = binary("subtract", "x1 - x2.", (SIGNED + UNSIGNED[2:] + FLOATING, R.Sub), (UNSIGNED[:2], k.small_subtract))
multiply = binary("multiply", "x1 * x2; of booleans their and.", (NUMERIC, R.Mul), (BOOL, R.LogicalAnd))
divide = binary("divide", "x1 / x2, floating; of integers and booleans in float32.", *floating_rows(R.RealDiv))
floor_divide = binary(
    "floor_divide",
    "x1 // x2 as in Python; of integers 0 where x2 is 0.",
    (HALF, k.floor_divide),
    ((float32, float64), with_numpy_if_small(numpy_fallback.floor_divide, k.floor_divide)),
    (INTEGRAL, with_numpy_if_small(numpy_fallback.floor_divide, k.integer_floor_divide)),
)
remainder = binary(
    "remainder",
    "x1 % x2 as in Python, with the sign of x2; of integers 0 where x2 is 0.",
    (HALF, k.remainder),
    ((float32, float64), with_numpy_if_small(numpy_fallback.remainder, k.remainder)),
    (INTEGRAL, with_numpy_if_small(numpy_fallback.remainder, k.integer_remainder)),
)
pow = binary(
    "pow",
    "x1 ** x2; ValueError for a negative power of integers.",
    (SIGNED + UNSIGNED[:3] + REAL, R.Pow),
    (COMPLEX, k.complex_pow),
    ((uint64,), k.unsigned_pow),
)
abs = unary(
    "abs", "|x|; real of a complex x.", (SIGNED + REAL, R.Abs), (UNSIGNED + BOOL, k.same), (COMPLEX, k.magnitude)
)
negative = unary(
    "negative", "-x; of unsigned integers modulo 2**bits.", (SIGNED + FLOATING, R.Neg), (UNSIGNED, k.wrap_negative)
)
positive = unary("positive", "+x.", (NUMERIC, k.same))
square = unary("square", "x * x.", (NUMERIC, R.Square), (BOOL, k.same))
reciprocal = unary("reciprocal", "1 / x; of integers in float32.", *floating_rows(R.Reciprocal))
sign = unary(
    "sign",
    "-1, 0, 1, or nan of nan; x / |x| of a complex x.",
    (SIGNED + FLOATING, R.Sign),
    (UNSIGNED, k.unsigned_sign),
)
maximum = binary(
    "maximum", "The elementwise maximum; nan if one is.", (INTEGRAL, R.Maximum), (REAL, k.maximum), (BOOL, R.LogicalOr)
)
minimum = binary(
    "minimum", "The elementwise minimum; nan if one is.", (INTEGRAL, R.Minimum), (REAL, k.minimum), (BOOL, R.LogicalAnd)
)


@FITTING.clip
def clip(x: Any, /, min: Any = None, max: Any = None) -> Any:
    """`x` clipped to `min` and `max`, scalars or arrays that broadcast; nan if one is. `max` wins over `min`.

    The result has the dtype of `x`. Bounds are clipped to its range, and truncated if it is an integer dtype.
    """
    t = tensor(x)
    if min is not None:
        t = maximum(t, _cast_bound(min, t.dtype))
    return t if max is None else minimum(t, _cast_bound(max, t.dtype))


def _cast_bound(bound: Any, dtype: tf.DType) -> Any:
    """A bound of clip in the dtype of `x`."""
    if not isinstance(bound, PYTHON_SCALARS):
        bound = tensor(bound)
        if bound.dtype == dtype or bound.dtype.is_complex:
            return bound
        if not dtype.is_integer:
            return tf.cast(bound, dtype)
        if not bound.dtype.is_floating:
            return tf.saturate_cast(bound, dtype)
        too_large = bound >= tf.cast(dtype.max, bound.dtype)  # as a float the maximum may be rounded up by one
        in_range = tf.maximum(tf.where(too_large, tf.zeros_like(bound), bound), tf.cast(dtype.min, bound.dtype))
        return tf.where(too_large, tf.constant(dtype.max, dtype), tf.cast(in_range, dtype))
    if not dtype.is_integer or isinstance(bound, complex) or bound != bound:
        return bound
    least, largest = int(dtype.min), int(dtype.max)
    return least if bound < least else largest if bound > largest else int(bound)


# -- exponentials, logarithms, roots (integers and booleans: float32) ------------------------------------------------

exp = unary("exp", "e ** x.", *floating_rows(R.Exp))
expm1 = unary("expm1", "e ** x - 1, accurate for a small x.", *floating_rows(R.Expm1, REAL), (COMPLEX, k.complex_expm1))
log = unary("log", "Natural logarithm.", *floating_rows(R.Log, REAL), (COMPLEX, k.complex_log))
log1p = unary("log1p", "log(1 + x), accurate for a small x.", *floating_rows(R.Log1p, REAL), (COMPLEX, k.complex_log1p))
log2 = unary("log2", "Logarithm to base 2, exact for powers of 2.", *floating_rows(k.log_to_base(2)))
log10 = unary("log10", "Logarithm to base 10, exact for powers of 10.", *floating_rows(k.log_to_base(10)))
logaddexp = binary("logaddexp", "log(exp(x1) + exp(x2)) without overflow.", *floating_rows(k.log_add_exp, REAL))
sqrt = unary("sqrt", "Square root.", *floating_rows(R.Sqrt, REAL), (COMPLEX, k.complex_sqrt))
hypot = binary("hypot", "sqrt(x1**2 + x2**2) without overflow.", *floating_rows(k.hypotenuse, REAL))

# -- trigonometric and hyperbolic (integers and booleans: float32) ---------------------------------------------------

sin = unary("sin", "Sine.", *floating_rows(R.Sin))
cos = unary("cos", "Cosine.", *floating_rows(R.Cos))
tan = unary("tan", "Tangent.", *floating_rows(R.Tan))
asin = unary("asin", "Inverse sine.", *floating_rows(R.Asin))
acos = unary("acos", "Inverse cosine.", *floating_rows(R.Acos))
atan = unary("atan", "Inverse tangent.", *floating_rows(R.Atan))
atan2 = binary("atan2", "The angle of the point (x2, x1).", *floating_rows(k.angle, REAL))
sinh = unary("sinh", "Hyperbolic sine.", *floating_rows(R.Sinh))
cosh = unary("cosh", "Hyperbolic cosine.", *floating_rows(R.Cosh))
tanh = unary("tanh", "Hyperbolic tangent.", *floating_rows(R.Tanh))
asinh = unary("asinh", "Inverse hyperbolic sine.", *floating_rows(R.Asinh))
acosh = unary("acosh", "Inverse hyperbolic cosine.", *floating_rows(R.Acosh))
atanh = unary("atanh", "Inverse hyperbolic tangent.", *floating_rows(R.Atanh))

# -- rounding (integers and booleans: unchanged) ---------------------------------------------------------------------

floor = unary("floor", "Rounded down.", (REAL, R.Floor), (INTEGRAL + BOOL, k.same))
ceil = unary("ceil", "Rounded up.", (REAL, R.Ceil), (INTEGRAL + BOOL, k.same))
trunc = unary("trunc", "Rounded towards zero.", (REAL, k.truncate), (INTEGRAL + BOOL, k.same))
round = unary(
    "round",
    "Rounded to the nearest integer, halves to even.",
    (REAL, R.Round),
    (COMPLEX, k.on_both_parts(R.Round)),
    (INTEGRAL + BOOL, k.same),
)

# -- parts of numbers ------------------------------------------------------------------------------------------------

real = unary("real", "The real part.", (INTEGRAL + BOOL + REAL, k.same), (COMPLEX, k.real_part))
imag = unary(
    "imag", "The imaginary part; 0 of a real x.", (INTEGRAL + BOOL + REAL, R.ZerosLike), (COMPLEX, k.imaginary_part)
)
conj = unary("conj", "The complex conjugate.", (INTEGRAL + BOOL + REAL, k.same), (COMPLEX, k.conjugate))
signbit = unary(
    "signbit",
    "Where the sign bit is set, of -0 and nan too: bool.",
    (REAL, k.sign_bit),
    (SIGNED, k.is_negative),
    (UNSIGNED + BOOL, k.false),
)
copysign = binary("copysign", "The magnitude of x1 with the sign of x2.", *floating_rows(k.copysign, REAL))
nextafter = binary(
    "nextafter",
    "The next floating number after x1 towards x2.",
    *floating_rows(k.next_after, (float32, float64)),
    (HALF, k.next_half),
)

# -- predicates and comparisons: bool --------------------------------------------------------------------------------

isfinite = unary(
    "isfinite",
    "Where x is neither infinite nor nan: bool.",
    (REAL, R.IsFinite),
    (COMPLEX, k.on_parts(R.IsFinite, R.LogicalAnd)),
    (INTEGRAL + BOOL, k.true),
)
isinf = unary(
    "isinf",
    "Where x (or a part of it) is infinite: bool.",
    (REAL, R.IsInf),
    (COMPLEX, k.on_parts(R.IsInf, R.LogicalOr)),
    (INTEGRAL + BOOL, k.false),
)
isnan = unary(
    "isnan",
    "Where x (or a part of it) is nan: bool.",
    (REAL, R.IsNan),
    (COMPLEX, k.on_parts(R.IsNan, R.LogicalOr)),
    (INTEGRAL + BOOL, k.false),
)


def _ordering(name: str, doc: str, op: Any) -> Any:
    """A comparison of real numbers; of booleans as of 0 and 1."""
    return binary(name, doc, (INTEGRAL + REAL, op), (BOOL, convert_operands(uint8, op)))


equal = binary("equal", "x1 == x2: bool.", (BOOL + NUMERIC, R.Equal))
not_equal = binary("not_equal", "x1 != x2: bool.", (BOOL + NUMERIC, R.NotEqual))
less = _ordering("less", "x1 < x2: bool.", R.Less)
less_equal = _ordering("less_equal", "x1 <= x2: bool.", R.LessEqual)
greater = _ordering("greater", "x1 > x2: bool.", R.Greater)
greater_equal = _ordering("greater_equal", "x1 >= x2: bool.", R.GreaterEqual)

# -- logic: bool; any dtype, nonzero is True ---------------------------------------------------------------------------


def _truth(x: Any) -> tf.Tensor:
    return tf.constant(x != 0) if isinstance(x, PYTHON_SCALARS) else k.nonzero(tensor(x))


def _logical(name: str, doc: str, op: Any) -> Any:
    """A function of truth values: each operand is converted to bool by itself, without promotion."""
    of_booleans = binary(name, doc, (BOOL, op))

    def call_logical(x1: Any, x2: Any, /) -> Any:
        return of_booleans(_truth(x1), _truth(x2))

    return with_metadata(call_logical, name, doc, of_booleans.kernels, 2)  # type: ignore[attr-defined]


logical_and = _logical("logical_and", "x1 and x2: bool.", R.LogicalAnd)
logical_or = _logical("logical_or", "x1 or x2: bool.", R.LogicalOr)
logical_xor = _logical("logical_xor", "Either x1 or x2, not both: bool.", k.xor)


def _not(x: Any, /) -> Any:
    return R.LogicalNot(x=k.nonzero(tensor(x)))


logical_not = with_metadata(_not, "logical_not", "not x: bool.", {id(tf.bool): R.LogicalNot}, 1)


# -- bits ------------------------------------------------------------------------------------------------------------

bitwise_and = binary("bitwise_and", "x1 & x2.", (INTEGRAL, R.BitwiseAnd), (BOOL, R.LogicalAnd))
bitwise_or = binary("bitwise_or", "x1 | x2.", (INTEGRAL, R.BitwiseOr), (BOOL, R.LogicalOr))
bitwise_xor = binary("bitwise_xor", "x1 ^ x2.", (INTEGRAL, R.BitwiseXor), (BOOL, k.xor))
bitwise_invert = unary("bitwise_invert", "~x.", (INTEGRAL, R.Invert), (BOOL, R.LogicalNot))
bitwise_left_shift = binary(
    "bitwise_left_shift", "x1 << x2; 0 from the width on.", (INTEGRAL, with_numpy_if_small(np.left_shift, k.left_shift))
)
bitwise_right_shift = binary(
    "bitwise_right_shift", "x1 >> x2, keeping the sign.", (INTEGRAL, with_numpy_if_small(np.right_shift, k.right_shift))
)
