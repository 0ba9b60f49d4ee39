"""HeldArray: an array of the array API standard that holds a value of a framework whose arrays cannot be written to.

A write gives it another value to hold, and never changes the old one: whatever was computed of it stays. A slice is a
window: reading gives what stands there now, writing writes there. A framework says in a subclass what its values are,
and in `ArrayKeys` how a part is read and written.
"""

from __future__ import annotations

import operator
import weakref
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from ..._common import overlap
from ..._common.dtypes import can_hold, neutral
from ..._common.strided_keys import composed, strided_shape
from .array_keys import ArrayKeys, has_arrays
from .array_methods import BINARY, IN_PLACE, ArrayMethods


class HeldArray(ArrayMethods):
    """A writable array: it holds a value, and a write lets it hold another one."""

    __slots__ = ("__weakref__", "_held")
    __array_priority__ = 100  # NumPy's operators leave it to those here
    __hash__ = None  # type: ignore[assignment]  # two arrays are compared element by element

    keys: ClassVar[ArrayKeys]
    array_class: ClassVar[type[HeldArray]]  # of an array of its own
    window_class: ClassVar[type[HeldWindow]]
    element_class: ClassVar[type[HeldWindow]]

    def __init__(self, value: Any) -> None:
        self._held = value

    @property
    def value(self) -> Any:
        """The values, as the framework's array."""
        return self._held

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        shape: tuple[int, ...] = self._held.shape
        return shape

    @property
    def dtype(self) -> Any:
        """The dtype of the elements."""
        return self._held.dtype

    @property
    def root(self) -> HeldArray:
        """The array that holds the values."""
        return self

    def unwritable(self) -> str | None:
        """Why it cannot be written to here, and what to do instead; None if it can."""
        return None

    def assign(self, value: Any) -> None:
        """Hold `value`, of the same shape and dtype. ValueError if it cannot be written to here."""
        reason = self.unwritable()
        if reason is not None:
            message = f"this {type(self).__name__} cannot be written to: {reason}"
            raise ValueError(message)
        self.hold(value)

    def hold(self, value: Any) -> None:
        """The same where it is known that it can be written to."""
        self._held = value

    @staticmethod
    def as_value(x: Any, dtype: Any) -> Any:
        """What is to be written as a value: a number in `dtype`, beside which it is."""
        raise NotImplementedError

    @classmethod
    def sizes_of_part(cls, x: Any, items: list[Any]) -> tuple[int, ...]:
        """The shape of x[items], where arrays are among the items."""
        shape: tuple[int, ...] = cls.keys.read(x, items).shape
        return shape

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        """An ndarray of the current values."""
        return np.array(np.asarray(self.value), dtype=dtype, copy=copy)

    # -- elements ------------------------------------------------------------------------------------------------------

    def __getitem__(self, key: Any, /) -> Any:
        return self.part(key)

    def part(self, key: Any) -> Any:
        """x[key]: a window, or where arrays select elements an array of its own."""
        items = self.keys.parse(key, self.shape)
        if has_arrays(items):
            return self.array_class(self.keys.read(self.value, items))
        base: HeldArray = self
        if isinstance(self, HeldWindow):
            base = self._base
            inside = composed(self._items, items, base.shape)
            if inside is None:
                return self.array_class(self.keys.read(self.value, items))
            items = inside
        is_element = all(type(item) is int for item in items) and not _has_ellipsis(key)
        return (self.element_class if is_element else self.window_class)(base, items)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        items = self.keys.parse(key, self.shape)
        if isinstance(value, HeldWindow) and value.is_part(self, items):
            return  # as x[key] += 1 ends, which has written already
        self._write(items, value)

    def _write(self, items: list[Any], value: Any) -> None:
        held = self.value
        value = self._in_dtype(value)
        if value.ndim:  # a mask of a transformation selects nobody knows how many elements
            shape = self.sizes_of_part(held, items) if has_arrays(items) else _shape_of(held, items)
            value = _in_shape(shape, value)
        self.assign(self.keys.written(held, items, value))

    def _in_dtype(self, value: Any) -> Any:
        """A value to be written, in the dtype here. TypeError if its kind is higher, as a float for integers."""
        value = self.as_value(value, self.dtype)
        came, held = neutral(value.dtype), neutral(self.dtype)
        if came is None or held is None or not can_hold(came, held):
            message = (
                f"a value of {value.dtype.name} cannot be written to an array of {self.dtype.name}: convert it with "
                f"astype"
            )
            raise TypeError(message)
        return value.astype(self.dtype)

    def __iter__(self) -> Iterator[Any]:
        if not self.ndim:
            message = "a 0-d array cannot be iterated over"
            raise TypeError(message)
        return (self[number] for number in range(self.shape[0]))

    # -- Python --------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        if not self.ndim:
            message = "a 0-d array has no len(): use size"
            raise TypeError(message)
        return self.shape[0]

    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __index__(self) -> int:
        return operator.index(self.value)

    def __float__(self) -> float:
        return float(self.value)

    def __complex__(self) -> complex:
        return complex(self.value)

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(np.asarray(self.value).item(), ndigits)

    def __copy__(self) -> Any:
        return self.array_class(self.value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        memo[id(self)] = copied = self.array_class(self.value)
        return copied


class HeldWindow(HeldArray):
    """The part `base[items]` of such an array; classes that are one have the slots _base, _items and _seen."""

    __slots__ = ()

    _base: HeldArray
    _items: list[Any]
    _seen: Any

    def __init__(self, base: HeldArray, items: list[Any]) -> None:
        self._base, self._items = base, items  # type: ignore[misc]  # the slots are in the classes below
        self._seen = None

    @property
    def value(self) -> Any:
        """The values that stand there now."""
        held: Any = self._base.value
        seen: Any = self._seen
        if seen is not None and seen[0]() is held:
            return seen[1]
        values = self.keys.read(held, self._items)
        self._seen = weakref.ref(held), values
        return values

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        return _shape_of(self._base, self._items)

    @property
    def dtype(self) -> Any:
        """The dtype of the elements."""
        return self._base.dtype

    @property
    def root(self) -> HeldArray:
        """The array that this is a part of."""
        return self._base

    @property
    def items(self) -> list[Any]:
        """The key of this part, an item for each axis of the array."""
        return self._items

    def unwritable(self) -> str | None:
        """As the array that it is a part of."""
        return self._base.unwritable()

    def assign(self, value: Any) -> None:
        """Write a value of the same shape and dtype to this part."""
        self._base.assign(self.keys.written(self._base.value, self._items, value))

    def hold(self, value: Any) -> None:
        """As assign."""
        self.assign(value)

    def is_part(self, base: HeldArray, items: list[Any]) -> bool:
        """Whether it is base[items], where `base` may itself be a part."""
        if has_arrays(items):
            return False
        if isinstance(base, HeldWindow):
            inside = composed(base._items, items, base._base.shape)
            return inside is not None and self._base is base._base and self._items == inside
        return self._base is base and self._items == items


class HeldElement(HeldWindow):
    """A single element, `x[1, 2]`: as NumPy's scalars it keeps the value that it was read with.

    So `x[0], x[1] = x[1], x[0]` exchanges two elements, and `e += 1` gives `e` a new value. But it can be out. Classes
    that are one have the slot _kept, too.
    """

    __slots__ = ()

    _kept: Any

    def __init__(self, base: HeldArray, items: list[Any]) -> None:
        super().__init__(base, items)
        self._kept = self.keys.read(base.value, items)

    @property
    def value(self) -> Any:
        """The value, without axes."""
        return self._kept

    def assign(self, value: Any) -> None:
        """Write a value to that element."""
        super().assign(value)
        self._kept = value


for _dunder, _stem in zip(IN_PLACE, BINARY, strict=True):  # as of NumPy's scalars
    setattr(HeldElement, _dunder, getattr(ArrayMethods, f"__{_stem}__"))


def may_overlap(x: Any, y: Any) -> bool:
    """Whether two arrays have elements of one array."""
    if isinstance(x, HeldArray) and isinstance(y, HeldArray):
        return x.root is y.root
    return x is y


def share_elements(x: Any, y: Any) -> bool:
    """Of two arrays that are both to be written: whether they have an element in common."""
    if not may_overlap(x, y) or x is y:
        return x is y
    # Never touched: where the elements of two windows would lie is all that is asked.
    places = np.empty(x.root.shape, np.uint8)
    first, second = (places[(*part.items, ...)] if isinstance(part, HeldWindow) else places for part in (x, y))
    return overlap.share_elements(first, second)


def _has_ellipsis(key: Any) -> bool:
    """True for x[..., 0] of a vector: as in NumPy a view, where x[0] is a value."""
    return key is Ellipsis or (type(key) is tuple and any(item is Ellipsis for item in key))


def _shape_of(x: Any, items: list[Any]) -> tuple[int, ...]:
    """The shape of x[items]."""
    return tuple(strided_shape(items, x.shape))  # type: ignore[arg-type]  # sizes are known here


def _in_shape(shape: tuple[int, ...], value: Any) -> Any:
    """A value without leading axes of length 1 that `shape` lacks. ValueError if it does not broadcast to it."""
    extra = value.ndim - len(shape)
    if extra > 0 and set(value.shape[:extra]) == {1}:
        value = value.reshape(value.shape[extra:])
    sizes = value.shape[::-1]
    if len(sizes) > len(shape) or any(size not in (1, own) for size, own in zip(sizes, shape[::-1], strict=False)):
        message = f"a value of shape {tuple(value.shape)} does not broadcast to the selected shape {shape}"
        raise ValueError(message)
    return value
