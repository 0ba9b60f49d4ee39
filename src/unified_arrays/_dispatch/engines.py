"""@compile(engine=...): arrays of a backend without a compiler, computed by a program of another backend.

The engine takes the arrays in the memory that they have, so what a program writes is in the arrays of the caller, and
its results go back the same way. What the engine cannot take, or would compute in another dtype, is computed call by
call by the backend of the arrays itself.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

from .. import backends
from .._common.caches import BoundedTable
from .._common.trees import map_leaves
from ..backends import Backend, NotCompiled
from ..backends.engine import Engine

_DEFAULT_FLOAT = "float64"  # of NumPy, whatever the engine's own is


class Lent(NamedTuple):
    """The arguments of a call as arrays of the engine, and the way back."""

    backend: Backend
    engine: Engine
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    originals: dict[int, Any]  # by the id of what the engine has in their place
    kept: tuple[Any, ...]  # these arrays of the engine: as long as they live no other has their ids

    def computing(self) -> Any:
        """A context in which what is created belongs to the engine, in the dtypes that the caller knows."""
        return self.engine.computing(_DEFAULT_FLOAT)

    def returned(self, result: Any) -> Any:
        """A result with arrays as the caller has them: an argument is that very object."""
        return map_leaves(self._returned, result, dicts=True)

    def _returned(self, leaf: Any) -> Any:
        if not isinstance(leaf, self.backend.array_types):
            return leaf
        original = self.originals.get(id(leaf))
        return self.engine.returned(leaf) if original is None else original


def lent(name: str, owner: Backend, arguments: tuple[Any, ...], options: dict[str, Any]) -> Lent:
    """The call as the engine of that name takes it; NotCompiled, if it cannot."""
    try:
        backend = backends.by_name(name, "compile: engine")
    except ImportError as error:
        raise NotCompiled(str(error)) from None
    engine = backend.engine
    if engine is None:
        raise NotCompiled(f"{name} makes no programs of calls on arrays of {owner.name}")
    found: dict[int, tuple[Any, Any]] = {}

    def of_engine(leaf: Any) -> Any:
        if not isinstance(leaf, owner.array_types):
            return leaf
        if id(leaf) not in found:
            found[id(leaf)] = leaf, _lent(backend, engine, leaf)
        return found[id(leaf)][1]

    arguments, options = map_leaves(of_engine, (arguments, options), dicts=True)
    _check_memory(owner, [array for array, _ in found.values()])
    _check_dtypes(owner, backend, {owner.dtype(array) for array, _ in found.values()})
    originals = {id(taken): array for array, taken in found.values()}
    return Lent(backend, engine, arguments, options, originals, tuple(taken for _, taken in found.values()))


def _lent(backend: Backend, engine: Engine, array: Any) -> Any:
    taken = engine.lent(array)
    if taken is None:
        what = f"an array of {type(array).__name__}, {array.dtype}"
        raise NotCompiled(
            f"{backend.name} does not take the memory of {what}, expected NumPy's own class, memory that may be "
            "written to, a dtype that both have, and no negative strides"
        )
    return taken


def _check_memory(owner: Backend, arrays: list[Any]) -> None:
    """NotCompiled, if two arrays share memory: the engine knows them as two."""
    for first, second in combinations(arrays, 2):
        if owner.may_overlap(first, second) is not False:
            raise NotCompiled("two of its arrays share memory, or may")


_promotions = BoundedTable()


def _check_dtypes(owner: Backend, other: Backend, dtypes: set[Any]) -> None:
    """NotCompiled, if two dtypes promote to another one on the other backend."""
    key = owner.name, other.name, frozenset(dtypes)
    reason = _promotions.ready.get(key)
    if reason is None:
        reason = _promotions.keep(key, _promoted_otherwise(owner, other, dtypes))
    if reason:
        raise NotCompiled(reason)


def _promoted_otherwise(owner: Backend, other: Backend, dtypes: set[Any]) -> str:
    """How two of them promote on the other backend, if that is not what they do on the backend of the arrays; or ""."""
    for first, second in combinations(sorted(dtypes, key=str), 2):
        here, there = (_promoted(backend, first.name, second.name) for backend in (owner, other))
        if here != there:
            return f"{first} and {second} promote to {here} on {owner.name}, to {there} on {other.name}"
    return ""


def _promoted(backend: Backend, first: str, second: str) -> str:
    try:
        found = backend.namespace.result_type(backend.dtypes[first], backend.dtypes[second])
    except Exception:  # whatever a framework raises where it promotes nothing
        return "nothing"
    return next((name for name, native in backend.dtypes.items() if native == found), "another dtype")


def checked(name: Any) -> str | None:
    """The name of an engine; ValueError if there is no such backend. Nothing is imported."""
    return None if name is None else backends.check_name(name, "compile: engine")
