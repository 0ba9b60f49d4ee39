"""Functions of `unified_arrays.linalg` that the standard does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..._common.types import Array, Axes
from ..._dispatch.declare import array_function, matrix_product, reduction, several_arrays

__all__ = ["cond", "lstsq", "multi_dot", "norm", "solve_triangular"]


@array_function
def cond(x: Array, /, *, p: float | Literal["fro", "nuc"] | None = None, out: Array | None = None) -> Array:
    """Condition number of each matrix: the norm of it times that of its inverse.

    Parameters
    ----------
    x : array
        Matrices in the last two axes.
    p : None, 1, -1, 2, -2, inf, -inf, 'fro' or 'nuc'
        Which norm, as in `norm`; None is 2, by the singular values.

    Returns
    -------
    array
        Of the shape of the other axes; infinite for singular matrices.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.linalg.cond(ua.asarray([[4.0, 0.0], [0.0, 1.0]])))
    4.0
    """


@several_arrays
def lstsq(
    x1: Array, x2: Array, /, *, rcond: float | None = None, out: Sequence[Array | None] | None = None
) -> tuple[Array, Array, Array, Array]:
    """The solution of least squares: the smallest x with the least norm of x1 @ x - x2.

    Parameters
    ----------
    x1 : array
        A matrix (M, N).
    x2 : array
        A vector (M,), or (M, K) for K of them.
    rcond : float, optional
        Singular values up to `rcond` times the largest one count as zero; None is the dtype's eps times max(M, N).

    Returns
    -------
    tuple of arrays
        The solution (N,) or (N, K); the sums of squared residuals, (1,) or (K,), (0,) if the rank is less than N or
        M <= N; the rank; the singular values. In a graph, which does not know the rank, it counts as N for that.

    Raises
    ------
    ValueError
        For shapes that do not go together.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> solution, *_ = ua.linalg.lstsq(ua.asarray([[1.0, 0.0], [0.0, 2.0]]), ua.asarray([3.0, 4.0]))
    >>> bool(ua.allclose(solution, ua.asarray([3.0, 2.0])))
    True
    """


@matrix_product
def multi_dot(arrays: Sequence[Array], /, *, out: Array | None = None) -> Array:
    """The matrix product of two or more arrays, in the order of operations that costs least.

    Parameters
    ----------
    arrays : sequence of arrays
        Matrices; the first and the last may be vectors.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For shapes that do not go together.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.linalg.multi_dot([ua.asarray([1.0, 2.0]), ua.eye(2), ua.asarray([3.0, 4.0])]))
    11.0
    """


@reduction
def norm(
    x: Array,
    /,
    *,
    ord: float | Literal["fro", "nuc"] | None = None,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Norm of vectors or of matrices.

    Parameters
    ----------
    x : array
    ord : number, 'fro' or 'nuc', optional
        None is 2 for vectors, 'fro' for matrices, and the root of the sum of all squares if `axis` is None, too.
    axis : int or tuple of two ints, optional
        One axis holds vectors, two hold matrices; None: all of `x` is one vector or matrix.
    keepdims : bool
        Whether the axes stay, with length 1.

    Returns
    -------
    array
        Of the real dtype of `x`.

    Raises
    ------
    ValueError
        For an `ord` that is none of vectors, or of matrices.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> float(ua.linalg.norm(ua.asarray([3.0, 4.0])))
    5.0
    """


@array_function
def solve_triangular(
    x1: Array, x2: Array, /, *, lower: bool = False, unit_diagonal: bool = False, out: Array | None = None
) -> Array:
    """The solution of x1 @ result = x2 for a triangular `x1`, as Cholesky's or QR's are.

    Parameters
    ----------
    x1 : array
        Matrices (..., M, M), of which only one triangle is read: the upper, or the lower if `lower`.
    x2 : array
        A vector (M,), or matrices (..., M, K).
    lower : bool
        Which triangle it is.
    unit_diagonal : bool
        Whether the diagonal counts as ones, whatever it holds.

    Returns
    -------
    array

    Raises
    ------
    ValueError
        For shapes that do not go together, and for a zero on the diagonal.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.linalg.solve_triangular(ua.asarray([[2.0, 1.0], [5.0, 1.0]]), ua.asarray([4.0, 2.0]))
    array([1., 2.])
    """
