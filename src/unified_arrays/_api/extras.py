"""Functions beyond the standard, for which every framework has a name of its own."""

from __future__ import annotations

from .._common.types import Array, Axes, DTypeLike
from .._dispatch.declare import matrix_product, reduction

__all__ = ["average", "einsum", "nansum"]


@reduction
def average(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    weights: Array | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Weighted mean along `axis`: sum(x * weights) / sum(weights), floating; the mean if `weights` is None.

    `weights` has the shape of `x`, or that of the axes averaged over. Raises ValueError for any other shape.
    """


@matrix_product
def einsum(subscripts: str, /, *operands: Array, out: Array | None = None) -> Array:
    """Sum of products by Einstein's convention: `einsum("ij,jk->ik", a, b)` is `matmul(a, b)`."""


@reduction
def nansum(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    dtype: DTypeLike | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Sum along `axis` with every nan as zero, in the dtype that `sum` has; 0 where there is nothing else."""
