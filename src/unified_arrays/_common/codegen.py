"""Functions with an exact signature, compiled from text, as `dataclasses` does.

A closure over `*args, **kwargs` would cost twice a plain function on every call and would lose the signature. The text
is registered with `linecache`, so tracebacks and debuggers show it. Functions that differ by no more than their names
are compiled once: the compiler takes most of the time that the import takes.
"""

from __future__ import annotations

import builtins
import inspect
import linecache
from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from .caches import Locked
from .framework_compilers import called_while_traced


class Template:
    """A function without a name: a signature (whose annotations are left out) and a body."""

    def __init__(self, signature: inspect.Signature, body: list[str]) -> None:
        parameters = list(signature.parameters.values())
        bare = inspect.Signature([parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters])
        self._text = "\n    ".join([f"{bare}:", *body]) + "\n"
        defaults = [parameter for parameter in parameters if parameter.default is not inspect.Parameter.empty]
        self._defaults = tuple(
            parameter.default for parameter in defaults if parameter.kind is not parameter.KEYWORD_ONLY
        )
        self._keyword_defaults = {
            parameter.name: parameter.default for parameter in defaults if parameter.kind is parameter.KEYWORD_ONLY
        }

    def function(self, name: str, names: Mapping[str, Any], purpose: str) -> Callable[..., Any]:
        """This function under a name; its body sees `names` as its globals, itself as `this`, and nobody else's."""
        file = f"<unified_arrays {purpose} {name}>"
        text = f"def {name}{self._text}"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        code = _code(self._text).replace(co_name=name, co_qualname=name, co_filename=file)
        scope = {"__builtins__": builtins.__dict__, **names}
        function = scope["this"] = FunctionType(code, scope, name, self._defaults or None)
        function.__kwdefaults__ = dict(self._keyword_defaults) or None
        return function


def compiled_later(name: str, compiled: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A function that calls what `compiled` returns, which is asked for it at the first call.

    For functions of which a program calls few: compiling them all takes most of the time of the import. It cannot
    become what it calls: Dynamo (2.13) keeps the parameters of a function that it has seen.
    """
    scope: dict[str, Any] = {"__builtins__": builtins.__dict__, "is_missing": True}
    making = Locked()

    @called_while_traced
    def make() -> None:
        with making.lock:
            if scope["is_missing"]:  # no other thread was quicker
                scope["made"] = compiled()
                scope["is_missing"] = False

    scope["make"] = make
    return FunctionType(_make_and_call.__code__, scope, name)


def _make_and_call(*arguments: Any, **options: Any) -> Any:
    if is_missing:  # type: ignore[name-defined]  # noqa: F821
        make()  # type: ignore[name-defined]  # noqa: F821
    return made(*arguments, **options)  # type: ignore[name-defined]  # noqa: F821


@cache  # of as many texts as there are kinds of functions
def _code(text: str) -> CodeType:
    """What `def` makes of the text of a template."""
    module = compile(f"def function{text}", "<unified_arrays>", "exec")
    return next(constant for constant in module.co_consts if isinstance(constant, CodeType))


def compile_function(
    name: str, signature: inspect.Signature, body: list[str], names: Mapping[str, Any], purpose: str
) -> Callable[..., Any]:
    """A function `name` with that signature (annotations left out) whose body sees `names` as its globals."""
    hidden = names.keys() & signature.parameters.keys()
    assert not hidden, f"{purpose} {name}: its parameters hide {hidden}"
    return Template(signature, body).function(name, names, purpose)


def out_first(inputs: inspect.Signature) -> inspect.Signature:
    """How a call with out= is passed on inside the library: out, and then the inputs as they come."""
    out = inspect.Parameter("out", inspect.Parameter.POSITIONAL_ONLY)
    return inputs.replace(parameters=[out, *inputs.parameters.values()])


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
