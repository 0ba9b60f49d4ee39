"""NumPy's fast paths that look for elements, put them in order and take them."""

from __future__ import annotations

from functools import partial
from typing import Any

from numpy import arange, empty, intp, ndarray

from ...common.fast_paths import Call, FastPath, named
from ..out_kernels import BLOCK
from ..out_kernels import take as take_into
from .conditions import FEW, INTP, REFUSALS


def _position(of_largest: bool, fallback: Call) -> Call:
    def position(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> Any:
        try:
            return x.argmax(axis, keepdims=keepdims) if of_largest else x.argmin(axis, keepdims=keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return position


def count_nonzero(fallback: Call) -> Call:
    def count_nonzero(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            if axis is not None:
                return x.astype(bool, copy=False).sum(axis, intp, None, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return count_nonzero


def nonzero(fallback: Call) -> Call:
    def nonzero(x: Any, /) -> Any:
        try:
            if x.ndim:
                return x.nonzero()
        except REFUSALS:
            pass
        return fallback(x)

    return nonzero


def searchsorted(fallback: Call) -> Call:
    def searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
        try:
            if x2.__class__ is ndarray:
                return x1.searchsorted(x2, side, sorter)
        except REFUSALS:
            pass
        return fallback(x1, x2, side=side, sorter=sorter)

    return searchsorted


def isin(fallback: Call) -> Call:
    def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Any:
        try:
            if x1.dtype is x2.dtype and x1.ndim and x1.size * x2.size <= FEW:
                if invert:
                    return (x1[..., None] != x2.ravel()).all(-1)
                return (x1[..., None] == x2.ravel()).any(-1)
        except REFUSALS:
            pass
        return fallback(x1, x2, invert=invert)

    return isin


def sort(fallback: Call) -> Call:
    def sort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
        try:
            if not descending and x.ndim:
                new = x.copy("K")
                new.sort(axis, "stable" if stable else None)
                return new
        except REFUSALS:
            pass
        return fallback(x, axis=axis, descending=descending, stable=stable)

    return sort


def argsort(fallback: Call) -> Call:
    def argsort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
        try:
            if not descending and x.ndim:
                return x.argsort(axis, "stable" if stable else None)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, descending=descending, stable=stable)

    return argsort


def take(fallback: Call) -> Call:
    def take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
        try:
            if indices.size <= BLOCK or indices.dtype is INTP or x.ndim != 1 or x.__class__ is not ndarray:
                return x.take(indices, axis)
            taken = take_into(x, indices, axis=axis, out=empty(indices.shape, x.dtype))
            if taken is not NotImplemented:
                return taken
        except REFUSALS:
            pass
        return fallback(x, indices, axis=axis)

    return take


def take_along_axis(fallback: Call) -> Call:
    def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
        try:
            if x.ndim == indices.ndim == 2 and indices.dtype.kind in "iu" and axis.__class__ is int and -1 <= axis < 2:
                if axis:
                    return x[arange(x.shape[0])[:, None], indices]
                return x[indices, arange(x.shape[1])]
        except REFUSALS:
            pass
        return fallback(x, indices, axis=axis)

    return take_along_axis


FAST_PATHS: dict[str, FastPath] = {
    "argmax": partial(_position, True),
    "argmin": partial(_position, False),
    **named(count_nonzero, nonzero, searchsorted, isin, sort, argsort, take, take_along_axis),
}
