"""Promotion of half precision with another dtype, where PyTorch and array_api_compat deviate from the standard."""

from __future__ import annotations

from operator import attrgetter
from types import ModuleType
from typing import Any

import torch

from ..._common.spec import Call
from .unsigned import promoted

# In PyTorch an array of 1 or more axes outranks a 0-d array of the same kind; array_api_compat (1.16) fixes that, but
# not for float16 and bfloat16, which are not in the standard.
_OF_TWO = (
    "add atan2 copysign divide equal floor_divide greater greater_equal hypot less less_equal logaddexp maximum "
    "minimum multiply nextafter not_equal pow remainder subtract matmul tensordot vecdot linalg.cross linalg.outer "
    "searchsorted"
).split()
_HALF = frozenset({torch.float16, torch.bfloat16})


def _with_promotion(function: Call, first: int = 0) -> Call:
    def promote_and_call(*arguments: Any, **options: Any) -> Any:
        x1, x2 = arguments[first : first + 2]
        dtypes = {x.dtype for x in (x1, x2) if isinstance(x, torch.Tensor)}
        if len(dtypes) == 2 and not _HALF.isdisjoint(dtypes):
            dtype = promoted(x1.dtype, x2.dtype)
            arguments = (*arguments[:first], x1.to(dtype), x2.to(dtype), *arguments[first + 2 :])
        return function(*arguments, **options)

    return promote_and_call


def layer(namespace: ModuleType) -> dict[str, Call]:
    """Functions with the standard's promotion of half precision with another dtype."""
    fixes = {name: _with_promotion(attrgetter(name)(namespace)) for name in _OF_TWO}
    fixes["where"] = _with_promotion(namespace.where, first=1)
    return fixes
