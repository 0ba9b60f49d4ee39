"""The plain case of PyTorch's functions, without the wrappers that the other cases need.

array_api_compat mends what PyTorch makes of a 0-d array beside another dtype, and of Python numbers; `_torch_unsigned`
mends the unsigned dtypes. Two arrays of one dtype need neither: PyTorch's own function is tried first, and what it
refuses is looked at by the whole function, which words the error.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch

# The standard's name -> PyTorch's, where two arrays of one dtype need no repair.
_OF_TWO = {name: name for name in (
    "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide greater "
    "greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor maximum minimum multiply "
    "nextafter not_equal pow subtract"
).split()} | {"equal": "eq"}  # fmt: skip
_OF_ONE = {name: name for name in ("abs", "negative", "square")} | {"bitwise_invert": "bitwise_not"}


def _of_two(own: Callable[..., Any], whole: Callable[..., Any]) -> Callable[..., Any]:
    def call(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype:
                return own(x1, x2)
        except (AttributeError, RuntimeError, TypeError):
            pass  # a number, an unsigned dtype, shapes that do not go together
        return whole(x1, x2)

    return call


def _of_one(own: Callable[..., Any], whole: Callable[..., Any]) -> Callable[..., Any]:
    def call(x: Any, /) -> Any:
        try:
            return own(x)
        except (RuntimeError, TypeError):
            pass
        return whole(x)

    return call


def quick(namespace: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions of `namespace` that are tried as PyTorch's own first."""
    return {name: _of_two(getattr(torch, own), getattr(namespace, name)) for name, own in _OF_TWO.items()} | {
        name: _of_one(getattr(torch, own), getattr(namespace, name)) for name, own in _OF_ONE.items()
    }
