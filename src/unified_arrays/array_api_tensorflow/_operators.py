"""The operators of ArrayVariable: a table from Python's operators to this namespace's functions.

An operator promotes dtypes as its function does and returns a tensor. An in-place operator writes into the variable
and returns it; the variable keeps its dtype and shape, or the operator raises and leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from . import elementwise, linear_algebra
from ._arguments import ARRAY_TYPES, PYTHON_SCALARS, Local, Part, constant, integers, tensor
from ._devices import beside
from ._dtypes import ALL, COMPLEX, REAL, bool, promote, with_scalar
from ._indexing import assign_variable, broadcasts_to, shape_of
from ._program_order import require_order

# At most the one key "dtype": the floating dtype of integers beside Python floats, and of their quotients, if it is not
# that of the functions. Of operators only: a program that shares them with NumPy's arrays is written with these.
_default_float: dict[str, tf.DType] = {}


def set_default_float(dtype: tf.DType | None) -> None:
    """Let operators compute in this dtype where integers meet Python floats, or are divided; None: as functions do."""
    _default_float.clear()
    if dtype is not None:
        _default_float["dtype"] = dtype


def _floating(name: str, array: Any, other: Any) -> Any:
    """`array`, in the default floating dtype where an operator makes its integers floating."""
    if array.dtype in REAL or array.dtype in COMPLEX:
        return array
    beside_float = isinstance(other, (float, complex)) and name not in _COMPARISONS
    if beside_float or (name == "divide" and not _has_floats(other)):
        return tf.cast(array, _default_float["dtype"])
    return array


def _has_floats(other: Any) -> Any:
    return getattr(other, "dtype", None) in (*REAL, *COMPLEX)


_COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
Operator = Callable[[Any, Any], Any]
Unary = Callable[[Any], tf.Tensor]

# The kernels that add and subtract in a variable's own buffer, and the dtypes that they take.
_IN_PLACE_KERNELS = {"add": raw.AssignAddVariableOp, "subtract": raw.AssignSubVariableOp}
_IN_PLACE_DTYPES = frozenset(ALL) - {bool}


def _function(name: str) -> Callable[..., tf.Tensor]:
    function: Callable[..., tf.Tensor] = getattr(linear_algebra if name == "matmul" else elementwise, name)
    return function


def _operand(variable: Any, other: Any) -> Any:
    """`other` as the functions take it: NumPy arrays and lists become tensors. NotImplemented for other types."""
    if isinstance(other, (*ARRAY_TYPES, *PYTHON_SCALARS)):
        return other
    if isinstance(other, (np.ndarray, np.generic)):
        return tf.constant(other)
    if isinstance(other, (list, tuple)):
        return tf.convert_to_tensor(other, dtype_hint=variable.dtype)
    return NotImplemented


def _with_metadata(operator: Callable[..., Any], dunder: str, docstring: str) -> Callable[..., Any]:
    operator.__name__ = dunder
    operator.__qualname__ = f"ArrayVariable.{dunder}"
    operator.__doc__ = docstring
    return operator


def _unary(dunder: str, name: str) -> Unary:
    function = _function(name)

    def unary_operator(self: Any) -> tf.Tensor:
        with beside(self, None):
            return function(self)

    return _with_metadata(unary_operator, dunder, f"{name}(self)")


def _binary(dunder: str, name: str) -> Operator:
    function = _function(name)

    def binary_operator(self: Any, other: Any) -> Any:
        with beside(self, None):
            other = _operand(self, other)
            if other is NotImplemented:
                return other
            array = _floating(name, self, other) if _default_float else self
            return function(array, other)

    return _with_metadata(binary_operator, dunder, f"{name}(self, other)")


def _reflected(dunder: str, name: str) -> Operator:
    function = _function(name)

    def reflected_operator(self: Any, other: Any) -> Any:
        with beside(self, None):
            other = _operand(self, other)
            if other is NotImplemented:
                return other
            array = _floating(name, self, other) if _default_float else self
            return function(other, array)

    return _with_metadata(reflected_operator, dunder, f"{name}(other, self)")


def _in_place(dunder: str, name: str) -> Operator:
    function, kernel = _function(name), _IN_PLACE_KERNELS.get(name)

    def in_place_operator(self: Any, other: Any) -> Any:
        with beside(self, None):
            other = _operand(self, other)
            if other is NotImplemented:
                return other
            require_order(dunder)
            if kernel is not None and (delta := _in_place_operand(self, other)) is not None:
                kernel(resource=self.handle, value=delta)
            else:
                assign_variable(self, function(self, other))
            return self

    return _with_metadata(in_place_operator, dunder, f"{name}(self, other), written into self")


def _in_place_operand(variable: Any, other: Any) -> tf.Tensor | None:
    """`other` in the dtype and shape of `variable`; None where it cannot be added in the variable's own buffer."""
    dtype = variable.dtype
    if dtype not in _IN_PLACE_DTYPES or isinstance(variable, (Local, Part)):
        return None
    if isinstance(other, PYTHON_SCALARS):
        if with_scalar(dtype, other) != dtype:
            return None
        other = constant(other, dtype)
    else:
        other = tensor(other)
        if other.dtype != dtype:
            if promote(dtype, other.dtype) != dtype:
                return None
            other = tf.cast(other, dtype)
    if variable.shape.is_fully_defined() and other.shape == variable.shape:
        return other
    # The kernel adds equal shapes only. A shape that does not broadcast takes the fallback, which raises the error.
    if not broadcasts_to(other.shape, variable.shape):
        return None
    return raw.BroadcastTo(input=other, shape=integers(shape_of(variable)))


