"""Medians, quantiles and percentiles, with NaN and without."""

from __future__ import annotations

from ..._common.types import Array, Axes, NestedSequence
from ..._dispatch.declare import reduction

__all__ = ["median", "nanmedian", "nanpercentile", "nanquantile", "percentile", "quantile"]


@reduction
def median(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Median along `axis`: the middle element, or the mean of the two; NaN if there is one.

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
    >>> float(ua.median(ua.asarray([3.0, 1.0, 2.0, 10.0])))
    2.5
    """


@reduction
def nanmedian(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Median along `axis` of what is not NaN; NaN where nothing else is.

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
    >>> float(ua.nanmedian(ua.asarray([3.0, 1.0, ua.nan])))
    2.0
    """


@reduction
def nanpercentile(
    x: Array,
    q: Array | complex | NestedSequence,
    /,
    *,
    axis: Axes | None = None,
    method: str = "linear",
    keepdims: bool = False,
    weights: Array | None = None,
    out: Array | None = None,
) -> Array:
    """What `q` percent of the elements along `axis` that are not NaN are not larger than.

    Parameters
    ----------
    x : array
    q : array, number or sequence of numbers
        Percentages from 0 to 100.
    axis : int or tuple of ints, optional
        None: all axes.
    method : str
        'linear', or another of NumPy's: 'inverted_cdf', 'averaged_inverted_cdf', 'closest_observation',
        'interpolated_inverted_cdf', 'hazen', 'weibull', 'median_unbiased', 'normal_unbiased', 'lower', 'higher',
        'midpoint', 'nearest'.
    keepdims : bool
        Whether the axes stay, with length 1.
    weights : array, optional
        A weight for each element, of the shape of `x` or of one axis; only with the method 'inverted_cdf'.

    Returns
    -------
    array
        The axes of `q`, and those of `x` that are left; of the dtype of `x` where the method takes an element of it,
        else floating. Where among the elements it lies is computed in float64.

    Raises
    ------
    ValueError
        For shares out of range, and for weights that are negative; in a graph nobody looks at values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.nanpercentile(ua.asarray([1.0, 2.0, 3.0, ua.nan]), 25))
    1.5
    """


@reduction
def nanquantile(
    x: Array,
    q: Array | complex | NestedSequence,
    /,
    *,
    axis: Axes | None = None,
    method: str = "linear",
    keepdims: bool = False,
    weights: Array | None = None,
    out: Array | None = None,
) -> Array:
    """What a share `q` of the elements along `axis` that are not NaN is not larger than.

    Parameters
    ----------
    x : array
    q : array, number or sequence of numbers
        Shares from 0 to 1.
    axis : int or tuple of ints, optional
        None: all axes.
    method : str
        'linear', or another of NumPy's: 'inverted_cdf', 'averaged_inverted_cdf', 'closest_observation',
        'interpolated_inverted_cdf', 'hazen', 'weibull', 'median_unbiased', 'normal_unbiased', 'lower', 'higher',
        'midpoint', 'nearest'.
    keepdims : bool
        Whether the axes stay, with length 1.
    weights : array, optional
        A weight for each element, of the shape of `x` or of one axis; only with the method 'inverted_cdf'.

    Returns
    -------
    array
        The axes of `q`, and those of `x` that are left; of the dtype of `x` where the method takes an element of it,
        else floating. Where among the elements it lies is computed in float64.

    Raises
    ------
    ValueError
        For shares out of range, and for weights that are negative; in a graph nobody looks at values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.nanquantile(ua.asarray([1.0, 2.0, 3.0, ua.nan]), 0.25))
    1.5
    """


@reduction
def percentile(
    x: Array,
    q: Array | complex | NestedSequence,
    /,
    *,
    axis: Axes | None = None,
    method: str = "linear",
    keepdims: bool = False,
    weights: Array | None = None,
    out: Array | None = None,
) -> Array:
    """What `q` percent of the elements along `axis` are not larger than; NaN if an element is.

    Parameters
    ----------
    x : array
    q : array, number or sequence of numbers
        Percentages from 0 to 100.
    axis : int or tuple of ints, optional
        None: all axes.
    method : str
        'linear', or another of NumPy's: 'inverted_cdf', 'averaged_inverted_cdf', 'closest_observation',
        'interpolated_inverted_cdf', 'hazen', 'weibull', 'median_unbiased', 'normal_unbiased', 'lower', 'higher',
        'midpoint', 'nearest'.
    keepdims : bool
        Whether the axes stay, with length 1.
    weights : array, optional
        A weight for each element, of the shape of `x` or of one axis; only with the method 'inverted_cdf'.

    Returns
    -------
    array
        The axes of `q`, and those of `x` that are left; of the dtype of `x` where the method takes an element of it,
        else floating. Where among the elements it lies is computed in float64.

    Raises
    ------
    ValueError
        For shares out of range, and for weights that are negative; in a graph nobody looks at values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.percentile(ua.asarray([1.0, 2.0, 3.0]), 25))
    1.5
    """


@reduction
def quantile(
    x: Array,
    q: Array | complex | NestedSequence,
    /,
    *,
    axis: Axes | None = None,
    method: str = "linear",
    keepdims: bool = False,
    weights: Array | None = None,
    out: Array | None = None,
) -> Array:
    """What a share `q` of the elements along `axis` is not larger than; NaN if an element is.

    Parameters
    ----------
    x : array
    q : array, number or sequence of numbers
        Shares from 0 to 1.
    axis : int or tuple of ints, optional
        None: all axes.
    method : str
        'linear', or another of NumPy's: 'inverted_cdf', 'averaged_inverted_cdf', 'closest_observation',
        'interpolated_inverted_cdf', 'hazen', 'weibull', 'median_unbiased', 'normal_unbiased', 'lower', 'higher',
        'midpoint', 'nearest'.
    keepdims : bool
        Whether the axes stay, with length 1.
    weights : array, optional
        A weight for each element, of the shape of `x` or of one axis; only with the method 'inverted_cdf'.

    Returns
    -------
    array
        The axes of `q`, and those of `x` that are left; of the dtype of `x` where the method takes an element of it,
        else floating. Where among the elements it lies is computed in float64.

    Raises
    ------
    ValueError
        For shares out of range, and for weights that are negative; in a graph nobody looks at values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.quantile(ua.asarray([1.0, 2.0, 3.0]), 0.25))
    1.5
    """
