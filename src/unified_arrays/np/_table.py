"""From a row to a function: NumPy's signature on the left, the call of ours that answers it on the right.

    "take(a, indices, axis=None, out=None, mode='raise')": "take(a, indices, axis=axis, out=out)"

becomes

    def take(a, indices, axis=None, out=None, mode='raise'):
        if mode == 'raise':
            try:
                if out is None:
                    return plain[selected(), type_of(a), type_of(indices)](a, indices, axis=axis)
                return into[selected(), type_of(a), type_of(indices), type_of(out)](out, a, indices, axis=axis)
            except Exception:
                pass  # the types are new, or something has to be taken in, or it is an error that our function explains
            return general[selected(), type_of(a), type_of(indices), type_of(out)](a, indices, axis=axis, out=out)
        return with_options(row, {"a": a, "indices": indices, ...})

`plain` and `into` hold what serves our function for these types, as its own tables do; `general` finds it, and takes in
what is no array of the backend. Options that the call does not mention are NumPy's alone: `_options` honours or refuses
them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from .. import backends
from .._common.caches import LIMIT
from .._common.codegen import Template
from .._common.dtypes import ALL, neutral
from .._common.framework_compilers import FoundTable, as_written
from .._common.python_scalars import NUMBERS
from .._common.spec import OUT
from .._dispatch import call_sites
from .._dispatch.declare import key_of_types
from .._dispatch.resolve import Table
from .._dispatch.selection import get_backend
from . import _array_likes, _dtypes
from ._array_likes import FLOATING
from ._options import answer
from ._row import NO_VALUE, ArrayArgument, Row

# NumPy's functions that make floating numbers of integers where ours leaves them as they are.
_COUNTS = ("fweights",)  # parameters that are integers for what they mean
_PROMOTE = ("append", "divmod")  # arrays and numbers, as elementwise functions do
INTEGERS_TO_FLOATS = ("fabs", "rint")


class _Tables:
    """What serves a row, by the selected backend and the types of its arguments."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.has_out = row.spec.takes_out and "out" in row.defaults
        self.plain: dict[Any, Callable[..., Any]] = {}
        self.into: dict[Any, Callable[..., Any]] = {}
        self.general = FoundTable(self._find)
        self._ours = {with_out: Table(row.spec, with_out=with_out) for with_out in (False, self.has_out)}

    def _find(self, key: tuple[Any, ...]) -> Callable[..., Any]:
        """What is called with arguments of these types; where nothing is taken in, quick ways are kept besides."""
        call, quick = _serving(self.row, key, self._ours, has_out=self.has_out)
        if quick is not None:
            with_out = self.has_out and key[-1] is not type(None)
            ready = self.into if with_out else self.plain
            if len(ready) >= LIMIT:
                ready.clear()
            ready[key[:-1] if self.has_out and not with_out else key] = quick
        return call


def _compiled(row: Row) -> Callable[..., Any]:
    tables = _Tables(row)
    names = {
        "type_of": type,
        "types_of": types_of,
        "selected": get_backend,
        "as_dtype": _dtypes.as_dtype,
        "floating_dtype": _dtypes.floating_dtype,
        "NO_VALUE": NO_VALUE,
        "function": row.function,
        "plain": tables.plain,
        "into": tables.into,
        "general": tables.general,
        "row": row,
        "with_options": answer,
        **{f"default_{name}": parameter.default for name, parameter in row.spec.inputs.parameters.items()},
    }
    parts = [f"{'types_of' if argument.is_sequence else 'type_of'}({argument.text})" for argument in row.arrays]
    key = ", ".join(["selected()", *parts])
    with_out = f"{key}, type_of(out)" if tables.has_out else key
    call = _call_text(row)
    if not parts:
        body = [f"return function({call})"]
    else:
        quick = f"return plain[{key}]({_inputs_text(row)})"
        choice = (
            ["if out is None:", f"    {quick}", f"return into[{with_out}](out, {_inputs_text(row)})"]
            if tables.has_out
            else [quick]
        )
        body = [
            "try:",
            *(f"    {line}" for line in choice),
            "except Exception:",
            "    pass",
            f"return general[{with_out}]({call})",
        ]
    if row.numpys_alone:
        values = ", ".join(f"{name!r}: {name}" for name in row.defaults)
        conditions = " and ".join(_is_default(name, default) for name, default in row.numpys_alone.items())
        body = [f"if {conditions}:", *(f"    {line}" for line in body), f"return with_options(row, {{{values}}})"]
    function = Template(row.inspected, body).function(row.name, names, "np function")
    call_sites.add(function.__globals__, is_shortcut=True)
    function.__doc__ = _documentation(row)
    return as_written(function)


def _is_default(name: str, default: str) -> str:
    return f"{name} {'is' if default in ('None', 'True', 'False', 'NO_VALUE') else '=='} {default}"


def _call_text(row: Row) -> str:
    """The arguments of our function."""
    texts = [ast.unparse(argument) for argument in row.our_call.args]
    texts += [f"{keyword.arg}={_value_text(row, keyword)}" for keyword in row.our_call.keywords]
    return ", ".join(texts)


def _inputs_text(row: Row) -> str:
    """All arguments of our function but out, as what serves it takes them."""
    given = {str(keyword.arg): _value_text(row, keyword) for keyword in row.our_call.keywords}
    parameters = list(row.spec.inputs.parameters.values())
    given |= {
        parameter.name: ast.unparse(argument)
        for parameter, argument in zip(parameters, row.our_call.args, strict=False)
    }
    texts = []
    for parameter in parameters:
        text = given.get(parameter.name, f"default_{parameter.name}")
        texts.append(f"{parameter.name}={text}" if parameter.kind is parameter.KEYWORD_ONLY else text)
    return ", ".join(texts)


