"""The arrays of a call as blocks see them: arrays of a backend, and stores that are read and written by slices."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from .. import backends
from .._common import argument_errors, errors
from .._common.dtypes import DType, neutral
from .._dispatch import transfer
from .._out import contract
from ..backends import Backend
from .cutting import Ranges, Shape, Shares

_OF_STORES = ("shape", "dtype", "__getitem__")  # what a store has; one that is written has __setitem__, too


class Operand(NamedTuple):
    """An array or a store, and what messages call it."""

    name: str
    array: Any
    backend: Backend | None  # None: a store, whose slices are NumPy's arrays
    shape: Shape
    dtype: DType

    def part(self, ranges: Ranges, axes: int) -> tuple[slice, ...]:
        """The index of a block of out: ranges along the first of `axes` axes; this array may have fewer axes."""
        ahead = axes - len(self.shape)
        return tuple(
            slice(None) if self.shape[i - ahead] == 1 else slice(first, end)
            for i, (first, end) in enumerate(ranges)
            if i >= ahead
        )

    def is_cut(self, number: int, axes: int) -> bool:
        """Whether blocks that are cut along the first axes, so many, hold different parts of it."""
        return any(size != 1 for size in self.shape[: max(0, number - (axes - len(self.shape)))])

    def shares(self, number: int, axes: int) -> Shares:
        """How it takes part in blocks that are cut along the first axes of `axes`, so many."""
        ahead = axes - len(self.shape)
        sizes = tuple(self.shape[i - ahead] if i >= ahead else 1 for i in range(number))
        return Shares(sizes, self.dtype.itemsize * math.prod(self.shape[max(0, number - ahead) :]))

    def read(self, index: tuple[slice, ...]) -> Any:
        """That part: a view where the array has them, an array of NumPy of a store."""
        if self.backend is None:
            return self.array[index or ...]
        return self.array[index] if index else self.array


def input_of(function: str, name: str, array: Any) -> Operand:
    """TypeError for what is neither an array nor a store, or would lose its meaning."""
    backend = backends.of_array(array)
    if backend is None:
        if not all(hasattr(array, one) for one in _OF_STORES) or isinstance(array, type):
            expected = "an array, a number, or a store such as a zarr array, which has shape, dtype and slices"
            raise errors.not_an_array(function, name, type(array), expected)
    else:
        transfer.refuse(function, name, array, backend)
    dtype = neutral(array.dtype) if backend is None else backend.dtype(array)
    if dtype is None:
        raise argument_errors.wrong_dtype(function, name, array.dtype, "one of the array API standard")
    return Operand(name, array, backend, tuple(array.shape), dtype)


def out_of(function: str, name: str, array: Any) -> Operand:
    """Likewise, and an error for what cannot be written to."""
    backend = backends.of_array(array)
    if backend is not None:
        contract.refuse_foreign(function, name, backend, array)
        contract.refuse_unwritable(function, name, backend, array)
    elif not all(hasattr(array, one) for one in (*_OF_STORES, "__setitem__")) or isinstance(array, type):
        raise errors.not_an_out(function, name, type(array), "an array, or a store such as a zarr array")
    elif getattr(array, "read_only", False) is True:
        raise errors.out_not_writable(function, name, "it is a store that is open for reading: open it with mode 'r+'")
    return input_of(function, name, array)
