"""TensorFlow's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ....array_api_tensorflow._arguments import Part, tensor
from ....array_api_tensorflow.manipulation import sizes_of


def _values_are_known(x: Any) -> bool:
    return bool(tf.executing_eagerly())


def _with_read_variables(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` of the values of variables, which lack ndim, sizes, and slices that are no memory."""

    def call(*arguments: Any, **options: Any) -> Any:
        return function(*map(_read, arguments), **{name: _read(value) for name, value in options.items()})

    return call


def _read(argument: Any) -> Any:
    if isinstance(argument, (list, tuple)):
        return type(argument)([_read(one) for one in argument]) if type(argument) in (list, tuple) else argument
    if isinstance(argument, (Part, tf.Variable)):
        return tensor(argument)
    return argument


# What functions for every backend ask of a graph.
ARRANGING: dict[str, Callable[..., Any]] = {
    "sizes_in_graph": sizes_of,
    "values_are_known": _values_are_known,
    "of_inputs": _with_read_variables,
}
