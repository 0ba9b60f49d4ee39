"""compile: a function of several calls as one program, with all that the undecorated function promises."""

from __future__ import annotations

import importlib.util
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

import unified_arrays as ua
from test_docs import program as examples_of
from unified_arrays._dispatch import compile as compiling
from unified_arrays._dispatch.compile import kept
from unified_arrays.testing._inputs import EVERY, Row

from graphs import Case
from support import MEMORY, VALUE, allocated_by, assert_same, bits, numpy_of, selected

A, B, C, D = (np.linspace(low, low + 1, 6, dtype=np.float32) for low in (0.5, -1.0, 2.0, 0.25))


def chain(a: Any, b: Any, c: Any, d: Any, out: Any) -> Any:
    ua.multiply(a, b, out=out)
    ua.add(out, c, out=out)
    return ua.multiply(out, d, out=out)


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """What torch.compile tells on its way is not ours, and on PyTorch a call that is not compiled is no fault here."""
    with warnings.catch_warnings():
        if "backend" in request.fixturenames and request.getfixturevalue("backend") == "torch":
            warnings.simplefilter("ignore")
        yield


# -- every backend ----------------------------------------------------------------------------------------------------


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^compile: function is a int, expected a function: use it as @compile$"):
        ua.compile(3)  # type: ignore[type-var]


def test_a_chain_is_written_into_out(backend: str) -> None:
    a, b, c, d = (VALUE[backend](one) for one in (A, B, C, D))
    program = ua.compile(chain)
    for _ in range(2):
        out = MEMORY[backend](np.zeros_like(A))
        assert program(a, b, c, d, out) is out
        assert_same(out, (A * B + C) * D)


def test_one_function_object_serves_every_backend() -> None:
    program = ua.compile(chain)
    x, out = np.ones(3), np.zeros(3)
    assert program(x, x, x, x, out) is out
    assert_same(out, np.full(3, 2.0))
    assert kept(program) == 0  # NumPy calls the function itself


def test_arrays_are_found_in_containers(backend: str) -> None:
    @ua.compile
    def total(arrays: dict[str, Any], *, out: list[Any]) -> Any:
        for one in arrays["a"]:
            ua.add(out[0], one, out=out[0])
        return out[0]

    out = MEMORY[backend](np.zeros_like(A))
    assert total({"a": (VALUE[backend](A), VALUE[backend](B))}, out=[out]) is out
    assert_same(out, A + B)


def test_without_arrays_the_selection_decides(backend: str) -> None:
    seven = ua.compile(lambda: ua.sum(ua.full(7, 1.0)))
    with selected(backend):
        for _ in range(2):
            result = seven()
            assert ua.array_namespace(result).__name__ == f"unified_arrays.{backend}"
            assert float(result) == 7.0


def test_out_is_an_input(backend: str) -> None:
    program = ua.compile(chain)
    x = MEMORY[backend](A)
    assert program(x, x, x, x, x) is x
    assert_same(x, (A * A * 2) ** 2)  # each call sees what the one before has written


def test_views_that_overlap(backend: str) -> None:
    @ua.compile
    def shift(v: Any) -> None:
        ua.add(v[:-1], 1.0, out=v[1:])

    v = MEMORY[backend](A)
    assert shift(v) is None
    assert_same(v, np.concatenate([A[:1], A[:-1] + 1]))


# Of TensorFlow no two arrays share memory but a variable and its slices: test_a_slice_among_the_arguments.
@pytest.mark.backends("numpy", "torch")
def test_arguments_that_overlap(backend: str) -> None:
    @ua.compile
    def shift(x: Any, out: Any) -> Any:
        return ua.add(x, 1.0, out=out)

    v = MEMORY[backend](A)
    shift(v[:-1], v[1:])
    assert_same(v, np.concatenate([A[:1], A[:-1] + 1]))


