"""Fast paths of calls with out=, for what has been seen before.

Whether a result will have the shape and the dtype of out follows from the shapes, the dtypes and the options of the
call. So the answer is found once, by the rules of `shapes` and `result_dtypes`, and kept; what remains for each call is
memory: that out can be filled, and that no input lies in its way. The backend words these questions (see
FastPathConditions).

A result that has to be computed first is written after the same questions about memory.

A fast path is text, with the parameters of its function, from which one Python function is made. What it does not take
for plain is no error here: the native or the general way looks at it again, in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._common.caches import LIMIT, BoundedTable
from .._common.codegen import call_text, compile_function
from .._common.spec import Call, Spec
from ..backends import Backend, FastPathConditions
from .contract import REFUSALS, refuse_unwritable
from .result_dtypes import ResultDtypes
from .result_shapes import BY_NUMBER, ShapeRule, shape_rule

# Values that are equal may differ in type: True is no 1, nor is 1.0.
_KIND = "tuple(map(type_of, {name})) if type_of({name}) is tuple else type_of({name})"


class KnownDtypes(BoundedTable):
    """dtype of all inputs -> dtype of the result, as far as it has been learned; None where no fast path is right."""

    def __init__(self, dtypes: ResultDtypes, unsettled: Sequence[Any] = ()) -> None:
        super().__init__()
        self._dtypes = dtypes
        self._unsettled = unsettled  # dtypes that a setting of the framework changes

    def learn(self, *arrays: Any) -> None:
        if arrays[0].dtype in self._unsettled:
            self.keep(arrays[0].dtype, None)
            return
        dtype = self._dtypes(arrays, {})
        if self._dtypes.stays(dtype, arrays, {}):
            self.keep(arrays[0].dtype, dtype)


class KnownCalls(BoundedTable):
    """Shapes, dtypes and options -> the dtype of the result, for calls whose result has the shape of out.

    A program whose shapes change with every call gains nothing from it: the more often the table was full, the fewer of
    the keys that are missed are learned.
    """

    def __init__(self, backend: Backend, shape: ShapeRule, dtypes: ResultDtypes, *, by_default: bool) -> None:
        super().__init__()
        self._kept_types: tuple[type, ...] = (*_CONSTANTS, *backend.dtype_types, *backend.scalar_types)
        self._shape = shape
        self._dtypes = dtypes
        self._by_default = by_default  # the default dtype, which users can change, is in the key
        self._missed = self._full = 0

    def learn(self, key: Any, out: Any, /, *arguments: Any, **options: Any) -> None:
        self._missed += 1
        if self._missed % (self._full + 1):
            return
        try:
            if self._shape(*arguments, **options) != out.shape:
                return
        except REFUSALS:
            return  # the fallback finds out why
        dtype = self._dtypes(arguments, options)
        stays = self._by_default or self._dtypes.stays(dtype, arguments, options)
        if dtype == out.dtype and stays and self._is_constant(key):
            self._full += len(self) == LIMIT
            self.keep(key, out.dtype)

    def _is_constant(self, key: Any) -> bool:
        """False if an option is an object that may be another number the next time: an array, most of all."""
        if isinstance(key, tuple):
            return all(map(self._is_constant, key))
        return isinstance(key, self._kept_types)


_CONSTANTS = (bool, int, float, complex, str, type(None), type)


def elementwise_path(
    spec: Spec, backend: Backend, case: FastPathConditions, dtypes: ResultDtypes, into: Call, general: Call
) -> Call:
    """A fast path for one or two arrays of one dtype and of the shape of out: what most elementwise calls are.

    Where only the memory of an input lies in the way, the result is computed first.
    """
    kernel, names = backend.native[spec.name], [parameter.name for parameter in spec.keys]
    of_two, arrays = len(names) == 2, ", ".join(names)
    known = KnownDtypes(dtypes, _of_half_precision(backend) if kernel.casts else ())
    first = names[0]
    conditions = [
        *([f"dtype is {names[1]}.dtype"] if of_two else []),
        "result_of[dtype] is out.dtype",
        case.shape_of_two if of_two else f"{first}.shape == out.shape",
        case.out if kernel.strided else case.contiguous,
    ]
    apart = case.disjoint.get(kernel.overlap, "")
    found = [f"fill({arrays}, {case.out_argument})", "return out"]
    lines = [
        f"dtype = {first}.dtype",
        "try:",
        *_indented(_if(conditions, case.addresses, [apart], names, found, otherwise=["rest = general"])),
        "except KeyError:",
        "    if dtype in result_of:",
        "        raise",
        f"    learn({arrays})",
    ]
    names_used = {"result_of": known.ready, "learn": known.learn, "fill": kernel.fast, "general": general}
    return _compiled(spec, backend, case, lines, names_used, into)


def _of_half_precision(backend: Backend) -> list[Any]:
    return [backend.dtypes[name] for name in ("float16", "bfloat16") if name in backend.dtypes]


def keyed_path(
    spec: Spec,
    backend: Backend,
    case: FastPathConditions,
    arrays: Sequence[str],
    dtypes: ResultDtypes,
    into: Call,
    general: Call,
) -> Call:
    """A fast path for shapes, dtypes and options that have been seen before. `arrays`: the parameters that are some.

    What the kernel itself does not take goes to the fallback.
    """
    kernel, shape = backend.native[spec.name], shape_rule(spec.name, spec.family)
    assert shape is not None  # the caller has looked
    sequences = [parameter.name for parameter in spec.keys if parameter.sequence]
    values = [name for name in spec.inputs.parameters if name not in (*arrays, *sequences)]
    if spec.family == "elementwise":
        values = []  # a number beside an array: the result depends on its type alone, which never changes here
    by_default = not (arrays or sequences)
    known = KnownCalls(backend, shape, dtypes, by_default=by_default)
    key = [
        *(f"{name}.shape, {name}.dtype" for name in arrays),
        *(f"tuple([(array.shape, array.dtype) for array in {name}])" for name in sequences),
        *(_value(name, by_type=name in spec.number_parameters and spec.name not in BY_NUMBER) for name in values),
        *(["default_dtype()"] if by_default else []),
        "out.shape",
    ]
    fill = call_text("fill", spec.inputs)
    found = [
        f"key = {', '.join(key)}",
        "expected = known(key)",
        "if expected is out.dtype:",
        "    rest = general",
        f"    if {fill[:-1]}, out=out) is not NotImplemented:",
        "        return out",
        "elif expected is None:",
        f"    {call_text('learn', spec.with_out).replace('(', '(key, ', 1)}",
    ]
    conditions = [case.out, *([case.not_casting] if kernel.casts and case.not_casting else [])]
    lines = _if(
        conditions, case.addresses, [case.same_device, case.disjoint.get(kernel.overlap, "")], arrays, found, sequences
    )
    names_used: dict[str, Any] = {"known": known.ready.get, "learn": known.learn, "fill": kernel.function}
    names_used |= {"general": general, "type_of": type, "default_dtype": dtypes.default}
    return _compiled(spec, backend, case, ["try:", *_indented(lines)], names_used, into)


def _value(name: str, *, by_type: bool) -> str:
    """The part of the key for an option; `by_type`: a number of which no more than the type counts, within int64."""
    if by_type:
        return f"type_of({name}), {name} if type_of({name}) is int and not -(2**63) <= {name} < 2**63 else None"
    return f"{name}, {_KIND.format(name=name)}"


def compute_and_write_path(
    spec: Spec, backend: Backend, case: FastPathConditions, compute: Call, finish: Call, into: Call
) -> Call:
    """A fast path for what is computed first: one question, and it is written. `finish` looks at the others in full."""
    of_value = " and ".join(filter(None, [case.same_device, case.disjoint["none"]])).format(x="value")
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
        f"            {case.addresses or 'pass'}",
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
    otherwise: Sequence[str] = (),
) -> list[str]:
    """`body` where the conditions hold, and those of each array too, which may refer to what `places` finds.

    `otherwise`: what is done where an array does not keep to them.
    """
    question = " and ".join(filter(None, of_each))
    outer = f"if {' and '.join(conditions)}:"
    if not question:
        return [outer, *_indented(body)]
    each = [question.format(x=name) for name in arrays]
    each += [f"all([{question.format(x='array')} for array in {name}])" for name in sequences]
    inner = [*([places] if places else []), f"if {' and '.join(each) or True}:", *_indented(body), *otherwise]
    return [outer, *_indented(inner)]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _compiled(
    spec: Spec, backend: Backend, case: FastPathConditions, attempt: list[str], names: dict[str, Any], into: Call
) -> Call:
    body = [
        "rest = into",
        *attempt,
        "except refusals:",
        "    pass  # refused before writing",
        f"return {call_text('rest', spec.with_out)}",
    ]
    names = {**case.names, **names, "refusals": REFUSALS, "into": into}
    return compile_function(spec.last_name, spec.with_out, body, names, f"{backend.name} fast out= call of")
