"""Functions of `linalg`."""

from __future__ import annotations

import math
from typing import Any

import unified_arrays as ua

from ..._common import argument_errors
from .. import _array_likes
from .._row import NO_VALUE
from .._rows import linear_algebra
from .._table import functions

__all__ = ["matrix_rank", "pinv", "solve", "svd", "tensorinv", "tensorsolve"]
_of_rows = functions(linear_algebra.LINALG_HIDDEN, linear_algebra.LINALG_IN_FLOATS)


def solve(a: Any, b: Any) -> Any:
    """The solution of linear equations: of `b` as one vector if it has one axis, else as matrices."""
    return _of_rows["solve_of"](a, b)


def svd(a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False) -> Any:
    """The singular value decomposition (U, S, Vh), or the singular values alone."""
    results = _of_rows["svd_of"](a, full_matrices if compute_uv else False)
    return results if compute_uv else results[1]


def matrix_rank(A: Any, tol: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Any:
    """The number of singular values above a tolerance, absolute (`tol`) or relative to the largest one."""
    A = _array_likes.array("matrix_rank", A)
    if len(A.shape) < 2:
        return ua.astype(ua.any(ua.not_equal(A, 0)), "int64")
    if tol is None:
        return _of_rows["matrix_rank_of"](A, rtol)
    values = svd(A, compute_uv=False)
    tol = (
        tol if isinstance(tol, (int, float)) else ua.expand_dims(_array_likes.arrays("matrix_rank", tol, out=A)[0], -1)
    )
    return ua.count_nonzero(ua.greater(values, tol), axis=-1)


def pinv(a: Any, rcond: Any = None, hermitian: bool = False, *, rtol: Any = NO_VALUE) -> Any:
    """The pseudo-inverse, without singular values below `rcond` (or `rtol`) times the largest one."""
    return _of_rows["pinv_of"](a, (1e-15 if rcond is None else rcond) if rtol is NO_VALUE else rtol)


def tensorsolve(a: Any, b: Any, axes: Any = None) -> Any:
    """`x` with `tensordot(a, x, x.ndim) == b`."""
    a, b = _array_likes.arrays("tensorsolve", a, b)
    if axes is not None:
        rank = len(a.shape)
        chosen = [axis % rank for axis in axes]
        a = ua.permute_dims(a, tuple([axis for axis in range(rank) if axis not in chosen] + chosen))
    shape = tuple(a.shape[len(b.shape) :])
    size = math.prod(shape)
    if size**2 != math.prod(tuple(a.shape)):
        raise argument_errors.wrong_shape("tensorsolve", "a", tuple(a.shape), "a square one, seen as a matrix")
    return ua.reshape(solve(ua.reshape(a, (size, size)), ua.ravel(b)), shape)


def tensorinv(a: Any, ind: int = 2) -> Any:
    """The inverse for `tensordot(a, b, ind)`."""
    a = _array_likes.array("tensorinv", a)
    if ind <= 0:
        raise argument_errors.wrong_value("tensorinv", "ind", ind, "a positive number of axes")
    shape = tuple(a.shape)
    inverse = ua.linalg.inv(ua.reshape(a, (math.prod(shape[:ind]), -1)))
    return ua.reshape(inverse, shape[ind:] + shape[:ind])
