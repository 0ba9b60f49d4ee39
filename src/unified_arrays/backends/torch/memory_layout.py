"""PyTorch: where the elements of a tensor lie, and which tensors share memory."""

from __future__ import annotations

from typing import Any

import torch

from ..._common.overlap import nest, overlaps_itself


def shares_elements(out: Any) -> bool:
    """True if two elements of `out` share a place."""
    if not torch.compiler.is_compiling():
        return overlaps_itself(out.shape, out.stride(), 1)
    # Dynamo (2.13) cannot trace the count of places. What expand makes is found; what as_strided makes is not.
    for size, step in zip(out.shape, out.stride(), strict=True):  # noqa: SIM110 - nor a generator that is not run through
        if step == 0 and size > 1:
            return True
    return False


def extent(x: Any) -> tuple[int, int] | None:
    """The first and the last address (exclusive) that the elements of `x` reach; None if it has no addresses.

    Tensors have none while they are transformed (torch.func), and if they are sparse. No stride is negative. What has
    no memory, an empty tensor or one on the meta device, reaches nowhere.
    """
    try:
        first = x.data_ptr()
    except RuntimeError:
        return None
    if not first:
        return 0, 0
    return first, first + reach(x)


def reach(x: Any) -> int:
    """How many bytes lie between the first address of a tensor that is not empty, and the last one (exclusive)."""
    if x.is_contiguous():
        return int(x.nbytes)
    length = 1
    for size, step in zip(x.shape, x.stride(), strict=True):
        length += (size - 1) * step
    return int(length * x.element_size())


def may_overlap(x: Any, y: Any) -> bool | None:
    """False if no element of one lies in the other; None where nobody can tell."""
    if x is y:
        return True
    if torch.compiler.is_compiling():
        return None
    first, second = extent(x), extent(y)
    if first is None or second is None:
        return None
    return first[0] < second[1] and second[0] < first[1] and not interleaved(x, y)


def interleaved(x: Any, y: Any) -> bool:
    """True if two tensors of one shape and the same strides lie in each other's gaps, as columns of a matrix do."""
    steps, size = x.stride(), x.element_size()
    if steps != y.stride() or x.shape != y.shape or y.element_size() != size:
        return False
    axes = sorted([(step * size, length) for step, length in zip(steps, x.shape, strict=True) if length > 1])
    return nest(axes, size) and not _meet(x.data_ptr() - y.data_ptr(), axes[::-1], size)


def _meet(distance: int, axes: list[tuple[int, int]], size: int) -> bool:
    """Whether elements meet at that distance. Strides nest: two numbers of steps along the first axis are possible."""
    if not axes:
        return -size < distance < size
    (step, length), *others = axes
    near = distance // step
    return any(abs(one) < length and _meet(distance - one * step, others, size) for one in (near, near + 1))


def same_memory(x: Any, y: Any) -> bool:
    """True if two tensors have the same elements in the same places."""
    return bool(
        extent(x) is not None
        and extent(x) == extent(y)
        and x.shape == y.shape
        and x.stride() == y.stride()
        and x.dtype is y.dtype
    )
