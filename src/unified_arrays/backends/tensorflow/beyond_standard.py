"""TensorFlow's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ...array_api_tensorflow.manipulation import sizes_of


def _values_are_known(x: Any) -> bool:
    return bool(tf.executing_eagerly())


# What functions for every backend ask of a graph.
OF_GRAPHS: dict[str, Callable[..., Any]] = {"sizes_in_graph": sizes_of, "values_are_known": _values_are_known}

BEYOND_STANDARD: dict[str, Callable[..., Any]] = {**OF_GRAPHS}
