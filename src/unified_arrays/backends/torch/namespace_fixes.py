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

from ..._common import errors
from ..common.overrides import astype_that_refuses_complex, clip_with_own_bounds, finfo_of, iinfo_of
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
    """Values and inverse indices; every nan is distinct."""
    if not x.is_complex():
        return torch.unique(x, return_inverse=True)  # type: ignore[no-any-return]
    # torch.unique (2.13) takes no complex dtypes: each part is replaced by its index, and the pairs are combined.
    reals, real_indices = torch.unique(x.real, return_inverse=True)
    imags, imag_indices = torch.unique(x.imag, return_inverse=True)
    count = max(imags.numel(), 1)
    pairs, inverse = torch.unique(real_indices * count + imag_indices, return_inverse=True)
    return torch.complex(reals[pairs // count], imags[pairs % count]), inverse


def _unique_with_counts(x: Any) -> tuple[Any, Any, Any]:
    """Values, inverse indices and counts."""
    values, inverse = _unique(x)
    # Not by torch.unique, as some devices count a nan as 0: https://github.com/pytorch/pytorch/issues/94106
    counts = torch.zeros(values.shape, dtype=torch.int64, device=x.device)
    counts.scatter_add_(0, inverse.reshape(-1), torch.ones(1, dtype=torch.int64, device=x.device).expand(x.numel()))
    return values, inverse, counts


def _unique_all(x: Any, /) -> UniqueAllResult:
    # array_api_compat 1.16 raises NotImplementedError, as torch.unique does not return first indices:
    # https://github.com/pytorch/pytorch/issues/36748. The smallest position for each value is found by a reduction.
    values, inverse, counts = _unique_with_counts(x)
    positions = torch.arange(x.numel(), device=x.device)
    first = torch.full((values.numel(),), x.numel(), dtype=torch.int64, device=x.device)
    indices = first.scatter_reduce(0, inverse.reshape(-1), positions, "amin")
    return UniqueAllResult(values, indices, inverse, counts)


def _unique_counts(x: Any, /) -> UniqueCountsResult:
    values, _, counts = _unique_with_counts(x)
    return UniqueCountsResult(values, counts)


def _unique_inverse(x: Any, /) -> UniqueInverseResult:
    return UniqueInverseResult(*_unique(x))


def _unique_values(x: Any, /) -> Any:
    return _unique(x)[0] if x.is_complex() else torch.unique(x)


def _std(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    # array_api_compat 1.16 refuses a correction that is not an integer, which PyTorch takes since 2.0.
    if axis == ():
        return compat.std(x, axis=axis, keepdims=keepdims)
    axes = tuple(range(x.ndim)) if axis is None else axis
    return torch.std(x, axes, correction=correction, keepdim=keepdims)


def _isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Any:
    # torch.isin (2.13) casts a 0-d x2 to the dtype of x1: it finds 256 among uint8.
    if isinstance(x1, torch.Tensor) and isinstance(x2, torch.Tensor) and x1.dtype is not x2.dtype:
        dtype = promoted(x1.dtype, x2.dtype)
        x1, x2 = x1.to(dtype), x2.to(dtype)
    # It also needs an x2 that can be viewed as 1-D: a transposed one is a RuntimeError.
    return torch.isin(x1, x2.contiguous() if isinstance(x2, torch.Tensor) else x2, invert=invert)


def _count_nonzero(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    # With keepdims array_api_compat (1.16) takes a numpy.int64 as axis for several axes, and prepends as many.
    return compat.count_nonzero(x, axis=axis.item() if isinstance(axis, np.generic) else axis, keepdims=keepdims)


def _searchsorted(x1: Any, x2: Any, /, *, side: Literal["left", "right"] = "left", sorter: Any = None) -> Any:
    # torch.searchsorted (2.13) copies arrays that are not contiguous, and warns; it takes a sorter of int64 only.
    x1, x2, sorter = (x.contiguous() if isinstance(x, torch.Tensor) else x for x in (x1, x2, sorter))
    sorter = sorter if sorter is None else sorter.to(torch.int64)
    if not x1.is_floating_point() or x1.ndim != 1:
        return torch.searchsorted(x1, x2, side=side, sorter=sorter)
    # Its binary search fails with nan at the end of x1, where they are sorted after infinity.
    largest = x1[-1:] if sorter is None else x1[sorter[-1:]]
    is_nan = (x1 != x1) & (largest != largest)
    positions = torch.searchsorted(torch.where(is_nan, math.inf, x1), x2, side=side, sorter=sorter)
    num_not_nan = x1.numel() - is_nan.sum()
    position_of_nan = num_not_nan if side == "left" else x1.numel()
    x2 = torch.as_tensor(x2, device=x1.device)
    return torch.where(x2 != x2, position_of_nan, torch.minimum(positions, num_not_nan))


def _naming_index(function: str, x: Any, indices: Any, axis: int, error: Exception) -> Exception:
    """An error that names the first index out of range; `error` if there is none."""
    if not -x.ndim <= axis < x.ndim:
        return error
    size, found = x.shape[axis], indices.to(torch.int64)
    wrong = found[(found < -size) | (found >= size)]
    return errors.index_out_of_range(function, int(wrong[0]), axis, size) if wrong.numel() else error


def _take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    # torch.index_select (2.13) takes indices of int32 and int64 only.
    small = indices.dtype in (torch.int8, torch.int16, torch.uint8)
    indices = indices.to(torch.int64) if small else indices
    if axis is None and x.ndim != 1:
        x, axis = x.reshape(-1), 0
    axis = 0 if axis is None else axis
    vector = indices if indices.ndim == 1 else indices.reshape(-1)  # it takes vectors only
    try:
        taken = compat.take(x, vector, axis=axis)
    except (IndexError, RuntimeError) as error:
        raise _naming_index("take", x, vector, axis, error) from None
    if indices is vector:
        return taken
    axis %= x.ndim
    return taken.reshape((*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]))


def _reshape(x: Any, /, shape: Any, *, copy: bool | None = None) -> Any:
    # torch.reshape (2.13) takes no int.
    return compat.reshape(x, (shape,) if isinstance(shape, int) else shape, copy=copy)


def cast_bound(bound: Any, dtype: Any) -> Any:
    """A copy of a bound of clip in the dtype of `x`, clipped to the range of an integer dtype."""
    integers = not (dtype.is_floating_point or dtype.is_complex or dtype is torch.bool)
    if bound.dtype is dtype or not integers or bound.dtype is torch.bool:
        return bound.to(dtype, copy=True)
    limits = torch.iinfo(dtype)
    low, high = limits.min, limits.max
    if not bound.is_floating_point():
        own_limits = torch.iinfo(bound.dtype)
        return bound.clamp(max(own_limits.min, low), min(own_limits.max, high)).to(dtype)
    too_large = bound >= high  # as a float the maximum may be rounded up by one
    return torch.where(too_large, high, torch.where(too_large, 0, bound).clamp(min=low).to(dtype))


def _broadcast_shapes(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    # The standard requires a ValueError and a tuple; torch.broadcast_shapes raises RuntimeError.
    try:
        return tuple(torch.broadcast_shapes(*shapes))  # type: ignore[no-untyped-call]
    except RuntimeError as error:
        raise ValueError(str(error)) from None


def _leaves(nested: Any) -> Iterator[Any]:
    for item in nested:
        if isinstance(item, (list, tuple)):
            yield from _leaves(item)
        else:
            yield item


def _is_buffer(obj: Any) -> bool:
    try:
        memoryview(obj)
    except TypeError:
        return False
    return True


def asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    # torch.asarray warns for a tensor that requires a gradient; Tensor.to keeps the gradient.
    if isinstance(obj, torch.Tensor):
        moved = obj.to(device=device or obj.device, dtype=dtype or obj.dtype, copy=bool(copy))
        if copy is False and moved is not obj:
            message = "asarray: another dtype or device needs a copy: pass copy=None"
            raise ValueError(message)
        return moved
    if isinstance(obj, (list, tuple)):
        kinds = set(map(type, _leaves(obj)))
        # torch.asarray takes no tensors of 1 or more axes inside a list.
        if any(issubclass(kind, torch.Tensor) for kind in kinds):
            return torch.stack([asarray(item, dtype=dtype, device=device) for item in obj])
        # Nor arrays of other libraries, nor numpy.float32 for an integer dtype.
        foreign = [kind for kind in kinds if hasattr(kind, "__array__")]
        if foreign and not (dtype is None and all(issubclass(kind, np.generic) for kind in foreign)):
            obj = np.asarray(obj)
    elif not isinstance(obj, (np.ndarray, np.generic)) and hasattr(type(obj), "__array__"):
        obj = np.asarray(obj)
    # torch.asarray interprets the bytes of any other buffer as its default dtype.
    if not isinstance(obj, (np.ndarray, np.generic, list, tuple, int, float, complex)) and _is_buffer(obj):
        obj = np.asarray(obj)
    if not isinstance(obj, np.ndarray):
        return compat.asarray(obj, dtype=dtype, device=device, copy=copy)
    if obj.dtype.char in _LONG_LONG:  # which torch.from_numpy (2.13) does not know, though it has the same bits
        obj = obj.view(_LONG_LONG[obj.dtype.char])
    # torch.from_numpy refuses such ndarrays; of read-only memory it makes a writable tensor (with a warning).
    if (
        not obj.flags.writeable
        or not obj.dtype.isnative
        or any(stride < 0 or stride % max(obj.itemsize, 1) for stride in obj.strides)
    ):
        if copy is False:
            message = "copy=False, but PyTorch cannot share read-only, reversed or byte-swapped memory: leave copy out"
            raise ValueError(message)
        obj = np.array(obj, dtype=obj.dtype.newbyteorder("="))
        copy = None
    # torch.asarray (2.13) copies a 0-d ndarray, even with copy=False.
    return asarray(torch.from_numpy(obj), dtype=dtype, device=device, copy=copy)


_LONG_LONG = {"q": np.int64, "Q": np.uint64}
_CPU = 1  # in DLPack's numbering of devices


def _from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    if isinstance(x, torch.Tensor):
        return asarray(x, device=device, copy=copy)
    # torch.from_dlpack (2.13) ends the process on negative strides, and makes read-only memory writable: use NumPy's.
    if x.__dlpack_device__()[0] == _CPU:
        try:
            values = np.from_dlpack(x)
        except (BufferError, RuntimeError):  # a dtype that NumPy lacks, such as bfloat16
            pass
        else:
            return asarray(values, device=device, copy=copy)
    options = {name: value for name, value in (("device", device), ("copy", copy)) if value is not None}
    return from_dlpack(x, **options)


def _expand_dims(x: Any, /, axis: int | tuple[int, ...]) -> Any:
    # torch.unsqueeze takes one axis; the standard takes several since 2025.12.
    axes = axis if isinstance(axis, tuple) else (axis,)
    rank = x.ndim + len(axes)
    if not all(-rank <= item < rank for item in axes):
        message = f"expand_dims: axis {axis} is out of range for a result of {rank} axes"
        raise IndexError(message)
    new_axes = sorted(item % rank for item in axes)
    if len(set(new_axes)) != len(new_axes):
        message = f"expand_dims: axis {axis} names an axis twice"
        raise ValueError(message)
    for new_axis in new_axes:
        x = torch.unsqueeze(x, new_axis)
    return x


def _can_cast(from_: Any, to: Any, /) -> bool:
    # torch.can_cast allows every cast within a kind; the standard requires promotion.
    dtype = from_.dtype if isinstance(from_, torch.Tensor) else from_
    try:
        return bool(promoted(dtype, to) == to)
    except TypeError:
        return False


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    # torch.take_along_dim (2.13), which array_api_compat calls, wraps an index that is too large.
    # torch.gather detects it, with a RuntimeError.
    size, given = x.shape[axis], indices
    indices = torch.where(indices < 0, indices + size, indices).to(torch.int64)
    axis %= x.ndim
    other_sizes = [(*t.shape[:axis], 1, *t.shape[axis + 1 :]) for t in (x, indices)]
    shape = list(_broadcast_shapes(*other_sizes))
    x_shape, indices_shape = list(shape), list(shape)
    x_shape[axis], indices_shape[axis] = size, indices.shape[axis]
    try:
        return torch.gather(x.expand(x_shape), axis, indices.expand(indices_shape))
    except RuntimeError as error:
        raise _naming_index("take_along_axis", x, given, axis, error) from None


def _is_finite(x: Any) -> bool:
    # A finite sum has finite terms only; an infinite one may come from large elements.
    return cmath.isfinite(x.sum().item()) or bool(torch.isfinite(x).all())


def _eigvals(x: Any, /) -> Any:
    # torch.linalg.eigvals (2.13) ends the process on a nan or an infinity, for which torch.linalg.eig raises.
    # A compiled program cannot branch on values.
    if not x.is_meta and not torch.compiler.is_compiling() and not _is_finite(x):
        message = "linalg.eigvals: x holds a nan or an infinity, expected finite numbers"
        raise torch.linalg.LinAlgError(message)  # type: ignore[attr-defined]
    return torch.linalg.eigvals(x)


def _vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    # torch.linalg.vector_norm (2.13) raises for orders of 0 and less if there are no elements.
    if x.numel() or axis == () or not -math.inf < ord <= 0:
        return compat.linalg.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)  # type: ignore[attr-defined]
    axes = tuple(range(x.ndim)) if axis is None else axis
    if ord == 0:
        return torch.sum(x != 0, axes, keepdims, dtype=x.abs().dtype)
    return torch.sum(x.abs() ** ord, axes, keepdims) ** (1 / ord)


FIXES = {
    "clip": clip_with_own_bounds(compat.clip, cast_bound, torch.iinfo),
    "astype": astype_that_refuses_complex(compat.astype),
    "linalg.eigvals": _eigvals,
    "linalg.vector_norm": _vector_norm,
    "take_along_axis": _take_along_axis,
    "asarray": asarray,
    "from_dlpack": _from_dlpack,
    "unique_all": _unique_all,
    "unique_counts": _unique_counts,
    "unique_inverse": _unique_inverse,
    "unique_values": _unique_values,
    "std": _std,
    "isin": _isin,
    "searchsorted": _searchsorted,
    "take": _take,
    "reshape": _reshape,
    "count_nonzero": _count_nonzero,
    "broadcast_shapes": _broadcast_shapes,
    "expand_dims": _expand_dims,
    "can_cast": _can_cast,
    "finfo": finfo_of(torch.finfo, lambda dtype: dtype.to_real() if dtype.is_complex else dtype),
    "iinfo": iinfo_of(torch.iinfo),
    **SPECIAL_VALUES,
    **CREATION,
}
