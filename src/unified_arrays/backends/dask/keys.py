"""Keys of x[key] on dask: what is known of an index is checked here, what dask computes later it checks then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dask.array as da
import numpy as np

from ..._common.strided_keys import strided_shape
from ..common.array_keys import ArrayKeys, has_arrays, is_mask, is_whole


class DaskKeys(ArrayKeys):
    """Of a dask array. What arrays select is read with at most one array of integers, or one mask."""

    def held(self, item: Any) -> Any:
        return item.to_dask_array() if hasattr(item, "to_dask_array") else item

    def numbers(self, array: Any) -> np.ndarray[Any, Any] | None:
        return None if isinstance(array, da.Array) else np.asarray(array)

    def read(self, value: Any, items: Sequence[Any]) -> Any:
        if is_whole(items):
            return value
        if not has_arrays(items):
            return value[tuple(items)]
        return _read_places(value, list(items))

    def written(self, value: Any, items: Sequence[Any], part: Any) -> Any:
        if is_whole(items):
            return da.broadcast_to(part, value.shape).rechunk(value.chunks)
        if not has_arrays(items):
            return _with_window(value, items, part)
        return _with_places(value, list(items), part)


KEYS = DaskKeys()


def _with_window(value: Any, items: Sequence[Any], part: Any) -> Any:
    """A new array: only the chunks that the items select depend on the part."""
    axes = [place for place, item in enumerate(item for item in items if not isinstance(item, int)) if item is None]
    if axes:  # dask (2026.8) writes no new axes
        part = part[(..., *(slice(None),) * part.ndim)] if not part.ndim else part
        missing = sum(not isinstance(item, int) for item in items) - part.ndim
        part = part.squeeze(axis=tuple(axis - missing for axis in axes if axis >= missing))
    if 0 in strided_shape(items, value.shape):
        return value
    changed = value.copy()
    changed[tuple(item for item in items if item is not None)] = part
    return changed


def taken(value: Any, indices: Any, axis: int) -> Any:
    """The elements of a dask array at integers along an axis; IndexError if one is out of range, when it is known."""
    size = value.shape[axis]
    if isinstance(indices, da.Array):  # dask (2026.8) gives the nearest elements, and raises nothing
        indices = indices.map_blocks(_in_range, size=size, axis=axis, dtype=np.int64)
    else:
        indices = _in_range(np.asarray(indices), size, axis)
    if value.dtype.kind == "c" and isinstance(indices, da.Array):  # dask (2026.8) warns that it casts complex numbers
        parts = [da.take(part, indices, axis=axis) for part in (value.real, value.imag)]
        return da.map_blocks(_complex_of, *parts, dtype=value.dtype)
    return da.take(value, indices, axis=axis)


def _in_range(indices: Any, size: int, axis: int) -> Any:
    """The indices, none of them negative; IndexError if one is out of range."""
    wrong = (indices < -size) | (indices >= size)
    if wrong.any():
        message = f"index {indices[wrong].flat[0]} is out of range for axis {axis}, which has {size} elements"
        raise IndexError(message)
    return np.where(indices < 0, indices + size, indices).astype(np.int64)


def _complex_of(real: Any, imaginary: Any) -> Any:
    found = np.empty(real.shape, np.result_type(real, np.complex64))
    found.real, found.imag = real, imaginary
    return found


def _read_places(value: Any, items: list[Any]) -> Any:
    arrays = [place for place, item in enumerate(items) if hasattr(item, "dtype")]
    array = items[arrays[0]]
    if len(arrays) == 1 and not is_mask(array):  # which may be known later
        axis = sum(not isinstance(item, int) for item in items[: arrays[0]] if item is not Ellipsis)
        whole = value[(*items[: arrays[0]], slice(None), *items[arrays[0] + 1 :])]
        found = taken(whole, array.reshape(-1), axis)
        return found.reshape((*found.shape[:axis], *array.shape, *found.shape[axis + 1 :]))
    positions = _positions(items, value.shape)
    return taken(value.reshape(-1), positions.reshape(-1), 0).reshape(positions.shape)


def _with_places(value: Any, items: list[Any], part: Any) -> Any:
    if len(items) == 1 and is_mask(items[0]) and not part.ndim and items[0].shape == value.shape:
        return da.where(items[0], part, value)  # of a mask that may be known later
    positions = _positions(items, value.shape)
    if not positions.size:
        return value
    part = da.broadcast_to(part, positions.shape).reshape(-1)
    changed = value.reshape(-1).copy()  # of a vector that is the array itself
    changed[positions.reshape(-1)] = part
    return changed.reshape(value.shape).rechunk(value.chunks)


def _positions(items: list[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """The positions in a flat array of the elements of x[items], by NumPy's own indexing; indices are computed now."""
    known = tuple(np.asarray(item) if hasattr(item, "dtype") else item for item in items)
    axes = np.indices(shape, sparse=True)
    found = np.ravel_multi_index(tuple(np.broadcast_to(axis, shape)[known] for axis in axes), shape)
    return np.asarray(found)
