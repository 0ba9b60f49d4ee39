"""What write_mode says of a function is true: measured in bytes and addresses."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import MEMORY, VALUE, arrays_of, assert_same, numpy_of

WITH_OUT = [name for name, spec in SPECS.items() if spec.takes_out]
FIRST_ROW = {row.function: row for row in reversed(ONE_RESULT)}


def public(name: str) -> Callable[..., Any]:
    found: Any = ua
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


# -- what it says -----------------------------------------------------------------------------------------------------

SAID = [
    ("add", "numpy", "native"),
    ("sum", "numpy", "native"),
    ("matmul", "numpy", "native"),
    ("sort", "numpy", "copy"),
    ("zeros", "numpy", "native"),
    ("zeros", "torch", "native"),
    ("permute_dims", "numpy", "native"),
    ("flip", "torch", "copy"),
    ("fft.fft", "numpy", "native"),
    ("fft.fft", "torch", "copy"),
    ("linalg.inv", "numpy", "copy"),
    ("linalg.inv", "torch", "copy"),
    ("linalg.svd", "numpy", "copy"),
    ("linalg.matmul", "numpy", "native"),
    ("linalg.matmul", "torch", "native"),
    ("add", "torch", "native"),
    ("sum", "torch", "native"),
    ("linalg.qr", "torch", "copy"),
    ("add", "tensorflow", "update"),
    ("subtract", "tensorflow", "update"),
    ("multiply", "tensorflow", "assign"),
    ("sum", "tensorflow", "assign"),
    ("linalg.svd", "tensorflow", "assign"),
]


@pytest.mark.parametrize(("function", "backend_name", "mode"), SAID)
def test_a_function_can_be_named_or_given(function: str, backend_name: str, mode: str) -> None:
    if backend_name != "numpy":
        pytest.importorskip(backend_name)
    assert ua.write_mode(function, backend_name) == mode
    assert ua.write_mode(public(function), backend_name) == mode
    with ua.use_backend(backend_name):
        assert ua.write_mode(function) == mode


@pytest.mark.parametrize(("backend_name", "least"), [("numpy", 115), ("torch", 110)])
def test_most_functions_are_native(backend_name: str, least: int) -> None:
    pytest.importorskip(backend_name)
    assert sum(ua.write_mode(name, backend_name) == "native" for name in WITH_OUT) >= least


def test_a_bound_function_is_known_too(backend: str) -> None:
    namespace = ua.array_namespace(VALUE[backend](np.ones(1)))
    assert ua.write_mode(namespace.add, backend) == ua.write_mode("add", backend)
    assert ua.write_mode(namespace.linalg.svd, backend) == ua.write_mode("linalg.svd", backend)


def test_every_function_with_out_has_a_mode_of_its_backend(backend: str) -> None:
    own = {"numpy": {"native", "copy"}, "torch": {"native", "copy"}, "tensorflow": {"assign", "update"}}
    assert {ua.write_mode(name, backend) for name in WITH_OUT} == own[backend]


@pytest.mark.parametrize(
    "wrong",
    ["nonsense", "svd", "", "finfo", ua.finfo, np.add, len, None],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_what_takes_no_out_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="^write_mode: .* is no function that takes out="):
        ua.write_mode(wrong, "numpy")


# -- native: no temporary ---------------------------------------------------------------------------------------------

TIMES = {0: 1, 1: 30_000, 2: 110, 3: 20}  # copies along each axis: every array of a row has 1e5 to 1e6 elements then


MANY = np.arange(120_000.0)
PAIRS = MANY.reshape(400, 300)
POSITIONS = np.arange(120_000).reshape(400, 300) % 300

# Rows for functions whose size is not that of their inputs, or that are native in other cases than their first row.
SIZED = {
    row.function: row
    for row in [
        *(Row(name, ((400, 300),)) for name in ("empty", "zeros", "ones")),
        *(Row(name, (PAIRS,)) for name in ("empty_like", "zeros_like", "ones_like")),
        Row("full", ((400, 300), 2.5)),
        Row("full_like", (PAIRS, 2.5)),
        Row("eye", (400, 300), {"k": -2}),
        Row("linspace", (0.0, 1.0, 120_000)),
        Row("arange", (0, 240_000, 2)),
        Row("argmax", (PAIRS,), {"axis": 1}),
        Row("argmin", (PAIRS,), {"axis": 1}),
        Row("prod", (PAIRS,), {"axis": 0}),
        Row("diff", (PAIRS,), {"axis": 0}),
        Row("take", (PAIRS, np.arange(450) % 400), {"axis": 0}),
        Row("take_along_axis", (PAIRS, POSITIONS), {"axis": 1}),
        Row("searchsorted", (MANY, PAIRS)),
        Row("reshape", (PAIRS, (300, 400))),
        Row("broadcast_to", (MANY[:300], (400, 300))),
        Row("squeeze", (PAIRS[:, None],), {"axis": 1}),
        Row("tile", (PAIRS, (2, 1, 3))),
        Row("linalg.cross", (PAIRS.reshape(-1, 3), PAIRS[::-1].reshape(-1, 3))),
        Row("linalg.outer", (MANY[:1000], MANY[:900])),
        Row("vecdot", (PAIRS, PAIRS)),
        Row("linalg.trace", (MANY.reshape(100, 40, 30),)),
        Row("meshgrid", (MANY[:400], MANY[:300])),
        Row("broadcast_arrays", (PAIRS, MANY[:300])),
        Row("unstack", (MANY.reshape(2, 60_000),)),
        *(Row(f"fft.{name}", (PAIRS + 1j,)) for name in ("fft", "ifft", "fftn", "ifftn", "irfft")),
        *(Row(f"fft.{name}", (PAIRS,)) for name in ("rfft", "rfftn", "ihfft")),
    ]
}


def large(argument: Any) -> Any:
    """The values of a row over and over along every axis."""
    if isinstance(argument, list):
        return [large(one) for one in argument]
    if isinstance(argument, np.ndarray):
        return np.tile(argument, (TIMES[argument.ndim],) * argument.ndim)
    return argument


def bytes_of_numpy(call: Callable[[], Any]) -> int:
    """The most memory that a call held at once, beyond what was there before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        call()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def bytes_of_torch(call: Callable[[], Any]) -> int:
    """The largest single allocation of a call."""
    import torch

    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU], profile_memory=True) as profile:
        call()
    events = profile.profiler.kineto_results.events()
    return max((one.nbytes() for one in events if one.name() == "[memory]"), default=0)


