"""From a stub to the public function: its signature says which arguments are arrays, its decorator which family it is.

    @elementwise
    def add(x1: Array | complex, x2: Array | complex, /, *, out: Array | None = None) -> Array:
        '''Docstring.'''
        ...

becomes a `Spec` (data that everything else reads) and this function, with exactly that signature:

    def add(x1, x2, /, *, out=None):
        try:
            if out is None:
                return plain[one if type_of(x1) is (one := type_of(x2)) else (type_of(x1), type_of(x2))](x1, x2)
            return into[...](out, x1, x2)  # likewise, with the type of out
        except Exception as error:
            if not find_first(spec, error, arguments := {"x1": x1, "x2": x2, "out": out}, tables):
                raise
        # Nobody had asked for this key before, or scalars of a framework were made the numbers that they are.
        return add(arguments["x1"], arguments["x2"], out=arguments["out"])

The annotations are the declaration: `Array` marks a parameter that may be an array, `Sequence[Array]` or `*arrays:
Array` several, `complex` allows Python scalars, `None` allows None, `DTypeLike` and `DeviceLike` are translated for
the backend.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import is_
from typing import Any, TypeVar

from .. import backends
from .._common.codegen import Template, call_text, compiled_later
from .._common.dtypes import DType
from .._common.framework_compilers import as_written
from .._common.spec import EXTENSIONS, OUT, SPECS, Call, Parameter, Spec
from . import call_sites
from .error_notes import explain
from .resolve import SCALARS, Table, element_types

Function = TypeVar("Function", bound=Callable[..., Any])


def _declared_by(family: str) -> Callable[[Function], Function]:
    def declare(stub: Function) -> Function:
        pattern = _pattern(_Parameters(stub), family)
        spec = pattern.of(_name(stub), stub)
        SPECS[spec.name] = spec
        return _public_function(spec, pattern)  # type: ignore[return-value]

    declare.__name__ = declare.__qualname__ = family
    declare.__doc__ = f"Declare a function of the family {family!r} (see _dispatch/declare.py)."
    return declare


elementwise = _declared_by("elementwise")
reduction = _declared_by("reduction")
creation = _declared_by("creation")
matrix_product = _declared_by("matrix_product")
array_function = _declared_by("array_function")
view = _declared_by("view")
several_arrays = _declared_by("several_arrays")
one_or_several_arrays = _declared_by("one_or_several_arrays")
inspection = _declared_by("inspection")


def _name(stub: Callable[..., Any]) -> str:
    chapter = stub.__module__.rpartition(".")[2]
    return f"{chapter}.{stub.__name__}" if chapter in EXTENSIONS else stub.__name__


class _Parameters:
    """Those of a stub: equal to those of every stub whose signature, annotations included, is the same."""

    def __init__(self, stub: Callable[..., Any]) -> None:
        code = stub.__code__
        self.stub = stub
        self._all = (
            code.co_varnames,
            code.co_posonlyargcount,
            code.co_argcount,
            code.co_kwonlyargcount,
            code.co_flags,
            repr((stub.__defaults__, stub.__kwdefaults__)),  # as text: 1 and 1.0 are equal
            *stub.__annotations__.items(),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parameters) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)


@cache  # most stubs have the parameters of another one; reading them is slow
def _pattern(parameters: _Parameters, family: str) -> Spec:
    """The spec of one stub with these parameters; those of the others differ by name and stub only."""
    stub = parameters.stub
    signature = inspect.signature(stub)
    inputs = {name: str(parameter.annotation) for name, parameter in signature.parameters.items() if name != "out"}
    inspects = family == "inspection"
    dtypes = tuple(name for name, text in inputs.items() if "DTypeLike" in text)
    return Spec(
        name=_name(stub),
        family=family,
        stub=stub,
        signature=signature,
        keys=tuple(
            _key(signature.parameters[name], text, takes_dtypes=inspects)
            for name, text in inputs.items()
            if "Array" in text or (inspects and "DTypeLike" in text)
        ),
        dtype_parameters=() if inspects else dtypes,
        device_parameters=tuple(name for name, text in inputs.items() if "DeviceLike" in text),
        inspected_parameters=dtypes if inspects else (),
        number_parameters=tuple(
            name
            for name, text in inputs.items()
            if family == "creation" and re.match(r"(Array \| )?(float|complex)\b(?!.*Nested)", text)
        ),
        takes_nested=any("NestedSequence" in text for text in inputs.values()),
    )


def _key(parameter: inspect.Parameter, annotation: str, *, takes_dtypes: bool) -> Parameter:
    accepts: tuple[type, ...] = ()
    expected = "an array"
    if "complex" in annotation:
        accepts, expected = SCALARS, "an array or a Python number"
    if re.search(r"\bint\b", annotation):
        accepts, expected = (int,), "an array or an integer"
    if "slice" in annotation:
        accepts, expected = (*accepts, slice), f"{expected} or a slice"
    if re.search(r"Sequence\[(int|bool)", annotation):
        accepts, expected = (*accepts, list, tuple, range), f"{expected} or a list"
    if "None" in annotation:
        accepts = (*accepts, type(None))
    if takes_dtypes:
        accepts, expected = (*accepts, DType, str, type, tuple), "a dtype or an array"
    several = parameter.kind is parameter.VAR_POSITIONAL or "Sequence[Array" in annotation
    anything = "NestedSequence" in annotation
    return Parameter(parameter.name, several, None if anything else accepts, takes_dtypes, expected)


def _public_function(spec: Spec, pattern: Spec) -> Call:
    """The function that users call: find the ready callable by types, and call it."""

    def compiled() -> Call:
        tables = {"plain": Table(spec, with_out=False)}
        if spec.takes_out:
            tables["into"] = Table(spec, with_out=True)
        function = _template(pattern).function(spec.last_name, names_of(spec, tables), "function")
        call_sites.add(function.__globals__, spec)
        return as_written(function)

    function = compiled_later(spec.last_name, compiled) if spec.is_seldom_called else compiled()
    return with_metadata(function, spec, spec.module, spec.last_name)


@cache
def _template(pattern: Spec) -> Template:
    return Template(pattern.signature, public_body(pattern, "plain" + _key_of(pattern.keys), text_of_into(pattern)))


def text_of_into(spec: Spec) -> str:
    """The lookup of the call with out=, as text for `public_body`."""
    return "into" + _key_of([*spec.keys, OUT])


def _key_of(keys: Sequence[Parameter]) -> str:
    """The key of a table: the type that all have in common, else the tuple of their types."""
    texts = [parameter.key_text for parameter in keys]
    if len(texts) == 1:
        return f"[{texts[0]}]"
    types = f"({', '.join(texts)})"
    if not _may_be_one_type(keys):
        return f"[{types}]"
    *others, last = texts
    return f"[one if {' is '.join(others)} is (one := {last}) else {types}]"


def _key_in(keys: Sequence[Parameter], arguments: dict[str, Any]) -> Any:
    """The key that the text of `_key_of` finds in a call."""
    given = [(parameter, arguments[parameter.name]) for parameter in keys]
    types = tuple(
        element_types(parameter.name, parameter.name, value) if parameter.sequence else type(value)
        for parameter, value in given
    )
    return key_of_types(keys, types)


def key_of_types(keys: Sequence[Parameter], types: tuple[Any, ...]) -> Any:
    """The key that the text of `_key_of` finds for arguments of these types."""
    return types[0] if len(types) == 1 or (_may_be_one_type(keys) and len(set(types)) == 1) else types


def _may_be_one_type(keys: Sequence[Parameter]) -> bool:
    """True if the key is the type that all have in common, where they have one."""
    return 0 < len(keys) < 4 and not any(parameter.sequence for parameter in keys)


def public_body(spec: Spec, plain: str, into: str) -> list[str]:
    """The body that public and bound functions share: `plain` without out, `into` with it, foreign errors explained."""
    if spec.takes_out:
        choice = [
            "if out is None:",
            f"    return {call_text(plain, spec.inputs)}",
            f"return {call_text(into, spec.with_out)}",
        ]
    else:
        choice = [f"return {call_text(plain, spec.inputs)}"]
    again = {name: f"arguments[{name!r}]" for name in spec.signature.parameters}
    named = f"{{{', '.join(f'{name!r}: {name}' for name in spec.signature.parameters)}}}"
    return [
        "try:",
        *(f"    {line}" for line in choice),
        "except Exception as error:",
        f"    if not find_first(spec, error, arguments := {named}, tables):",
        "        raise",
        f"return {call_text('this', spec.signature, again)}",
    ]


def names_of(spec: Spec, tables: dict[str, Table]) -> dict[str, Any]:
    """What the text of a public or bound function refers to; `this` is the function itself."""
    return {
        "type_of": type,  # finfo and iinfo have a parameter called type
        "element_types": element_types,
        "find_first": find_first,
        "spec": spec,
        "tables": tables,
        **{name: table.ready for name, table in tables.items()},
    }


def find_first(spec: Spec, error: Exception, arguments: dict[str, Any], tables: dict[str, Table]) -> bool:
    """True if the call is to be made again: who serves a key that was new has been found, or `arguments` are plainer.

    False, and `error` is explained, if that is not what it says.
    """
    try:
        if isinstance(error, KeyError) and _is_found(spec, error, arguments, tables):
            return True
        plain = _options_as_python_scalars(spec, arguments)
        if not plain and isinstance(error, TypeError):
            plain = _shapes_as_tuples(spec, arguments)
        if plain:
            arguments.update(plain)
            recorder = call_sites.recorder.get()
            if recorder is not None:
                recorder.forget(error)
            return True
    except Exception as fault:
        explain(spec, fault, arguments)
        fault.__suppress_context__ = True  # that the key was new says nothing to anybody
        raise
    explain(spec, error, arguments)
    return False


def _is_found(spec: Spec, error: KeyError, arguments: dict[str, Any], tables: dict[str, Table]) -> bool:
    """True if the key of a call was new, and is in its table now."""
    with_out = arguments.get("out") is not None
    table = tables.get("into" if with_out else "plain")
    if table is None:  # a fixed namespace looks up calls with out= only
        return False
    key = _key_in([*spec.keys, OUT] if with_out else spec.keys, arguments)
    if key in table.ready:  # by another thread, if the error comes from the lookup and not from the call
        raised = error.__traceback__
        return raised is not None and raised.tb_next is None and error.args == (key,)
    table[key]
    return True


def _options_as_python_scalars(spec: Spec, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The options that are scalars of a framework (numpy.int64, numpy.bool), as the numbers that they are.

    Not every function of a framework takes these; which one does not, is found out where it fails.
    """
    inputs = {"out", "obj", "x", *(parameter.name for parameter in spec.keys)}  # obj and x: of what takes arrays in
    options = {name: (value, _python(value)) for name, value in arguments.items() if name not in inputs}
    return {name: plain for name, (value, plain) in options.items() if plain is not value}


def _shapes_as_tuples(spec: Spec, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The shapes that are ints or lists, as tuples: the standard knows no others, and some frameworks refuse them."""
    shapes = {name: arguments[name] for name, one in spec.signature.parameters.items() if one.annotation == "Shape"}
    return {
        name: (value,) if isinstance(value, int) else tuple(value)
        for name, value in shapes.items()
        if isinstance(value, (int, list))
    }


def _python(value: Any) -> Any:
    """A scalar of a framework as the Python number that it is, those in tuples and lists too."""
    if type(value) in (tuple, list):
        parts = [_python(item) for item in value]
        return value if all(map(is_, parts, value)) else type(value)(parts)
    return value.item() if backends.is_scalar(value) else value


def with_metadata(function: Call, spec: Spec, module: str, qualified: str) -> Call:
    """What help(), IDEs, pickle and type hints read, but the docstring: see docstrings.document."""
    function.__module__ = module
    function.__qualname__ = qualified  # with the module, where pickle finds it
    function.__annotations__ = dict(spec.stub.__annotations__)
    function.__wrapped__ = spec.stub  # type: ignore[attr-defined]
    return as_written(function)
