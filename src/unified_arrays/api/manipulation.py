"""Manipulation functions: the same elements in another arrangement.

Without `out` the result may be a view of its input; with `out` it is always a copy in out's memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._core.declare import array_function, view
from .._core.types import Array, Axes


@view
def broadcast_to(x: Array, /, shape: tuple[int, ...], *, out: Array | None = None) -> Array:
    """`x` repeated along new axes and axes of length 1, to that shape."""


@array_function
def concat(arrays: Sequence[Array], /, *, axis: int | None = 0, out: Array | None = None) -> Array:
    """Arrays joined along an existing axis; flattened first if `axis` is None."""


@view
def expand_dims(x: Array, /, axis: Axes, *, out: Array | None = None) -> Array:
    """A new axis of length 1 at `axis`, counted in the result."""


@view
def flip(x: Array, /, *, axis: Axes | None = None, out: Array | None = None) -> Array:
    """The elements in reverse order along `axis`, or along all axes."""


@view
def permute_dims(x: Array, /, axes: tuple[int, ...], *, out: Array | None = None) -> Array:
    """The axes in another order."""


@view
def reshape(
    x: Array,
    /,
    shape: tuple[int, ...],
    *,
    copy: bool | None = None,
    out: Array | None = None,
) -> Array:
    """The same elements in another shape, in row-major order; one length may be -1.

    `copy=False` raises ValueError if a copy is needed, True always copies.
    """


@view
def squeeze(x: Array, /, axis: Axes, *, out: Array | None = None) -> Array:
    """Axes of length 1 removed. Raises ValueError for an axis of another length."""


@array_function
def stack(arrays: Sequence[Array], /, *, axis: int = 0, out: Array | None = None) -> Array:
    """Arrays of one shape joined along a new axis."""
