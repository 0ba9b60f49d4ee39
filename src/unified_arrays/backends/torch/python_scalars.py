"""Python scalars beside tensors: those that a dtype does not hold, and all of them while torch.compile traces.

PyTorch (2.13) wraps a scalar that the dtype of the tensor does not hold, in comparisons, too.

array_api_compat asks torch.result_type for the dtype that a number and a tensor promote to; Dynamo (2.13) does not
trace it. Remove when `torch.compile(lambda x: torch.zeros((), dtype=torch.result_type(x, 0.5)), fullgraph=True)` runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from operator import attrgetter
from types import ModuleType
from typing import Any

import array_api_compat.torch as compat
import torch

from ..._agnostic.namespaces import repaired
from ..._common.dtypes import ALL
from ..._common.python_scalars import NUMBERS, OF_TWO, SEARCHING, Fitting

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


# Functions of which array_api_compat makes a tensor of a number.
_MAKE_TENSORS = (
    "atan2 copysign equal greater greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor "
    "maximum minimum nextafter not_equal"
).split()


def with_number(dtype: torch.dtype, number: Any) -> torch.dtype:
    """The dtype that a tensor and a number promote to: the tensor's, unless the number is of a higher kind."""
    if isinstance(number, complex) and not dtype.is_complex:
        return dtype.to_complex() if dtype.is_floating_point else torch.get_default_dtype().to_complex()
    if isinstance(number, float) and not (dtype.is_floating_point or dtype.is_complex):
        return torch.get_default_dtype()
    if isinstance(number, int) and not isinstance(number, bool) and dtype is torch.bool:
        return torch.int64
    return dtype


def result_type(*arrays_and_dtypes: Any) -> Any:
    """array_api_compat's, for numbers while a program is traced, too."""
    numbers = [one for one in arrays_and_dtypes if isinstance(one, NUMBERS)]
    others = [one for one in arrays_and_dtypes if not isinstance(one, NUMBERS)]
    if not (numbers and others and torch.compiler.is_compiling()):
        return compat.result_type(*arrays_and_dtypes)
    return reduce(with_number, numbers, compat.result_type(*others))


def _traced(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(x1: Any, x2: Any, /) -> Any:
        if (isinstance(x1, NUMBERS) or isinstance(x2, NUMBERS)) and torch.compiler.is_compiling():
            dtype, device = result_type(x1, x2), (x2 if isinstance(x1, NUMBERS) else x1).device
            x1, x2 = (
                torch.full((), one, dtype=dtype, device=device) if isinstance(one, NUMBERS) else one.to(dtype)
                for one in (x1, x2)
            )
        return function(x1, x2)

    return call


TRACED_NUMBERS = {name: _traced(getattr(compat, name)) for name in _MAKE_TENSORS}
