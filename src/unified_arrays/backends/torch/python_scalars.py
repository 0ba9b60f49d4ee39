"""Python scalars beside tensors: those out of range of the dtype, and all of them while torch.compile traces.

PyTorch (2.13) wraps a scalar that is out of range of the dtype of the tensor, in comparisons too.

array_api_compat calls torch.result_type for the common dtype of a scalar and a tensor; Dynamo (2.13) does not trace
it. Remove when `torch.compile(lambda x: torch.zeros((), dtype=torch.result_type(x, 0.5)), fullgraph=True)` runs.
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

from ..._common.dtypes import ALL
from ..._common.python_scalars import NUMBERS, Fitting

_NAMES = {getattr(torch, name): name for name in ALL}


def _dtype_of(x: Any) -> str | None:
    return _NAMES.get(x.dtype) if isinstance(x, torch.Tensor) else None


def _with_infinite_scalars(function: Callable[..., Any]) -> Callable[..., Any]:
    """A sum of an infinite scalar and a complex tensor: PyTorch (2.13) multiplies the scalar by 1 + 0j, a nan."""

    def call_by_parts_if_infinite(x1: Any, x2: Any, /) -> Any:
        scalar, array = (x1, x2) if isinstance(x1, NUMBERS) else (x2, x1)
        if not array.is_complex() or isinstance(scalar, int) or abs(scalar) != math.inf:
            return function(x1, x2)
        return torch.complex(function(x1.real, x2.real), function(x1.imag, x2.imag))

    return call_by_parts_if_infinite


def layer(namespace: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions that take any Python scalar beside a tensor."""
    fitting = Fitting(lambda name: attrgetter(name)(namespace), _dtype_of, lambda: _NAMES[torch.get_default_dtype()])
    sums = {name: getattr(namespace, name) for name in ("add", "subtract")}
    with_infinite = {name: fitting.of_two(name, call, _with_infinite_scalars(call)) for name, call in sums.items()}
    return fitting.all() | with_infinite


# Functions for which array_api_compat converts a Python scalar to a tensor.
_MAKE_TENSORS = (
    "atan2 copysign equal greater greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor "
    "maximum minimum nextafter not_equal"
).split()


def promote_with_scalar(dtype: torch.dtype, scalar: Any) -> torch.dtype:
    """The common dtype of a tensor and a Python scalar: the tensor's, unless the scalar is of a higher kind."""
    if isinstance(scalar, complex) and not dtype.is_complex:
        return dtype.to_complex() if dtype.is_floating_point else torch.get_default_dtype().to_complex()
    if isinstance(scalar, float) and not (dtype.is_floating_point or dtype.is_complex):
        return torch.get_default_dtype()
    if isinstance(scalar, int) and not isinstance(scalar, bool) and dtype is torch.bool:
        return torch.int64
    return dtype


def result_type(*arrays_and_dtypes: Any) -> Any:
    """array_api_compat's result_type, which also takes Python scalars while torch.compile traces."""
    scalars = [x for x in arrays_and_dtypes if isinstance(x, NUMBERS)]
    dtypes_and_arrays = [x for x in arrays_and_dtypes if not isinstance(x, NUMBERS)]
    if not (scalars and dtypes_and_arrays and torch.compiler.is_compiling()):
        return compat.result_type(*arrays_and_dtypes)
    return reduce(promote_with_scalar, scalars, compat.result_type(*dtypes_and_arrays))


def _with_traceable_scalars(function: Callable[..., Any]) -> Callable[..., Any]:
    def convert_scalars_if_compiling(x1: Any, x2: Any, /) -> Any:
        if (isinstance(x1, NUMBERS) or isinstance(x2, NUMBERS)) and torch.compiler.is_compiling():
            dtype, device = result_type(x1, x2), (x2 if isinstance(x1, NUMBERS) else x1).device
            x1, x2 = (
                torch.full((), x, dtype=dtype, device=device) if isinstance(x, NUMBERS) else x.to(dtype)
                for x in (x1, x2)
            )
        return function(x1, x2)

    return convert_scalars_if_compiling


WITH_TRACEABLE_SCALARS = {name: _with_traceable_scalars(getattr(compat, name)) for name in _MAKE_TENSORS}
