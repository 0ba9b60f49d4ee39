"""Indexing functions.

Indices count from 0; what lies out of range raises IndexError before anything is written.
"""

from __future__ import annotations

from .._common.types import Array
from .._dispatch.declare import array_function

__all__ = ["take", "take_along_axis"]


@array_function
def take(x: Array, indices: Array, /, *, axis: int | None = None, out: Array | None = None) -> Array:
    """The elements at `indices`, of any shape, which stands in the place of `axis`; flattened first if it is None.

    The standard knows vectors of indices only, and None for an `x` of one axis only.
    """


@array_function
def take_along_axis(x: Array, indices: Array, /, *, axis: int = -1, out: Array | None = None) -> Array:
    """The elements at `indices` along `axis`, one for each entry of `indices`; the other axes broadcast."""
