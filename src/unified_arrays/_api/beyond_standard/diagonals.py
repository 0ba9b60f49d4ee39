"""Diagonals and triangles of matrices: what lies there, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from ..._common.types import Array, DeviceLike, DTypeLike, NewArray
from ..._dispatch.declare import array_function, creation, several_arrays

__all__ = ["diag", "diag_indices", "diagflat", "tri", "tril_indices", "triu_indices"]


@array_function
def diag(x: Array, /, *, k: int = 0, out: Array | None = None) -> Array:
    """The `k`-th diagonal of a matrix; of a vector, the square matrix that has it there, and zeros elsewhere.

    Parameters
    ----------
    x : array
        Of one axis or two.
    k : int
        The diagonal: 0 is the main one, 1 the one above it, -1 the one below it.

    Returns
    -------
    array
        A vector, possibly a view of `x`, which cannot be written to on NumPy; or a new matrix.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.diag(ua.asarray([1, 2]))
    array([[1, 0],
           [0, 2]])
    >>> ua.diag(ua.asarray([[1, 2], [3, 4]]), k=1)
    array([2])
    """


@array_function
def diagflat(x: Array, /, *, k: int = 0, out: Array | None = None) -> Array:
    """The square matrix that has the flattened `x` on its `k`-th diagonal, and zeros elsewhere.

    Parameters
    ----------
    x : array
        Of any shape.
    k : int
        The diagonal: 0 is the main one, 1 the one above it, -1 the one below it.

    Returns
    -------
    array
        In the dtype of `x`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.diagflat(ua.asarray([[1, 2]]), k=1)
    array([[0, 1, 0],
           [0, 0, 2],
           [0, 0, 0]])
    """


@creation
def tri(
    N: int,
    /,
    M: int | None = None,
    *,
    k: int = 0,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """A matrix of ones on the `k`-th diagonal and below it, and zeros above it.

    Parameters
    ----------
    N, M : int
        The numbers of rows and columns; `M` is `N` if it is None.
    k : int
        The diagonal: 0 is the main one, 1 the one above it, -1 the one below it.
    dtype, device : dtype and device, optional
        The backend's default ones if they are None.

    Returns
    -------
    array
        Of shape (N, M).

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.tri(2, 3)
    array([[1., 0., 0.],
           [1., 1., 0.]])
    """


@several_arrays
def diag_indices(
    n: int, /, *, ndim: int = 2, device: DeviceLike | None = None, out: Sequence[Array | None] | None = None
) -> tuple[NewArray, ...]:
    """The positions on the main diagonal of an array with `ndim` axes of length `n`: an int64 array for each axis.

    Parameters
    ----------
    n : int
        The length of the axes.
    ndim : int
        How many there are.
    device : device, optional

    Returns
    -------
    tuple of arrays
        As an index they name the diagonal.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.diag_indices(2)
    (array([0, 1]), array([0, 1]))
    """


@several_arrays
def tril_indices(
    n: int,
    /,
    *,
    k: int = 0,
    m: int | None = None,
    device: DeviceLike | None = None,
    out: Sequence[Array | None] | None = None,
) -> tuple[NewArray, ...]:
    """The rows and the columns of the elements on the `k`-th diagonal of a matrix and below it, by row.

    Parameters
    ----------
    n : int
        The number of rows.
    k : int
        The diagonal: 0 is the main one, 1 the one above it, -1 the one below it.
    m : int, optional
        The number of columns; None is `n`.
    device : device, optional

    Returns
    -------
    tuple of arrays
        Two int64 arrays of one axis. As an index they name the triangle.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.tril_indices(2)
    (array([0, 1, 1]), array([0, 0, 1]))
    """


@several_arrays
def triu_indices(
    n: int,
    /,
    *,
    k: int = 0,
    m: int | None = None,
    device: DeviceLike | None = None,
    out: Sequence[Array | None] | None = None,
) -> tuple[NewArray, ...]:
    """The rows and the columns of the elements on the `k`-th diagonal of a matrix and above it, by row.

    Parameters
    ----------
    n : int
        The number of rows.
    k : int
        The diagonal: 0 is the main one, 1 the one above it, -1 the one below it.
    m : int, optional
        The number of columns; None is `n`.
    device : device, optional

    Returns
    -------
    tuple of arrays
        Two int64 arrays of one axis. As an index they name the triangle.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.triu_indices(2)
    (array([0, 0, 1]), array([0, 1, 1]))
    """
