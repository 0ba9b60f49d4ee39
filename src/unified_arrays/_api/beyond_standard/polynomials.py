"""Polynomials as arrays of coefficients, that of the highest power first."""

from __future__ import annotations

from ..._common.types import Array
from ..._dispatch.declare import array_function

__all__ = ["polyadd", "polyder", "polyfit", "polyint", "polymul", "polyval", "roots", "vander"]


@array_function
def polyadd(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """The sum of two polynomials.

    Parameters
    ----------
    x1, x2 : array
        Coefficients, along one axis.

    Returns
    -------
    array
        As long as the longer one.

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.polyadd(ua.asarray([1, 2]), ua.asarray([1, 0, 0]))
    array([1, 1, 2])
    """


@array_function
def polyder(p: Array, /, m: int = 1, *, out: Array | None = None) -> Array:
    """The derivative of a polynomial, of order `m`.

    Parameters
    ----------
    p : array
        Coefficients, along one axis.
    m : int

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.polyder(ua.asarray([1, 2, 3]))
    array([2, 2])
    """


@array_function
def polyfit(
    x: Array, y: Array, deg: int, /, *, rcond: float | None = None, w: Array | None = None, out: Array | None = None
) -> Array:
    """The polynomial of that degree that has the least squares of distances from the points.

    Parameters
    ----------
    x : array
        Of shape (M,).
    y : array
        Of shape (M,), or (M, K) for K polynomials.
    deg : int
        The highest power.
    rcond : float, optional
        As in `linalg.lstsq`; None is the dtype's eps times M.
    w : array, optional
        A weight for each distance, not squared.

    Returns
    -------
    array
        Of shape (deg + 1,), or (deg + 1, K).

    Raises
    ------
    ValueError
        For shapes that do not go together.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> bool(ua.allclose(ua.polyfit(ua.asarray([0.0, 1.0]), ua.asarray([1.0, 3.0]), 1), ua.asarray([2.0, 1.0])))
    True
    """


@array_function
def polyint(p: Array, /, m: int = 1, k: float | None = None, *, out: Array | None = None) -> Array:
    """The antiderivative of a polynomial, `m` times.

    Parameters
    ----------
    p : array
        Coefficients, along one axis.
    m : int
    k : float, optional
        The constant of each integration; None is 0.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.polyint(ua.asarray([2.0, 2.0]))
    array([1., 2., 0.])
    """


@array_function
def polymul(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """The product of two polynomials.

    Parameters
    ----------
    x1, x2 : array
        Coefficients, along one axis; zeros in front are kept, as NumPy does not.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.polymul(ua.asarray([1, 2]), ua.asarray([1, 3]))
    array([1, 5, 6])
    """


@array_function
def polyval(p: Array, x: Array | complex, /, *, out: Array | None = None) -> Array:
    """The value of a polynomial at each element of `x`.

    Parameters
    ----------
    p : array
        Coefficients, along one axis.
    x : array or number

    Returns
    -------
    array
        Of the shape of `x`.

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.polyval(ua.asarray([2, 1]), ua.asarray([0, 1, 2]))
    array([1, 3, 5])
    """


@array_function
def roots(p: Array, /, *, out: Array | None = None) -> Array:
    """Where a polynomial is zero: the eigenvalues of its companion matrix.

    Parameters
    ----------
    p : array
        Coefficients, along one axis. The first must not be zero.

    Returns
    -------
    array
        Complex, in no particular order.

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.abs(ua.roots(ua.asarray([1.0, 0.0, 1.0])))
    array([1., 1.])
    """


@array_function
def vander(x: Array, /, N: int | None = None, *, increasing: bool = False, out: Array | None = None) -> Array:
    """A matrix whose columns are powers of `x`, the highest first.

    Parameters
    ----------
    x : array
        Of one axis.
    N : int, optional
        How many columns; None is as many as `x` has elements.
    increasing : bool
        Whether the highest power is last.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For arrays of more axes than one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.vander(ua.asarray([1, 2, 3]), 2)
    array([[1, 1],
           [2, 1],
           [3, 1]])
    """
