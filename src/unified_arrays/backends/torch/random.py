"""PyTorch's generators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import torch

from ..._common.devices import Device
from ..randomness import RandomSource, Seeds, number_of
from .private_interfaces import standard_gamma

_SMALL = 2**24  # so many integers are drawn with 31 bits, of which fewer than one in a hundred are refused
_PART = 32_768


class TorchSource(RandomSource):
    generator: torch.Generator

    def __init__(self, generator: torch.Generator, seeds: Seeds) -> None:
        super().__init__(generator, seeds)
        self.of_numbers: Mapping[str, Callable[..., Any]] = {"uniform": self._uniform, "normal": self._normal}

    @classmethod
    def of_seeds(cls, seeds: Seeds, device: Any) -> Self:
        generator = torch.Generator(torch.get_default_device() if device is None else device)
        generator.manual_seed(number_of(seeds))
        return cls(generator, seeds)

    @classmethod
    def of_generator(cls, generator: Any) -> Self | None:
        return cls(generator, Seeds(generator.initial_seed())) if isinstance(generator, torch.Generator) else None

    @property
    def device(self) -> Device:
        return Device(self.generator.device)

    def state(self) -> Any:
        return self.generator.get_state().numpy()

    def set_state(self, state: Any) -> None:
        self.generator.set_state(torch.from_numpy(state.copy()))

    def at_least(self, x: Any, least: float) -> Any:
        return x.clamp_min_(least)

    def fills(self, out: Any) -> bool:
        # Of the same state, normal_ (2.13) draws other numbers into memory that is not contiguous.
        return type(out) is torch.Tensor and out.is_contiguous() and not out.is_neg() and self._is_here(out)

    def _is_here(self, out: Any) -> bool:
        return bool(out.device == self.generator.device)

    def _memory(self, shape: Any, dtype: Any, memory: Any) -> Any:
        return torch.empty(shape, dtype=dtype, device=self.generator.device) if memory is None else memory

    def _spread(self, parameter: Any, shape: Any, dtype: torch.dtype) -> Any:
        """A parameter as the functions take it that have no shape."""
        array = torch.as_tensor(parameter, dtype=dtype, device=self.generator.device)
        return array.expand(shape)

    def random(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self._memory(shape, dtype, memory).uniform_(generator=self.generator)

    def standard_normal(self, shape: Any, dtype: Any, memory: Any = None) -> Any:
        return self._memory(shape, dtype, memory).normal_(generator=self.generator)

    def _uniform(self, shape: Any, dtype: Any, memory: Any, low: float, difference: float) -> Any:
        return self._memory(shape, dtype, memory).uniform_(low, low + difference, generator=self.generator)

    def _normal(self, shape: Any, dtype: Any, memory: Any, loc: float, scale: float) -> Any:
        return self._memory(shape, dtype, memory).normal_(loc, scale, generator=self.generator)

    def standard_exponential(self, shape: Any, dtype: Any, memory: Any = None, method: str = "zig") -> Any:
        return self._memory(shape, dtype, memory).exponential_(generator=self.generator)

    def standard_gamma(self, alpha: Any, shape: Any, dtype: Any, memory: Any = None) -> Any:
        alpha = self._spread(alpha, shape, dtype)
        # It returns the least number that is not zero where alpha is zero.
        drawn = standard_gamma(alpha, generator=self.generator).masked_fill_(alpha == 0, 0.0)
        return drawn if memory is None else memory.copy_(drawn)

    def poisson(self, lam: Any, shape: Any) -> Any:
        return torch.poisson(self._spread(lam, shape, torch.float64), generator=self.generator).to(torch.int64)

    def binomial(self, n: Any, p: Any, shape: Any) -> Any:
        n, p = (self._spread(parameter, shape, torch.float64) for parameter in (n, p))
        return torch.binomial(n, p, generator=self.generator).to(torch.int64)

    # torch.randint (2.13) takes remainders of 32 bits: of 3 * 2**26 integers some come 5 percent more often.
    def integers(self, low: Any, high: Any, shape: Any, dtype: Any) -> Any:
        if not isinstance(low, int):
            return self._between(_modulo(low), _modulo(high), shape).to(dtype)
        drawn = torch.empty(shape, dtype=torch.int64, device=self.generator.device)
        if (
            drawn.is_cpu
        ):  # in parts that stay in the cache, and are too small for several threads, whose start costs more
            for part in torch.split(drawn.view(-1), _PART):
                self._fill_below(part, high - low + 1)
        else:
            self._fill_below(drawn, high - low + 1)
        if low:
            drawn.add_(low if low < 2**63 else low - 2**64)
        return drawn.to(dtype)

    def _bits(self, shape: Any, dtype: torch.dtype, start: int = 0) -> Any:
        """Non-negative integers of all bits of a dtype; from `start` on, all that it has."""
        memory = torch.empty(shape, dtype=dtype, device=self.generator.device)
        if start:
            return memory.random_(start, None, generator=self.generator)
        return memory.random_(generator=self.generator)

    def _fill_below(self, memory: Any, count: int) -> None:
        """Fill int64 memory with integers from 0 to `count` - 1; modulo 2**64 where there are so many."""
        if count & (count - 1) == 0:  # a power of two
            bits = count.bit_length() - 1
            if bits <= 31:
                few = self._bits(memory.shape, torch.int32)
                memory.copy_(few.bitwise_and_(count - 1))
            elif bits <= 63:
                memory.random_(generator=self.generator).bitwise_and_(count - 1)
            else:
                memory.random_(-(2**63), None, generator=self.generator)
        elif count <= _SMALL:
            self._fill_by_product(memory, count)
        else:
            start = 0 if count <= 2**63 else -(2**63)
            # The last of whole rounds of `count`; or of the first `count` of all 2**64 integers.
            limit = 2**63 - 1 - 2**63 % count if count <= 2**63 else start + count - 1
            memory.random_(start, None, generator=self.generator)
            while memory.numel() and int(memory.max()) > limit:
                refused = memory > limit
                again = self._bits(int(refused.sum()), torch.int64, start)
                memory[refused] = again
            if start:
                memory.add_(start)  # modulo 2**64
            else:
                memory.fmod_(count)

    def _fill_by_product(self, memory: Any, count: int) -> None:
        """The high bits of the product of 31 random bits and `count`, which is quicker than a division.

        Products whose low bits are below 2**31 modulo `count` are one too many, and are drawn again: by Lemire, Fast
        random integer generation in an interval, ACM TOMACS 29 (2019).
        """
        few = self._bits(memory.shape, torch.int32)
        memory.copy_(few).mul_(count)
        surplus = 2**31 % count
        low_bits = memory & (2**31 - 1)
        while memory.numel() and int(low_bits.min()) < surplus:
            refused = low_bits < surplus
            again = self._bits(int(refused.sum()), torch.int32)
            memory[refused] = again.to(torch.int64).mul_(count)
            low_bits = memory & (2**31 - 1)
        memory.bitwise_right_shift_(31)

    def _between(self, low: Any, high: Any, shape: Any) -> Any:
        """Integers of arrays of bounds, modulo 2**64, by arithmetic modulo 2**64."""
        span = high - low  # negative where it is 2**63 or more
        drawn = self._bits(shape, torch.int64, -(2**63))
        count = torch.where((span < 0) | (span == 2**63 - 1), 1, span + 1)
        kept = 2**63 - 1 - ((2**63 - 1) % count + 1) % count  # the last of the 2**63 that whole rounds of `count` hold
        kept, span, count = (array.expand(shape) for array in (kept, span, count))
        while True:
            positive = drawn & (2**63 - 1)
            # With more than half of all integers in span, those of all are compared with it as they are, unsigned.
            refused = torch.where(span < 0, (drawn ^ -(2**63)) > (span ^ -(2**63)), positive > kept)
            if not refused.any():
                break
            again = self._bits(int(refused.sum()), torch.int64, -(2**63))
            drawn[refused] = again
        offset = torch.where(span < 0, drawn, torch.where(span == 2**63 - 1, positive, positive % count))
        return low + offset

    def permutation(self, count: int) -> Any:
        return torch.randperm(count, generator=self.generator, device=self.generator.device, dtype=torch.int64)

    def permuted(self, shape: tuple[int, ...], axis: int) -> Any:
        return self._bits(shape, torch.int64).argsort(dim=axis)


def _modulo(bound: Any) -> Any:
    """Bounds as int64, modulo 2**64."""
    return bound.view(torch.int64) if bound.dtype is torch.uint64 else bound.to(torch.int64)
