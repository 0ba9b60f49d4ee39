"""From a declaration to the text of its stub: one definition, or an overload for each kind of array and dtype.

On NumPy the overloads say which dtype comes out, as far as it depends on the dtype of arrays alone; whatever else
is given, the result is an array of any dtype. The arrays of other frameworks have no dtype that a type checker sees.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from stubs.numpy_dtypes import DTYPES, Measured, Results, measured
from unified_arrays._common.spec import Spec

# Type variables of _stub_types.pyi, the widest first: the dtypes that each stands for, and the Python numbers that an
# array of any of these may meet without becoming an array of another dtype.
INTEGERS = tuple(name for name in DTYPES if "int" in name)
FLOATS, COMPLEXES = ("float32", "float64"), ("complex64", "complex128")
TYPE_VARIABLES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "AnyDType": (DTYPES, None),
    "Number": ((*INTEGERS, *FLOATS, *COMPLEXES), None),
    "Integer": (INTEGERS, "int"),
    "Inexact": ((*FLOATS, *COMPLEXES), "float"),
    "Floating": (FLOATS, "float"),
    "Complex": (COMPLEXES, "complex"),
}
ANY_DTYPE = "_NDArray[Any]"
# What is worth an overload where no type variable fits: a result of another dtype tells little.
WORTH = {"bool", "int64", "uint64", *FLOATS, *COMPLEXES}


@dataclass(frozen=True)
class Kind:
    """The arrays that an overload is for."""

    array: str
    result: str  # what one result is


# Where a backend is not known before the call, this is what there may be, in the order in which checkers try them.
NUMPY = Kind(ANY_DTYPE, ANY_DTYPE)
KINDS: dict[str, list[Kind]] = {
    "": [
        Kind("ArrayVariable", "ArrayVariable"),
        NUMPY,
        Kind("OtherArray", "OtherArray"),
        Kind("MixedArray", "Any"),
    ],
    "numpy": [NUMPY],
    "torch": [Kind("_torch.Tensor", "_torch.Tensor")],
    "tensorflow": [
        Kind("ArrayVariable", "ArrayVariable"),
        Kind("_tensorflow.Tensor", "_tensorflow.Tensor"),
        Kind("_tensorflow.Tensor | _tensorflow.Variable", "Any"),
    ],
    "jax": [
        Kind("_jax.Array", "_jax.Array"),
        Kind("_jax.Array | ArrayRef", "ArrayRef"),
    ],
    "dask": [
        Kind("_dask.Array", "_dask.Array"),
        Kind("_dask.Array | DaskMemory", "DaskMemory"),
    ],
    "cupy": [Kind("_cupy.ndarray", "_cupy.ndarray")],
}
# Functions that need no array: what arrays may be all the same, what is made, and the type variable of out.
CREATED = {
    "": ("AnyArray", "Any", "Array"),
    "tensorflow": ("_tensorflow.Tensor | _tensorflow.Variable", "ArrayVariable", "AnyTensorFlow"),
    "jax": ("_jax.Array | ArrayRef", "ArrayRef", "AnyJax"),
    "dask": ("_dask.Array | DaskMemory", "DaskMemory", "AnyDask"),
}


@dataclass(frozen=True)
class Variant:
    """One overload: what stands in the place of names in the annotations."""

    spec: Spec
    array: str  # for Array
    result: tuple[str, ...] | str  # one text for all results, or one for each
    of: dict[str, str] = field(default_factory=dict)  # another text for Array in these parameters
    number: str = "complex"
    arrays_only: frozenset[str] = frozenset()  # these parameters are no numbers here
    without: frozenset[str] = frozenset()  # these are left out here
    dtype: str = "DTypeLike | None"
    out: str = "None"

    def text(self) -> str:
        """The line."""
        parts, kind = [], None
        for parameter in self.spec.signature.parameters.values():
            if kind is parameter.POSITIONAL_ONLY and parameter.kind is not kind:
                parts.append("/")
            if parameter.kind is parameter.KEYWORD_ONLY and kind not in (parameter.VAR_POSITIONAL, parameter.kind):
                parts.append("*")
            parts.append(self._parameter(parameter))
            kind = parameter.kind
        if kind is inspect.Parameter.POSITIONAL_ONLY:
            parts.append("/")
        return f"def {self.spec.last_name}({', '.join(parts)}) -> {self._result()}: ..."

    def _parameter(self, parameter: inspect.Parameter) -> str:
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        text = self._annotation(parameter)
        has_default = parameter.default is not parameter.empty
        if parameter.default is None and "None" not in text.split(" | "):
            has_default = False  # whatever else there is besides None
        default = f" = {_default(parameter.default)}" if has_default else ""
        return f"{star}{parameter.name}: {text}{default}"

    def _annotation(self, parameter: inspect.Parameter) -> str:
        name = parameter.name
        if name == "out":
            return self.out
        if name in self.without:
            return "None"
        if name in self.spec.dtype_parameters:
            required = parameter.default is parameter.empty
            return self.dtype.removesuffix(" | None") if required else self.dtype
        alternatives = _alternatives(str(parameter.annotation))
        if name in self.arrays_only:
            alternatives = [one for one in alternatives if "Array" in one or one == "None"]
        text = " | ".join(alternatives)
        if (self.spec.name, name) == ("isdtype", "kind"):
            text = text.replace("DTypeLike", "DTypeLike | str")  # "integral" and other names of kinds
        if name in self.of:
            text = re.sub(r"\b(complex|float)\b", self.number, text)
        return _translated(text, self.of.get(name, self.array))

    def _result(self) -> str:
        declared = str(self.spec.signature.return_annotation)
        if declared in ("Array", "NewArray"):
            return self.result if isinstance(self.result, str) else self.result[0]
        if declared.startswith("tuple[") and "Array" in declared:
            fields = measured(self.spec.name).fields
            if fields is not None:
                several = [self.result] * len(fields[1]) if isinstance(self.result, str) else self.result
                return f"{fields[0]}[{', '.join(several)}]"
            if "..." in declared:
                return f"tuple[{self.result if isinstance(self.result, str) else self.result[0]}, ...]"
            number = declared.count("Array")
            several = [self.result] * number if isinstance(self.result, str) else self.result
            return f"tuple[{', '.join(several)}]"
        return "Any" if "Array" in declared else _translated(declared, self.array)


def _alternatives(annotation: str) -> list[str]:
    """The parts of a union; what stands in brackets is one part."""
    return re.findall(r"(?:[^\[\]| ]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])+", annotation)


def _translated(text: str, array: str) -> str:
    if text == "Norm":
        return 'Literal["backward", "ortho", "forward"]'
    text = re.sub(r"\bbool\b", "_bool", text)
    return re.sub(r"\bArray\b", array, text)


def _default(value: object) -> str:
    return repr(value) if value is None or isinstance(value, (bool, int, str, tuple)) else "..."


def overloads(spec: Spec, namespace: str) -> list[str]:
    """The lines of a function in the main namespace (""), or in that of a backend."""
    return [variant.text() for variant in _variants(spec, namespace)]


def _variants(spec: Spec, namespace: str) -> Iterator[Variant]:
    if "Array" not in str(spec.signature.return_annotation):
        yield Variant(spec, "Array", "Array")  # a question: can_cast, broadcast_shapes
        return
    kinds = KINDS[namespace]
    takes_arrays = _takes_arrays(spec)
    if namespace in ("torch", "cupy") and (spec.takes_nested or not takes_arrays):
        (kind,) = kinds  # whatever comes in, an array of one class comes out
        yield Variant(spec, kind.array, kind.result, out=f"{_out_types(spec, kind.array)} | None")
        return
    if takes_arrays:
        for kind in kinds:
            yield from _of_numpy(spec) if kind is NUMPY else _of_other(spec, kind)
    if not takes_arrays or spec.takes_nested:
        yield from _created(spec, namespace)


def _takes_arrays(spec: Spec) -> bool:
    """True where the arrays among the arguments decide what comes out."""
    return (bool(spec.keys) and spec.signature.return_annotation != "NewArray") or spec.name == "asarray"


def _out_types(spec: Spec, array: str) -> str:
    """What out may be, None aside."""
    one = f"{array} | Sequence[{array} | None]"
    return one if spec.family == "one_or_several_arrays" else f"Sequence[{array} | None]" if spec.several else array


def _of_other(spec: Spec, kind: Kind) -> Iterator[Variant]:
    only = frozenset([spec.keys[0].name]) if spec.takes_nested else frozenset()
    yield Variant(spec, kind.array, kind.result, arrays_only=only, out=f"{_out_types(spec, kind.array)} | None")


def _created(spec: Spec, namespace: str) -> Iterator[Variant]:
    """Without arrays: the selected backend creates, or that of the namespace; or an array in the place of out."""
    if namespace == "numpy":
        yield from _created_by_numpy(spec)
        return
    array, made, out = CREATED[namespace]
    yield Variant(spec, array, made)
    if spec.several:
        yield Variant(spec, array, made, out=_out_types(spec, array))
    else:
        yield Variant(spec, array, out, out=out)


def _created_by_numpy(spec: Spec) -> Iterator[Variant]:
    known = measured(spec.name).without_arrays
    result: tuple[str, ...] | str = ANY_DTYPE
    if len(known) == 1 and not spec.number_parameters and not spec.takes_nested:
        result = tuple(map(_array_of, next(iter(known))))
    if spec.dtype_parameters:
        yield Variant(spec, ANY_DTYPE, result, dtype="None")
        yield from _with_dtype(Variant(spec, ANY_DTYPE, ANY_DTYPE))
    else:
        yield Variant(spec, ANY_DTYPE, result)
    yield _with_out(spec)


def _with_dtype(pattern: Variant) -> Iterator[Variant]:
    yield replace(pattern, dtype="type[Scalar] | _numpy.dtype[Scalar]", result="_NDArray[Scalar]")
    yield replace(pattern, dtype="DTypeLike")


def _with_out(spec: Spec) -> Variant:
    if spec.may_be_several:
        return Variant(spec, ANY_DTYPE, ANY_DTYPE, out=_out_types(spec, ANY_DTYPE))
    return Variant(spec, ANY_DTYPE, "NumPyArray", dtype="DTypeLike | None", out="NumPyArray")


def _of_numpy(spec: Spec) -> Iterator[Variant]:
    found = measured(spec.name)
    groups = [] if spec.family == "one_or_several_arrays" else _groups(found, splits=bool(_scalar_keys(spec, found)))
    complete = any(array == ANY_DTYPE for array, _, _ in groups)
    required_dtype = any(
        spec.signature.parameters[name].default is inspect.Parameter.empty for name in spec.dtype_parameters
    )
    nested = frozenset([spec.keys[0].name]) if spec.takes_nested else frozenset()
    for array, number, results in groups if not required_dtype else []:
        unseen = frozenset(
            key.name
            for key in spec.keys
            if key.name not in found.given and spec.signature.parameters[key.name].default is None
        )
        of = dict.fromkeys(found.varying, array)
        pattern = Variant(
            spec, ANY_DTYPE, results, of, number, nested, unseen, "None" if spec.dtype_parameters else "DTypeLike"
        )
        yield from _anchored(pattern, _scalar_keys(spec, found))
    fallback = Variant(spec, ANY_DTYPE, ANY_DTYPE, arrays_only=nested)
    if spec.dtype_parameters:
        yield from _with_dtype(fallback)
    if not required_dtype and not (complete and not spec.dtype_parameters and _all_given(spec, found)):
        of = dict.fromkeys(found.varying, ANY_DTYPE)
        yield from _anchored(replace(fallback, of=of, dtype="None"), _scalar_keys(spec, found))
    if spec.takes_out:
        yield replace(_with_out(spec), arrays_only=nested)


def _all_given(spec: Spec, found: Measured) -> bool:
    return all(key.name in found.given or spec.signature.parameters[key.name].default is not None for key in spec.keys)


def _scalar_keys(spec: Spec, found: Measured) -> list[str]:
    """The parameters that may be numbers instead of arrays of the dtype that decides."""
    declared = [spec.signature.parameters[key.name] for key in spec.keys if key.name in found.varying]
    return [
        one.name for one in declared if one.default is one.empty and "complex" in _alternatives(str(one.annotation))
    ]


def _anchored(pattern: Variant, scalars: Sequence[str]) -> Iterator[Variant]:
    """One of the parameters is an array, whichever; if one can be nothing else, that is said already."""
    declared = {name: pattern.spec.signature.parameters[name] for name in pattern.of}
    certain = {name for name, one in declared.items() if one.default is one.empty} - set(scalars)
    if certain or not scalars:
        yield pattern
        return
    first, *others = scalars
    yield replace(pattern, arrays_only=pattern.arrays_only | {first})
    for name in others[:1]:
        yield replace(pattern, arrays_only=pattern.arrays_only | {name})


def _array_of(*dtypes: str) -> str:
    names = ("bool_" if name == "bool" else name for name in dtypes)
    return f"_NDArray[{' | '.join(f'_numpy.{name}' for name in names)}]"


def _groups(found: Measured, *, splits: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    """(array, number, results): the dtypes from which results come in the same way, as texts.

    With `splits`, dtypes that meet other Python numbers are in different groups.
    """
    known = {dtype: results for dtype, results in found.results.items() if results is not None}
    if len(known) < len(found.results) / 2 or not known or len({len(results) for results in known.values()}) > 1:
        return []
    if len(known) == len(found.results) and len(set(known.values())) == 1 and len(known) > 2:
        return [(ANY_DTYPE, "complex", tuple(map(_array_of, next(iter(known.values())))))]
    patterns: dict[Results, list[str]] = {}
    places = range(len(next(iter(known.values()))))
    constant = {place for place in places if len({results[place] for results in known.values()}) == 1}
    for dtype, results in known.items():
        pattern = tuple(
            "T" if result == dtype and place not in constant else result for place, result in enumerate(results)
        )
        patterns.setdefault(pattern, []).append(dtype)
    groups = []
    for pattern, dtypes in patterns.items():
        groups += list(_of_pattern(pattern, dtypes, splits=splits))
    return groups


def _of_pattern(pattern: Results, dtypes: list[str], *, splits: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    rest = set(dtypes)
    if "T" in pattern:
        for variable, (members, number) in TYPE_VARIABLES.items():
            if rest.issuperset(members) and (number or not splits):
                rest -= set(members)
                array = f"_NDArray[{variable}]"
                yield array, number or "complex", tuple(array if one == "T" else _array_of(one) for one in pattern)
        singles = [(one,) for one in sorted(rest & {"bool", "int64", "float32", "float64", "complex128"})]
    else:
        singles = [tuple(one for one in DTYPES if one in rest)] if WORTH.issuperset(pattern) else []
    for several in singles:
        results = tuple(_array_of(*several) if one == "T" else _array_of(one) for one in pattern)
        number = next(kind for kind in ("bool", "int", "float", "complex") if any(kind in one for one in several))
        yield _array_of(*several), number, results
