"""The distributions, as a table: their parameters, and how they are made of what every framework draws.

A draw computes on the result of the one before it in place, with operators that make a new array where arrays cannot be
written to (TensorFlow). So memory that the first draw fills is what is returned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..backends.randomness import RandomSource

# The largest rate of counts that int64 holds, as far as NumPy takes them.
_LARGEST_RATE = 2.0**63 - 1 - 10 * (2.0**63) ** 0.5


class Domain(NamedTuple):
    """What numbers a parameter may be: `excludes` is true of others, or an array that is."""

    text: str
    excludes: Callable[[Any], Any]


NON_NEGATIVE = Domain("numbers that are not below 0", lambda x: x < 0)
POSITIVE = Domain("numbers above 0", lambda x: x <= 0)
RATE = Domain("numbers from 0 to 9.2e18", lambda x: (x < 0) | (x > _LARGEST_RATE) | (x != x))
PROBABILITY = Domain("numbers from 0 to 1", lambda x: (x < 0) | (x > 1) | (x != x))


class Parameter(NamedTuple):
    name: str
    domain: Domain | None = None
    is_integer: bool = False


class Drawing(NamedTuple):
    """Where and what is drawn: the source, the array-API namespace of its framework, shape, dtype, memory to fill."""

    source: RandomSource
    xp: Any
    shape: Any
    dtype: Any
    memory: Any = None

    def random(self) -> Any:
        return self.source.random(self.shape, self.dtype, self.memory)

    def open_random(self) -> Any:
        """Uniform in (0, 1): half a step of the finest grid instead of 0."""
        return self.source.at_least(self.random(), float(self.xp.finfo(self.dtype).eps) / 4)

    def standard_normal(self) -> Any:
        return self.source.standard_normal(self.shape, self.dtype, self.memory)

    def standard_exponential(self, **options: Any) -> Any:
        return self.source.standard_exponential(self.shape, self.dtype, self.memory, **options)

    def standard_gamma(self, alpha: Any) -> Any:
        return self.source.standard_gamma(alpha, self.shape, self.dtype, self.memory)


def _is_number(parameter: Any, value: float) -> bool:
    return type(parameter) in (int, float) and parameter == value


def _scaled(x: Any, scale: Any, loc: Any = 0.0) -> Any:
    """loc + scale * x, in place."""
    if not _is_number(scale, 1):
        x *= scale
    if not _is_number(loc, 0):
        x += loc
    return x


def _beta(drawing: Drawing, a: Any, b: Any) -> Any:
    if all(type(parameter) in (int, float) and parameter >= 0.5 for parameter in (a, b)):
        x = drawing.standard_gamma(a)
        return x / (x + drawing.standard_gamma(b))
    # Small parameters give gamma variates below all that a float can hold, so their logarithms are drawn:
    # x * u**(1/a) is one of shape a, if x is one of shape a + 1.
    xp = drawing.xp
    log_x, log_y = (
        xp.log(drawing.standard_gamma(parameter + 1)) + xp.log(drawing.open_random()) / parameter
        for parameter in (a, b)
    )
    return xp.exp(log_x - xp.logaddexp(log_x, log_y))


def _laplace(drawing: Drawing, loc: Any, scale: Any) -> Any:
    xp, u = drawing.xp, drawing.open_random()
    tail = xp.log(xp.minimum(u, 1 - u) * 2)
    return _scaled(xp.where(u < 0.5, tail, -tail), scale, loc)


def _gumbel(drawing: Drawing, loc: Any, scale: Any) -> Any:
    xp = drawing.xp
    x = xp.log(drawing.open_random())
    x *= -1.0
    x = xp.log(x)
    x *= -1.0
    return _scaled(x, scale, loc)


class Distribution(NamedTuple):
    parameters: tuple[Parameter, ...]
    draw: Callable[..., Any]  # (Drawing, *parameters) -> values
    counts: bool = False  # integers, drawn as int64
    fills: bool = False  # the memory of the drawing is what is returned
    half: bool = False  # drawn in dtypes of 16 bits, too


_LOC, _SCALE = Parameter("loc"), Parameter("scale", NON_NEGATIVE)
_SHAPE = Parameter("shape", NON_NEGATIVE)

DISTRIBUTIONS: dict[str, Distribution] = {
    "random": Distribution((), Drawing.random, fills=True, half=True),
    "uniform": Distribution(
        (Parameter("low"), Parameter("high")),  # made to low and their difference, which is what has a domain
        lambda drawing, low, difference: _scaled(drawing.random(), difference, low),
        fills=True,
    ),
    "standard_normal": Distribution((), Drawing.standard_normal, fills=True),
    "normal": Distribution(
        (_LOC, _SCALE), lambda drawing, loc, scale: _scaled(drawing.standard_normal(), scale, loc), fills=True
    ),
    "lognormal": Distribution(
        (Parameter("mean"), Parameter("sigma", NON_NEGATIVE)),
        lambda drawing, mean, sigma: drawing.xp.exp(_scaled(drawing.standard_normal(), sigma, mean)),
    ),
    "standard_exponential": Distribution((), Drawing.standard_exponential, fills=True),
    "exponential": Distribution(
        (_SCALE,), lambda drawing, scale: _scaled(drawing.standard_exponential(), scale), fills=True
    ),
    "standard_gamma": Distribution((_SHAPE,), Drawing.standard_gamma, fills=True),
    "gamma": Distribution(
        (_SHAPE, _SCALE), lambda drawing, shape, scale: _scaled(drawing.standard_gamma(shape), scale), fills=True
    ),
    "beta": Distribution((Parameter("a", POSITIVE), Parameter("b", POSITIVE)), _beta),
    "laplace": Distribution((_LOC, _SCALE), _laplace),
    "gumbel": Distribution((_LOC, _SCALE), _gumbel),
    "poisson": Distribution(
        (Parameter("lam", RATE),), lambda drawing, lam: drawing.source.poisson(lam, drawing.shape), counts=True
    ),
    "binomial": Distribution(
        (Parameter("n", NON_NEGATIVE, is_integer=True), Parameter("p", PROBABILITY)),
        lambda drawing, n, p: drawing.source.binomial(n, p, drawing.shape),
        counts=True,
    ),
}


def multivariate_normal(drawing: Drawing, mean: Any, cov: Any, *, method: str) -> tuple[Any, Any]:
    """Draws of mean and covariance, and the matrix whose square the covariance is, or ought to be."""
    xp = drawing.xp
    if method == "cholesky":
        factor = xp.linalg.cholesky(cov)
    elif method == "eigh":
        values, vectors = xp.linalg.eigh(cov)
        factor = vectors * xp.sqrt(xp.maximum(values, 0.0))
    else:
        vectors, values, _ = xp.linalg.svd(cov)
        factor = vectors * xp.sqrt(values)
    x = xp.matmul(drawing.standard_normal(), xp.matrix_transpose(factor))
    x += mean
    return x, factor
