"""A function of the user's, called for parts of an array."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from .._common import argument_errors, python_scalars
from .parts import array_beside, axis_of, rank_of, sizes_of


def apply_along_axis(xp: Any, func1d: Callable[..., Any], axis: int, x: Any, /) -> Any:
    rank = rank_of(x)
    axis = axis_of("apply_along_axis", axis, rank)
    sizes = sizes_of(xp, x)
    others = [*sizes[:axis], *sizes[axis + 1 :]]
    if 0 in others:
        raise argument_errors.wrong_value(
            "apply_along_axis", "x", f"of shape {tuple(x.shape)}", "at least one vector along axis"
        )
    lines = xp.unstack(xp.reshape(xp.moveaxis(x, axis, -1), (prod(others), sizes[axis])), axis=0)
    results = [func1d(line) for line in lines]
    results = [
        array_beside(xp, "apply_along_axis", "the result of func1d", result, x)
        if type(result) in python_scalars.NUMBERS
        else result
        for result in results
    ]
    made = sizes_of(xp, results[0])
    stacked = xp.reshape(xp.stack(results, axis=0), (*others, *made))
    new = len(others)
    order = (*range(axis), *range(new, new + len(made)), *range(axis, new))
    return xp.permute_dims(stacked, order)


def apply_over_axes(xp: Any, func: Callable[..., Any], x: Any, axes: Any, /) -> Any:
    rank = rank_of(x)
    for axis in axes if isinstance(axes, (tuple, list)) else (axes,):
        number = axis_of("apply_over_axes", axis, rank)
        result = func(x, number)
        x = result if rank_of(result) == rank else xp.expand_dims(result, axis=number)
        if rank_of(x) != rank:
            raise argument_errors.wrong_shape(
                "apply_over_axes", "the result of func", tuple(result.shape), "as many axes as x, or one less"
            )
    return x