def _value_text(row: Row, keyword: ast.keyword) -> str:
    """What is passed for an option; dtypes by any of NumPy's names."""
    text = ast.unparse(keyword.value)
    if keyword.arg not in row.spec.dtype_parameters:
        return text
    makes_new = row.spec.family == "creation" and not row.arrays
    return f"{'floating_dtype' if makes_new else 'as_dtype'}(row.name, {text})"


def _documentation(row: Row) -> str:
    first_line = (row.function.__doc__ or "").strip().partition("\n")[0]
    return f"{first_line}\n\nNumPy's `{row.name}`, answered by `unified_arrays.{row.call}`."


def types_of(values: Any) -> Any:
    """The types of several arrays; of one array its own."""
    return tuple(map(type, values)) if isinstance(values, (list, tuple)) else type(values)


# ------------------------------------------------------------------------------------------------- what serves types


def _serving(
    row: Row, key: tuple[Any, ...], ours: Mapping[bool, Table], *, has_out: bool
) -> tuple[Callable[..., Any], Callable[..., Any] | None]:
    """What a row calls with arguments of these types; and what serves them without a look at them, if anything does."""
    selected, *kinds = key[:-1] if has_out else key
    out_type = key[-1] if has_out else type(None)
    flat = [part for kind in kinds for part in (kind if isinstance(kind, tuple) else [kind])]
    plan = _array_likes.plans[selected, tuple(flat), () if out_type is type(None) else (out_type,)]
    is_single = any(
        argument.is_sequence and not isinstance(kind, tuple) for argument, kind in zip(row.arrays, kinds, strict=True)
    )
    in_tuple = issubclass(out_type, tuple) and not row.spec.may_be_several
    cast = _casts(row, plan.backend, flat)
    call = _converting(row, cast, in_tuple)
    if is_single or in_tuple or not _that_stay(row, kinds).issuperset(plan.taken_in):
        return call, None
    with_out = out_type is not type(None)
    try:
        quick = ours[with_out][_key_of_ours(row, kinds, out_type if with_out else None)]
    except Exception:  # our function itself says what is wrong with these types
        return row.function, None
    if not cast:
        return row.function, quick
    return call, _where_floating(row, plan.backend, quick, with_out=with_out)


def _key_of_ours(row: Row, kinds: list[Any], out_type: type | None) -> Any:
    """The key of a table of ours."""
    given = {argument.name: kind for argument, kind in zip(row.arrays, kinds, strict=True)}
    types = [
        tuple(dict.fromkeys(given[key.name])) if key.sequence else given.get(key.name, type(None))
        for key in row.spec.keys
    ]
    if out_type is None:
        return key_of_types(row.spec.keys, tuple(types))
    return key_of_types([*row.spec.keys, OUT], (*types, out_type))


def _where_floating(row: Row, backend: str, quick: Callable[..., Any], *, with_out: bool) -> Callable[..., Any] | None:
    """The quick way for arrays of floating numbers; the other one casts those of integers."""
    if with_out or any(argument.is_sequence or isinstance(argument.place, str) for argument in row.arrays):
        return None
    operands = slice(row.conditions, len(row.arrays))
    known = backends.by_name(backend).dtypes
    floating = frozenset(known[name] for name, dtype in ALL.items() if dtype.kind in FLOATING and name in known)

    def chosen(*given: Any, **options: Any) -> Any:
        for value in given[operands]:
            if type(value) not in NUMBERS and value is not None and value.dtype not in floating:
                raise TypeError  # the other way is next
        return quick(*given, **options)

    return as_written(chosen)


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
    arrays = sum(kind not in NUMBERS and kind is not type(None) for kind in flat)
    return others | numbers if arrays > row.conditions else others  # which have no say


def _casts(row: Row, backend: str, kinds: list[type]) -> bool:
    """Whether integers are made floating before a framework does it, whose default dtype is not NumPy's."""
    promotes = row.spec.family == "elementwise" or row.conditions or row.our_name in _PROMOTE
    beside_float = promotes and not {float, complex}.isdisjoint(kinds)
    if not (row.in_floats or beside_float):
        return False
    if row.name in INTEGERS_TO_FLOATS:
        return True
    owner = backends.by_name(backend)
    if owner.default_dtype() is not None:  # it may be another one when the call is made
        return True
    return neutral(owner.namespace.__array_namespace_info__().default_dtypes()["real floating"]) != "float64"


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
            counts = [
                argument.name in _COUNTS for argument, group in zip(row.arrays, groups, strict=True) for _ in group
            ]
            counts[: row.conditions] = [True] * row.conditions
            flat = [
                value if stays else _array_likes.in_floats(value) for value, stays in zip(flat, counts, strict=True)
            ]
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


class Functions(Mapping[str, Callable[..., Any]]):
    """The functions of tables, by their names: each is compiled when it is first asked for, as a program calls few."""

    def __init__(
        self, rows: Mapping[str, str], in_floats: Collection[str] = (), module: str = "unified_arrays.np"
    ) -> None:
        self._rows = {signature.partition("(")[0]: (signature, call) for signature, call in rows.items()}
        self._in_floats = in_floats
        self._module = module
        self._compiled: dict[str, Callable[..., Any]] = {}

    def __getitem__(self, name: str) -> Callable[..., Any]:
        if name not in self._compiled:
            signature, call = self._rows[name]
            in_floats = call.partition("(")[0] in self._in_floats or name in INTEGERS_TO_FLOATS
            row = Row(signature, call, in_floats)
            row.answered = _compiled(row)
            row.answered.__module__ = self._module
            self._compiled.setdefault(name, row.answered)  # another thread may have been quicker
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
