"""Functions of the linalg extension that the main namespace does not have.

Each works on stacks of matrices: the last two axes are the matrix, the others are kept. Several results are a named
tuple.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .._core.declare import several_arrays
from .._core.types import Array


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
def svd(
    x: Array,
    /,
    *,
    full_matrices: bool = True,
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, Array, Array]:
    """Singular value decomposition of the matrices in the last two axes: a named tuple (U, S, Vh).

    x = U @ diag(S) @ Vh up to rounding, S in descending order. Without `full_matrices` U and Vh
    keep only min(m, n) columns and rows.
    """
