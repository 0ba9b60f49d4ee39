"""Every function in programs that PyTorch compiles: traced whole, with the same results.

The compiler "aot_eager" makes writes into parameters what Inductor makes of them, and needs no C++ compiler; one test
uses Inductor where there is one.
"""

from __future__ import annotations

import shutil
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.python_scalars import OF_TWO
from unified_arrays._dispatch import calls
from unified_arrays.testing._inputs import EVERY, Row

from fresh import fresh_python
from graphs import Case
from support import assert_same, numpy_of, running, selected

torch = pytest.importorskip("torch")

pytestmark = [
    # PyTorch 2.13 warns of its own use of TorchScript, and array_api_compat 1.16 caches functions that Dynamo traces.
    pytest.mark.filterwarnings(r"ignore:.torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings(
        r"ignore:Dynamo detected a call to a .functools.lru_cache.-wrapped function at ._helpers"
    ),
]

# Rows whose call with out= Dynamo (2.13) does not trace, and what it says. Without out= all of them are traced.
REFUSED = dict.fromkeys(
    ("nonzero", "repeat-each", "unique_all", "unique_counts", "unique_inverse", "unique_values")
    + ("argwhere", "compress", "extract", "flatnonzero", "ix_", "trim_zeros")
    + ("unique", "union1d", "intersect1d", "setdiff1d", "setxor1d", "bincount", "bincount-weighted"),
    "data-dependent",  # it cannot compare a size that only the values tell with that of out
)


def cold(function: Any) -> Any:
    """A public function as it was before it was called for the first time."""
    for table in running(function).__globals__["tables"].values():
        table.ready.clear()
    for composed in (calls.call_without_out, calls.call_with_out, calls.fast_call_with_out):
        composed.cache_clear()
    return function


def compiled(program: Any, **options: Any) -> Any:
    torch._dynamo.reset()
    return torch.compile(program, fullgraph=True, **{"backend": "aot_eager", **options})


@pytest.fixture(autouse=True)
def on_torch() -> Any:
    with selected("torch"):
        yield


def groups(rows: list[Row], size: int = 4) -> list[list[Row]]:
    """A few rows at a time: to compile a program takes longer than to trace a call."""
    return [rows[i : i + size] for i in range(0, len(rows), size)]


