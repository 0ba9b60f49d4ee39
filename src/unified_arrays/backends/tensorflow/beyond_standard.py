"""TensorFlow's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ...array_api_tensorflow.manipulation import sizes_of

# What functions for every backend ask of a graph.
OF_GRAPHS: dict[str, Callable[..., Any]] = {"sizes_in_graph": sizes_of, "values_are_known": tf.executing_eagerly}

BEYOND_STANDARD: dict[str, Callable[..., Any]] = {**OF_GRAPHS}
