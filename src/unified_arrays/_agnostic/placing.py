"""What an array will hold when some of its elements are written: computed as a whole, with the array as it is."""

from __future__ import annotations

from typing import Any

from .._common import argument_errors, errors
from .parts import axis_of, flat, positions, positions_along, rank_of, sizes_of, with_size


def placed(xp: Any, x: Any, mask: Any, values: Any, /) -> Any:
    """`x` with the elements that `mask` names taken one after the other from `values`, again and again."""
    line = _line(xp, "place", x, mask)
    numbers = xp.subtract(xp.cumulative_sum(xp.astype(line, xp.int64), axis=0), 1)
    if 0 in values.shape:
        raise argument_errors.wrong_shape("place", "values", tuple(values.shape), "at least one element")
    return _chosen(xp, x, line, flat(xp, values), numbers)


def masked(xp: Any, x: Any, mask: Any, values: Any, /) -> Any:
    """`x` with the elements that `mask` names taken from where they are in `values`, repeated as often as it takes."""
    line = _line(xp, "putmask", x, mask)
    if 0 in values.shape:
        return x
    return _chosen(xp, x, line, flat(xp, values), positions_along(xp, line))


def with_diagonal(xp: Any, x: Any, values: Any, /, *, wrap: bool = False) -> Any:
    """`x` with `values` on its main diagonal, repeated as often as it takes."""
    rank, sizes = rank_of(x), sizes_of(xp, x)
    if rank < 2:
        raise argument_errors.too_few_axes("fill_diagonal", tuple(x.shape), 2)
    if rank > 2 and len({size for size in x.shape if size is not None}) > 1:
        raise argument_errors.wrong_shape(
            "fill_diagonal", "x", tuple(x.shape), "axes of one length, for it has more than two"
        )
    if 0 in x.shape or 0 in values.shape:
        return x
    step, length = 1, 1
    for size in reversed(sizes[1:]):
        length = length * size
        step = step + length
    elements = flat(xp, x)
    numbers = positions_along(xp, elements)
    line = xp.equal(xp.remainder(numbers, step), 0)
    if rank == 2 and not wrap:
        line = xp.logical_and(line, xp.less(numbers, sizes[1] * sizes[1]))
    return _chosen(xp, x, line, flat(xp, values), xp.floor_divide(numbers, step))


def _line(xp: Any, function: str, x: Any, mask: Any) -> Any:
    """The mask as booleans for the flattened `x`."""
    if None not in (*mask.shape, *x.shape) and flat(xp, mask).shape[0] != flat(xp, x).shape[0]:
        shapes = {"mask": tuple(mask.shape), "x": tuple(x.shape)}
        raise errors.shapes_apart(function, shapes, "a mask with as many elements as x")
    return flat(xp, xp.astype(mask, xp.bool))


def _chosen(xp: Any, x: Any, line: Any, values: Any, numbers: Any) -> Any:
    """`x` where `line` is False, elsewhere the values of these numbers, counted round and round."""
    taken = xp.take(values, xp.remainder(numbers, sizes_of(xp, values)[0]), axis=0)
    return xp.reshape(xp.where(line, taken, flat(xp, x)), tuple(sizes_of(xp, x)))


def along_axis(xp: Any, x: Any, indices: Any, axis: int, /) -> tuple[Any, ...]:
    """The index of the elements that take_along_axis takes."""
    rank = rank_of(x)
    if rank_of(indices) != rank:
        shapes = {"x": tuple(x.shape), "indices": tuple(indices.shape)}
        raise errors.shapes_apart("put_along_axis", shapes, "indices with as many axes as x")
    axis = axis_of("put_along_axis", axis, rank)
    return tuple(
        indices if number == axis else with_size(xp, positions(xp, size, x), number, rank)
        for number, size in enumerate(sizes_of(xp, x))
    )
