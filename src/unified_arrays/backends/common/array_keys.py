"""Keys of x[key] for arrays that hold a value of a framework: checked here, as NumPy checks them.

A framework may move an index that is out of range, or find it when a graph runs. What an array of indices holds is
looked at where it is known.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from operator import index as as_integer
from typing import Any

import numpy as np

from ..._common.strided_keys import FULL, with_all_axes

_BOOLS = (bool, np.bool_)


def has_arrays(items: Sequence[Any]) -> bool:
    """True if an item is an array, so that what is selected is no window."""
    return any(hasattr(item, "dtype") for item in items)


def is_whole(items: Sequence[Any]) -> bool:
    """True if every element is selected, in its place."""
    return all(type(item) is slice and item == FULL for item in items)


def num_axes(item: Any) -> int:
    """How many axes an item names."""
    if item is None or item is Ellipsis:
        return 0
    return len(item.shape) if is_mask(item) else 1


def is_mask(item: Any) -> bool:
    return getattr(getattr(item, "dtype", None), "kind", "") == "b"


class ArrayKeys(ABC):
    """What a key says, and a framework's way to read and to write what it selects."""

    @abstractmethod
    def read(self, value: Any, items: Sequence[Any]) -> Any:
        """value[items]."""

    @abstractmethod
    def written(self, value: Any, items: Sequence[Any], part: Any) -> Any:
        """A new array: `value` with `part`, broadcast to what the items select, in its place."""

    @abstractmethod
    def held(self, item: Any) -> Any:
        """The value of an array used as an index, where an array of ours holds it."""

    @abstractmethod
    def numbers(self, array: Any) -> np.ndarray[Any, Any] | None:
        """What an array used as an index holds; None if that is not known yet."""

    def parse(self, key: Any, shape: Sequence[int]) -> list[Any]:
        """The items of `key`: integers, slices, None and arrays, which together name every axis of `shape`.

        An ellipsis stays among arrays, as NumPy puts their axes first where something stands between them. IndexError
        for too many axes, an integer out of range, and a mask of another shape.
        """
        items = [self._item(item) for item in (key if type(key) is tuple else (key,))]
        items = with_all_axes(items, sum(map(num_axes, items)), len(shape), keep_ellipsis=has_arrays(items))
        axis = 0
        for item in items:
            self._check(item, axis, shape)
            axis += num_axes(item)
        return items

    def beyond(self, indices: Any, size: int) -> int | None:
        """The first of these integers that is out of range for an axis of that size; None if none is known to be."""
        numbers = self.numbers(indices) if indices.size else None
        if numbers is None:
            return None
        wrong = (numbers < -size) | (numbers >= size)
        return int(numbers[wrong].flat[0]) if wrong.any() else None

    def _item(self, item: Any) -> Any:
        if item is None or item is Ellipsis or type(item) is int:
            return item
        if isinstance(item, slice):
            return _slice(item)
        if isinstance(item, _BOOLS):
            return np.asarray(item)
        if isinstance(item, (list, tuple, range)):
            array = np.asarray(item)
            item = array if array.size or is_mask(array) else array.astype(np.int64)
        item = self.held(item)
        if hasattr(item, "dtype") and hasattr(item, "shape"):
            return self._array(item)
        try:
            return as_integer(item)
        except TypeError:
            message = (
                "an index is made of integers, slices, ..., None, and arrays of integers or booleans;"
                f" got {type(item).__module__}.{type(item).__qualname__}"
            )
            raise IndexError(message) from None

    def _array(self, item: Any) -> Any:
        """An array of integers or booleans; of a single integer that is known, the integer."""
        if is_mask(item):
            return item
        if np.dtype(item.dtype).kind not in "iu":
            message = f"an array used as an index holds integers or booleans, this one holds {item.dtype}"
            raise IndexError(message)
        number = self.numbers(item) if not item.shape else None
        return item if number is None else as_integer(number.item())

    def _check(self, item: Any, axis: int, shape: Sequence[int]) -> None:
        if item is None or item is Ellipsis or isinstance(item, slice):
            return
        if isinstance(item, int):
            is_beyond = not -shape[axis] <= item < shape[axis]
        elif is_mask(item):
            expected = tuple(shape[axis : axis + len(item.shape)])
            if tuple(item.shape) != expected:
                message = f"a boolean mask of shape {tuple(item.shape)} cannot index axes of sizes {expected}"
                raise IndexError(message)
            return
        else:
            is_beyond = self.beyond(item, shape[axis]) is not None
        if is_beyond:
            shown = item if isinstance(item, int) else self.beyond(item, shape[axis])
            message = f"index {shown} is out of range for axis {axis}, which has {shape[axis]} elements"
            raise IndexError(message)


def _slice(key: slice) -> slice:
    bounds = (bound if bound is None else as_integer(bound) for bound in (key.start, key.stop, key.step))
    start, stop, step = bounds
    if step == 0:
        message = "the step of a slice cannot be zero"
        raise ValueError(message)
    return slice(start, stop, step)
