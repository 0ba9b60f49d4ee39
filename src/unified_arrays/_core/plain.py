"""Quick ways in front of the native one, for plain cases that have been seen before.

Whether a result will have the shape and the dtype of out follows from the shapes, the dtypes and the options of the
call. So the answer is found once, by the rules of `shapes` and `result_dtypes`, and kept; what remains for each call is
memory: that out can be filled, and that no input lies in its way. The backend words these questions (see PlainCase).

A quick way is text, with the parameters of its function, from which one Python function is made. What it does not take
for plain is no error here: the native way looks at it again, in full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .. import backends
from ..backends import Backend, PlainCase
from .out import REFUSALS, refuse_unwritable
from .result_dtypes import ResultDtypes
from .shapes import ShapeRule, shape_rule
from .source import call_text, compile_function
from .tables import BoundedTable

if TYPE_CHECKING:
    from .declare import Spec

Call = Callable[..., Any]


# Values that are equal may differ in type: True is no 1, nor is 1.0.
_KIND = "tuple(map(type_of, {name})) if type_of({name}) is tuple else type_of({name})"


class Alike(BoundedTable):
    """dtype of all inputs -> dtype of the result, as far as it has been learned."""

    def __init__(self, dtypes: ResultDtypes) -> None:
        super().__init__()
        self._dtypes = dtypes

    def learn(self, *arrays: Any) -> None:
        dtype = self._dtypes(arrays, {})
        if self._dtypes.stays(dtype, arrays, {}):
            self.keep(arrays[0].dtype, dtype)


class Known(BoundedTable):
    """Shapes, dtypes and options -> the dtype of the result, for calls whose result has the shape of out."""

    def __init__(self, shape: ShapeRule, dtypes: ResultDtypes, *, by_default: bool) -> None:
        super().__init__()
        self._shape = shape
        self._dtypes = dtypes
        self._by_default = by_default  # the default dtype, which users can change, is in the key

    def learn(self, key: Any, out: Any, /, *arguments: Any, **options: Any) -> None:
        try:
            if self._shape(*arguments, **options) != out.shape:
                return
        except REFUSALS:
            return  # the general way finds out why
        dtype = self._dtypes(arguments, options)
        stays = self._by_default or self._dtypes.stays(dtype, arguments, options)
        if dtype == out.dtype and stays and not _holds_memory(key):
            self.keep(key, out.dtype)


def _holds_memory(key: Any) -> bool:
    """True if an option is an array (`num=torch.tensor(3)`), which may hold another number the next time."""
    if isinstance(key, tuple):
        return any(map(_holds_memory, key))
    backend = backends.of_array(key)
    return backend is not None and not isinstance(key, backend.scalar_types)


def alike(spec: Spec, backend: Backend, case: PlainCase, dtypes: ResultDtypes, into: Call) -> Call:
    """A quick way for one or two arrays of one dtype and of the shape of out: what most elementwise calls are."""
    kernel, names = backend.native[spec.name], [one.name for one in spec.keys]
    of_two, arrays = len(names) == 2, ", ".join(names)
    known = Alike(dtypes)
    first = names[0]
    conditions = [
        *([f"dtype is {names[1]}.dtype"] if of_two else []),
        "result_of[dtype] is out.dtype",
        case.shape_of_two if of_two else f"{first}.shape == out.shape",
        case.out if kernel.strided else case.contiguous,
    ]
    apart = case.apart.get(kernel.overlap, "")
    found = [f"fill({arrays}, {case.out_of_quick})", "return out"]
    lines = [f"dtype = {first}.dtype", *_if(conditions, case.places, [apart], names, found)]
    names_used = {"result_of": known.ready, "learn": known.learn, "fill": kernel.quick}
    return _compiled(spec, backend, case, lines, f"learn({arrays})", names_used, into)


def seen(
    spec: Spec,
    backend: Backend,
    case: PlainCase,
    arrays: Sequence[str],
    dtypes: ResultDtypes,
    into: Call,
    general: Call,
) -> Call:
    """A quick way for shapes, dtypes and options that have been seen before. `arrays`: the parameters that are some.

    What the kernel itself does not take goes the general way.
    """
    kernel, shape = backend.native[spec.name], shape_rule(spec.name, spec.family)
    assert shape is not None  # the caller has looked
    sequences = [one.name for one in spec.keys if one.sequence]
    values = [one for one in spec.inputs.parameters if one not in (*arrays, *sequences)]
    if spec.family == "elementwise":
        values = []  # a number beside an array: the result depends on its type alone, which never changes here
    by_default = not (arrays or sequences)
    known = Known(shape, dtypes, by_default=by_default)
    key = [
        *(f"{name}.shape, {name}.dtype" for name in arrays),
        *(f"tuple([(one.shape, one.dtype) for one in {name}])" for name in sequences),
        *(f"{name}, {_KIND.format(name=name)}" for name in values),
        *(["default_dtype()"] if by_default else []),
        "out.shape",
    ]
    fill = call_text("fill", spec.inputs)
    found = [
        f"key = {', '.join(key)}",
        "if known[key] is out.dtype:",
        "    rest = general",
        f"    if {fill[:-1]}, out=out) is not NotImplemented:",
        "        return out",
    ]
    lines = _if([case.out], case.places, [case.beside, case.apart.get(kernel.overlap, "")], arrays, found, sequences)
    learn = call_text("learn", spec.with_out).replace("(", "(key, ", 1)
    names_used = {"known": known.ready, "learn": known.learn, "fill": kernel.function}
    names_used |= {"general": general, "type_of": type, "default_dtype": dtypes.default}
    return _compiled(spec, backend, case, lines, learn, names_used, into)


def computed(spec: Spec, backend: Backend, case: PlainCase, compute: Call, finish: Call, into: Call) -> Call:
    """A quick way for what is computed first: one question, and it is written. `finish` looks at the others in full."""
    of_value = " and ".join(filter(None, [case.beside, case.apart["none"]])).format(x="value")
    body = [
        "try:",
        f"    plain = {case.out}",
        "except refusals:",
        "    plain = False",
        "if plain:",
        f"    value = {call_text('compute', spec.inputs)}",
        "    try:",
        "        plain = value.dtype is out.dtype and value.shape == out.shape and value.dtype in standard",
        "        if plain:",
        f"            {case.places or 'pass'}",
        f"            plain = {of_value}",
        "    except refusals:",
        "        plain = False",
        "    if plain:",
        f"        {case.write}",
        "        return out",
        "    refuse_unwritable(function, 'out', backend, out)  # of what memory it is was not asked in full",
        "    return finish(out, value)",
        f"return {call_text('into', spec.with_out)}",
    ]
    names = {
        **case.names,
        "refusals": REFUSALS,
        "compute": compute,
        "standard": frozenset(backend.dtypes.values()),
        "finish": finish,
        "refuse_unwritable": refuse_unwritable,
        "function": spec.name,
        "backend": backend,
        "into": into,
    }
    return compile_function(spec.last_name, spec.with_out, body, names, f"{backend.name} general out= call of")


def _if(
    conditions: list[str],
    places: str,
    of_each: list[str],
    arrays: Sequence[str],
    body: list[str],
    sequences: Sequence[str] = (),
) -> list[str]:
    """`body` where the conditions hold, and those of each array too, which may refer to what `places` finds."""
    question = " and ".join(filter(None, of_each))
    outer = f"if {' and '.join(conditions)}:"
    if not question:
        return [outer, *_indented(body)]
    each = [question.format(x=name) for name in arrays]
    each += [f"all([{question.format(x='one')} for one in {name}])" for name in sequences]
    inner = [*([places] if places else []), f"if {' and '.join(each) or True}:", *_indented(body)]
    return [outer, *_indented(inner)]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _compiled(
    spec: Spec, backend: Backend, case: PlainCase, lines: list[str], learn: str, names: dict[str, Any], into: Call
) -> Call:
    body = [
        "rest = into",
        "try:",
        *_indented(lines),
        "except KeyError:",
        f"    {learn}",
        "except refusals:",
        "    pass  # refused before writing",
        f"return {call_text('rest', spec.with_out)}",
    ]
    names = {**case.names, **names, "refusals": REFUSALS, "into": into}
    return compile_function(spec.last_name, spec.with_out, body, names, f"{backend.name} quick out= call of")
