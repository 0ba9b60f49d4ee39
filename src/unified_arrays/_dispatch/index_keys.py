"""What an index says, on every backend alike: its items, one for each axis, and the places that they name.

An index is made of integers, slices, None, `...`, and arrays or lists of integers or booleans, with NumPy's meaning.
Slices that descend are turned round, since PyTorch knows no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile, zip_longest
from operator import index as as_integer
from typing import Any, NamedTuple

from .. import backends
from .._common import errors
from ..backends import Backend

FULL = slice(None)


class Index(NamedTuple):
    """The items of an index into an array of a backend; together they name every axis of it."""

    backend: Backend
    shape: tuple[Any, ...]  # sizes; None where a graph does not know them
    items: tuple[Any, ...]
    apart: bool = False  # something stands between two of its integers and arrays: NumPy puts their axes first then

    @property
    def differs(self) -> bool:
        """True if frameworks differ in what it selects, and the places can be counted out instead."""
        masks = [item for item in self.items if self._is_array(item) and not axes_of(self.backend, item)]
        return bool(self.shape) and None not in self.shape and (self.apart or (bool(masks) and len(self.items) > 1))

    @property
    def has_arrays(self) -> bool:
        """True if it selects single places, not a window of the array's memory."""
        return any(self._is_array(item) for item in self.items)

    @property
    def may_repeat(self) -> bool:
        """True if it may name one place several times."""
        return any(self._is_array(item) and self.backend.dtype(item) != "bool" for item in self.items)

    @property
    def names_rows(self) -> bool:
        """True if it begins with arrays of integers and takes the whole of every axis after theirs."""
        leading = len(self._leading)
        return leading > 0 and all(type(item) is slice and item == FULL for item in self.items[leading:])

    @property
    def _leading(self) -> tuple[Any, ...]:
        """The arrays of integers that it begins with."""
        return tuple(takewhile(lambda item: self._is_array(item) and self.backend.dtype(item) != "bool", self.items))

    @property
    def row(self) -> tuple[int, ...]:
        """The shape of what is selected for each row that `rows` has a number of."""
        return self.shape[len(self._leading) :] if self.names_rows else ()

    def selected(self, places: tuple[Any, ...]) -> tuple[int, ...] | None:
        """The shape of what these places select; None if they do not broadcast together, or a graph does not know."""
        shapes = [self.backend.shape(positions) for positions in (self._leading if self.names_rows else places)]
        if None in shapes:
            return None
        shape: list[Any] = []
        for sizes in zip_longest(*(reversed(one or ()) for one in shapes), fillvalue=1):
            wanted = {*sizes} - {1}
            if None in wanted or len(wanted) > 1:
                return None
            shape.append(wanted.pop() if wanted else 1)
        return (*reversed(shape), *self.row)

    def rows(self, places: tuple[Any, ...]) -> Any:
        """The number of the row that each of these places is in, where the axes that they name are counted as one."""
        xp, rows = self.backend.namespace, None
        for size, positions in zip(self.shape, self._leading if self.names_rows else places, strict=False):
            number = positions + size * xp.astype(xp.less(positions, 0), positions.dtype)  # half the time of `where`
            rows = number if rows is None else rows * size + number
        return rows

    @property
    def descends(self) -> bool:
        """True if a slice in it has a negative step."""
        return any(map(_descends, self.items))

    @property
    def window(self) -> tuple[Any, ...]:
        """An index without arrays, all its slices ascending."""
        items = (_ascending(item, self.shape[axis]) if _descends(item) else item for axis, item in self.by_axis())
        return (*items, Ellipsis)  # which keeps NumPy from making a value of a single element

    @property
    def turned(self) -> tuple[int, ...]:
        """The axes of what `window` selects that stand in the wrong order."""
        kept = [item for item in self.items if item is None or isinstance(item, slice)]
        return tuple(axis for axis, item in enumerate(kept) if _descends(item))

    def coordinates(self, function: str, device: Any) -> tuple[Any, ...]:
        """For each axis of the array, the position along it of every place: integer arrays of the selection's shape.

        Frameworks differ in which axes a selection by several arrays has, and in their order: this is NumPy's answer.
        """
        xp = self.backend.namespace
        chosen: list[tuple[int | None, Any]] = []  # axes, and the positions along them that integers and arrays name
        kept: list[tuple[int, Any] | None] = []  # the same for slices; None for a new axis
        before = 0  # how many of these stand before what is chosen
        for axis, item in self.by_axis():
            if item is None:
                kept.append(None)
            elif isinstance(item, slice):
                kept.append((axis, self._along(axis, item, device)))
            else:
                before = before if chosen else len(kept)
                chosen += self._named(axis, item, device)
        before = 0 if self.apart else before
        _check_broadcast(function, [self.backend.shape(positions) or () for _, positions in chosen])
        rank = max((len(positions.shape) for _, positions in chosen), default=0)
        # An axis, the positions along it, and the axes of the selection that they are given for.
        parts = [
            (axis, positions, range(before + rank - len(positions.shape), before + rank)) for axis, positions in chosen
        ]
        for place, found in enumerate(kept):
            if found is not None:
                target = place if place < before else place + rank
                parts.append((*found, range(target, target + 1)))
        rank += len(kept)
        spread = [xp.expand_dims(positions, axis=tuple({*range(rank)} - {*own})) for _, positions, own in parts]
        by_axis = {axis: positions for (axis, _, _), positions in zip(parts, xp.broadcast_arrays(*spread), strict=True)}
        return tuple(by_axis[axis] for axis in range(len(self.shape)))

    def _along(self, axis: int, item: Any, device: Any) -> Any:
        """The positions along an axis that an item names."""
        along = self.backend.namespace.arange(self.shape[axis], device=device)
        if _descends(item):  # PyTorch has no slices that do
            along, item = self.backend.namespace.flip(along), _mirrored(item, self.shape[axis])
        return self.backend.read_item(along, (item,))

    def _named(self, axis: int, item: Any, device: Any) -> list[tuple[int | None, Any]]:
        """What an integer or an array names: axes, and the positions along them. A 0-d mask has a new one."""
        if not (self._is_array(item) and self.backend.dtype(item) == "bool"):
            return [(axis, self._along(axis, item, device))]
        xp = self.backend.namespace
        if not len(item.shape):
            return [(None, xp.nonzero(xp.reshape(item, (1,)))[0])]
        return [(axis + place, positions) for place, positions in enumerate(xp.nonzero(item))]

    def check_numbers(self, function: str) -> None:
        """IndexError if an array of integers names a place beyond its axis."""
        xp = self.backend.namespace
        for axis, item in self.by_axis():
            if self._is_array(item) and self.backend.dtype(item) != "bool":
                size = self.shape[axis]
                fits = xp.all(xp.logical_and(xp.greater_equal(item, -size), xp.less(item, size)))
                if not self.backend.judges_with_program(fits) and not bool(fits):
                    expected = f"numbers of at least -{size} and less than {size}"
                    raise errors.bad_index(function, f"a number out of range for axis {axis}", expected)

    def by_axis(self) -> Iterator[tuple[int, Any]]:
        """The items, each with the axis of the array that it begins with."""
        axis = 0
        for item in self.items:
            yield axis, item
            axis += axes_of(self.backend, item)

    def _is_array(self, item: Any) -> bool:
        return isinstance(item, self.backend.array_types)


