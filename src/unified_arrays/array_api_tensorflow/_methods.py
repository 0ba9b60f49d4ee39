"""The attributes and methods of an array object: the standard's, and those of numpy.ndarray that programs use most.

They are written once: ArrayVariable has them always, tf.Tensor and tf.Variable while `enable_array_api_behavior` is in
force. Each calls a function of the namespace that `__array_namespace__` returns, with NumPy's defaults.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from math import prod
from typing import Any

import numpy as np
import tensorflow as tf

from ._arguments import PYTHON_SCALARS, is_array, tensor
from ._devices import beside, on

API_VERSIONS = ("2021.12", "2022.12", "2023.12", "2024.12", "2025.12")


def _reduction(name: str) -> Callable[..., Any]:
    def method(self: Any, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        return _call(self, name, axis=axis, keepdims=keepdims, **_given(out=out))

    return _named(method, name)


def _accumulation(name: str) -> Callable[..., Any]:
    def method(self: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        return _call(self, name, axis=axis, dtype=dtype, keepdims=keepdims, **_given(out=out))

    return _named(method, name)


def _named(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    method.__name__, method.__qualname__ = name, f"ArrayMethods.{name}"
    method.__doc__ = f"The function {name} along `axis`, of all elements if none is named."
    return method


class ArrayMethods:
    """What an array has besides operators, item access and what Python itself asks for."""

    _namespace = __package__  # the module that __array_namespace__ returns; a package that wraps this one sets its own

    # -- the standard's --------------------------------------------------------------------------------------------

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(_shape(self))

    @property
    def size(self) -> int | None:
        """The number of elements; None if a tf.function does not know it."""
        shape = _shape(self)
        return None if None in shape else prod(shape)  # type: ignore[arg-type]

    @property
    def T(self) -> tf.Tensor:
        """The axes in reverse order: the transpose of a 2-D array."""
        return self.transpose()

    @property
    def mT(self) -> tf.Tensor:
        """The transpose of each matrix in a stack of matrices."""
        return _call(self, "matrix_transpose")

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any:
        """The namespace whose functions take this array."""
        if api_version is not None and api_version not in API_VERSIONS:
            message = f"unknown array API version {api_version!r}: one of {', '.join(API_VERSIONS)}"
            raise ValueError(message)
        return namespace()

    def to_device(self, device: Any, /, *, stream: None = None) -> tf.Tensor:
        """The values on `device` (a TensorFlow device name). ValueError if there is no such device."""
        if stream is not None:
            message = "TensorFlow has no streams to choose from: leave stream out"
            raise ValueError(message)
        with on(str(device)):
            return tf.identity(tensor(self))

    # -- numpy.ndarray's -------------------------------------------------------------------------------------------

    @property
    def real(self) -> Any:
        """The real parts: the array itself if it is not complex."""
        return _call(self, "real") if self.dtype.is_complex else self  # type: ignore[attr-defined]

    @property
    def imag(self) -> tf.Tensor:
        """The imaginary parts: zeros if the array is not complex."""
        return _call(self, "imag" if self.dtype.is_complex else "zeros_like")  # type: ignore[attr-defined]

    @property
    def itemsize(self) -> int:
        """The bytes of an element."""
        size: int = self.dtype.size  # type: ignore[attr-defined]
        return size

    @property
    def nbytes(self) -> int | None:
        """The bytes of all elements; None if a tf.function does not know how many there are."""
        return None if self.size is None else self.size * self.itemsize

    def astype(self, dtype: Any, copy: bool = True) -> tf.Tensor:
        """The elements in another dtype, by any of NumPy's names for it: "f8", "d"."""
        if isinstance(dtype, str) and dtype != "bfloat16":
            with suppress(TypeError):  # what NumPy does not know is refused below
                dtype = np.dtype(dtype).name
        return _call(self, "astype", dtype, copy=copy)

    def copy(self) -> Any:
        """A copy, which can be written to; in a graph a tensor, which cannot."""
        return _call(self, "asarray", copy=True)

    def reshape(self, *shape: Any) -> tf.Tensor:
        """The elements in another shape: `x.reshape(2, 3)` or `x.reshape((2, 3))`."""
        sizes = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        return _call(self, "reshape", (sizes,) if isinstance(sizes, (int, np.integer)) else tuple(sizes))

    def ravel(self) -> tf.Tensor:
        """The elements in one axis."""
        return _call(self, "reshape", (-1,))

    def flatten(self) -> Any:
        """The elements in one axis, copied."""
        return ArrayMethods.copy(ArrayMethods.ravel(self))

    def squeeze(self, axis: Any = None) -> tf.Tensor:
        """Without the axes of length 1, or without those named."""
        if axis is None:
            axis = tuple(number for number, length in enumerate(_shape(self)) if length == 1)
        return _call(self, "squeeze", axis=axis)

    def transpose(self, *axes: Any) -> tf.Tensor:
        """The axes in the order named, all of them reversed if none is."""
        if not axes or axes == (None,):
            order = tuple(range(self.ndim))[::-1]
        else:
            order = tuple(axes[0]) if len(axes) == 1 and not isinstance(axes[0], int) else axes
        return _call(self, "permute_dims", order)

    def swapaxes(self, axis1: int, axis2: int) -> tf.Tensor:
        """With two axes interchanged."""
        order = list(range(self.ndim))
        order[axis1], order[axis2] = order[axis2], order[axis1]
        return _call(self, "permute_dims", tuple(order))

    def repeat(self, repeats: Any, axis: int | None = None) -> tf.Tensor:
        """Each element several times; of the elements in one axis if none is named."""
        return _call(self if axis is not None else ArrayMethods.ravel(self), "repeat", repeats, axis=axis or 0)

    def take(self, indices: Any, axis: int | None = None) -> tf.Tensor:
        """The elements at these indices along `axis`; of the elements in one axis if none is named."""
        indices = indices if is_array(indices) else tf.constant(indices, tf.int64)
        if axis is None:
            self, axis = ArrayMethods.ravel(self), 0
        key = (slice(None),) * (axis % _rank(self)) + (indices,)
        return self[key]  # type: ignore[index]

    def diagonal(self, offset: int = 0) -> tf.Tensor:
        """The diagonal of a matrix, or of each in a stack."""
        with beside(self, None):
            return namespace().linalg.diagonal(self, offset=offset)

    def trace(self, offset: int = 0) -> tf.Tensor:
        """The sum of the diagonal."""
        with beside(self, None):
            return namespace().linalg.trace(self, offset=offset)

    def nonzero(self) -> tuple[tf.Tensor, ...]:
        """The indices of elements that are not zero, an array for each axis."""
        found: tuple[tf.Tensor, ...] = _call(self, "nonzero")
        return found

    def argsort(self, axis: int = -1) -> tf.Tensor:
        """The indices that would sort."""
        return _call(self, "argsort", axis=axis)

    def searchsorted(self, v: Any, side: str = "left") -> tf.Tensor:
        """Where elements would have to be inserted to keep the array sorted."""
        return _call(self, "searchsorted", v, side=side)

    def dot(self, b: Any) -> tf.Tensor:
        """Product of vectors, of matrices, or of a number: as numpy.dot."""
        if isinstance(b, PYTHON_SCALARS):
            return _call(self, "multiply", b)
        b = b if is_array(b) else namespace().asarray(b)
        if not self.ndim or not _rank(b):
            return _call(self, "multiply", b)
        if _rank(b) <= 2:
            return _call(self, "matmul", b)
        return _call(self, "tensordot", b, axes=((self.ndim - 1,), (_rank(b) - 2,)))

    def choose(self, choices: Any, out: Any = None, mode: str = "raise") -> Any:
        """Elements of the choices that the integers here name; `mode` is that of numpy.choose."""
        indices, count = tensor(self), len(choices)
        if mode == "raise" and tf.executing_eagerly() and bool(tf.reduce_any((indices < 0) | (indices >= count))):
            message = f"choose: an index is not one of the {count} choices: take another mode, or other indices"
            raise ValueError(message)
        places = tf.clip_by_value(indices, 0, count - 1) if mode == "clip" else tf.math.floormod(indices, count)
        arrays = [one if is_array(one) else tf.convert_to_tensor(np.asarray(one)) for one in choices]
        result = arrays[0]
        for place, array in enumerate(arrays):
            result = namespace().where(places == place, array, result)
        if out is None:
            return result
        out[...] = namespace().astype(result, out.dtype)
        return out

    def clip(self, min: Any = None, max: Any = None, out: Any = None) -> Any:
        """The elements, those beyond a bound replaced by it."""
        return _call(self, "clip", min, max, **_given(out=out))

    def round(self, decimals: int = 0, out: Any = None) -> Any:
        """The elements, rounded to the nearest number of so many decimals, half way to even."""
        if not decimals:
            return _call(self, "round", **_given(out=out))
        factor = 10.0 ** abs(decimals)
        multiply, divide = namespace().multiply, namespace().divide
        with beside(self, None):
            if decimals > 0:
                return divide(namespace().round(multiply(self, factor)), factor, **_given(out=out))
            return multiply(namespace().round(divide(self, factor)), factor, **_given(out=out))

    def conj(self) -> Any:
        """The complex conjugate: the array itself if it is not complex."""
        return _call(self, "conj") if self.dtype.is_complex else self  # type: ignore[attr-defined]

    conjugate = conj

    def item(self, *index: Any) -> Any:
        """An element as a Python number: the only one, or the one at an index."""
        return _values(self).item(*index)

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers."""
        return _values(self).tolist()

    def cumsum(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
        """The sums of the elements so far."""
        x = self if axis is not None else ArrayMethods.ravel(self)
        return _call(x, "cumulative_sum", axis=axis or 0, dtype=dtype, **_given(out=out))

    def cumprod(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Any:
        """The products of the elements so far."""
        x = self if axis is not None else ArrayMethods.ravel(self)
        return _call(x, "cumulative_prod", axis=axis or 0, dtype=dtype, **_given(out=out))

    def std(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
        """The standard deviation along `axis`."""
        x = self if dtype is None else ArrayMethods.astype(self, dtype)
        return _call(x, "std", axis=axis, correction=ddof, keepdims=keepdims, **_given(out=out))

    def var(self, axis: Any = None, dtype: Any = None, out: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
        """The variance along `axis`."""
        x = self if dtype is None else ArrayMethods.astype(self, dtype)
        return _call(x, "var", axis=axis, correction=ddof, keepdims=keepdims, **_given(out=out))

    max, min, any, all = map(_reduction, ("max", "min", "any", "all"))
    argmax, argmin = map(_reduction, ("argmax", "argmin"))
    sum, prod = map(_accumulation, ("sum", "prod"))

    def mean(self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        """The mean along `axis`."""
        x = self if dtype is None else ArrayMethods.astype(self, dtype)
        return _call(x, "mean", axis=axis, keepdims=keepdims, **_given(out=out))


def namespace() -> Any:
    """The namespace of all arrays here."""
    name = ArrayMethods._namespace
    return sys.modules.get(name) or import_module(name)


def _given(**options: Any) -> dict[str, Any]:
    """The options that are given: a namespace without out= takes none."""
    return {name: value for name, value in options.items() if value is not None}


def _call(x: Any, function: str, *arguments: Any, **options: Any) -> Any:
    """A function of the namespace, on the device of `x`."""
    with beside(x, None):
        return getattr(namespace(), function)(x, *arguments, **options)


def _values(x: Any) -> np.ndarray[Any, Any]:
    return np.asarray(tensor(x).numpy())


def _shape(x: Any) -> tuple[int | None, ...]:
    return tuple(x.shape.as_list())


def _rank(x: Any) -> int:
    return len(x.shape)