HELD: dict[str, Callable[[Callable[[], Any]], int]] = {"numpy": bytes_of_numpy, "torch": bytes_of_torch}


@pytest.mark.backends(*HELD)
@pytest.mark.applies(where=lambda name, backend: ua.write_mode(name, backend) == "native")
@pytest.mark.parametrize("name", WITH_OUT)
def test_native_makes_no_temporary(name: str, backend: str) -> None:
    row = SIZED.get(name) or FIRST_ROW[name]
    inputs = list(row.arguments) if name in SIZED else [large(one) for one in row.arguments]
    arguments = arrays_of(backend, inputs)
    with np.errstate(all="ignore"), ua.use_backend(backend):
        plain = public(name)(*arguments, **row.options)
        results = [numpy_of(one) for one in (plain if SPECS[name].several else [plain])]
        outs = [MEMORY[backend](np.zeros_like(one)) for one in results]

        def call() -> Any:
            return public(name)(*arguments, **row.options, out=tuple(outs) if SPECS[name].several else outs[0])

        returned = call()  # the first call also fills the tables
        temporary = HELD[backend](call)
    for one, out, result in zip(returned if SPECS[name].several else [returned], outs, results, strict=True):
        assert one is out
        if not name.startswith("empty"):
            assert_same(out, result)
    leaves = [one for part in inputs for one in (part if isinstance(part, list) else [part])]
    size = max(one.nbytes for one in [*leaves, *results] if isinstance(one, np.ndarray))
    assert size >= 100_000
    assert temporary < size // 8


