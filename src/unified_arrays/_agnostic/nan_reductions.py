"""Reductions and running sums that leave NaN out."""

from __future__ import annotations

from math import inf, nan
from typing import Any

from .._common import argument_errors
from .arguments import FLOATING, floating, holds, refuse_nothing
from .parts import without_nan


def nanmax(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    refuse_nothing("nanmax", x, axis)
    return _extreme(xp, xp.max, x, -inf, axis, keepdims)


def nanmin(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    refuse_nothing("nanmin", x, axis)
    return _extreme(xp, xp.min, x, inf, axis, keepdims)


def _extreme(xp: Any, reduce: Any, x: Any, instead: float, axis: Any, keepdims: bool) -> Any:
    if not xp.isdtype(x.dtype, FLOATING):
        return reduce(x, axis=axis, keepdims=keepdims)
    is_nan = xp.isnan(x)
    found = reduce(without_nan(xp, x, instead), axis=axis, keepdims=keepdims)
    return xp.where(xp.all(is_nan, axis=axis, keepdims=keepdims), xp.full_like(found, nan), found)


def nanargmax(xp: Any, x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> Any:
    return _position(xp, "nanargmax", xp.argmax, x, -inf, axis, keepdims)


def nanargmin(xp: Any, x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> Any:
    return _position(xp, "nanargmin", xp.argmin, x, inf, axis, keepdims)


def _position(xp: Any, function: str, find: Any, x: Any, instead: float, axis: int | None, keepdims: bool) -> Any:
    if xp.isdtype(x.dtype, FLOATING):
        is_nan = xp.isnan(x)
        if holds(xp, xp.any(xp.all(is_nan, axis=axis))):
            raise argument_errors.wrong_values(function, "x", "nothing but NaN along axis", "a number")
        x = without_nan(xp, x, instead)
    return find(x, axis=axis, keepdims=keepdims)


def nanprod(xp: Any, x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
    return xp.prod(_filled(xp, x, 1), axis=axis, dtype=dtype, keepdims=keepdims)


def nancumsum(xp: Any, x: Any, /, *, axis: int | None = None, dtype: Any = None) -> Any:
    return _running(xp, xp.cumulative_sum, _filled(xp, x, 0), axis, dtype)


def nancumprod(xp: Any, x: Any, /, *, axis: int | None = None, dtype: Any = None) -> Any:
    return _running(xp, xp.cumulative_prod, _filled(xp, x, 1), axis, dtype)


def _running(xp: Any, accumulate: Any, x: Any, axis: int | None, dtype: Any) -> Any:
    x, axis = (xp.reshape(x, (-1,)), 0) if axis is None or not x.ndim else (x, axis)
    return accumulate(x, axis=axis, dtype=dtype)


def nanmean(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    if not xp.isdtype(x.dtype, FLOATING):
        return xp.mean(floating(xp, x), axis=axis, keepdims=keepdims)
    return _mean(xp, x, axis, keepdims)


def nanvar(xp: Any, x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    if not xp.isdtype(x.dtype, FLOATING):
        return xp.var(floating(xp, x), axis=axis, correction=correction, keepdims=keepdims)
    is_nan = xp.isnan(x)  # which is left out before and after: a gradient passes through both
    distance = xp.subtract(without_nan(xp, x, 0), _mean(xp, x, axis, keepdims=True))
    distance = xp.where(is_nan, xp.zeros_like(distance), distance)
    if xp.isdtype(x.dtype, "complex floating"):
        squares = xp.add(xp.square(xp.real(distance)), xp.square(xp.imag(distance)))
    else:
        squares = xp.square(distance)
    total = xp.sum(squares, axis=axis, keepdims=keepdims)
    freedom = xp.subtract(_count(xp, x, axis, keepdims, total.dtype), correction)
    none_left = xp.less_equal(freedom, 0)
    quotient = xp.divide(total, xp.where(none_left, xp.ones_like(freedom), freedom))
    return xp.where(none_left, xp.full_like(quotient, nan), quotient)


def nanstd(xp: Any, x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    return xp.sqrt(nanvar(xp, x, axis=axis, correction=correction, keepdims=keepdims))


def _mean(xp: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    total = xp.sum(_filled(xp, x, 0), axis=axis, keepdims=keepdims)
    count = _count(xp, x, axis, keepdims, total.dtype)
    none_left = xp.equal(count, 0)
    quotient = xp.divide(total, xp.where(none_left, xp.ones_like(count), count))
    return xp.where(none_left, xp.full_like(quotient, nan), quotient)


def _count(xp: Any, x: Any, axis: Any, keepdims: bool, dtype: Any) -> Any:
    return xp.astype(xp.count_nonzero(xp.logical_not(xp.isnan(x)), axis=axis, keepdims=keepdims), dtype)


def _filled(xp: Any, x: Any, instead: int) -> Any:
    if not xp.isdtype(x.dtype, FLOATING):
        return x
    return without_nan(xp, x, instead)
