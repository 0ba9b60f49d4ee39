"""The distinct elements of arrays, and sets made of them."""

from __future__ import annotations

from typing import Any

from .arguments import promoted
from .parts import axis_of, beside, flat, is_known, part, rank_of, sizes_of, values_are_known


def unique(
    xp: Any,
    x: Any,
    /,
    *,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    equal_nan: bool = True,
) -> Any:
    more = return_index, return_inverse, return_counts
    of_values = axis is None or rank_of(x) == 1
    nan_is_one = equal_nan and of_values and xp.isdtype(x.dtype, ("real floating", "complex floating"))
    if axis is not None:
        number = axis_of("unique", axis, rank_of(x))
        _, first, inverse, counts = xp.unique_all(_ranks_of_slices(xp, x, number))
        found = [xp.take(x, first, axis=number), first, inverse, counts]
    elif any(more):
        found = list(xp.unique_all(x))
    else:
        found = [xp.unique_values(x)]
    if nan_is_one:
        found = _with_one_nan(xp, found)
    results = [found[0], *(result for result, is_wanted in zip(found[1:], more, strict=False) if is_wanted)]
    return tuple(results) if any(more) else results[0]


def _with_one_nan(xp: Any, found: list[Any]) -> list[Any]:
    """Values, and what else is known of them, with all NaN, which are the last of the values, as one."""
    values, *more = found
    is_nan = xp.isnan(values)
    ordinal = xp.cumulative_sum(xp.astype(is_nan, xp.int64), axis=0)  # 1 at the first NaN
    [kept] = xp.nonzero(xp.less(ordinal, 2))
    result = [xp.take(values, kept, axis=0)]
    if more:
        first, inverse, counts = more
        numbers = xp.sum(xp.astype(is_nan, xp.int64))
        all_of_them = xp.where(is_nan, numbers, counts)
        last = xp.sum(xp.ones_like(kept)) - 1
        result += [xp.take(first, kept, axis=0), xp.minimum(inverse, last), xp.take(all_of_them, kept, axis=0)]
    return result


def _ranks_of_slices(xp: Any, x: Any, axis: int) -> Any:
    """A number for each slice along the axis, equal for equal slices, in their lexicographic order.

    The numbers of neighbours are joined in pairs, so that it takes a step for each doubling of the slices' length.
    """
    size = sizes_of(xp, x)[axis]
    rows = xp.reshape(xp.moveaxis(x, axis, 0), (size, -1) if not is_known(size) or size else (0, 1))
    if xp.isdtype(x.dtype, "bool"):
        rows = xp.astype(rows, xp.uint8)
    if 0 in rows.shape:
        return xp.zeros((size,), dtype=xp.int64, **beside(x))
    ranks = _ranks_of_columns(xp, rows)
    while ranks.shape[1] > 1:
        width = ranks.shape[1]
        pairs = width // 2
        joined = xp.add(xp.multiply(ranks[:, 0 : 2 * pairs : 2], size), ranks[:, 1 : 2 * pairs : 2])
        ranks = xp.concat([_ranks_of_columns(xp, joined), ranks[:, 2 * pairs :]], axis=1)
    return xp.reshape(ranks, (-1,))


def _ranks_of_columns(xp: Any, x: Any) -> Any:
    """In each column the number of each element among the distinct ones, in their order."""
    order = xp.argsort(x, axis=0)
    ordered = xp.take_along_axis(x, order, axis=0)
    before, after = _neighbours(xp, ordered)
    rises = xp.astype(xp.not_equal(after, before), xp.int64)
    none = xp.zeros_like(order[:1, :])
    numbers = xp.cumulative_sum(xp.concat([none, rises], axis=0), axis=0)
    return xp.take_along_axis(numbers, xp.argsort(order, axis=0), axis=0)


def _is_empty(xp: Any, ordered: Any) -> bool:
    """Whether it is known to have no elements: the standard knows no last one there."""
    return values_are_known(xp, ordered) and 0 in ordered.shape


def _neighbours(xp: Any, ordered: Any) -> tuple[Any, Any]:
    """All elements along the first axis but the last one, and all but the first one."""
    if _is_empty(xp, ordered):
        return ordered, ordered
    return part(ordered, 0, 0, -1), part(ordered, 0, 1, None)


def union1d(xp: Any, x1: Any, x2: Any, /) -> Any:
    return unique(xp, xp.concat([flat(xp, x1), flat(xp, x2)], axis=0))


def intersect1d(xp: Any, x1: Any, x2: Any, /, *, assume_unique: bool = False, return_indices: bool = False) -> Any:
    x1, x2 = promoted(xp, x1, x2)
    parts = [unique(xp, x, return_index=True) for x in (x1, x2)]
    both = xp.concat([values for values, _ in parts], axis=0)
    order = xp.argsort(both, axis=0, stable=True)
    ordered = xp.take(both, order, axis=0)
    before, after = _neighbours(xp, ordered)
    [places] = xp.nonzero(xp.equal(before, after))
    common = xp.take(ordered, places, axis=0)
    if not return_indices:
        return common
    first = xp.concat([first for _, first in parts], axis=0)  # where each came first
    return (
        common,
        xp.take(first, xp.take(order, places, axis=0), axis=0),
        xp.take(first, xp.take(order, xp.add(places, 1), axis=0), axis=0),
    )


def setdiff1d(xp: Any, x1: Any, x2: Any, /, *, assume_unique: bool = False) -> Any:
    values = flat(xp, x1) if assume_unique else unique(xp, x1)
    [places] = xp.nonzero(xp.logical_not(xp.isin(values, flat(xp, x2))))
    return xp.take(values, places, axis=0)


def setxor1d(xp: Any, x1: Any, x2: Any, /, *, assume_unique: bool = False) -> Any:
    both = xp.concat([unique(xp, x) for x in (x1, x2)], axis=0)
    ordered = xp.sort(both, axis=0)
    if _is_empty(xp, ordered):
        return ordered
    before, after = _neighbours(xp, ordered)
    differs = xp.not_equal(after, before)
    end = xp.ones_like(part(ordered, 0, 0, 1), dtype=xp.bool)  # none of no elements
    alone = xp.logical_and(xp.concat([end, differs], axis=0), xp.concat([differs, end], axis=0))
    return xp.take(ordered, xp.nonzero(alone)[0], axis=0)
