"""How TensorFlow's own writes use memory, for `python -m unified_arrays memory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


def steps() -> list[tuple[str, Callable[[Any, Any], Any]]]:
    """The text of each step, and a function of (a variable, ones of its shape) that returns the array to examine."""
    in_graph = tf.function(_assign_sum, autograph=False)
    by_xla = tf.function(_assign_sum, autograph=False, jit_compile=True)
    return [
        ("v.assign(v + ones)", _on_variable_device(_assign_sum)),
        ("v.assign_add(ones)", _on_variable_device(lambda v, ones: v.assign_add(ones, read_value=False))),
        ("v[2:5].assign([0, 0, 0])", _on_variable_device(lambda v, ones: v[2:5].assign([0.0, 0.0, 0.0]))),
        ("tf.function: v.assign(v + ones)", _on_variable_device(in_graph)),
        ("XLA: v.assign(v + ones)", _on_variable_device(by_xla)),
    ]


def _assign_sum(v: Any, ones: Any) -> None:
    v.assign(v + ones, read_value=False)


def _on_variable_device(write: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def write_and_return(v: Any, ones: Any) -> Any:
        with tf.device(v.device):  # TensorFlow's operations do not follow their inputs
            write(v, ones)
        return v

    return write_and_return
