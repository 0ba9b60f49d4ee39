"""Set functions.

Arrays are flattened. The lengths of the results depend on the data; `out` is compared when they are known.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._core.declare import several_arrays
from .._core.types import Array


@several_arrays
def unique_all(x: Array, /, *, out: Sequence[Array | None] | None = None) -> tuple[Array, Array, Array, Array]:
    """Distinct elements, as a named tuple (values, indices, inverse_indices, counts).

    `indices` says where each value came first, `inverse_indices` (with the shape of `x`) which value each element is.
    Each NaN is distinct.
    """
