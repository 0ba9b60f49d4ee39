"""Orders of elements: by several keys, of the smallest or largest ones."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

from .._common import argument_errors, errors
from .arguments import FLOATING
from .parts import axis_of, flat, is_known, part, rank_of, sizes_of, values_are_known


def lexsort(xp: Any, keys: Sequence[Any], /, *, axis: int = -1) -> Any:
    first = keys[0]
    if any(len(key.shape) != len(first.shape) for key in keys):
        raise errors.shapes_apart("lexsort", {"keys": [tuple(key.shape) for key in keys]}, "keys of one shape")
    if not rank_of(first):
        return xp.zeros_like(first, dtype=xp.int64)
    axis = axis_of("lexsort", axis, rank_of(first))
    order = xp.argsort(first, axis=axis, stable=True)
    for key in keys[1:]:
        again = xp.argsort(xp.take_along_axis(key, order, axis=axis), axis=axis, stable=True)
        order = xp.take_along_axis(order, again, axis=axis)
    return order


def partition(xp: Any, x: Any, /, kth: Any, *, axis: int | None = -1) -> Any:
    x, axis = _along(xp, "partition", x, kth, axis)
    return xp.sort(x, axis=axis)


def argpartition(xp: Any, x: Any, /, kth: Any, *, axis: int | None = -1) -> Any:
    x, axis = _along(xp, "argpartition", x, kth, axis)
    return xp.argsort(x, axis=axis)


def _along(xp: Any, function: str, x: Any, kth: Any, axis: int | None) -> tuple[Any, int]:
    """What is sorted, and along which axis. ValueError if `kth` is not there."""
    x, axis = (flat(xp, x), 0) if axis is None else (x, axis_of(function, axis, rank_of(x)))
    size = sizes_of(xp, x)[axis]
    for number in kth if isinstance(kth, (list, tuple)) else (kth,):
        if is_known(size) and not -size <= index(number) < size:
            raise argument_errors.wrong_value(function, "kth", kth, f"numbers from {-size} to {size - 1}")
    return x, axis


def top_k(xp: Any, x: Any, k: int, /, *, axis: int = -1, largest: bool = True) -> tuple[Any, Any]:
    axis = axis_of("top_k", axis, rank_of(x))
    size = sizes_of(xp, x)[axis]
    count = index(k)
    if count < 0 or (is_known(size) and count > size):
        raise argument_errors.wrong_value("top_k", "k", k, f"a number from 0 to {size}")
    own = xp.own("top_k.unstable")
    if own is not None and is_known(size) and count < size and values_are_known(xp, x):
        # One more than asked for shows whether the last one is equal to others: their order is that of a stable sort.
        values, places = own(x, count + 1, axis, bool(largest))
        same = xp.equal(part(values, axis, 1, None), part(values, axis, None, -1))
        if not (bool(xp.any(same)) or (xp.isdtype(x.dtype, FLOATING) and bool(xp.any(xp.isnan(values))))):
            return part(values, axis, 0, count), part(places, axis, 0, count)
    order = xp.argsort(x, axis=axis, descending=bool(largest), stable=True)
    places = part(order, axis, 0, count)
    return xp.take_along_axis(x, places, axis=axis), places
