"""Joining arrays, and taking them apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import index
from typing import Any

from .._common import argument_errors, python_scalars
from .._common.trees import leaves
from .parts import array_beside, at_least, axis_of, flat, is_known, part, rank_of, sizes_of


def _of_rank(xp: Any, x: Any, rank: int) -> Any:
    """`x` with axes of length 1 in front until it has as many."""
    while rank_of(x) < rank:
        x = xp.expand_dims(x, axis=0)
    return x


def _of_three(xp: Any, x: Any) -> Any:
    """`x` with as many axes as atleast_3d gives it: a vector lies along the second, a matrix along the first two."""
    x = _of_rank(xp, x, 2)
    return xp.expand_dims(x, axis=2) if rank_of(x) == 2 else x


def atleast_1d(xp: Any, x: Any, /, *, device: Any = None) -> Any:
    return _of_rank(xp, xp.asarray(x, device=device), 1)


def atleast_2d(xp: Any, x: Any, /, *, device: Any = None) -> Any:
    return _of_rank(xp, xp.asarray(x, device=device), 2)


def atleast_3d(xp: Any, x: Any, /, *, device: Any = None) -> Any:
    return _of_three(xp, xp.asarray(x, device=device))


def hstack(xp: Any, arrays: Sequence[Any], /) -> Any:
    arrays = [_of_rank(xp, array, 1) for array in arrays]
    return xp.concat(arrays, axis=1 if arrays and rank_of(arrays[0]) > 1 else 0)


def vstack(xp: Any, arrays: Sequence[Any], /) -> Any:
    return xp.concat([_of_rank(xp, array, 2) for array in arrays], axis=0)


def dstack(xp: Any, arrays: Sequence[Any], /) -> Any:
    return xp.concat([_of_three(xp, array) for array in arrays], axis=2)


def column_stack(xp: Any, arrays: Sequence[Any], /) -> Any:
    columns = [array if rank_of(array) > 1 else xp.reshape(array, (-1, 1)) for array in arrays]
    return xp.concat(columns, axis=1)


def append(xp: Any, x: Any, values: Any, /, *, axis: int | None = None) -> Any:
    values = array_beside(xp, "append", "values", values, x)
    if axis is None:
        return xp.concat([flat(xp, x), flat(xp, values)], axis=0)
    return xp.concat([x, values], axis=axis_of("append", axis, rank_of(x)))


def block(xp: Any, arrays: Any, /) -> Any:
    items = [leaf for leaf in leaves(arrays) if type(leaf) not in python_scalars.NUMBERS]
    first = items[0] if items else xp.asarray(next(leaves(arrays), 0))
    depth = _depth(arrays)
    rank = max(depth, *(rank_of(item) for item in items)) if items else depth

    def joined(nested: Any, level: int) -> Any:
        if not isinstance(nested, list):
            return _of_rank(xp, array_beside(xp, "block", "arrays", nested, first), rank)
        return xp.concat([joined(item, level + 1) for item in nested], axis=rank - depth + level)

    return joined(arrays, 0)


def _depth(nested: Any) -> int:
    """How deep the lists lie in each other. ValueError for lists that are empty or differ in that."""
    if isinstance(nested, tuple):
        raise argument_errors.not_nested_alike("block", "a tuple")
    if not isinstance(nested, list):
        return 0
    depths = {_depth(item) for item in nested}
    if len(depths) != 1:
        raise argument_errors.not_nested_alike("block", "lists of several depths" if nested else "an empty list")
    return 1 + depths.pop()


# -- taking apart ------------------------------------------------------------------------------------------------------


def split(xp: Any, x: Any, indices_or_sections: Any, /, *, axis: int = 0) -> tuple[Any, ...]:
    return _split(xp, "split", x, indices_or_sections, axis)


def array_split(xp: Any, x: Any, indices_or_sections: Any, /, *, axis: int = 0) -> tuple[Any, ...]:
    return _split(xp, "array_split", x, indices_or_sections, axis)


def hsplit(xp: Any, x: Any, indices_or_sections: Any, /) -> tuple[Any, ...]:
    at_least("hsplit", x, 1)
    return _split(xp, "hsplit", x, indices_or_sections, min(rank_of(x) - 1, 1))


def vsplit(xp: Any, x: Any, indices_or_sections: Any, /) -> tuple[Any, ...]:
    at_least("vsplit", x, 2)
    return _split(xp, "vsplit", x, indices_or_sections, 0)


def dsplit(xp: Any, x: Any, indices_or_sections: Any, /) -> tuple[Any, ...]:
    at_least("dsplit", x, 3)
    return _split(xp, "dsplit", x, indices_or_sections, 2)


def _split(xp: Any, function: str, x: Any, indices_or_sections: Any, axis: int) -> tuple[Any, ...]:
    axis = axis_of(function, axis, rank_of(x))
    size = sizes_of(xp, x)[axis]
    if isinstance(indices_or_sections, (list, tuple)):
        bounds = [0, *map(index, indices_or_sections), None]
        if is_known(size):  # the standard knows no bounds beyond the array
            pairs = [slice(start, stop).indices(size)[:2] for start, stop in pairwise(bounds)]
            return tuple(part(x, axis, start, max(start, stop)) for start, stop in pairs)
        return tuple(part(x, axis, start, stop) for start, stop in pairwise(bounds))
    count = index(indices_or_sections)
    if count < 1:
        raise argument_errors.no_sections(function, count)
    if not is_known(size):
        return _split_in_graph(xp, function, x, count, axis)
    length, rest = divmod(size, count)
    if rest and function != "array_split":
        raise argument_errors.not_divisible(function, size, count, axis)
    bounds = [number * length + min(number, rest) for number in range(count + 1)]
    return tuple(part(x, axis, start, stop) for start, stop in pairwise(bounds))


def _split_in_graph(xp: Any, function: str, x: Any, count: int, axis: int) -> tuple[Any, ...]:
    """The same along an axis whose size a graph knows only when it runs."""
    sizes = sizes_of(xp, x)
    length = xp.floor_divide(sizes[axis], count)
    if function != "array_split":  # parts that are not equal are refused by reshape, when the graph runs
        apart = xp.reshape(x, (*sizes[:axis], count, length, *sizes[axis + 1 :]))
        return tuple(xp.unstack(apart, axis=axis))
    rest = xp.remainder(sizes[axis], count)
    bounds = [xp.add(xp.multiply(length, number), xp.minimum(rest, number)) for number in range(count + 1)]
    return tuple(part(x, axis, start, stop) for start, stop in pairwise(bounds))
