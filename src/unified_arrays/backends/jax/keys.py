"""Keys of x[key] on JAX: checked here, since JAX (0.10) moves an index that is out of range to the nearest element.

Inside a transformation (jit, vmap, grad) the numbers in an array of indices are not known, and what is out of range
there is what JAX makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import index as as_integer
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ..._common.strided_keys import FULL

_BOOLS = (bool, np.bool_)


def parse(key: Any, shape: Sequence[int]) -> list[Any]:
    """The items of `key`: integers, slices, None and arrays, which together name every axis of `shape`.

    An ellipsis stays among arrays, as NumPy puts their axes first where something stands between them. IndexError for
    too many axes, an integer out of range, and a mask of another shape.
    """
    items = [_item(item) for item in (key if type(key) is tuple else (key,))]
    named = sum(map(_num_axes, items))
    if named > len(shape):
        message = f"{named} axes are indexed, but the array has {len(shape)}"
        raise IndexError(message)
    ellipses = [place for place, item in enumerate(items) if item is Ellipsis]
    if len(ellipses) > 1:
        message = "an index can have one ellipsis ('...') at most"
        raise IndexError(message)
    rest: list[Any] = [FULL] * (len(shape) - named)
    place = ellipses[0] if ellipses else len(items)
    items[place : place + 1] = rest or ([Ellipsis] if ellipses and has_arrays(items) else [])
    axis = 0
    for item in items:
        _check(item, axis, shape)
        axis += _num_axes(item)
    return items


def has_arrays(items: Sequence[Any]) -> bool:
    """True if an item is an array, so that what is selected is no window."""
    return any(hasattr(item, "dtype") for item in items)


def _num_axes(item: Any) -> int:
    if item is None or item is Ellipsis:
        return 0
    return len(item.shape) if _is_mask(item) else 1


def _is_mask(item: Any) -> bool:
    return getattr(getattr(item, "dtype", None), "kind", "") == "b"


def _item(item: Any) -> Any:
    if item is None or item is Ellipsis or type(item) is int:
        return item
    if isinstance(item, slice):
        return _slice(item)
    if isinstance(item, _BOOLS):
        return np.asarray(item)
    if isinstance(item, (list, tuple, range)):
        array = np.asarray(item)
        item = array if array.size or _is_mask(array) else array.astype(np.int64)
    if callable(getattr(item, "__jax_array__", None)):  # a tracer has it, and it is None
        item = item.__jax_array__()
    if hasattr(item, "dtype") and hasattr(item, "shape"):
        if not _is_mask(item) and not jnp.issubdtype(item.dtype, jnp.integer):
            message = f"an array used as an index holds integers or booleans, this one holds {item.dtype}"
            raise IndexError(message)
        is_number = not _is_mask(item) and not item.shape and not isinstance(item, jax.core.Tracer)
        return as_integer(item.item()) if is_number else item
    try:
        return as_integer(item)
    except TypeError:
        message = (
            "an index is made of integers, slices, ..., None, and arrays of integers or booleans;"
            f" got {type(item).__module__}.{type(item).__qualname__}"
        )
        raise IndexError(message) from None


def _slice(key: slice) -> slice:
    bounds = (bound if bound is None else as_integer(bound) for bound in (key.start, key.stop, key.step))
    start, stop, step = bounds
    if step == 0:
        message = "the step of a slice cannot be zero"
        raise ValueError(message)
    return slice(start, stop, step)


def _check(item: Any, axis: int, shape: Sequence[int]) -> None:
    if item is None or item is Ellipsis or isinstance(item, slice):
        return
    if isinstance(item, int):
        is_beyond = not -shape[axis] <= item < shape[axis]
    elif _is_mask(item):
        expected = tuple(shape[axis : axis + len(item.shape)])
        if tuple(item.shape) != expected:
            message = f"a boolean mask of shape {tuple(item.shape)} cannot index axes of sizes {expected}"
            raise IndexError(message)
        return
    else:
        is_beyond = beyond(item, shape[axis]) is not None
    if is_beyond:
        shown = item if isinstance(item, int) else beyond(item, shape[axis])
        message = f"index {shown} is out of range for axis {axis}, which has {shape[axis]} elements"
        raise IndexError(message)


def beyond(indices: Any, size: int) -> int | None:
    """The first of these integers that is out of range for an axis of that size; None if none is, or nobody knows."""
    if isinstance(indices, jax.core.Tracer) or not indices.size:
        return None
    numbers = np.asarray(indices)
    wrong = (numbers < -size) | (numbers >= size)
    return int(numbers[wrong].flat[0]) if wrong.any() else None


def read(value: Any, items: Sequence[Any]) -> Any:
    """value[items]."""
    if has_arrays(items):
        return value[tuple(items)]
    if all(type(item) is slice and item == FULL for item in items):
        return value
    found = _window(items, value.shape)
    return value[tuple(items)] if found is None else _read_window(value, *found)


def written(value: Any, items: Sequence[Any], part: Any) -> Any:
    """A new array: `value` with `part`, broadcast to what the items select, in its place."""
    if has_arrays(items):
        return value.at[tuple(items)].set(part)
    if all(type(item) is slice and item == FULL for item in items):
        return part if part.shape == value.shape else jnp.broadcast_to(part, value.shape)
    found = _window(items, value.shape)
    return value.at[tuple(items)].set(part) if found is None else _write_window(value, part, *found)


def _window(items: Sequence[Any], shape: Sequence[int]) -> tuple[Any, tuple[int, ...], tuple[int, ...]] | None:
    """Where a block of an array begins, its sizes, and its shape as the items give it; None if it has gaps.

    JAX (0.10) takes twenty times as long to read its own keys. The places are an argument of the program: a loop over
    rows compiles it once.
    """
    starts, sizes, wanted = list[int](), list[int](), list[int]()
    for item in items:
        if item is None:
            wanted.append(1)
            continue
        size = shape[len(starts)]
        if isinstance(item, slice):
            places = range(*item.indices(size))
            if places.step != 1:
                return None
            starts.append(min(places.start, size))
            sizes.append(len(places))
            wanted.append(len(places))
        else:
            starts.append(item % size)
            sizes.append(1)
    return np.asarray(starts, np.int64 if max(shape, default=0) > _INT32 else np.int32), tuple(sizes), tuple(wanted)


_INT32 = 2**31 - 1


@partial(jax.jit, static_argnums=(2, 3))
def _read_window(value: Any, starts: Any, sizes: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    return jax.lax.dynamic_slice(value, tuple(starts), sizes).reshape(shape)


@partial(jax.jit, static_argnums=(3, 4))
def _write_window(value: Any, part: Any, starts: Any, sizes: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    part = jnp.broadcast_to(part, shape).reshape(sizes)
    return jax.lax.dynamic_update_slice(value, part, tuple(starts))
