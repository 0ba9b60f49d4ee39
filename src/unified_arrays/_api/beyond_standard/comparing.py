"""Whether arrays are alike, and of what kind their elements are.

A result that is one truth is an array of no axes: it works in graphs, and `bool` makes a Python bool of it.
"""

from __future__ import annotations

from ..._common.types import Array, DTypeLike
from ..._dispatch.declare import array_function, elementwise, inspection

__all__ = [
    "allclose",
    "array_equal",
    "array_equiv",
    "asarray_chkfinite",
    "isclose",
    "iscomplex",
    "iscomplexobj",
    "isneginf",
    "isposinf",
    "isreal",
    "isrealobj",
]


@array_function
def allclose(
    x1: Array | complex,
    x2: Array | complex,
    /,
    *,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
    out: Array | None = None,
) -> Array:
    """Whether all elements of `x1` and `x2` are close, as `isclose` says.

    Parameters
    ----------
    x1, x2 : array or number
        Of shapes that broadcast together.
    rtol, atol : float
        The relative and the absolute tolerance.
    equal_nan : bool
        Whether NaN is close to NaN.

    Returns
    -------
    array of bool
        Of no axes.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> bool(ua.allclose(ua.asarray([1.0, 2.0]), ua.asarray([1.0, 2.0000001])))
    True
    """


@array_function
def array_equal(x1: Array, x2: Array, /, *, equal_nan: bool = False, out: Array | None = None) -> Array:
    """Whether two arrays have the same shape and the same elements.

    Parameters
    ----------
    x1, x2 : array
    equal_nan : bool
        Whether NaN equals NaN.

    Returns
    -------
    array of bool
        Of no axes. In a graph of unknown sizes the run raises where they do not broadcast together.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> bool(ua.array_equal(ua.asarray([1, 2]), ua.asarray([1, 2, 3])))
    False
    """


@array_function
def array_equiv(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """Whether two arrays, broadcast together, have the same elements; False where they do not broadcast.

    Parameters
    ----------
    x1, x2 : array

    Returns
    -------
    array of bool
        Of no axes.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> bool(ua.array_equiv(ua.asarray([1, 2]), ua.asarray([[1, 2], [1, 2]])))
    True
    """


@array_function
def asarray_chkfinite(x: Array, /, *, out: Array | None = None) -> Array:
    """`x` itself, if all its elements are finite.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        `x`.

    Raises
    ------
    ValueError
        If an element is NaN or infinite; in a graph, whose values nobody knows yet, none is looked at.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.asarray_chkfinite(ua.asarray([1, 2]))
    array([1, 2])
    """


@elementwise
def isclose(
    x1: Array | complex,
    x2: Array | complex,
    /,
    *,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
    out: Array | None = None,
) -> Array:
    """Where `x1` and `x2` are close: abs(x1 - x2) <= atol + rtol * abs(x2), or they are equal.

    Parameters
    ----------
    x1, x2 : array or number
    rtol, atol : float
        The relative and the absolute tolerance; `x2` is the reference.
    equal_nan : bool
        Whether NaN is close to NaN.

    Returns
    -------
    array of bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.isclose(ua.asarray([1.0, 2.0]), 2.0000001)
    array([False,  True])
    """


@elementwise
def iscomplex(x: Array, /, *, out: Array | None = None) -> Array:
    """Where the imaginary part is not zero; nowhere in real arrays.

    Parameters
    ----------
    x : array

    Returns
    -------
    array of bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.iscomplex(ua.asarray([1j, 2 + 0j]))
    array([ True, False])
    """


@inspection
def iscomplexobj(x: DTypeLike | Array | complex, /) -> bool:
    """Whether `x`, an array, a dtype or a Python number, is of a complex dtype, whatever its values are.

    Parameters
    ----------
    x : array, dtype or number

    Returns
    -------
    bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.iscomplexobj(ua.asarray([2 + 0j]))
    True
    """


@elementwise
def isneginf(x: Array, /, *, out: Array | None = None) -> Array:
    """Where the elements are negative infinity.

    Parameters
    ----------
    x : array
        Of a real dtype, else TypeError.

    Returns
    -------
    array of bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.isneginf(ua.asarray([-ua.inf, 1.0, ua.inf]))
    array([ True, False, False])
    """


@elementwise
def isposinf(x: Array, /, *, out: Array | None = None) -> Array:
    """Where the elements are positive infinity.

    Parameters
    ----------
    x : array
        Of a real dtype, else TypeError.

    Returns
    -------
    array of bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.isposinf(ua.asarray([-ua.inf, 1.0, ua.inf]))
    array([False, False,  True])
    """


@elementwise
def isreal(x: Array, /, *, out: Array | None = None) -> Array:
    """Where the imaginary part is zero; everywhere in real arrays.

    Parameters
    ----------
    x : array

    Returns
    -------
    array of bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.isreal(ua.asarray([1j, 2 + 0j]))
    array([False,  True])
    """


@inspection
def isrealobj(x: DTypeLike | Array | complex, /) -> bool:
    """Whether `x`, an array, a dtype or a Python number, is of another dtype than a complex one.

    Parameters
    ----------
    x : array, dtype or number

    Returns
    -------
    bool

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.isrealobj(ua.asarray([2.0]))
    True
    """
