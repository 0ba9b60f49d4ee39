"""ArrayVariable: a tf.Variable that is an array of the array API standard, and can be written to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from threading import RLock
from typing import Any

import numpy as np
import tensorflow as tf

from . import _indexing
from . import _raw_ops as raw
from ._arguments import Local
from ._array_object import ArrayObject
from ._array_slice import ArrayElement, ArraySlice, is_same_part, part_of, rows_of
from ._conditions import conditions_here
from ._devices import beside
from ._operators import IN_PLACE, NOT_IN_PLACE, Operators
from ._private import EagerTensor, is_recording, scope
from ._program_order import require_order

# TensorFlow's resource variable class has no public name. A variable made in a graph of its own gives it without
# starting the eager runtime, after which no program could configure its devices any more.
with tf.Graph().as_default():
    Base: Any = type(tf.Variable(0.0))

_MAKING = RLock()  # a variable is made once, whichever threads ask for it


class ArrayVariable(ArrayObject, Base):  # type: ignore[misc]
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
        if not scope.is_eager:
            return super().value()
        pending = self._pending
        # The operation by itself takes a third of the time of TensorFlow's method (2.21), which looks after graphs,
        # variables that are watched without being asked for, and caching devices too.
        return raw.ReadVariableOp(resource=self.handle, dtype=self._dtype) if pending is None else pending

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

    def __getitem__(self, key: Any, /) -> Any:
        return part_of(self, key)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        require_order("x[key] = value")
        if isinstance(value, ArraySlice) and is_same_part(self, key, value):
            return  # as x[key] += 1 ends, which has written already
        with beside(self, None):
            _indexing.write(self, key, value)

    def __iter__(self) -> Iterator[Any]:
        return rows_of(self)

    # ------------------------------------------------------------------------------------------------------ Python

    __hash__ = Base.__hash__  # a class that defines __eq__ would lose TensorFlow's message: "use variable.ref()"

    def __copy__(self) -> ArrayVariable:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: dict[int, Any]) -> ArrayVariable:
        with beside(self, None):
            memo[id(self)] = copied = type(self)(self.value())
        return copied

    def __reduce__(self) -> tuple[Any, tuple[np.ndarray[Any, Any]]]:
        return _of_values, (self.numpy(),)


class LocalArray(Local, ArrayVariable):
    """An array in a program that is traced by @compile: no variable, but the tensor that stands for its values now.

    Each write gives it another tensor. Arrays that are made in a program are such arrays, and arguments whose memory it
    need not know.
    """

    was_written = False

    def __init__(self, value: tf.Tensor) -> None:
        super().__init__(value)
        self._graph = tf.compat.v1.get_default_graph()

    def __getattr__(self, name: str) -> Any:
        message = f"an array of a program has no {name!r}: it is no variable"
        raise AttributeError(message)

    def replace(self, value: tf.Tensor) -> None:
        """Hold `value` from now on."""
        if tf.compat.v1.get_default_graph() is not self._graph:
            message = "an array that was made outside of a loop or branch of a graph cannot be written to in it"
            raise RuntimeError(message)
        if value.shape != self.shape or value.dtype != self.dtype:
            message = f"{value.dtype.name}{value.shape} does not fit into an array of {self.dtype.name}{self.shape}"
            raise ValueError(message)
        self._pending, self.was_written = value, True

    def value(self) -> tf.Tensor:
        """The values now, as a tensor."""
        return self._pending

    read_value = value

    def assign(self, value: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True) -> Any:
        """Write `value`, and return the array."""
        self.replace(tf.convert_to_tensor(value, self.dtype))
        return self

    def assign_add(self, delta: Any, *options: Any, **others: Any) -> Any:
        """Add `delta`, and return the array."""
        return self.assign(self.value() + delta)

    def assign_sub(self, delta: Any, *options: Any, **others: Any) -> Any:
        """Subtract `delta`, and return the array."""
        return self.assign(self.value() - delta)


def array_of(result: Any) -> Any:
    """What a function of arrays returns: tensors as arrays that can be written to, where that cuts no gradient."""
    if type(result) is EagerTensor:
        return result if is_recording() else ArrayVariable(result)
    if isinstance(result, (tuple, list)):
        parts = [array_of(part) for part in result]
        return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)
    if isinstance(result, tf.Tensor) and conditions_here() is not None and not is_recording():
        return LocalArray(result)
    return result


def _of_values(values: np.ndarray[Any, Any]) -> ArrayVariable:
    """Called by pickle (its name is in saved files): a variable with the saved values."""
    return ArrayVariable(tf.constant(values))


def _returning_arrays(operator: Any) -> Any:
    @wraps(operator)
    def returning_arrays(*operands: Any) -> Any:
        return array_of(operator(*operands))

    return returning_arrays


for _dunder in NOT_IN_PLACE:
    for _class in (ArrayVariable, ArraySlice):
        setattr(_class, _dunder, _returning_arrays(vars(Operators)[_dunder]))
for _dunder in IN_PLACE:  # as of NumPy's scalars: e += 1 gives e a new value
    setattr(ArrayElement, _dunder, vars(ArraySlice)[f"__{_dunder[3:]}"])

ARRAYS = frozenset((ArrayVariable, LocalArray, ArraySlice, ArrayElement))  # the classes whose results are arrays


def _getitem_with_variable_mask(tensor: Any, slice_spec: ArrayObject, var: Any = None) -> tf.Tensor:
    """tensor[mask], where the mask is an array of this package: tf.Tensor (2.21) takes no variable as a mask.

    Registered with TensorFlow's own type dispatch, so calls without such an array are unchanged.
    Remove when `tf.constant([1, 2])[tf.Variable([True, False])]` works.
    """
    return tf.__operators__.getitem(tensor, slice_spec.value(), var)


for _class in (ArrayVariable, ArraySlice):
    tf.experimental.dispatch_for_api(tf.__operators__.getitem, {"slice_spec": _class})(_getitem_with_variable_mask)
