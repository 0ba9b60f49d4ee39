"""Python numbers beside tensors in a program that torch.compile traces.

array_api_compat asks torch.result_type for the dtype that a number and a tensor promote to; Dynamo (2.13) does not
trace it. Remove when `torch.compile(lambda x: torch.zeros((), dtype=torch.result_type(x, 0.5)), fullgraph=True)` runs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import array_api_compat.torch as compat
import torch

_NUMBERS = (bool, int, float, complex)

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
    numbers = [one for one in arrays_and_dtypes if isinstance(one, _NUMBERS)]
    others = [one for one in arrays_and_dtypes if not isinstance(one, _NUMBERS)]
    if not (numbers and others and torch.compiler.is_compiling()):
        return compat.result_type(*arrays_and_dtypes)
    return reduce(with_number, numbers, compat.result_type(*others))


def _traced(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(x1: Any, x2: Any, /) -> Any:
        if (isinstance(x1, _NUMBERS) or isinstance(x2, _NUMBERS)) and torch.compiler.is_compiling():
            dtype, device = result_type(x1, x2), (x2 if isinstance(x1, _NUMBERS) else x1).device
            x1, x2 = (
                torch.full((), one, dtype=dtype, device=device) if isinstance(one, _NUMBERS) else one.to(dtype)
                for one in (x1, x2)
            )
        return function(x1, x2)

    return call


TRACED_NUMBERS = {name: _traced(getattr(compat, name)) for name in _MAKE_TENSORS}
