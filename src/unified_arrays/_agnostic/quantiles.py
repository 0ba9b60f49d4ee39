"""Medians, quantiles and percentiles, with NaN and without."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any

from .._common import argument_errors, errors
from .._common.known_sizes import shapes_agree
from .arguments import FLOATING, axes_of, floating, holds, reduced_last, restored
from .parts import device_of, flat, sizes_of


def median(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    return _median(xp, "median", x, axis, keepdims, skip_nan=False)


def nanmedian(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    return _median(xp, "nanmedian", x, axis, keepdims, skip_nan=True)


def _median(xp: Any, function: str, x: Any, axis: Any, keepdims: bool, *, skip_nan: bool) -> Any:
    axes = axes_of(function, axis, x.ndim)
    x = reduced_last(xp, floating(xp, x), axes)
    if x.shape[-1] == 0:
        return restored(xp, _nothing(xp, x), axes, keepdims)
    count = _count(xp, x, skip_nan)
    ordered = xp.sort(x)
    below, above = (_at(xp, ordered, xp.floor_divide(xp.add(count, more), 2)) for more in (-1, 0))
    result = xp.where(xp.equal(below, above), below, xp.divide(xp.add(below, above), 2))
    return restored(xp, _with_nan(xp, x, result, skip_nan)[..., 0], axes, keepdims)


def quantile(
    xp: Any, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False, weights: Any = None
) -> Any:
    return _quantile(xp, "quantile", x, q, axis, method, keepdims, weights)


def nanquantile(
    xp: Any, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False, weights: Any = None
) -> Any:
    return _quantile(xp, "nanquantile", x, q, axis, method, keepdims, weights)


def percentile(
    xp: Any, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False, weights: Any = None
) -> Any:
    return _quantile(xp, "percentile", x, q, axis, method, keepdims, weights, whole=100)


def nanpercentile(
    xp: Any, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False, weights: Any = None
) -> Any:
    return _quantile(xp, "nanpercentile", x, q, axis, method, keepdims, weights, whole=100)


# What the nine methods of Hyndman and Fan, and four of NumPy's, make of n elements and the share q: where among the
# sorted elements the quantile lies, counted from 0. It is between two elements, or is made the number of one.
def _between(alpha: float, beta: float) -> Callable[..., Any]:
    return lambda xp, n, q: q * n + (alpha + q * (1 - alpha - beta)) - 1


_CONTINUOUS: dict[str, Callable[..., Any]] = {
    "averaged_inverted_cdf": lambda xp, n, q: q * n - 1,
    "interpolated_inverted_cdf": _between(0, 1),
    "hazen": _between(0.5, 0.5),
    "weibull": _between(0, 0),
    "linear": lambda xp, n, q: q * (n - 1),
    "median_unbiased": _between(1 / 3, 1 / 3),
    "normal_unbiased": _between(3 / 8, 3 / 8),
    "midpoint": lambda xp, n, q: 0.5 * (xp.floor(q * (n - 1)) + xp.ceil(q * (n - 1))),
}


def _closest(xp: Any, n: Any, q: Any) -> Any:
    position = q * n - 1.5
    whole = xp.floor(position)
    exact_and_odd = xp.logical_and(xp.equal(position, whole), xp.equal(xp.remainder(whole, 2), 1))
    return xp.where(exact_and_odd, whole, whole + 1)


_DISCRETE: dict[str, Callable[..., Any]] = {
    "inverted_cdf": lambda xp, n, q: xp.ceil(q * n - 1),
    "closest_observation": _closest,
    "lower": lambda xp, n, q: xp.floor(q * (n - 1)),
    "higher": lambda xp, n, q: xp.ceil(q * (n - 1)),
    "nearest": lambda xp, n, q: xp.round(q * (n - 1)),
}


def _quantile(
    xp: Any,
    function: str,
    x: Any,
    q: Any,
    axis: Any,
    method: str,
    keepdims: bool,
    weights: Any,
    whole: int = 1,
) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        raise argument_errors.wrong_dtype(function, "x", x.dtype, "a real one, for complex numbers have no order")
    skip_nan = function.startswith("nan")
    axes = axes_of(function, axis, x.ndim)
    if method not in _CONTINUOUS and method not in _DISCRETE:
        raise argument_errors.wrong_value(function, "method", method, f"one of {', '.join([*_CONTINUOUS, *_DISCRETE])}")
    if weights is not None and method != "inverted_cdf":
        raise argument_errors.wrong_value(function, "method", method, "'inverted_cdf', the only one with weights")
    given = q if hasattr(q, "shape") else xp.asarray(q, dtype=xp.float64, device=device_of(x))
    share = xp.astype(given, xp.float64, copy=False)
    share = share / whole if whole > 1 else share
    if holds(xp, xp.logical_not(xp.all(xp.logical_and(share >= 0, share <= 1)))):
        raise argument_errors.wrong_values(function, "q", "what is out of range", f"numbers from 0 to {whole}")
    if method in _CONTINUOUS:
        dtype = floating(xp, x[..., :0] if x.ndim else x).dtype
        dtype = xp.result_type(dtype, given.dtype) if given is q and xp.isdtype(q.dtype, FLOATING) else dtype
    else:
        dtype = x.dtype
    if weights is not None:
        weights = reduced_last(xp, _beside(xp, function, x, weights, axes), axes)
    x = reduced_last(xp, xp.astype(x, dtype, copy=False), axes)
    each = flat(xp, share)
    if x.shape[-1] == 0:
        found = _nothing(xp, xp.expand_dims(x, axis=-2) * xp.expand_dims(xp.astype(each, dtype), axis=-1))
    elif weights is not None:
        found = _weighted(xp, function, x, weights, each, skip_nan)
    else:
        count = xp.astype(_count(xp, x, skip_nan), xp.float64)
        found = _interpolated(xp, x, count, each, method)
        found = _with_nan(xp, x, found, skip_nan)
    if not share.ndim:
        return restored(xp, found[..., 0], axes, keepdims)
    front = xp.permute_dims(found, (found.ndim - 1, *range(found.ndim - 1)))
    found = restored(xp, front, tuple(one + 1 for one in axes), keepdims)
    return found if share.ndim == 1 else xp.reshape(found, (*sizes_of(xp, share), *sizes_of(xp, found)[1:]))


def _interpolated(xp: Any, x: Any, count: Any, share: Any, method: str) -> Any:
    """The quantiles of each last axis of `x`, of which `count` elements are sorted to the front."""
    ordered = xp.sort(x)
    if method in _DISCRETE:
        return _at(xp, ordered, _index(xp, _DISCRETE[method](xp, count, share), count))
    position = _CONTINUOUS[method](xp, count, share)
    start = xp.floor(position)
    weight = position - start
    if method == "averaged_inverted_cdf":
        weight = xp.where(xp.equal(weight, 0), 0.5, xp.ones_like(weight))
    below, above = (_at(xp, ordered, _index(xp, start + more, count)) for more in (0, 1))
    weight = xp.astype(weight, x.dtype)
    distance = above - below
    return xp.where(weight < 0.5, below + distance * weight, above - distance * (1 - weight))


def _index(xp: Any, place: Any, count: Any) -> Any:
    return xp.astype(xp.clip(place, 0.0, xp.maximum(count - 1, 0.0)), xp.int64)


def _weighted(xp: Any, function: str, x: Any, weights: Any, share: Any, skip_nan: bool) -> Any:
    """The first element that the sum of weights up to it reaches the share of all weights at."""
    order = xp.argsort(x)
    is_nan = xp.isnan(x) if xp.isdtype(x.dtype, FLOATING) else None
    if skip_nan and is_nan is not None:
        weights = xp.where(is_nan, xp.zeros_like(weights), weights)
    weights = xp.take_along_axis(xp.astype(weights, xp.float64), order, axis=-1)
    summed = xp.cumulative_sum(weights, axis=-1)
    total = summed[..., -1:]
    if holds(xp, xp.logical_or(xp.any(weights < 0), xp.logical_not(xp.all(xp.isfinite(total))))):
        raise argument_errors.wrong_values(
            function, "weights", "what is negative or not finite", "finite weights, none negative"
        )
    if not skip_nan and holds(xp, xp.any(xp.equal(total, 0))):
        raise argument_errors.wrong_values(function, "weights", "nothing but zeros", "weights whose sum is not zero")
    reached = xp.where(xp.equal(summed, 0), xp.full_like(summed, -1.0), summed / total)
    smaller = xp.expand_dims(reached, axis=-1) < share
    last = xp.subtract(_count(xp, x, skip_nan=False), 1)
    index = xp.minimum(xp.sum(xp.astype(smaller, xp.int64), axis=-2), last)
    found = _at(xp, xp.take_along_axis(x, order, axis=-1), index)
    found = _with_nan(xp, x, found, skip_nan)
    if is_nan is None or not skip_nan:
        return found
    return xp.where(xp.all(is_nan, axis=-1, keepdims=True), xp.full_like(found, nan), found)


def _beside(xp: Any, function: str, x: Any, weights: Any, axes: tuple[int, ...]) -> Any:
    """`weights` in the shape of `x`: given so, or along one axis."""
    if shapes_agree(tuple(weights.shape), tuple(x.shape)):
        return weights
    if weights.ndim == 1 and len(axes) == 1 and weights.shape[0] in (None, x.shape[axes[0]]):
        others = tuple(axis for axis in range(x.ndim) if axis != axes[0])
        return xp.broadcast_arrays(xp.expand_dims(weights, axis=others) if others else weights, x)[0]
    raise errors.weights_shape(function, tuple(weights.shape), tuple(x.shape), tuple(x.shape[axis] for axis in axes))


def _count(xp: Any, x: Any, skip_nan: bool) -> Any:
    """How many elements each last axis has, with that axis; NaN is none if it is skipped."""
    counted = xp.ones_like(x, dtype=xp.bool)
    if skip_nan and xp.isdtype(x.dtype, FLOATING):
        counted = xp.logical_not(xp.isnan(x))
    return xp.count_nonzero(counted, axis=-1, keepdims=True)


def _at(xp: Any, x: Any, index: Any) -> Any:
    """The elements of each last axis at these places, negative ones being the first."""
    index = xp.add(xp.maximum(index, 0), xp.zeros_like(x[..., :1], dtype=xp.int64))
    return xp.take_along_axis(x, index, axis=-1)


def _with_nan(xp: Any, x: Any, result: Any, skip_nan: bool) -> Any:
    """`result`, NaN where a last axis of `x` holds one."""
    if skip_nan or not xp.isdtype(x.dtype, FLOATING):
        return result
    return xp.where(xp.any(xp.isnan(x), axis=-1, keepdims=True), xp.full_like(result, nan), result)


def _nothing(xp: Any, x: Any) -> Any:
    """NaN in the shape of `x` without its last axis, which is empty."""
    return xp.full_like(xp.sum(floating(xp, x), axis=-1), nan)
