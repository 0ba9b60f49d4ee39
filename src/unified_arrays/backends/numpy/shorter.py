"""What some functions of NumPy do to ndarrays in their plain case: their own steps, without what finds the case."""

from __future__ import annotations

from typing import Any

import numpy as np

ALL = slice(None)
REVERSED = (slice(None, None, -1),)
NEW = (None,)
_LATER, _EARLIER = slice(1, None), slice(None, -1)
_total: Any = np.add.reduce  # to its types keepdims is a literal


def moved(x: Any, source: int, destination: int) -> Any:
    order = list(range(x.ndim))
    order.insert(destination % x.ndim, order.pop(source))
    return x.transpose(order)


def rolled(x: Any, shifts: tuple[int, ...], axes: tuple[int, ...]) -> Any:
    for shift, axis in zip(shifts, axes, strict=True):
        cut, before = -shift % x.shape[axis], (ALL,) * (axis % x.ndim)
        x = np.concatenate((x[(*before, slice(cut, None))], x[(*before, slice(cut))]), axis)
    return x


def differences(x: Any, axis: int, n: int) -> Any:
    before = (ALL,) * (axis % x.ndim)
    for _ in range(n):
        x = np.subtract(x[(*before, _LATER)], x[(*before, _EARLIER)])
    return x


def crossed(x1: Any, x2: Any) -> Any:
    a, b = (tuple(x[..., i] for i in range(3)) for x in (x1, x2))
    result = np.empty(x1.shape, x1.dtype)
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        np.subtract(a[j] * b[k], a[k] * b[j], out=result[..., i])
    return result


def grids(x: Any, y: Any, indexing: str) -> tuple[Any, Any]:
    if indexing == "ij":
        return x[:, None].repeat(y.size, 1), y[None].repeat(x.size, 0)
    return x[None].repeat(y.size, 0), y[:, None].repeat(x.size, 1)


def band(shape: tuple[int, ...], k: int) -> Any:
    """True on the k-th diagonal of a matrix and below it."""
    return np.arange(shape[-2])[:, None] >= np.arange(-k, shape[-1] - k)


def variance(x: Any, axis: int | None, correction: float, keepdims: bool) -> Any:
    """Of float64, where `correction` is less than the number of elements."""
    count = x.size if axis is None else x.shape[axis]
    deviations = x - _total(x, axis, keepdims=True) / count
    np.multiply(deviations, deviations, deviations)
    return _total(deviations, axis, keepdims=keepdims) / (count - correction)
