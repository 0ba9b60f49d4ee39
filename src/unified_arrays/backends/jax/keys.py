"""Keys of x[key] on JAX: checked by ArrayKeys, since JAX (0.10) moves an index out of range to the nearest element.

Inside a transformation (jit, vmap, grad) the numbers in an array of indices are not known, and what is out of range
there is what JAX makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ..common.array_keys import ArrayKeys, has_arrays, is_whole


class JaxKeys(ArrayKeys):
    """Of a jax.Array."""

    def held(self, item: Any) -> Any:
        # A tracer has the attribute, and it is None.
        return item.__jax_array__() if callable(getattr(item, "__jax_array__", None)) else item

    def numbers(self, array: Any) -> np.ndarray[Any, Any] | None:
        return None if isinstance(array, jax.core.Tracer) else np.asarray(array)

    def read(self, value: Any, items: Sequence[Any]) -> Any:
        if has_arrays(items):
            return value[tuple(items)]
        if is_whole(items):
            return value
        found = _window(items, value.shape)
        return value[tuple(items)] if found is None else _read_window(value, *found)

    def written(self, value: Any, items: Sequence[Any], part: Any) -> Any:
        if has_arrays(items):
            return value.at[tuple(items)].set(part)
        if is_whole(items):
            return part if part.shape == value.shape else jnp.broadcast_to(part, value.shape)
        found = _window(items, value.shape)
        return value.at[tuple(items)].set(part) if found is None else _write_window(value, part, *found)


KEYS = JaxKeys()


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
