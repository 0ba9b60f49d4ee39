"""What a backend whose compiler also makes programs of calls on NumPy arrays has: see _dispatch/engines.py."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any


class Engine(ABC):
    """How NumPy's memory becomes arrays of the backend, and results arrays of NumPy."""

    @abstractmethod
    def lent(self, array: Any) -> Any | None:
        """An array of NumPy as one of the backend in the same memory, to be written to; None where it cannot be."""

    @abstractmethod
    def returned(self, x: Any) -> Any:
        """What was computed as an array of NumPy, in the memory that it has."""

    @abstractmethod
    def computing(self, default_float: str) -> AbstractContextManager[Any]:
        """A context in which floats are of that dtype where none is named."""
