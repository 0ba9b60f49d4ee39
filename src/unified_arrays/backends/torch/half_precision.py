"""Half precision beside another dtype, which PyTorch and array_api_compat promote in another way."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from types import ModuleType
from typing import Any

import torch

from ..._agnostic.namespaces import repaired
from .unsigned import promoted

Call = Callable[..., Any]

# PyTorch lets an array with axes outrank a 0-d one of its kind; array_api_compat (1.16) mends that for the dtypes of
# the standard, which float16 and bfloat16 are not.
_OF_TWO = (
    "add atan2 copysign divide equal floor_divide greater greater_equal hypot less less_equal logaddexp maximum "
    "minimum multiply nextafter not_equal pow remainder subtract matmul tensordot vecdot linalg.cross linalg.outer "
    "searchsorted"
).split()
_HALF = frozenset({torch.float16, torch.bfloat16})


def _promoting(function: Call, first: int = 0) -> Call:
    def call(*arguments: Any, **options: Any) -> Any:
        x1, x2 = arguments[first : first + 2]
        dtypes = {one.dtype for one in (x1, x2) if isinstance(one, torch.Tensor)}
        if len(dtypes) == 2 and not _HALF.isdisjoint(dtypes):
            dtype = promoted(x1.dtype, x2.dtype)
            arguments = (*arguments[:first], x1.to(dtype), x2.to(dtype), *arguments[first + 2 :])
        return function(*arguments, **options)

    return call


def with_half_precision(namespace: ModuleType) -> ModuleType:
    """`namespace`, for half precision beside another dtype."""
    repairs = {name: _promoting(attrgetter(name)(namespace)) for name in _OF_TWO}
    repairs["where"] = _promoting(namespace.where, first=1)
    return repaired(namespace, repairs)
