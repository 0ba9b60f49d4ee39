"""Utility functions: is it true for all elements, or for any?

Arguments as in the statistical functions; every dtype is accepted, and whatever is not zero counts as true, NaN too.
"""

from __future__ import annotations

from .._core.declare import reduction
from .._core.types import Array, Axes


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
