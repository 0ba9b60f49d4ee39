"""Where and what is drawn, and the numbers that parameters may be."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

from ..backends.randomness import RandomSource

# The largest rate of counts that int64 holds, as far as NumPy takes them.
LARGEST_RATE = 2.0**63 - 1 - 10 * (2.0**63) ** 0.5


class Domain(NamedTuple):
    """What numbers a parameter may be: `excludes` is true of others, or an array that is."""

    text: str
    excludes: Callable[[Any], Any]


NON_NEGATIVE = Domain("numbers that are not below 0", lambda x: x < 0)
POSITIVE = Domain("numbers above 0", lambda x: x <= 0)
RATE = Domain("numbers from 0 to 9.2e18", lambda x: (x < 0) | (x > LARGEST_RATE) | (x != x))
PROBABILITY = Domain("numbers from 0 to 1", lambda x: (x < 0) | (x > 1) | (x != x))

LARGEST_POPULATION = 10**9  # of hypergeometric counts: all below it
_LARGEST_COUNT = 2**63 - 1


class Parameter(NamedTuple):
    name: str
    domain: Domain | None = None
    is_integer: bool = False


class Joint(NamedTuple):
    """What numbers several parameters may be together: `excludes` takes them all, as numbers or arrays of float64."""

    name: str  # the parameter that messages name
    text: str
    excludes: Callable[..., Any]


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

    def array(self, value: Any) -> Any:
        """A parameter, be it a number, as an array of the dtype of the drawing."""
        if isinstance(value, (int, float)):
            return self.xp.asarray(value, dtype=self.dtype)
        return self.xp.astype(value, self.dtype, copy=False)

    def counts(self, x: Any) -> Any:
        """Whole numbers as int64, the largest one for all above."""
        xp = self.xp
        small = x < float(_LARGEST_COUNT)
        return xp.where(small, xp.astype(xp.where(small, x, 0.0), xp.int64), _LARGEST_COUNT)

    def until_accepted(self, draw: Callable[..., tuple[Any, Any]], *parameters: Any) -> Any:
        """What `draw` draws, each number again until it is accepted.

        `draw` takes a drawing and the parameters, which are arrays, and returns values and which of them are accepted.
        """
        if self.source.repeat is not None:
            return self.source.repeat(lambda: draw(self, *parameters))
        xp = self.xp
        flat = [
            array if not array.ndim else xp.reshape(xp.broadcast_to(array, self.shape), (-1,)) for array in parameters
        ]
        values, accepted = draw(self._replace(shape=(prod(self.shape),), memory=None), *flat)
        while not bool(xp.all(accepted)):
            left = xp.nonzero(~accepted)[0]
            here = self._replace(shape=tuple(left.shape), memory=None)
            values[left], accepted[left] = draw(here, *(array[left] if array.ndim else array for array in flat))
        return xp.reshape(values, self.shape)
