"""Python numbers beside tensors that their dtype does not hold: PyTorch (2.13) wraps them, in comparisons, too."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import attrgetter
from types import ModuleType
from typing import Any

import torch

from .._core.dtypes import ALL
from .._core.numbers import NUMBERS, OF_TWO, SEARCHING, Fitting
from ._repair import repaired

_NAMES = {getattr(torch, name): name for name in ALL}


def _dtype_of(x: Any) -> str | None:
    return _NAMES.get(x.dtype) if isinstance(x, torch.Tensor) else None


def _by_parts(function: Callable[..., Any]) -> Callable[..., Any]:
    """A sum with an infinite number beside complex tensors: PyTorch (2.13) multiplies that by 1 + 0j: a nan."""

    def call(x1: Any, x2: Any, /) -> Any:
        number, array = (x1, x2) if isinstance(x1, NUMBERS) else (x2, x1)
        if not array.is_complex() or isinstance(number, int) or abs(number) != math.inf:
            return function(x1, x2)
        return torch.complex(function(x1.real, x2.real), function(x1.imag, x2.imag))

    return call


def with_fitting_numbers(namespace: ModuleType) -> ModuleType:
    """`namespace`, its functions that take numbers beside tensors for all numbers."""
    fitting = Fitting(lambda name: attrgetter(name)(namespace), _dtype_of, lambda: _NAMES[torch.get_default_dtype()])
    slow = {name: _by_parts(getattr(namespace, name)) for name in ("add", "subtract")}
    fitted = {name: fitting.of_two(name, getattr(namespace, name), slow.get(name)) for name in OF_TWO}
    fitted |= {name: fitting.searching(name, getattr(namespace, name)) for name in SEARCHING}
    return repaired(
        namespace, {**fitted, "where": fitting.where(namespace.where), "clip": fitting.clip(namespace.clip)}
    )
