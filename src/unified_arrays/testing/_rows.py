"""What a row of inputs is, and the arrays that rows are made of.

A row names the arguments as NumPy arrays (in lists, for functions of several arrays), the options, and the NumPy
function that is the oracle. `also` names further dtypes in which the arrays of the row are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

UNIT = np.array([[0.1, 0.25, 0.5, 0.7], [0.9, 0.3, 0.625, 0.8], [0.15, 0.45, 0.55, 0.95]])
REAL = np.array([[-1.5, 2.0, 0.5, -3.25], [4.0, -0.5, 2.5, 1.0], [7.0, -2.0, 0.0, 3.5]])
OTHER = np.array([[2.0, -1.0, 1.5, 3.0], [-4.0, 1.5, 2.5, -1.0], [3.0, 5.0, -2.0, 3.5]])
POSITIVE = np.array([[1.0, 2.0, 1.5, 3.0], [4.0, 1.25, 2.5, 1.0], [7.0, 2.0, 1.0, 3.5]])
COLUMN = np.array([[2.0], [3.0], [0.5]])
WHOLE = np.array([[5, -3, 2, 7], [0, 4, -6, 1], [9, -8, 3, 2]])
OTHER_WHOLE = np.array([[2, 3, -2, 4], [1, -5, 6, 2], [-4, 3, 7, 1]])
COUNTS = np.array([[1, 0, 2, 3], [0, 1, 2, 1], [3, 2, 0, 1]])
TRUTH = np.array([[True, False, True, True], [False, False, True, False], [True, True, False, True]])
OTHER_TRUTH = np.array([[True, True, False, True], [False, True, True, False], [False, False, False, True]])
COMPLEX = REAL + 1j * OTHER
OTHER_COMPLEX = OTHER - 1j * UNIT
SQUARE = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
TENSOR = np.arange(24.0).reshape(2, 3, 4) - 7.5

INTEGERS = ("int8", "int16", "int32", "int64", "uint8")
FLOATS = ("float32",)
COMPLEXES = ("complex64", "complex128")


@dataclass(frozen=True)
class Row:
    function: str
    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)
    oracle: Callable[..., Any] | None = None  # None: the function of that name in NumPy
    also: tuple[str, ...] = FLOATS
    backend_dtype: bool = False  # the default dtype is the backend's own: values are compared, not dtypes
    label: str = ""

    def __str__(self) -> str:
        return f"{self.function}{'-' if self.label else ''}{self.label}"

    def expected(self) -> Any:
        return self.reference(*self.arguments, **self.options)

    @property
    def reference(self) -> Callable[..., Any]:
        if self.oracle is not None:
            return self.oracle
        found: Any = np
        for part in self.function.split("."):
            found = getattr(found, part)
        return found  # type: ignore[no-any-return]

    def in_dtype(self, dtype: str) -> Row:
        """The same row with every array in another dtype."""
        arguments = tuple(_cast(one, dtype) for one in self.arguments)
        return Row(self.function, arguments, self.options, self.oracle, (), self.backend_dtype, f"{self.label}{dtype}")


def _cast(argument: Any, dtype: str) -> Any:
    if isinstance(argument, np.ndarray):
        return (np.abs(argument) if dtype.startswith("u") else argument).astype(dtype)
    return [_cast(one, dtype) for one in argument] if isinstance(argument, list) else argument


def rows(names: str, *arguments: Any, also: tuple[str, ...] = FLOATS, **options: Any) -> list[Row]:
    """A row for each of several functions that take the same inputs."""
    return [Row(name, arguments, options, also=also) for name in names.split()]
