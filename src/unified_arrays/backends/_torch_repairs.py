"""Functions of the standard that array_api_compat.torch lacks or gets wrong. Each says why, and when it can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import array_api_compat.torch as compat
import numpy as np
import torch


class UniqueAllResult(NamedTuple):
    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


def _unique_all(x: Any, /) -> UniqueAllResult:
    # array_api_compat 1.16 raises NotImplementedError, as torch.unique does not tell where a value came first:
    # https://github.com/pytorch/pytorch/issues/36748. The smallest position for each value is found by a reduction.
    values, inverse, counts = torch.unique(x, return_inverse=True, return_counts=True)
    positions = torch.arange(x.numel(), device=x.device)
    first = torch.full((values.numel(),), x.numel(), dtype=torch.int64, device=x.device)
    indices = first.scatter_reduce(0, inverse.reshape(-1), positions, "amin")
    return UniqueAllResult(values, indices, inverse, counts)


def _asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    # torch.asarray warns for a tensor that requires a gradient; Tensor.to keeps the gradient.
    if isinstance(obj, torch.Tensor):
        moved = obj.to(device=device or obj.device, dtype=dtype or obj.dtype, copy=bool(copy))
        if copy is False and moved is not obj:
            message = "asarray: another dtype or device needs a copy: pass copy=None"
            raise ValueError(message)
        return moved
    # torch.asarray refuses negative strides and foreign byte orders, and makes a writable tensor over read-only memory
    # (with a warning): such ndarrays are copied first.
    if isinstance(obj, np.ndarray) and (
        not obj.flags.writeable or not obj.dtype.isnative or any(step < 0 for step in obj.strides)
    ):
        if copy is False:
            message = (
                "asarray: obj is read-only, reversed or byte-swapped memory that PyTorch cannot share: pass copy=None"
            )
            raise ValueError(message)
        obj = np.array(obj, dtype=obj.dtype.newbyteorder("="))
    return compat.asarray(obj, dtype=dtype, device=device, copy=copy)


def _expand_dims(x: Any, /, axis: int | tuple[int, ...]) -> Any:
    # torch.unsqueeze takes one axis; the standard takes several since 2025.12.
    axes = axis if isinstance(axis, tuple) else (axis,)
    rank = x.ndim + len(axes)
    if not all(-rank <= one < rank for one in axes):
        message = f"expand_dims: axis {axis} is out of range for a result of {rank} axes"
        raise IndexError(message)
    places = sorted(one % rank for one in axes)
    if len(set(places)) != len(places):
        message = f"expand_dims: axis {axis} names an axis twice"
        raise ValueError(message)
    for place in places:
        x = torch.unsqueeze(x, place)
    return x


@dataclass(frozen=True)
class FloatInfo:
    """What finfo says of a floating dtype; for a complex one, of its real part."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: Any


@dataclass(frozen=True)
class IntegerInfo:
    """What iinfo says of an integer dtype."""

    bits: int
    max: int
    min: int
    dtype: Any


# torch.finfo and torch.iinfo take no arrays, and their dtype attribute is a text.
def _finfo(type: Any, /) -> FloatInfo:
    dtype = type.dtype if isinstance(type, torch.Tensor) else type
    info = torch.finfo(dtype)
    real = dtype.to_real() if dtype.is_complex else dtype
    return FloatInfo(info.bits, info.eps, info.max, info.min, info.smallest_normal, real)


def _iinfo(type: Any, /) -> IntegerInfo:
    dtype = type.dtype if isinstance(type, torch.Tensor) else type
    info = torch.iinfo(dtype)
    return IntegerInfo(info.bits, info.max, info.min, dtype)


REPAIRS = {
    "asarray": _asarray,
    "unique_all": _unique_all,
    "expand_dims": _expand_dims,
    "finfo": _finfo,
    "iinfo": _iinfo,
}
