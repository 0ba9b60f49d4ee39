"""Elements taken from one of several arrays, or computed by one of several functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._common import argument_errors, errors, python_scalars
from .._common.dtypes import neutral
from .parts import beside, check_range, flat, is_known, rank_of, sizes_of


def select(xp: Any, condlist: Sequence[Any], choicelist: Sequence[Any], /, *, default: Any = 0) -> Any:
    if len(condlist) != len(choicelist) or not condlist:
        came = f"{len(choicelist)} arrays"
        raise argument_errors.wrong_value(
            "select", "choicelist", came, f"{len(condlist)}, one for each condition, and at least one"
        )
    for condition in condlist:
        if neutral(condition.dtype) != "bool":
            raise errors.wrong_kind("select", condition.dtype, "bool, of each condition")
    choices = _as_arrays(xp, "select", [*choicelist, default], condlist[0])
    result = choices.pop()
    for condition, choice in reversed(list(zip(condlist, choices, strict=True))):
        result = xp.where(condition, choice, result)
    return result


def choose(xp: Any, x: Any, choices: Sequence[Any], /, *, mode: str = "raise") -> Any:
    count = len(choices)
    if mode not in ("raise", "wrap", "clip"):
        raise argument_errors.wrong_value("choose", "mode", mode, "raise, wrap or clip")
    if not xp.isdtype(x.dtype, "integral"):
        raise argument_errors.wrong_dtype("choose", "x", x.dtype, "one of integers")
    numbers = xp.astype(x, xp.int64)
    if mode == "wrap":
        numbers = xp.remainder(numbers, count)
    elif mode == "clip":
        numbers = xp.minimum(xp.maximum(numbers, 0), count - 1)
    else:
        check_range(xp, "choose", "x", numbers, 0, count, ValueError)
    arrays = _as_arrays(xp, "choose", list(choices), x)
    _, result = xp.broadcast_arrays(numbers, arrays[0])
    for number, array in enumerate(arrays[1:], start=1):
        result = xp.where(xp.equal(numbers, number), array, result)
    return result


def _as_arrays(xp: Any, function: str, values: list[Any], like: Any) -> list[Any]:
    """Arrays and numbers in the dtype that they promote to, numbers as arrays where `like` is."""
    arrays = [value for value in values if type(value) not in python_scalars.NUMBERS]
    if arrays:
        dtype = xp.result_type(*values)
    else:
        highest = next(kind(1) for kind in (complex, float, int, bool) if kind in set(map(type, values)))
        dtype = xp.asarray(highest).dtype
    made = []
    for value in values:
        if type(value) in python_scalars.NUMBERS:
            value = python_scalars.written(function, "a choice", value, neutral(dtype))
            made.append(xp.asarray(value, dtype=dtype, **beside(like)))
        else:
            made.append(value if value.dtype == dtype else xp.astype(value, dtype))
    return made


def piecewise(xp: Any, x: Any, condlist: Sequence[Any], funclist: Sequence[Any], /) -> Any:
    conditions, functions = list(condlist), list(funclist)
    if len(functions) == len(conditions) + 1:
        rest = conditions[0]
        for condition in conditions[1:]:
            rest = xp.logical_or(rest, condition)
        conditions.append(xp.logical_not(rest))
    if len(functions) != len(conditions):
        expected = f"{len(condlist)}, one for each condition, or one more for all other elements"
        raise argument_errors.wrong_value("piecewise", "funclist", f"{len(functions)} functions", expected)
    result = xp.zeros_like(x)
    for condition, function in zip(conditions, functions, strict=True):
        value = _computed_where(xp, x, condition, function) if callable(function) else function
        if type(value) in python_scalars.NUMBERS:
            value = python_scalars.written("piecewise", "funclist", value, neutral(x.dtype))
            value = xp.asarray(value, dtype=x.dtype, **beside(x))
        result = xp.where(condition, value, result)
    return result


def _computed_where(xp: Any, x: Any, condition: Any, function: Callable[[Any], Any]) -> Any:
    """What the function makes of the elements for which the condition holds, at their places; the others are any."""
    _, everywhere = xp.broadcast_arrays(x, condition)
    line = flat(xp, everywhere)
    [places] = xp.nonzero(line)
    if is_known(sizes_of(xp, places)[0]) and 0 in places.shape:  # NumPy, too, calls no function for no elements
        return x
    values = function(xp.take(flat(xp, x), places, axis=0))
    if type(values) in python_scalars.NUMBERS or not rank_of(values):
        return values
    numbers = xp.maximum(xp.subtract(xp.cumulative_sum(xp.astype(line, xp.int64), axis=0), 1), 0)
    values = values if values.dtype == x.dtype else xp.astype(values, x.dtype)
    return xp.reshape(xp.take(values, numbers, axis=0), tuple(sizes_of(xp, x)))