@pytest.mark.parametrize("rows", groups(EVERY), ids=lambda rows: " ".join(map(str, rows)))
def test_every_function(rows: list[Row]) -> None:
    """The first call ever, without and with out=, is made inside a program that is compiled."""
    cases = [Case(row, "torch") for row in rows]
    outs = [() if str(row) in REFUSED else tuple(case.memory()) for row, case in zip(rows, cases, strict=True)]
    functions = [cold(case.function) for case in cases]

    def program(arrays: Any, outs: Any) -> Any:
        found = []
        for case, function, given, into in zip(cases, functions, arrays, outs, strict=True):
            results = case.as_list(function(*case.arguments(given), **case.row.options))
            if into:
                out = into if case.several else into[0]
                results += case.as_list(function(*case.arguments(given), **case.row.options, out=out))
            found.append(results)
        return found

    found = compiled(program)([tuple(case.arrays) for case in cases], outs)
    for case, results, into in zip(cases, found, outs, strict=True):
        for one, wanted in zip(results, case.expected * (2 if into else 1), strict=True):
            assert_same(one, wanted, label=case.row)
        assert all(one is out for one, out in zip(results[len(case.expected) :], into, strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_traced_with_out(name: str) -> None:
    case = Case(next(row for row in EVERY if str(row) == name), "torch")
    function, options, outs = case.function, case.row.options, tuple(case.memory())
    out = outs if case.several else outs[0]
    with pytest.raises(torch._dynamo.exc.TorchDynamoException, match=REFUSED[name]):
        compiled(lambda arrays: function(*case.arguments(arrays), **options, out=out))(case.arrays)
    for one in outs:
        assert_same(one, np.full(tuple(one.shape), 77).astype(numpy_of(one).dtype))


def test_first_calls_may_be_compiled() -> None:
    """Nothing was called before: tables are filled and settings are read while the program is traced."""
    lines = fresh_python(
        "import torch, unified_arrays as ua\n"
        "ua.set_backend('torch')\n"
        "def program(x, out):\n"
        "    ua.add(x, 1.0, out=out)\n"
        "    ua.maximum(out, 2, out=out)\n"
        "    part = ua.at(ua.asarray(out, copy=True))[1:].multiply(2.0)\n"
        "    weights = ua.astype(ua.ones(3, dtype=ua.int32), ua.float64)\n"
        "    namespace = ua.array_namespace(x)\n"
        "    return ua.divide(part, namespace.sum(weights, dtype=ua.float64)), ua.result_type(x, 1.5) == ua.float32\n"
        "x, out = torch.tensor([0.0, 2.0, 5.0]), torch.empty(3)\n"
        "result, same = torch.compile(program, fullgraph=True, backend='eager')(x, out)\n"
        "print(out.tolist(), result.tolist(), result.dtype, same)"
    )
    assert lines == ["[2.0, 3.0, 6.0] [0.6666666666666666, 2.0, 4.0] torch.float64 True"]


@pytest.mark.parametrize("function", ["maximum", "less", "equal", "atan2", "hypot", "logical_or", "copysign"])
def test_numbers_promote_as_they_do_elsewhere(function: str) -> None:
    call = getattr(ua, function)
    for dtype in (torch.float32, torch.int64, torch.bool):
        x = torch.tensor([0, 1, 3]).to(dtype)
        for number in (True,) if "logical" in function else (1, 1.5):
            expected = [call(x, number), call(number, x)]
            results = compiled(lambda x, number=number: [call(x, number), call(number, x)])(x)
            for one, wanted in zip(results, expected, strict=True):
                assert_same(one, wanted.numpy())


@pytest.mark.parametrize("function", [*sorted(OF_TWO - {"nextafter"}), "where"])
def test_numbers_may_change(function: str) -> None:
    """A number that was another one at the last call is a symbol of the program."""

    def call(x: Any, number: Any) -> Any:
        if function == "where":
            return ua.where(x > 1, x, number)
        return getattr(ua, function)(x, number)

    compared = 0
    for x in (torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1, 2, 5], dtype=torch.uint16)):
        numbers = [2, 3, 1, 4] if "logical" not in function else [True, False]
        try:
            expected = [call(x, number) for number in numbers]
        except (TypeError, RuntimeError):  # not of this kind, or no kernel
            continue
        compared += len(numbers)
        program = compiled(call, backend="eager")
        for number, wanted in zip(numbers, expected, strict=True):
            assert_same(program(x, number), numpy_of(wanted))
    assert compared


@pytest.mark.parametrize("compiler", ["eager", "aot_eager", "inductor"])
def test_an_out_that_overlaps_its_input(compiler: str) -> None:
    if compiler == "inductor" and shutil.which("c++") is None and shutil.which("g++") is None:
        pytest.skip("Inductor needs a C++ compiler, and there is none")

    def program(matrix: Any, line: Any, out: Any) -> Any:
        ua.permute_dims(matrix, (1, 0), out=matrix)
        ua.add(line[:-1], 10.0, out=line[1:])
        ua.exp(out, out=out)
        return ua.divide(out, ua.sum(out), out=out)

    matrix, line, out = torch.arange(9.0).reshape(3, 3), torch.arange(4.0), torch.tensor([0.0, 1.0])
    expected = torch.softmax(out, 0)
    compiled(program, backend=compiler)(matrix, line, out)
    assert_same(matrix, np.arange(9, dtype=np.float32).reshape(3, 3).T)
    assert_same(line, np.array([0, 10, 11, 12], np.float32))
    assert_same(out, expected.numpy())


