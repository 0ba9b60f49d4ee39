"""Keys of x[key] as items; without arrays: an integer, a slice or None for each axis. What they select, and of a part.

Frameworks without views have parts of arrays that are an array and such items: a part of a part is composed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import EllipsisType
from typing import Any

FULL = slice(None)
BASIC = frozenset([int, slice, type(None), EllipsisType])  # the classes of what such a key is, or is a tuple of


def with_all_axes(items: list[Any], named: int, rank: int, *, keep_ellipsis: bool) -> list[Any]:
    """The items, which name so many axes, with full slices for the others: in the place of the ellipsis, or at the end.

    `keep_ellipsis`: one that stands for no axes stays, as NumPy puts axes first where it separates arrays. IndexError
    for too many axes and for two ellipses.
    """
    if named > rank:
        message = f"{named} axes are indexed, but the array has {rank}"
        raise IndexError(message)
    ellipses = [place for place, item in enumerate(items) if item is Ellipsis]
    if len(ellipses) > 1:
        message = "an index can have one ellipsis ('...') at most"
        raise IndexError(message)
    place = ellipses[0] if ellipses else len(items)
    others: list[Any] = [FULL] * (rank - named)
    return [*items[:place], *(others or ([Ellipsis] if ellipses and keep_ellipsis else [])), *items[place + 1 :]]


def strided_shape(items: Sequence[Any], shape: Sequence[int | None]) -> list[int | None]:
    """The shape that a key without arrays selects; None for a size that is unknown until a graph runs."""
    sizes: list[int | None] = []
    axis = 0
    for item in items:
        if item is None:
            sizes.append(1)
            continue
        if isinstance(item, slice):
            sizes.append(slice_size(item, shape[axis]))
        axis += 1
    return sizes


def slice_size(key: slice, size: int | None) -> int | None:
    """How many elements a slice takes of an axis of `size` elements; None if a bound is a part of a graph."""
    bounds = (key.start, key.stop, key.step)
    if size is None or not all(bound is None or isinstance(bound, int) for bound in bounds):
        return None
    return len(range(*key.indices(size)))


def composed(outer: Sequence[Any], inner: Sequence[Any], shape: Sequence[int]) -> list[Any] | None:
    """The items of x[outer][inner], where `x` has that shape and all are plain numbers; None if no element is left.

    None is for a new axis of which nothing is selected: no key without arrays says that.
    """
    rest, items, axis = list(inner), list[Any](), 0
    for item in outer:
        if isinstance(item, int):
            items.append(item)
            axis += 1
            continue
        while rest[0] is None:
            items.append(rest.pop(0))
        selected = rest.pop(0)
        if item is None:
            if isinstance(selected, slice):
                if not slice_size(selected, 1):
                    return None
                items.append(None)
            continue
        chosen = range(*item.indices(shape[axis]))[selected]
        items.append(chosen if isinstance(chosen, int) else _as_slice(chosen, shape[axis]))
        axis += 1
    return items + rest


def _as_slice(places: range, size: int) -> slice:
    """The slice of an axis of `size` elements that selects these places."""
    if places == range(size):
        return FULL
    return slice(places.start, places.stop if places.stop >= 0 else None, places.step) if places else slice(0, 0)
