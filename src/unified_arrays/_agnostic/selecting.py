"""Elements that a condition or positions name, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index
from typing import Any

from .._common import argument_errors, errors
from .._common.dtypes import neutral
from .parts import axis_of, beside, check_range, device_of, flat, moved, rank_of, with_size


def extract(xp: Any, condition: Any, x: Any, /) -> Any:
    return xp.take(flat(xp, x), _true_places(xp, condition, x), axis=0)


def compress(xp: Any, condition: Any, x: Any, /, *, axis: int | None = None) -> Any:
    if not isinstance(condition, (list, tuple)) and rank_of(condition) != 1:
        raise argument_errors.wrong_shape("compress", "condition", tuple(condition.shape), "one axis")
    x, axis = (flat(xp, x), 0) if axis is None else (x, axis_of("compress", axis, rank_of(x)))
    return xp.take(x, _true_places(xp, condition, x), axis=axis)


def _true_places(xp: Any, condition: Any, x: Any) -> Any:
    """The positions in the flattened condition that are true."""
    if isinstance(condition, (list, tuple)):
        condition = xp.asarray(list(map(bool, condition)), dtype=xp.bool, **beside(x))
    return xp.nonzero(flat(xp, condition))[0]


def argwhere(xp: Any, x: Any, /) -> Any:
    if rank_of(x):
        return xp.stack(list(xp.nonzero(x)), axis=-1)
    return xp.reshape(xp.nonzero(xp.reshape(x, (1,)))[0], (-1, 1))[:, :0]


def flatnonzero(xp: Any, x: Any, /) -> Any:
    return xp.nonzero(flat(xp, x))[0]


def ix_(xp: Any, *args: Any) -> tuple[Any, ...]:
    arrays = [arg for arg in args if not isinstance(arg, (list, tuple, range))]
    if len(set(map(device_of, arrays))) > 1:
        raise errors.two_devices("ix_", set(map(device_of, arrays)))
    there = beside(arrays[0]) if arrays else {}
    places = []
    for arg in args:
        if isinstance(arg, (list, tuple, range)):
            are_truths = any(isinstance(item, bool) for item in arg)
            arg = xp.asarray(list(arg), dtype=xp.bool if are_truths else xp.int64, **there)
        if rank_of(arg) != 1:
            raise argument_errors.wrong_shape("ix_", "args", tuple(arg.shape), "arrays of one axis")
        places.append(xp.nonzero(arg)[0] if neutral(arg.dtype) == "bool" else arg)
    return tuple(with_size(xp, place, axis, len(places)) for axis, place in enumerate(places))


def indices(xp: Any, dimensions: Sequence[int], /, *, dtype: Any = None, device: Any = None) -> Any:
    shape = tuple(map(index, dimensions))
    lines = [
        xp.broadcast_to(
            with_size(xp, xp.arange(size, dtype=xp.int64 if dtype is None else dtype), axis, len(shape)), shape
        )
        for axis, size in enumerate(shape)
    ]
    none = xp.zeros((0,), dtype=xp.int64 if dtype is None else dtype)
    return moved(xp, xp.stack(lines, axis=0) if lines else none, device)


def unravel_index(xp: Any, indices: Any, /, shape: Any) -> tuple[Any, ...]:
    sizes = tuple(map(index, shape)) if isinstance(shape, (tuple, list)) else (index(shape),)
    if isinstance(indices, (list, tuple, int, range)):
        indices = xp.asarray(indices if isinstance(indices, int) else list(indices), dtype=xp.int64)
    _are_integers(xp, "unravel_index", "indices", indices)
    left = xp.astype(indices, xp.int64, copy=False)
    check_range(xp, "unravel_index", "indices", left, 0, prod(sizes), ValueError)
    own = xp.own("unravelled")
    if own is not None:
        return own(left, sizes)  # type: ignore[no-any-return]
    found = []
    for size in reversed(sizes):
        found.append(xp.remainder(left, max(size, 1)))
        left = xp.floor_divide(left, max(size, 1))
    return tuple(reversed(found))


def ravel_multi_index(xp: Any, multi_index: Sequence[Any], /, dims: Any, *, mode: Any = "raise") -> Any:
    sizes = tuple(map(index, dims)) if isinstance(dims, (tuple, list)) else (index(dims),)
    modes = tuple(mode) if isinstance(mode, (tuple, list)) else (mode,) * len(sizes)
    if len(multi_index) != len(sizes) or len(modes) != len(sizes):
        came = f"{len(multi_index)} arrays" if len(modes) == len(sizes) else f"{len(modes)} modes"
        raise argument_errors.wrong_value(
            "ravel_multi_index", "multi_index", came, f"{len(sizes)}, one for each of dims"
        )
    own = xp.own("ravelled")
    if own is not None:
        found = own(multi_index, sizes, modes)
        if found is not None:
            return found
    result: Any = None
    for places, size, one_mode in zip(multi_index, sizes, modes, strict=True):
        places = _into_range(xp, "ravel_multi_index", "multi_index", places, size, one_mode)
        result = places if result is None else xp.add(xp.multiply(result, size), places)
    return result


def _into_range(xp: Any, function: str, parameter: str, places: Any, size: int, mode: Any) -> Any:
    """Positions along an axis, as the mode says: wrapped, clipped, or refused where they are out of range."""
    if mode not in ("raise", "wrap", "clip"):
        raise argument_errors.wrong_value(function, "mode", mode, "raise, wrap or clip")
    if isinstance(places, int):
        if mode == "raise" and not 0 <= places < size:
            raise argument_errors.out_of_range(function, parameter, f"numbers from 0 to {size - 1}", ValueError)
        return places % max(size, 1) if mode == "wrap" else min(max(places, 0), size - 1)
    _are_integers(xp, function, parameter, places)
    places = xp.astype(places, xp.int64, copy=False)
    if mode == "wrap":
        return xp.remainder(places, max(size, 1))
    if mode == "clip":
        return xp.minimum(xp.maximum(places, 0), size - 1)
    check_range(xp, function, parameter, places, 0, size, ValueError)
    return places


def _are_integers(xp: Any, function: str, parameter: str, x: Any) -> None:
    if not xp.isdtype(x.dtype, "integral"):
        raise argument_errors.wrong_dtype(function, parameter, x.dtype, "one of integers")
