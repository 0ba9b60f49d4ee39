"""The types in public signatures: for readers, IDEs and type checkers. Nothing here is used at run time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias, TypeVar


class AnyArray(Protocol):
    """What an array of every backend has: numpy.ndarray, torch.Tensor, tf.Tensor, tf.Variable, ArrayVariable."""

    @property
    def shape(self) -> Any: ...
    @property
    def dtype(self) -> Any: ...
    def __getitem__(self, key: Any, /) -> Any: ...
    def __add__(self, other: Any, /) -> Any: ...
    def __sub__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...
    def __truediv__(self, other: Any, /) -> Any: ...


# One name for "the caller's array type": what goes in as ndarray comes out as ndarray.
Array = TypeVar("Array", bound=AnyArray)

# What creation functions return when no argument says which array type: the selected backend's.
NewArray: TypeAlias = Any

Shape: TypeAlias = int | tuple[int, ...]
Axes: TypeAlias = int | tuple[int, ...]
DTypeLike: TypeAlias = Any  # a neutral dtype, its name, or a native dtype of the backend
DeviceLike: TypeAlias = Any  # a Device, one of its spellings, or a native device
NestedSequence: TypeAlias = Sequence[Any]
