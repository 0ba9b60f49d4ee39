"""What torch.compile, which traces the Python code of a program, is to call as it is; without importing PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from .tables import LIMIT

Function = TypeVar("Function", bound=Callable[..., Any])


def called_while_traced(function: Function) -> Function:
    """`function` of constants that returns one: called when a program is compiled, and never when it runs.

    For what imports, composes functions or reads a context variable, none of which can be traced. The attribute is what
    torch._dynamo.assume_constant_result (2.13) sets.
    """
    function._dynamo_marked_constant = True  # type: ignore[attr-defined]
    return function


class Finder:
    """`find`, which returns a function or an object for some constants: called while a program is traced.

    A call made while tracing may return texts and numbers only. So what is found becomes an attribute, named after its
    identity, and the call returns that name. Two things that are found never share a name, whatever they depend on.
    Of the attributes the LIMIT latest are kept; a program that needs an older one is traced again.
    """

    def __init__(self, find: Callable[..., Any]) -> None:
        kept: dict[str, Any] = vars(self)
        keeping = threading.Lock()

        @called_while_traced
        def name_of(found_here: list[Any], *constants: Any) -> str:
            found = find(*constants)
            found_here.append(found)
            name = f"found_{id(found)}"
            with keeping:
                if name not in kept and len(kept) > LIMIT:  # one of them is _name_of
                    del kept[next(one for one in kept if one.startswith("found_"))]
                kept[name] = found
            return name

        self._name_of = name_of

    def __call__(self, *constants: Any) -> Any:
        found_here: list[Any] = []  # of which a call made while tracing gets a copy: only then is the name needed
        name = self._name_of(found_here, *constants)
        return found_here[0] if found_here else getattr(self, name)
