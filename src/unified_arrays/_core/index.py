"""What an index says, on every backend alike: its items, one for each axis, and the places that they name.

An index is made of integers, slices, None, `...`, and arrays or lists of integers or booleans, with NumPy's meaning.
Slices that descend are turned round, since PyTorch knows no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import index as as_integer
from typing import Any

from .. import backends
from ..backends import Backend
from . import errors

FULL = slice(None)


@dataclass(frozen=True)
class Index:
    """The items of an index into an array of a backend; together they name every axis of it."""

    backend: Backend
    shape: tuple[Any, ...]  # sizes; None where a graph does not know them
    items: tuple[Any, ...]

    @property
    def has_arrays(self) -> bool:
        """True if it selects single places, not a window of the array's memory."""
        return any(self._is_array(one) for one in self.items)

    @property
    def may_repeat(self) -> bool:
        """True if it may name one place several times."""
        return any(self._is_array(one) and self.backend.dtype(one) != "bool" for one in self.items)

    @property
    def descends(self) -> bool:
        """True if a slice in it has a negative step."""
        return any(map(_descends, self.items))

    @property
    def window(self) -> tuple[Any, ...]:
        """An index without arrays, all its slices ascending."""
        return (*self._changed(_ascending), Ellipsis)  # which keeps NumPy from making a value of a single element

    @property
    def turned(self) -> tuple[int, ...]:
        """The axes of what `window` selects that stand in the wrong order."""
        kept = [one for one in self.items if one is None or isinstance(one, slice)]
        return tuple(axis for axis, one in enumerate(kept) if _descends(one))

    def coordinates(self, device: Any) -> tuple[Any, ...]:
        """For each axis of the array, the position along it of every place: integer arrays of the selection's shape."""
        xp = self.backend.namespace
        flipped = {axis for axis, one in self.by_axis() if _descends(one)}
        items = self._changed(_mirrored)
        found = []
        for axis, size in enumerate(self.shape):
            along = xp.arange(size, device=device)
            along = xp.flip(along) if axis in flipped else along
            along = xp.reshape(along, (size, *(1,) * (len(self.shape) - axis - 1)))
            found.append(self.backend.read_item(xp.broadcast_to(along, self.shape), items))
        return tuple(found)

    def check_numbers(self, function: str) -> None:
        """IndexError if an array of integers names a place beyond its axis."""
        xp = self.backend.namespace
        for axis, one in self.by_axis():
            if self._is_array(one) and self.backend.dtype(one) != "bool":
                size = self.shape[axis]
                if bool(xp.any(xp.logical_or(xp.less(one, -size), xp.greater_equal(one, size)))):
                    expected = f"numbers of at least -{size} and less than {size}"
                    raise errors.bad_index(function, f"a number out of range for axis {axis}", expected)

    def _changed(self, change: Callable[[slice, int], slice]) -> tuple[Any, ...]:
        """The items, those that descend changed."""
        return tuple(change(one, self.shape[axis]) if _descends(one) else one for axis, one in self.by_axis())

    def by_axis(self) -> Iterator[tuple[int, Any]]:
        """The items, each with the axis of the array that it begins with."""
        axis = 0
        for one in self.items:
            yield axis, one
            axis += axes_of(self.backend, one)

    def _is_array(self, item: Any) -> bool:
        return isinstance(item, self.backend.array_types)


def index_of(function: str, backend: Backend, x: Any, index: Any) -> Index:
    """`index` into `x`, complete. IndexError for what is no index or names too many axes."""
    shape = backend.shape(x)
    if shape is None:  # a graph does not even know how many axes there are
        raise errors.sizes_unknown(function, None)
    items = [_item(function, backend, x, one) for one in (index if isinstance(index, tuple) else (index,))]
    named = sum(axes_of(backend, one) for one in items)
    ellipses = [place for place, one in enumerate(items) if one is Ellipsis]
    if named > len(shape) or len(ellipses) > 1:
        came = f"{named} axes" if named > len(shape) else f"{len(ellipses)} times ..."
        raise errors.bad_index(function, came, f"at most {len(shape)} axes and one ...")
    place = ellipses[0] if ellipses else len(items)
    items[place : place + 1] = [FULL] * (len(shape) - named)
    result = Index(backend, shape, tuple(items))
    for axis, one in result.by_axis():
        _check(function, backend, shape[axis : axis + axes_of(backend, one)], axis, one)
    if None in shape and (result.may_repeat or result.descends):
        raise errors.sizes_unknown(function, shape)
    return result


def _check(function: str, backend: Backend, sizes: tuple[Any, ...], axis: int, item: Any) -> None:
    """IndexError if an integer or a mask does not fit its axes. Arrays of integers are looked at when they are used."""
    if isinstance(item, int) and sizes[0] is not None and not -sizes[0] <= item < sizes[0]:
        raise errors.bad_index(function, f"{item} for axis {axis}", f"at least -{sizes[0]} and less than {sizes[0]}")
    if isinstance(item, backend.array_types) and backend.dtype(item) == "bool":
        shape = backend.shape(item)
        if shape is not None and None not in (*shape, *sizes) and shape != sizes:
            raise errors.bad_index(function, f"a mask of shape {shape} at axis {axis}", f"one of shape {sizes}")


def axes_of(backend: Backend, item: Any) -> int:
    """How many axes of an array an item of an index takes up."""
    if item is None or item is Ellipsis:
        return 0
    is_mask = isinstance(item, backend.array_types) and backend.dtype(item) == "bool"
    return len(item.shape) if is_mask else 1


def _item(function: str, backend: Backend, x: Any, one: Any) -> Any:
    if one is None or one is Ellipsis or isinstance(one, slice):
        return one
    if isinstance(one, list):
        where = backend.native_device(backend.device(x))
        one = backend.namespace.asarray(one, dtype=None if one else backend.dtypes["int64"], device=where)
    if isinstance(one, backend.array_types) and not isinstance(one, backend.scalar_types):
        dtype = backend.dtype(one)
        if dtype is None or not (dtype == "bool" or dtype.is_integer):
            raise errors.bad_index(function, f"an array of {dtype}", "arrays of integers or booleans")
        if dtype != "bool":  # PyTorch takes an array of uint8 for a mask
            one = backend.namespace.astype(one, backend.dtypes["int64"], copy=False)
        return backend.apart_from(one, x)
    other = backends.by_type(type(one))
    is_foreign = other is not None and not issubclass(type(one), other.scalar_types)
    if is_foreign or isinstance(one, bool) or not hasattr(type(one), "__index__"):
        expected = f"integers, slices, None, ... and arrays of {backend.name} of integers or booleans"
        raise errors.bad_index(function, f"a {errors.kind_of(type(one))}", expected)
    return as_integer(one)


def _descends(item: Any) -> bool:
    return isinstance(item, slice) and item.step is not None and as_integer(item.step) < 0


def _ascending(descending: slice, size: int) -> slice:
    """The same places in the other order."""
    places = range(*descending.indices(size))
    return slice(places[-1], places[0] + 1, -places.step) if places else slice(0, 0)


def _mirrored(descending: slice, size: int) -> slice:
    """The same places in the same order, of an axis that has been flipped."""
    places = range(*descending.indices(size))
    return slice(size - 1 - places[0], size - places[-1], -places.step) if places else slice(0, 0)
