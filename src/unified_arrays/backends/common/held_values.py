"""Functions of a framework for arrays that hold one of its values; which of them return arrays to be written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..._common.spec import Call

# Whatever they are made of.
MEMORY = frozenset("empty empty_like full full_like ones ones_like zeros zeros_like".split())
# What returns its argument where there is nothing to do, unless it is told to copy.
AS_IT_IS = frozenset(("asarray", "from_dlpack"))


def all_taking_held(namespace: Any, taking_held: Callable[[Call], Call], chapter: str = "") -> dict[str, Any]:
    """`taking_held` of each function of a namespace, and of those in it, by its name, such as "linalg.inv"."""
    found: dict[str, Any] = {}
    for name in dir(namespace):
        member = getattr(namespace, name)
        if name in ("linalg", "fft") and not chapter:
            found |= all_taking_held(member, taking_held, f"{name}.")
        elif callable(member) and not isinstance(member, type) and not name.startswith("_"):
            found[f"{chapter}{name}"] = taking_held(member)
    return found
