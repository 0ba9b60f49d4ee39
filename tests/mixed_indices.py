"""Indices with integers, slices, None, an ellipsis, arrays and masks mixed at will."""

from __future__ import annotations

from typing import Any

import numpy as np

from attack import Choices
from support import VALUE

SLICES = (slice(None), slice(1, None), slice(None, None, 2), slice(None, None, -1), slice(0, 0), slice(-2, None))


def mixed_index(choose: Choices, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """Items for all axes or some. Arrays have shapes that broadcast; now and then a truth value, which has no axis."""
    items: list[Any] = []
    axis, chosen = 0, choose.one_of([(2,), (1,), (3, 1), (3, 2), ()])
    named = len(shape) if choose.below(3) else choose.below(len(shape) + 1)
    while axis < named:
        size = shape[axis]
        if choose.rarely(9):
            items.append(None)
            continue
        kind = choose.below(5)
        if kind == 0 or not size:
            items.append(choose.one_of(SLICES))
        elif kind == 1:
            items.append(choose.below(2 * size) - size)
        elif kind == 4 and choose.rarely(3):
            axes = min(1 + choose.below(2), named - axis)
            mask = np.zeros(shape[axis : axis + axes], bool)
            for _ in range((chosen[-1] if chosen else 1) if mask.size else 0):
                mask.flat[choose.below(mask.size)] = True
            items.append(mask)
            axis += axes - 1
        else:
            count = int(np.prod(chosen))
            numbers = np.array([choose.below(2 * size) - size for _ in range(count)], "int64").reshape(chosen)
            items.append(numbers.tolist() if choose.rarely(3) and chosen else numbers)
        axis += 1
    if choose.below(3) or axis < len(shape):
        items.insert(choose.below(len(items) + 1) if axis == len(shape) else len(items), ...)
    if choose.rarely(8):
        items.insert(choose.below(len(items) + 1), choose.one_of([True, False, np.True_]))
    return tuple(items)


def native(backend: str, index: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(VALUE[backend](one) if isinstance(one, np.ndarray) else one for one in index)


APART = {
    "an integer before a slice": np.s_[0, :, [1, 0]],
    "a slice between arrays": np.s_[[0, 1], :, [1, 0]],
    "an ellipsis of no axes": np.s_[:, [0, 1], ..., [1, 0]],
    "a new axis between arrays": np.s_[:, [0, 1], None, [1, 0]],
    "a mask and an integer": np.s_[[True, True], :, 1],
    "side by side": np.s_[:, [0, 1], [1, 0]],
    "an integer beside": np.s_[:, 1, [1, 0]],
}
