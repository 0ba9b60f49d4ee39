"""Functions of the rows of a table. The arrays that come decide which framework computes; out= keeps its contract."""

from __future__ import annotations

from typing import Any

import unified_arrays as ua

__all__ = ["softmax", "standardize", "top_labels"]


def standardize(x: Any, /, *, out: Any = None) -> Any:
    """Rows of mean 0 and standard deviation 1; constant rows become zeros."""
    centred = ua.subtract(x, ua.mean(x, axis=1, keepdims=True), out=out)
    spread = ua.std(centred, axis=1, keepdims=True)
    return ua.divide(centred, ua.where(spread > 0, spread, ua.ones_like(spread)), out=out)


def softmax(x: Any, /, *, out: Any = None) -> Any:
    """exp(x) of each row, divided by its sum."""
    powers = ua.exp(ua.subtract(x, ua.max(x, axis=1, keepdims=True), out=out), out=out)
    return ua.divide(powers, ua.sum(powers, axis=1, keepdims=True), out=out)


def top_labels(scores: Any, count: int, /) -> Any:
    """The positions of the largest scores of each row, the largest one first."""
    return ua.top_k(scores, count, axis=1)[1]
