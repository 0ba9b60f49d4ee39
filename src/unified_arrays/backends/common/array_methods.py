"""Operators, attributes and methods of arrays that hold a framework's value: the standard's, and numpy.ndarray's.

Of the latter those that programs use most. Each is a function of the backend's fixed namespace with NumPy's defaults.
An operator in place writes into the array.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

API_VERSIONS = ("2021.12", "2022.12", "2023.12", "2024.12", "2025.12")
NUMBERS = (bool, int, float, complex)

BINARY = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
}
COMPARISONS = {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}
UNARY = {"neg": "negative", "pos": "positive", "abs": "abs", "invert": "bitwise_invert"}


def _operand(self: ArrayMethods, other: Any) -> Any:
    """`other` as functions take it: NumPy arrays and lists become ours. NotImplemented for what is no array."""
    if isinstance(other, (ArrayMethods, *NUMBERS, *self.value_types)):
        return other
    if isinstance(other, (np.ndarray, np.generic)):
        return self.namespace().asarray(other)
    return self.namespace().asarray(np.asarray(other)) if isinstance(other, (list, tuple)) else NotImplemented


def _binary(name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        other = _operand(self, other)
        return other if other is NotImplemented else getattr(self.namespace(), name)(self, other)

    return operator


def _reflected(name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        other = _operand(self, other)
        return other if other is NotImplemented else getattr(self.namespace(), name)(other, self)

    return operator


def _in_place(name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        other = _operand(self, other)
        return other if other is NotImplemented else getattr(self.namespace(), name)(self, other, out=self)

    return operator


def _unary(name: str) -> Callable[[Any], Any]:
    return lambda self: getattr(self.namespace(), name)(self)


def _reduction(name: str, *options: str) -> Callable[..., Any]:
    def method(self: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        given = {"dtype": dtype} if dtype is not None else {}
        return getattr(self.namespace(), name)(self, axis=axis, keepdims=keepdims, **given, out=out)

    def method_without_dtype(self: Any, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        return method(self, axis, None, out, keepdims)

    made = method if "dtype" in options else method_without_dtype
    made.__name__, made.__qualname__ = name, f"ArrayMethods.{name}"
    made.__doc__ = f"The function {name} along `axis`, of all elements if none is named."
    return made


class ArrayMethods:
    """What an array has besides its values, item access and what Python itself asks for."""

    __slots__ = ()

    shape: Any
    dtype: Any
    value: Any
    namespace_name: ClassVar[str]  # of the fixed namespace
    value_types: ClassVar[tuple[type, ...]]  # of what is held, which functions take as it is

    @classmethod
    def namespace(cls) -> Any:
        """The namespace of all arrays here."""
        return sys.modules.get(cls.namespace_name) or import_module(cls.namespace_name)

    if TYPE_CHECKING:  # they are set below
        __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __matmul__ = _binary("")
        __and__ = __or__ = __xor__ = __lshift__ = __rshift__ = __lt__ = __le__ = __gt__ = __ge__ = _binary("")
        __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _reflected("")
        __rmatmul__ = __rand__ = __ror__ = __rxor__ = __rlshift__ = __rrshift__ = _reflected("")
        __neg__ = __pos__ = __abs__ = __invert__ = _unary("")

    # -- the standard's ------------------------------------------------------------------------------------------------

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return prod(self.shape)

    @property
    def T(self) -> Any:
        """The axes in reverse order."""
        return self.transpose()

    @property
    def mT(self) -> Any:
        """The transpose of each matrix in a stack of matrices."""
        return self.namespace().matrix_transpose(self)

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any:
        """The namespace whose functions take this array."""
        if api_version is not None and api_version not in API_VERSIONS:
            message = f"unknown array API version {api_version!r}: one of {', '.join(API_VERSIONS)}"
            raise ValueError(message)
        return self.namespace()

    def to_device(self, device: Any, /, *, stream: None = None) -> Any:
        """The values on `device`."""
        if stream is not None:
            message = f"{type(self).__name__} has no streams to choose from: leave stream out"
            raise ValueError(message)
        return self.namespace().asarray(self, device=device)

    # -- numpy.ndarray's -----------------------------------------------------------------------------------------------

    @property
    def real(self) -> Any:
        """The real parts: the array itself if it is not complex."""
        return self.namespace().real(self) if self.dtype.kind == "c" else self

    @property
    def imag(self) -> Any:
        """The imaginary parts: zeros if the array is not complex."""
        return self.namespace().imag(self) if self.dtype.kind == "c" else self.namespace().zeros_like(self)

    @property
    def itemsize(self) -> int:
        """The bytes of an element."""
        return int(self.dtype.itemsize)

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self.size * self.itemsize

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """The elements in another dtype."""
        return self.namespace().astype(self, dtype, copy=copy)

    def copy(self) -> Any:
        """A copy, which can be written to."""
        return self.namespace().asarray(self, copy=True)

    def reshape(self, *shape: Any) -> Any:
        """The elements in another shape: `x.reshape(2, 3)` or `x.reshape((2, 3))`."""
        sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
        return self.namespace().reshape(self, tuple(sizes))

    def ravel(self) -> Any:
        """The elements in one axis."""
        return self.namespace().reshape(self, (-1,))

    flatten = ravel

    def squeeze(self, axis: Any = None) -> Any:
        """Without the axes of length 1, or without those named."""
        if axis is None:
            axis = tuple(number for number, length in enumerate(self.shape) if length == 1)
        return self.namespace().squeeze(self, axis=axis)

    def transpose(self, *axes: Any) -> Any:
        """The axes in the order named, all of them reversed if none is."""
        if not axes or axes == (None,):
            order = tuple(range(self.ndim))[::-1]
        else:
            order = tuple(axes[0]) if len(axes) == 1 and not isinstance(axes[0], int) else axes
        return self.namespace().permute_dims(self, order)

    def swapaxes(self, axis1: int, axis2: int) -> Any:
        """With two axes interchanged."""
        order = list(range(self.ndim))
        order[axis1], order[axis2] = order[axis2], order[axis1]
        return self.namespace().permute_dims(self, tuple(order))

    def repeat(self, repeats: Any, axis: int | None = None) -> Any:
        """Each element several times; of the elements in one axis if none is named."""
        return self.namespace().repeat(self, repeats, axis=axis)

    def take(self, indices: Any, axis: int | None = None) -> Any:
        """The elements at these indices along `axis`; of the elements in one axis if none is named."""
        whole, along = (self.ravel(), 0) if axis is None else (self, axis % self.ndim)
        return whole[(slice(None),) * along + (indices,)]  # type: ignore[index]

    def diagonal(self, offset: int = 0) -> Any:
        """The diagonal of a matrix, or of each in a stack."""
        return self.namespace().linalg.diagonal(self, offset=offset)

    def trace(self, offset: int = 0) -> Any:
        """The sum of the diagonal."""
        return self.namespace().linalg.trace(self, offset=offset)

    def nonzero(self) -> Any:
        """The indices of elements that are not zero, an array for each axis."""
        return self.namespace().nonzero(self)

    def argsort(self, axis: int = -1) -> Any:
        """The indices that would sort."""
        return self.namespace().argsort(self, axis=axis)

    def searchsorted(self, v: Any, side: str = "left") -> Any:
        """Where elements would have to be inserted to keep the array sorted."""
        return self.namespace().searchsorted(self, _operand(self, v), side=side)

    def dot(self, b: Any) -> Any:
        """Product of vectors, of matrices, or of a number: as numpy.dot."""
        b, xp = _operand(self, b), self.namespace()
        if not self.ndim or not len(getattr(b, "shape", ())):
            return xp.multiply(self, b)
        if len(b.shape) <= 2:
            return xp.matmul(self, b)
        return xp.tensordot(self, b, axes=((self.ndim - 1,), (len(b.shape) - 2,)))

    def clip(self, min: Any = None, max: Any = None, out: Any = None) -> Any:
        """The elements, those beyond a bound replaced by it."""
        return self.namespace().clip(self, min, max, out=out)

    def round(self, decimals: int = 0, out: Any = None) -> Any:
        """The elements, rounded to the nearest number of so many decimals, half way to even."""
        xp = self.namespace()
        if not decimals:
            return xp.round(self, out=out)
        factor = 10.0 ** abs(decimals)
        if decimals > 0:
            return xp.divide(xp.round(xp.multiply(self, factor)), factor, out=out)
        return xp.multiply(xp.round(xp.divide(self, factor)), factor, out=out)

    def conj(self) -> Any:
        """The complex conjugate: the array itself if it is not complex."""
        return self.namespace().conj(self) if self.dtype.kind == "c" else self

    conjugate = conj

    def item(self, *index: Any) -> Any:
        """An element as a Python number: the only one, or the one at an index."""
        return np.asarray(self.value).item(*index)

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers."""
        return np.asarray(self.value).tolist()

    def fill(self, value: Any) -> None:
        """Write one value to every element."""
        self[...] = value  # type: ignore[index]

    def sort(self, axis: int = -1) -> None:
        """Sort the elements along `axis`, in place."""
        self[...] = self.namespace().sort(self, axis=axis)  # type: ignore[index]

    def cumsum(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
        """The sums of the elements so far."""
        x = self.ravel() if axis is None else self
        return self.namespace().cumulative_sum(x, axis=axis or 0, dtype=dtype, out=out)

    def cumprod(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
        """The products of the elements so far."""
        x = self.ravel() if axis is None else self
        return self.namespace().cumulative_prod(x, axis=axis or 0, dtype=dtype, out=out)

    def std(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
        """The standard deviation along `axis`."""
        x = self if dtype is None else self.astype(dtype)
        return self.namespace().std(x, axis=axis, correction=ddof, keepdims=keepdims, out=out)

    def var(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
        """The variance along `axis`."""
        x = self if dtype is None else self.astype(dtype)
        return self.namespace().var(x, axis=axis, correction=ddof, keepdims=keepdims, out=out)

    def mean(self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        """The mean along `axis`."""
        x = self if dtype is None else self.astype(dtype)
        return self.namespace().mean(x, axis=axis, keepdims=keepdims, out=out)

    max, min, any, all = map(_reduction, ("max", "min", "any", "all"))
    argmax, argmin = map(_reduction, ("argmax", "argmin"))
    sum, prod = _reduction("sum", "dtype"), _reduction("prod", "dtype")


IN_PLACE = tuple(f"__i{stem}__" for stem in BINARY)

for _stem, _name in BINARY.items():
    setattr(ArrayMethods, f"__{_stem}__", _binary(_name))
    setattr(ArrayMethods, f"__r{_stem}__", _reflected(_name))
    setattr(ArrayMethods, f"__i{_stem}__", _in_place(_name))
for _stem, _name in COMPARISONS.items():
    setattr(ArrayMethods, f"__{_stem}__", _binary(_name))
for _stem, _name in UNARY.items():
    setattr(ArrayMethods, f"__{_stem}__", _unary(_name))
