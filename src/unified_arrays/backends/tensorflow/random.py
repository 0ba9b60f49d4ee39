"""TensorFlow's generators: their state is a variable, so they draw anew in each call of a tf.function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Self

import numpy as np
import tensorflow as tf

from ..._common.devices import Device
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._private import scope
from ..randomness import RandomSource, Seeds, number_of

_LARGEST = 2**63 - 1


class TensorFlowSource(RandomSource):
    generator: Any

    def __init__(self, generator: Any, seeds: Seeds) -> None:
        super().__init__(generator, seeds)
        self.of_numbers: Mapping[str, Callable[..., Any]] = {"uniform": self._uniform, "normal": self._normal}

    @classmethod
    def of_seeds(cls, seeds: Seeds, device: Any) -> Self:
        number = number_of(seeds)
        with nullcontext() if device is None else tf.device(device):
            return cls(tf.random.Generator.from_seed(number if number < 2**63 else number - 2**64), seeds)

    @classmethod
    def of_generator(cls, generator: Any) -> Self | None:
        if not isinstance(generator, tf.random.Generator):
            return None
        return cls(generator, Seeds())  # its state may be one that nothing was drawn of before

    @property
    def device(self) -> Device:
        return Device(self.generator.state.device)

    def on_device(self) -> AbstractContextManager[Any]:
        name = self.generator.state.device
        return nullcontext() if name == default_device() and not scope.device_name else tf.device(name)

    def state(self) -> Any:
        return {"algorithm": self.generator.algorithm, "state": self.generator.state.numpy()}

    def set_state(self, state: Any) -> None:
        if state["algorithm"] != self.generator.algorithm:
            self.generator = tf.random.Generator.from_state(state["state"], state["algorithm"])
        self.generator.state.assign(state["state"])

    def at_least(self, x: Any, least: float) -> Any:
        return tf.maximum(x, least)

    def sizes(self, arrays: list[Any]) -> Any:
        shape = tf.shape(arrays[0])
        for array in arrays[1:]:
            shape = tf.broadcast_dynamic_shape(shape, tf.shape(array))
        return shape

    def _seed(self) -> Any:
        """Of a stateless draw; no other has it."""
        return self.generator.make_seeds(1)[:, 0]

    def random(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self.generator.uniform(shape, dtype=dtype)

    def standard_normal(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self.generator.normal(shape, dtype=dtype)

    def _uniform(self, shape: Any, dtype: Any, memory: Any, low: float, difference: float) -> Any:
        return self.generator.uniform(shape, low, low + difference, dtype)

    def _normal(self, shape: Any, dtype: Any, memory: Any, loc: float, scale: float) -> Any:
        return self.generator.normal(shape, loc, scale, dtype)

    def standard_exponential(self, shape: Any, dtype: Any, memory: Any = None, method: str = "zig") -> Any:
        # Half a step of the grid of uniform numbers instead of zero, whose logarithm is infinite.
        return -tf.math.log(self.at_least(self.random(shape, dtype), np.finfo(dtype.as_numpy_dtype).eps / 4))

    def standard_gamma(self, alpha: Any, shape: Any, dtype: Any, memory: Any = None) -> Any:
        alpha = _spread(alpha, shape, dtype)
        drawn = tf.random.stateless_gamma(shape, self._seed(), alpha, dtype=dtype)
        # It returns the least number that is not zero where alpha is zero.
        return tf.where(alpha == 0, tf.zeros((), dtype), drawn)

    def poisson(self, lam: Any, shape: Any) -> Any:
        return tf.random.stateless_poisson(shape, self._seed(), _spread(lam, shape, tf.float64), dtype=tf.int64)

    def binomial(self, n: Any, p: Any, shape: Any) -> Any:
        n, p = (_spread(parameter, shape, tf.float64) for parameter in (n, p))
        return tf.random.stateless_binomial(shape, self._seed(), n, p, output_dtype=tf.int64)

    # Generator.uniform (2.21) takes remainders: of 3 * 2**62 integers some come twice as often as others.
    def integers(self, low: Any, high: Any, shape: Any, dtype: Any) -> Any:
        if isinstance(low, int) and high - low < 2**63 - 1:
            drawn = self._below(high - low + 1, shape) + _modulo(low)
        else:
            low, high = _modulo(low), _modulo(high)
            drawn = low + self._offsets(high - low, shape)
        return tf.bitcast(drawn, dtype) if dtype == tf.uint64 else tf.cast(drawn, dtype)

    def _until(self, refused: Callable[[Any], Any], draw: Callable[[], Any]) -> Any:
        """Draws, each drawn again until it is not refused."""

        def draw_again(drawn: Any) -> tuple[Any]:
            return (tf.where(refused(drawn), draw(), drawn),)

        return tf.while_loop(lambda drawn: tf.reduce_any(refused(drawn)), draw_again, (draw(),))[0]

    @staticmethod
    def repeat(draw: Callable[[], tuple[Any, Any]]) -> Any:
        """Draws, each drawn again until it is accepted."""

        def draw_again(drawn: Any, accepted: Any) -> tuple[Any, Any]:
            again, accepted_now = draw()
            return tf.where(accepted, drawn, again), accepted | accepted_now

        return tf.while_loop(lambda drawn, accepted: ~tf.reduce_all(accepted), draw_again, draw())[0]

    def _below(self, count: int, shape: Any) -> Any:
        """Integers from 0 to `count` - 1, at most 2**63 - 1 of them."""

        def draw() -> Any:
            return _positive(self.generator.uniform_full_int(shape, dtype=tf.int64))

        limit = _LARGEST - 2**63 % count  # the last of whole rounds of `count`
        return self._until(lambda drawn: drawn > limit, draw) % count

    def _offsets(self, span: Any, shape: Any) -> Any:
        """Integers from 0 to `span`, which is negative where it is 2**63 or more."""
        count = tf.where((span < 0) | (span == _LARGEST), tf.ones_like(span), span + 1)
        limit = _LARGEST - (_LARGEST % count + 1) % count

        def refused(drawn: Any) -> Any:
            # With more than half of all integers in span, those of all are compared with it as they are, unsigned.
            unsigned = tf.bitcast(drawn, tf.uint64) > tf.bitcast(span, tf.uint64)
            return tf.where(span < 0, unsigned, _positive(drawn) > limit)

        drawn = self._until(refused, lambda: self.generator.uniform_full_int(shape, dtype=tf.int64))
        positive = _positive(drawn)
        return tf.where(span < 0, drawn, tf.where(span == _LARGEST, positive, positive % count))

    def permutation(self, count: int) -> Any:
        return tf.random.experimental.stateless_shuffle(tf.range(count, dtype=tf.int64), self._seed())

    def permuted(self, shape: tuple[int, ...], axis: int) -> Any:
        keys = _positive(self.generator.uniform_full_int(shape, dtype=tf.int64))
        return tf.cast(tf.argsort(keys, axis=axis), tf.int64)


def _spread(parameter: Any, shape: Any, dtype: tf.DType) -> Any:
    """A parameter of a stateless draw, which broadcasts numbers only."""
    if isinstance(parameter, (int, float)):
        return tf.constant(parameter, dtype)
    return tf.broadcast_to(tf.cast(parameter, dtype), shape)


def _modulo(bound: Any) -> Any:
    """A bound as int64, modulo 2**64."""
    if isinstance(bound, int):
        return tf.constant(bound if bound < 2**63 else bound - 2**64, tf.int64)
    bound = tf.convert_to_tensor(bound)
    return tf.bitcast(bound, tf.int64) if bound.dtype == tf.uint64 else tf.cast(bound, tf.int64)


def _positive(drawn: Any) -> Any:
    """63 of its bits."""
    return tf.bitwise.bitwise_and(drawn, tf.constant(_LARGEST, tf.int64))
