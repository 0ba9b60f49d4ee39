"""The methods of a generator that fill an array, and arguments for them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

import unified_arrays as ua

SHAPE = (2, 3)
STREAMS = ("native", "portable")


class Method(NamedTuple):
    name: str
    arguments: tuple[Any, ...] = ()
    counts: bool = False
    mean: float | None = None  # None: it has none, or no simple one
    variance: float = 0.0

    def draw(self, rng: Any, *, size: Any = None, **options: Any) -> Any:
        return getattr(rng, self.name)(*self.arguments, size=size, **options)


_EULER = 0.57721566490153286

# Of each distribution one or more sets of parameters, with the mean and the variance that they have.
METHODS = [
    Method("random", mean=1 / 2, variance=1 / 12),
    Method("uniform", (-2.0, 6.0), mean=2.0, variance=64 / 12),
    Method("standard_normal", mean=0.0, variance=1.0),
    Method("normal", (3.0, 2.0), mean=3.0, variance=4.0),
    Method("lognormal", (0.5, 0.25), mean=math.exp(0.53125), variance=(math.exp(0.0625) - 1) * math.exp(1.0625)),
    Method("standard_exponential", mean=1.0, variance=1.0),
    Method("exponential", (3.0,), mean=3.0, variance=9.0),
    Method("standard_gamma", (0.3,), mean=0.3, variance=0.3),
    Method("standard_gamma", (4.5,), mean=4.5, variance=4.5),
    Method("gamma", (2.5, 2.0), mean=5.0, variance=10.0),
    Method("beta", (2.0, 3.0), mean=0.4, variance=6 / (25 * 6)),
    Method("beta", (0.2, 0.3), mean=0.4, variance=0.06 / (0.25 * 1.5)),
    Method("laplace", (1.0, 2.0), mean=1.0, variance=8.0),
    Method("gumbel", (1.0, 2.0), mean=1.0 + 2 * _EULER, variance=math.pi**2 / 6 * 4),
    Method("poisson", (0.7,), counts=True, mean=0.7, variance=0.7),
    Method("poisson", (55.5,), counts=True, mean=55.5, variance=55.5),
    Method("binomial", (9, 0.3), counts=True, mean=2.7, variance=1.89),
    Method("binomial", (400, 0.8), counts=True, mean=320.0, variance=64.0),
    Method("chisquare", (3.0,), mean=3.0, variance=6.0),
    Method("chisquare", (0.4,), mean=0.4, variance=0.8),
    Method("noncentral_chisquare", (3.0, 4.0), mean=7.0, variance=22.0),
    Method("noncentral_chisquare", (0.5, 30.0), mean=30.5, variance=121.0),
    Method("f", (5.0, 20.0), mean=10 / 9, variance=2 * 400 * 23 / (5 * 324 * 16)),
    Method("f", (0.3, 0.2)),
    Method("noncentral_f", (5.0, 20.0, 3.0), mean=160 / 90, variance=2 * 16 * (64 + 11 * 18) / (324 * 16)),
    Method("noncentral_f", (0.5, 0.7, 2.0)),
    Method("standard_t", (12.0,), mean=0.0, variance=1.2),
    Method("standard_t", (0.7,)),
    Method("standard_cauchy"),
    Method("triangular", (-1.0, 0.0, 4.0), mean=1.0, variance=(1 + 16 + 4) / 18),
    Method("triangular", (2.0, 2.0, 3.0), mean=7 / 3, variance=1 / 18),
    Method("vonmises", (0.0, 2.0), mean=0.0, variance=0.7644645826078315),
    Method("vonmises", (2.0, 0.3)),
    Method("vonmises", (-1.0, 1e-9)),
    Method("vonmises", (0.5, 300.0)),
    Method("vonmises", (0.1, 1e7)),
    Method("weibull", (1.5,), mean=math.gamma(5 / 3), variance=math.gamma(7 / 3) - math.gamma(5 / 3) ** 2),
    Method("rayleigh", (2.0,), mean=2 * math.sqrt(math.pi / 2), variance=2 * (4 - math.pi)),
    Method("pareto", (9.0,), mean=1 / 8, variance=9 / (64 * 7)),
    Method("power", (3.0,), mean=3 / 4, variance=3 / (16 * 5)),
    Method("logistic", (1.0, 2.0), mean=1.0, variance=4 * math.pi**2 / 3),
    Method("wald", (2.0, 3.0), mean=2.0, variance=8 / 3),
    Method("wald", (900.0, 2.0)),
    Method("geometric", (0.4,), counts=True, mean=2.5, variance=0.6 / 0.16),
    Method("geometric", (0.001,), counts=True, mean=1000.0, variance=0.999 / 1e-6),
    Method("negative_binomial", (4, 0.3), counts=True, mean=4 * 0.7 / 0.3, variance=4 * 0.7 / 0.09),
    Method("negative_binomial", (0.5, 0.01), counts=True, mean=49.5, variance=4950.0),
    Method("hypergeometric", (15, 9, 7), counts=True, mean=7 * 15 / 24, variance=7 * 15 * 9 * 17 / (576 * 23)),
    Method("hypergeometric", (4, 30, 20), counts=True, mean=80 / 34, variance=20 * 4 * 30 * 14 / (34**2 * 33)),
    Method("hypergeometric", (500_000_000, 900_000_000, 700_000_000), counts=True),
    Method("zipf", (9.0,), counts=True, mean=1.0040773561979441 / 1.0020083928260821, variance=0.0021942788),
    Method("zipf", (1.7,), counts=True),
    Method(
        "logseries",
        (0.6,),
        counts=True,
        mean=-1.5 / math.log(0.4),
        variance=-(0.36 + 0.6 * math.log(0.4)) / (0.16 * math.log(0.4) ** 2),
    ),
    Method("logseries", (0.9999,), counts=True),
    Method("integers", (-3, 9), counts=True, mean=2.5, variance=(144 - 1) / 12),
]
NAMES = sorted({method.name for method in METHODS})
REAL_VALUED = [name for name in NAMES if not next(m for m in METHODS if m.name == name).counts]


def method_of(name: str) -> Method:
    return next(method for method in METHODS if method.name == name)


def has_dtype(backend: str, dtype: str) -> bool:
    """False of dtypes that a backend does not have."""
    return dtype not in {
        "numpy": ("bfloat16",),
        "dask": ("bfloat16",),
        "cupy": ("bfloat16",),
        "strict": ("bfloat16", "float16"),
    }.get(backend, ())


def generator(backend: str, seed: int = 5, stream: str = "native", **options: Any) -> Any:
    """On the device under test."""
    import support

    return ua.random.default_rng(seed, backend=backend, device=support.DEVICE, stream=stream, **options)


def distance(x: np.ndarray, y: np.ndarray) -> float:
    """The statistic of Kolmogorov and Smirnov of two samples, over the distance that one in a million exceeds."""
    x, y = np.sort(x.reshape(-1)), np.sort(y.reshape(-1))
    points = np.concatenate([x, y])
    apart = np.abs(np.searchsorted(x, points, "right") / x.size - np.searchsorted(y, points, "right") / y.size).max()
    return float(apart / math.sqrt(-math.log(1e-6 / 2) / 2 * (1 / x.size + 1 / y.size)))
