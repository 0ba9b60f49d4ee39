"""What shapes, strides and addresses say about memory that is shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

SHARED_ELEMENTS = "several of its elements share one place in memory: allocate one with empty_like"
READ_ONLY = "it is read-only: allocate one with empty_like, or make a copy with asarray(x, copy=True)"
_EFFORT = 10_000  # steps of NumPy's solver: less than a millisecond


def nest(axes: Sequence[tuple[int, int]], element: int) -> bool:
    """True if each step, the smallest first, goes beyond what all before it and an element of that size cover."""
    covered = element
    for step, size in axes:
        if step < covered:
            return False
        covered += step * (size - 1)
    return True


def overlaps_itself(shape: Sequence[int], strides: Sequence[int], element: int) -> bool:
    """True if two elements of an array share a place in memory; strides and `element`, the size of one, in one unit.

    Strides that nest never do. Of all others NumPy finds out; they are refused where that takes it too long.
    """
    if 0 in shape:
        return False
    if len(shape) == 1:
        return shape[0] > 1 and abs(strides[0]) < element
    axes = sorted([(abs(step), size) for size, step in zip(shape, strides, strict=True) if size > 1])
    if nest(axes, element):
        return False
    # Never read: where one element would lie beside another one is all that is asked.
    x = as_strided(np.empty(1, f"V{element}"), [size for _, size in axes], [step for step, _ in axes])
    # Two elements that share a place differ along some axis: one of the first ones along it, moved, is another one.
    windows = [(slice(None),) * axis for axis in range(len(axes))]
    return any(share_elements(x[(*before, slice(1, None))], x[(*before, slice(1))]) for before in windows)


def share_elements(x: Any, y: Any) -> bool:
    """True if an element of one ndarray and one of the other share a place, or if finding out takes too long."""
    try:
        return bool(np.shares_memory(x, y, max_work=_EFFORT))  # type: ignore[arg-type]  # -1 and 0 are not all
    except np.exceptions.TooHardError:
        return True
