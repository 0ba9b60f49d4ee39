"""What NumPy does for TensorFlow: it looks at values, and computes what takes TensorFlow many operations.

An operation takes some microseconds however little it has to do, and NumPy reads a tensor where it lies. So checks of
values are NumPy's where the values are there, of any size; small arrays are computed by NumPy too, where it is known to
give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

# Private, because TensorFlow has no public way to ask whether anybody records what is computed.
from tensorflow.python.eager import record

from ._devices import EagerTensor, scope

Kernel = Callable[..., tf.Tensor]
Values = np.ndarray[Any, Any]

SMALL = 1000  # elements of all operands, from which on TensorFlow's many passes may be quicker than NumPy's one


def seen(t: tf.Tensor) -> Values | None:
    """The values of `t`, over its memory; None in a graph, where there are none, and of what is not on a CPU."""
    return np.asarray(t) if type(t) is EagerTensor and scope.is_eager and "CPU" in t.device else None


def small(compute: Callable[[Values, Values], Any], kernel: Kernel) -> Kernel:
    """`kernel`, or for small arrays `compute`, which returns None where it would give other bits."""

    def call(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        first, second = seen(x), seen(y)
        if first is None or second is None or first.size + second.size > SMALL or record.could_possibly_record():
            return kernel(x=x, y=y)
        with np.errstate(all="ignore"):
            try:
                result = compute(first, second)
            except ValueError:  # shapes that do not go together
                result = None
        return kernel(x=x, y=y) if result is None else tf.constant(result)

    call.__wrapped__ = kernel  # type: ignore[attr-defined]
    return call


def floor_divide(x: Values, y: Values) -> Any:
    """`x` // `y`: of floating numbers whose quotient is an exact integer."""
    if x.dtype.kind != "f":
        return np.floor_divide(x, y) if _all_positive(y) else None
    result = np.floor_divide(x, y)
    return result if _are_plain(x, y) and (np.abs(result) < 1 / (8 * np.finfo(x.dtype).eps)).all() else None


def remainder(x: Values, y: Values) -> Any:
    """`x` % `y`: of floating numbers where it is finite."""
    if x.dtype.kind != "f":
        return np.remainder(x, y) if _all_positive(y) else None
    result = np.remainder(x, y)
    return result if _are_plain(x, y) and np.isfinite(result).all() else None


def _all_positive(y: Values) -> bool:
    """True of integers that never overflow a quotient, nor are divided by in vain."""
    return bool((y > 0).all())


def _are_plain(x: Values, y: Values) -> bool:
    """True if neither numbers nor remainders are subnormal, which TensorFlow takes for 0."""
    least = 2.0**-60
    return bool((np.abs(y) > least).all() and ((np.abs(x) > least) | (x == 0)).all())
