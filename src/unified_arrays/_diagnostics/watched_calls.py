"""What stands at the call sites while calls are watched: it asks the context who wants to know of this call.

A dry run gets a call that writes nothing, a trace is given the call to make; everybody else is served as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from .. import backends
from .._common.framework_compilers import FoundTable
from .._common.spec import Call, Spec
from .._dispatch import call_sites
from .._dispatch.at import part_call_with_out
from .._dispatch.call_sites import CallSite, recorder
from .._dispatch.resolve import Table
from ..backends import Backend
from .probe import current_probe, with_probe


@contextmanager
def watched() -> Iterator[None]:
    """Inside the `with` block calls ask the context who wants to know of them."""
    with call_sites.watched(_replaced):
        yield


@cache  # programs that were compiled while somebody watched find the same objects again
def _replaced(site: CallSite) -> Mapping[str, Any]:
    spec = site.spec
    if site.is_shortcut:
        return {name: {} for name in site.usual}
    if spec is None:
        return _writes(site.usual)
    tables = site.names["tables"]
    plain: Any
    if site.backend is None:
        plain = WatchedTable(spec, tables["plain"], tables["plain"])
    else:
        plain = WatchedCall(spec.name, backends.by_name(site.backend), site.usual["plain"])
    if "into" not in tables:
        return {"plain": plain}
    into = TableWithProbe(spec, with_out=True, bound=site.backend)
    return {"plain": plain, "into": WatchedTable(spec, tables["into"], into, with_out=True)}


class TableWithProbe(Table):
    """The same calls with out= on a backend that notes what it does; they do without fast paths."""

    def call_with_out(self, backend: Backend, arrays: tuple[str, ...] | None) -> Call:
        return super().call_with_out(with_probe(backend.name), None)


# What `_dispatch.at` looks up under the name _into.
_into_with_probe = FoundTable(lambda key: part_call_with_out(key[0], with_probe(key[1]), key[2]))


def _writes(usual: Mapping[str, Any]) -> Mapping[str, Any]:
    """What copyto and at(x)[index] look up."""

    def backend_of(function: str, parameter: str, x: Any) -> Backend:
        backend: Backend = usual["backend_of"](function, parameter, x)
        return backend if _is_compiling() or current_probe() is None else with_probe(backend.name)

    class Into:
        def __getitem__(self, key: Any) -> Call:
            into: Call = (usual["_into"] if _is_compiling() or current_probe() is None else _into_with_probe)[key]
            return into

    def fill(function: str, place: tuple[str, Any], value: tuple[str, Any]) -> Any:
        def filled(src: Any, *, out: Any) -> Any:
            return usual["_fill"](function, (place[0], out), (value[0], src))

        return made(function, place, filled)(value[1], out=place[1])

    def write(method: str, x: Any, index: Any, value: Any) -> Any:
        def written(value: Any, *, out: Any) -> Any:
            return usual["_write"](method, out, index, value)

        return made(f"at.{method}", ("x", x), written)(value, out=x)

    def made(function: str, place: tuple[str, Any], call: Call) -> Call:
        record = None if _is_compiling() else recorder.get()
        return call if record is None else record(function, usual["backend_of"](function, *place), call)

    return {"backend_of": backend_of, "_into": Into(), "_fill": fill, "_write": write}


class WatchedTable:
    """types of the arguments -> ready callable, or one that is recorded or a dry run."""

    def __init__(self, spec: Spec, usual: Table, probed: Table, *, with_out: bool = False) -> None:
        self._spec = spec
        self._with_out = with_out
        self._usual = usual
        self._probed = probed

    def __getitem__(self, key: Any) -> Call:
        usual: Call = self._usual[key]
        if _is_compiling():
            return usual
        record = recorder.get() if self._spec.family != "inspection" else None
        if record is None and current_probe() is None:
            return usual
        call: Call = self._probed[key]
        if record is None:
            return call

        def recorded(*arguments: Any, **options: Any) -> Any:
            return record(self._spec.name, self._usual.backend_of(key, arguments), call)(*arguments, **options)

        def recorded_into(out: Any, /, *arguments: Any, **options: Any) -> Any:
            def made(*arguments: Any, out: Any, **options: Any) -> Any:
                return call(out, *arguments, **options)

            return record(self._spec.name, self._usual.backend_of(key, arguments), made)(*arguments, out=out, **options)

        return recorded_into if self._with_out else recorded


class WatchedCall:
    """A function bound to one backend, or a call of it that is recorded."""

    def __init__(self, function: str, backend: Backend, usual: Call) -> None:
        self._function = function
        self._backend = backend
        self._usual = usual

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        record = None if _is_compiling() else recorder.get()
        call = self._usual if record is None else record(self._function, self._backend, self._usual)
        return call(*arguments, **options)


def _is_compiling() -> bool:
    """True where a framework reads this code to compile it: context variables cannot be read then."""
    return any(backend.is_compiling() for backend in backends.loaded())
