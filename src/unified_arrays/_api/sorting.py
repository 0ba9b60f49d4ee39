"""Sorting functions.

A stable sort keeps equal elements in their order.
"""

from __future__ import annotations

from .._common.types import Array
from .._dispatch.declare import array_function

__all__ = ["argsort", "sort"]


@array_function
def argsort(
    x: Array,
    /,
    *,
    axis: int = -1,
    descending: bool = False,
    stable: bool = True,
    out: Array | None = None,
) -> Array:
    """Positions (int64) that would sort `x` along `axis`."""


@array_function
def sort(
    x: Array,
    /,
    *,
    axis: int = -1,
    descending: bool = False,
    stable: bool = True,
    out: Array | None = None,
) -> Array:
    """The elements of `x` in order along `axis`."""
