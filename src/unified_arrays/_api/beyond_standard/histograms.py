"""How many elements lie where: counts of integers, and histograms."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array, NestedSequence
from ..._dispatch.declare import array_function, several_arrays

__all__ = ["bincount", "digitize", "histogram", "histogram2d", "histogram_bin_edges", "histogramdd"]


@array_function
def bincount(x: Array, /, weights: Array | None = None, *, minlength: int = 0, out: Array | None = None) -> Array:
    """How many times each integer from 0 on is in `x`.

    Parameters
    ----------
    x : array of integers
        Of one axis; none negative.
    weights : array, optional
        What each element counts, instead of one.
    minlength : int
        How long the result is at least.

    Returns
    -------
    array
        Of int64, with weights of float64; it ends with the largest integer.

    Raises
    ------
    TypeError
        For elements that are no integers.
    ValueError
        For negative integers; in a graph nobody looks at values.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.bincount(ua.asarray([1, 3, 1]))
    array([0, 2, 0, 1])
    """


@array_function
def digitize(x: Array, bins: Array, /, *, right: bool = False, out: Array | None = None) -> Array:
    """The number of the bin that each element lies in: 0 before the first edge.

    Parameters
    ----------
    x : array
    bins : array
        The edges, ascending or descending, along one axis.
    right : bool
        Whether a bin holds its right edge, and not the left.

    Returns
    -------
    array of int64
        Of the shape of `x`.

    Raises
    ------
    ValueError
        For edges that neither rise nor fall.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.digitize(ua.asarray([0.5, 1.0, 7.0]), ua.asarray([0.0, 1.0, 2.0]))
    array([1, 2, 3])
    """


@several_arrays
def histogram(
    x: Array,
    /,
    bins: Array | int | str | NestedSequence = 10,
    *,
    range: tuple[float, float] | None = None,
    weights: Array | None = None,
    density: bool = False,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, Array]:
    """How many elements lie in each bin. A bin holds its left edge; the last one both.

    Parameters
    ----------
    x : array
        All elements are counted, whatever the shape is.
    bins : int, str, array or sequence of numbers
        How many bins of equal width, or their edges. "auto", "doane", "fd", "rice", "scott", "sqrt", "stone" and
        "sturges" are rules for how many suit the elements, as in NumPy; not in a graph, where nobody knows them.
    range : tuple of two floats, optional
        Where bins of equal width begin and end; None is from the smallest element to the largest.
    weights : array, optional
        How much each element counts.
    density : bool
        Whether counts are parts of the whole for each unit of width: float64.

    Returns
    -------
    tuple of arrays
        The counts, in int64 or in the dtype of the weights; the edges, one more.

    Raises
    ------
    ValueError
        For bins that are none, and for elements that are not finite where there is no range.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> counts, edges = ua.histogram(ua.asarray([0.0, 0.5, 3.0, 4.0]), 2)
    >>> counts
    array([2, 2])
    """


@several_arrays
def histogram2d(
    x: Array,
    y: Array,
    /,
    bins: Array | int | NestedSequence = 10,
    *,
    range: Sequence[Sequence[float] | None] | None = None,
    density: bool = False,
    weights: Array | None = None,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, Array, Array]:
    """How many points lie in each bin of the plane.

    Parameters
    ----------
    x, y : array
        The coordinates of the points, along one axis.
    bins : int, array, or sequence of two of these
        How many bins of equal width, or their edges: for both axes, or for each its own.
    range : sequence of two pairs, optional
        Where bins of equal width begin and end on each axis.
    density : bool
        Whether counts are parts of the whole for each unit of area.
    weights : array, optional
        How much each point counts.

    Returns
    -------
    tuple of arrays
        The counts in float64, of shape (bins of x, bins of y); the edges of x; those of y.

    Raises
    ------
    ValueError
        For bins that are none, and for elements that are not finite where there is no range.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> counts, *_ = ua.histogram2d(ua.asarray([0.0, 1.0]), ua.asarray([0.0, 1.0]), 2)
    >>> counts
    array([[1., 0.],
           [0., 1.]])
    """


@array_function
def histogram_bin_edges(
    x: Array,
    /,
    bins: Array | int | str | NestedSequence = 10,
    *,
    range: tuple[float, float] | None = None,
    weights: Array | None = None,
    out: Array | None = None,
) -> Array:
    """The edges of the bins that `histogram` counts in.

    Parameters
    ----------
    x : array
    bins : int, str, array or sequence of numbers
        How many bins of equal width, or their edges. "auto", "doane", "fd", "rice", "scott", "sqrt", "stone" and
        "sturges" are rules for how many suit the elements, as in NumPy; not in a graph, where nobody knows them.
    range : tuple of two floats, optional
        Where bins of equal width begin and end; None is from the smallest element to the largest.
    weights : array, optional
        Without meaning here, as in NumPy.

    Returns
    -------
    array
        One more than there are bins.

    Raises
    ------
    ValueError
        For bins that are none, and for elements that are not finite where there is no range.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.histogram_bin_edges(ua.asarray([0.0, 1.0]), 2)
    array([0. , 0.5, 1. ])
    """


@several_arrays
def histogramdd(
    sample: Array,
    /,
    bins: Array | int | NestedSequence = 10,
    *,
    range: Sequence[Sequence[float] | None] | None = None,
    density: bool = False,
    weights: Array | None = None,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, ...]:
    """How many points lie in each bin of a space of D axes.

    NumPy returns the edges as a tuple of their own; here they follow the counts.

    Parameters
    ----------
    sample : array
        A row for each point (N, D).
    bins : int, array, or sequence of D of these
        How many bins of equal width, or their edges: for all axes, or for each its own.
    range : sequence of D pairs, optional
        Where bins of equal width begin and end on each axis.
    density : bool
        Whether counts are parts of the whole for each unit of volume.
    weights : array, optional
        How much each point counts.

    Returns
    -------
    tuple of arrays
        The counts in float64, with D axes; the edges on each axis.

    Raises
    ------
    ValueError
        For bins that are none, and for points that are not finite where there is no range.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> counts, *edges = ua.histogramdd(ua.asarray([[0.0, 0.0], [1.0, 1.0]]), 2)
    >>> counts
    array([[1., 0.],
           [0., 1.]])
    """
