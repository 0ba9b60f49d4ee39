"""NumPy's fast paths of reductions, running sums and differences."""

from __future__ import annotations

from functools import partial
from typing import Any

from numpy import add, logical_and, logical_or, maximum, minimum, multiply, ndarray, sqrt, subtract

from ...common.fast_paths import Call, FastPath, named
from .conditions import ALL, FLOAT64, REFUSALS

_total: Any = add.reduce  # to its types keepdims is a literal
_LATER, _EARLIER = slice(1, None), slice(None, -1)


def _sum(reduce: Call, fallback: Call) -> Call:
    def sum(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        try:
            if x.__class__ is ndarray:
                return reduce(x, axis, dtype, None, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, dtype=dtype, keepdims=keepdims)

    return sum


def _reduction(reduce: Call, dtype: type | None, fallback: Call) -> Call:
    def reduction(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            if x.__class__ is ndarray:
                return reduce(x, axis, dtype, None, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return reduction


def mean(fallback: Call) -> Call:
    def mean(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            if x.__class__ is ndarray and x.dtype is FLOAT64 and x.size and (axis is None or axis.__class__ is int):
                return _total(x, axis, None, None, keepdims) / (x.size if axis is None else x.shape[axis])
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return mean


def average(fallback: Call) -> Call:
    def average(x: Any, /, *, axis: Any = None, weights: Any = None, keepdims: bool = False) -> Any:
        try:
            if (
                weights is None
                and x.__class__ is ndarray
                and x.dtype is FLOAT64
                and x.size
                and (axis is None or axis.__class__ is int)
            ):
                return _total(x, axis, None, None, keepdims) / (x.size if axis is None else x.shape[axis])
        except REFUSALS:
            pass
        return fallback(x, axis=axis, weights=weights, keepdims=keepdims)

    return average


def _spread(is_std: bool, fallback: Call) -> Call:
    def spread(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
        try:
            if x.__class__ is ndarray and x.dtype is FLOAT64 and x.size and (axis is None or axis.__class__ is int):
                count = x.size if axis is None else x.shape[axis]
                if correction < count:
                    deviations = x - _total(x, axis, keepdims=True) / count
                    multiply(deviations, deviations, deviations)
                    variance = _total(deviations, axis, keepdims=keepdims) / (count - correction)
                    return sqrt(variance) if is_std else variance
        except REFUSALS:
            pass
        return fallback(x, axis=axis, correction=correction, keepdims=keepdims)

    return spread


def _running(adds: bool, fallback: Call) -> Call:
    def running(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
        try:
            if not include_initial and (axis is not None or x.ndim == 1):
                return x.cumsum(axis, dtype) if adds else x.cumprod(axis, dtype)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, dtype=dtype, include_initial=include_initial)

    return running


def diff(fallback: Call) -> Call:
    def diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
        try:
            if (
                prepend is append is None
                and n.__class__ is int
                and n > 0
                and axis.__class__ is int
                and -x.ndim <= axis < x.ndim
                and x.dtype.kind != "b"
            ):
                before, differences = (ALL,) * (axis % x.ndim), x
                for _ in range(n):
                    differences = subtract(differences[(*before, _LATER)], differences[(*before, _EARLIER)])
                return differences
        except REFUSALS:
            pass
        return fallback(x, axis=axis, n=n, prepend=prepend, append=append)

    return diff


FAST_PATHS: dict[str, FastPath] = {
    "sum": partial(_sum, add.reduce),
    "prod": partial(_sum, multiply.reduce),
    "max": partial(_reduction, maximum.reduce, None),
    "min": partial(_reduction, minimum.reduce, None),
    "all": partial(_reduction, logical_and.reduce, bool),
    "any": partial(_reduction, logical_or.reduce, bool),
    "var": partial(_spread, False),
    "std": partial(_spread, True),
    "cumulative_sum": partial(_running, True),
    "cumulative_prod": partial(_running, False),
    **named(mean, average, diff),
}
