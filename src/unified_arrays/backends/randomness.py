"""What draws random numbers for a framework: its own generator, and the few distributions that all others are made of.

The other distributions, and all that concerns out=, sizes and dtypes, is in `_random`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Self

import numpy as np

from .._common import argument_errors
from .._common.devices import CPU, Device

Seeds = np.random.SeedSequence


def seeds_of(function: str, seed: Any) -> Seeds:
    """What an integer, a sequence of integers or None seeds. TypeError or ValueError for anything else."""
    if isinstance(seed, Seeds):
        return seed
    try:
        return Seeds(seed)
    except (TypeError, ValueError) as error:
        raise argument_errors.bad_seed(function, seed, type(error)) from None


def number_of(seeds: Seeds) -> int:
    """A seed of 64 bits: the integer itself where users gave one that fits, so that it means what it always means."""
    entropy = seeds.entropy
    if isinstance(entropy, (int, np.integer)) and not seeds.spawn_key and int(entropy) < 2**64:
        return int(entropy)
    return int(seeds.generate_state(1, np.uint64)[0])


class RandomSource(ABC):
    """A generator of a framework, and the draws that the framework does with it.

    Draws take the whole shape of the result, and dtypes of the framework: for floating results float32 or float64, of
    `random` any. Parameters are Python numbers or arrays that broadcast to the shape; they have been checked. Where
    `memory` is given it has that shape and dtype, `fills(memory)` is true, and it is filled and returned.
    """

    def __init__(self, generator: Any, seeds: Seeds) -> None:
        self.generator = generator
        self.seeds = seeds  # of which children are spawned

    @classmethod
    @abstractmethod
    def of_seeds(cls, seeds: Seeds, device: Any) -> Self:
        """A new generator on a device that `native_device` has returned; None: the framework's default."""

    @classmethod
    @abstractmethod
    def of_generator(cls, generator: Any) -> Self | None:
        """For a generator of the framework that users have; None if it is something else."""

    @property
    def device(self) -> Device:
        """Where it draws."""
        return CPU

    def on_device(self) -> AbstractContextManager[Any]:
        """Inside, the framework computes where it draws."""
        return nullcontext()

    # -- state ---------------------------------------------------------------------------------------------------------

    @abstractmethod
    def state(self) -> Any:
        """Where the stream is: nested dicts of numbers and NumPy arrays."""

    @abstractmethod
    def set_state(self, state: Any) -> None:
        """Go where the stream was."""

    def spawn(self, count: int, device: Any) -> list[Self]:
        """Generators whose streams are independent of this one and of each other."""
        return [type(self).of_seeds(seeds, device) for seeds in self.seeds.spawn(count)]

    # -- draws ---------------------------------------------------------------------------------------------------------

    # Distributions that the framework draws itself in float64, instead of ours: name -> (shape, *parameters) -> values.
    own: Mapping[str, Callable[..., Any]] = {}

    # Distributions whose parameters it applies itself where they are numbers:
    # name -> (shape, dtype, memory, *parameters) -> values, in memory if there is some.
    of_numbers: Mapping[str, Callable[..., Any]] = {}

    # Draws of the plain case, with the numbers that they have without: name -> (size, *parameters) -> values in the
    # default dtype; None or an error where the case is not plain. Sizes are None, ints or tuples, parameters floats.
    plain: Mapping[str, Callable[..., Any]] = {}

    # (draw) -> values, where `draw` returns values and which of them are accepted, and is called until all are; for a
    # framework that has no values to look at while it makes a graph.
    repeat: Callable[[Callable[[], tuple[Any, Any]]], Any] | None = None

    @abstractmethod
    def at_least(self, x: Any, least: float) -> Any:
        """The larger ones of numbers that were just drawn and `least`, in their memory if it can be written to."""

    def fills(self, out: Any) -> bool:
        """Whether `out` may be the memory of draws, with the numbers that they have without it."""
        return False

    def sizes(self, arrays: list[Any]) -> Any:
        """The common shape of arrays of which a graph does not know all sizes."""
        raise NotImplementedError

    @abstractmethod
    def random(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        """Uniform in [0, 1), never 1."""

    @abstractmethod
    def standard_normal(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        """Normal with mean 0 and standard deviation 1."""

    @abstractmethod
    def standard_exponential(self, shape: Any, dtype: Any, memory: Any = None, method: str = "zig") -> Any:
        """Exponential with mean 1."""

    @abstractmethod
    def standard_gamma(self, alpha: Any, shape: Any, dtype: Any, memory: Any = None) -> Any:
        """Gamma with scale 1; parameters are of `dtype`."""

    @abstractmethod
    def poisson(self, lam: Any, shape: Any) -> Any:
        """Counts as int64; arrays of parameters are float64."""

    @abstractmethod
    def binomial(self, n: Any, p: Any, shape: Any) -> Any:
        """Counts as int64; arrays of parameters are int64 and float64."""

    @abstractmethod
    def integers(self, low: Any, high: Any, shape: Any, dtype: Any) -> Any:
        """Each integer from `low` to `high`, both included, with exactly the same probability.

        Arrays of parameters are of `dtype`, which is then int64 or uint64.
        """

    @abstractmethod
    def permutation(self, count: int) -> Any:
        """The integers below `count` in random order, as int64."""

    @abstractmethod
    def permuted(self, shape: tuple[int, ...], axis: int) -> Any:
        """Positions along an axis, as int64 of that shape: an order for each slice."""
