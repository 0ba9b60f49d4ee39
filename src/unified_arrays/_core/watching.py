"""What stands at the entrances while calls are watched: it asks the context who wants to know of this call.

Who rehearses gets a call that writes nothing, who records is given the call to make; everybody else is served as usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from .. import backends
from ..backends import Backend
from . import entrances
from .dispatch import Call, Table
from .observation import observation, observed
from .tracing import FoundTable

if TYPE_CHECKING:
    from .declare import Spec


class Recorder(Protocol):
    """Who keeps a record of calls."""

    def __call__(self, function: str, backend: Backend, call: Call) -> Call:
        """What makes the call and keeps a record of it."""

    def forget(self, error: Exception) -> None:
        """The call that raised this is made once more, and is one call."""


# None where nobody records.
recorder: ContextVar[Recorder | None] = ContextVar("unified_arrays_recorder", default=None)


def public(spec: Spec, names: dict[str, Any]) -> None:
    """The entrance of a function that finds its backend by types."""

    @cache  # programs that were compiled while somebody watched find the same objects again
    def watched() -> Mapping[str, Any]:
        plain = WatchedTable(spec, tables["plain"], tables["plain"])
        if "into" not in tables:
            return {"plain": plain}
        observed = Table(spec, with_out=True, observed=True)
        return {"plain": plain, "into": WatchedTable(spec, tables["into"], observed, with_out=True)}

    usual, tables = _usual(names), names["tables"]
    entrances.add(entrances.Entrance(names, usual, watched))


def bound(spec: Spec, names: dict[str, Any], backend: Backend) -> None:
    """The entrance of a function of a fixed namespace."""

    @cache
    def watched() -> Mapping[str, Any]:
        plain = WatchedCall(spec.name, backend, usual["plain"])
        if "into" not in tables:
            return {"plain": plain}
        observed = Table(spec, with_out=True, bound=backend.name, observed=True)
        return {"plain": plain, "into": WatchedTable(spec, tables["into"], observed, with_out=True)}

    usual, tables = _usual(names), names["tables"]
    entrances.add(entrances.Entrance(names, usual, watched))


def _usual(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: names[name] for name in ("plain", "into") if name in names}


def writing(names: dict[str, Any], observed_into: FoundTable) -> None:
    """The entrance of copyto and at(x)[index], whose module has the names `names`: see writing.py."""
    usual = {name: names[name] for name in ("backend_of", "_into", "_fill", "_write")}

    def backend_of(function: str, parameter: str, x: Any) -> Backend:
        backend: Backend = usual["backend_of"](function, parameter, x)
        return backend if _is_compiling() or observation() is None else observed(backend.name)

    class Into:
        def __getitem__(self, key: Any) -> Call:
            into: Call = (usual["_into"] if _is_compiling() or observation() is None else observed_into)[key]
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

    watched = {"backend_of": backend_of, "_into": Into(), "_fill": fill, "_write": write}
    entrances.add(entrances.Entrance(names, usual, lambda: watched))


class WatchedTable:
    """types of the arguments -> ready callable, or one that is recorded or rehearsed."""

    def __init__(self, spec: Spec, usual: Table, observed: Table, *, with_out: bool = False) -> None:
        self._spec = spec
        self._with_out = with_out
        self._usual = usual
        self._observed = observed

    def __getitem__(self, key: Any) -> Call:
        usual: Call = self._usual[key]
        if _is_compiling():
            return usual
        record = recorder.get() if self._spec.family != "inspection" else None
        if record is None and observation() is None:
            return usual
        call: Call = self._observed[key]
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
