"""Products of arrays that are not in the standard, or have other rules there."""

from __future__ import annotations

from ..._common.types import Array
from ..._dispatch.declare import matrix_product

__all__ = ["dot", "inner", "kron", "outer", "vdot"]


@matrix_product
def dot(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """Products summed over the last axis of `x1` and the last but one of `x2`, or its only one.

    Without axes on one side it is `multiply`; of matrices it is `matmul`. Nothing is conjugated.

    Parameters
    ----------
    x1, x2 : array

    Returns
    -------
    array
        Of shape (*x1.shape[:-1], *x2.shape[:-2], x2.shape[-1]); of booleans whether any product is true.

    Raises
    ------
    ValueError
        If the lengths of the two axes differ.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.dot(ua.asarray([[1, 2], [3, 4]]), ua.asarray([1, 1]))
    array([3, 7])
    """


@matrix_product
def inner(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """Products summed over the last axes of `x1` and `x2`; nothing is conjugated.

    Parameters
    ----------
    x1, x2 : array

    Returns
    -------
    array
        Of shape (*x1.shape[:-1], *x2.shape[:-1]).

    Raises
    ------
    ValueError
        If the lengths of the last axes differ.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.inner(ua.asarray([[1, 2], [3, 4]]), ua.asarray([1, 1]))
    array([3, 7])
    """


@matrix_product
def kron(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """The Kronecker product: `x2` times each element of `x1`, as blocks in the order of `x1`.

    Parameters
    ----------
    x1, x2 : array
        The one of fewer axes gets new ones in front.

    Returns
    -------
    array
        Each size is the product of theirs.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.kron(ua.asarray([1, 10]), ua.asarray([1, 2]))
    array([ 1,  2, 10, 20])
    """


@matrix_product
def outer(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """All products of an element of `x1` with one of `x2`, both flattened first; `linalg.outer` takes vectors only.

    Parameters
    ----------
    x1, x2 : array

    Returns
    -------
    array
        Of shape (size of x1, size of x2).

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.outer(ua.asarray([1, 2]), ua.asarray([3, 4]))
    array([[3, 4],
           [6, 8]])
    """


@matrix_product
def vdot(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """The sum of all products of an element of `x1`, conjugated, with that of `x2`, both flattened first.

    Parameters
    ----------
    x1, x2 : array

    Returns
    -------
    array
        Of no axes.

    Raises
    ------
    ValueError
        If they have not as many elements as each other.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> int(ua.vdot(ua.asarray([1, 2]), ua.asarray([3, 4])))
    11
    """
