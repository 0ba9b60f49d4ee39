"""The elements of an array in another arrangement, repeated, left out, or with others between them."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index
from typing import Any

from .._common import argument_errors, python_scalars
from .._common.dtypes import neutral
from .parts import (
    at_least,
    axis_of,
    beside,
    check_range,
    copied,
    flat,
    is_known,
    part,
    positions,
    rank_of,
    sizes_of,
    values_are_known,
)


def ravel(xp: Any, x: Any, /) -> Any:
    return xp.reshape(x, (-1,))


def swapaxes(xp: Any, x: Any, axis1: int, axis2: int, /) -> Any:
    rank = rank_of(x)
    first, second = axis_of("swapaxes", axis1, rank, "axis1"), axis_of("swapaxes", axis2, rank, "axis2")
    axes = list(range(rank))
    axes[first], axes[second] = second, first
    return xp.permute_dims(x, tuple(axes))


def fliplr(xp: Any, x: Any, /) -> Any:
    at_least("fliplr", x, 2)
    return xp.flip(x, axis=1)


def flipud(xp: Any, x: Any, /) -> Any:
    at_least("flipud", x, 1)
    return xp.flip(x, axis=0)


def rot90(xp: Any, x: Any, /, *, k: int = 1, axes: Sequence[int] = (0, 1)) -> Any:
    if len(axes) != 2:
        raise argument_errors.wrong_value("rot90", "axes", axes, "two axes")
    first, second = (axis_of("rot90", axis, rank_of(x), "axes") for axis in axes)
    if first == second:
        raise argument_errors.axis_named_twice("rot90", "axes", axes)
    turns = index(k) % 4
    if turns == 2:
        return xp.flip(x, axis=(first, second))
    if turns == 0:
        return x
    if turns == 1:
        return swapaxes(xp, xp.flip(x, axis=second), first, second)
    return xp.flip(swapaxes(xp, x, first, second), axis=second)


def resize(xp: Any, x: Any, /, new_shape: Any) -> Any:
    shape = tuple(map(index, new_shape)) if isinstance(new_shape, (tuple, list)) else (index(new_shape),)
    if any(size < 0 for size in shape):
        raise argument_errors.wrong_value("resize", "new_shape", new_shape, "numbers from 0")
    values = flat(xp, x)
    size = sizes_of(xp, values)[0]
    if is_known(size) and size == 0:
        return xp.zeros(shape, dtype=x.dtype, **beside(x))
    return xp.reshape(xp.take(values, xp.remainder(positions(xp, prod(shape), x), size), axis=0), shape)


def ascontiguousarray(xp: Any, x: Any, /, *, dtype: Any = None, device: Any = None) -> Any:
    x = xp.asarray(x, dtype=dtype, device=device)
    return x if rank_of(x) else xp.reshape(x, (1,))


def trim_zeros(xp: Any, x: Any, /, trim: str = "fb", *, axis: Any = None) -> Any:
    if trim.lower() not in ("f", "b", "fb", "bf"):
        raise argument_errors.wrong_value("trim_zeros", "trim", trim, "f (front), b (back) or fb")
    rank = rank_of(x)
    axes = range(rank) if axis is None else axis if isinstance(axis, (tuple, list)) else (axis,)
    is_filled = xp.not_equal(x, xp.zeros((), dtype=x.dtype, **beside(x)))
    for number in axes:
        number = axis_of("trim_zeros", number, rank)
        others = tuple(other for other in range(rank) if other != number)
        line = xp.any(is_filled, axis=others) if others else is_filled
        kept = xp.ones_like(line)
        if "f" in trim.lower():
            kept = _from_first(xp, line)
        if "b" in trim.lower():
            kept = xp.logical_and(kept, xp.flip(_from_first(xp, xp.flip(line, axis=0)), axis=0))
        [places] = xp.nonzero(kept)
        x, is_filled = xp.take(x, places, axis=number), xp.take(is_filled, places, axis=number)
    return x


def _from_first(xp: Any, line: Any) -> Any:
    """True from the first place on where `line` is."""
    return xp.greater(xp.cumulative_sum(xp.astype(line, xp.int64), axis=0), 0)


# -- windows -----------------------------------------------------------------------------------------------------------


def sliding_window_view(xp: Any, x: Any, /, window_shape: Any, *, axis: Any = None) -> Any:
    for number, length in windows(x, window_shape, axis):
        sizes = sizes_of(xp, x)
        count = sizes[number] - length + 1
        starts = xp.expand_dims(positions(xp, count, x), axis=1)
        places = xp.add(starts, xp.expand_dims(positions(xp, length, x), axis=0))
        taken = xp.take(x, flat(xp, places), axis=number)
        x = xp.reshape(taken, (*sizes[:number], count, length, *sizes[number + 1 :]))
        x = xp.moveaxis(x, number + 1, -1)
    return x


def windows(x: Any, window_shape: Any, axis: Any) -> list[tuple[int, int]]:
    """The axes that windows move along, and how long the windows are there. ValueError if `x` does not hold one."""
    lengths = [*map(index, window_shape)] if isinstance(window_shape, (tuple, list)) else [index(window_shape)]
    rank = rank_of(x)
    axes = range(rank) if axis is None else axis if isinstance(axis, (tuple, list)) else (axis,)
    numbers = [axis_of("sliding_window_view", number, rank) for number in axes]
    if len(numbers) != len(lengths):
        expected = f"a length for each of the {len(numbers)} axes that windows move along"
        raise argument_errors.wrong_value("sliding_window_view", "window_shape", window_shape, expected)
    left = list(x.shape)
    for number, length in zip(numbers, lengths, strict=True):
        if length < 0 or (left[number] is not None and length > left[number]):
            expected = f"lengths from 0 to those of x, {tuple(x.shape)}"
            raise argument_errors.wrong_value("sliding_window_view", "window_shape", window_shape, expected)
        left[number] = None if left[number] is None else left[number] - length + 1
    return list(zip(numbers, lengths, strict=True))


# -- more and fewer elements -------------------------------------------------------------------------------------------


def delete(xp: Any, x: Any, obj: Any, /, *, axis: int | None = None) -> Any:
    x, axis = (flat(xp, x), 0) if axis is None else (x, axis_of("delete", axis, rank_of(x)))
    size = sizes_of(xp, x)[axis]
    if isinstance(obj, slice) and is_known(size):
        left_out = range(*obj.indices(size))
        left_out = left_out if left_out.step > 0 else left_out[::-1]
        if not left_out:
            return copied(xp, x)
        if left_out.step == 1 or len(left_out) == 1:
            return _without(xp, x, axis, left_out[0], left_out[-1] + 1)
        obj = left_out
    if isinstance(obj, int) and not isinstance(obj, bool):
        place = _place(xp, "delete", obj, size, size)
        return _without(xp, x, axis, place, place + 1)
    places = _places(xp, "delete", obj, x, size, beyond=0)
    is_left_out = xp.isin(positions(xp, size, x), places)
    if is_known(size) and isinstance(obj, (list, tuple, range)) and not any(isinstance(i, bool) for i in obj):
        kept = xp.argsort(xp.astype(is_left_out, xp.int8), stable=True)  # False first, and as many as Python knows
        kept = kept[: size - len({number % size for number in obj})]
    else:
        [kept] = xp.nonzero(xp.logical_not(is_left_out))
    return xp.take(x, kept, axis=axis)


def _without(xp: Any, x: Any, axis: int, start: Any, stop: Any) -> Any:
    """`x` without x[start:stop] along the axis."""
    return xp.concat([part(x, axis, 0, start), part(x, axis, stop, None)], axis=axis)


def insert(xp: Any, x: Any, obj: Any, values: Any, /, *, axis: int | None = None) -> Any:
    x, axis = (flat(xp, x), 0) if axis is None else (x, axis_of("insert", axis, rank_of(x)))
    rank, sizes = rank_of(x), sizes_of(xp, x)
    values = _in_dtype_of(xp, x, values)
    while rank_of(values) < rank:
        values = xp.expand_dims(values, axis=0)
    if isinstance(obj, (list, tuple, range)) and len(obj) == 1:
        obj = obj[0]  # one position takes all values, as a number does
    elif _is_one_place(xp, obj, (1,)):
        obj = int(obj[0])
    elif _is_one_place(xp, obj, ()) or (isinstance(obj, int) and not isinstance(obj, bool)):
        obj = int(obj)
        values = xp.permute_dims(values, (*range(1, axis + 1), 0, *range(axis + 1, rank_of(values))))
    if isinstance(obj, int) and not isinstance(obj, bool):
        place = _place(xp, "insert", obj, sizes[axis], sizes[axis] + 1)
        shape = (*sizes[:axis], sizes_of(xp, values)[axis], *sizes[axis + 1 :])
        return xp.concat(
            [part(x, axis, 0, place), xp.broadcast_to(values, shape), part(x, axis, place, None)], axis=axis
        )
    places = _places(xp, "insert", obj, x, sizes[axis], beyond=1)
    shape = (*sizes[:axis], sizes_of(xp, places)[0], *sizes[axis + 1 :])
    # Each new element right before the one that is at its place.
    order = xp.concat([xp.multiply(places, 2), xp.add(xp.multiply(positions(xp, sizes[axis], x), 2), 1)], axis=0)
    both = xp.concat([xp.broadcast_to(values, shape), x], axis=axis)
    return xp.take(both, xp.argsort(order, stable=True), axis=axis)


def _is_one_place(xp: Any, obj: Any, shape: tuple[int, ...]) -> bool:
    """Whether it is an array of that shape that holds an integer which is known here."""
    if not hasattr(obj, "shape") or tuple(obj.shape) != shape:
        return False
    return xp.isdtype(obj.dtype, "integral") and values_are_known(xp, obj)


def _in_dtype_of(xp: Any, x: Any, values: Any) -> Any:
    if type(values) not in python_scalars.NUMBERS:
        return values if values.dtype == x.dtype else xp.astype(values, x.dtype)
    dtype = neutral(x.dtype)
    value = python_scalars.written("insert", "values", values, dtype)
    return xp.asarray(int(value) if dtype is not None and dtype.is_integer else value, dtype=x.dtype, **beside(x))


def _place(xp: Any, function: str, obj: int, size: Any, stop: Any) -> Any:
    """A position counted from the front. IndexError if it is not one."""
    if is_known(size) and not -size <= obj < stop:
        raise argument_errors.out_of_range(function, "obj", f"numbers from {-size} to {stop - 1}")
    return obj if obj >= 0 else obj + size


def _places(xp: Any, function: str, obj: Any, x: Any, size: Any, *, beyond: int) -> Any:
    """The positions that a list, a slice or an array of integers or booleans names, counted from the front."""
    if isinstance(obj, slice):
        if not is_known(size):
            raise argument_errors.wrong_value(
                function, "obj", obj, "no slice, where a graph does not know the size of the axis"
            )
        obj = list(range(*obj.indices(size)))
    if isinstance(obj, (list, tuple)) and any(isinstance(item, float) for item in obj):
        raise argument_errors.not_places(function, "obj", float.__name__)
    if isinstance(obj, (list, tuple, range, bool)):
        are_truths = isinstance(obj, bool) or any(isinstance(item, bool) for item in obj)
        obj = xp.asarray(list(obj) if not isinstance(obj, bool) else [obj],
                         dtype=xp.bool if are_truths else xp.int64, **beside(x))  # fmt: skip
    obj = flat(xp, obj)
    if neutral(obj.dtype) == "bool":
        if is_known(size) and obj.shape[0] not in (size, None):
            raise argument_errors.wrong_value(
                function, "obj", f"{obj.shape[0]} booleans", f"{size}, one for each element"
            )
        return xp.nonzero(obj)[0]
    # An empty list may have been made an array of floating numbers.
    if obj.shape[0] != 0 and xp.isdtype(obj.dtype, ("real floating", "complex floating")):
        raise argument_errors.not_places(function, "obj", obj.dtype)
    obj = obj if neutral(obj.dtype) == "int64" else xp.astype(obj, xp.int64)
    if is_known(size):
        check_range(xp, function, "obj", obj, -size, size + beyond, IndexError)
    return xp.where(xp.less(obj, 0), xp.add(obj, size), obj)