def test_several_outs(backend: str) -> None:
    @ua.compile
    def both(x: Any, first: Any, second: Any) -> Any:
        ua.exp(x, out=first)
        ua.log(first, out=second)
        return first, second

    x, first, second = (MEMORY[backend](A) for _ in range(3))
    results = both(x, first, second)
    assert results[0] is first
    assert results[1] is second
    assert_same(first, np.exp(A))
    assert_same(second, A, tolerance=4)


class Pair(NamedTuple):
    mean: Any
    parts: Any


def test_results_keep_their_form(backend: str) -> None:
    @ua.compile
    def nested(x: Any, s: float, out: Any) -> Any:
        ua.negative(x, out=out)
        return Pair(ua.mean(x), {"x": [x, None], "s": s, "out": (out, "text", 3)}), ua.exp(x)

    x, out = VALUE[backend](A), MEMORY[backend](A)
    for s in (0.5, 0.25):
        pair, exponential = nested(x, s, out)
        assert type(pair) is Pair
        assert_same(pair.mean, A.mean())
        assert pair.parts["x"][0] is x
        assert pair.parts["x"][1] is None
        assert pair.parts["s"] == s
        assert pair.parts["out"][0] is out
        assert pair.parts["out"][1:] == ("text", 3)
        assert_same(exponential, np.exp(A))


def test_floats_have_the_dtype_that_they_have_without(backend: str) -> None:
    def mixed(x: Any, n: Any, s: float) -> Any:
        return ua.multiply(x, s), ua.multiply(ua.astype(x, ua.float64), s), ua.where(x > s, x, s)

    program = ua.compile(mixed)
    x, n = VALUE[backend](A), VALUE[backend](np.arange(6))
    for s in (0.1, 0.3, -0.0):
        for came, expected in zip(program(x, n, s), mixed(x, n, s), strict=True):
            assert_same(came, numpy_of(expected))


def test_methods_and_what_a_function_tells_of_itself(backend: str) -> None:
    class Model:
        def __init__(self, w: Any) -> None:
            self.w = w

        @ua.compile
        def step(self, x: Any) -> Any:
            """Adds to w."""
            return ua.add(self.w, x, out=self.w)

    model = Model(MEMORY[backend](A))
    other = Model(MEMORY[backend](B))
    x = VALUE[backend](C)
    for one, start in ((model, A), (other, B)):
        assert one.step(x) is one.w
        one.step(x)
        assert_same(one.w, start + C + C)
    assert (Model.step.__name__, Model.step.__doc__) == ("step", "Adds to w.")


REFUSED: dict[str, tuple[np.ndarray, type[Exception], str]] = {
    "shape": (np.zeros((2, 3), np.float32), ValueError, "^exp: out has shape"),
    "dtype": (np.zeros(6, np.int32), TypeError, "^exp: out has dtype int32"),
}


@pytest.mark.parametrize(("values", "error", "message"), REFUSED.values(), ids=list(REFUSED))
def test_errors_are_those_of_the_function(
    backend: str, values: np.ndarray, error: type[Exception], message: str
) -> None:
    program = ua.compile(lambda x, out: ua.exp(x, out=out))
    out = MEMORY[backend](values)
    for _ in range(2):
        with pytest.raises(error, match=message) as raised:
            program(VALUE[backend](A), out)
        assert type(raised.value) is error
        assert bits(out) == values.tobytes()


@pytest.mark.backends("torch", "tensorflow")
def test_arrays_of_two_backends_are_refused(backend: str) -> None:
    with pytest.raises(TypeError, match="^multiply: x1 is an array of numpy"):
        ua.compile(chain)(A, *(VALUE[backend](one) for one in (B, C, D)), MEMORY[backend](A))


def test_the_examples_of_the_documentation_run(backend: str) -> None:
    names: dict[str, Any] = {}
    with selected(backend):
        exec(examples_of("docs/compile.md"), names)
    assert len(names["told"]) == (1 if backend == "tensorflow" else 0) or backend == "torch"
    assert_same(names["c"], numpy_of(names["a"]) * (19 / 20))


