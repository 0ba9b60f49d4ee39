"""Arrays as arbitrary windows of one piece of memory: offset, strides, sign, order of axes, zero strides.

NumPy and PyTorch only: a variable of TensorFlow has no views.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from hypothesis import note

from attack import Choices


@dataclass(frozen=True)
class Window:
    """Where the elements of an array lie: `offset` and `strides` in bytes."""

    shape: tuple[int, ...]
    dtype: str  # a neutral name
    offset: int
    strides: tuple[int, ...]

    @property
    def itemsize(self) -> int:
        return 2 if self.dtype == "bfloat16" else np.dtype(self.dtype).itemsize

    def places(self) -> np.ndarray:
        """The address of the first byte of each element."""
        places = np.array(self.offset)
        for size, step in zip(self.shape, self.strides, strict=True):
            places = np.add.outer(places, np.arange(size) * step)
        return places

    @property
    def shares_places(self) -> bool:
        """True if two of its elements share a byte."""
        places = np.sort(self.places(), axis=None)
        return bool((np.diff(places) < self.itemsize).any())

    @property
    def ends(self) -> tuple[int, int]:
        """The first byte and the last (exclusive)."""
        if not prod(self.shape):
            return self.offset, self.offset
        reach = [(size - 1) * step for size, step in zip(self.shape, self.strides, strict=True)]
        return self.offset + sum(min(one, 0) for one in reach), self.offset + sum(
            max(one, 0) for one in reach
        ) + self.itemsize

    def moved(self, by: int) -> Window:
        return Window(self.shape, self.dtype, self.offset + by, self.strides)


def any_window(choose: Choices, shape: tuple[int, ...], dtype: str, *, negative: bool, zero: bool) -> Window:
    """A window of that shape; with `zero` some axes may repeat one place, as broadcast_to and expand do."""
    item = Window(shape, dtype, 0, ()).itemsize
    strides = [0] * len(shape)
    if choose.rarely(8):  # any small strides, which may make elements share places
        strides = [item * (1 + choose.below(6)) for _ in shape]
    else:
        step, axes = item, list(range(len(shape)))
        while axes:
            axis = axes.pop(-1 - choose.below(len(axes)) if choose.rarely(2) else -1)
            step *= 1 + choose.below(2)
            strides[axis] = step
            step *= max(shape[axis], 1)
    if negative:
        strides = [-one if choose.rarely(4) else one for one in strides]
    if zero:
        strides = [0 if choose.rarely(6) else one for one in strides]
    offset = item * choose.below(7)
    if negative and choose.rarely(12):  # NumPy takes any address
        offset += choose.below(item)
    return Window(shape, dtype, offset, tuple(strides))


def part_of(choose: Choices, whole: Window, shape: tuple[int, ...], dtype: str) -> Window:
    """A window of that shape inside another one, along its axes: the same, a row, a column, an element, repeated."""
    strides, offset = [], whole.offset
    missing = len(whole.shape) - len(shape)
    for axis, size in enumerate(shape):
        inside = axis + missing
        if inside < 0:
            strides.append(0)
            continue
        room, step = whole.shape[inside], whole.strides[inside]
        repeats = size > room or choose.rarely(6)
        strides.append(0 if repeats else step)
        offset += step * choose.below(max(room, 1) if repeats else room - size + 1)
    for axis in range(max(missing, 0)):
        offset += whole.strides[axis] * choose.below(max(whole.shape[axis], 1))
    return Window(shape, dtype, offset, tuple(strides))


def shared(
    choose: Choices, inputs: list[np.ndarray], results: list[tuple[tuple[int, ...], str]], negative: bool, mix: bool
) -> tuple[list[Window], list[Window]]:
    """Windows for the inputs and for the outs, over each other or near."""
    outs = [any_window(choose, shape, dtype, negative=negative, zero=False) for shape, dtype in results]
    drawn: list[tuple[Window, int]] = []  # and in which of several spaces, far from each other, it lies
    for number, argument in enumerate(inputs):
        shape, dtype = argument.shape, argument.dtype.name
        whole = choose.one_of(outs)
        if whole.itemsize == argument.dtype.itemsize and choose.rarely(2):
            window = part_of(choose, whole, shape, dtype)
        else:
            window = any_window(choose, shape, dtype, negative=negative, zero=True)
        together = mix and choose.rarely(2) and dtype == inputs[0].dtype.name
        drawn.append((window, 0 if together else number))
    ends = [one.ends for one in [*outs, *(window for window, _ in drawn)]]
    space = (max(last for _, last in ends) - min(first for first, _ in ends)) // 64 * 64 + 128
    placed = [window.moved(space * number) for window, number in drawn]
    if choose.rarely(4):  # out over another input than the first
        distance = space * choose.below(len(inputs) or 1)
        outs = [one.moved(distance) for one in outs]
    note(f"inputs: {placed}\nouts: {outs}")
    return placed, outs


class Pool:
    """One piece of memory, large enough for some windows, and the windows as arrays of a backend."""

    def __init__(self, backend: str, windows: Sequence[Window], *, through_numpy: bool = False) -> None:
        first = min((one.ends[0] for one in windows), default=0)
        last = max((one.ends[1] for one in windows), default=0)
        # As many bytes before the first element as a multiple of every size of element.
        self._shift = -(first // 16) * 16 + 32
        size = (last + self._shift + 63) // 16 * 16
        raw = np.zeros(size + 16, np.uint8)
        start = -raw.ctypes.data % 16
        self.memory = raw[start : start + size]
        self.memory[:] = np.arange(size) % 63
        self._backend = backend
        self._through_numpy = through_numpy
        self._bytes = self.memory
        if backend == "torch" and not through_numpy:
            import torch

            self._tensor = torch.from_numpy(self.memory).clone()
            self._bytes = self._tensor.numpy()

    def fill(self, window: Window, values: np.ndarray) -> None:
        """Write values into a window; where its elements share a place, one of them stays."""
        self._ndarray(window)[...] = values

    def array(self, window: Window) -> Any:
        """The window as an array of the backend."""
        if self._backend == "numpy":
            return self._ndarray(window)
        import torch

        if self._through_numpy:
            return torch.from_numpy(self._ndarray(window))
        item = window.itemsize
        steps = [step // item for step in window.strides]
        typed = self._tensor.view(getattr(torch, window.dtype))
        return torch.as_strided(typed, window.shape, steps, self._offset(window) // item)

    def _ndarray(self, window: Window) -> np.ndarray:
        return np.ndarray(window.shape, window.dtype, self._bytes, self._offset(window), window.strides)

    def _offset(self, window: Window) -> int:
        offset = window.offset + self._shift
        return offset if prod(window.shape) else min(max(offset, 0), len(self.memory))