def test_a_strided_out() -> None:
    memory = torch.zeros(2, 6)
    compiled(lambda x, memory: ua.exp(x, out=memory[:, ::2]))(torch.zeros(2, 3), memory)
    assert_same(memory, np.array([[1, 0, 1, 0, 1, 0]] * 2, np.float32))


def test_an_out_of_another_dtype_and_of_some_results_only() -> None:
    x = torch.tensor([[3.0, 1.0], [1.0, 2.0]])
    half, vectors = torch.zeros(2, 2, dtype=torch.float16), torch.zeros(2, 2)

    def program(x: Any, half: Any, vectors: Any) -> Any:
        ua.multiply(x, 2.0, out=half)
        return ua.linalg.eigh(x, out=(None, vectors))

    values, returned = compiled(program)(x, half, vectors)
    assert returned is vectors
    assert_same(half, 2 * x.numpy().astype(np.float16))
    assert_same(vectors * values @ vectors.T, x.numpy(), tolerance=10)


def test_a_number_is_written() -> None:
    """PyTorch 2.13 loses writes into a float64 parameter without axes."""
    for dtype in (torch.float64, torch.float32, torch.int64):
        total, x = torch.zeros((), dtype=dtype), torch.tensor([1, 2, 3]).to(dtype)

        def program(x: Any, total: Any) -> Any:
            ua.sum(x, out=total)
            ua.add(total, 1, out=total)
            return ua.at(total)[()].multiply(2)

        assert compiled(program)(x, total) is total
        assert total.item() == 14


def test_a_gradient_that_would_be_cut_is_refused() -> None:
    x, out = torch.ones(3, requires_grad=True), torch.zeros(3)
    with pytest.raises(torch._dynamo.exc.Unsupported, match="writing the result into out would cut the gradient"):
        compiled(lambda x, out: ua.exp(x, out=out))(x, out)
    assert_same(out, np.zeros(3, np.float32))
    assert_same(torch.autograd.grad(compiled(lambda x: ua.sum(ua.exp(x)))(x), x)[0], np.full(3, np.e, np.float32))


def test_other_sizes_are_no_new_program() -> None:
    programs = []

    def count(graph: Any, _: Any) -> Any:
        programs.append(graph)
        return graph.forward

    def steps(x: Any, out: Any) -> Any:
        return ua.multiply(ua.exp(x), 2.0, out=out)

    steps(torch.ones(2), torch.empty(2))  # else the second call would find the tables filled, and be traced again
    program = compiled(steps, backend=count, dynamic=True)
    for size in (3, 4, 5):
        x, out = torch.ones(size), torch.empty(size)
        assert program(x, out) is out
        assert_same(out, np.full(size, 2 * np.e, np.float32))
    assert len(programs) == 1


@pytest.mark.parametrize(
    ("out", "message"),
    [
        (torch.ones(4), r"add: out has shape \(4,\), the result has shape \(3,\)"),
        (torch.ones(3, dtype=torch.int64), "add: out has dtype int64, which cannot hold"),
        (torch.ones(1).expand(3), "add: out cannot be written to: several of its elements share one place"),
    ],
    ids=["shape", "dtype", "writable"],
)
def test_what_is_refused_is_said_while_it_is_compiled(out: Any, message: str) -> None:
    before = out.clone()
    with pytest.raises(torch._dynamo.exc.Unsupported, match=message):
        compiled(lambda x, out: ua.add(x, 1.0, out=out))(torch.ones(3), out)
    assert torch.equal(out, before)


def test_the_first_creation_of_a_process_may_be_traced() -> None:
    program = """
import torch
import unified_arrays as ua
ua.set_backend("torch")
made = torch.compile(lambda out: ua.arange(3, out=out), fullgraph=True, backend="eager")(torch.zeros(3))
print(made.tolist())
"""
    assert fresh_python(program) == ["[0.0, 1.0, 2.0]"]
