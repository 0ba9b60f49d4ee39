"""PyTorch's fast paths of reductions, running sums and differences.

PyTorch takes no keepdims without an axis, and reduces all axes if there are none in a tuple: of one axis, or of all
without keepdims, its functions are right.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import uint8

from ...common.fast_paths import Call, FastPath, named
from .conditions import FLOATING, REFUSALS

_diff = torch.diff


def _sum(own: Call, fallback: Call) -> Call:
    def sum(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        try:
            if dtype is None and x.dtype in FLOATING and (axis.__class__ is int or (axis is None and not keepdims)):
                return own(x) if axis is None else own(x, axis, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, dtype=dtype, keepdims=keepdims)

    return sum


def _reduction(own: Call, fallback: Call) -> Call:
    def reduction(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            if axis.__class__ is int or (axis is None and not keepdims):
                return own(x) if axis is None else own(x, axis, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return reduction


def _truth(own: Call, fallback: Call) -> Call:
    def truth(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            # Of uint8, all and any are no bool.
            if (axis.__class__ is int or (axis is None and not keepdims)) and x.dtype is not uint8:
                return own(x) if axis is None else own(x, axis, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return truth


def _spread(own: Call, fallback: Call) -> Call:
    def spread(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
        try:
            if axis.__class__ is int:
                return own(x, axis, correction=correction, keepdim=keepdims)
            if axis is None and not keepdims:
                return own(x, correction=correction)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, correction=correction, keepdims=keepdims)

    return spread


def _running(own: Call, fallback: Call) -> Call:
    def running(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
        try:
            if dtype is None and not include_initial and x.dtype in FLOATING and (axis is not None or x.ndim == 1):
                return own(x, 0 if axis is None else axis)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, dtype=dtype, include_initial=include_initial)

    return running


def diff(fallback: Call) -> Call:
    def diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
        try:
            return _diff(x, n, axis, prepend, append)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, n=n, prepend=prepend, append=append)

    return diff


FAST_PATHS: dict[str, FastPath] = {
    "sum": partial(_sum, torch.sum),
    "prod": partial(_sum, torch.prod),
    "mean": partial(_reduction, torch.mean),
    "max": partial(_reduction, torch.amax),
    "min": partial(_reduction, torch.amin),
    "all": partial(_truth, torch.all),
    "any": partial(_truth, torch.any),
    "std": partial(_spread, torch.std),
    "var": partial(_spread, torch.var),
    "cumulative_sum": partial(_running, torch.cumsum),
    "cumulative_prod": partial(_running, torch.cumprod),
    **named(diff),
}
