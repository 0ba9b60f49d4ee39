"""Creation functions.

What empty, zeros, ones, full, their _like forms and asarray(copy=True) return can be written to on every backend.
Without an array among the arguments, the selected backend creates (`use_backend`), on the selected device
(`use_device`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .._common.types import Array, DeviceLike, DTypeLike, NestedSequence, NewArray, Shape
from .._dispatch.declare import array_function, creation, several_arrays

__all__ = [
    "arange",
    "asarray",
    "empty",
    "empty_like",
    "eye",
    "from_dlpack",
    "full",
    "full_like",
    "linspace",
    "meshgrid",
    "ones",
    "ones_like",
    "tril",
    "triu",
    "zeros",
    "zeros_like",
]


@creation
def arange(
    start: float,
    /,
    stop: float | None = None,
    step: float = 1,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """Numbers from `start` up to but not including `stop`, `step` apart; from 0 to `start` if `stop` is None."""


@creation
def asarray(
    obj: Array | complex | NestedSequence,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    copy: bool | None = None,
    out: Array | None = None,
) -> NewArray:
    """An array with the values of `obj`: a number, a nested sequence of numbers, or an array.

    An array stays with its backend, whatever is selected; `to_backend` is what moves it. `copy=True` gives a
    writable array with memory of its own on every backend; False raises ValueError if a copy is needed; None copies
    only then.
    """


@creation
def empty(
    shape: Shape, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """A writable array of that shape whose values are not set: the way to allocate an `out`."""


@creation
def empty_like(
    x: Array,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """A writable array with the shape, dtype and device of `x` whose values are not set."""


@creation
def eye(
    n_rows: int,
    n_cols: int | None = None,
    /,
    *,
    k: int = 0,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """Ones on the `k`-th diagonal of a matrix, zeros elsewhere."""


@creation
def from_dlpack(
    x: object,
    /,
    *,
    device: DeviceLike | None = None,
    copy: bool | None = None,
    out: Array | None = None,
) -> NewArray:
    """An array of the selected backend from any object with `__dlpack__`, sharing its memory unless `copy` is True."""


@creation
def full(
    shape: Shape,
    fill_value: Array | complex,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> NewArray:
    """A writable array filled with `fill_value`, which also gives the dtype if none is named.

    `fill_value` may be a 0-d array: it is then cast as `astype` casts.
    """


@creation
def full_like(
    x: Array,
    /,
    fill_value: Array | complex,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """A writable array with the shape, dtype and device of `x`, filled with `fill_value`: a number, or as in `full`."""


@creation
def linspace(
    start: Array | complex,
    stop: Array | complex,
    /,
    num: int,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    endpoint: bool = True,
    out: Array | None = None,
) -> NewArray:
    """`num` evenly spaced numbers from `start` to `stop`, which is left out if `endpoint` is False.

    `start` and `stop` may be 0-d arrays, whose floating dtype is then that of the result if none is named.
    """


@several_arrays
def meshgrid(
    *arrays: Array,
    indexing: Literal["xy", "ij"] = "xy",
    out: Sequence[Array | None] | None = None,
) -> tuple[Array, ...]:
    """Coordinate matrices from one-dimensional coordinate vectors."""


@creation
def ones(
    shape: Shape, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """A writable array of ones."""


@creation
def ones_like(
    x: Array,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """A writable array of ones with the shape, dtype and device of `x`."""


@array_function
def tril(x: Array, /, *, k: int = 0, out: Array | None = None) -> Array:
    """The matrices in the last two axes with everything above the `k`-th diagonal set to zero."""


@array_function
def triu(x: Array, /, *, k: int = 0, out: Array | None = None) -> Array:
    """The matrices in the last two axes with everything below the `k`-th diagonal set to zero."""


@creation
def zeros(
    shape: Shape, *, dtype: DTypeLike | None = None, device: DeviceLike | None = None, out: Array | None = None
) -> NewArray:
    """A writable array of zeros."""


@creation
def zeros_like(
    x: Array,
    /,
    *,
    dtype: DTypeLike | None = None,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """A writable array of zeros with the shape, dtype and device of `x`."""
