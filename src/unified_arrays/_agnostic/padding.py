"""pad: an array with more elements before and after it along each axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import index
from typing import Any

from .._common import argument_errors, python_scalars
from .._common.dtypes import neutral
from .parts import axis_of, beside, copied, is_known, part, positions, rank_of, sizes_of, with_size

STATISTICS = ("maximum", "mean", "median", "minimum")
PLACES = ("edge", "reflect", "symmetric", "wrap")
MODES = ("constant", "empty", "linear_ramp", *PLACES, *STATISTICS)


def pad(
    xp: Any,
    x: Any,
    /,
    pad_width: Any,
    *,
    mode: str = "constant",
    stat_length: Any = None,
    constant_values: Any = 0,
    end_values: Any = 0,
    reflect_type: str = "even",
) -> Any:
    rank = rank_of(x)
    check_mode(mode, reflect_type)
    widths = [tuple(map(index, pair)) for pair in pairs("pad_width", pad_width, rank)]
    if any(width < 0 for pair in widths for width in pair):
        raise argument_errors.wrong_value("pad", "pad_width", pad_width, "numbers from 0")
    if mode == "linear_ramp":
        values = pairs("end_values", end_values, rank)
    else:
        values = pairs("constant_values", constant_values, rank)
    lengths = pairs("stat_length", stat_length, rank)
    own = xp.own("pad_with_zeros")
    if own is not None and rank and mode == "constant" and all(value == 0 for pair in values for value in pair):
        return own(x, widths)
    result = x
    for axis, width in enumerate(widths):
        if not any(width):
            continue
        size = sizes_of(xp, x)[axis]
        if is_known(size) and size == 0 and mode not in ("constant", "empty"):
            raise argument_errors.wrong_value(
                "pad", "mode", mode, f"'constant' or 'empty', for axis {axis} has no elements"
            )
        if mode in PLACES:
            result = _from_places(xp, result, axis, width, size, mode, odd=reflect_type == "odd")
            continue
        if mode in STATISTICS:
            before, after = _statistics(xp, result, axis, size, mode, lengths[axis])
        elif mode == "linear_ramp":
            before, after = _ramps(xp, result, axis, width, values[axis])
        else:
            given = values[axis] if mode == "constant" else (0, 0)
            before, after = (_one(xp, result, value) for value in given)
        result = _joined(xp, result, axis, width, before, after)
    return copied(xp, x) if result is x else result


def check_mode(mode: Any, reflect_type: Any) -> None:
    if mode not in MODES:
        raise argument_errors.wrong_value("pad", "mode", mode, f"one of {', '.join(MODES)}")
    if reflect_type not in ("even", "odd"):
        raise argument_errors.wrong_value("pad", "reflect_type", reflect_type, "even or odd")


def pairs(parameter: str, given: Any, rank: int) -> list[tuple[Any, Any]]:
    """What is said of both sides of each axis: a number for all, a pair for all, or a pair or a number for each."""
    if isinstance(given, Mapping):
        found: list[Any] = [(0, 0)] * rank
        for axis, value in given.items():
            found[axis_of("pad", axis, rank, parameter)] = value
        given = found
    given = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(given, (list, tuple)):
        return [(given, given)] * rank
    rows = [tuple(row) if isinstance(row, (list, tuple)) else row for row in given]
    nested = [row for row in rows if isinstance(row, tuple)]
    if not nested and len(rows) in (1, 2):
        return [(rows[0], rows[-1])] * rank
    rows = [row if isinstance(row, tuple) else (row, row) for row in rows]
    if not nested or len(rows) not in (1, rank) or any(len(row) not in (1, 2) for row in rows):
        raise argument_errors.wrong_value(
            "pad", parameter, given, f"a number, a pair, or a pair for each of {rank} axes"
        )
    both = [(row[0], row[-1]) for row in rows]
    return both * rank if len(both) == 1 else both


def _one(xp: Any, x: Any, value: Any) -> Any:
    """A number as an array of one element in each axis, in the dtype of `x`."""
    dtype = neutral(x.dtype)
    value = python_scalars.written("pad", "constant_values", value, dtype)
    if dtype is not None and dtype.is_integer and not isinstance(value, complex):
        value = int(value)
    elif dtype == "bool":
        value = bool(value)
    return xp.full((1,) * rank_of(x), value, dtype=x.dtype, **beside(x))


def _joined(xp: Any, x: Any, axis: int, width: tuple[int, ...], before: Any, after: Any) -> Any:
    """`x` between `before` and `after`, each as wide as asked for, or to be spread to that."""
    sizes = sizes_of(xp, x)
    parts = [x]
    for number, filling in enumerate((before, after)):
        if width[number]:
            shape = (*sizes[:axis], width[number], *sizes[axis + 1 :])
            parts.insert(number * len(parts), xp.broadcast_to(filling, shape))
    return xp.concat(parts, axis=axis)


# -- modes that repeat elements ----------------------------------------------------------------------------------------


def _from_places(xp: Any, x: Any, axis: int, width: tuple[int, ...], size: Any, mode: str, *, odd: bool) -> Any:
    if is_known(size) and max(width) <= size - (mode == "reflect") and not odd:
        return _from_edges(xp, x, axis, width, size, mode)
    total = size + sum(width)
    wanted = xp.subtract(positions(xp, total, x), width[0])  # counted in x, and beyond it
    if mode == "edge":
        return xp.take(x, xp.minimum(xp.maximum(wanted, 0), size - 1), axis=axis)
    if mode == "wrap":
        return xp.take(x, xp.remainder(wanted, size), axis=axis)
    # There and back: symmetric repeats the elements at the edges, reflect does not.
    repeated = 1 if mode == "symmetric" else 0
    period = 2 * (size - 1 + repeated)
    period = max(period, 1) if is_known(period) else xp.maximum(period, 1)
    along = xp.remainder(wanted, period)
    back = xp.negative(xp.subtract(along, period - repeated))
    result = xp.take(x, xp.minimum(along, xp.maximum(back, 0)), axis=axis)
    if not odd or (is_known(size) and size == 1):
        return result
    return _turned(xp, x, axis, result, xp.greater(along, size - 1), xp.floor_divide(wanted, period))


def _from_edges(xp: Any, x: Any, axis: int, width: tuple[int, ...], size: int, mode: str) -> Any:
    """The same where each side repeats no element twice: what stands at the edges, joined to x."""
    before, after = width
    if mode == "edge":
        first, last = part(x, axis, 0, 1), part(x, axis, size - 1, size)
        return _joined(xp, x, axis, width, first, last)
    if mode == "wrap":
        first, last = part(x, axis, size - before, size), part(x, axis, 0, after)
    else:
        skipped = 1 if mode == "reflect" else 0
        first, last = part(x, axis, skipped, before + skipped), part(x, axis, size - after - skipped, size - skipped)
        first, last = xp.flip(first, axis=axis), xp.flip(last, axis=axis)
    return xp.concat([*([first] if before else []), x, *([last] if after else [])], axis=axis)


def _turned(xp: Any, x: Any, axis: int, mirrored: Any, is_back: Any, turns: Any) -> Any:
    """What is mirrored, as far beyond the edge as it was before it: reflect_type odd."""
    rank = rank_of(x)
    first, last = part(x, axis, 0, 1), part(x, axis, -1, None)
    beyond = xp.where(with_size(xp, is_back, axis, rank), xp.subtract(xp.multiply(last, 2), mirrored), mirrored)
    rise = xp.multiply(xp.subtract(last, first), 2)
    return xp.add(beyond, xp.multiply(rise, xp.astype(with_size(xp, turns, axis, rank), x.dtype)))


# -- modes that compute ------------------------------------------------------------------------------------------------


def _ramps(xp: Any, x: Any, axis: int, width: tuple[int, ...], ends: tuple[Any, Any]) -> tuple[Any, Any]:
    before, after = (
        _ramp(xp, x, axis, edge, count, end)
        for edge, count, end in zip((part(x, axis, 0, 1), part(x, axis, -1, None)), width, ends, strict=True)
    )
    return before, xp.flip(after, axis=axis)


def _ramp(xp: Any, x: Any, axis: int, edge: Any, count: int, end: Any) -> Any:
    """From `end` up to but not including `edge`, in `count` steps."""
    dtype = neutral(x.dtype)
    computed = xp.complex128 if dtype is not None and dtype.is_complex else xp.float64
    steps = xp.astype(with_size(xp, positions(xp, count, x), axis, rank_of(x)), computed)
    rise = xp.divide(xp.subtract(xp.astype(edge, computed), end), max(count, 1))
    ramp = xp.add(xp.multiply(steps, rise), end)
    return xp.astype(xp.floor(ramp) if dtype is not None and dtype.is_integer else ramp, x.dtype)


def _statistics(xp: Any, x: Any, axis: int, size: Any, mode: str, lengths: tuple[Any, Any]) -> tuple[Any, Any]:
    limits = []
    for length in lengths:
        if length is not None and index(length) < 1:
            raise argument_errors.wrong_value("pad", "stat_length", length, "a number from 1, or None for all elements")
        limits.append(None if length is None or (is_known(size) and length > size) else index(length))
    first, last = limits
    return (
        _STATISTICS[mode](xp, x if first is None else part(x, axis, 0, first), axis),
        _STATISTICS[mode](xp, x if last is None else part(x, axis, -last, None), axis),
    )


def _of_numbers(xp: Any, x: Any, statistic: Callable[[Any], Any]) -> Any:
    """A statistic of booleans, which are no numbers, as of 0 and 1."""
    is_bool = neutral(x.dtype) == "bool"
    result = statistic(xp.astype(x, xp.uint8) if is_bool else x)
    return xp.astype(result, x.dtype) if is_bool else result


def _maximum(xp: Any, x: Any, axis: int) -> Any:
    return _of_numbers(xp, x, lambda numbers: xp.max(numbers, axis=axis, keepdims=True))


def _minimum(xp: Any, x: Any, axis: int) -> Any:
    return _of_numbers(xp, x, lambda numbers: xp.min(numbers, axis=axis, keepdims=True))


def _in_dtype_of(xp: Any, x: Any, value: Any) -> Any:
    """A mean as an element of `x`: rounded to an integer, if these are some."""
    dtype = neutral(x.dtype)
    return xp.astype(xp.round(value) if dtype is not None and dtype.is_integer else value, x.dtype)


def _mean(xp: Any, x: Any, axis: int) -> Any:
    exact = x if xp.isdtype(x.dtype, ("real floating", "complex floating")) else xp.astype(x, xp.float64)
    return _in_dtype_of(xp, x, xp.mean(exact, axis=axis, keepdims=True))


def _median(xp: Any, x: Any, axis: int) -> Any:
    numbers = x if xp.isdtype(x.dtype, "real floating") else xp.astype(x, xp.float64)
    ordered = xp.sort(numbers, axis=axis)
    size = sizes_of(xp, x)[axis]
    upper = size // 2
    lower = (size - 1) // 2
    middle = xp.divide(xp.add(part(ordered, axis, lower, lower + 1), part(ordered, axis, upper, upper + 1)), 2)
    last = part(ordered, axis, -1, None)  # where NaN stands, if there is one
    return _in_dtype_of(xp, x, xp.where(xp.isnan(last), last, middle))


_STATISTICS = {"maximum": _maximum, "minimum": _minimum, "mean": _mean, "median": _median}
