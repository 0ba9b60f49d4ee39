"""Linear algebra functions of the main namespace: products of matrices and vectors.

All arrays of a call live on one device and promote to one dtype.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._common.types import Array
from .._dispatch.declare import matrix_product, view

__all__ = ["matmul", "matrix_transpose", "tensordot", "vecdot"]


@matrix_product
def matmul(x1: Array, x2: Array, /, *, out: Array | None = None) -> Array:
    """Matrix product over the last axis of `x1` and the last but one of `x2`; the other axes broadcast.

    An array of one axis is a row (`x1`) or a column (`x2`), and its axis is gone in the result. Raises ValueError
    if the lengths differ.
    """


@view
def matrix_transpose(x: Array, /, *, out: Array | None = None) -> Array:
    """The last two axes swapped."""


@matrix_product
def tensordot(
    x1: Array,
    x2: Array,
    /,
    *,
    axes: int | tuple[Sequence[int], Sequence[int]] = 2,
    out: Array | None = None,
) -> Array:
    """Products summed over pairs of axes: the last `axes` of `x1` with the first of `x2`.

    Or the pairs that two sequences name.
    """


@matrix_product
def vecdot(x1: Array, x2: Array, /, *, axis: int = -1, out: Array | None = None) -> Array:
    """Dot product of vectors along `axis`, `x1` conjugated; the other axes broadcast."""
