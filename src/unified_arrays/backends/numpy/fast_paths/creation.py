"""NumPy's fast paths that make arrays."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy import arange, empty, ndarray, where, zeros

from ...common.fast_paths import Call, FastPath, named
from .conditions import FEW, FLOAT64, NUMBERS, REFUSALS

_asarray, _empty_like = np.asarray, np.empty_like
_INDEXINGS = ("xy", "ij")


def asarray(fallback: Call) -> Call:
    def asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
        try:
            if device is None and copy is None:
                return _asarray(obj, dtype)
        except REFUSALS:
            pass
        return fallback(obj, dtype=dtype, device=device, copy=copy)

    return asarray


def from_dlpack(fallback: Call) -> Call:
    def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
        # A class, not isinstance, here and elsewhere: subclasses may have methods of their own.
        if x.__class__ is ndarray and device is copy is None:
            return x
        return fallback(x, device=device, copy=copy)

    return from_dlpack


def ones(fallback: Call) -> Call:
    def ones(shape: Any, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            if device is None:
                new = empty(shape, dtype)
                new.fill(1)
                return new
        except REFUSALS:
            pass
        return fallback(shape, dtype=dtype, device=device)

    return ones


def full(fallback: Call) -> Call:
    def full(shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            if device is None and dtype is None and fill_value.__class__ in NUMBERS:
                new = empty(shape, fill_value.__class__)
                new.fill(fill_value)
                return new
        except REFUSALS:
            pass
        return fallback(shape, fill_value, dtype=dtype, device=device)

    return full


def _filled_like(value: int, fallback: Call) -> Call:
    def filled_like(x: Any, /, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            if device is None:
                new = _empty_like(x, dtype)
                new.fill(value)
                return new
        except REFUSALS:
            pass
        return fallback(x, dtype=dtype, device=device)

    return filled_like


def full_like(fallback: Call) -> Call:
    def full_like(x: Any, /, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
        try:
            if device is None and dtype is None and x.dtype is FLOAT64 and fill_value.__class__ in NUMBERS:
                new = _empty_like(x)
                new.fill(fill_value)
                return new
        except REFUSALS:
            pass
        return fallback(x, fill_value, dtype=dtype, device=device)

    return full_like


def _frequencies(own: Call, fallback: Call) -> Call:
    def frequencies(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Any:
        try:
            if device is None and dtype is None:
                return own(n, d)
        except REFUSALS:
            pass
        return fallback(n, d=d, dtype=dtype, device=device)

    return frequencies


def _triangle(is_lower: bool, fallback: Call) -> Call:
    def triangle(x: Any, /, *, k: int = 0) -> Any:
        try:
            if x.ndim > 1 and x.size <= FEW and k.__class__ is int:
                if is_lower:
                    return where(_band(x.shape, k), x, zeros(1, x.dtype))
                return where(_band(x.shape, k - 1), zeros(1, x.dtype), x)
        except REFUSALS:
            pass
        return fallback(x, k=k)

    return triangle


def _band(shape: tuple[int, ...], k: int) -> Any:
    """True on the k-th diagonal of a matrix and below it."""
    return arange(shape[-2])[:, None] >= arange(-k, shape[-1] - k)


def meshgrid(fallback: Call) -> Call:
    def meshgrid(*arrays: Any, indexing: str = "xy") -> Any:
        try:
            if len(arrays) == 2 and arrays[0].ndim == arrays[1].ndim == 1 and indexing in _INDEXINGS:
                x, y = arrays
                if indexing == "ij":
                    return x[:, None].repeat(y.size, 1), y[None].repeat(x.size, 0)
                return x[None].repeat(y.size, 0), y[:, None].repeat(x.size, 1)
        except REFUSALS:
            pass
        return fallback(*arrays, indexing=indexing)

    return meshgrid


FAST_PATHS: dict[str, FastPath] = {
    **named(asarray, from_dlpack, ones, full, full_like, meshgrid),
    "zeros_like": partial(_filled_like, 0),
    "ones_like": partial(_filled_like, 1),
    "fft.fftfreq": partial(_frequencies, np.fft.fftfreq),
    "fft.rfftfreq": partial(_frequencies, np.fft.rfftfreq),
    "tril": partial(_triangle, True),
    "triu": partial(_triangle, False),
}
