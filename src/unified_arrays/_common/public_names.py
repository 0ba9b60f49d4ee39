"""Public functions and classes belong to the public module that has them, wherever they are defined."""

from __future__ import annotations

from collections.abc import Iterable
from types import FunctionType
from typing import Any


def belong_to(module: str, objects: Iterable[Any]) -> None:
    """Let the functions and classes among `objects` say that they are of `module`: in help(), errors and pickles.

    A pickle then names what stays, and can be read after the modules below have moved.
    """
    for value in objects:
        if isinstance(value, (FunctionType, type)) and value.__module__.startswith("unified_arrays._"):
            value.__module__ = module
