"""What TensorFlow's own ways of writing do to memory, for `python -m unified_arrays memory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


def steps() -> list[tuple[str, Callable[[Any, Any], Any]]]:
    """What is done, and what does it to (a variable, ones of its shape) and returns the array to look at."""
    in_graph = tf.function(_assign_sum, autograph=False)
    by_xla = tf.function(_assign_sum, autograph=False, jit_compile=True)
    return [
        ("v.assign(v + ones)", _variable(_assign_sum)),
        ("v.assign_add(ones)", _variable(lambda v, ones: v.assign_add(ones, read_value=False))),
        ("v[2:5].assign([0, 0, 0])", _variable(lambda v, ones: v[2:5].assign([0.0, 0.0, 0.0]))),
        ("tf.function: v.assign(v + ones)", _variable(in_graph)),
        ("XLA: v.assign(v + ones)", _variable(by_xla)),
    ]


def _assign_sum(v: Any, ones: Any) -> None:
    v.assign(v + ones, read_value=False)


def _variable(write: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def step(v: Any, ones: Any) -> Any:
        with tf.device(v.device):  # TensorFlow's operations do not follow their inputs
            write(v, ones)
        return v

    return step