# -- PyTorch ----------------------------------------------------------------------------------------------------------

traced = pytest.mark.skipif(
    importlib.util.find_spec("unified_arrays._common.framework_compilers") is None,
    reason="torch.compile cannot trace first calls",
)


@traced
def test_torch_compiles_a_chain() -> None:
    torch = pytest.importorskip("torch")
    compiled = ua.compile(chain)
    a, b, c, d, out = (torch.from_numpy(one.copy()) for one in (A, B, C, D, A))
    address = out.data_ptr()
    for _ in range(2):
        assert compiled(a, b, c, d, out) is out  # with no CompileWarning, which would be an error here
        assert_same(out, (A * B + C) * D, tolerance=4)
    assert out.data_ptr() == address
    assert kept(compiled) == 1


@traced
def test_torch_makes_programs_for_changing_floats() -> None:
    torch = pytest.importorskip("torch")
    scaled = ua.compile(lambda x, s, out: ua.multiply(x, s, out=out))
    x, out = torch.from_numpy(A.copy()), torch.zeros(6)
    for s in (0.5, 0.25, 0.5):
        assert scaled(x, s, out) is out
        assert_same(out, A * np.float32(s))
    assert kept(scaled) == 1


def test_torch_without_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")

    def compile(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            raise torch._dynamo.exc.BackendCompilerFailed(compile, RuntimeError("no C++ compiler"), None)

        return call

    monkeypatch.setattr(torch, "compile", compile)
    negated = ua.compile(lambda x, out: ua.negative(x, out=out))
    x, out = torch.from_numpy(A.copy()), torch.zeros(6)
    with pytest.warns(ua.CompileWarning, match="BackendCompilerFailed") as told:
        assert negated(x, out) is out
    assert len(told) == 1
    assert_same(negated(x, out), -A)


def test_torch_raises_what_a_program_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")

    def failing(*arguments: Any) -> Any:
        raise RuntimeError("while it ran")

    monkeypatch.setattr(torch, "compile", lambda function, **options: failing)
    with pytest.raises(RuntimeError, match="^while it ran$"):
        ua.compile(lambda x: x)(torch.zeros(1))


@pytest.mark.backends("torch")
def test_a_gradient_is_not_cut_on_torch(backend: str) -> None:
    import torch

    negated = ua.compile(lambda x, out: ua.exp(x, out=out))
    x, out = torch.from_numpy(A.copy()).requires_grad_(), torch.from_numpy(B.copy())
    with pytest.raises(ua.GradientError, match="^exp: writing the result into out would cut the gradient"):
        negated(x, out)
    assert bits(out) == B.tobytes()
    ua.compile(lambda x: ua.sum(ua.multiply(x, x)))(x).backward()
    assert_same(x.grad, 2 * A)


# -- TensorFlow -------------------------------------------------------------------------------------------------------

N = 1_000_000  # TensorFlow counts what is larger than about 256 KB


@pytest.fixture
def tf() -> Iterator[Any]:
    tensorflow = pytest.importorskip("tensorflow")
    with ua.use_backend("tensorflow"):
        yield tensorflow


def test_nothing_is_allocated(tf: Any) -> None:
    program = ua.compile(chain)
    inputs = [tf.random.uniform((N,)) for _ in range(4)]
    out, wanted = (tf.Variable(tf.zeros(N)) for _ in range(2))
    chain(*inputs, wanted)
    program(*inputs, out)
    assert_same(out, numpy_of(wanted), tolerance=4)
    before = ua.memory.address(out)
    assert program(*inputs, out) is out
    for _ in range(3):
        assert allocated_by(lambda: program(*inputs, out), out).peak == 0
        assert ua.memory.address(out) == before


def test_the_function_itself_allocates(tf: Any) -> None:
    inputs = [tf.random.uniform((N,)) for _ in range(4)]
    out = tf.Variable(tf.zeros(N))
    chain(*inputs, out)
    assert allocated_by(lambda: chain(*inputs, out), out).peak >= 4 * N


def test_one_program_for_each_kind(tf: Any) -> None:
    traces: list[int] = []

    @ua.compile
    def program(x: Any, out: Any) -> Any:
        traces.append(1)
        return ua.exp(x, out=out)

    for _ in range(3):
        program(tf.zeros(3), tf.Variable(tf.ones(3)))
    assert (len(traces), kept(program)) == (1, 1)
    program(tf.zeros(4), tf.Variable(tf.ones(4)))
    program(tf.zeros(3, tf.float64), tf.Variable(tf.ones(3, tf.float64)))
    program(tf.zeros(3), ua.tensorflow.ones(3, dtype=ua.float32))
    v = tf.Variable(tf.zeros(3))
    assert program(v, v) is v
    assert kept(program) == 5


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int64"])
def test_a_float_is_no_new_program(tf: Any, dtype: str) -> None:
    def scale(x: Any, s: float, out: Any) -> Any:
        return ua.multiply(x, s, out=out)

    program = ua.compile(scale)
    x = tf.constant(A.astype(dtype))
    out, wanted = (tf.Variable(ua.multiply(x, 0.0)) for _ in range(2))
    for s in np.linspace(-1, 1, 20).tolist():
        assert bits(program(x, s, out)) == bits(scale(x, s, wanted))
    assert kept(program) == 1


def test_a_float_that_python_computes_with_is_one(tf: Any) -> None:
    program = ua.compile(lambda x, s, out: ua.multiply(x, 2 * s if s > 0 else 1.0, out=out))
    out = tf.Variable(tf.zeros(6))
    for s in (0.1, -0.5, 0.1, 0.7):
        assert_same(program(tf.constant(A), s, out), A * np.float32(2 * s if s > 0 else 1.0))
    assert kept(program) == 3
    with pytest.warns(ua.CompileWarning, match="there were more than 8") as told:
        for s in range(20):
            assert_same(program(tf.constant(A), s / 7, out), A * np.float32(2 * s / 7 if s > 0 else 1.0))
    assert len(told) == 1


def test_whole_numbers_are_a_part_of_the_program(tf: Any) -> None:
    program = ua.compile(lambda x, axis: ua.sum(x, axis=axis))
    x = tf.constant(A.reshape(2, 3))
    assert_same(program(x, 0), A.reshape(2, 3).sum(0))
    assert_same(program(x, 1), A.reshape(2, 3).sum(1))
    assert_same(program(x, True), A.reshape(2, 3).sum(1))  # True equals 1, and is another kind
    assert kept(program) == 3


JUDGED: dict[str, Callable[[Any, Any], Any]] = {
    "take": lambda x, i: ua.take(x, i),
    "take_along_axis": lambda x, i: ua.take_along_axis(x, i),
    "at": lambda x, i: ua.at(x)[i].add(1.0),
    "pow": lambda x, i: ua.pow(i, -i),
    "inv": lambda x, i: ua.linalg.inv(ua.zeros((2, 2))),
    "cholesky": lambda x, i: ua.linalg.cholesky(-ua.eye(2)),
}


@pytest.mark.parametrize("call", JUDGED.values(), ids=list(JUDGED))
def test_arguments_are_judged_by_their_values_as_ever(tf: Any, call: Callable[[Any, Any], Any]) -> None:
    x, i = tf.Variable(A), tf.constant([1, 99])
    errors = []
    for one in (call, ua.compile(call)):
        with pytest.raises(Exception) as raised:
            one(x, i)
        errors.append(raised.value)
    assert type(errors[1]) is type(errors[0])
    assert str(errors[1]) == str(errors[0])
    assert bits(x) == A.tobytes()


def test_what_cannot_be_compiled_is_told_once(tf: Any) -> None:
    calls: list[int] = []

    @ua.compile
    def program(x: Any, out: Any) -> Any:
        calls.append(1)
        ua.exp(x, out=out)
        return ua.sort(out)[:1]

    x, out = tf.constant(A), tf.Variable(A)
    with pytest.warns(ua.CompileWarning, match=r"program is computed call by call.*: sort \(TopKV2\) in line") as told:
        result = program(x, out)
    assert told[0].filename == __file__
    assert_same(result, np.exp(A)[:1])
    assert_same(out, np.exp(A))
    assert len(calls) == 2  # the attempt, and the call
    for _ in range(2):
        program(x, out)
    assert len(calls) == 4
    program(tf.constant(A[:3]), tf.Variable(A[:3]))  # another kind, for the same reason
    assert kept(program) == 0


def test_a_function_that_cannot_be_traced(tf: Any) -> None:
    @ua.compile
    def program(x: Any) -> Any:
        return x if float(ua.sum(x)) > 0 else ua.negative(x)

    x = tf.constant(-A)
    with pytest.warns(ua.CompileWarning, match="while it was traced"):
        assert_same(program(x), A)
    assert_same(program(x), A)


def test_a_slice_among_the_arguments(tf: Any) -> None:
    program = ua.compile(lambda x, out: ua.add(x, 1.0, out=out))
    v = tf.Variable(A)
    with pytest.warns(ua.CompileWarning, match="out cannot be written to"):
        program(v[:-1], v[1:])
    assert_same(v, np.concatenate([A[:1], A[:-1] + 1]))


def test_a_variable_of_unknown_size(tf: Any) -> None:
    program = ua.compile(lambda x, out: ua.exp(x, out=out))
    v = tf.Variable(A, shape=tf.TensorShape([None]))
    with pytest.warns(ua.CompileWarning, match="Assert"):
        assert program(tf.constant(B), v) is v
    assert_same(v, np.exp(B))
    with pytest.raises(ValueError, match="^exp: out has shape"):
        program(tf.constant(B[:2]), v)


def test_slices_made_inside_are_compiled(tf: Any) -> None:
    @ua.compile
    def program(x: Any, v: Any) -> Any:
        ua.exp(x, out=v[1:3])
        v[::-1].assign(v[:])
        ua.at(v)[0].set(x[0])
        return ua.add(v, v, out=v)

    v, w = tf.Variable(A), tf.Variable(A)
    assert program(tf.constant(B[:2]), v) is v
    program.__wrapped__(tf.constant(B[:2]), w)  # type: ignore[attr-defined]
    assert_same(v, numpy_of(w))
    assert kept(program) == 1


def test_a_variable_that_was_captured(tf: Any) -> None:
    v = tf.Variable(A)

    @ua.compile
    def program(x: Any) -> Any:
        ua.add(v, x, out=v)
        return [v, v.assign_sub(x / 2), ua.sum(v)]

    results = program(tf.constant(B))
    assert results[0] is v
    assert_same(v, A + B / 2)
    assert_same(results[1], A + B / 2)
    assert_same(results[2], (A + B / 2).sum())
    assert kept(program) == 1


def test_a_variable_that_is_captured_and_an_argument(tf: Any) -> None:
    v, w = tf.Variable(A), tf.Variable(A)

    @ua.compile
    def program(x: Any) -> Any:
        ua.add(v, x, out=v)
        return ua.multiply(v, x, out=x)

    program(w)
    assert_same(w, 2 * A * A)
    assert kept(program) == 1
    assert program(v) is v
    assert_same(v, (4 * A) ** 2)


def test_a_captured_variable_lives_as_long_as_the_program(tf: Any) -> None:
    @ua.compile
    def program(x: Any) -> Any:
        return ua.multiply(held[0] if held else x, x)

    held, x = [tf.Variable(A)], tf.constant(B)
    assert_same(program(x), A * B)
    held.clear()
    assert_same(program(x), A * B)  # what it captured is a part of the program


def test_a_gradient_is_not_cut(tf: Any) -> None:
    program = ua.compile(lambda x, out: ua.exp(x, out=out))
    plain = ua.compile(lambda x: ua.sum(ua.multiply(x, x)))
    x, v = tf.constant(A), tf.Variable(B)
    plain(x)
    program(x, v)
    before = bits(v)
    with tf.GradientTape() as tape:
        tape.watch(x)
        with pytest.raises(ua.GradientError, match="^exp: writing the result into out would cut the gradient"):
            program(x, v)
        y = plain(x)
    assert bits(v) == before
    assert_same(tape.gradient(y, x), 2 * A)
    accumulator = tf.autodiff.ForwardAccumulator(x, tf.ones_like(x))
    with accumulator:
        y = plain(x)
    assert_same(accumulator.jvp(y), (2 * A).sum())


def test_inside_a_graph_it_is_a_part_of_it(tf: Any) -> None:
    program = ua.compile(chain)
    outer = ua.compile(lambda *arrays: ua.add(program(*arrays), 1.0))
    inputs = [tf.constant(one) for one in (A, B, C, D)]
    v = tf.Variable(A)
    for call in (outer, tf.function(lambda *arrays: program(*arrays) + 1.0)):
        assert_same(call(*inputs, v), (A * B + C) * D + 1)
        assert_same(v, (A * B + C) * D)
    assert (kept(program), kept(outer)) == (0, 1)


def test_other_devices(tf: Any) -> None:
    if len(ua.devices("tensorflow")) < 2:
        pytest.skip("the second CPU is made for --backend tensorflow only")
    program = ua.compile(lambda x, out: (ua.exp(x, out=out), ua.negative(x)))
    with tf.device("CPU:1"):
        x, v = tf.constant(A), tf.Variable(B)
    written, negative = program(x, v)
    assert written is v
    assert_same(v, np.exp(A))
    assert ua.device(v) == ua.device(negative) == "cpu:1"
    assert kept(program) == 1
    with pytest.raises(ua.DeviceMismatchError):
        program(tf.constant(A), v)
    with pytest.warns(ua.CompileWarning, match="CPU:1"):
        moved = ua.compile(lambda x: ua.to_device(x, "cpu:1"))(tf.constant(A))
    assert ua.device(moved) == "cpu:1"


def test_older_reads_keep_their_values(tf: Any) -> None:
    program = ua.compile(lambda v: ua.multiply(v, 3.0, out=v))
    x = tf.constant(A)
    v = tf.Variable(x)
    held = v.read_value()
    program(v)
    assert_same(held, A)
    assert_same(x, A)
    assert_same(v, A * 3)


def test_results_that_could_be_changed_are_not_shared(tf: Any) -> None:
    array = ua.compile(lambda x: (x, np.zeros(2)))
    with pytest.warns(ua.CompileWarning, match="a ndarray in its result"):
        array(tf.constant(A))[1][0] = 1.0
    assert array(tf.constant(A))[1][0] == 0.0
    piece = ua.compile(lambda v: v[1:])
    v = tf.Variable(A)
    with pytest.warns(ua.CompileWarning, match="a slice of a variable in its result"):
        ua.exp(v[1:], out=piece(v))
    assert_same(v[1:], np.exp(A[1:]))


@pytest.mark.parametrize("row", EVERY, ids=str)
def test_every_function_does_what_it_does_without(tf: Any, row: Row) -> None:
    from unified_arrays.backends.tensorflow import out_kernels

    case = Case(row, "tensorflow")
    outs = case.memory()
    program = ua.compile(lambda arrays, outs: case.call_into(arrays, outs))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ua.CompileWarning)
        results = program(case.arrays, outs)
    for result, out, expected in zip(results, outs, case.expected, strict=True):
        assert result is out
        assert_same(out, expected, tolerance=8)
    if row.function in out_kernels.FUNCTIONS:
        assert kept(program) == 1, "it was not compiled"


