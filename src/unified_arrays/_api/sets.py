"""Set functions.

Arrays are flattened. The lengths of the results depend on the data; `out` is compared when they are known.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._common.types import Array
from .._dispatch.declare import array_function, several_arrays

__all__ = ["isin", "unique_all", "unique_counts", "unique_inverse", "unique_values"]


@array_function
def isin(
    x1: Array | complex,
    x2: Array | complex,
    /,
    *,
    invert: bool = False,
    out: Array | None = None,
) -> Array:
    """True where an element of `x1` is among those of `x2`, or, with `invert`, where it is not."""


@several_arrays
def unique_all(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array, Array, Array]:
    """Distinct elements, as a named tuple (values, indices, inverse_indices, counts).

    `indices` says where each value came first, `inverse_indices` (with the shape of `x`) which value each element
    is. Each NaN is distinct.
    """


@several_arrays
def unique_counts(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Distinct elements and how often each occurs, as a named tuple (values, counts). Each NaN is distinct."""


@several_arrays
def unique_inverse(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array]:
    """Distinct elements and which of them each element of `x` is, as a named tuple (values, inverse_indices)."""


@array_function
def unique_values(x: Array, /, *, out: Array | None = None) -> Array:
    """Distinct elements. Each NaN is distinct."""
