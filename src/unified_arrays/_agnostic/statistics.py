"""Ranges, covariances, and running extremes."""

from __future__ import annotations

from typing import Any

from .._common import argument_errors
from .arguments import axes_of, holds, refuse_nothing
from .parts import positions_along


def ptp(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    refuse_nothing("ptp", x, axis)
    highest, lowest = (find(x, axis=axis, keepdims=keepdims) for find in (xp.max, xp.min))
    return xp.subtract(highest, lowest)


def cov(
    xp: Any,
    m: Any,
    y: Any = None,
    /,
    *,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    fweights: Any = None,
    aweights: Any = None,
    dtype: Any = None,
) -> Any:
    if ddof is not None and ddof != int(ddof):
        raise argument_errors.wrong_value("cov", "ddof", ddof, "an integer")
    if dtype is None:
        complex_one = any(xp.isdtype(one.dtype, "complex floating") for one in (m, y) if one is not None)
        dtype = xp.complex128 if complex_one else xp.float64
    data = xp.astype(_variables(xp, "m", m, rowvar), dtype)
    if y is not None:
        data = xp.concat([data, xp.astype(_variables(xp, "y", y, rowvar), dtype)], axis=0)
    weights = _weights(xp, data, fweights, aweights)
    less = (0 if bias else 1) if ddof is None else int(ddof)
    if weights is None:
        total: Any = xp.count_nonzero(xp.ones_like(data[0, :] if data.shape[0] != 0 else data, dtype=xp.bool))
        total = xp.astype(total, xp.float64)
        freedom = total - less
        mean = xp.mean(data, axis=1, keepdims=True)
        centered = xp.subtract(data, mean)
        weighted = centered
    else:
        total = xp.sum(weights)
        spread = less * xp.sum(weights * xp.astype(aweights, xp.float64)) / total if aweights is not None else less
        freedom = total - spread
        cast = xp.astype(weights, dtype)
        mean = xp.divide(xp.sum(xp.multiply(data, cast), axis=1, keepdims=True), xp.astype(total, dtype))
        centered = xp.subtract(data, mean)
        weighted = xp.multiply(centered, cast)
    other = xp.matrix_transpose(weighted)
    other = xp.conj(other) if xp.isdtype(dtype, "complex floating") else other
    freedom = xp.maximum(freedom, 0.0)
    result = xp.divide(xp.matmul(centered, other), xp.astype(freedom, dtype))
    return _squeezed(xp, result)


def corrcoef(xp: Any, x: Any, y: Any = None, /, *, rowvar: bool = True, dtype: Any = None) -> Any:
    covariance = xp.cov(x, y, rowvar=rowvar, dtype=dtype)
    if covariance.ndim == 0:
        return xp.divide(covariance, covariance)
    variances = xp.linalg.diagonal(covariance)
    deviations = xp.sqrt(xp.real(variances) if xp.isdtype(covariance.dtype, "complex floating") else variances)
    deviations = xp.astype(deviations, covariance.dtype)
    result = xp.divide(xp.divide(covariance, xp.expand_dims(deviations, axis=1)), xp.expand_dims(deviations, axis=0))
    if not xp.isdtype(result.dtype, "complex floating"):
        return xp.clip(result, -1.0, 1.0)
    real, imaginary = (xp.clip(part(result), -1.0, 1.0) for part in (xp.real, xp.imag))
    return xp.add(real, xp.multiply(imaginary, 1j))


def _variables(xp: Any, parameter: str, x: Any, rowvar: bool) -> Any:
    """`x` with a row for each variable."""
    if x.ndim > 2:
        raise argument_errors.wrong_shape("cov", parameter, tuple(x.shape), "one or two axes")
    if x.ndim < 2:
        return xp.reshape(x, (1, -1))
    return x if rowvar or x.shape[0] == 1 else xp.matrix_transpose(x)


def _weights(xp: Any, data: Any, fweights: Any, aweights: Any) -> Any:
    given = {"fweights": fweights, "aweights": aweights}
    for name, one in given.items():
        if one is None:
            continue
        if one.ndim != 1 or (None not in (one.shape[0], data.shape[1]) and one.shape[0] != data.shape[1]):
            raise argument_errors.wrong_shape(
                "cov", name, tuple(one.shape), f"{(data.shape[1],)}, a weight an observation"
            )
        if holds(xp, xp.any(xp.less(one, 0))):
            raise argument_errors.wrong_values("cov", name, "what is negative", "weights of which none is negative")
        if name == "fweights" and not xp.isdtype(one.dtype, "integral"):
            raise argument_errors.wrong_dtype("cov", name, one.dtype, "an integer one, for it counts")
    there = [xp.astype(one, xp.float64) for one in given.values() if one is not None]
    return None if not there else there[0] if len(there) == 1 else xp.multiply(*there)


def _squeezed(xp: Any, x: Any) -> Any:
    return xp.reshape(x, ()) if tuple(x.shape) == (1, 1) else x


def cumulative_max(xp: Any, x: Any, /, *, axis: int | None = None) -> Any:
    return _running(xp, "cumulative_max", xp.maximum, x, axis)


def cumulative_min(xp: Any, x: Any, /, *, axis: int | None = None) -> Any:
    return _running(xp, "cumulative_min", xp.minimum, x, axis)


def _running(xp: Any, function: str, larger: Any, x: Any, axis: int | None) -> Any:
    """Of each element and the one 1, 2, 4, ... places before it the larger, which in the end is that of all before."""
    if axis is None and x.ndim != 1:
        raise argument_errors.wrong_value(function, "axis", axis, f"an axis, for x has shape {tuple(x.shape)}")
    [axis] = axes_of(function, 0 if axis is None else axis, x.ndim)
    size = x.shape[axis]
    if size == 0:
        return xp.asarray(x, copy=True)
    own = xp.own(f"{function}.of_floats")
    if own is not None and xp.isdtype(x.dtype, "real floating"):
        return own(x, axis)
    place, step = positions_along(xp, x, axis), 1
    while step < (2**31 if size is None else size):  # the first element, which all have before them, may come twice
        x = larger(x, xp.take(x, xp.maximum(xp.subtract(place, step), 0), axis=axis))
        step *= 2
    return x
