"""NumPy: inverse real transforms of empty arrays.

np.fft.irfft (2.4), and with it hfft and irfftn, reads the first point of an empty axis: an axis that n or s pads with
zeros then starts with a value from beyond the array. Remove when
`np.fft.irfft(np.ones((1, 2), complex)[:, :0], n=4)` is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _pad_empty_axis(x: Any, axis: int) -> Any:
    """`x`, padded with one 0 along the axis if that is empty."""
    if -x.ndim <= axis < x.ndim and x.shape[axis] == 0:
        return np.zeros([1 if i == axis % x.ndim else size for i, size in enumerate(x.shape)], x.dtype)
    return x


def _irfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Any = "backward") -> Any:
    return np.fft.irfft(x if n is None else _pad_empty_axis(x, axis), n, axis, norm)


def _hfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Any = "backward") -> Any:
    return np.fft.hfft(x if n is None else _pad_empty_axis(x, axis), n, axis, norm)


def _irfftn(x: Any, /, *, s: Any = None, axes: Any = None, norm: Any = "backward") -> Any:
    last = -1 if axes is None else axes[-1]
    return np.fft.irfftn(x if s is None else _pad_empty_axis(x, last), s, axes, norm)


OF_EMPTY_ARRAYS: dict[str, Callable[..., Any]] = {"fft.irfft": _irfft, "fft.hfft": _hfft, "fft.irfftn": _irfftn}
