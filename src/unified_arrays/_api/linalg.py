"""Functions of the linalg extension that the main namespace does not have.

Each works on stacks of matrices: the last two axes are the matrix, the others are kept. Several results are a named
tuple.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .._common.types import Array, Axes, DTypeLike
from .._dispatch.declare import array_function, matrix_product, reduction, several_arrays, view

__all__ = [
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inv",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "trace",
    "vector_norm",
]


@array_function
def cholesky(x: Array, /, *, upper: bool = False, out: Array | None = None) -> Array:
    """Lower triangular L with x = L @ L^H, for positive definite Hermitian matrices; with `upper` U^H @ U.

    Raises an error if a matrix is not positive definite.
    """


@array_function
def cross(
    x1: Array,
    x2: Array,
    /,
    *,
    axis: int = -1,
    out: Array | None = None,
) -> Array:
    """Cross product of vectors of three elements along `axis`; the other axes broadcast."""


@array_function
def det(x: Array, /, *, out: Array | None = None) -> Array:
    """Determinant of each matrix."""


@view
def diagonal(x: Array, /, *, offset: int = 0, out: Array | None = None) -> Array:
    """The diagonal of each matrix, `offset` places above the main one."""


@several_arrays
def eig(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Eigenvalues and right eigenvectors, complex, as a named tuple (eigenvalues, eigenvectors)."""


@several_arrays
def eigh(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Eigenvalues in ascending order and eigenvectors.

    Of Hermitian matrices, as a named tuple (eigenvalues, eigenvectors).
    """


@array_function
def eigvals(x: Array, /, *, out: Array | None = None) -> Array:
    """Eigenvalues, complex, in no particular order."""


@array_function
def eigvalsh(x: Array, /, *, out: Array | None = None) -> Array:
    """Eigenvalues of Hermitian matrices in ascending order."""


@array_function
def inv(x: Array, /, *, out: Array | None = None) -> Array:
    """Inverse of each matrix. Raises an error for a singular one."""


@array_function
def matrix_norm(
    x: Array,
    /,
    *,
    keepdims: bool = False,
    ord: float | Literal["fro", "nuc"] | None = "fro",
    out: Array | None = None,
) -> Array:
    """Norm of each matrix: 'fro', 'nuc', 1, -1, 2, -2, inf or -inf."""


@array_function
def matrix_power(x: Array, n: int, /, *, out: Array | None = None) -> Array:
    """Each matrix to an integer power; the inverse for negative ones."""


@array_function
def matrix_rank(
    x: Array,
    /,
    *,
    rtol: Array | complex | None = None,
    out: Array | None = None,
) -> Array:
    """Number of singular values larger than `rtol` times the largest one."""


@matrix_product
def outer(
    x1: Array,
    x2: Array,
    /,
    *,
    out: Array | None = None,
) -> Array:
    """All products of an element of vector `x1` with one of vector `x2`."""


@array_function
def pinv(x: Array, /, *, rtol: Array | complex | None = None, out: Array | None = None) -> Array:
    """Pseudo-inverse of each matrix; singular values up to `rtol` times the largest count as zero."""


@several_arrays
def qr(
    x: Array,
    /,
    *,
    mode: Literal["reduced", "complete"] = "reduced",
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, Array]:
    """QR decomposition of the matrices in the last two axes: a named tuple (Q, R).

    x = Q @ R up to rounding, with Q unitary and R upper triangular; "complete" makes Q square.
    """


@several_arrays
def slogdet(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Sign and logarithm of the magnitude of each determinant, as a named tuple (sign, logabsdet)."""


@array_function
def solve(
    x1: Array,
    x2: Array,
    /,
    *,
    out: Array | None = None,
) -> Array:
    """The solution of x1 @ result = x2; an `x2` of one axis is a column. Raises an error for a singular `x1`."""


@several_arrays
def svd(
    x: Array,
    /,
    *,
    full_matrices: bool = True,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, Array, Array]:
    """Singular value decomposition of the matrices in the last two axes: a named tuple (U, S, Vh).

    x = U @ diag(S) @ Vh up to rounding, S in descending order. Without `full_matrices` U and Vh keep only min(m, n)
    columns and rows.
    """


@array_function
def svdvals(x: Array, /, *, out: Array | None = None) -> Array:
    """Singular values in descending order."""


@array_function
def trace(
    x: Array,
    /,
    *,
    offset: int = 0,
    dtype: DTypeLike | None = None,
    out: Array | None = None,
) -> Array:
    """Sum along the diagonal of each matrix, `offset` places above the main one; small integers in 64 bits."""


@reduction
def vector_norm(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    ord: float = 2,
    out: Array | None = None,
) -> Array:
    """Norm of vectors along `axis`: the `ord`-th root of the sum of magnitudes to the power `ord`.

    Inf and -inf: extremes.
    """
