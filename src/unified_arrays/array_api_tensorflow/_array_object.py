"""What Python, NumPy and other libraries ask of an array object, in terms of its `value()`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import tensor
from ._methods import ArrayMethods, namespace
from ._operators import Operators

_DLPACK_CPU = 1


class ArrayObject(Operators, ArrayMethods):
    """A mixin of what has `value()`, `shape`, `dtype` and item assignment."""

    shape: Any
    dtype: Any

    value: Callable[[], tf.Tensor]

    def __setitem__(self, key: Any, value: Any, /) -> None:
        raise NotImplementedError

    def fill(self, value: Any) -> None:
        """Write one value to every element."""
        self[...] = value

    def sort(self, axis: int = -1) -> None:
        """Sort the elements along `axis`, in place."""
        self[...] = namespace().sort(self, axis=axis)

    def __len__(self) -> int:
        if not self.ndim:
            message = "a 0-d array has no len(): use size"
            raise TypeError(message)
        return int(self.shape[0])

    def __bool__(self) -> bool:
        return bool(self.value())

    def __int__(self) -> int:
        return int(self.value())

    def __index__(self) -> int:
        if not self.dtype.is_integer:
            message = f"an index must be an integer, this array holds {self.dtype.name}"
            raise TypeError(message)
        return operator.index(self.value())

    def __float__(self) -> float:
        return float(self.value())

    def __complex__(self) -> complex:
        return complex(self.value().numpy())

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(self.value().numpy(), ndigits)

    def __format__(self, specification: str) -> str:
        return format(self.value(), specification) if specification else str(self)

    # ---------------------------------------------------------------------------------------------------- exchange

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        """An ndarray of the current values: without a copy, a read-only view of TensorFlow's memory."""
        # tf.Variable.__array__ (2.21) has no copy parameter, which NumPy 2 warns about.
        return np.array(_on_host(self.value()), dtype=dtype, copy=copy)

    def __dlpack_device__(self) -> tuple[int, int]:
        kind, number = self.value().__dlpack_device__()
        return kind, number

    def __dlpack__(
        self,
        /,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """A DLPack capsule of the current values. It keeps them: the next write of the variable goes to new memory."""
        values = tensor(self)
        if dl_device is not None and tuple(dl_device) != tuple(values.__dlpack_device__()):
            if copy is False or dl_device[0] != _DLPACK_CPU:
                message = f"cannot export to DLPack device {tuple(dl_device)}" + " without a copy" * (copy is False)
                raise BufferError(message)
            with tf.device("CPU:0"):
                values, copy = tf.identity(values), None
        if copy:
            values = raw.DeepCopy(x=values)
        return values.__dlpack__(stream=stream, max_version=max_version)

    def __repr__(self) -> str:
        name, shape_and_dtype = type(self).__name__, f"shape={tuple(self.shape)}, dtype={self.dtype.name}"
        if not tf.executing_eagerly():
            return f"{name}({shape_and_dtype})"
        values = np.array2string(_on_host(self.value()), separator=", ", prefix=f"{name}(")
        return f"{name}({values}, {shape_and_dtype})"

    def __str__(self) -> str:
        """As NumPy prints an array."""
        return str(_on_host(self.value())) if tf.executing_eagerly() else repr(self)


def _on_host(value: tf.Tensor) -> np.ndarray[Any, Any]:
    # The __array__ of a 0-d bfloat16 tensor (2.21) returns a scalar, which NumPy refuses.
    return np.asarray(value if value.shape.rank else value.numpy())
