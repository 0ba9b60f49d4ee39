"""Orders of elements: by several keys, of the smallest or largest ones."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array
from ..._dispatch.declare import array_function, several_arrays

__all__ = ["argpartition", "lexsort", "partition", "top_k"]


@array_function
def lexsort(keys: Sequence[Array], /, *, axis: int = -1, out: Array | None = None) -> Array:
    """The positions that sort by several keys along `axis`: by the last one first, and by those before it in turn.

    Parameters
    ----------
    keys : sequence of arrays
        Of one shape. NumPy takes an array, too, whose rows they are: see `unstack`.
    axis : int

    Returns
    -------
    array
        Of int64, of the shape of a key.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.lexsort((ua.asarray([1, 2, 0]), ua.asarray([5, 4, 5])))
    array([1, 2, 0])
    """


@array_function
def partition(x: Array, /, kth: int | Sequence[int], *, axis: int | None = -1, out: Array | None = None) -> Array:
    """The elements along `axis` in an order in which the `kth` is where it is in the sorted array.

    Parameters
    ----------
    x : array
    kth : int or sequence of ints
        Which elements are to be in their place: before each are those that are smaller, after it those that are not.
    axis : int or None
        None: of the flattened array.

    Returns
    -------
    array
        The order of the others is not said: NumPy leaves them as they come, the other backends sort.

    Raises
    ------
    ValueError
        For a `kth` that is not there.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.partition(ua.asarray([4, 1, 3]), 1)
    array([1, 3, 4])
    """


@array_function
def argpartition(x: Array, /, kth: int | Sequence[int], *, axis: int | None = -1, out: Array | None = None) -> Array:
    """The positions of the elements along `axis` in the order of `partition`.

    Parameters
    ----------
    x : array
    kth : int or sequence of ints
        Which elements are to be in their place.
    axis : int or None
        None: of the flattened array.

    Returns
    -------
    array
        Of int64. The order of the others is not said.

    Raises
    ------
    ValueError
        For a `kth` that is not there.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.argpartition(ua.asarray([4, 1, 3]), (0, 1))
    array([1, 2, 0])
    """


@several_arrays
def top_k(
    x: Array, k: int, /, *, axis: int = -1, largest: bool = True, out: Sequence[Array | None] | None = None
) -> tuple[Array, Array]:
    """The `k` largest elements along `axis`, the largest one first, and where they are.

    Parameters
    ----------
    x : array
    k : int
        Not more than there are along the axis.
    axis : int
    largest : bool
        False: the smallest ones, the smallest one first.

    Returns
    -------
    tuple of two arrays
        The elements, and their positions along the axis, int64. Of equal elements the first ones are taken.

    Raises
    ------
    ValueError
        For a `k` that is negative, or larger than the axis is long.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.top_k(ua.asarray([4, 1, 3]), 2)
    (array([4, 3]), array([0, 2]))
    """
