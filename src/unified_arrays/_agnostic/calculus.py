"""Derivatives, integrals, interpolation and convolution of sampled functions."""

from __future__ import annotations

from math import ceil, pi
from typing import Any

from .._common import argument_errors, errors
from .._common.known_sizes import shapes_agree
from .arguments import FLOATING, axes_of, doubles, floating, promoted
from .parts import device_of, flat, part, positions_along, sizes_of


def interp(
    xp: Any, x: Any, points: Any, values: Any, /, *, left: Any = None, right: Any = None, period: float | None = None
) -> Any:
    if points.ndim != 1 or not shapes_agree(tuple(points.shape), tuple(values.shape)):
        shapes = {"xp": tuple(points.shape), "fp": tuple(values.shape)}
        raise errors.shapes_apart("interp", shapes, "one axis of the same length")
    if points.shape[0] == 0:
        raise argument_errors.wrong_shape("interp", "xp", (0,), "a point at least")
    points, values = doubles(xp, points), doubles(xp, values)
    x = doubles(xp, x) if hasattr(x, "shape") else xp.asarray(x, dtype=xp.float64, device=device_of(points))
    if period is not None:
        if period == 0:
            raise argument_errors.wrong_value("interp", "period", period, "a number other than 0")
        period, left, right = abs(period), None, None
        x, points = xp.remainder(x, period), xp.remainder(points, period)
        order = xp.argsort(points)
        points, values = xp.take(points, order, axis=0), xp.take(values, order, axis=0)
        points = xp.concat([points[-1:] - period, points, points[:1] + period])
        values = xp.concat([values[-1:], values, values[:1]])
    where = flat(xp, x)
    last = sizes_of(xp, points)[0] - 1
    after = xp.searchsorted(points, where, side="right")
    start = xp.maximum(xp.minimum(xp.subtract(after, 1), last - 1), 0)
    end = xp.minimum(xp.add(start, 1), last)
    x0, x1, y0, y1 = (xp.take(of, at, axis=0) for of in (points, values) for at in (start, end))
    width = x1 - x0
    width = xp.where(xp.equal(width, 0), xp.ones_like(width), width)
    slope = xp.divide(xp.subtract(y1, y0), width)
    found = xp.add(xp.multiply(slope, where - x0), y0)
    # Beside infinite values: from the other end, then what both ends have.
    other = xp.add(xp.multiply(slope, where - x1), y1)
    found = xp.where(xp.isnan(found), xp.where(xp.logical_and(xp.isnan(other), xp.equal(y0, y1)), y0, other), found)
    found = xp.where(xp.equal(where, x1), y1, xp.where(xp.equal(where, x0), y0, found))
    below, above = where < points[:1], where > points[-1:]
    found = xp.where(below, values[:1] if left is None else xp.full_like(found, left), found)
    found = xp.where(above, values[-1:] if right is None else xp.full_like(found, right), found)
    found = xp.where(xp.isnan(where), xp.astype(where, found.dtype), found)
    return xp.reshape(found, tuple(sizes_of(xp, x)))


def trapezoid(xp: Any, y: Any, /, x: Any = None, *, dx: float = 1.0, axis: int = -1) -> Any:
    [axis] = axes_of("trapezoid", axis, y.ndim)
    y = floating(xp, y)
    if x is None:
        width: Any = dx
    elif x.ndim == 1:
        width = (
            xp.expand_dims(xp.diff(x), axis=tuple(n for n in range(y.ndim) if n != axis)) if y.ndim > 1 else xp.diff(x)
        )
    else:
        width = xp.diff(x, axis=axes_of("trapezoid", axis - y.ndim, x.ndim)[0])
    first, second = part(y, axis, None, -1), part(y, axis, 1, None)
    if x is None and isinstance(dx, (int, float)):
        return xp.multiply(xp.add(xp.sum(first, axis=axis), xp.sum(second, axis=axis)), dx / 2)
    return xp.sum(xp.divide(xp.multiply(xp.add(first, second), width), 2), axis=axis)


