"""The distributions, as a table: their parameters, and how they are made of what every framework draws.

A draw computes on the result of the one before it in place, with operators that make a new array where arrays cannot be
written to (TensorFlow). So memory that the first draw fills is what is returned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from . import rejection
from .drawing import (
    LARGEST_POPULATION,
    LARGEST_RATE,
    NON_NEGATIVE,
    POSITIVE,
    PROBABILITY,
    RATE,
    Domain,
    Drawing,
    Joint,
    Parameter,
)


def _is_number(parameter: Any, value: float) -> bool:
    return type(parameter) in (int, float) and parameter == value


def _scaled(x: Any, scale: Any, loc: Any = 0.0) -> Any:
    """loc + scale * x, in place."""
    if not _is_number(scale, 1):
        x *= scale
    if not _is_number(loc, 0):
        x += loc
    return x


def _are_large(*shapes: Any) -> bool:
    """Whether gamma variates of these shapes are above 0, in a float32, too."""
    return all(type(shape) in (int, float) and shape >= 0.5 for shape in shapes)


def _beta(drawing: Drawing, a: Any, b: Any) -> Any:
    if _are_large(a, b):
        x = drawing.standard_gamma(a)
        return x / (x + drawing.standard_gamma(b))
    # Small parameters give gamma variates below all that a float can hold, so their logarithms are drawn.
    xp = drawing.xp
    log_x, log_y = (log_of_gamma(drawing, parameter) for parameter in (a, b))
    return xp.exp(log_x - xp.logaddexp(log_x, log_y))


def log_of_gamma(drawing: Drawing, shape: Any) -> Any:
    """The logarithm of gamma variates: x * u**(1/a) is one of shape a, if x is one of shape a + 1."""
    xp = drawing.xp
    return xp.log(drawing.standard_gamma(shape + 1)) + xp.log(drawing.open_random()) / shape


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


def _noncentral_chisquare(drawing: Drawing, df: Any, nonc: Any) -> Any:
    """A chi-square variate whose degrees of freedom are df and twice a Poisson count, whose mean is nonc / 2.

    N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous univariate distributions 2 (1995), chapter 29.
    """
    xp, is_number = drawing.xp, isinstance(nonc, float)
    rate = nonc / 2 if is_number else xp.astype(nonc / 2, xp.float64)
    known = (0.0 if rate != rate else rate) if is_number else xp.where(rate == rate, rate, 0.0)
    more = xp.astype(drawing.source.poisson(known, drawing.shape), drawing.dtype)
    return 2 * drawing.standard_gamma(df / 2 + more) + (nonc - nonc)  # nan of nan


def _f(drawing: Drawing, dfnum: Any, dfden: Any) -> Any:
    """Two chi-square variates, each over its degrees of freedom, one over the other."""
    first, second = dfnum / 2, dfden / 2
    if _are_large(first, second):
        return drawing.standard_gamma(first) / drawing.standard_gamma(second) * (second / first)
    return drawing.xp.exp(log_of_gamma(drawing, first) - log_of_gamma(drawing, second)) * (second / first)


def _noncentral_f(drawing: Drawing, dfnum: Any, dfden: Any, nonc: Any) -> Any:
    xp = drawing.xp
    log_x = xp.log(_noncentral_chisquare(drawing, dfnum, nonc) / 2)
    return xp.exp(log_x - log_of_gamma(drawing, dfden / 2)) * (dfden / dfnum)


def _standard_t(drawing: Drawing, df: Any) -> Any:
    """A normal variate over the root of a chi-square variate that is divided by its degrees of freedom."""
    half = df / 2
    return drawing.standard_normal() / drawing.xp.sqrt(drawing.standard_gamma(half) / half)


def _triangular(drawing: Drawing, left: Any, mode: Any, right: Any) -> Any:
    """By inversion, on both sides of the mode."""
    xp, u, whole = drawing.xp, drawing.random(), right - left
    rising = left + xp.sqrt(u * (whole * (mode - left)))
    falling = right - xp.sqrt((1 - u) * (whole * (right - mode)))
    return xp.where(u * whole <= mode - left, rising, falling)


def _logistic(drawing: Drawing, loc: Any, scale: Any) -> Any:
    xp, u = drawing.xp, drawing.open_random()
    return _scaled(xp.log(u) - xp.log1p(-u), scale, loc)


def _weibull(drawing: Drawing, a: Any) -> Any:
    xp, a = drawing.xp, drawing.array(a)
    x = xp.exp(xp.log(drawing.standard_exponential()) / a)
    return xp.where(a == 0, xp.zeros_like(x), x)


def _wald(drawing: Drawing, mean: Any, scale: Any) -> Any:
    """One of the two roots of an equation whose right side is a chi-square variate.

    J. R. Michael, W. R. Schucany and R. W. Haas, Generating random variates using transformations with multiple roots,
    The American Statistician 30 (1976). The larger root is the square of the mean over the smaller one, which so
    is found without a difference of numbers that are nearly equal.
    """
    xp, z = drawing.xp, drawing.standard_normal()
    half = z * z * (mean / scale) / 2
    smaller = 1 / (1 + half + xp.sqrt(half) * xp.sqrt(half + 2))
    return xp.where(drawing.random() * (1 + smaller) <= 1, smaller, 1 / smaller) * mean


def _geometric(drawing: Drawing, p: Any) -> Any:
    """By inversion: an exponential variate, rounded up."""
    xp = drawing.xp
    x = drawing.standard_exponential() / -xp.log1p(-drawing.array(p))
    return drawing.counts(xp.maximum(xp.ceil(x), 1.0))


def _negative_binomial(drawing: Drawing, n: Any, p: Any) -> Any:
    """Poisson counts whose rates are gamma variates."""
    rate = drawing.standard_gamma(n) * ((1 - p) / p)
    return drawing.source.poisson(rate, drawing.shape)


def _logseries(drawing: Drawing, p: Any) -> Any:
    """Algorithm LK of A. W. Kemp, Efficient generation of logarithmically distributed pseudo-random variables, Applied
    Statistics 30 (1981).
    """
    xp, p = drawing.xp, drawing.array(p)
    v = drawing.open_random()
    q = -xp.expm1(xp.log1p(-p) * drawing.random())
    tail = xp.floor(1 + xp.log(v) / xp.log(q))
    x = xp.where(v >= q, 1.0, xp.where(v > q * q, 2.0, tail))
    return drawing.counts(xp.where(v >= p, 1.0, x))


class Distribution(NamedTuple):
    parameters: tuple[Parameter, ...]
    draw: Callable[..., Any]  # (Drawing, *parameters) -> values
    counts: bool = False  # integers, drawn as int64
    fills: bool = False  # the memory of the drawing is what is returned
    half: bool = False  # drawn in dtypes of 16 bits, too
    exact: bool = False  # computed in float64, whatever the dtype
    joint: tuple[Joint, ...] = ()


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

_MANY = Domain("integers from 0 to 999999999", lambda x: (x < 0) | (x >= LARGEST_POPULATION))
_UP_TO_ONE = Domain("numbers above 0, and at most 1", lambda x: (x <= 0) | (x > 1) | (x != x))
_BELOW_ONE = Domain("numbers from 0 to below 1", lambda x: (x < 0) | (x >= 1) | (x != x))
_NONCENTRALITY = Domain("numbers from 0 to 9.2e18", lambda x: (x < 0) | (x > LARGEST_RATE))
_ABOVE_ONE = Domain("numbers above 1", lambda x: (x <= 1) | (x != x))
_DF, _A = Parameter("df", POSITIVE), Parameter("a", POSITIVE)
_DFNUM, _DFDEN, _NONC = Parameter("dfnum", POSITIVE), Parameter("dfden", POSITIVE), Parameter("nonc", _NONCENTRALITY)

DISTRIBUTIONS |= {
    "chisquare": Distribution((_DF,), lambda drawing, df: 2 * drawing.standard_gamma(df / 2)),
    "noncentral_chisquare": Distribution((_DF, _NONC), _noncentral_chisquare),
    "f": Distribution((_DFNUM, _DFDEN), _f),
    "noncentral_f": Distribution((_DFNUM, _DFDEN, _NONC), _noncentral_f),
    "standard_t": Distribution((_DF,), _standard_t),
    "standard_cauchy": Distribution((), lambda drawing: drawing.standard_normal() / drawing.standard_normal()),
    "triangular": Distribution(
        (Parameter("left"), Parameter("mode"), Parameter("right")),
        _triangular,
        joint=(
            Joint("left", "numbers up to `mode`", lambda left, mode, right: left > mode),
            Joint("mode", "numbers up to `right`", lambda left, mode, right: mode > right),
            Joint("left", "numbers below `right`", lambda left, mode, right: left == right),
        ),
    ),
    "vonmises": Distribution((Parameter("mu"), Parameter("kappa", NON_NEGATIVE)), rejection.vonmises, exact=True),
    "weibull": Distribution((Parameter("a", NON_NEGATIVE),), _weibull),
    "rayleigh": Distribution(
        (_SCALE,), lambda drawing, scale: _scaled(drawing.xp.sqrt(2 * drawing.standard_exponential()), scale)
    ),
    "pareto": Distribution((_A,), lambda drawing, a: drawing.xp.expm1(drawing.standard_exponential() / a)),
    "power": Distribution(
        (_A,),
        lambda drawing, a: drawing.xp.exp(drawing.xp.log(-drawing.xp.expm1(-drawing.standard_exponential())) / a),
    ),
    "logistic": Distribution((_LOC, _SCALE), _logistic),
    "wald": Distribution((Parameter("mean", POSITIVE), Parameter("scale", POSITIVE)), _wald),
    "geometric": Distribution((Parameter("p", _UP_TO_ONE),), _geometric, counts=True),
    "negative_binomial": Distribution(
        (Parameter("n", POSITIVE), Parameter("p", _UP_TO_ONE)),
        _negative_binomial,
        counts=True,
        joint=(
            Joint(
                "n",
                "numbers whose `n * (1 - p) / p` is at most 9.2e18",
                lambda n, p: (n + 10 * n**0.5) * ((1 - p) / p) > LARGEST_RATE,
            ),
        ),
    ),
    "hypergeometric": Distribution(
        (
            Parameter("ngood", _MANY, is_integer=True),
            Parameter("nbad", _MANY, is_integer=True),
            Parameter("nsample", NON_NEGATIVE, is_integer=True),
        ),
        rejection.hypergeometric,
        counts=True,
        joint=(Joint("nsample", "integers up to `ngood + nbad`", lambda good, bad, sample: sample > good + bad),),
    ),
    "zipf": Distribution((Parameter("a", _ABOVE_ONE),), rejection.zipf, counts=True),
    "logseries": Distribution((Parameter("p", _BELOW_ONE),), _logseries, counts=True),
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


def multinomial(drawing: Drawing, n: Any, pvals: Any) -> Any:
    """Each outcome is a binomial count of the trials that those before left, L. Devroye, Non-uniform random variate
    generation (1986), XI.4.4.
    """
    xp, columns = drawing.xp, []
    left = xp.broadcast_to(xp.astype(xp.asarray(n), xp.int64, copy=False), drawing.shape)
    rest = xp.ones_like(pvals[..., 0])
    for outcome in range(pvals.shape[-1] - 1):
        p = pvals[..., outcome]
        share = xp.where(rest > 0, p / xp.where(rest > 0, rest, 1.0), 0.0)
        counts = drawing.source.binomial(left, xp.minimum(share, 1.0), drawing.shape)
        columns.append(counts)
        left, rest = left - counts, rest - p
    return xp.stack([*columns, left], axis=-1)


def dirichlet(drawing: Drawing, alpha: Any) -> Any:
    """Gamma variates over their sum, by their logarithms."""
    xp, alpha = drawing.xp, drawing.array(alpha)
    if not alpha.shape[0]:
        return xp.zeros((*drawing.shape, 0), dtype=drawing.dtype)
    logs = log_of_gamma(drawing._replace(shape=(*drawing.shape, alpha.shape[0])), alpha)
    largest = xp.max(logs, axis=-1, keepdims=True)
    shares = xp.exp(logs - xp.where(xp.isfinite(largest), largest, 0.0))
    total = xp.sum(shares, axis=-1, keepdims=True)
    return shares / xp.where(total > 0, total, 1.0)


def multivariate_hypergeometric(drawing: Drawing, colors: Any, nsample: int) -> Any:
    """Each color is a hypergeometric count of the sample that those before left."""
    xp, columns = drawing.xp, []
    colors = drawing.array(colors)
    if not colors.shape[0]:
        return xp.zeros((*drawing.shape, 0), dtype=xp.int64)
    left = xp.full(drawing.shape, nsample, dtype=drawing.dtype)
    others = xp.sum(colors)
    for color in range(colors.shape[0] - 1):
        others = others - colors[color]
        counts = rejection.hypergeometric(drawing, colors[color], others, left)
        columns.append(counts)
        left = left - xp.astype(counts, drawing.dtype)
    return xp.stack([*columns, xp.astype(left, xp.int64)], axis=-1)
