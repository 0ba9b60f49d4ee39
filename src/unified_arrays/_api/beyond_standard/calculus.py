"""Derivatives, integrals, interpolation and convolution of sampled functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..._common.types import Array
from ..._dispatch.declare import array_function, several_arrays

__all__ = ["convolve", "correlate", "ediff1d", "gradient", "interp", "trapezoid", "unwrap"]


@array_function
def convolve(
    x1: Array, x2: Array, /, *, mode: Literal["full", "same", "valid"] = "full", out: Array | None = None
) -> Array:
    """The convolution of two sequences: sums of products, one of them reversed.

    But on NumPy it takes memory for as many elements as the product of their lengths.

    Parameters
    ----------
    x1, x2 : array
        Of one axis.
    mode : 'full', 'same' or 'valid'
        All places where they overlap, the middle part as long as the longer one, or where they overlap whole.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For arrays that are empty, or have not one axis.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.convolve(ua.asarray([1, 2]), ua.asarray([1, 10]))
    array([ 1, 12, 20])
    """


@array_function
def correlate(
    x1: Array, x2: Array, /, *, mode: Literal["full", "same", "valid"] = "valid", out: Array | None = None
) -> Array:
    """The cross-correlation of two sequences: sums of products, `x2` conjugated.

    But on NumPy it takes memory for as many elements as the product of their lengths.

    Parameters
    ----------
    x1, x2 : array
        Of one axis.
    mode : 'full', 'same' or 'valid'
        As in `convolve`.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For arrays that are empty, or have not one axis.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.correlate(ua.asarray([1, 2, 3]), ua.asarray([0, 1]))
    array([2, 3])
    """


@array_function
def ediff1d(
    x: Array, /, *, to_end: Array | None = None, to_begin: Array | None = None, out: Array | None = None
) -> Array:
    """Differences of neighbours in the flattened `x`, with what is to stand before and after.

    Parameters
    ----------
    x : array
    to_end, to_begin : array, optional

    Returns
    -------
    array
        Of one axis and the dtype of `x`.

    Raises
    ------
    TypeError
        For ends that the dtype of `x` does not hold.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.ediff1d(ua.asarray([1, 3, 6]))
    array([2, 3])
    """


@several_arrays
def gradient(
    f: Array,
    /,
    *spacing: Array | complex,
    axis: int | tuple[int, ...] | None = None,
    edge_order: int = 1,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, ...]:
    """Derivatives of sampled functions by differences, central ones inside.

    NumPy returns the array alone where there is one axis; here it is always a tuple.

    Parameters
    ----------
    f : array
    *spacing : number or array
        How far apart the samples are, or their coordinates: one number for all axes, or one entry for each.
    axis : int or tuple of ints, optional
        None: all axes.
    edge_order : 1 or 2
        The degree of the polynomial through the points at the ends.

    Returns
    -------
    tuple of arrays
        For each axis one of the shape of `f`, floating.

    Raises
    ------
    ValueError
        For fewer samples than edge_order + 1.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.gradient(ua.asarray([1.0, 2.0, 4.0]))
    (array([1. , 1.5, 2. ]),)
    """


@array_function
def interp(
    x: Array | complex,
    xp: Array,
    fp: Array,
    /,
    *,
    left: float | None = None,
    right: float | None = None,
    period: float | None = None,
    out: Array | None = None,
) -> Array:
    """Values at `x` of the function whose values at the points `xp` are `fp`, linear between them.

    Parameters
    ----------
    x : array or number
    xp : array
        The points, ascending, along one axis; with `period` in any order.
    fp : array
        A value for each point.
    left, right : float, optional
        What it is before the first and after the last point; None is the value there.
    period : float, optional
        With which the function repeats.

    Returns
    -------
    array of float64, or complex128
        Of the shape of `x`.

    Raises
    ------
    ValueError
        For points and values of different lengths.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.interp(ua.asarray([0.5, 3.0]), ua.asarray([0.0, 1.0]), ua.asarray([10.0, 20.0]))
    array([15., 20.])
    """


@array_function
def trapezoid(
    y: Array, /, x: Array | None = None, *, dx: float = 1.0, axis: int = -1, out: Array | None = None
) -> Array:
    """The integral along `axis` of the function with these samples, linear between them.

    Parameters
    ----------
    y : array
    x : array, optional
        Where the samples are: along one axis, or as `y`.
    dx : float
        How far apart they are if `x` is None.
    axis : int

    Returns
    -------
    array
        Floating, without that axis.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.trapezoid(ua.asarray([1.0, 2.0, 3.0])))
    4.0
    """


@array_function
def unwrap(
    x: Array,
    /,
    *,
    discont: float | None = None,
    axis: int = -1,
    period: float = 6.283185307179586,
    out: Array | None = None,
) -> Array:
    """`x` without jumps of a period or more along `axis`: neighbours differ by half of one at most.

    Parameters
    ----------
    x : array
    discont : float, optional
        The least jump that is taken out; None is half a period.
    axis : int
    period : float

    Returns
    -------
    array

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.unwrap(ua.asarray([0, 1, 2, -1, 0]), period=4)
    array([0, 1, 2, 3, 4])
    """
