"""ArrayVariable: a tf.Variable that is an array of the array API standard, and can be written to."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from functools import wraps
from threading import RLock
from typing import Any

import numpy as np
import tensorflow as tf

from . import _indexing
from . import _raw_ops as raw
from ._arguments import tensor
from ._devices import beside
from ._methods import ArrayMethods, namespace
from ._operators import NOT_IN_PLACE, Operators
from ._private import EagerTensor, is_recording, scope
from ._program_order import require_order

# TensorFlow's resource variable class has no public name. A variable made in a graph of its own gives it without
# starting the eager runtime, after which no program could configure its devices any more.
with tf.Graph().as_default():
    Base: Any = type(tf.Variable(0.0))

_DLPACK_CPU = 1
_MAKING = RLock()  # a variable is made once, whichever threads ask for it


class ArrayVariable(Operators, ArrayMethods, Base):  # type: ignore[misc]
    """A writable array: a non-trainable tf.Variable with the standard's attributes, operators and item assignment.

    `ArrayVariable(t)` adopts the tensor `t` without a copy; writing never changes `t`. Functions and operators of such
    arrays return such arrays; in a graph, and where a tape or forward accumulator records, they return tensors.

    TensorFlow takes longer to make a variable than to add two small arrays. So an array is only the tensor that it
    holds, `_pending`, until it is written to in part or its handle is asked for. Then the variable is made: when an
    attribute of TensorFlow's class is asked for that is missing.
    """

    _pending: tf.Tensor | None = None

    def __init__(self, initial_value: tf.Tensor) -> None:
        self._pending, self._dtype, self._shape = initial_value, initial_value.dtype, initial_value.shape

    def __getattr__(self, name: str) -> Any:
        if self._pending is None or not name.startswith("_") or name.startswith("__"):
            message = f"ArrayVariable has no attribute {name!r}"
            raise AttributeError(message)
        with _MAKING:
            pending = self._pending
            if pending is not None:
                if "_is_being_made" in self.__dict__:  # TensorFlow looks for what it is about to set
                    raise AttributeError(name)
                self._is_being_made = True
                with tf.init_scope(), beside(pending, None):
                    super().__init__(pending, trainable=False)
                del self._is_being_made
                self._pending = None
        return getattr(self, name)

    def value(self) -> tf.Tensor:
        """The values, as a tensor."""
        pending = self._pending
        return pending if pending is not None and scope.is_eager else super().value()

    def read_value(self) -> tf.Tensor:
        """The values, as a tensor of its own."""
        pending = self._pending
        return tf.identity(pending) if pending is not None and scope.is_eager else super().read_value()

    @property
    def device(self) -> str:
        """The name of the device that it lives on."""
        pending = self._pending
        name: str = self.handle.device if pending is None else pending.device
        return name

    # --------------------------------------------------------------------------------------------------- elements

    def __getitem__(self, key: Any, /) -> tf.Tensor:
        with beside(self, None):
            selected = _indexing.read(self, key)
        return selected if hasattr(selected, "assign") else array_of(selected)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        require_order("x[key] = value")
        with beside(self, None):
            _indexing.write(self, key, value)

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

    def __iter__(self) -> Iterator[tf.Tensor]:
        if not self.ndim:
            message = "a 0-d array cannot be iterated over"
            raise TypeError(message)
        with beside(self, None):
            return iter(tf.unstack(self.value()))

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

    # ------------------------------------------------------------------------------------------------------ Python

    __hash__ = Base.__hash__  # a class that defines __eq__ would lose TensorFlow's message: "use variable.ref()"

    def __copy__(self) -> ArrayVariable:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: dict[int, Any]) -> ArrayVariable:
        with beside(self, None):
            memo[id(self)] = copied = ArrayVariable(self.value())
        return copied

    def __reduce__(self) -> tuple[Any, tuple[np.ndarray[Any, Any]]]:
        return _of_values, (self.numpy(),)

    def __repr__(self) -> str:
        shape_and_dtype = f"shape={tuple(self.shape)}, dtype={self.dtype.name}"
        if not tf.executing_eagerly():
            return f"ArrayVariable({shape_and_dtype})"
        values = np.array2string(_on_host(self.value()), separator=", ", prefix="ArrayVariable(")
        return f"ArrayVariable({values}, {shape_and_dtype})"


def array_of(result: Any) -> Any:
    """What a function of arrays returns: tensors as arrays that can be written to, where that cuts no gradient."""
    if type(result) is EagerTensor:
        return result if is_recording() else ArrayVariable(result)
    if isinstance(result, (tuple, list)):
        parts = [array_of(part) for part in result]
        return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)
    return result


def _on_host(value: tf.Tensor) -> np.ndarray[Any, Any]:
    # The __array__ of a 0-d bfloat16 tensor (2.21) returns a scalar, which NumPy refuses.
    return np.asarray(value if value.shape.rank else value.numpy())


def _of_values(values: np.ndarray[Any, Any]) -> ArrayVariable:
    """Called by pickle (its name is in saved files): a variable with the saved values."""
    return ArrayVariable(tf.constant(values))


def _returning_arrays(operator: Any) -> Any:
    @wraps(operator)
    def returning_arrays(*operands: Any) -> Any:
        return array_of(operator(*operands))

    return returning_arrays


for _dunder in NOT_IN_PLACE:
    setattr(ArrayVariable, _dunder, _returning_arrays(vars(Operators)[_dunder]))


def _getitem_with_variable_mask(tensor: Any, slice_spec: ArrayVariable, var: Any = None) -> tf.Tensor:
    """tensor[mask], where the mask is an ArrayVariable: tf.Tensor (2.21) takes no variable as a mask.

    Registered with TensorFlow's own type dispatch, so calls without an ArrayVariable are unchanged.
    Remove when `tf.constant([1, 2])[tf.Variable([True, False])]` works.
    """
    return tf.__operators__.getitem(tensor, slice_spec.value(), var)


tf.experimental.dispatch_for_api(tf.__operators__.getitem, {"slice_spec": ArrayVariable})(_getitem_with_variable_mask)
