"""Functions of dask for arrays that hold a dask array: called with what is held, they return such arrays again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import dask.array as da

from ..._common.spec import SPECS, Call
from ..._common.trees import map_leaves
from ..common.held_values import AS_IT_IS, MEMORY
from .dask_memory import DaskMemory


class _Values:
    """The arguments of a call as dask takes them, and what was found among them."""

    def __init__(self) -> None:
        self.memory = False
        self.arrays = False

    def of(self, argument: Any) -> Any:
        if isinstance(argument, DaskMemory):
            self.memory = True
            return argument.value
        if isinstance(argument, da.Array):
            self.arrays = True
        elif isinstance(argument, (list, tuple)):
            parts = [self.of(part) for part in argument]
            if self.memory or self.arrays:
                return argument._make(parts) if hasattr(argument, "_make") else type(argument)(parts)
        return argument


def taking_memory(function: Call) -> Call:
    """A function of dask for what is held."""

    @wraps(function)
    def taking_values(*arguments: Any, **options: Any) -> Any:
        values = _Values()
        plain = [values.of(argument) for argument in arguments]
        return function(*plain, **{name: values.of(option) for name, option in options.items()})

    return taking_values


def on_values(function: str, call: Call) -> Call:
    """`call` for arrays of any kind. Of a DaskMemory, and of nothing that is an array, it makes a DaskMemory."""
    spec = SPECS[function]
    makes_new = spec.family == "creation" or bool(spec.device_parameters)
    is_memory, may_be_itself = function in MEMORY, function in AS_IT_IS

    def call_on_values(*arguments: Any, **options: Any) -> Any:
        values = _Values()
        plain = [values.of(argument) for argument in arguments]
        options = {name: values.of(option) for name, option in options.items()}
        result = call(*plain, **options)
        if may_be_itself:
            if values.memory and options.get("copy") is not True and result is plain[0]:
                return arguments[0]
            is_new = values.memory or options.get("copy") is True or not values.arrays
            return DaskMemory(result) if is_new else result
        if values.memory or is_memory or (makes_new and not values.arrays):
            return _as_arrays(result, DaskMemory)
        return result

    return call_on_values


def _as_arrays(result: Any, made: Callable[[Any], Any]) -> Any:
    return map_leaves(lambda leaf: made(leaf) if isinstance(leaf, da.Array) else leaf, result)