def gradient(xp: Any, f: Any, /, *spacing: Any, axis: Any = None, edge_order: int = 1) -> tuple[Any, ...]:
    if edge_order not in (1, 2):
        raise argument_errors.wrong_value("gradient", "edge_order", edge_order, "1 or 2")
    axes = axes_of("gradient", axis, f.ndim)
    each = spacing or (1.0,)
    each = each * len(axes) if len(each) == 1 and not getattr(each[0], "ndim", 0) else each
    if len(each) != len(axes):
        expected = f"none, one number, or one for each of {len(axes)} axes"
        raise argument_errors.wrong_value("gradient", "spacing", len(each), expected)
    f = floating(xp, f)
    return tuple(_derivative(xp, f, one, number, edge_order) for one, number in zip(each, axes, strict=True))


def _derivative(xp: Any, f: Any, spacing: Any, axis: int, edge_order: int) -> Any:
    if f.shape[axis] is not None and f.shape[axis] <= edge_order:
        expected = f"{edge_order + 1} elements at least along axis {axis}"
        raise argument_errors.wrong_shape("gradient", "f", tuple(f.shape), expected)

    def of_f(start: int | None, stop: int | None) -> Any:
        return part(f, axis, start, stop)

    if getattr(spacing, "ndim", 0):
        if not shapes_agree(tuple(spacing.shape), (f.shape[axis],)):
            raise argument_errors.wrong_shape(
                "gradient", "spacing", tuple(spacing.shape), f"{(f.shape[axis],)}, as f has"
            )
        steps = xp.diff(spacing if xp.isdtype(spacing.dtype, FLOATING) else xp.astype(spacing, f.dtype))
        steps = xp.expand_dims(steps, axis=tuple(n for n in range(f.ndim) if n != axis)) if f.ndim > 1 else steps
        before, after = part(steps, axis, None, -1), part(steps, axis, 1, None)
        inner = xp.add(
            xp.multiply(xp.divide(after, before), of_f(1, -1) - of_f(None, -2)),
            xp.multiply(xp.divide(before, after), of_f(2, None) - of_f(1, -1)),
        )
        inner = xp.divide(inner, before + after)
        first, second = part(steps, axis, 0, 1), part(steps, axis, 1, 2)
        last, last_but_one = part(steps, axis, -1, None), part(steps, axis, -2, -1)
    else:
        inner = xp.divide(of_f(2, None) - of_f(None, -2), spacing * 2)
        first = second = last = last_but_one = spacing
    low = xp.divide(of_f(1, 2) - of_f(0, 1), first)
    high = xp.divide(of_f(-1, None) - of_f(-2, -1), last)
    if edge_order == 2:
        # The slope at the end of the parabola through three points.
        low_next = xp.divide(of_f(2, 3) - of_f(1, 2), second)
        high_next = xp.divide(of_f(-2, -1) - of_f(-3, -2), last_but_one)
        low = low + xp.multiply(low - low_next, first / (first + second))
        high = high + xp.multiply(high - high_next, last / (last + last_but_one))
    return xp.concat([low, inner, high], axis=axis)


def convolve(xp: Any, x1: Any, x2: Any, /, *, mode: str = "full") -> Any:
    return _convolved(xp, "convolve", x1, x2, mode)


def correlate(xp: Any, x1: Any, x2: Any, /, *, mode: str = "valid") -> Any:
    for name, x in (("x1", x1), ("x2", x2)):
        if x.ndim != 1:
            raise argument_errors.wrong_shape("correlate", name, tuple(x.shape), "one axis")
    if None not in (x1.shape[0], x2.shape[0]) and x1.shape[0] < x2.shape[0]:
        swapped = xp.flip(_convolved(xp, "correlate", x2, _conjugate(xp, xp.flip(x1)), mode))
        return _conjugate(xp, swapped)
    return _convolved(xp, "correlate", x1, _conjugate(xp, xp.flip(x2)), mode)


def _conjugate(xp: Any, x: Any) -> Any:
    return xp.conj(x) if xp.isdtype(x.dtype, "complex floating") else x


