"""Elementwise functions.

The shape of a result is that of its inputs broadcast together. One operand of two may be a Python number: it takes
the dtype of the array.
"""

from __future__ import annotations

from .._common.types import Array
from .._dispatch.declare import elementwise

__all__ = [
    "abs",
    "acos",
    "acosh",
    "add",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "ceil",
    "clip",
    "conj",
    "copysign",
    "cos",
    "cosh",
    "divide",
    "equal",
    "exp",
    "expm1",
    "floor",
    "floor_divide",
    "greater",
    "greater_equal",
    "hypot",
    "imag",
    "isfinite",
    "isinf",
    "isnan",
    "less",
    "less_equal",
    "log",
    "log1p",
    "log2",
    "log10",
    "logaddexp",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "multiply",
    "negative",
    "nextafter",
    "not_equal",
    "positive",
    "pow",
    "real",
    "reciprocal",
    "remainder",
    "round",
    "sign",
    "signbit",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "subtract",
    "tan",
    "tanh",
    "trunc",
]


@elementwise
def abs(x: Array, /, *, out: Array | None = None) -> Array:
    """Absolute value of each element; the magnitude of a complex one, in its real dtype."""


@elementwise
def acos(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse cosine, in [0, pi]; NaN outside [-1, 1]."""


@elementwise
def acosh(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse hyperbolic cosine; NaN below 1."""


@elementwise
def add(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Sum of `x1` and `x2`, element by element.

    The dtype is the one that both promote to. On TensorFlow, an `out` that is `x1` or `x2` is updated in place.
    """


@elementwise
def asin(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1]."""


@elementwise
def asinh(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse hyperbolic sine."""


@elementwise
def atan(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse tangent, in [-pi/2, pi/2]."""


@elementwise
def atan2(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Angle of the point (`x2`, `x1`) from the positive x axis, in [-pi, pi], quadrant and signed zeros respected."""


@elementwise
def atanh(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse hyperbolic tangent; infinite at -1 and 1, NaN beyond."""


@elementwise
def bitwise_and(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Bits set in both; integers or booleans."""


@elementwise
def bitwise_left_shift(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """`x1` times two to the power `x2`, for integers: bits shifted left, zeros shifted in."""


@elementwise
def bitwise_invert(x: Array, /, *, out: Array | None = None) -> Array:
    """Every bit flipped; `not` for booleans."""


@elementwise
def bitwise_or(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Bits set in either; integers or booleans."""


@elementwise
def bitwise_right_shift(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Bits of `x1` shifted right by `x2` places, the sign kept."""


@elementwise
def bitwise_xor(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Bits set in exactly one of the two; integers or booleans."""


@elementwise
def ceil(x: Array, /, *, out: Array | None = None) -> Array:
    """The smallest integer not below each element, in the dtype of `x`."""


@elementwise
def clip(
    x: Array,
    /,
    min: Array | complex | None = None,
    max: Array | complex | None = None,
    *,
    out: Array | None = None,
) -> Array:
    """Each element limited to the range from `min` to `max`, in the dtype of `x`; None leaves a side open.

    The bounds broadcast against `x` and are never written to. Where `min` exceeds `max`, the standard leaves the
    result open.
    """


@elementwise
def conj(x: Array, /, *, out: Array | None = None) -> Array:
    """Complex conjugate; a real array as it is."""


@elementwise
def copysign(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Magnitude of `x1` with the sign of `x2`, signed zeros included."""


@elementwise
def cos(x: Array, /, *, out: Array | None = None) -> Array:
    """Cosine of an angle in radians."""


@elementwise
def cosh(x: Array, /, *, out: Array | None = None) -> Array:
    """Hyperbolic cosine."""


@elementwise
def divide(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True quotient `x1 / x2`: floating, for integers too."""


@elementwise
def equal(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` equals `x2`; NaN equals nothing."""


@elementwise
def exp(x: Array, /, *, out: Array | None = None) -> Array:
    """e to the power of each element."""


@elementwise
def expm1(x: Array, /, *, out: Array | None = None) -> Array:
    """exp(x) - 1, precise near 0."""


@elementwise
def floor(x: Array, /, *, out: Array | None = None) -> Array:
    """The largest integer not above each element, in the dtype of `x`."""


@elementwise
def floor_divide(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Quotient rounded towards minus infinity."""


@elementwise
def greater(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` is greater than `x2`."""


@elementwise
def greater_equal(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` is greater than or equal to `x2`."""


@elementwise
def hypot(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """sqrt(x1**2 + x2**2), without overflow on the way."""


@elementwise
def imag(x: Array, /, *, out: Array | None = None) -> Array:
    """Imaginary part of a complex array, in its real dtype."""


@elementwise
def isfinite(x: Array, /, *, out: Array | None = None) -> Array:
    """True where an element is neither infinite nor NaN."""


@elementwise
def isinf(x: Array, /, *, out: Array | None = None) -> Array:
    """True where an element is infinite."""


@elementwise
def isnan(x: Array, /, *, out: Array | None = None) -> Array:
    """True where an element is NaN."""


@elementwise
def less(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` is less than `x2`."""


@elementwise
def less_equal(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` is less than or equal to `x2`."""


@elementwise
def log(x: Array, /, *, out: Array | None = None) -> Array:
    """Natural logarithm; -infinity at 0, NaN below."""


@elementwise
def log1p(x: Array, /, *, out: Array | None = None) -> Array:
    """log(1 + x), precise near 0."""


@elementwise
def log2(x: Array, /, *, out: Array | None = None) -> Array:
    """Logarithm to base 2."""


@elementwise
def log10(x: Array, /, *, out: Array | None = None) -> Array:
    """Logarithm to base 10."""


@elementwise
def logaddexp(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """log(exp(x1) + exp(x2)), without overflow on the way."""


@elementwise
def logical_and(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where both are true; booleans."""


@elementwise
def logical_not(x: Array, /, *, out: Array | None = None) -> Array:
    """True where an element is false; booleans."""


@elementwise
def logical_or(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where either is true; booleans."""


@elementwise
def logical_xor(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where exactly one is true; booleans."""


@elementwise
def maximum(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The larger of the two; NaN if either is NaN."""


@elementwise
def minimum(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The smaller of the two; NaN if either is NaN."""


@elementwise
def multiply(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Product of `x1` and `x2`, element by element."""


@elementwise
def negative(x: Array, /, *, out: Array | None = None) -> Array:
    """Each element with the opposite sign; unsigned integers wrap."""


@elementwise
def nextafter(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The next representable number after `x1` in the direction of `x2`."""


@elementwise
def not_equal(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """True where `x1` differs from `x2`; NaN differs from everything."""


@elementwise
def positive(x: Array, /, *, out: Array | None = None) -> Array:
    """Each element as it is."""


@elementwise
def pow(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """`x1` to the power `x2`.

    Integers to a negative integer power have no integer result: what comes is the framework's (NumPy raises
    ValueError).
    """


@elementwise
def real(x: Array, /, *, out: Array | None = None) -> Array:
    """Real part of each element; in the real dtype for a complex array, a real array as it is."""


@elementwise
def reciprocal(x: Array, /, *, out: Array | None = None) -> Array:
    """1 / x, for floating dtypes."""


@elementwise
def remainder(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Rest of the division that rounds towards minus infinity: it has the sign of `x2`, as in Python."""


@elementwise
def round(x: Array, /, *, out: Array | None = None) -> Array:
    """The nearest integer, halves to the even one, in the dtype of `x`."""


@elementwise
def sign(x: Array, /, *, out: Array | None = None) -> Array:
    """-1, 0 or 1 by the sign of each element; x / abs(x) for complex ones; NaN stays."""


@elementwise
def signbit(x: Array, /, *, out: Array | None = None) -> Array:
    """True where the sign bit is set: negative numbers, -0.0 and NaN with a sign."""


@elementwise
def sin(x: Array, /, *, out: Array | None = None) -> Array:
    """Sine of an angle in radians."""


@elementwise
def sinh(x: Array, /, *, out: Array | None = None) -> Array:
    """Hyperbolic sine."""


@elementwise
def square(x: Array, /, *, out: Array | None = None) -> Array:
    """x * x."""


@elementwise
def sqrt(x: Array, /, *, out: Array | None = None) -> Array:
    """Square root; NaN below 0 for real dtypes."""


@elementwise
def subtract(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """Difference `x1 - x2`, element by element.

    On TensorFlow, an `out` that is `x1` is updated in place.
    """


@elementwise
def tan(x: Array, /, *, out: Array | None = None) -> Array:
    """Tangent of an angle in radians."""


@elementwise
def tanh(x: Array, /, *, out: Array | None = None) -> Array:
    """Hyperbolic tangent."""


@elementwise
def trunc(x: Array, /, *, out: Array | None = None) -> Array:
    """The integer part of each element, in the dtype of `x`."""
