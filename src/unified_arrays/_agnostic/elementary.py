"""Elementwise functions beyond the standard."""

from __future__ import annotations

from math import inf, log2
from typing import Any

from .._common import argument_errors
from .arguments import FLOATING, doubles, floating, holds, promoted, promoted_floating
from .parts import device_of, flat, sizes_of


def exp2(xp: Any, x: Any, /) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        raise argument_errors.wrong_dtype("exp2", "x", x.dtype, "a real one")
    own = xp.own("special.exp2")
    return xp.pow(2.0, floating(xp, x)) if own is None else own(floating(xp, x))


def cbrt(xp: Any, x: Any, /) -> Any:
    x = floating(xp, x)
    usual = xp.logical_and(xp.isfinite(x), xp.not_equal(x, 0))
    magnitude = xp.where(usual, xp.abs(x), xp.ones_like(x))
    root = xp.pow(magnitude, 1 / 3)
    # One step of Newton's, for a third is no floating number.
    root = root - (root * root * root - magnitude) / (3 * root * root)
    return xp.where(usual, xp.copysign(root, x), x)


def float_power(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = (float(x) if type(x) is int else x for x in (x1, x2))
    return xp.pow(*(doubles(xp, x) for x in promoted(xp, x1, x2)))


def spacing(xp: Any, x: Any, /) -> Any:
    x = floating(xp, x)
    away = xp.copysign(xp.full_like(x, inf), x)
    return xp.subtract(xp.nextafter(x, away), x)


def fmax(xp: Any, x1: Any, x2: Any, /) -> Any:
    return _without_nan(xp, "special.fmax", xp.maximum, x1, x2)


def fmin(xp: Any, x1: Any, x2: Any, /) -> Any:
    return _without_nan(xp, "special.fmin", xp.minimum, x1, x2)


def _without_nan(xp: Any, name: str, choose: Any, x1: Any, x2: Any) -> Any:
    x1, x2 = promoted(xp, x1, x2)
    if not xp.isdtype(x1.dtype, FLOATING):
        return choose(x1, x2)
    own = xp.own(name)
    if own is not None:
        return own(x1, x2)
    return choose(xp.where(xp.isnan(x1), x2, x1), xp.where(xp.isnan(x2), x1, x2))


def fmod(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = promoted(xp, x1, x2)
    if xp.isdtype(x1.dtype, "real floating"):
        own = xp.own("special.fmod")
        return own(x1, x2) if own is not None else xp.copysign(xp.remainder(xp.abs(x1), xp.abs(x2)), x1)
    rest = xp.remainder(x1, x2)
    other_sign = xp.not_equal(xp.less(x1, 0), xp.less(x2, 0))
    return xp.where(xp.logical_and(xp.not_equal(rest, 0), other_sign), xp.subtract(rest, x2), rest)


def divmod(xp: Any, x1: Any, x2: Any, /) -> tuple[Any, Any]:
    return xp.floor_divide(x1, x2), xp.remainder(x1, x2)


def modf(xp: Any, x: Any, /) -> tuple[Any, Any]:
    x = floating(xp, x)
    most = 1 / float(xp.finfo(x.dtype).eps)  # what is larger is whole; infinity less infinity is NaN
    finite = xp.clip(x, -most, most)
    return xp.copysign(xp.subtract(finite, xp.trunc(finite)), x), xp.trunc(x)


def frexp(xp: Any, x: Any, /) -> tuple[Any, Any]:
    x = floating(xp, x)
    own = xp.own("special.frexp")
    if own is not None:
        return own(x)  # type: ignore[no-any-return]
    usual = xp.logical_and(xp.isfinite(x), xp.not_equal(x, 0))
    magnitude = xp.where(usual, xp.abs(x), xp.ones_like(x))
    digits = 1 - round(log2(float(xp.finfo(x.dtype).eps)))
    small = magnitude < float(xp.finfo(x.dtype).smallest_normal)
    scaled = xp.where(small, magnitude * 2.0**digits, magnitude)
    exponent = xp.astype(xp.floor(xp.log2(scaled)), xp.int64) + 1
    mantissa = _scaled(xp, scaled, xp.negative(exponent))
    for wrong, factor, more in ((mantissa >= 1, 0.5, 1), (mantissa < 0.5, 2.0, -1)):  # the logarithm is rounded
        mantissa = xp.where(wrong, mantissa * factor, mantissa)
        exponent = xp.where(wrong, exponent + more, exponent)
    exponent = xp.where(small, exponent - digits, exponent)
    exponent = xp.where(usual, exponent, xp.zeros_like(exponent))
    return xp.where(usual, xp.copysign(mantissa, x), x), xp.astype(exponent, xp.int32)


def ldexp(xp: Any, x1: Any, x2: Any, /) -> Any:
    if hasattr(x2, "shape") and not xp.isdtype(x2.dtype, ("integral", "bool")):
        raise argument_errors.wrong_dtype("ldexp", "x2", x2.dtype, "an integer one")
    x1 = floating(xp, x1)
    if not hasattr(x2, "shape"):
        largest = _largest_exponent(xp, x1)
        if 1 - largest <= x2 <= largest:
            return xp.multiply(x1, 2.0**x2)
        x2 = xp.asarray(max(-4000, min(4000, x2)), dtype=xp.int64, device=device_of(x1))
    return _scaled(xp, x1, xp.astype(x2, xp.int64))


def _scaled(xp: Any, x: Any, exponent: Any) -> Any:
    """`x` times two to that power, in three steps, each by a normal number.

    The last one takes what it can: of the others none is rounded but where the result is 0 or infinite.
    """
    largest = _largest_exponent(xp, x)
    least = 1 - largest
    exponent = xp.clip(exponent, 3 * least, 3 * largest)
    last = xp.clip(exponent, least, largest)
    middle = xp.clip(exponent - last, least, largest)
    own = xp.own("special.power_of_two")
    for part in (exponent - last - middle, middle, last):
        if own is None:
            factor = _power_from_table(xp, part, least, largest, x)
        else:
            factor = own(part, largest, -round(log2(float(xp.finfo(x.dtype).eps))), x.dtype)
        x = xp.multiply(x, factor)
    return x


def _largest_exponent(xp: Any, x: Any) -> int:
    """That of the largest power of two in the dtype of `x`; 1 less it is that of the least normal one."""
    return round(log2(float(xp.finfo(x.dtype).max))) - 1


def _power_from_table(xp: Any, exponent: Any, least: int, largest: int, beside_of: Any) -> Any:
    """Two to that power, exactly, in the dtype of an array."""
    powers = [2.0**n for n in range(least, largest + 1)]
    table = xp.asarray(powers, dtype=beside_of.dtype, device=device_of(beside_of))
    return xp.reshape(xp.take(table, flat(xp, exponent - least), axis=0), tuple(sizes_of(xp, exponent)))


def logaddexp2(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = promoted_floating(xp, x1, x2)
    own = xp.own("special.logaddexp2")
    if own is not None:
        return own(x1, x2)
    same = xp.equal(x1, x2)
    distance = xp.abs(xp.subtract(x1, xp.where(same, xp.full_like(x1, 0), x2)))
    grown = xp.log1p(exp2(xp, xp.negative(distance))) / 0.6931471805599453
    larger = xp.maximum(x1, x2)
    return xp.where(same, xp.add(x1, 1), xp.add(larger, grown))


def heaviside(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = promoted_floating(xp, x1, x2)
    step = xp.where(xp.less(x1, 0), xp.zeros_like(x1), xp.ones_like(x1))
    return xp.where(xp.isnan(x1), x1, xp.where(xp.equal(x1, 0), x2, step))


def gcd(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = _integers(xp, "gcd", x1, x2)
    x1, x2 = xp.broadcast_arrays(xp.abs(x1), xp.abs(x2))
    own = xp.own("special.gcd")
    if own is not None:
        return own(x1, x2)
    one, zero = xp.ones_like(x1), xp.zeros_like(x1)
    for _ in range(93):  # as many steps as Euclid takes for the worst numbers of 64 bits, neighbours of Fibonacci's
        done = xp.equal(x2, 0)
        if holds(xp, xp.all(done)):
            break
        rest = xp.remainder(x1, xp.where(done, one, x2))
        x1, x2 = xp.where(done, x1, x2), xp.where(done, zero, rest)
    return x1


def lcm(xp: Any, x1: Any, x2: Any, /) -> Any:
    x1, x2 = _integers(xp, "lcm", x1, x2)
    divisor = gcd(xp, x1, x2)
    divisor = xp.where(xp.equal(divisor, 0), xp.ones_like(divisor), divisor)
    return xp.multiply(xp.floor_divide(xp.abs(x1), divisor), xp.abs(x2))


def _integers(xp: Any, function: str, x1: Any, x2: Any) -> list[Any]:
    arrays = promoted(xp, x1, x2)
    if not xp.isdtype(arrays[0].dtype, "integral"):
        raise argument_errors.wrong_dtype(function, "x1 or x2", arrays[0].dtype, "an integer one")
    return arrays


def nan_to_num(
    xp: Any, x: Any, /, *, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        real, imaginary = (
            nan_to_num(xp, part(x), nan=nan, posinf=posinf, neginf=neginf) for part in (xp.real, xp.imag)
        )
        return xp.add(real, xp.multiply(imaginary, 1j))
    if not xp.isdtype(x.dtype, "real floating"):
        return xp.asarray(x, copy=True)
    info = xp.finfo(x.dtype)
    high = float(info.max) if posinf is None else posinf
    low = float(info.min) if neginf is None else neginf
    own = xp.own("special.nan_to_num")
    if own is not None:
        return own(x, nan, high, low)
    infinite = xp.isinf(x)
    replaced = xp.where(xp.isnan(x), xp.full_like(x, nan), x)
    replaced = xp.where(xp.logical_and(infinite, x > 0), xp.full_like(x, high), replaced)
    return xp.where(xp.logical_and(infinite, x < 0), xp.full_like(x, low), replaced)