def _convolved(xp: Any, function: str, x1: Any, x2: Any, mode: str) -> Any:
    if mode not in ("full", "same", "valid"):
        raise argument_errors.wrong_value(function, "mode", mode, "'full', 'same' or 'valid'")
    for name, x in (("x1", x1), ("x2", x2)):
        if x.ndim != 1 or x.shape[0] == 0:
            raise argument_errors.wrong_shape(function, name, tuple(x.shape), "one axis that is not empty")
    x1, x2 = promoted(xp, x1, x2)
    if xp.isdtype(x1.dtype, "bool"):
        found = _convolved(xp, function, xp.astype(x1, xp.int64), xp.astype(x2, xp.int64), mode)
        return xp.not_equal(found, 0)
    if None not in (x1.shape[0], x2.shape[0]) and x1.shape[0] < x2.shape[0]:
        x1, x2 = x2, x1
    more = xp.zeros_like(x2[1:])
    padded = xp.concat([more, x1, more])
    own = xp.own("convolved.of_floats")
    if own is not None and x1.dtype in (xp.float32, xp.float64):
        whole = own(padded, xp.flip(x2))
    else:
        long = xp.concat([x1, more])
        places = xp.add(xp.expand_dims(positions_along(xp, long), axis=1), positions_along(xp, x2))
        windows = xp.reshape(xp.take(padded, flat(xp, places), axis=0), tuple(sizes_of(xp, places)))
        whole = xp.matmul(windows, xp.flip(x2))
    if mode == "full":
        return whole
    size, width = sizes_of(xp, x1)[0], sizes_of(xp, x2)[0]
    if mode == "valid":
        return whole[width - 1 : size]
    start = (width - 1) // 2
    return whole[start : start + size]


def ediff1d(xp: Any, x: Any, /, *, to_end: Any = None, to_begin: Any = None) -> Any:
    x = flat(xp, x)
    parts = [xp.diff(x) if x.shape[0] != 0 else x]
    for name, more in (("to_end", to_end), ("to_begin", to_begin)):
        if more is None:
            continue
        if xp.result_type(more.dtype, x.dtype) != x.dtype and not _same_kind(xp, more.dtype, x.dtype):
            raise argument_errors.wrong_dtype("ediff1d", name, more.dtype, f"one that {x.dtype} holds")
        more = xp.astype(flat(xp, more) if more.ndim else xp.reshape(more, (1,)), x.dtype)
        parts = [*parts, more] if name == "to_end" else [more, *parts]
    return xp.concat(parts) if len(parts) > 1 else parts[0]


def _same_kind(xp: Any, dtype: Any, other: Any) -> bool:
    return any(xp.isdtype(dtype, kind) and xp.isdtype(other, kind) for kind in ("integral", *FLOATING))


def unwrap(xp: Any, x: Any, /, *, discont: float | None = None, axis: int = -1, period: float = 2 * pi) -> Any:
    [axis] = axes_of("unwrap", axis, x.ndim)
    whole_numbers = xp.isdtype(x.dtype, "integral") and isinstance(period, int)
    x = x if whole_numbers else floating(xp, x)
    steps = xp.diff(x, axis=axis)
    high: Any = period // 2 if whole_numbers else period / 2
    ambiguous = not whole_numbers or period % 2 == 0
    low = -high
    rest = xp.add(xp.remainder(xp.subtract(steps, low), period), low)
    if ambiguous:  # a jump of half a period keeps its direction
        rest = xp.where(xp.logical_and(xp.equal(rest, low), xp.greater(steps, 0)), xp.full_like(rest, high), rest)
    correction = xp.subtract(rest, steps)
    least = period / 2 if discont is None else max(discont, period / 2)
    least = ceil(least) if whole_numbers else least
    correction = xp.where(xp.less(xp.abs(steps), least), xp.zeros_like(correction), correction)
    moved = xp.add(part(x, axis, 1, None), xp.cumulative_sum(correction, axis=axis, dtype=x.dtype))
    return xp.concat([part(x, axis, 0, 1), moved], axis=axis)
