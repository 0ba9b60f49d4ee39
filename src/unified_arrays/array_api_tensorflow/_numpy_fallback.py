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

from ._dtypes import SIGNED, UNSIGNED, float16, float32, float64
from ._private import EagerTensor, recorded, scope

Kernel = Callable[..., tf.Tensor]
Values = np.ndarray[Any, Any]

SMALL = 1000  # elements of all operands, from which on TensorFlow's many passes may be quicker than NumPy's one


def seen(t: tf.Tensor) -> Values | None:
    """The values of `t`, over its memory; None in a graph, where there are none, and of what is not on a CPU."""
    return np.asarray(t) if type(t) is EagerTensor and scope.is_eager and "CPU" in t.device else None


def small_values(*tensors: tf.Tensor) -> list[Values] | None:
    """What is `seen` of `tensors`; None too if they are large, or if somebody records what is computed."""
    found = []
    size = 0
    for one in tensors:
        values = seen(one)
        if values is None:
            return None
        size += values.size
        found.append(values)
    return None if size > SMALL or recorded() else found


def in_order(dtype: tf.DType) -> bool:
    """Whether NumPy has numbers of `dtype`, and puts them in the same order."""
    return id(dtype) in _IN_ORDER


_IN_ORDER = frozenset(map(id, (tf.bool, *SIGNED, *UNSIGNED, float16, float32, float64)))


def tensor_of(values: Values, device: str) -> tf.Tensor:
    """A tensor of values that nobody else holds, on a CPU.

    tf.constant calls this constructor too, but with no device where `with tf.device(...)` sets none: then TensorFlow
    copies what it has made by an operation, which takes four times as long.
    """
    # An array, since a number of NumPy's is kept as if it were Python's, and -0.0 equals 0.0.
    return EagerTensor(np.asarray(values), device, None)


def small(compute: Callable[[Values, Values], Any], kernel: Kernel) -> Kernel:
    """`kernel`, or for small arrays `compute`, which returns None where it would give other bits."""

    def call(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        values = small_values(x, y)
        if values is None:
            return kernel(x=x, y=y)
        with np.errstate(all="ignore"):
            try:
                result = compute(*values)
            except ValueError:  # shapes that do not go together
                result = None
        return kernel(x=x, y=y) if result is None else tensor_of(result, x.device)

    call.__wrapped__ = kernel  # type: ignore[attr-defined]
    return call


def floor_divide(x: Values, y: Values) -> Any:
    """`x` // `y`; of floating numbers where the quotient is exact."""
    result = np.floor_divide(x, y)
    if x.dtype.kind != "f":
        return result
    return result if all_true(_are_normal(x, y) & (np.abs(result) < _EXACT[x.dtype])) else None


def remainder(x: Values, y: Values) -> Any:
    """`x` % `y`; of floating numbers where it is finite."""
    result = np.remainder(x, y)
    if x.dtype.kind != "f":
        return result
    return result if all_true(_are_normal(x, y) & np.isfinite(result)) else None


def _are_normal(x: Values, y: Values) -> Any:
    """Where neither a number nor the remainder can be subnormal, which TensorFlow takes for 0; `x` may be 0 itself."""
    least = _LEAST[x.dtype]
    return (np.abs(y) > least) & ((np.abs(x) > least) == x.astype(bool))


def all_true(condition: Any) -> bool:
    """Whether booleans are all true; condition.all() takes four times as long."""
    return bool(np.count_nonzero(condition) == condition.size)


# As arrays, which NumPy compares with in half the time of a number.
_LEAST = {dtype: np.array(2.0**-60, dtype) for dtype in map(np.dtype, ("float32", "float64"))}
_EXACT = {dtype: np.array(1 / (8 * np.finfo(dtype).eps), dtype) for dtype in _LEAST}
