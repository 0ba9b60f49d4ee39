"""Polynomials as arrays of coefficients, that of the highest power first."""

from __future__ import annotations

from typing import Any

from .._common import argument_errors, errors
from .arguments import FLOATING, doubles, floating, promoted
from .parts import device_of, part, positions_along, sizes_of


def polyval(xp: Any, p: Any, x: Any, /) -> Any:
    _check(p, "polyval", "p")
    if not hasattr(x, "shape"):
        x = promoted(xp, x, p)[0]
    p, x = promoted(xp, p, x)
    value = xp.zeros_like(x)
    if p.shape[0] is None:  # a graph does not know how many there are
        powers = xp.multiply(xp.expand_dims(x, axis=-1), xp.ones_like(p))
        powers = xp.cumulative_prod(powers, axis=-1, include_initial=True, dtype=x.dtype)
        powers = part(powers, x.ndim, None, -1)
        return xp.sum(xp.multiply(powers, xp.flip(p)), axis=-1, dtype=x.dtype)
    for coefficient in xp.unstack(xp.expand_dims(p, axis=1) if x.ndim else p):  # a 0-d one would do on any device
        value = xp.add(xp.multiply(value, x), coefficient)
    return value


def vander(xp: Any, x: Any, /, N: int | None = None, *, increasing: bool = False) -> Any:
    _check(x, "vander", "x")
    # In 64 bits, as NumPy has it.
    x = doubles(xp, x) if xp.isdtype(x.dtype, FLOATING) else xp.astype(x, xp.int64)
    if N is not None and N < 0:
        raise argument_errors.wrong_value("vander", "N", N, "0 or more")
    columns = positions_along(xp, x) if N is None else xp.arange(N, dtype=xp.int64, device=device_of(x))
    spread = xp.multiply(xp.expand_dims(x, axis=1), xp.astype(xp.ones_like(columns), x.dtype))
    powers = xp.cumulative_prod(spread, axis=1, include_initial=True, dtype=x.dtype)[:, :-1]
    return powers if increasing else xp.flip(powers, axis=1)


def polyfit(xp: Any, x: Any, y: Any, deg: int, /, *, rcond: float | None = None, w: Any = None) -> Any:
    if deg < 0:
        raise argument_errors.wrong_value("polyfit", "deg", deg, "0 or more")
    _check(x, "polyfit", "x")
    if y.ndim not in (1, 2) or (None not in (x.shape[0], y.shape[0]) and x.shape[0] != y.shape[0]):
        shapes = {"x": tuple(x.shape), "y": tuple(y.shape)}
        raise errors.shapes_apart("polyfit", shapes, "x of shape (M,), y of shape (M,) or (M, K)")
    if x.shape[0] == 0:
        raise argument_errors.wrong_shape("polyfit", "x", (0,), "a point at least")
    x, y = (floating(xp, one) for one in (x, y))
    x, y = promoted(xp, x, y)
    left, right = vander(xp, x, deg + 1), doubles(xp, y)
    if w is not None:
        if w.ndim != 1 or (None not in (w.shape[0], x.shape[0]) and w.shape[0] != x.shape[0]):
            raise argument_errors.wrong_shape("polyfit", "w", tuple(w.shape), f"{(x.shape[0],)}, a weight a point")
        weights = doubles(xp, w)
        left = xp.multiply(left, xp.expand_dims(weights, axis=1))
        right = xp.multiply(right, weights if y.ndim == 1 else xp.expand_dims(weights, axis=1))
    scale = xp.sqrt(xp.sum(xp.square(xp.abs(left)), axis=0))
    scale = xp.where(xp.equal(scale, 0), xp.ones_like(scale), scale)
    if rcond is None:
        size, eps = sizes_of(xp, x)[0], float(xp.finfo(x.dtype).eps)
        rcond = size * eps if isinstance(size, int) else xp.multiply(xp.astype(size, xp.float64), eps)
    scaled = xp.divide(left, xp.astype(scale, left.dtype))
    scale = xp.astype(scale, xp.result_type(left.dtype, right.dtype))
    found = xp.linalg.lstsq(scaled, right, rcond=rcond)[0]
    return xp.divide(found, scale if y.ndim == 1 else xp.expand_dims(scale, axis=1))


def polyadd(xp: Any, x1: Any, x2: Any, /) -> Any:
    _check(x1, "polyadd", "x1")
    _check(x2, "polyadd", "x2")
    x1, x2 = promoted(xp, x1, x2)
    if None in (x1.shape[0], x2.shape[0]):
        length, other = sizes_of(xp, x1)[0], sizes_of(xp, x2)[0]
        x1, x2 = (_with_zeros(xp, x, xp.maximum(length, other)) for x in (x1, x2))
    elif x1.shape[0] != x2.shape[0]:
        length = max(x1.shape[0], x2.shape[0])
        x1, x2 = (_with_zeros(xp, x, length) for x in (x1, x2))
    return xp.add(x1, x2)


def _with_zeros(xp: Any, x: Any, length: Any) -> Any:
    """Zeros in front of `x`, up to that length."""
    return xp.concat([xp.zeros((length - sizes_of(xp, x)[0],), dtype=x.dtype, device=device_of(x)), x])


def polymul(xp: Any, x1: Any, x2: Any, /) -> Any:
    return xp.convolve(x1, x2)


def polyder(xp: Any, p: Any, /, m: int = 1) -> Any:
    _check(p, "polyder", "p")
    if m < 0:
        raise argument_errors.wrong_value("polyder", "m", m, "0 or more")
    for _ in range(m):
        if p.shape[0] == 0:
            break
        powers = xp.flip(positions_along(xp, p))[:-1]
        p = xp.multiply(p[:-1], xp.astype(powers, p.dtype))
    return p


def polyint(xp: Any, p: Any, /, m: int = 1, k: float | None = None) -> Any:
    _check(p, "polyint", "p")
    if m < 0:
        raise argument_errors.wrong_value("polyint", "m", m, "0 or more")
    p = floating(xp, p)
    for _ in range(m):
        powers = xp.astype(xp.flip(xp.add(positions_along(xp, p), 1)), p.dtype)
        constant = xp.full((1,), 0.0 if k is None else k, dtype=p.dtype, device=device_of(p))
        p = xp.concat([xp.divide(p, powers), constant])
    return p


def roots(xp: Any, p: Any, /) -> Any:
    _check(p, "roots", "p")
    p = floating(xp, p)
    degree = sizes_of(xp, p)[0] - 1
    if isinstance(degree, int) and degree < 1:
        return xp.zeros((0,), dtype=xp.result_type(p.dtype, xp.complex64), device=device_of(p))
    first = xp.expand_dims(xp.divide(xp.negative(p[1:]), p[:1]), axis=0)
    place = positions_along(xp, p[1:])
    below = xp.equal(xp.expand_dims(place, axis=1), xp.add(place, 1))
    companion = xp.concat([first, xp.astype(below, p.dtype)[1:, :]], axis=0)
    return xp.linalg.eigvals(companion)


def _check(x: Any, function: str, parameter: str) -> None:
    if x.ndim != 1:
        raise argument_errors.wrong_shape(function, parameter, tuple(x.shape), "one axis")
