"""The error integral and the gamma function by series, continued fractions and asymptotic sums.

For backends whose framework has none, or a worse one: accurate to a few units in the last place of float64, and slow.
"""

from __future__ import annotations

from math import inf, log, pi, sqrt
from typing import Any

_STEPS_OF_FRACTION = 170  # enough from 1 on
_TERMS = 60  # of the series, enough up to 2
_SHIFT = 10  # from where on the asymptotic sums are exact
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)  # B2, B4, ...


def erf(xp: Any, x: Any) -> Any:
    size = xp.abs(x)
    found = xp.where(size < 2, _near_zero(xp, xp.clip(size, 0.0, 2.0)), 1 - _tail(xp, size))
    return xp.where(xp.isnan(x), x, xp.copysign(found, x))


def erfc(xp: Any, x: Any) -> Any:
    return xp.where(x < 1, 1 - erf(xp, x), xp.where(xp.isnan(x), x, _tail(xp, x)))


def _near_zero(xp: Any, x: Any) -> Any:
    """2 / sqrt(pi) exp(-x**2) times the sum of x (2 x**2)**n / (2 n + 1)!!, whose terms are all positive."""
    total = xp.ones_like(x)
    for n in range(_TERMS, 0, -1):
        total = 1 + total * (x * x) * (2 / (2 * n + 1))
    return 2 / sqrt(pi) * xp.exp(-x * x) * x * total


def _tail(xp: Any, x: Any) -> Any:
    """erfc of what is 1 or more: exp(-x**2) / sqrt(pi) over x + (1 / 2) / (x + (2 / 2) / (x + ...))."""
    x = xp.clip(x, 1.0, 30.0)
    fraction = x
    for n in range(_STEPS_OF_FRACTION, 0, -1):
        fraction = x + n / 2 / fraction
    return xp.exp(-x * x) / sqrt(pi) / fraction


def erfinv(xp: Any, y: Any) -> Any:
    size = xp.abs(y)
    inside = size < 1
    rest = xp.where(inside, 1 - size, xp.ones_like(y))  # exact where it is small
    size = xp.where(inside, size, xp.zeros_like(y))
    guess = xp.own("special.erfinv_guess")
    x = guess(size) if guess is not None else _erfinv_of_winitzki(xp, size, rest)
    for _ in range(1 if guess is not None else 4):  # Newton's steps with the curvature
        excess = xp.where(x < 1, xp.erf(x) - size, rest - xp.erfc(x))
        step = excess / (2 / sqrt(pi) * xp.exp(-x * x))
        x = x - step / (1 + x * step)
    x = xp.where(inside, x, xp.where(xp.equal(xp.abs(y), 1), xp.full_like(y, inf), xp.full_like(y, float("nan"))))
    return xp.copysign(x, y)


def _erfinv_of_winitzki(xp: Any, size: Any, rest: Any) -> Any:
    """To two digits; `rest` is 1 - `size`."""
    logarithm = xp.log(rest) + xp.log1p(size)
    part = 2 / (pi * 0.147) + logarithm / 2
    return xp.sqrt(xp.sqrt(part * part - logarithm / 0.147) - part)


def gammaln(xp: Any, x: Any) -> Any:
    infinite = xp.isinf(x)
    x = xp.where(infinite, xp.ones_like(x), x)
    negative = x < 0.5
    mirrored = xp.where(negative, 1 - x, x)
    found = _gammaln_of_positive(xp, mirrored)
    fraction = xp.where(negative, x - xp.floor(x), xp.full_like(x, 0.5))
    whole = xp.equal(fraction, 0)
    sine = xp.sin(pi * xp.where(whole, xp.full_like(x, 0.5), fraction))
    reflected = xp.where(whole, xp.full_like(x, inf), log(pi) - xp.log(sine) - found)
    found = xp.where(negative, reflected, found)
    return xp.where(infinite, xp.full_like(x, inf), found)


def _gammaln_of_positive(xp: Any, x: Any) -> Any:
    product = xp.ones_like(x)
    small = x < _SHIFT
    start = xp.where(small, x, xp.ones_like(x))
    for n in range(_SHIFT):
        product = product * (start + n)
    x = xp.where(small, x + _SHIFT, x)
    total = xp.zeros_like(x)
    for n in range(len(_BERNOULLI), 0, -1):
        total = total / (x * x) + _BERNOULLI[n - 1] / (2 * n * (2 * n - 1))
    found = (x - 0.5) * xp.log(x) - x + log(2 * pi) / 2 + total / x
    return xp.where(small, found - xp.log(product), found)


def digamma(xp: Any, x: Any) -> Any:
    infinite = xp.isinf(x)
    x = xp.where(infinite, xp.sign(x), x)  # of minus infinity NaN, as of -1
    negative = x < 0
    found = _digamma_of_positive(xp, xp.where(negative, 1 - x, x))
    fraction = xp.where(negative, x - xp.floor(x), xp.full_like(x, 0.25))
    whole = xp.equal(fraction, 0)
    tangent = xp.tan(pi * xp.where(whole, xp.full_like(x, 0.25), fraction))
    reflected = xp.where(whole, xp.full_like(x, float("nan")), found - pi / tangent)
    zero = xp.equal(x, 0)
    pole = xp.copysign(xp.full_like(x, -inf), xp.where(zero, -x, x))
    found = xp.where(zero, pole, xp.where(negative, reflected, found))
    return xp.where(xp.logical_and(infinite, x > 0), xp.full_like(x, inf), found)


def _digamma_of_positive(xp: Any, x: Any) -> Any:
    small = x < _SHIFT
    start = xp.where(xp.logical_and(small, x > 0), x, xp.ones_like(x))
    before = xp.zeros_like(x)
    for n in range(_SHIFT):
        before = before + 1 / (start + n)
    x = xp.where(small, start + _SHIFT, x)
    total = xp.zeros_like(x)
    for n in range(len(_BERNOULLI), 0, -1):
        total = (total + _BERNOULLI[n - 1] / (2 * n)) / (x * x)
    found = xp.log(x) - 1 / (2 * x) - total
    return xp.where(small, found - before, found)
