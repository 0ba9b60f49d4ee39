"""Quick ways: what a framework has for the plain case of a function, tried before the whole function.

A row says with which arguments a shorter way of the framework's own is right, and what it is, in the framework's words.
Everything else goes to the function that has every repair; so does what the shorter way refuses, for the whole
function words the error. A row is text, from which one Python function is made: the plain case costs that one call.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import ModuleType
from typing import Any, NamedTuple

from ..._agnostic.namespaces import repaired
from ..._common.codegen import call_text, compile_function

Refusals = tuple[type[Exception], ...]


class Way(NamedTuple):
    """A quick way: the standard's parameters, an expression of them, and where it is right ("": everywhere)."""

    parameters: str
    result: str
    plain: str = ""


def with_quick_ways(
    namespace: ModuleType, ways: Mapping[str, Way], names: Mapping[str, Any], refusals: Refusals
) -> ModuleType:
    """`namespace` with its quick ways in front.

    names: what the rows refer to; refusals: the errors that the whole function words.
    """
    return repaired(
        namespace,
        {name: in_front(attrgetter(name)(namespace), name, way, names, refusals) for name, way in ways.items()},
    )


@cache  # many rows have the parameters of another one
def _signature(parameters: str) -> inspect.Signature:
    return inspect.signature(eval(f"lambda {parameters}: None"))


def _with_own_names(text: str, scope: dict[str, Any]) -> str:
    """`text` with what it has from modules (`torch.linalg.cross`) under names of their own, which are put into `scope`.

    CPython (3.11) looks into modules that have a `__getattr__`, as NumPy and PyTorch do, 40 ns more slowly.
    """

    def own_name(found: re.Match[str]) -> str:
        module, names = found[0].split(".", 1)
        if not isinstance(scope.get(module), ModuleType):
            return found[0]
        name = found[0].replace(".", "_")
        scope[name] = attrgetter(names)(scope[module])
        return name

    return re.sub(r"(?<![\w.'])[a-z]+(\.\w+)+", own_name, text)


def in_front(
    whole: Callable[..., Any], name: str, way: Way, names: Mapping[str, Any], refusals: Refusals
) -> Callable[..., Any]:
    """`whole` with a quick way in front."""
    signature = _signature(way.parameters)
    scope = {**names, "whole": whole, "refusals": refusals}
    result, plain = (_with_own_names(text, scope) for text in (way.result, way.plain))
    indent = "    " * bool(plain)
    body = [
        "try:",
        *([f"    if {plain}:"] if plain else []),
        f"{indent}    return {result}",
        "except refusals:",
        "    pass",
        f"return {call_text('whole', signature)}",
    ]
    function = compile_function(name.rpartition(".")[2], signature, body, scope, "quick way of")
    if hasattr(whole, "for_arrays"):  # no quick way is one for a number beside an array: do not try it
        function.for_numbers = whole  # type: ignore[attr-defined]
    return function
