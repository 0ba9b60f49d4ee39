"""Where arrays are cut: blocks along the leading axes of out, the last of these axes whole where that fits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from .._common import argument_errors

Shape = tuple[int, ...]
Ranges = tuple[tuple[int, int], ...]  # of a block: first and end along each axis that is cut


class Shares(NamedTuple):
    """How one array takes part: its size along each axis of the cut (1: it is not cut there), and its other bytes."""

    sizes: Shape
    bytes_of_rest: int

    def bytes_of(self, lengths: Sequence[int]) -> int:
        """In a block of these lengths."""
        cut = (1 if size == 1 else length for size, length in zip(self.sizes, lengths, strict=True))
        return self.bytes_of_rest * math.prod(cut)


def lengths_of_blocks(function: str, sizes: Shape, shares: Sequence[Shares], budget: int, chunks: Shape) -> Shape:
    """The lengths of blocks of axes with these sizes that hold as much as the budget allows.

    A length is a multiple of the chunk that a store keeps together along that axis, where one fits. ValueError if not
    even the smallest block fits.
    """
    if 0 in sizes or not sizes:
        return sizes
    smallest = 0
    for axis, size in enumerate(sizes):

        def bytes_with(length: int, before: int = axis) -> int:
            lengths = (*(1,) * before, length, *sizes[before + 1 :])
            return sum(share.bytes_of(lengths) for share in shares)

        smallest = bytes_with(1)
        if smallest <= budget or size == 0:
            each = bytes_with(2) - smallest
            length = size if not each else max(1, min(size, 1 + (budget - smallest) // each))
            if length < size and length > chunks[axis]:
                length -= length % chunks[axis]
            return (*(1,) * axis, length, *sizes[axis + 1 :])
    raise argument_errors.block_too_large(function, budget, smallest, len(sizes))


def ranges_of_blocks(sizes: Shape, lengths: Shape) -> Iterator[Ranges]:
    """The blocks, one after the other in memory; one that is empty where there is nothing to cut."""
    along = [
        [(first, min(first + length, size)) for first in range(0, size, length)] if size else [(0, 0)]
        for size, length in zip(sizes, lengths, strict=True)
    ]
    return product(*along)


def number_of_blocks(sizes: Shape, lengths: Shape) -> int:
    return math.prod(-(-size // length) if size else 1 for size, length in zip(sizes, lengths, strict=True))
