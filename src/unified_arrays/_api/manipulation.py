"""Manipulation functions: the same elements in another arrangement.

Without `out` the result may be a view of its input; with `out` it is always a copy in out's memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._common.types import Array, Axes, Shape
from .._dispatch.declare import array_function, inspection, several_arrays, view

__all__ = [
    "broadcast_arrays",
    "broadcast_shapes",
    "broadcast_to",
    "concat",
    "expand_dims",
    "flip",
    "moveaxis",
    "permute_dims",
    "repeat",
    "reshape",
    "roll",
    "squeeze",
    "stack",
    "tile",
    "unstack",
]


@several_arrays
def broadcast_arrays(*arrays: Array, out: Sequence[Array | None] | None = None) -> tuple[Array, ...]:
    """All arrays broadcast to their common shape."""


@inspection
def broadcast_shapes(*shapes: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """The shape that arrays of these shapes broadcast to. Raises ValueError if there is none."""


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
def moveaxis(
    x: Array,
    source: Axes,
    destination: Axes,
    /,
    *,
    out: Array | None = None,
) -> Array:
    """The axes `source` moved to the places `destination`, the others in their order."""


@view
def permute_dims(x: Array, /, axes: tuple[int, ...], *, out: Array | None = None) -> Array:
    """The axes in another order."""


@array_function
def repeat(
    x: Array,
    repeats: Array | int,
    /,
    *,
    axis: int | None = None,
    out: Array | None = None,
) -> Array:
    """Each element repeated along `axis`, `repeats` times or as often as its entry in `repeats` says.

    Flattened first if `axis` is None.
    """


@view
def reshape(
    x: Array,
    /,
    shape: Shape,
    *,
    copy: bool | None = None,
    out: Array | None = None,
) -> Array:
    """The same elements in another shape, in row-major order; one length may be -1, and one length alone an int.

    `copy=False` raises ValueError if a copy is needed, True always copies.
    """


@array_function
def roll(
    x: Array,
    /,
    shift: Axes,
    *,
    axis: Axes | None = None,
    out: Array | None = None,
) -> Array:
    """The elements shifted along `axis`.

    What falls off at the end comes in at the beginning. Flattened if `axis` is None.
    """


@view
def squeeze(x: Array, /, axis: Axes, *, out: Array | None = None) -> Array:
    """Axes of length 1 removed. Raises ValueError for an axis of another length."""


@array_function
def stack(arrays: Sequence[Array], /, *, axis: int = 0, out: Array | None = None) -> Array:
    """Arrays of one shape joined along a new axis."""


@array_function
def tile(x: Array, repetitions: Shape, /, *, out: Array | None = None) -> Array:
    """`x` laid side by side, `repetitions` times along each axis; an int is that of the last axis."""


@several_arrays
def unstack(x: Array, /, *, axis: int = 0, out: Sequence[Array | None] | None = None) -> tuple[Array, ...]:
    """The arrays that lie along `axis`, which is gone in each."""