def test_lists_that_are_changed(tf: Any) -> None:
    def extend(x: Any, found: list[Any], named: dict[str, Any]) -> None:
        found.append(ua.exp(x))
        named["x"] = found[0]

    program = ua.compile(extend)
    with pytest.warns(ua.CompileWarning, match="it changes a list or dict"):
        for _ in range(2):
            found: list[Any] = [tf.constant(B)]
            named: dict[str, Any] = {"x": None}
            program(tf.constant(A), found, named)
            assert_same(found[1], np.exp(A))
            assert named["x"] is found[0]


@pytest.mark.parametrize("value", [1e40, -1e40, 1e-50, float("inf"), float("nan"), 1 / 3])
def test_floats_that_do_not_fit(tf: Any, value: float) -> None:
    def scale(x: Any, s: float) -> Any:
        return ua.multiply(x, s)

    x = tf.constant(A + 1)
    program = ua.compile(scale)
    program(x, 0.5)
    assert bits(program(x, value)) == bits(scale(x, value))


def test_other_containers_and_arguments(tf: Any) -> None:
    x = tf.constant(A)
    with pytest.warns(ua.CompileWarning, match="a OrderedDict among its arguments"):
        assert_same(ua.compile(lambda d: ua.exp(d["x"]))(OrderedDict(x=x)), np.exp(A))
    program = ua.compile(lambda x, s: ua.multiply(x, float(len(s))))
    with pytest.warns(ua.CompileWarning, match="cannot be hashed") as told:
        for n in (1, 2):
            assert_same(program(x, set(range(n))), A * np.float32(n))
    assert len(told) == 1


