"""What torch.compile, which traces the Python code of a program, is to call as it is; without importing PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

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

    A call made while tracing may return texts and numbers only. So what is found is kept as an attribute, and that call
    returns its name.
    """

    def __init__(self, find: Callable[..., Any]) -> None:
        names: dict[tuple[Any, ...], str] = {}

        @called_while_traced
        def name_of(*constants: Any) -> str:
            found = find(*constants)
            if constants not in names:
                names[constants] = f"found_{len(names)}"
            setattr(self, names[constants], found)
            return names[constants]

        self._name_of = name_of

    def __call__(self, *constants: Any) -> Any:
        return getattr(self, self._name_of(*constants))
