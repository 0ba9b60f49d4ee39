"""Searching functions.

Positions are int64.
"""

from __future__ import annotations

from .._core.declare import array_function, reduction
from .._core.types import Array


@reduction
def argmax(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first largest element along `axis`, or in the flattened array."""


@reduction
def argmin(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first smallest element along `axis`, or in the flattened array."""


@array_function
def where(
    condition: Array,
    x1: Array | complex,
    x2: Array | complex,
    /,
    *,
    out: Array | None = None,
) -> Array:
    """`x1` where `condition` is true, `x2` elsewhere; all three broadcast together."""
