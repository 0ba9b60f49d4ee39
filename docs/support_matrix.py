"""What each function can do on each backend: asked of the package's tables, and of the functions themselves.

Nothing of it is kept in the repository. `dtypes` calls every function with its row of tests/inputs.py, in each dtype.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays._common.dtypes import ALL
from unified_arrays._common.spec import Spec

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from inputs import EVERY, Row  # noqa: E402
from support import selected  # noqa: E402

LABELS = {"numpy": "NumPy", "torch": "PyTorch", "tensorflow": "TensorFlow", "jax": "JAX", "dask": "dask"}
HERE = [name for name in backends.KNOWN if name in LABELS and backends.is_installed(name)]
# On JAX every call is a program that XLA compiles: 15 minutes and more. dask finds out when it computes.
TRIED = ("numpy", "torch", "tensorflow")
GROUPS = {
    "bool": ("bool",),
    "integers": tuple(name for name in ALL if "int" in name),
    "floats": ("float16", "bfloat16", "float32", "float64"),
    "complex": ("complex64", "complex128"),
}
HOW = {
    "native": "a kernel of the framework fills `out`: no temporary",
    "copy": "computed, checked, copied into `out`: one temporary",
    "assign": "computed, checked; the result's buffer becomes that of `out`",
    "update": "in place where `out` is an input, else assigned",
}


def mode(spec: Spec, backend: str) -> str:
    """The write mode in the plain case; "" for a function without out=."""
    return ua.write_mode(spec.name, backend) if spec.takes_out else ""


def how(spec: Spec, backend: str) -> str:
    """The write mode as a sentence."""
    if spec.takes_out and spec.name in backends.by_name(backend).views:
        return (
            "a view of the input, copied into `out`: no temporary" if mode(spec, backend) == "native" else HOW["copy"]
        )
    return HOW.get(mode(spec, backend), mode(spec, backend))


def computed_by(spec: Spec, backend: str) -> str:
    """Whose function computes it."""
    label = LABELS[backend]
    if spec.category_beyond_standard is None or backends.by_name(backend).functions.own(spec.name) is not None:
        return f"{label}'s own functions"
    return "functions of the standard, put together"


@cache
def _rows() -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in EVERY:
        found.setdefault(row.function, row)
    return found


def _arrays(argument: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(argument, np.ndarray):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for one in argument:
            yield from _arrays(one)


def _cast(argument: Any, old: Any, new: str) -> Any:
    """Arrays of the dtype `old` as arrays of the selected backend in the dtype `new`, others in their own."""
    if isinstance(argument, np.ndarray):
        there = ua.to_backend(argument)
        if argument.dtype != old:
            return there
        unsigned = ua.abs(there) if new.startswith("u") and argument.dtype.kind in "if" else there
        return ua.astype(ua.real(unsigned) if argument.dtype.kind == "c" and "complex" not in new else unsigned, new)
    return type(argument)(_cast(one, old, new) for one in argument) if type(argument) in (list, tuple) else argument


def dtypes(name: str, backend: str) -> list[str] | None:
    """The dtypes of inputs that a function takes; None if nobody tried: it has no arrays, or no row of inputs."""
    row = _rows().get(name) if backend in TRIED else None
    first = next(_arrays(row.arguments), None) if row is not None else None
    if row is None or first is None:
        return None
    function: Any = ua
    for part in name.split("."):
        function = getattr(function, part)
    taken = []
    with selected(backend), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for dtype in backends.by_name(backend).dtypes:
            with contextlib.suppress(Exception):  # whatever it is, such inputs are not taken
                arguments = [_cast(one, first.dtype, dtype) for one in row.arguments]
                function(*arguments, **row.options)
                taken.append(dtype)
    return taken


def in_short(taken: Sequence[str] | None, backend: str) -> str:
    """A list of dtypes by their kinds."""
    if taken is None:
        return ""
    parts = []
    for group, members in GROUPS.items():
        there = [name for name in members if name in backends.by_name(backend).dtypes]
        found = [name for name in there if name in taken]
        if found:
            parts.append(group if found == there else ", ".join(found) if len(found) < 4 else f"most {group}")
    return "all" if parts == [*GROUPS] else "; ".join(parts)


@cache
def _xla() -> dict[str, str]:
    """function -> what XLA does not do with it, from docs/graphs.md."""
    from xla_table import written

    found = {}
    for call, (plain, with_out) in written().items():
        name = call.partition("(")[0]
        if plain != "yes":
            found[name] = plain
        else:
            found[name] = f"without `out` only: {with_out}"
    return found


def _not_traced_with_out() -> set[str]:
    """Functions whose call with out= torch.compile does not trace whole, from the tests."""
    text = (ROOT / "tests" / "test_in_torch_programs.py").read_text(encoding="utf-8")
    refused = text[text.index("REFUSED = ") : text.index('"data-dependent"')]
    return {part.partition("-")[0] for part in refused.split('"')[1::2]}


def in_graphs(spec: Spec) -> tuple[str, str, str]:
    """In a tf.function, with XLA, in torch.compile: what the tests of all rows say; "" for what has no row."""
    if spec.name not in _rows():
        return "", "", ""
    traced = "without `out` only" if spec.name in _not_traced_with_out() else "yes"
    return "yes", _xla().get(spec.name, "yes"), traced