def _arithmetic(stem: str, name: str) -> tuple[Operator, Operator, Operator]:
    """An operator in its three forms: x + y, y + x for a y that is not an ArrayVariable, x += y."""
    return _binary(f"__{stem}__", name), _reflected(f"__r{stem}__", name), _in_place(f"__i{stem}__", name)


class Operators:
    """Python's operators on arrays: a mixin of ArrayVariable."""

    __add__, __radd__, __iadd__ = _arithmetic("add", "add")
    __sub__, __rsub__, __isub__ = _arithmetic("sub", "subtract")
    __mul__, __rmul__, __imul__ = _arithmetic("mul", "multiply")
    __truediv__, __rtruediv__, __itruediv__ = _arithmetic("truediv", "divide")
    __floordiv__, __rfloordiv__, __ifloordiv__ = _arithmetic("floordiv", "floor_divide")
    __mod__, __rmod__, __imod__ = _arithmetic("mod", "remainder")
    __pow__, __rpow__, __ipow__ = _arithmetic("pow", "pow")
    __matmul__, __rmatmul__, __imatmul__ = _arithmetic("matmul", "matmul")
    __and__, __rand__, __iand__ = _arithmetic("and", "bitwise_and")
    __or__, __ror__, __ior__ = _arithmetic("or", "bitwise_or")
    __xor__, __rxor__, __ixor__ = _arithmetic("xor", "bitwise_xor")
    __lshift__, __rlshift__, __ilshift__ = _arithmetic("lshift", "bitwise_left_shift")
    __rshift__, __rrshift__, __irshift__ = _arithmetic("rshift", "bitwise_right_shift")

    __lt__ = _binary("__lt__", "less")
    __le__ = _binary("__le__", "less_equal")
    __gt__ = _binary("__gt__", "greater")
    __ge__ = _binary("__ge__", "greater_equal")
    __eq__ = _binary("__eq__", "equal")
    __ne__ = _binary("__ne__", "not_equal")

    __neg__ = _unary("__neg__", "negative")
    __pos__ = _unary("__pos__", "positive")
    __abs__ = _unary("__abs__", "abs")
    __invert__ = _unary("__invert__", "bitwise_invert")


IN_PLACE = frozenset(name for name in vars(Operators) if name.startswith("__i") and name != "__invert__")
NOT_IN_PLACE = [name for name, one in vars(Operators).items() if callable(one) and name not in IN_PLACE]
