"""Ranges, covariances, and running extremes."""

from __future__ import annotations

from ..._common.types import Array, Axes, DTypeLike
from ..._dispatch.declare import array_function, reduction

__all__ = ["corrcoef", "cov", "cumulative_max", "cumulative_min", "ptp"]


@array_function
def corrcoef(
    x: Array,
    y: Array | None = None,
    /,
    *,
    rowvar: bool = True,
    dtype: DTypeLike | None = None,
    out: Array | None = None,
) -> Array:
    """Correlation coefficients of variables: covariances divided by the standard deviations of both.

    Parameters
    ----------
    x : array
        A row for each variable and a column for each observation; of one axis: one variable.
    y : array, optional
        More variables, with the same observations.
    rowvar : bool
        False: variables are columns.
    dtype : dtype, optional
        What is computed in, and the dtype of the result; None is float64, or complex128.

    Returns
    -------
    array
        A matrix; of no axes if there is one variable.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.corrcoef(ua.asarray([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]))
    array([[ 1., -1.],
           [-1.,  1.]])
    """


@array_function
def cov(
    m: Array,
    y: Array | None = None,
    /,
    *,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    fweights: Array | None = None,
    aweights: Array | None = None,
    dtype: DTypeLike | None = None,
    out: Array | None = None,
) -> Array:
    """Covariances of variables, each with all others.

    Parameters
    ----------
    m : array
        A row for each variable and a column for each observation; of one axis: one variable.
    y : array, optional
        More variables, with the same observations.
    rowvar : bool
        False: variables are columns.
    bias : bool
        Whether to divide by the number of observations, not by one less.
    ddof : int, optional
        What the number of observations is reduced by, whatever `bias` says.
    fweights : array of integers, optional
        How many times each observation was made.
    aweights : array, optional
        How much each observation counts.
    dtype : dtype, optional
        What is computed in, and the dtype of the result; None is float64, or complex128.

    Returns
    -------
    array
        A matrix; of no axes if there is one variable.

    Raises
    ------
    ValueError
        For more than two axes, and for weights of another length or that are negative.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.cov(ua.asarray([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]))
    array([[ 1., -1.],
           [-1.,  1.]])
    """


@array_function
def cumulative_max(x: Array, /, *, axis: int | None = None, out: Array | None = None) -> Array:
    """Largest element up to each one, along `axis`; NaN from the first one on.

    As `numpy.maximum.accumulate`; the name is that of `cumulative_sum`.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: `x` must have one axis.

    Returns
    -------
    array
        Of the shape and dtype of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.cumulative_max(ua.asarray([1, 3, 2]))
    array([1, 3, 3])
    """


@array_function
def cumulative_min(x: Array, /, *, axis: int | None = None, out: Array | None = None) -> Array:
    """Smallest element up to each one, along `axis`; NaN from the first one on.

    As `numpy.minimum.accumulate`; the name is that of `cumulative_sum`.

    Parameters
    ----------
    x : array
    axis : int, optional
        None: `x` must have one axis.

    Returns
    -------
    array
        Of the shape and dtype of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.cumulative_min(ua.asarray([3, 1, 2]))
    array([3, 1, 1])
    """


@reduction
def ptp(x: Array, /, *, axis: Axes | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Largest element along `axis` less the smallest; NaN if there is one.

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
    >>> int(ua.ptp(ua.asarray([3, 1, 10])))
    9
    """
