"""What a backend shows of its framework, for the command line: its own ways of writing, and its own calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

# The text of a step, and a function of (an array, ones of its shape) that returns the array to examine.
Step = tuple[str, Callable[[Any, Any], Any]]


class Demonstration:
    """The part of a backend that only people look at."""

    def memory_demo(self) -> Sequence[Step]:
        """Its own ways of writing, for `python -m unified_arrays memory`."""
        return ()

    def own_calls(self, x: Any) -> Mapping[str, Callable[[], Any]]:
        """The framework's own add, sum and matmul of an ndarray and itself, for `unified-arrays bench`."""
        return {}
