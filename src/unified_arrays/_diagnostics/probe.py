"""A backend that tells how a result reached out: its own pieces, each with a note of what it did.

The core composes calls of such a backend as it does of any other, so what is told is what the call does. In a dry run
nothing is written: a kernel that may fill out fills memory of the same kind instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from .. import backends
from .._common.trees import map_leaves
from ..backends import Backend, Kernel, WriteMode


@dataclass
class Probe:
    """What a call did, noted while it ran."""

    stand_in: Any = None  # what is filled in the place of out, if this is a dry run
    filled: WriteMode | None = None  # by a kernel
    written: bool = False  # a complete result
    placed: bool = False  # a complete result, in places that an index names
    copied: bool = False  # what was written had to be copied first

    def mode(self, backend: Backend, *, of_view: bool) -> WriteMode | None:
        """How the result reached out; None if it did not. `of_view`: the function makes no memory of its own."""
        if self.filled is not None:
            return self.filled
        if self.written and of_view and not self.copied and backend.mode == "copy":
            return "native"
        return backend.mode if self.written or self.placed else None


_here: ContextVar[Probe | None] = ContextVar("unified_arrays_observation", default=None)


@contextmanager
def probing(stand_in: Any = None) -> Iterator[Probe]:
    """Inside the `with` block, calls of backends with a probe note what they do; with a stand-in they write to it."""
    probe = Probe(stand_in)
    token = _here.set(probe)
    try:
        yield probe
    finally:
        _here.reset(token)


def current_probe() -> Probe | None:
    """Where to note what is done here and now; None if nobody asks."""
    return _here.get()


@cache
def with_probe(name: str) -> Backend:
    """The backend of that name, with notes. Its calls are to be made inside `probing`."""
    backend = backends.by_name(name)
    told = copy(backend)
    vars(told).update(  # instead of the methods
        native={name: kernel._replace(function=_filling(kernel), fast=None) for name, kernel in backend.native.items()},
        write=_writing(backend.write),
        write_simple=lambda out, value: False,
        write_item=_placing(backend.write_item),
        row_writer=_writing_rows(backend),
        private_copy=_copying(backend.private_copy),
        fill_in_place=_filling_in_place(backend.fill_in_place),
    )
    return told


def _note() -> Probe:
    return _here.get() or Probe()  # outside `probing` nobody reads it


def _filling(kernel: Kernel) -> Callable[..., Any]:
    def fill(*arguments: Any, out: Any, **options: Any) -> Any:
        note = _note()
        target = out if note.stand_in is None else note.stand_in
        if kernel.function(*_with(arguments, out, target), out=target, **options) is NotImplemented:
            return NotImplemented
        note.filled = kernel.mode
        return out

    return fill


def _filling_in_place(usual: Callable[..., bool]) -> Callable[..., bool]:
    def fill(function: str, compute: Any, arguments: Any, options: dict[str, Any], out: Any) -> bool:
        note = _note()
        target = out if note.stand_in is None else note.stand_in
        filled = usual(function, compute, _with(arguments, out, target), options, target)
        if filled:
            note.filled = "native"
        return filled

    return fill


def _with(argument: Any, out: Any, target: Any) -> Any:
    """`argument` with `target` wherever `out` itself is, in tuples and lists too."""
    return map_leaves(lambda leaf: target if leaf is out else leaf, argument)


def _writing(write: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def noted(out: Any, value: Any) -> Any:
        note = _note()
        note.written = True
        return write(out, value) if note.stand_in is None else out

    return noted


def _placing(write_item: Callable[..., None]) -> Callable[..., None]:
    def noted(x: Any, items: tuple[Any, ...], value: Any) -> None:
        _note().placed = True
        write_item(x, items, value)

    return noted


def _writing_rows(backend: Backend) -> Callable[..., Any]:
    """Its `row_writer`, with a note that it fills the memory of x, or that x has been given what it holds."""

    def row_writer(method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
        usual = backend.row_writer(method, x, count)
        if usual is None:
            return None
        write = usual

        def noted(rows: Any, values: Any) -> None:
            note = _note()
            note.filled, note.placed = "native" if backend.mode == "copy" else None, True
            write(rows, values)

        return noted

    return row_writer


def _copying(private_copy: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def noted(value: Any) -> Any:
        _note().copied = True
        return private_copy(value)

    return noted
