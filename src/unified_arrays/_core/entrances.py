"""Where calls come in: the names that a public function looks up among its own globals to find who serves it.

They can be watched without a cost to anybody else: while somebody watches, other objects stand under these names, and
afterwards the usual ones again. Watchers are counted, so watching may be nested, and begin and end in any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from .tables import Locked


class Entrance(NamedTuple):
    """Names in the globals of a function, what they usually mean, and what they mean to a watcher."""

    names: dict[str, Any]
    usual: Mapping[str, Any]
    watched: Callable[[], Mapping[str, Any]]  # of the same names; asked only when somebody watches


_entrances: list[Entrance] = []
_watchers: list[object] = []
_changing = Locked()


def add(entrance: Entrance) -> None:
    """From now on this one is watched, too."""
    with _changing.lock:
        _entrances.append(entrance)
        if _watchers:
            entrance.names.update(entrance.watched())


@contextmanager
def watched() -> Iterator[None]:
    """Inside the `with` block, in every thread, the names mean what they mean to a watcher."""
    watcher = object()
    with _changing.lock:
        if not _watchers:
            for entrance in _entrances:
                entrance.names.update(entrance.watched())
        _watchers.append(watcher)
    try:
        yield
    finally:
        with _changing.lock:
            _watchers.remove(watcher)
            if not _watchers:
                for entrance in _entrances:
                    entrance.names.update(entrance.usual)
