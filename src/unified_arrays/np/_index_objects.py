"""What is indexed to make arrays: `r_`, `c_`, `s_`, `mgrid`, `ogrid`; and iteration over indices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy

import unified_arrays as ua

from .._common import argument_errors
from .._common.python_scalars import NUMBERS
from . import _array_likes
from ._functions.creation import _number as number
from ._functions.creation import arange, linspace, spread

s_ = numpy.s_
index_exp = numpy.index_exp
ndindex = numpy.ndindex


class _Joined:
    """Joins what is between its brackets, slices as ranges: `r_[1:4, 0, x]`."""

    def __init__(self, name: str, axis: int, rank: int, place: int) -> None:
        self._name, self._axis, self._rank, self._place = name, axis, rank, place

    def __getitem__(self, key: Any) -> Any:
        axis, rank, place = self._axis, self._rank, self._place
        parts = key if isinstance(key, tuple) else (key,)
        if isinstance(parts[0], str):
            axis, rank, place = self._directive(parts[0])
            parts = parts[1:]
        plain = [_range(part) if isinstance(part, slice) else part for part in parts]
        joined = _array_likes.arrays(self._name, *plain)
        if not {float, complex}.isdisjoint(map(type, plain)):  # before a framework does it in its own default dtype
            joined = list(map(_array_likes.in_floats, joined))
        if len({str(x.dtype) for x in joined}) > 1:  # numbers change no dtype of arrays of their kind
            given = [part if type(part) in NUMBERS else x for x, part in zip(joined, plain, strict=True)]
            common = ua.result_type(*(joined if all(type(part) in NUMBERS for part in plain) else given))
            joined = [ua.astype(x, common, copy=False) for x in joined]
        return ua.concat([self._raised(x, rank, place) for x in joined], axis=axis)

    def _raised(self, x: Any, rank: int, place: int) -> Any:
        """An array of as many axes; `place` is where its own begin, from the end of the new ones if negative."""
        missing = rank - len(x.shape)
        if missing <= 0:
            return x
        before = min(place, missing) if place >= 0 else max(missing + place + 1, 0)
        return ua.reshape(x, (1,) * before + tuple(x.shape) + (1,) * (missing - before))

    def _directive(self, text: str) -> tuple[int, int, int]:
        try:
            values = [int(value) for value in text.split(",")]
        except ValueError:
            raise argument_errors.wrong_value(
                self._name, "the string", text, "'axis', 'axis,ndim' or 'axis,ndim,start'"
            ) from None
        axis, rank, place = (*values, *(self._axis, self._rank, self._place)[len(values) :])
        return axis, rank, place


def _range(part: slice) -> Any:
    """What a slice stands for: a step of `5j` is a number of points, the last one included."""
    start = 0 if part.start is None else number("r_", part.start)
    if isinstance(part.step, complex):
        return linspace(start, number("r_", part.stop), int(abs(part.step)))
    return arange(start, number("r_", part.stop), 1 if part.step is None else number("r_", part.step))


class _Grid:
    """The coordinates of a grid: `mgrid[0:3, 0:1:5j]`."""

    def __init__(self, is_sparse: bool) -> None:
        self._is_sparse = is_sparse

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return _range(key)
        axes = [_range(part) for part in key]
        if len({str(x.dtype) for x in axes}) > 1:
            axes = [ua.astype(x, ua.result_type(*axes), copy=False) for x in axes]
        grid = spread(axes)
        return tuple(grid) if self._is_sparse else ua.stack(ua.broadcast_arrays(*grid))


r_ = _Joined("r_", 0, 1, -1)
c_ = _Joined("c_", -1, 2, 0)
mgrid = _Grid(is_sparse=False)
ogrid = _Grid(is_sparse=True)


def ndenumerate(arr: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Pairs of an index and the element there."""
    arr = _array_likes.array("ndenumerate", arr)
    return ((index, arr[index]) for index in ndindex(*tuple(arr.shape)))


NAMES = {
    "c_": c_,
    "index_exp": index_exp,
    "mgrid": mgrid,
    "ndenumerate": ndenumerate,
    "ndindex": ndindex,
    "ogrid": ogrid,
    "r_": r_,
    "s_": s_,
}
