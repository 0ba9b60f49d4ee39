"""Memory layout of tensors: addresses, overlap within a tensor and between tensors."""

from __future__ import annotations

from typing import Any

import torch

from ..._common.overlap import nest, overlaps_itself
from .distributed import is_distributed, local


def has_internal_overlap(out: Any) -> bool:
    """True if two elements of `out` share an address."""
    if not torch.compiler.is_compiling():
        return overlaps_itself(out.shape, out.stride(), 1)
    # Dynamo (2.13) cannot trace overlaps_itself. Overlap made by expand is detected; that of as_strided is not.
    for size, stride in zip(out.shape, out.stride(), strict=True):  # noqa: SIM110 - nor a generator that is not exhausted
        if stride == 0 and size > 1:
            return True
    return False


def byte_bounds(x: Any) -> tuple[int, int] | None:
    """The byte bounds of `x`: its first address, and the one after its last; None if it has no addresses.

    Tensors have none inside a transform (torch.func), and if they are sparse. No stride is negative. (0, 0) for a
    tensor without memory: empty, or on the meta device.
    """
    try:
        first = x.data_ptr()
    except RuntimeError:
        return None
    if not first:
        return 0, 0
    return first, first + num_bytes_spanned(x)


def num_bytes_spanned(x: Any) -> int:
    """The number of bytes between the byte bounds of a tensor that is not empty."""
    if x.is_contiguous():
        return int(x.nbytes)
    length = 1
    for size, stride in zip(x.shape, x.stride(), strict=True):
        length += (size - 1) * stride
    return int(length * x.element_size())


def _in_this_process(x: Any) -> Any:
    """The memory of a DTensor, which has no address itself."""
    return local(x) if is_distributed(x) else x


def may_overlap(x: Any, y: Any) -> bool | None:
    """False if the tensors share no element; None if it is unknown."""
    if x is y:
        return True
    if torch.compiler.is_compiling():
        return None
    x, y = _in_this_process(x), _in_this_process(y)
    first, second = byte_bounds(x), byte_bounds(y)
    if first is None or second is None:
        return None
    return first[0] < second[1] and second[0] < first[1] and not is_interleaved(x, y)


def is_interleaved(x: Any, y: Any) -> bool:
    """True if tensors of equal shapes and strides are disjoint, in each other's gaps, as columns of a matrix are."""
    strides, itemsize = x.stride(), x.element_size()
    if strides != y.stride() or x.shape != y.shape or y.element_size() != itemsize:
        return False
    axes = sorted([(stride * itemsize, length) for stride, length in zip(strides, x.shape, strict=True) if length > 1])
    return nest(axes, itemsize) and not _elements_meet(x.data_ptr() - y.data_ptr(), axes[::-1], itemsize)


def _elements_meet(distance: int, axes: list[tuple[int, int]], itemsize: int) -> bool:
    """Whether elements of two arrays at that distance overlap. Strides nest, so only two offsets along an axis can."""
    if not axes:
        return -itemsize < distance < itemsize
    (stride, length), *others = axes
    lower = distance // stride
    return any(
        abs(count) < length and _elements_meet(distance - count * stride, others, itemsize)
        for count in (lower, lower + 1)
    )


def same_memory(x: Any, y: Any) -> bool:
    """True if two tensors have the same elements at the same addresses."""
    if x.shape != y.shape:
        return False
    x, y = _in_this_process(x), _in_this_process(y)
    return bool(
        byte_bounds(x) is not None
        and byte_bounds(x) == byte_bounds(y)
        and x.shape == y.shape
        and x.stride() == y.stride()
        and x.dtype is y.dtype
    )
