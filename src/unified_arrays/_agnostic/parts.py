"""What functions beyond the standard are made of: sizes, axes and parts of arrays, in graphs too."""

from __future__ import annotations

from math import inf
from operator import index
from typing import Any

from .._common import argument_errors, python_scalars
from .._common.dtypes import neutral


def rank_of(x: Any) -> int:
    return len(x.shape)


def sizes_of(xp: Any, x: Any) -> list[Any]:
    """The shape of `x`; where a graph does not know a size, a 0-d array that holds it when it runs."""
    sizes = [getattr(size, "value", size) for size in x.shape]  # a shape may hold objects that have the number
    return list(xp.sizes_in_graph(x)) if None in sizes else sizes


def is_known(size: Any) -> bool:
    """Whether a size is a number: PyTorch's symbolic ones are, too."""
    return not hasattr(size, "dtype")


def device_of(x: Any) -> Any:
    """The device of `x`, for creation; None in a graph, whose arrays have none yet, or no such attribute."""
    return getattr(x, "device", None) or None


def beside(x: Any) -> dict[str, Any]:
    """The options of a creation function for an array where `x` is."""
    return {"device": device_of(x)}


def positions(xp: Any, size: Any, x: Any) -> Any:
    """0, 1, ... `size` - 1, where `x` is."""
    if is_known(size):
        return xp.arange(size, dtype=xp.int64, **beside(x))
    return xp.subtract(xp.cumulative_sum(xp.ones((size,), dtype=xp.int64, **beside(x)), axis=0), 1)


def positions_along(xp: Any, x: Any, axis: int = 0) -> Any:
    """0, 1, ... for the elements along an axis of `x`."""
    return positions(xp, sizes_of(xp, x)[axis], x)


def moved(xp: Any, x: Any, device: Any) -> Any:
    """A new array on the device that was named. What it was computed of must have been where functions compute."""
    return x if device is None else xp.asarray(x, device=device)


def axis_of(function: str, axis: Any, rank: int, parameter: str = "axis") -> int:
    """An axis counted from the front. AxisError if it is not there."""
    number = index(axis)
    if not -rank <= number < rank:
        raise argument_errors.no_axis(function, parameter, axis, rank)
    return number % rank


def at_least(function: str, x: Any, rank: int) -> None:
    """ValueError for an array of fewer axes."""
    if rank_of(x) < rank:
        raise argument_errors.too_few_axes(function, tuple(x.shape), rank)


def part(x: Any, axis: int, start: Any, stop: Any) -> Any:
    """x[start:stop] along an axis counted from the front."""
    return x[(*(slice(None),) * axis, slice(start, stop), ...)]


def flat(xp: Any, x: Any) -> Any:
    """The elements in one axis; `x` itself if it has one."""
    return x if rank_of(x) == 1 else xp.reshape(x, (-1,))


def copied(xp: Any, x: Any) -> Any:
    return xp.astype(x, x.dtype, copy=True)


def with_size(xp: Any, values: Any, axis: int, rank: int) -> Any:
    """A vector as an array of `rank` axes that lies along one of them."""
    return xp.reshape(values, tuple(-1 if number == axis else 1 for number in range(rank)))


def array_beside(xp: Any, function: str, parameter: str, value: Any, x: Any) -> Any:
    """`value`, a number as an array, in the dtype that it has beside `x`. OverflowError if that does not hold it."""
    if type(value) not in python_scalars.NUMBERS:
        return value
    dtype = xp.result_type(x, value)
    value = python_scalars.written(function, parameter, value, neutral(dtype))
    return xp.asarray(value, dtype=dtype, **beside(x))


def without_nan(xp: Any, x: Any, instead: float) -> Any:
    """Floating `x` with a number in the place of NaN."""
    own = xp.own("special.nan_to_num")
    if own is not None and xp.isdtype(x.dtype, "real floating"):
        return own(x, instead, inf, -inf)
    return xp.where(xp.isnan(x), xp.full_like(x, instead), x)


def values_are_known(xp: Any, x: Any) -> bool:
    """Whether a program may branch on the values of `x`: in a graph that runs later it has none yet."""
    known = xp.own("values_are_known")
    return known is None or bool(known(x))


def check_range(xp: Any, function: str, parameter: str, x: Any, low: Any, high: Any, error: type[Exception]) -> None:
    """An error if an integer in `x` is not in low <= number < high, as far as that is known here."""
    if not is_known(high) or not values_are_known(xp, x) or 0 in x.shape:
        return
    if bool(xp.min(x) < low) or bool(xp.max(x) >= high):
        raise argument_errors.out_of_range(function, parameter, f"numbers from {low} to {high - 1}", error)
