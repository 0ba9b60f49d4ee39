"""The types that the written stubs use, by hand: type checkers read this, and nothing imports it.

What is an array is said by its attributes, so that no framework need be installed: whoever has PyTorch has torch.Tensor,
and for all others there is no such thing. NumPy's arrays come first in every function, and are none of the others.
"""

from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import numpy as np

from ._common.dtypes import DType
from ._common.types import AnyArray as AnyArray
from ._common.types import Array as Array

class _Nothing: ...

class _ArrayOfUsers(Protocol):
    """A type variable of a user, bound to AnyArray, has this dtype, and so has what is not typed; no known array has."""

    @property
    def shape(self) -> _Nothing: ...
    @property
    def dtype(self) -> _Nothing: ...

class _TorchTensor(Protocol):
    @property
    def requires_grad(self) -> bool: ...
    def detach(self) -> Any: ...

class _JaxArray(Protocol):
    @property
    def is_fully_addressable(self) -> Any: ...

class _ArrayRef(Protocol):
    def __jax_array__(self) -> Any: ...

class _DaskArray(Protocol):  # a DaskMemory, too
    def __dask_graph__(self) -> Any: ...

class _TensorFlowTensor(Protocol):
    def consumers(self) -> Any: ...

class _TensorFlowVariable(Protocol):
    @property
    def trainable(self) -> Any: ...
    def assign_add(self, delta: Any) -> Any: ...

# What goes in as one kind of array comes out as it.
OtherArray = TypeVar(
    "OtherArray", bound=_ArrayOfUsers | _TorchTensor | _JaxArray | _ArrayRef | _DaskArray | _TensorFlowTensor
)
# Arrays of one framework and of several kinds: ArrayRef and jax.Array, tf.Tensor and tf.Variable.
MixedArray: TypeAlias = _ArrayOfUsers | _JaxArray | _ArrayRef | _DaskArray | _TensorFlowTensor | _TensorFlowVariable

NumPyArray = TypeVar("NumPyArray", bound=np.ndarray[Any, Any])
Scalar = TypeVar("Scalar", bound=np.generic)
AnyDType = TypeVar(
    "AnyDType",
    np.bool_,
    np.int8,
    np.int16,
    np.int32,
    np.int64,
    np.uint8,
    np.uint16,
    np.uint32,
    np.uint64,
    np.float32,
    np.float64,
    np.complex64,
    np.complex128,
)
Number = TypeVar(
    "Number",
    np.int8,
    np.int16,
    np.int32,
    np.int64,
    np.uint8,
    np.uint16,
    np.uint32,
    np.uint64,
    np.float32,
    np.float64,
    np.complex64,
    np.complex128,
)
Integer = TypeVar(
    "Integer", np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64
)
Inexact = TypeVar("Inexact", np.float32, np.float64, np.complex64, np.complex128)
Floating = TypeVar("Floating", np.float32, np.float64)
Complex = TypeVar("Complex", np.complex64, np.complex128)

class _TorchDType(Protocol):
    @property
    def is_floating_point(self) -> bool: ...

class _TensorFlowDType(Protocol):
    @property
    def as_numpy_dtype(self) -> Any: ...

_DTypeName: TypeAlias = Literal[
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]
DTypeLike: TypeAlias = DType | _DTypeName | type[Any] | np.dtype[Any] | _TorchDType | _TensorFlowDType
DeviceLike: TypeAlias = Any  # a Device, one of its spellings, or a native device
Shape: TypeAlias = int | tuple[int, ...]
Axes: TypeAlias = int | tuple[int, ...]
NestedSequence: TypeAlias = Sequence[Any]
