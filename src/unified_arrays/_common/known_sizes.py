"""Shapes as far as they are known: in a graph a size may be None, known only when it runs."""

from __future__ import annotations

Shape = tuple[int | None, ...]


def shapes_agree(first: Shape, second: Shape) -> bool:
    """True if two shapes are the same, as far as they are known."""
    return len(first) == len(second) and all(a == b or None in (a, b) for a, b in zip(first, second, strict=True))


def broadcasts_to(shape: Shape, target: Shape) -> bool:
    """True if an array of that shape broadcasts to `target`, as far as they are known."""
    pairs = zip(reversed(shape), reversed(target), strict=False)
    return len(shape) <= len(target) and all(size in (1, None, other) or other is None for size, other in pairs)
