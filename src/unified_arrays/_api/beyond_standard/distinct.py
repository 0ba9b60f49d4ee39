"""The distinct elements of arrays, and sets made of them."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array
from ..._dispatch.declare import array_function, one_or_several_arrays

__all__ = ["intersect1d", "setdiff1d", "setxor1d", "union1d", "unique"]


@one_or_several_arrays
def unique(
    x: Array,
    /,
    *,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    equal_nan: bool = True,
    out: Array | Sequence[Array | None] | None = None,
) -> Array | tuple[Array, ...]:
    """The distinct elements of `x`, sorted; of its slices along `axis`, if that is given.

    Parameters
    ----------
    x : array
        Flattened if `axis` is None.
    return_index, return_inverse, return_counts : bool
        Whether to return as well where each came first, which of them each element is, and how often each occurs.
    axis : int or None
        Along which slices are compared, in lexicographic order. Not for complex dtypes, but on NumPy.
    equal_nan : bool
        Whether all NaN count as one; not with an axis.

    Returns
    -------
    array, or tuple of arrays
        The elements, and in this order what else was asked for; `out` is a tuple then, too.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.unique(ua.asarray([3, 1, 3]))
    array([1, 3])
    >>> ua.unique(ua.asarray([3, 1, 3]), return_counts=True)
    (array([1, 3]), array([1, 2]))
    """


@array_function
def union1d(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """The distinct elements of two arrays, sorted: those that are in the one or in the other.

    Parameters
    ----------
    x1, x2 : array
        Flattened.

    Returns
    -------
    array
        Of one axis, in the dtype that both promote to.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.union1d(ua.asarray([1, 3]), ua.asarray([3, 2]))
    array([1, 2, 3])
    """


@one_or_several_arrays
def intersect1d(
    x1: Array,
    x2: Array,
    /,
    *,
    assume_unique: bool = False,
    return_indices: bool = False,
    out: Array | Sequence[Array | None] | None = None,
) -> Array | tuple[Array, ...]:
    """The distinct elements that are in both of two arrays, sorted.

    Parameters
    ----------
    x1, x2 : array
        Of real numbers; flattened.
    assume_unique : bool
        As in NumPy; it makes no difference here.
    return_indices : bool
        Whether to return as well where each came first in `x1` and in `x2`.

    Returns
    -------
    array, or tuple of three arrays
        In the dtype that both promote to. NaN is in neither.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.intersect1d(ua.asarray([1, 3, 2]), ua.asarray([3, 2]))
    array([2, 3])
    """


@array_function
def setdiff1d(x1: Array, x2: Array, /, *, assume_unique: bool = False, out: Array | None = None) -> Array:
    """The distinct elements of `x1` that are not in `x2`, sorted.

    Parameters
    ----------
    x1, x2 : array
        Flattened.
    assume_unique : bool
        Whether those of `x1` are taken as they are: neither sorted nor made distinct.

    Returns
    -------
    array
        Of one axis, in the dtype of `x1`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.setdiff1d(ua.asarray([4, 1, 3, 1]), ua.asarray([3, 2]))
    array([1, 4])
    """


@array_function
def setxor1d(x1: Array, x2: Array, /, *, assume_unique: bool = False, out: Array | None = None) -> Array:
    """The distinct elements that are in only one of two arrays, sorted.

    Parameters
    ----------
    x1, x2 : array
        Of real numbers; flattened.
    assume_unique : bool
        As in NumPy; it makes no difference here.

    Returns
    -------
    array
        Of one axis, in the dtype that both promote to.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.setxor1d(ua.asarray([1, 3]), ua.asarray([3, 2]))
    array([1, 2])
    """
