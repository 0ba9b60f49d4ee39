"""What compilers that read Python code are to leave alone: AutoGraph (tf.function) and Dynamo (torch.compile).

Nothing here imports TensorFlow or PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

from .caches import LIMIT, BoundedTable, Locked

Function = TypeVar("Function", bound=Callable[..., Any])


def as_written(function: Function) -> Function:
    """`function`, called as it is inside a tf.function.

    Rewriting this library would take seconds for each function that is traced, and nothing in it depends on values in
    a graph. tf.autograph.experimental.do_not_convert (2.21) sets this attribute too, but on a wrapper.
    """
    function.autograph_info__ = None  # type: ignore[attr-defined]
    return function


def called_while_traced(function: Function) -> Function:
    """`function` of constants that returns one: called when a program is compiled, and never when it runs.

    For what imports, composes functions or reads a context variable, none of which can be traced. The attribute is what
    torch._dynamo.assume_constant_result (2.13) sets.
    """
    function._dynamo_marked_constant = True  # type: ignore[attr-defined]
    return function


class FoundTable(BoundedTable):
    """constant -> the function or object that `find` finds for it, which depends on nothing else.

    `find` is called while a program is traced, too. Such a call may return strings and numbers only, so what it finds
    becomes an attribute, and the name of that is returned. It is named after the identity of what is found: whatever
    threads find at once, a name never means two things. The LIMIT latest are kept; a program that was compiled with an
    older one is traced again.
    """

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        latest = SimpleNamespace()
        kept, keeping = vars(latest), Locked()

        @called_while_traced
        def name_of(found_here: list[Any], key: Any) -> str:
            found = find(key)
            found_here.append(found)
            name = f"found_{id(found)}"
            with keeping.lock:
                if len(kept) >= LIMIT:
                    del kept[next(iter(kept))]
                kept[name] = found
            return name

        self._latest, self._keeping = latest, keeping
        self._name_of = name_of

    def __getitem__(self, key: Any) -> Any:
        try:
            return self.ready[key]
        except KeyError:
            pass  # an error while it is looked for is not to mention this one
        found_here: list[Any] = []  # a call made while tracing gets a copy of it: only then is the name needed
        name = self._name_of(found_here, key)
        return self.keep(key, found_here[0] if found_here else getattr(self._latest, name))
