"""From a row to a function: NumPy's signature on the left, the call of ours that answers it on the right.

    "concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind')": "concat(arrays, axis=axis, out=out)"

becomes

    def concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind'):
        if dtype is None and casting == 'same_kind':
            try:
                call = ready[selected(), types_of(arrays), type_of(out)]
            except KeyError:
                call = table[selected(), types_of(arrays), type_of(out)]
            return call(arrays, axis=axis, out=out)
        return with_options(row, {"arrays": arrays, "axis": axis, ...})

What `table` finds for types is our function itself where nothing has to be taken in. Options that the call does not
mention are NumPy's alone: `_options` honours or refuses them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import unified_arrays as ua

from .. import backends
from .._common.codegen import Template
from .._common.dtypes import neutral
from .._common.framework_compilers import FoundTable, as_written
from .._common.python_scalars import NUMBERS
from .._dispatch.selection import get_backend
from . import _array_likes, _dtypes
from ._options import answer
from ._row import NO_VALUE, ArrayArgument, Row

# NumPy's functions that make floating numbers of integers where ours leaves them as they are.
INTEGERS_TO_FLOATS = ("fabs", "rint")
_FLOATING = ("real floating", "complex floating")


def _compiled(row: Row) -> Callable[..., Any]:
    table = FoundTable(lambda key: _serving(row, key))
    names = {
        "type_of": type,
        "types_of": types_of,
        "selected": get_backend,
        "as_dtype": _dtypes.as_dtype,
        "floating_dtype": _dtypes.floating_dtype,
        "NO_VALUE": NO_VALUE,
        "function": row.function,
        "ready": table.ready,
        "table": table,
        "row": row,
        "with_options": answer,
    }
    call = _call_text(row)
    parts = [f"{'types_of' if argument.is_sequence else 'type_of'}({argument.text})" for argument in row.arrays]
    if parts and row.spec.takes_out and "out" in row.defaults:
        parts.append("type_of(out)")
    key = f"[selected(), {', '.join(parts)}]"
    plain = (
        ["try:", f"    call = ready{key}", "except KeyError:", f"    call = table{key}", f"return call{call}"]
        if parts
        else [f"return function{call}"]
    )
    if row.numpys_alone:
        values = ", ".join(f"{name!r}: {name}" for name in row.defaults)
        conditions = " and ".join(_is_default(name, default) for name, default in row.numpys_alone.items())
        plain = [f"if {conditions}:", *(f"    {line}" for line in plain), f"return with_options(row, {{{values}}})"]
    function = Template(row.inspected, plain).function(row.name, names, "np function")
    function.__doc__ = _documentation(row)
    function.__module__ = "unified_arrays.np"
    return as_written(function)


def _is_default(name: str, default: str) -> str:
    return f"{name} {'is' if default in ('None', 'True', 'False', 'NO_VALUE') else '=='} {default}"


def _call_text(row: Row) -> str:
    """The arguments of our function; dtypes by any of NumPy's names."""
    call = row.our_call
    texts = [ast.unparse(argument) for argument in call.args]
    for keyword in call.keywords:
        text = ast.unparse(keyword.value)
        if keyword.arg in row.spec.dtype_parameters:
            convert = "floating_dtype" if row.spec.family == "creation" and not row.arrays else "as_dtype"
            text = f"{convert}(row.name, {text})"
        texts.append(f"{keyword.arg}={text}")
    return f"({', '.join(texts)})"


def _documentation(row: Row) -> str:
    first_line = (row.function.__doc__ or "").strip().partition("\n")[0]
    return f"{first_line}\n\nNumPy's `{row.name}`, answered by `unified_arrays.{row.call}`."


def types_of(values: Any) -> Any:
    """The types of several arrays; of one array its own."""
    return tuple(map(type, values)) if isinstance(values, (list, tuple)) else type(values)


# ------------------------------------------------------------------------------------------------- what serves types


