"""PyTorch's fast paths that make arrays."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import Tensor, float64, get_default_dtype

from ...common.fast_paths import Call, FastPath, named
from .conditions import REAL, REFUSALS, SCALARS

_arange, _eye, _full, _linspace = torch.arange, torch.eye, torch.full, torch.linspace
_COARSE = frozenset({torch.float16, torch.bfloat16, torch.float32})


def asarray(fallback: Call) -> Call:
    def asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
        if obj.__class__ is Tensor and dtype is device is copy is None:
            return obj
        return fallback(obj, dtype=dtype, device=device, copy=copy)

    return asarray


def _new(own: Call, fallback: Call) -> Call:
    def new(shape: Any, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            # Sizes one by one; the first one could be a shape.
            if shape.__class__ is tuple and shape and isinstance(shape[0], int):
                return own(*shape, dtype=dtype, device=device)
        except REFUSALS:
            pass
        return fallback(shape, dtype=dtype, device=device)

    return new


def full(fallback: Call) -> Call:
    def full(shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            if fill_value.__class__ in SCALARS:
                return _full(shape, fill_value, dtype=dtype, device=device)
        except REFUSALS:
            pass
        return fallback(shape, fill_value, dtype=dtype, device=device)

    return full


def eye(fallback: Call) -> Call:
    def eye(n_rows: Any, n_cols: Any = None, /, *, k: int = 0, dtype: Any = None, device: Any = None) -> Any:
        try:
            if k.__class__ is int and k == 0:
                return _eye(n_rows, n_rows if n_cols is None else n_cols, dtype=dtype, device=device)
        except REFUSALS:
            pass
        return fallback(n_rows, n_cols, k=k, dtype=dtype, device=device)

    return eye


def arange(fallback: Call) -> Call:
    def arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            # Of floats PyTorch computes in the dtype of the result.
            if (
                start.__class__ is stop.__class__ is step.__class__ is int
                and step > 0
                and start < stop
                and dtype not in _COARSE
            ):
                return _arange(start, stop, step, dtype=dtype, device=device)
        except REFUSALS:
            pass
        return fallback(start, stop, step, dtype=dtype, device=device)

    return arange


def linspace(fallback: Call) -> Call:
    def linspace(
        start: Any, stop: Any, /, num: Any, *, dtype: Any = None, device: Any = None, endpoint: bool = True
    ) -> Any:
        try:
            if (
                start.__class__ in SCALARS
                and stop.__class__ in SCALARS
                and endpoint
                and (dtype is None or dtype in REAL)
                and (device is None or device.type != "mps")
            ):
                new = _linspace(start, stop, num, dtype=float64, device=device)
                return new.to(get_default_dtype() if dtype is None else dtype)
        except REFUSALS:
            pass
        return fallback(start, stop, num, dtype=dtype, device=device, endpoint=endpoint)

    return linspace


def _triangle(own: Call, fallback: Call) -> Call:
    def triangle(x: Any, /, *, k: int = 0) -> Any:
        try:
            # Of more axes PyTorch may take a stride that means nothing for that between matrices.
            if x.ndim < 4:
                return own(x, k)
        except REFUSALS:
            pass
        return fallback(x, k=k)

    return triangle


FAST_PATHS: dict[str, FastPath] = {
    **named(asarray, full, eye, arange, linspace),
    **{name: partial(_new, getattr(torch, name)) for name in ("empty", "ones", "zeros")},
    **{name: partial(_triangle, getattr(torch, name)) for name in ("tril", "triu")},
}
