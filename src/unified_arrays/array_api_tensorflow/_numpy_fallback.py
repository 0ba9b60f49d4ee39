"""NumPy for eager CPU tensors: checks of values, and small arrays where TensorFlow would need many operations.

A TensorFlow operation takes some microseconds however small its inputs, and NumPy reads the memory of a tensor without
a copy. So values are checked by NumPy wherever there are values, for arrays of any size; small arrays are also computed
by NumPy, where the results are known to be bit-identical.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ._dtypes import SIGNED, UNSIGNED, float16, float32, float64
from ._private import EagerTensor, is_recording, scope

Kernel = Callable[..., tf.Tensor]
Values = np.ndarray[Any, Any]

SMALL = 1000  # elements of all operands together; beyond it TensorFlow's many passes may be faster than NumPy's one


def numpy_view(t: tf.Tensor) -> Values | None:
    """A NumPy view of the memory of `t`; None in a graph, which has no values, and for a tensor not on a CPU."""
    return np.asarray(t) if type(t) is EagerTensor and scope.is_eager and "CPU" in t.device else None


def small_numpy_views(*tensors: tf.Tensor) -> list[Values] | None:
    """The `numpy_view` of each tensor; None also if they are large, or while a tape or forward accumulator is open."""
    views = []
    size = 0
    for tensor in tensors:
        view = numpy_view(tensor)
        if view is None:
            return None
        size += view.size
        views.append(view)
    return None if size > SMALL or is_recording() else views


def has_numpy_order(dtype: tf.DType) -> bool:
    """Whether NumPy has `dtype`, and sorts its values in the same order."""
    return id(dtype) in _IN_ORDER


_IN_ORDER = frozenset(map(id, (tf.bool, *SIGNED, *UNSIGNED, float16, float32, float64)))


def tensor_of(values: Values, device: str) -> tf.Tensor:
    """A tensor that takes over a new NumPy array, on a CPU.

    tf.constant calls this constructor too, but without a device unless `with tf.device(...)` sets one: TensorFlow then
    copies the tensor by an operation, which takes four times as long.
    """
    # An array, since TensorFlow caches NumPy scalars like Python ones, and -0.0 equals 0.0.
    return EagerTensor(np.asarray(values), device, None)


def with_numpy_if_small(compute: Callable[[Values, Values], Any], kernel: Kernel) -> Kernel:
    """`kernel`, but for small arrays `compute`, which returns None where its result may differ from the kernel's."""

    def compute_small_or_call_kernel(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        values = small_numpy_views(x, y)
        if values is None:
            return kernel(x=x, y=y)
        with np.errstate(all="ignore"):
            try:
                result = compute(*values)
            except ValueError:  # shapes that do not broadcast
                result = None
        return kernel(x=x, y=y) if result is None else tensor_of(result, x.device)

    compute_small_or_call_kernel.__wrapped__ = kernel  # type: ignore[attr-defined]
    return compute_small_or_call_kernel


def floor_divide(x: Values, y: Values) -> Any:
    """`x` // `y`; None for floats whose quotient is not exact."""
    result = np.floor_divide(x, y)
    if x.dtype.kind != "f":
        return result
    return result if all_true(_is_normal(x, y) & (np.abs(result) < _EXACT[x.dtype])) else None


def remainder(x: Values, y: Values) -> Any:
    """`x` % `y`; None for floats with a result that is not finite."""
    result = np.remainder(x, y)
    if x.dtype.kind != "f":
        return result
    return result if all_true(_is_normal(x, y) & np.isfinite(result)) else None


def _is_normal(x: Values, y: Values) -> Any:
    """Where neither operand nor the remainder can be subnormal, which TensorFlow flushes to 0; `x` may be 0 itself."""
    least = _LEAST[x.dtype]
    return (np.abs(y) > least) & ((np.abs(x) > least) == x.astype(bool))


def all_true(condition: Any) -> bool:
    """Whether all elements are True; condition.all() takes four times as long."""
    return bool(np.count_nonzero(condition) == condition.size)


# 0-d arrays: NumPy compares with them in half the time of a Python scalar.
_LEAST = {dtype: np.array(2.0**-60, dtype) for dtype in map(np.dtype, ("float32", "float64"))}
_EXACT = {dtype: np.array(1 / (8 * np.finfo(dtype).eps), dtype) for dtype in _LEAST}
