"""NumPy's generators. The portable stream of every backend is drawn here, too, with a generator of Philox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Self

import numpy as np

from ..randomness import RandomSource, Seeds

_OWN = (
    "beta", "chisquare", "f", "geometric", "gumbel", "hypergeometric", "laplace", "logistic", "logseries",
    "negative_binomial", "noncentral_chisquare", "noncentral_f", "pareto", "power", "rayleigh", "standard_cauchy",
    "standard_t", "triangular", "vonmises", "wald", "weibull", "zipf",
)  # fmt: skip
_HUGE = 1e30  # parameters whose products are no infinity
_FLOAT16_STEPS = 2048  # the numbers in [0, 1) of a grid that float16 represents exactly


class NumPySource(RandomSource):
    generator: np.random.Generator

    def __init__(self, generator: np.random.Generator, seeds: Seeds) -> None:
        super().__init__(generator, seeds)
        self.own: Mapping[str, Callable[..., Any]] = {
            **{name: partial(self._with_shape, name) for name in _OWN},
            "multivariate_normal": self._multivariate_normal,
            "choice": self._choice,
            "multinomial": self._multinomial,
            "dirichlet": self._of_vectors("dirichlet"),
            "multivariate_hypergeometric": self._of_vectors("multivariate_hypergeometric"),
        }

        self.plain: Mapping[str, Callable[..., Any]] = {
            "random": lambda size: np.asarray(self.generator.random(size)),
            "standard_normal": lambda size: np.asarray(self.generator.standard_normal(size)),
            "standard_exponential": lambda size: np.asarray(self.generator.standard_exponential(size)),
            "normal": self._plain_normal,
            "uniform": self._plain_uniform,
        }

    def _plain_normal(self, size: Any, loc: float, scale: float) -> Any:
        if not (-_HUGE < loc < _HUGE and 0 <= scale < _HUGE):
            return None
        return np.asarray(self.generator.standard_normal(size) * scale + loc)

    def _plain_uniform(self, size: Any, low: float, high: float) -> Any:
        if not -_HUGE < low <= high < _HUGE:
            return None
        return np.asarray(self.generator.random(size) * (high - low) + low)

    @classmethod
    def of_seeds(cls, seeds: Seeds, device: Any) -> Self:
        return cls(np.random.default_rng(seeds), seeds)

    @classmethod
    def philox(cls, seeds: Seeds) -> Self:
        """What draws the portable stream."""
        return cls(np.random.Generator(np.random.Philox(seeds)), seeds)

    @classmethod
    def of_generator(cls, generator: Any) -> Self | None:
        if isinstance(generator, (np.random.BitGenerator, np.random.RandomState)):
            generator = np.random.default_rng(generator)
        if not isinstance(generator, np.random.Generator):
            return None
        seeds = generator.bit_generator.seed_seq
        # One that was made of no SeedSequence, as RandomState's, has nothing to spawn of but its numbers.
        return cls(generator, seeds if isinstance(seeds, Seeds) else Seeds())

    def state(self) -> Any:
        return self.generator.bit_generator.state

    def set_state(self, state: Any) -> None:
        kind = state["bit_generator"]
        if kind != type(self.generator.bit_generator).__name__:
            self.generator = np.random.Generator(getattr(np.random, kind)())
        self.generator.bit_generator.state = state

    def spawn(self, count: int, device: Any) -> list[Self]:
        kind = type(self.generator.bit_generator)
        return [type(self)(np.random.Generator(kind(seeds)), seeds) for seeds in self.seeds.spawn(count)]

    def at_least(self, x: Any, least: float) -> Any:
        return np.maximum(x, least, out=x)

    def fills(self, out: Any) -> bool:
        # NumPy (2.4) fills no other memory, nor that of other dtypes.
        return type(out) is np.ndarray and out.flags.carray and out.dtype in (np.float32, np.float64)

    def random(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        if dtype == np.float16:
            return (np.floor(self.generator.random(shape, np.float32) * _FLOAT16_STEPS) / _FLOAT16_STEPS).astype(dtype)
        return self.generator.random(shape, dtype, memory)

    def standard_normal(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self.generator.standard_normal(shape, dtype, memory)

    def standard_exponential(self, shape: Any, dtype: Any, memory: Any = None, method: Any = "zig") -> Any:
        return self.generator.standard_exponential(shape, dtype, method, memory)

    def standard_gamma(self, alpha: Any, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self.generator.standard_gamma(alpha, shape, dtype, memory)

    def poisson(self, lam: Any, shape: Any) -> Any:
        return np.asarray(self.generator.poisson(lam, shape))

    def binomial(self, n: Any, p: Any, shape: Any) -> Any:
        return np.asarray(self.generator.binomial(n, p, shape))

    def integers(self, low: Any, high: Any, shape: Any, dtype: Any) -> Any:
        return np.asarray(self.generator.integers(low, high, shape, dtype, endpoint=True))

    def permutation(self, count: int) -> Any:
        return self.generator.permutation(count).astype(np.int64, copy=False)

    def permuted(self, shape: tuple[int, ...], axis: int) -> Any:
        along = [1] * len(shape)
        along[axis] = shape[axis]
        positions = np.arange(shape[axis], dtype=np.int64).reshape(along)
        return self.generator.permuted(np.broadcast_to(positions, shape), axis=axis)

    def _with_shape(self, name: str, shape: Any, *parameters: Any) -> Any:
        return getattr(self.generator, name)(*parameters, shape)

    def _multivariate_normal(self, shape: Any, mean: Any, cov: Any, **options: Any) -> Any:
        return self.generator.multivariate_normal(mean, cov, shape[:-1], **options)

    def _choice(self, shape: Any, count: int, **options: Any) -> Any:
        return np.asarray(self.generator.choice(count, shape, **options), np.int64)

    def _of_vectors(self, name: str) -> Callable[..., Any]:
        def draw(shape: Any, *parameters: Any, **options: Any) -> Any:
            return getattr(self.generator, name)(*parameters, size=shape[:-1], **options)

        return draw

    def _multinomial(self, shape: Any, n: Any, pvals: Any) -> Any:
        before = pvals[..., :-1].sum(axis=-1, keepdims=True)
        if (before > 1).any():  # as probabilities are that were rounded to float32, which NumPy (2.4) refuses
            pvals = pvals / np.maximum(before, 1)
        return self.generator.multinomial(n, pvals, shape[:-1])
