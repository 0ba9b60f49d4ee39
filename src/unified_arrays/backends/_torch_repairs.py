"""Functions of the standard that array_api_compat.torch lacks or gets wrong. Each says why, and when it can go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import array_api_compat.torch as compat
import numpy as np
import torch

from .._core import errors
from .._core.devices import Device
from ._repair import finfo_of, iinfo_of


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


def _leaves(nested: Any) -> Iterator[Any]:
    for one in nested:
        if isinstance(one, (list, tuple)):
            yield from _leaves(one)
        else:
            yield one


def _asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    # torch.asarray warns for a tensor that requires a gradient; Tensor.to keeps the gradient.
    if isinstance(obj, torch.Tensor):
        moved = obj.to(device=device or obj.device, dtype=dtype or obj.dtype, copy=bool(copy))
        if copy is False and moved is not obj:
            message = "asarray: another dtype or device needs a copy: pass copy=None"
            raise ValueError(message)
        return moved
    # torch.asarray takes no tensors with axes inside a list.
    if isinstance(obj, (list, tuple)) and any(isinstance(one, torch.Tensor) for one in _leaves(obj)):
        return torch.stack([_asarray(one, dtype=dtype, device=device) for one in obj])
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


def _can_cast(from_: Any, to: Any, /) -> bool:
    # torch.can_cast allows every cast within a kind; the standard asks for promotion.
    dtype = from_.dtype if isinstance(from_, torch.Tensor) else from_
    return bool(torch.promote_types(dtype, to) == to)


def _on_one_device(name: str) -> Callable[..., Any]:
    # torch.matmul and torch.linalg.vecdot (2.13) accept a meta tensor beside a CPU one, and return a meta tensor.
    product = getattr(compat, name)

    def call(x1: Any, x2: Any, /, **options: Any) -> Any:
        if x1.device != x2.device:
            raise errors.two_devices(name, (Device(x1.device), Device(x2.device)))
        return product(x1, x2, **options)

    return call


REPAIRS = {
    "matmul": _on_one_device("matmul"),
    "vecdot": _on_one_device("vecdot"),
    "asarray": _asarray,
    "unique_all": _unique_all,
    "expand_dims": _expand_dims,
    "can_cast": _can_cast,
    "finfo": finfo_of(torch.finfo, lambda dtype: dtype.to_real() if dtype.is_complex else dtype),
    "iinfo": iinfo_of(torch.iinfo),
}