def index_of(function: str, backend: Backend, x: Any, index: Any) -> Index:
    """`index` into `x`, complete. IndexError for what is no index or names too many axes."""
    shape = backend.shape(x)
    if shape is None:  # a graph does not even know how many axes there are
        raise errors.sizes_unknown(function, None)
    items = [_item(function, backend, x, item) for item in (index if isinstance(index, tuple) else (index,))]
    named = sum(axes_of(backend, item) for item in items)
    ellipses = [place for place, item in enumerate(items) if item is Ellipsis]
    if named > len(shape) or len(ellipses) > 1:
        came = f"{named} axes" if named > len(shape) else f"{len(ellipses)} times ..."
        raise errors.bad_index(function, came, f"at most {len(shape)} axes and one ...")
    apart = _stand_apart(backend, items)
    place = ellipses[0] if ellipses else len(items)
    items[place : place + 1] = [FULL] * (len(shape) - named)
    result = Index(backend, shape, tuple(items), apart)
    for axis, item in result.by_axis():
        _check(function, backend, shape[axis : axis + axes_of(backend, item)], axis, item)
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


def _check_broadcast(function: str, shapes: list[tuple[Any, ...]]) -> None:
    """IndexError if arrays of these shapes do not broadcast together; what a graph does not know, it finds itself."""
    for sizes in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        if len({*sizes} - {1, None}) > 1:
            came = f"arrays of shapes {', '.join(map(str, shapes))}"
            raise errors.bad_index(function, came, "shapes that broadcast together")


def _stand_apart(backend: Backend, items: list[Any]) -> bool:
    """Whether something stands between two integers or arrays: a slice, None, or an ellipsis even of no axes."""
    if not any(isinstance(item, backend.array_types) for item in items):
        return False
    places = [
        place for place, item in enumerate(items) if not (item is None or item is Ellipsis or type(item) is slice)
    ]
    return places[-1] - places[0] >= len(places)


def axes_of(backend: Backend, item: Any) -> int:
    """How many axes of an array an item of an index takes up."""
    if item is None or item is Ellipsis:
        return 0
    is_mask = isinstance(item, backend.array_types) and backend.dtype(item) == "bool"
    return len(item.shape) if is_mask else 1


def _item(function: str, backend: Backend, x: Any, item: Any) -> Any:
    if item is None or item is Ellipsis or isinstance(item, slice):
        return item
    other = backends.by_type(type(item))
    reason = None if other is None else other.reason_to_refuse(type(item))
    if reason is not None:
        raise errors.refused_array(function, "an array in the index", reason)
    is_truth = isinstance(item, bool) or (
        other is not None and isinstance(item, other.scalar_types) and other.dtype(item) == "bool"
    )
    if is_truth or isinstance(item, list):
        where = backend.native_device(backend.device(x))
        dtype = backend.dtypes["bool"] if is_truth else None if item else backend.dtypes["int64"]
        item = backend.namespace.asarray(bool(item) if is_truth else item, dtype=dtype, device=where)
    if isinstance(item, backend.array_types) and not isinstance(item, backend.scalar_types):
        dtype = backend.dtype(item)
        if dtype is None or not (dtype == "bool" or dtype.is_integer):
            raise errors.bad_index(function, f"an array of {dtype}", "arrays of integers or booleans")
        if dtype != "bool":  # PyTorch takes an array of uint8 for a mask
            item = backend.namespace.astype(item, backend.dtypes["int64"], copy=False)
        return backend.apart_from(item, x)
    is_foreign = other is not None and not issubclass(type(item), other.scalar_types)
    if is_foreign or not hasattr(type(item), "__index__"):
        expected = f"integers, slices, None, ... and arrays of {backend.name} of integers or booleans"
        raise errors.bad_index(function, f"a {errors.kind_of(type(item))}", expected)
    return as_integer(item)


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
