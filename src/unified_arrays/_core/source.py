"""Functions with an exact signature, compiled once from text, as `dataclasses` does.

A closure over `*args, **kwargs` would cost twice a plain function on every call and would lose the signature. The text
is registered with `linecache`, so tracebacks and debuggers show it.
"""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Mapping
from typing import Any


def compile_function(
    name: str, signature: inspect.Signature, body: list[str], names: Mapping[str, Any], purpose: str
) -> Callable[..., Any]:
    """A function `name` with that signature (annotations left out) whose body sees `names` as its globals."""
    bare = signature.replace(
        parameters=[one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()],
        return_annotation=inspect.Signature.empty,
    )
    text = "\n    ".join([f"def {name}{bare}:", *body]) + "\n"
    file = f"<unified_arrays {purpose} {name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    scope = dict(names)
    exec(compile(text, file, "exec"), scope)
    function: Callable[..., Any] = scope[name]
    return function


def call_text(function: str, signature: inspect.Signature, changed: Mapping[str, str] | None = None) -> str:
    """The text of a call that passes every parameter on under its own name, or as `changed` says."""
    parts = []
    for parameter in signature.parameters.values():
        value = (changed or {}).get(parameter.name, parameter.name)
        if parameter.kind is parameter.VAR_POSITIONAL:
            parts.append(f"*{value}")
        elif parameter.kind is parameter.KEYWORD_ONLY:
            parts.append(f"{parameter.name}={value}")
        else:
            parts.append(value)
    return f"{function}({', '.join(parts)})"