@pytest.mark.backends(*HELD)
def test_a_temporary_would_be_seen(backend: str) -> None:
    held = HELD[backend]
    x = VALUE[backend](np.ones(100_000))
    out = MEMORY[backend](np.ones(100_000))
    assert held(lambda: ua.add(x, x)) >= 800_000
    assert held(lambda: ua.sort(x, out=out)) >= 800_000


# -- addresses --------------------------------------------------------------------------------------------------------


def address(x: Any) -> int:
    if isinstance(x, np.ndarray):
        return int(x.__array_interface__["data"][0])
    if hasattr(x, "data_ptr"):
        return int(x.data_ptr())
    return int(np.asarray(x.read_value()).__array_interface__["data"][0])  # .numpy() would copy


@pytest.mark.backends("numpy", "torch")  # TensorFlow: below
@pytest.mark.parametrize("row", ONE_RESULT, ids=str)
def test_native_and_copy_keep_the_address(row: Row, backend: str) -> None:
    with ua.use_backend(backend):
        arguments = arrays_of(backend, list(row.arguments))
        out = MEMORY[backend](np.zeros_like(numpy_of(public(row.function)(*arguments, **row.options))))
        before = address(out)
        public(row.function)(*arguments, **row.options, out=out)
        assert address(out) == before


N = 1000


@pytest.fixture(params=["ArrayVariable", "tf.Variable"])
def variable(request: pytest.FixtureRequest) -> Any:
    """0, 1, 2, ... in TensorFlow's own memory: a constant's may be NumPy's, and is copied by the first write."""
    tf = pytest.importorskip("tensorflow")
    from unified_arrays.tensorflow import ArrayVariable

    kind = {"ArrayVariable": ArrayVariable, "tf.Variable": tf.Variable}[request.param]
    return kind(tf.range(float(N), dtype=tf.float64))


UPDATES: dict[str, tuple[Callable[[Any, Any], Any], Callable[[np.ndarray], np.ndarray]]] = {
    "add, out is x1": (lambda v, x: ua.add(v, x, out=v), lambda n: n + 2.0),
    "add, out is x2": (lambda v, x: ua.add(x, v, out=v), lambda n: n + 2.0),
    "subtract, out is x1": (lambda v, x: ua.subtract(v, x, out=v), lambda n: n - 2.0),
}


@pytest.mark.parametrize(("call", "expected"), UPDATES.values(), ids=list(UPDATES))
def test_update_keeps_the_address(
    call: Callable[[Any, Any], Any], expected: Callable[[np.ndarray], np.ndarray], variable: Any
) -> None:
    x = VALUE["tensorflow"](np.full(N, 2.0))
    wanted, before = np.arange(float(N)), address(variable)
    for _ in range(3):
        assert call(variable, x) is variable
        wanted = expected(wanted)
        assert address(variable) == before
        assert_same(variable, wanted)


ASSIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "add, out is another": lambda v, x: ua.add(x, x, out=v),
    "subtract, out is x2": lambda v, x: ua.subtract(x, v, out=v),
    "multiply": lambda v, x: ua.multiply(v, x, out=v),
    "exp": lambda v, x: ua.exp(x, out=v),
    "sort": lambda v, x: ua.sort(v, out=v),
}


@pytest.mark.parametrize("call", ASSIGNS.values(), ids=list(ASSIGNS))
def test_assign_changes_the_address(call: Callable[[Any, Any], Any], variable: Any) -> None:
    before = address(variable)
    assert call(variable, VALUE["tensorflow"](np.full(N, 2.0))) is variable
    assert address(variable) != before


def test_update_leaves_the_values_that_somebody_holds(variable: Any) -> None:
    held_value = variable.read_value()
    ua.add(variable, ua.ones_like(variable), out=variable)
    assert_same(held_value, np.arange(float(N)))
    assert_same(variable, np.arange(float(N)) + 1.0)
