"""Functions of JAX for arrays that hold a jax.Array: they are called with what is held, and return such arrays again.

Promotion here goes by dtypes alone. So JAX's weak types, which arrays have that were made of Python's numbers, end
where a function here meets them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import jax
import numpy as np

from ..._common.spec import SPECS, Call
from ..._common.trees import map_leaves
from ..common.held_values import AS_IT_IS, MEMORY
from .array_ref import ArrayRef, array_of

_PLAIN = frozenset([int, float, complex, bool, str, type(None), slice])
_WIDE = frozenset(map(np.dtype, ("float64", "complex128", "int64", "uint64")))


_concrete: set[type] = set()  # the classes of JAX's arrays that are no tracers, as they are met: to be asked quickly


def value_of(x: Any) -> Any:
    """The jax.Array that an array holds; a tracer inside a transformation."""
    if isinstance(x, ArrayRef):
        return x.value
    return x if type(x) in _concrete or not isinstance(x, jax.Ref) else x[...]  # isinstance is slow there


def strong(value: Any) -> Any:
    """`value`, with its dtype for good: JAX lets arrays that were made of Python's numbers give way to others."""
    if getattr(value, "weak_type", False):
        return jax.lax.convert_element_type(value, value.dtype)
    return value


def taking_refs(function: Call) -> Call:
    """A function of JAX, which may look for methods of its own arrays, for what is held."""

    @wraps(function)
    def taking_values(*arguments: Any, **options: Any) -> Any:
        options = {name: _held(option) for name, option in options.items()}
        return function(*map(_held, arguments), **options)

    taking_values.of_values = function  # type: ignore[attr-defined]
    return taking_values


def _held(argument: Any) -> Any:
    if isinstance(argument, (list, tuple)) and any(isinstance(part, (ArrayRef, jax.Ref)) for part in argument):
        return type(argument)(map(value_of, argument))
    return value_of(argument)


class _Values:
    """The arguments of a call as JAX takes them, and what was found among them."""

    def __init__(self, function: str) -> None:
        self._function = function
        self.refs = False
        self.arrays = False

    def of(self, argument: Any) -> Any:
        kind = type(argument)
        if kind in _concrete:
            self.arrays = True
            return strong(argument) if argument.weak_type else argument
        if kind in _PLAIN:
            return argument
        if isinstance(argument, ArrayRef):
            self.refs = True
            return argument.value
        if isinstance(argument, (list, tuple)):
            parts = [self.of(part) for part in argument]
            if not (self.refs or self.arrays):
                return argument
            return argument._make(parts) if hasattr(argument, "_make") else type(argument)(parts)
        if isinstance(argument, np.dtype):
            refuse_wide(self._function, argument)
        elif isinstance(argument, jax.Ref):
            self.arrays = True
            return argument[...]
        elif isinstance(argument, jax.Array):
            self.arrays = True
            if not isinstance(argument, jax.core.Tracer) and hasattr(kind, "weak_type"):  # keys of jax.random have none
                _concrete.add(kind)
            return strong(argument)
        return argument


def refuse_wide(function: str, dtype: Any) -> None:
    """TypeError for a dtype of 64 bits where JAX has none: it would take one of 32 bits without an error."""
    if dtype in _WIDE and not jax.config.read("jax_enable_x64"):
        message = (
            f"{function}: dtype is {dtype.name}, which JAX has only while jax_enable_x64 is on: set JAX_ENABLE_X64=1, "
            'or call jax.config.update("jax_enable_x64", True) at the start, or name a smaller dtype'
        )
        raise TypeError(message)


def on_values(function: str, call: Call) -> Call:
    """`call` for arrays of any kind. Of an ArrayRef, and of nothing that is an array, it makes an ArrayRef."""
    spec, call = SPECS[function], getattr(call, "of_values", call)
    makes_new = spec.family == "creation" or bool(spec.device_parameters)
    is_memory, may_be_itself = function in MEMORY, function in AS_IT_IS

    def call_on_values(*arguments: Any, **options: Any) -> Any:
        values = _Values(function)
        plain = [values.of(argument) for argument in arguments]
        if options:
            options = {name: values.of(option) for name, option in options.items()}
        result = call(*plain, **options)
        if type(result) in _concrete and not (may_be_itself or makes_new):
            result = strong(result) if result.weak_type else result
            return array_of(result) if values.refs else result
        if may_be_itself:
            if values.refs and options.get("copy") is not True and result is plain[0]:
                return arguments[0]
            is_new = values.refs or options.get("copy") is True or not values.arrays
            return ArrayRef(strong(result)) if is_new else strong(result)
        if is_memory or (makes_new and not (values.refs or values.arrays)):
            return _as_arrays(result, ArrayRef)
        return _as_arrays(result, array_of if values.refs else _no_array)

    return call_on_values


def _no_array(value: Any) -> Any:
    return value


def _as_arrays(result: Any, made: Callable[[Any], Any]) -> Any:
    return map_leaves(lambda leaf: made(strong(leaf)) if isinstance(leaf, jax.Array) else leaf, result)