def _serving(row: Row, key: tuple[Any, ...]) -> Callable[..., Any]:
    """What is called with arguments of these types."""
    has_out = row.spec.takes_out and "out" in row.defaults
    selected, *kinds = key[:-1] if has_out else key
    out_type = key[-1] if has_out else type(None)
    flat = [part for kind in kinds for part in (kind if isinstance(kind, tuple) else [kind])]
    plan = _array_likes.plans[selected, tuple(flat), () if out_type is type(None) else (out_type,)]
    stay = _that_stay(row, kinds)
    is_single = any(
        argument.is_sequence and not isinstance(kind, tuple) for argument, kind in zip(row.arrays, kinds, strict=True)
    )
    in_tuple = issubclass(out_type, tuple) and not row.spec.may_be_several
    cast = _casts(row, plan.backend, flat)
    if stay.issuperset(plan.taken_in) and not (cast or is_single or in_tuple):
        return row.function
    return _converting(row, cast, in_tuple)


def _that_stay(row: Row, kinds: list[Any]) -> set[int]:
    """The places of what our function takes as it is and is no array, of all the types of its arguments."""
    numbers: set[int] = set()
    others: set[int] = set()
    flat: list[type] = []
    for argument, kind in zip(row.arrays, kinds, strict=True):
        for part in kind if isinstance(kind, tuple) else [kind]:
            if part in argument.takes_also:
                others.add(len(flat))
            elif part in NUMBERS and argument.takes_numbers:
                numbers.add(len(flat))
            flat.append(part)
    any_array = any(kind not in NUMBERS and kind is not type(None) for kind in flat)
    return others | numbers if any_array else others


def _casts(row: Row, backend: str, kinds: list[type]) -> bool:
    """Whether integers are made floating before a framework does it, whose default dtype is not NumPy's."""
    beside_float = row.spec.family == "elementwise" and not {float, complex}.isdisjoint(kinds)
    if not (row.in_floats or beside_float):
        return False
    if row.name in INTEGERS_TO_FLOATS:
        return True
    defaults = backends.by_name(backend).namespace.__array_namespace_info__().default_dtypes()
    return neutral(defaults["real floating"]) != "float64"


def _converting(row: Row, cast: bool, out_in_tuple: bool) -> Callable[..., Any]:
    """Our function, with what is no array of its backend taken in, and integers made floating."""

    def call(*given: Any, **options: Any) -> Any:
        if out_in_tuple:
            (options["out"],) = options["out"]
        groups = [_group(row, argument, given, options) for argument in row.arrays]
        flat = [value for group in groups for value in group]
        kinds = [tuple(map(type, group)) for group in groups]
        flat = _array_likes.converted(row.name, flat, _that_stay(row, kinds), options.get("out"))
        if cast:
            flat = [_floating(row.name, value) for value in flat]
        arguments = list(given)
        for argument, group in zip(row.arrays, groups, strict=True):
            values, flat = flat[: len(group)], flat[len(group) :]
            if argument.is_starred:
                arguments[argument.first :] = values
            elif isinstance(argument.place, int):
                arguments[argument.place] = values if argument.is_sequence else values[0]
            else:
                options[argument.place] = values if argument.is_sequence else values[0]
        return row.function(*arguments, **options)

    return as_written(call)


def _group(row: Row, argument: ArrayArgument, given: tuple[Any, ...], options: dict[str, Any]) -> list[Any]:
    """What is given for one parameter of ours, as a list; one array for several stands for its rows."""
    if argument.is_starred:
        return list(given[argument.first :])
    value = given[argument.place] if isinstance(argument.place, int) else options[argument.place]
    return _array_likes.several(row.name, argument.text, value) if argument.is_sequence else [value]


def _floating(function: str, value: Any) -> Any:
    """An array of integers or booleans in the default dtype."""
    backend = backends.of_array(value)
    dtype = None if backend is None or backends.is_scalar(value) else backend.dtype(value)
    if dtype is None or dtype.kind in _FLOATING:
        return value
    return ua.astype(value, _dtypes.floating_dtype(function, None))


def functions(rows: Mapping[str, str], in_floats: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The functions of a table, by their names."""
    made = {}
    for signature, call in rows.items():
        row = Row(signature, call, call.partition("(")[0] in in_floats or signature.startswith(INTEGERS_TO_FLOATS))
        made[row.name] = row.answered = _compiled(row)
    return made
