"""The NumPy error classes of mistakes for which TensorFlow raises InvalidArgumentError."""

from __future__ import annotations

import re

import numpy as np
import tensorflow as tf

_SINGULAR = re.compile(
    r"not invertible|is singular|not positive definite|[Cc]holesky decomposition was not successful|did not converge"
)
_INDICES = re.compile(r"is not in \[|out of (bounds|range)")


def common_class(error: Exception) -> type[Exception] | None:
    """The error class on every backend, if it is not that of TensorFlow. Errors of a running graph keep their class."""
    reported = error.__cause__ if type(error) is ValueError else error
    if not isinstance(reported, tf.errors.InvalidArgumentError) or not tf.executing_eagerly():
        return None
    if _SINGULAR.search(str(error)):
        return np.linalg.LinAlgError
    if reported is not error:
        return None
    return IndexError if _INDICES.search(str(error)) else ValueError
