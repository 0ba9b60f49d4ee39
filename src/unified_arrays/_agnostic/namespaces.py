"""Namespaces made of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any


def repaired(namespace: ModuleType, repairs: Mapping[str, Any]) -> ModuleType:
    """A copy of `namespace` with `repairs` in the place of what it holds under these names, such as "linalg.cross"."""
    copy = ModuleType(f"{namespace.__name__} repaired")
    kept = [name for name in dir(namespace) if not name.startswith("__") or name == "__array_namespace_info__"]
    copy.__dict__.update({name: getattr(namespace, name) for name in kept})
    copy.__dict__["__getattr__"] = lambda name: getattr(namespace, name)  # it may make names when they are asked for
    inner: dict[str, dict[str, Any]] = {}
    for name, repair in repairs.items():
        chapter, _, last = name.rpartition(".")
        (inner.setdefault(chapter, {}) if chapter else copy.__dict__)[last] = repair
    copy.__dict__.update({chapter: repaired(getattr(copy, chapter), own) for chapter, own in inner.items()})
    return copy


def function_of(namespace: Any, name: str) -> Callable[..., Any] | None:
    """The function of a name such as "linalg.cross"; None if the namespace has none."""
    found = namespace
    for part in name.split("."):
        found = getattr(found, part, None)
    return found  # type: ignore[no-any-return]
