"""Utility functions: is it true for all elements, or for any; differences of neighbours.

`all` and `any` accept every dtype: whatever is not zero counts as true, NaN too.
"""

from __future__ import annotations

from .._common.types import Array, Axes
from .._dispatch.declare import array_function, reduction

__all__ = ["all", "any", "diff"]


@reduction
def all(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """True where all elements along `axis` are true; True where there are none."""


@reduction
def any(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """True where any element along `axis` is true; False where there are none."""


@array_function
def diff(
    x: Array,
    /,
    *,
    axis: int = -1,
    n: int = 1,
    prepend: Array | None = None,
    append: Array | None = None,
    out: Array | None = None,
) -> Array:
    """Differences of neighbours along `axis`, taken `n` times; `prepend` and `append` are joined to `x` first."""
