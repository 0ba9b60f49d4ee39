"""Special functions: those of the error integral and of the gamma function, and sums of exponentials."""

from __future__ import annotations

from ..._common.types import Array, Axes
from ..._dispatch.declare import elementwise, reduction

__all__ = ["digamma", "erf", "erfc", "erfinv", "gammaln", "i0", "logsumexp", "sinc"]


@elementwise
def digamma(x: Array, /, *, out: Array | None = None) -> Array:
    """The derivative of the logarithm of the gamma function.

    On NumPy by SciPy, which the extra `special` installs.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ImportError
        On NumPy, where SciPy is not installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.digamma(ua.asarray([1.0]))
    array([-0.57721566])
    """


@elementwise
def erf(x: Array, /, *, out: Array | None = None) -> Array:
    """The error function: 2 / sqrt(pi) times the integral of exp(-t**2) from 0 to x.

    On NumPy by SciPy, which the extra `special` installs.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ImportError
        On NumPy, where SciPy is not installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.erf(ua.asarray([0.0]))
    array([0.])
    """


@elementwise
def erfc(x: Array, /, *, out: Array | None = None) -> Array:
    """1 - erf(x), exact where that is small.

    On NumPy by SciPy, which the extra `special` installs.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ImportError
        On NumPy, where SciPy is not installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.erfc(ua.asarray([0.0]))
    array([1.])
    """


@elementwise
def erfinv(x: Array, /, *, out: Array | None = None) -> Array:
    """Where the error function has that value; infinite at -1 and 1, NaN beyond.

    On NumPy by SciPy, which the extra `special` installs.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ImportError
        On NumPy, where SciPy is not installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.erfinv(ua.asarray([0.0]))
    array([0.])
    """


@elementwise
def gammaln(x: Array, /, *, out: Array | None = None) -> Array:
    """The logarithm of the magnitude of the gamma function.

    On NumPy by SciPy, which the extra `special` installs.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    ImportError
        On NumPy, where SciPy is not installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.gammaln(ua.asarray([1.0]))
    array([0.])
    """


@elementwise
def i0(x: Array, /, *, out: Array | None = None) -> Array:
    """The modified Bessel function of the first kind, of order 0.

    Parameters
    ----------
    x : array
        Of a real dtype.

    Returns
    -------
    array
        Floating.

    Raises
    ------
    TypeError
        For complex numbers.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.i0(ua.asarray([0.0, 1.0]))
    array([1.        , 1.26606588])
    """


@reduction
def logsumexp(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """The logarithm of the sum of exp(x) along `axis`, also where exp(x) is too large to be held.

    Parameters
    ----------
    x : array
        Of a real dtype.
    axis : int or tuple of ints, optional
        None: all axes.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Floating.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.logsumexp(ua.asarray([1000.0, -ua.inf])))
    1000.0
    """


@elementwise
def sinc(x: Array, /, *, out: Array | None = None) -> Array:
    """sin(pi x) / (pi x), and 1 at zero.

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
    >>> ua.sinc(ua.asarray([0.0, 0.5]))
    array([1.        , 0.63661977])
    """
