"""Where calls can be watched: the names that a public function looks up among its own globals to find who serves it.

They can be watched without a cost to anybody else: while somebody watches, other objects stand under these names, and
afterwards the usual ones again. Watchers are counted, so watching may be nested, and begin and end in any thread. What
stands there for a watcher is the watcher's own business: nothing here knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from .._common.caches import Locked
from .._common.spec import Call, Spec
from ..backends import Backend


class Recorder(Protocol):
    """Who keeps a record of calls."""

    def __call__(self, function: str, backend: Backend, call: Call) -> Call:
        """What makes the call and keeps a record of it."""

    def forget(self, error: Exception) -> None:
        """The call that raised this is made once more, and is one call."""


# None where nobody records.
recorder: ContextVar[Recorder | None] = ContextVar("unified_arrays_recorder", default=None)


class CallSite:
    """The globals of a function, and what it looks up there."""

    def __init__(
        self, names: dict[str, Any], looked_up: tuple[str, ...], spec: Spec | None, backend: str | None, shortcut: bool
    ) -> None:
        self.names = names
        self.usual: Mapping[str, Any] = {name: names[name] for name in looked_up if name in names}
        self.spec = spec  # None: the writes of copyto and at(x)[index]
        self.backend = backend  # of a function of a fixed namespace
        self.is_shortcut = shortcut  # past a function that is watched: to be left while somebody watches


Replace = Callable[[CallSite], Mapping[str, Any]]  # what a watcher wants to stand under these names

LOOKED_UP = ("plain", "into")  # by the functions that are declared

_sites: list[CallSite] = []
_watchers: list[Replace] = []
_changing = Locked()


def add(
    names: dict[str, Any],
    spec: Spec | None = None,
    *,
    backend: str | None = None,
    looked_up: tuple[str, ...] = LOOKED_UP,
    is_shortcut: bool = False,
) -> None:
    """From now on calls that look up these names among `names` can be watched."""
    site = CallSite(names, looked_up, spec, backend, is_shortcut)
    with _changing.lock:
        _sites.append(site)
        if _watchers:
            names.update(_watchers[0](site))


@contextmanager
def watched(replace: Replace) -> Iterator[None]:
    """Inside the `with` block, in every thread, the names mean what they mean to a watcher. All have one `replace`."""
    with _changing.lock:
        if not _watchers:
            for site in _sites:
                site.names.update(replace(site))
        _watchers.append(replace)
    try:
        yield
    finally:
        with _changing.lock:
            _watchers.remove(replace)
            if not _watchers:
                for site in _sites:
                    site.names.update(site.usual)
