"""Every function that a framework has itself, with and without out=: the rows of the tests, timed.

The arguments are those of the first row of a function in the tests' inputs (12 elements or so), unless ROWS has others:
for functions that the tests reach without a row, and where the first row asks for what a framework's own function
does not do.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays._common.spec import SPECS, Spec
from unified_arrays.testing._inputs import EVERY, POSITIVE, REAL, UNIT, WHOLE, Row

from . import natives
from .records import Record
from .timing import Call, Effort, beside
from support import arrays_of, numpy_of

ROWS = {
    one.function: one
    for one in (
        Row("empty", ((2, 3),)),
        Row("empty_like", (REAL,)),
        Row("from_dlpack", (REAL,)),
        Row("can_cast", (np.dtype("int32"), np.dtype("float64"))),
        Row("finfo", (np.dtype("float32"),)),
        Row("iinfo", (np.dtype("int32"),)),
        Row("isdtype", (np.dtype("int32"), "integral")),
        Row("result_type", (REAL, WHOLE)),
        Row("iscomplexobj", (REAL,)),
        Row("isrealobj", (REAL,)),
        Row("broadcast_shapes", ((3, 1), (1, 4))),
        Row("asarray", (REAL,)),
        Row("eye", (3, 4)),
        Row("tile", (REAL, (2, 2))),
        Row("roll", (REAL, (1, -2)), {"axis": (0, 1)}),
        Row("tril", (REAL,), {"k": 1}),
        Row("linalg.vector_norm", (REAL,), {"axis": 1}),
        Row("searchsorted", (np.array([1.0, 2.0, 2.0, 5.0]), REAL[0]), {"side": "right"}),
        Row("linalg.trace", (POSITIVE[:, :3],)),
        *(Row(name, (UNIT,)) for name in ("sum", "prod", "mean", "std", "var")),
    )
}


@dataclass(frozen=True)
class Case:
    """One function on one backend, as expressions over the same names; without `native`, the reason why not."""

    function: str
    ours: Call
    native: Call | None
    ours_out: Call | None = None
    native_out: Call | None = None
    reason: str = ""


def row_of(function: str) -> Row | None:
    """The inputs of a function: its own ones here, or its first row in the tests."""
    return ROWS.get(function) or next((row for row in EVERY if row.function == function), None)


def cases(backend: str) -> Iterator[Case]:
    """A case for every declared function."""
    for spec in SPECS.values():
        row = row_of(spec.name)
        if row is None:
            text = f"ua.{spec.name}()"
            yield Case(
                spec.name,
                Call(text, {}),
                None,
                reason="it has no row in src/unified_arrays/testing/_inputs.py nor here",
            )
        else:
            yield case_of(spec, row, backend)


def case_of(spec: Spec, row: Row, backend: str) -> Case:
    """The calls of one function. What the framework's own call returns is compared: another thing is no measure."""
    framework = natives.FRAMEWORKS[backend]
    positional, values = _bound(spec, row, backend)
    options = {name: _native(name, one, backend) for name, one in row.options.items()}
    names = natives.names_in_texts(backend) | values | options
    ours = Call(natives.call_text(f"ua.{spec.name}", positional, list(options)), names)
    text = natives.native_text(backend, spec.name, positional, list(options))
    if text is None:
        return Case(spec.name, ours, None, reason=f"{framework.alias} has no function for it")
    native = Call(text, names)
    with warnings.catch_warnings(), quiet(backend):
        warnings.simplefilter("ignore")
        result = ours()
        reason = _difference(spec, native, result)
        if reason is not None:
            return Case(spec.name, ours, None, reason=reason)
        if not spec.takes_out:
            return Case(spec.name, ours, native)
        out = _memory_for(result)
        ours_out = Call(
            natives.call_text(f"ua.{spec.name}", positional, list(options), out=True), {**names, "out": out}
        )
        ours_out()
        return Case(spec.name, ours, native, ours_out, _native_out(framework, native, result))


def _bound(spec: Spec, row: Row, backend: str) -> tuple[list[str], dict[str, Any]]:
    """The names of the positional arguments, and the arguments."""
    names: list[str] = []
    for parameter in spec.inputs.parameters.values():
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            names += [f"{parameter.name}{i}" for i in range(len(row.arguments) - len(names))]
        elif parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            names.append(parameter.name)
    names = names[: len(row.arguments)]
    values = [_native(name, one, backend) for name, one in zip(names, row.arguments, strict=True)]
    return names, dict(zip(names, values, strict=True))


def _native(name: str, value: Any, backend: str) -> Any:
    """An argument as a user of the framework has it: its arrays, its dtypes."""
    if isinstance(value, np.dtype) or name == "dtype":
        return getattr(importlib.import_module(f"unified_arrays.{backend}"), np.dtype(value).name)
    return arrays_of(backend, value)


def _difference(spec: Spec, native: Call, result: Any) -> str | None:
    """Why the framework's own call is no measure for ours: it fails here, or finds something else."""
    try:
        own = native()
    except Exception as error:  # whatever a framework raises is a reason
        return f"{native.text} raises {type(error).__name__}"
    if not spec.takes_out or spec.last_name.startswith("empty"):
        return None
    theirs, ours = (list(one) if spec.several else [one] for one in (own, result))
    same = len(theirs) == len(ours) and all(map(_same, theirs, ours))
    return None if same else f"{native.text} finds something else"


def _same(first: Any, second: Any) -> bool:
    a, b = numpy_of(first), numpy_of(second)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-4, atol=1e-6, equal_nan=True))


def _memory_for(result: Any) -> Any:
    if isinstance(result, (tuple, list)):
        return tuple(map(_memory_for, result))
    # As users allocate it: contiguous, whatever the result is.
    return ua.array_namespace(result).zeros(tuple(result.shape), dtype=result.dtype)


def _native_out(framework: natives.Framework, native: Call, result: Any) -> Call | None:
    """The framework's call with out= if it has one, else what its users write: the value, copied or assigned."""
    if isinstance(result, (tuple, list)):
        return None
    names = {**native.names, "out": _memory_for(result)}
    if framework.alias == "tf":
        names["out"] = names["tf"].Variable(native())
    if framework.takes_out and native.text.endswith(")"):
        call = Call(f"{native.text[:-1]}, out=out)", names)
        with contextlib.suppress(Exception):  # it has no out=, or not for this
            if call() is names["out"]:
                return call
    call = Call(framework.write.format(value=native.text), names)
    call()
    return call


def measure(backend: str, effort: Effort) -> Iterator[Record | tuple[str, str, str, str]]:
    """The figures of every function; and what is left out, with the reason."""
    for case in cases(backend):
        if case.native is None:
            yield "functions", backend, case.function, case.reason
            continue
        pairs = [(False, case.native, case.ours)]
        if case.native_out is not None and case.ours_out is not None:
            pairs.append((True, case.native_out, case.ours_out))
        for out, native, ours in pairs:
            one = beside(native, ours, effort)
            yield Record(
                "functions", backend, case.function, "ours", one.ratio, out, one.low, one.high, one.seconds,
                text=ours.text, native=native.text,
            )  # fmt: skip


def quiet(backend: str) -> Any:
    return np.errstate(all="ignore") if backend == "numpy" else contextlib.nullcontext()
