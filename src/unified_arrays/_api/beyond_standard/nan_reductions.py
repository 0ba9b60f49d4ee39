"""Reductions and running sums that leave NaN out."""

from __future__ import annotations

from ..._common.types import Array, Axes, DTypeLike
from ..._dispatch.declare import array_function, reduction

__all__ = [
    "nanargmax",
    "nanargmin",
    "nancumprod",
    "nancumsum",
    "nanmax",
    "nanmean",
    "nanmin",
    "nanprod",
    "nanstd",
    "nanvar",
]


@reduction
def nanargmax(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first largest element along `axis` that is not NaN.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: the position is that in the flattened `x`.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array of int64

    Raises
    ------
    ValueError
        Where there is nothing but NaN; in a graph the position is 0 there.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> int(ua.nanargmax(x))
    2
    """


@reduction
def nanargmin(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first smallest element along `axis` that is not NaN.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: the position is that in the flattened `x`.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array of int64

    Raises
    ------
    ValueError
        Where there is nothing but NaN; in a graph the position is 0 there.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> int(ua.nanargmin(x))
    0
    """


@array_function
def nancumprod(
    x: Array, /, *, axis: int | None = None, dtype: DTypeLike | None = None, out: Array | None = None
) -> Array:
    """Running product along `axis` with every NaN as one.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: `x` is flattened first.
    dtype : dtype, optional
        That of the result; None is that of `cumulative_prod`.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> ua.nancumprod(x)
    array([1., 1., 4.])
    """


@array_function
def nancumsum(
    x: Array, /, *, axis: int | None = None, dtype: DTypeLike | None = None, out: Array | None = None
) -> Array:
    """Running sum along `axis` with every NaN as zero.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: `x` is flattened first.
    dtype : dtype, optional
        That of the result; None is that of `cumulative_sum`.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> ua.nancumsum(x)
    array([1., 1., 5.])
    """


@reduction
def nanmax(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Largest element along `axis` that is not NaN; NaN where nothing else is.

    Parameters
    ----------
    x : array
    axis : int or tuple of ints, optional
        None: all axes.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Of the dtype of `x`.

    Raises
    ------
    ValueError
        Along an axis of length 0.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanmax(x))
    4.0
    """


@reduction
def nanmean(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Arithmetic mean along `axis` of what is not NaN; NaN where nothing else is.

    Parameters
    ----------
    x : array
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
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanmean(x))
    2.5
    """


@reduction
def nanmin(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Smallest element along `axis` that is not NaN; NaN where nothing else is.

    Parameters
    ----------
    x : array
    axis : int or tuple of ints, optional
        None: all axes.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Of the dtype of `x`.

    Raises
    ------
    ValueError
        Along an axis of length 0.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanmin(x))
    1.0
    """


@reduction
def nanprod(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    dtype: DTypeLike | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Product along `axis` with every NaN as one; 1 where there is nothing else.

    Parameters
    ----------
    x : array
    axis : int or tuple of ints, optional
        None: all axes.
    dtype : dtype, optional
        That of the result; None is that of `prod`.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanprod(x))
    4.0
    """


@reduction
def nanstd(
    x: Array, /, *, axis: Axes | None = None, correction: float = 0.0, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Standard deviation along `axis` of what is not NaN: the root of `nanvar`.

    Parameters
    ----------
    x : array
    axis : int or tuple of ints, optional
        None: all axes.
    correction : float
        What the number of elements is reduced by.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Floating, and real.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanstd(x))
    1.5
    """


@reduction
def nanvar(
    x: Array, /, *, axis: Axes | None = None, correction: float = 0.0, keepdims: bool = False, out: Array | None = None
) -> Array:
    """Variance along `axis` of what is not NaN; NaN where no more than `correction` elements are left.

    Parameters
    ----------
    x : array
    axis : int or tuple of ints, optional
        None: all axes.
    correction : float
        What the number of elements is reduced by.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Floating, and real.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.asarray([1.0, ua.nan, 4.0])
    >>> float(ua.nanvar(x))
    2.25
    """
