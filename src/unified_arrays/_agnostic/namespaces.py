"""Namespaces made of others: a base, and layers above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

# What stands in the place of functions of the namespace below: functions, or what makes them of that namespace.
Layer = Mapping[str, Any] | Callable[[ModuleType], Mapping[str, Any]]

REPAIRED = " repaired"  # what the name of such a namespace ends with


def repaired(namespace: ModuleType, repairs: Mapping[str, Any]) -> ModuleType:
    """A copy of `namespace` with `repairs` in the place of what it holds under these names, such as "linalg.cross"."""
    copy = ModuleType(f"{namespace.__name__.removesuffix(REPAIRED)}{REPAIRED}")
    kept = [name for name in dir(namespace) if not name.startswith("__") or name == "__array_namespace_info__"]
    copy.__dict__.update({name: getattr(namespace, name) for name in kept})
    copy.__dict__["__getattr__"] = lambda name: getattr(namespace, name)  # it may make names when they are asked for
    inner: dict[str, dict[str, Any]] = {}
    for name, repair in repairs.items():
        chapter, _, last = name.rpartition(".")
        (inner.setdefault(chapter, {}) if chapter else copy.__dict__)[last] = repair
    copy.__dict__.update({chapter: repaired(getattr(copy, chapter), own) for chapter, own in inner.items()})
    return copy


def composed(base: ModuleType, **layers: Layer) -> ModuleType:
    """`base` with layers above it, the lowest first; their names are for `layers_of`."""
    namespace = base
    named: dict[str, tuple[str, ...]] = {}
    for layer, functions in layers.items():
        made = functions(namespace) if callable(functions) else functions
        named |= {name: (*(named.get(name, ()) if callable(functions) else ()), layer) for name in made}
        namespace = repaired(namespace, made)
    namespace.__dict__["__layers__"] = named
    return namespace


def layers_of(namespace: ModuleType, name: str) -> tuple[str, ...]:
    """The layers that a function of a composed namespace is made of, the lowest first; none if it is the base's own."""
    found: dict[str, tuple[str, ...]] = namespace.__dict__.get("__layers__", {})
    return found.get(name, ())


def function_of(namespace: Any, name: str) -> Callable[..., Any] | None:
    """The function of a name such as "linalg.cross"; None if the namespace has none."""
    found = namespace
    for part in name.split("."):
        found = getattr(found, part, None)
    return found  # type: ignore[no-any-return]
