"""Functions of the standard that array_api_compat.torch lacks or gets wrong. Each says why, and when it can go."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import array_api_compat.torch as compat
import numpy as np
import torch
from torch.utils.dlpack import from_dlpack

from ..._agnostic.namespaces import repaired
from ..common.overrides import finfo_of, iinfo_of
from .creation import CREATION
from .special_values import SPECIAL_VALUES
from .unsigned import promoted


class UniqueAllResult(NamedTuple):
    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


class UniqueInverseResult(NamedTuple):
    values: Any
    inverse_indices: Any


class UniqueCountsResult(NamedTuple):
    values: Any
    counts: Any


def _unique(x: Any) -> tuple[Any, Any]:
    """Values and inverse indices; each nan is a value of its own."""
    if not x.is_complex():
        return torch.unique(x, return_inverse=True)  # type: ignore[no-any-return]
    # torch.unique (2.13) takes no complex numbers: their parts are numbered, and pairs of numbers compared.
    reals, real_numbers = torch.unique(x.real, return_inverse=True)
    imags, imag_numbers = torch.unique(x.imag, return_inverse=True)
    count = max(imags.numel(), 1)
    pairs, inverse = torch.unique(real_numbers * count + imag_numbers, return_inverse=True)
    return torch.complex(reals[pairs // count], imags[pairs % count]), inverse


def _counted(x: Any) -> tuple[Any, Any, Any]:
    """Values, inverse indices and counts."""
    values, inverse = _unique(x)
    # Counted here, as some devices count a nan as 0: https://github.com/pytorch/pytorch/issues/94106
    counts = torch.zeros(values.shape, dtype=torch.int64, device=x.device)
    counts.scatter_add_(0, inverse.reshape(-1), torch.ones(1, dtype=torch.int64, device=x.device).expand(x.numel()))
    return values, inverse, counts


def _unique_all(x: Any, /) -> UniqueAllResult:
    # array_api_compat 1.16 raises NotImplementedError, as torch.unique does not tell where a value came first:
    # https://github.com/pytorch/pytorch/issues/36748. The smallest position for each value is found by a reduction.
    values, inverse, counts = _counted(x)
    positions = torch.arange(x.numel(), device=x.device)
    first = torch.full((values.numel(),), x.numel(), dtype=torch.int64, device=x.device)
    indices = first.scatter_reduce(0, inverse.reshape(-1), positions, "amin")
    return UniqueAllResult(values, indices, inverse, counts)


def _unique_counts(x: Any, /) -> UniqueCountsResult:
    values, _, counts = _counted(x)
    return UniqueCountsResult(values, counts)


def _unique_inverse(x: Any, /) -> UniqueInverseResult:
    return UniqueInverseResult(*_unique(x))


def _unique_values(x: Any, /) -> Any:
    return _unique(x)[0] if x.is_complex() else torch.unique(x)


def _std(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    # array_api_compat 1.16 refuses a correction that is not a whole number, which PyTorch takes since 2.0.
    if axis == ():
        return compat.std(x, axis=axis, keepdims=keepdims)
    axes = tuple(range(x.ndim)) if axis is None else axis
    return torch.std(x, axes, correction=correction, keepdim=keepdims)


def _isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Any:
    # torch.isin (2.13) casts an x2 without axes to the dtype of x1: it finds 256 among uint8.
    if isinstance(x1, torch.Tensor) and isinstance(x2, torch.Tensor) and x1.dtype is not x2.dtype:
        dtype = promoted(x1.dtype, x2.dtype)
        x1, x2 = x1.to(dtype), x2.to(dtype)
    # It also wants an x2 that it can view as one axis: a transposed one is a RuntimeError.
    return torch.isin(x1, x2.contiguous() if isinstance(x2, torch.Tensor) else x2, invert=invert)


def _count_nonzero(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    # With keepdims array_api_compat (1.16) takes an axis that is a numpy.int64 for several, and adds as many in front.
    return compat.count_nonzero(x, axis=axis.item() if isinstance(axis, np.generic) else axis, keepdims=keepdims)


def _searchsorted(x1: Any, x2: Any, /, *, side: Literal["left", "right"] = "left", sorter: Any = None) -> Any:
    # torch.searchsorted (2.13) copies arrays that are not contiguous, and warns; it takes a sorter of int64 only.
    x1, x2, sorter = (one.contiguous() if isinstance(one, torch.Tensor) else one for one in (x1, x2, sorter))
    sorter = sorter if sorter is None else sorter.to(torch.int64)
    if not x1.is_floating_point() or x1.ndim != 1:
        return torch.searchsorted(x1, x2, side=side, sorter=sorter)
    # It loses its way among nan at the end of x1, which are sorted behind infinity.
    largest = x1[-1:] if sorter is None else x1[sorter[-1:]]
    is_nan = (x1 != x1) & (largest != largest)
    places = torch.searchsorted(torch.where(is_nan, math.inf, x1), x2, side=side, sorter=sorter)
    numbers = x1.numel() - is_nan.sum()
    last = numbers if side == "left" else x1.numel()
    x2 = torch.as_tensor(x2, device=x1.device)
    return torch.where(x2 != x2, last, torch.minimum(places, numbers))


def _take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    # torch.index_select (2.13) takes indices of int32 and int64 only.
    small = indices.dtype in (torch.int8, torch.int16, torch.uint8)
    return compat.take(x, indices.to(torch.int64) if small else indices, axis=axis)


def bound_as(bound: Any, dtype: Any) -> Any:
    """A bound of clip in the dtype of what it bounds: a copy; beyond an integer dtype its limit."""
    integers = not (dtype.is_floating_point or dtype.is_complex or dtype is torch.bool)
    if bound.dtype is dtype or not integers or bound.dtype is torch.bool:
        return bound.to(dtype, copy=True)
    wanted = torch.iinfo(dtype)
    low, high = wanted.min, wanted.max
    if not bound.is_floating_point():
        held = torch.iinfo(bound.dtype)
        return bound.clamp(max(held.min, low), min(held.max, high)).to(dtype)
    beyond = bound >= high  # the limit as a float may be one more
    return torch.where(beyond, high, torch.where(beyond, 0, bound).clamp(min=low).to(dtype))


def _broadcast_shapes(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    # The standard asks for a ValueError and a tuple; torch.broadcast_shapes has a RuntimeError.
    try:
        return tuple(torch.broadcast_shapes(*shapes))  # type: ignore[no-untyped-call]
    except RuntimeError as error:
        raise ValueError(str(error)) from None


def _leaves(nested: Any) -> Iterator[Any]:
    for one in nested:
        if isinstance(one, (list, tuple)):
            yield from _leaves(one)
        else:
            yield one


def _is_buffer(obj: Any) -> bool:
    try:
        memoryview(obj)
    except TypeError:
        return False
    return True


def _asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    # torch.asarray warns for a tensor that requires a gradient; Tensor.to keeps the gradient.
    if isinstance(obj, torch.Tensor):
        moved = obj.to(device=device or obj.device, dtype=dtype or obj.dtype, copy=bool(copy))
        if copy is False and moved is not obj:
            message = "asarray: another dtype or device needs a copy: pass copy=None"
            raise ValueError(message)
        return moved
    if isinstance(obj, (list, tuple)):
        kinds = set(map(type, _leaves(obj)))
        # torch.asarray takes no tensors with axes inside a list.
        if any(issubclass(kind, torch.Tensor) for kind in kinds):
            return torch.stack([_asarray(one, dtype=dtype, device=device) for one in obj])
        # Nor arrays of others, nor numpy.float32 where it is to make integers.
        foreign = [kind for kind in kinds if hasattr(kind, "__array__")]
        if foreign and not (dtype is None and all(issubclass(kind, np.generic) for kind in foreign)):
            obj = np.asarray(obj)
    elif not isinstance(obj, (np.ndarray, np.generic)) and hasattr(type(obj), "__array__"):
        obj = np.asarray(obj)
    # torch.asarray reads the bytes of any other buffer in its default dtype.
    if not isinstance(obj, (np.ndarray, np.generic, list, tuple, int, float, complex)) and _is_buffer(obj):
        obj = np.asarray(obj)
    if not isinstance(obj, np.ndarray):
        return compat.asarray(obj, dtype=dtype, device=device, copy=copy)
    # torch.from_numpy refuses such ndarrays; over read-only memory it makes a writable tensor (with a warning).
    if (
        not obj.flags.writeable
        or not obj.dtype.isnative
        or any(step < 0 or step % max(obj.itemsize, 1) for step in obj.strides)
    ):
        if copy is False:
            message = "copy=False, but PyTorch cannot share read-only, reversed or byte-swapped memory: leave copy out"
            raise ValueError(message)
        obj = np.array(obj, dtype=obj.dtype.newbyteorder("="))
        copy = None
    # torch.asarray (2.13) copies an ndarray without axes, even with copy=False.
    return _asarray(torch.from_numpy(obj), dtype=dtype, device=device, copy=copy)


_CPU = 1  # in DLPack's numbering of devices


def _from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    if isinstance(x, torch.Tensor):
        return _asarray(x, device=device, copy=copy)
    # torch.from_dlpack (2.13) ends the process on negative strides, and makes read-only memory writable: NumPy reads.
    if x.__dlpack_device__()[0] == _CPU:
        try:
            values = np.from_dlpack(x)
        except (BufferError, RuntimeError):  # a dtype that NumPy lacks, such as bfloat16
            pass
        else:
            return _asarray(values, device=device, copy=copy)
    named = {name: value for name, value in (("device", device), ("copy", copy)) if value is not None}
    return from_dlpack(x, **named)


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
    try:
        return bool(promoted(dtype, to) == to)
    except TypeError:
        return False


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    # torch.take_along_dim (2.13), which array_api_compat calls, takes an index that is too large modulo the size.
    # torch.gather finds it, and calls it a RuntimeError.
    size = x.shape[axis]
    indices = torch.where(indices < 0, indices + size, indices).to(torch.int64)
    axis %= x.ndim
    sides = [(*one.shape[:axis], 1, *one.shape[axis + 1 :]) for one in (x, indices)]
    shape = list(_broadcast_shapes(*sides))
    wide, long = list(shape), list(shape)
    wide[axis], long[axis] = size, indices.shape[axis]
    try:
        return torch.gather(x.expand(wide), axis, indices.expand(long))
    except RuntimeError as error:
        if "out of bounds" in str(error):
            raise IndexError(str(error)) from None
        raise


def _is_finite(x: Any) -> bool:
    # The sum is finite only if everything is; where it is not, the elements may be large.
    return cmath.isfinite(x.sum().item()) or bool(torch.isfinite(x).all())


def _eigvals(x: Any, /) -> Any:
    # torch.linalg.eigvals (2.13) ends the process on a nan or an infinity, for which torch.linalg.eig raises.
    # In a program that is compiled nothing can be decided by values.
    if not x.is_meta and not torch.compiler.is_compiling() and not _is_finite(x):
        message = "linalg.eigvals: x holds a nan or an infinity, expected finite numbers"
        raise torch.linalg.LinAlgError(message)  # type: ignore[attr-defined]
    return torch.linalg.eigvals(x)


def _vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    # torch.linalg.vector_norm (2.13) takes orders of 0 and less for norms without an answer where there is no element.
    if x.numel() or axis == () or not -math.inf < ord <= 0:
        return compat.linalg.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)  # type: ignore[attr-defined]
    axes = tuple(range(x.ndim)) if axis is None else axis
    if ord == 0:
        return torch.sum(x != 0, axes, keepdims, dtype=x.abs().dtype)
    return torch.sum(x.abs() ** ord, axes, keepdims) ** (1 / ord)


REPAIRS = {
    "linalg": repaired(compat.linalg, {"eigvals": _eigvals, "vector_norm": _vector_norm}),  # type: ignore[attr-defined]
    "take_along_axis": _take_along_axis,
    "asarray": _asarray,
    "from_dlpack": _from_dlpack,
    "unique_all": _unique_all,
    "unique_counts": _unique_counts,
    "unique_inverse": _unique_inverse,
    "unique_values": _unique_values,
    "std": _std,
    "isin": _isin,
    "searchsorted": _searchsorted,
    "take": _take,
    "count_nonzero": _count_nonzero,
    "broadcast_shapes": _broadcast_shapes,
    "expand_dims": _expand_dims,
    "can_cast": _can_cast,
    "finfo": finfo_of(torch.finfo, lambda dtype: dtype.to_real() if dtype.is_complex else dtype),
    "iinfo": iinfo_of(torch.iinfo),
    **SPECIAL_VALUES,
    **CREATION,
}
