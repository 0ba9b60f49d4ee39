"""Distributions that are drawn by rejection: candidates of another distribution, until one is accepted."""

from __future__ import annotations

from math import e, log, pi, sqrt
from typing import Any

from .._agnostic.special_values import gammaln
from .drawing import Drawing

# Of the hat of hypergeometric numbers: how wide it is in standard deviations, and at least.
_WIDTH, _LEAST_WIDTH = 2 * sqrt(2 / e), 3 - 2 * sqrt(3 / e)
_LARGEST_EXPONENT = 1000.0  # of zipf: from here on all numbers are 1, to rounding


def vonmises(drawing: Drawing, mu: Any, kappa: Any) -> Any:
    """Angles whose density is exp(kappa * cos(x - mu)) but for a constant.

    Candidates of a wrapped Cauchy distribution: D. J. Best and N. I. Fisher, Efficient simulation of the von Mises
    distribution, Applied Statistics 28 (1979).
    """
    xp, mu, kappa = drawing.xp, drawing.array(mu), drawing.array(kappa)
    # Of huge ones the formulas round to normal angles, and of tiny ones to uniform angles.
    sharp = xp.minimum(xp.maximum(kappa, 1e-8), 1e6)
    root = 1 + xp.sqrt(1 + 4 * sharp * sharp)
    rho = (root - xp.sqrt(2 * root)) / (2 * sharp)
    s = xp.where(sharp < 1e-5, 1 / sharp + sharp, (1 + rho * rho) / (2 * rho))

    def draw(drawing: Drawing, sharp: Any, s: Any) -> tuple[Any, Any]:
        z = xp.cos(pi * drawing.random())
        w = (1 + s * z) / (s + z)
        y = sharp * (s - w)
        v = drawing.open_random()
        angle = xp.acos(xp.minimum(xp.maximum(w, -1.0), 1.0))
        return xp.where(drawing.random() < 0.5, -angle, angle), xp.log(y / v) + 1 - y >= 0

    angle = drawing.until_accepted(draw, sharp, s)
    angle = xp.where(kappa < 1e-8, (2 * drawing.random() - 1) * pi, angle)
    angle = mu + xp.where(kappa > 1e6, drawing.standard_normal() / xp.sqrt(xp.maximum(kappa, 1.0)), angle)
    return angle - 2 * pi * xp.round(angle / (2 * pi))


def zipf(drawing: Drawing, a: Any) -> Any:
    """Whole numbers from 1 whose probability is x**-a but for a constant.

    Candidates of a Pareto distribution, rounded down: L. Devroye, Non-uniform random variate generation (1986), X.6.1.
    """
    xp = drawing.xp
    exponent = xp.minimum(drawing.array(a) - 1, _LARGEST_EXPONENT)
    ratio = xp.expm1(exponent * log(2.0))  # the constant b of the book, without 1
    least = xp.exp(exponent * -63 * log(2.0))  # below it are candidates that int64 does not hold

    def draw(drawing: Drawing, exponent: Any, ratio: Any, least: Any) -> tuple[Any, Any]:
        u = drawing.random()
        x = xp.floor(xp.exp(-xp.log(u * least + (1 - u)) / exponent))
        t = xp.expm1(xp.log1p(1 / x) * exponent)
        return x, (drawing.random() * x * t / ratio <= (1 + t) / (1 + ratio)) & (x < 2.0**63)

    return drawing.counts(drawing.until_accepted(draw, exponent, ratio, least))


def hypergeometric(drawing: Drawing, good: Any, bad: Any, sample: Any) -> Any:
    """How many of a sample without replacement are good.

    By the ratio of uniform numbers: E. Stadlober, Ratio of uniforms as a convenient method for sampling from classical
    discrete distributions, Proceedings of the 21st Winter Simulation Conference (1989).
    """
    xp = drawing.xp
    good, bad, sample = (drawing.array(parameter) for parameter in (good, bad, sample))
    whole = good + bad
    # Of the smaller half of the sample, those of the rarer kind; the others follow of them.
    drawn, rare = xp.minimum(sample, whole - sample), xp.minimum(good, bad)
    often = whole - rare
    share = rare / xp.maximum(whole, 1.0)
    mean = drawn * share + 0.5
    variance = (whole - drawn) * drawn * share * (1 - share) / xp.maximum(whole - 1, 1.0)
    deviation = xp.sqrt(variance + 0.5)
    width = _WIDTH * deviation + _LEAST_WIDTH
    end = xp.minimum(xp.minimum(drawn, rare) + 1, xp.floor(mean + 16 * deviation))
    mode = xp.floor((drawn + 1) * (rare + 1) / (whole + 2))

    def logarithm(k: Any, drawn: Any, rare: Any, often: Any) -> Any:
        """Of the probability of k, negative and but for a constant."""
        parts = [gammaln(xp, part + 1) for part in (k, rare - k, drawn - k, often - drawn + k)]
        return parts[0] + parts[1] + parts[2] + parts[3]

    largest = logarithm(mode, drawn, rare, often)

    def draw(drawing: Drawing, mean: Any, width: Any, end: Any, largest: Any, *sizes: Any) -> tuple[Any, Any]:
        u = drawing.open_random()
        x = mean + width * (drawing.random() - 0.5) / u
        inside = (x >= 0) & (x < end)
        k = xp.floor(xp.where(inside, x, 0.0))
        return k, inside & (2 * xp.log(u) <= largest - logarithm(k, *sizes))

    k = drawing.until_accepted(draw, mean, width, end, largest, drawn, rare, often)
    k = xp.where(good > bad, drawn - k, k)
    return drawing.counts(xp.where(drawn < sample, good - k, k))
