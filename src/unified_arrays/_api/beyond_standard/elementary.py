"""Elementwise functions beyond the standard."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array
from ..._dispatch.declare import elementwise, several_arrays

__all__ = [
    "cbrt",
    "divmod",
    "exp2",
    "float_power",
    "fmax",
    "fmin",
    "fmod",
    "frexp",
    "gcd",
    "heaviside",
    "lcm",
    "ldexp",
    "logaddexp2",
    "modf",
    "nan_to_num",
    "spacing",
]


@elementwise
def cbrt(x: Array, /, *, out: Array | None = None) -> Array:
    """The real third root of each element.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.cbrt(ua.asarray([-8.0]))
    array([-2.])
    """


@several_arrays
def divmod(
    x1: Array | complex, x2: Array | complex, /, *, out: Sequence[Array | None] | None = None
) -> tuple[Array, Array]:
    """Quotient and remainder: (floor_divide(x1, x2), remainder(x1, x2)).

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.divmod(ua.asarray([-5, 5]), 3)
    (array([-2,  1]), array([1, 2]))
    """


@elementwise
def exp2(x: Array, /, *, out: Array | None = None) -> Array:
    """Two to the power of each element.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.exp2(ua.asarray([3.0]))
    array([8.])
    """


@elementwise
def float_power(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """`x1` to the power `x2`, in float64 or complex128 whatever comes.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array of float64 or complex128

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.float_power(ua.asarray([2, 3]), -1)
    array([0.5       , 0.33333333])
    """


@elementwise
def fmax(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The larger of two elements; NaN only where both are.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.fmax(ua.asarray([1.0, ua.nan]), 0.5)
    array([1. , 0.5])
    """


@elementwise
def fmin(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The smaller of two elements; NaN only where both are.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.fmin(ua.asarray([1.0, ua.nan]), 0.5)
    array([0.5, 0.5])
    """


@elementwise
def fmod(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """What division leaves, with the sign of `x1`, as in C; `remainder` has that of `x2`.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.fmod(ua.asarray([-5, 5]), 3)
    array([-2,  2])
    """


@several_arrays
def frexp(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Mantissa and exponent: x = mantissa * 2**exponent, with abs(mantissa) in [0.5, 1).

    TensorFlow counts numbers below the smallest normal one as zero.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    tuple of two arrays
        The mantissa, floating, and the exponent, int32; of 0, NaN and infinities the element itself and 0.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.frexp(ua.asarray([6.0]))
    (array([0.75]), array([3], dtype=int32))
    """


@elementwise
def gcd(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The greatest common divisor of the magnitudes; 0 of two zeros.

    Parameters
    ----------
    x1, x2 : array of integers, or int

    Returns
    -------
    array of integers

    Raises
    ------
    TypeError
        For what is no integer.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.gcd(ua.asarray([12, 7]), 18)
    array([6, 1])
    """


@elementwise
def heaviside(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """0 where `x1` is negative, 1 where it is positive, `x2` where it is zero; NaN where it is NaN.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.heaviside(ua.asarray([-1.0, 0.0, 2.0]), 0.5)
    array([0. , 0.5, 1. ])
    """


@elementwise
def lcm(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The least common multiple of the magnitudes; 0 if one is zero.

    Parameters
    ----------
    x1, x2 : array of integers, or int

    Returns
    -------
    array of integers

    Raises
    ------
    TypeError
        For what is no integer.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.lcm(ua.asarray([4, 7]), 6)
    array([12, 42])
    """


@elementwise
def ldexp(x1: Array, x2: Array | int, /, *, out: Array | None = None) -> Array:
    """`x1` times two to the power `x2`.

    Parameters
    ----------
    x1 : array
        Of a real dtype.
    x2 : array of integers, or int
        Of a shape that broadcasts with that of `x1`.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    TypeError
        For exponents that are no integers.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ldexp(ua.asarray([0.75]), 3)
    array([6.])
    """


@elementwise
def logaddexp2(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
    """The base-2 logarithm of 2**x1 + 2**x2, without computing these.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.logaddexp2(ua.asarray([3.0]), 3.0)
    array([4.])
    """


@several_arrays
def modf(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Fractional and whole part of each element, both with its sign.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    tuple of two arrays
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.modf(ua.asarray([-1.5]))
    (array([-0.5]), array([-1.]))
    """


@elementwise
def nan_to_num(
    x: Array, /, *, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None, out: Array | None = None
) -> Array:
    """`x` with numbers in the place of NaN and of infinities.

    Parameters
    ----------
    x : array
    nan, posinf, neginf : float, optional
        What takes their place; the infinities are the largest and the smallest number of the dtype if None.

    Returns
    -------
    array
        Of the dtype of `x`; complex numbers by their parts.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.nan_to_num(ua.asarray([ua.nan, 1.0]))
    array([0., 1.])
    """


@elementwise
def spacing(x: Array, /, *, out: Array | None = None) -> Array:
    """The distance to the next floating number away from zero, with the sign of the element.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.spacing(ua.asarray([1.0]))
    array([2.22044605e-16])
    """
