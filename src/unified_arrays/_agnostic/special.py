"""Special functions: those of the error integral and of the gamma function, and sums of exponentials."""

from __future__ import annotations

from math import pi
from typing import Any

from .._common import argument_errors
from . import special_values
from .arguments import axes_of, floating


def erf(xp: Any, x: Any, /) -> Any:
    return _special(xp, "erf", x)


def erfc(xp: Any, x: Any, /) -> Any:
    return _special(xp, "erfc", x)


def erfinv(xp: Any, x: Any, /) -> Any:
    return _special(xp, "erfinv", x)


def gammaln(xp: Any, x: Any, /) -> Any:
    return _special(xp, "gammaln", x)


def digamma(xp: Any, x: Any, /) -> Any:
    return _special(xp, "digamma", x)


def _special(xp: Any, name: str, x: Any) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        raise argument_errors.wrong_dtype(name, "x", x.dtype, "a real one")
    x = floating(xp, x)
    own = xp.own(f"special.{name}")
    if own is not None:
        return own(x)
    return xp.astype(getattr(special_values, name)(xp, xp.astype(x, xp.float64)), x.dtype)


def logsumexp(xp: Any, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    x = floating(xp, x)
    axes = axes_of("logsumexp", axis, x.ndim)
    if any(x.shape[one] == 0 for one in axes):
        return xp.log(xp.sum(xp.exp(x), axis=axes, keepdims=keepdims))
    largest = xp.max(x, axis=axes, keepdims=True)
    largest = xp.where(xp.isfinite(largest), largest, xp.zeros_like(largest))
    total = xp.add(xp.log(xp.sum(xp.exp(xp.subtract(x, largest)), axis=axes, keepdims=True)), largest)
    return total if keepdims else xp.squeeze(total, axis=axes)


def sinc(xp: Any, x: Any, /) -> Any:
    own = xp.own("special.sinc")
    if own is not None:
        return own(floating(xp, x))
    scaled = xp.multiply(floating(xp, x), pi)
    zero = xp.equal(scaled, 0)
    scaled = xp.where(zero, xp.ones_like(scaled), scaled)
    return xp.where(zero, xp.ones_like(scaled), xp.divide(xp.sin(scaled), scaled))


def i0(xp: Any, x: Any, /) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        raise argument_errors.wrong_dtype("i0", "x", x.dtype, "a real one")
    x = floating(xp, x)
    size = xp.abs(x)
    own = xp.own("special.i0e")
    if own is not None:
        half = xp.exp(size / 2)  # twice, for the whole may be too large where the product is not
        return own(size) * half * half
    large = size > 30
    # The sum of (x / 2)**(2 k) / k!**2, whose terms are all positive; where it is long, the asymptotic one.
    square = xp.where(large, xp.ones_like(size), size) / 2
    square = square * square
    total = xp.ones_like(size)
    for k in range(70, 0, -1):
        total = 1 + total * square / (k * k)
    size = xp.where(large, size, xp.full_like(size, 30.0))
    asymptotic = xp.ones_like(size)
    for k in range(20, 0, -1):
        asymptotic = 1 + asymptotic * ((2 * k - 1) ** 2 / (8 * k)) / size
    half = xp.exp(size / 2)
    return xp.where(large, half / xp.sqrt(2 * pi * size) * asymptotic * half, total)
