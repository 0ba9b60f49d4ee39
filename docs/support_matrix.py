"""What each function can do on each backend: asked of the package's tables, and of the functions themselves.

Nothing of it is kept in the repository. `dtypes` calls every function with its row of inputs, in each dtype.
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

from unified_arrays.testing._inputs import EVERY, Row  # noqa: E402

from support import selected  # noqa: E402

LABELS = {
    "numpy": "NumPy",
    "torch": "PyTorch",
    "tensorflow": "TensorFlow",
    "jax": "JAX",
    "dask": "dask",
    "cupy": "CuPy",
}
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


def gradient(name: str, backend: str) -> bool | None:
    """Whether a gradient reaches an input, not zero everywhere; None if nobody tried, or no input is floating."""
    row = _rows().get(name)
    if backend not in _GRADIENTS or row is None:
        return None
    if not any(one.dtype.kind in "fc" for one in _arrays(row.arguments)):
        return None
    function: Any = ua
    for part in name.split("."):
        function = getattr(function, part)
    with selected(backend), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        inputs: list[Any] = []
        arguments = [_collected(one, inputs) for one in row.arguments]
        try:
            gradients = _GRADIENTS[backend](inputs, lambda: _floating(function(*arguments, **row.options)))
        except Exception:  # whatever it is, no gradient comes out
            return False
        return any(one is not None and bool(ua.any(ua.not_equal(one, 0))) for one in gradients)


def _collected(argument: Any, inputs: list[Any]) -> Any:
    """Arrays as those of the selected backend; the floating ones are added to `inputs`."""
    if isinstance(argument, np.ndarray):
        there = ua.to_backend(argument)
        if argument.dtype.kind in "fc":
            inputs.append(there)
        return there
    return type(argument)(_collected(one, inputs) for one in argument) if type(argument) in (list, tuple) else argument


def _floating(results: Any) -> list[Any]:
    """The arrays among the results that may have a gradient."""
    found = results if isinstance(results, (tuple, list)) else [results]
    return [one for one in found if ua.is_array(one) and ua.isdtype(one.dtype, ("real floating", "complex floating"))]


def _weighted(results: list[Any]) -> Any:
    """A number that depends on each element in another way: the sum alone of what has mean 0 has no gradient."""
    total: Any = 0.0
    for one in results:
        flat = ua.reshape(ua.abs(one), (-1,))
        weights = ua.arange(1, flat.shape[0] + 1, dtype=flat.dtype)
        total = total + ua.sum(ua.where(ua.isfinite(flat), flat, ua.zeros_like(flat)) * weights)
    return total


def _of_torch(inputs: list[Any], call: Any) -> Any:
    import torch

    for one in inputs:
        one.requires_grad_()
    total = _weighted(call())
    return torch.autograd.grad(total, inputs, allow_unused=True) if total.requires_grad else []


def _of_tensorflow(inputs: list[Any], call: Any) -> Any:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        for one in inputs:
            tape.watch(one)
        total = _weighted(call())
    found = tape.gradient(total, inputs)
    return [None if one is None else tf.convert_to_tensor(one) for one in found]


_GRADIENTS = {"torch": _of_torch, "tensorflow": _of_tensorflow}


@cache
def with_gradient(name: str) -> str:
    """The backends on which a gradient reaches an input, in words; "" where nobody tried."""
    tried = {backend: gradient(name, backend) for backend in HERE if backend in _GRADIENTS}
    if all(one is None for one in tried.values()):
        return ""
    return ", ".join(LABELS[backend] for backend, one in tried.items() if one) or "none"


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
