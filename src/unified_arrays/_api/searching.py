"""Searching functions.

Positions are int64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .._common.types import Array, Axes
from .._dispatch.declare import array_function, reduction, several_arrays

__all__ = ["argmax", "argmin", "count_nonzero", "nonzero", "searchsorted", "where"]


@reduction
def argmax(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first largest element along `axis`, or in the flattened array."""


@reduction
def argmin(x: Array, /, *, axis: int | None = None, keepdims: bool = False, out: Array | None = None) -> Array:
    """Position of the first smallest element along `axis`, or in the flattened array."""


@reduction
def count_nonzero(
    x: Array,
    /,
    *,
    axis: Axes | None = None,
    keepdims: bool = False,
    out: Array | None = None,
) -> Array:
    """Number of elements along `axis` that are not zero."""


@several_arrays
def nonzero(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, ...]:
    """Positions of the elements that are not zero, in row-major order: an array for each axis."""


@array_function
def searchsorted(
    x1: Array,
    x2: Array | complex,
    /,
    *,
    side: Literal["left", "right"] = "left",
    sorter: Array | None = None,
    out: Array | None = None,
) -> Array:
    """Where each element of `x2` belongs in the sorted array `x1`, before ("left") or after elements equal to it.

    `sorter` holds the positions that sort `x1`, if it is not sorted itself.
    """


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
