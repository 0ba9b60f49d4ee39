"""The rows of inputs as programs of arrays, and the ways in which frameworks make a graph of a program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays.testing._inputs import Row

from support import MEMORY, VALUE, numpy_of, selected


@dataclass(frozen=True)
class Mode:
    """A way to run a program of arrays other than line by line."""

    name: str
    backend: str
    compile: Callable[[Callable[..., Any], list[Any]], Callable[..., Any]]  # (program, its arrays) -> what runs it

    def __str__(self) -> str:
        return self.name


def _function(program: Callable[..., Any], arrays: list[Any]) -> Callable[..., Any]:
    import tensorflow as tf

    return tf.function(program)  # type: ignore[no-any-return]


def _unknown_sizes(program: Callable[..., Any], arrays: list[Any]) -> Callable[..., Any]:
    import tensorflow as tf

    return tf.function(program, input_signature=[tf.TensorSpec([None] * len(one.shape), one.dtype) for one in arrays])  # type: ignore[no-any-return]


def _xla(program: Callable[..., Any], arrays: list[Any]) -> Callable[..., Any]:
    import tensorflow as tf

    return tf.function(program, jit_compile=True)  # type: ignore[no-any-return]


MODES = {
    mode.name: mode
    for mode in (
        Mode("tf.function", "tensorflow", _function),
        Mode("unknown sizes", "tensorflow", _unknown_sizes),
        Mode("XLA", "tensorflow", _xla),
    )
}


@dataclass
class Case:
    """A row on a backend: its arrays, which a graph has as parameters, and what an ordinary call returns."""

    row: Row
    backend: str

    def __post_init__(self) -> None:
        self.arrays: list[Any] = []
        self._arguments = [self._with_places(one) for one in self.row.arguments]
        plain = self.call(self.arrays)
        self.several = isinstance(plain, (tuple, list))
        self.expected = [numpy_of(one) for one in self.as_list(plain)]

    def _with_places(self, argument: Any) -> Any:
        """`argument` with every ndarray replaced by its place among the arrays."""
        if isinstance(argument, np.ndarray):
            self.arrays.append(VALUE[self.backend](argument))
            return _Place(len(self.arrays) - 1)
        return [self._with_places(one) for one in argument] if isinstance(argument, list) else argument

    @property
    def function(self) -> Callable[..., Any]:
        found: Any = ua
        for part in self.row.function.split("."):
            found = getattr(found, part)
        return found  # type: ignore[no-any-return]

    def call(self, arrays: Any, **out: Any) -> Any:
        """The row's call with these arrays in the place of its own."""
        with selected(self.backend):
            return self.function(*self.arguments(arrays), **self.row.options, **out)

    def arguments(self, arrays: Any) -> list[Any]:
        """The row's arguments, with these arrays in the place of its own."""
        return _filled(self._arguments, arrays)  # type: ignore[no-any-return]

    def call_into(self, arrays: Any, outs: list[Any]) -> list[Any]:
        """The row's call with out=."""
        return self.as_list(self.call(arrays, out=tuple(outs) if self.several else outs[0]))

    def as_list(self, result: Any) -> list[Any]:
        return list(result) if self.several else [result]

    def memory(self, make: Callable[[np.ndarray], np.ndarray] = lambda like: like) -> list[Any]:
        """An out for each result, of what `make` makes of it, filled with what no row has as its result."""
        with selected(self.backend):
            like = [make(one) for one in self.expected]
            return [MEMORY[self.backend](np.full(one.shape, 77).astype(one.dtype)) for one in like]


@dataclass(frozen=True)
class _Place:
    number: int


def _filled(argument: Any, arrays: Any) -> Any:
    if isinstance(argument, _Place):
        return arrays[argument.number]
    return [_filled(one, arrays) for one in argument] if isinstance(argument, list) else argument


def longer(like: np.ndarray) -> np.ndarray:
    """An array whose shape is that of `like` with one more element along the last axis; of no axes: with one axis."""
    return np.zeros((*like.shape[:-1], like.shape[-1] + 1) if like.ndim else (2,), like.dtype)
