"""What must be true of values in a graph: an assertion, or a condition that a program of XLA returns.

XLA drops assertions. So a program of @compile collects them while it is traced: it returns whether all are true, and
writes nothing if one is not. Then the function is computed call by call, which raises the right error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import tensorflow as tf


class Conditions:
    """The conditions of a program that is being traced."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self.found: list[Any] = []  # 0-d boolean tensors
        self.sizes: dict[Any, int] = {}  # the reference of a tensor of indices -> the size that they are less than

    def are_of(self, graph: Any) -> bool:
        return self._graph is graph


_collected: ContextVar[Conditions | None] = ContextVar("conditions of the program that is traced", default=None)


@contextmanager
def collected(graph: Any) -> Iterator[Conditions]:
    """A context in which the conditions of operations in that graph are collected."""
    conditions = Conditions(graph)
    token = _collected.set(conditions)
    try:
        yield conditions
    finally:
        _collected.reset(token)


def conditions_here() -> Conditions | None:
    """The conditions of the program that is traced here; None outside of one, and in a graph inside of it."""
    conditions = _collected.get()
    if conditions is None or not conditions.are_of(tf.compat.v1.get_default_graph()):
        return None
    return conditions


def checked_indices(indices: tf.Tensor, in_range: tf.Tensor, size: int | None, axis: int) -> tf.Tensor:
    """`indices` in a graph, computed after a check that `in_range` is true: each is less than `size`."""
    conditions = conditions_here()
    if conditions is not None:
        conditions.found.append(in_range)
        indices = tf.identity(indices)
        if size is not None:
            conditions.sizes[indices.ref()] = size
        return indices
    # The scatter kernels write the elements before the first bad index, so they must not run before this check.
    checked = tf.debugging.Assert(in_range, [f"an index is out of range for axis {axis}"])
    with tf.control_dependencies([] if checked is None else [checked]):
        return tf.identity(indices)