def test_settings_are_a_part_of_the_kind(tf: Any) -> None:
    program = ua.compile(lambda x: ua.add(x, ua.ones(6, dtype=ua.float32)))
    with selected("tensorflow"):
        assert_same(program(tf.constant(A)), A + 1)
    with ua.use_backend("numpy"), pytest.raises(TypeError, match="^add: x1 is an array of tensorflow"):
        program(tf.constant(A))


def test_the_number_of_programs_is_bounded(tf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "LIMIT", 3)
    program = ua.compile(lambda x: ua.exp(x))
    for size in (*range(1, 7), 1):
        assert_same(program(tf.zeros(size)), np.ones(size, np.float32))
    assert kept(program) == 3


def test_a_process_makes_so_many_programs(tf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from unified_arrays.backends.tensorflow.xla_exact import PROGRAMS

    monkeypatch.setattr(PROGRAMS, "limit", PROGRAMS.made + 1)
    program = ua.compile(lambda x: ua.exp(x))
    assert_same(program(tf.zeros(1)), np.ones(1, np.float32))
    with pytest.warns(ua.CompileWarning, match="programs were made in this process, and TensorFlow gives none"):
        assert_same(program(tf.zeros(2)), np.ones(2, np.float32))
    assert kept(program) == 1


@pytest.mark.parametrize("number", [np.float16, np.float32, np.float64])
def test_scalars_of_numpy_are_numbers(number: type, tf: Any) -> None:
    """One program for all of them, as for Python's floats; the function is given the scalar itself."""
    traces: list[type] = []

    @ua.compile
    def program(x: Any, rate: Any) -> Any:
        traces.append(type(rate))
        return ua.multiply(x, rate)

    x = tf.constant(A)
    for i in range(5):
        rate = number(i / 7)
        assert_same(program(x, rate), numpy_of(ua.multiply(x, rate)))
    assert len(traces) == 2
    assert traces[0] is number
    doubled = ua.compile(
        lambda x, rate: ua.multiply(x, rate * rate)
    )  # which NumPy computes, in the dtype of the scalar
    rate = number(1 / 3)
    assert_same(doubled(x, rate), numpy_of(ua.multiply(x, rate * rate)))


def test_threads_make_one_program(tf: Any) -> None:
    traces: list[int] = []

    @ua.compile
    def program(x: Any, out: Any) -> Any:
        traces.append(1)
        return ua.exp(x, out=out)

    outs = [tf.Variable(B) for _ in range(8)]
    x = tf.constant(A)
    threads = [threading.Thread(target=program, args=(x, out)) for out in outs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for out in outs:
        assert_same(out, np.exp(A))
    assert len(traces) == 1
