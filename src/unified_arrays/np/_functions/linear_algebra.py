"""Functions of `linalg`."""

from __future__ import annotations

import math
import operator
from typing import Any, NamedTuple

import unified_arrays as ua

from ..._common import argument_errors
from .. import _array_likes
from .._row import NO_VALUE
from .._rows import linear_algebra
from .._table import Functions
from .computing import real_if_real

__all__ = [
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "outer",
    "pinv",
    "solve",
    "svd",
    "tensorinv",
    "tensorsolve",
]
_LARGEST = 2**62
_of_rows = Functions(linear_algebra.LINALG_HIDDEN, linear_algebra.LINALG_IN_FLOATS)


class EigResult(NamedTuple):
    """Eigenvalues and eigenvectors."""

    eigenvalues: Any
    eigenvectors: Any


def solve(a: Any, b: Any) -> Any:
    """The solution of linear equations: of `b` as one vector if it has one axis, else as matrices."""
    return _of_rows["solve_of"](a, b)


def eig(a: Any) -> Any:
    """Eigenvalues and eigenvectors: real ones as real numbers, if all are and the matrices are real."""
    a = _array_likes.array("eig", a)
    result = _of_rows["eig_of"](a)
    values, vectors = real_if_real(result[0], a), result[1]
    if not ua.isdtype(values.dtype, "complex floating"):
        vectors = ua.real(vectors)
    return EigResult(values, vectors)


def matrix_power(a: Any, n: Any) -> Any:
    """The product of `n` factors that are all this matrix; of its inverse if `n` is negative."""
    a, n = _array_likes.array("matrix_power", a), operator.index(n)
    if n < 0:
        a, n = ua.linalg.inv(_array_likes.in_floats(a)), -n
    if n < _LARGEST:
        return ua.linalg.matrix_power(a, n)
    rest, last = divmod(n, _LARGEST)  # in powers that int64 holds
    product = matrix_power(ua.linalg.matrix_power(a, _LARGEST), rest)
    return ua.matmul(product, ua.linalg.matrix_power(a, last)) if last else product


def eigvals(a: Any) -> Any:
    """Eigenvalues: real ones as real numbers, if all are and the matrices are real."""
    a = _array_likes.array("eigvals", a)
    return real_if_real(_of_rows["eigvals_of"](a), a)


def eigh(a: Any, UPLO: str = "L") -> Any:
    """Eigenvalues and eigenvectors of symmetric or Hermitian matrices, of which one triangle is read."""
    return _of_rows["eigh_of"](_lower_of("eigh", a, UPLO))


def eigvalsh(a: Any, UPLO: str = "L") -> Any:
    """Eigenvalues of symmetric or Hermitian matrices, of which one triangle is read."""
    return _of_rows["eigvalsh_of"](_lower_of("eigvalsh", a, UPLO))


def _lower_of(function: str, a: Any, triangle: str) -> Any:
    """Matrices whose lower triangle is the one that is named."""
    a = _array_likes.array(function, a)
    if str(triangle).upper() not in ("L", "U"):
        raise argument_errors.unknown_choice(function, "UPLO", triangle, ("L", "U"))
    return a if str(triangle).upper() == "L" else ua.conj(ua.matrix_transpose(a))


def multi_dot(arrays: Any, *, out: Any = None) -> Any:
    """The product of matrices, in the order of the fewest multiplications."""
    if len(arrays) < 2:
        raise argument_errors.wrong_value("multi_dot", "arrays", len(arrays), "two arrays or more")
    return _of_rows["multi_dot_of"](arrays, out)


def outer(x1: Any, x2: Any, /) -> Any:
    """The products of all pairs of elements of two vectors."""
    x1, x2 = _array_likes.arrays("outer", x1, x2)
    for name, x in (("x1", x1), ("x2", x2)):
        if len(x.shape) != 1:
            raise argument_errors.wrong_shape("outer", name, tuple(x.shape), "one axis")
    return _of_rows["outer_of"](x1, x2)


def svd(a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False) -> Any:
    """The singular value decomposition (U, S, Vh), or the singular values alone."""
    results = _of_rows["svd_of"](a, full_matrices if compute_uv else False)
    return results if compute_uv else results[1]


def matrix_rank(A: Any, tol: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Any:
    """The number of singular values above a tolerance, absolute (`tol`) or relative to the largest one."""
    if tol is not None and rtol is not None:
        raise argument_errors.wrong_value("matrix_rank", "rtol", rtol, "either tol or rtol")
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
    if rcond is not None and rtol is not NO_VALUE:
        raise argument_errors.wrong_value("pinv", "rtol", rtol, "either rcond or rtol")
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
