"""in_place_writes: on TensorFlow out= fills the variable's own buffer, where XLA can compile the function."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS
from unified_arrays._dispatch import selection
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import MEMORY, VALUE, allocated_by, arrays_of, assert_same, bits, numpy_of

tf = pytest.importorskip("tensorflow")

from unified_arrays.backends.tensorflow import out_kernels as in_place  # noqa: E402
from unified_arrays.backends.tensorflow.xla_exact import PROGRAMS  # noqa: E402

ROWS = {row.function: row for row in reversed(ONE_RESULT) if row.function in in_place.FUNCTIONS}
N = 1_000_000  # TensorFlow counts what is larger than about 256 KB


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    in_place._programs.clear()
    with ua.use_backend("tensorflow"), ua.in_place_writes():
        yield


def function_of(name: str) -> Callable[..., Any]:
    return getattr(ua, name)  # type: ignore[no-any-return]


def test_every_name_is_a_function_with_out() -> None:
    assert all(SPECS[name].takes_out for name in in_place.FUNCTIONS)


@pytest.mark.parametrize("row", ROWS.values(), ids=str)
def test_the_buffer_is_filled_with_the_result(row: Row) -> None:
    arguments = arrays_of("tensorflow", list(row.arguments))
    expected = numpy_of(function_of(row.function)(*arguments, **row.options))
    out = MEMORY["tensorflow"](np.full(expected.shape, 77).astype(expected.dtype))
    ua.add(out, out, out=out)  # from here on the buffer is its own
    before, programs = ua.memory.address(out), ua.memory.programs()
    assert function_of(row.function)(*arguments, **row.options, out=out) is out
    assert_same(out, expected, tolerance=8)
    assert ua.memory.programs() == programs + 1, "XLA did not compile it"
    assert ua.memory.address(out) == before
    assert ua.write_mode(row.function) == "native"


def test_modes_are_the_ordinary_ones_outside() -> None:
    with ua.in_place_writes(False):
        assert ua.write_mode("multiply", "tensorflow") == "assign"
    assert ua.write_mode("multiply", "tensorflow") == "native"
    assert ua.write_mode("sort", "tensorflow") == "assign"
    assert ua.write_mode("multiply", "numpy") == "native"


CHAINS: dict[str, Callable[[Any, Any], Any]] = {
    "out is another": lambda v, x: ua.multiply(x, x, out=v),
    "out is the first": lambda v, x: ua.multiply(v, x, out=v),
    "out is the second": lambda v, x: ua.divide(x, v, out=v),
    "out is both": lambda v, x: ua.multiply(v, v, out=v),
    "a number": lambda v, x: ua.multiply(v, 0.5, out=v),
    "a function of one": lambda v, x: ua.exp(x, out=v),
}


@pytest.mark.parametrize("call", CHAINS.values(), ids=list(CHAINS))
def test_nothing_is_allocated(call: Callable[[Any, Any], Any]) -> None:
    x = tf.fill((N,), 0.75)
    v = tf.Variable(tf.fill((N,), 1.25))
    wanted = tf.Variable(v)
    with ua.in_place_writes(False):
        call(wanted, x)
        call(wanted, x)
    call(v, x)  # compiles
    before = ua.memory.address(v)
    allocated = allocated_by(lambda: call(v, x), v)
    assert (allocated.kept, allocated.peak) == (0, 0)
    assert ua.memory.address(v) == before
    assert_same(v, numpy_of(wanted), tolerance=4)


def test_an_assigned_write_allocates() -> None:
    x, v = tf.ones((N,)), tf.Variable(tf.ones((N,)))
    with ua.in_place_writes(False):
        ua.multiply(x, x, out=v)
        allocated = allocated_by(lambda: ua.multiply(x, x, out=v), v)
    assert (allocated.kept, allocated.peak) == (0, 4 * N)  # exactly one temporary


def test_older_reads_keep_their_values() -> None:
    v = tf.Variable([1.0, 2.0])
    held = v.read_value()
    ua.multiply(v, 3.0, out=v)
    assert_same(held, np.array([1.0, 2.0], np.float32))
    assert_same(v, np.array([3.0, 6.0], np.float32))
    x = tf.constant([1.0, 2.0])
    v.assign(x)
    ua.multiply(v, 3.0, out=v)
    assert_same(x, np.array([1.0, 2.0], np.float32))


def test_numbers_and_variables_share_programs() -> None:
    x = tf.ones(5)
    for number in (0.5, 0.25, 3, -0.0):
        for _ in range(2):
            v = tf.Variable(tf.zeros(5))
            ua.multiply(x, number, out=v)
            assert_same(v, np.full(5, number, np.float32))
    assert ua.memory.programs() == 1
    for number in (0.5, 0.25, np.float32(0.125)):
        v = tf.Variable(tf.zeros(5))
        ua.clip(x, number / 2, number, out=v)
        assert_same(v, np.full(5, number, np.float32))
    assert ua.memory.programs() == 2


def test_the_number_of_programs_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_place._programs, "limit", 3)
    for size in range(1, 7):
        v = tf.Variable(tf.zeros(size))
        ua.exp(tf.zeros(size), out=v)
        assert_same(v, np.ones(size, np.float32))
    assert ua.memory.programs() == 3


def test_a_process_makes_so_many_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """TensorFlow gives the memory of none of them back: from then on results are assigned."""
    monkeypatch.setattr(PROGRAMS, "limit", PROGRAMS.made + 2)
    modes = []
    for size in (1, 2, 3, 1):
        v = tf.Variable(tf.zeros(size))
        ua.exp(tf.zeros(size), out=v)
        assert_same(v, np.ones(size, np.float32))
        modes.append(ua.write_mode("exp", arguments=[tf.zeros(size)], out=v))
    assert ua.memory.programs() == 2
    assert modes == ["native", "native", "assign", "native"]


REFUSED: dict[str, tuple[Any, type[Exception], str]] = {
    "shape": (lambda: tf.Variable(tf.zeros((2, 3))), ValueError, "^exp: out has shape"),
    "dtype": (lambda: tf.Variable(tf.zeros(3, tf.int32)), TypeError, "^exp: out has dtype int32"),
    "a value": (lambda: tf.zeros(3), ValueError, "^exp: out cannot be written to"),
}


@pytest.mark.parametrize(("make", "error", "message"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused_is_refused_here_too(make: Callable[[], Any], error: type[Exception], message: str) -> None:
    out = make()
    before = bits(out)
    with pytest.raises(error, match=message):
        ua.exp(tf.zeros(3), out=out)
    assert bits(out) == before


def test_a_wider_out_is_filled() -> None:
    v = tf.Variable(tf.zeros(3, tf.float64))
    assert ua.exp(tf.zeros(3), out=v) is v
    assert_same(v, np.ones(3))


@pytest.mark.parametrize("function", ["take", "linalg.inv", "floor_divide", "sort"])
def test_other_functions_are_assigned(function: str) -> None:
    row = next(row for row in ONE_RESULT if row.function == function)
    found: Any = ua
    for part in function.split("."):
        found = getattr(found, part)
    arguments = arrays_of("tensorflow", list(row.arguments))
    expected = numpy_of(found(*arguments, **row.options))
    out = MEMORY["tensorflow"](np.zeros_like(expected))
    assert found(*arguments, **row.options, out=out) is out
    assert_same(out, expected)
    assert ua.memory.programs() == 0


def test_a_gradient_is_not_cut() -> None:
    x, v = tf.Variable([1.0, 2.0]), tf.Variable([0.0, 0.0])
    with tf.GradientTape(), pytest.raises(ua.GradientError):
        ua.exp(x, out=v)
    assert_same(v, np.zeros(2, np.float32))


def test_slices_and_graphs_are_written_as_ever() -> None:
    v = tf.Variable([0.0, 0.0, 0.0])
    ua.exp(tf.zeros(2), out=v[1:])

    @tf.function
    def write() -> None:
        ua.multiply(v, 2.0, out=v)

    write()
    assert_same(v, np.array([0.0, 2.0, 2.0], np.float32))
    assert ua.memory.programs() == 0


def test_other_devices_are_filled_where_they_are() -> None:
    if "cpu:1" not in ua.devices():
        pytest.skip("TensorFlow was started with one logical CPU")
    with tf.device("CPU:1"):
        x, v = tf.ones(3), tf.Variable(tf.zeros(3))
    assert ua.exp(x, out=v) is v
    assert_same(v, np.exp(np.ones(3, np.float32)))
    assert ua.device(v) == "cpu:1"
    with pytest.raises(ua.DeviceMismatchError):
        ua.exp(tf.ones(3), out=v)


@pytest.mark.backends("numpy", "torch")
def test_other_backends_do_not_mind(backend: str) -> None:
    out = MEMORY[backend](np.zeros(3))
    assert ua.exp(VALUE[backend](np.zeros(3)), out=out) is out
    assert_same(out, np.ones(3))


PROGRAM = "import unified_arrays as ua; print(ua.write_mode('multiply', 'tensorflow'))"


@pytest.mark.parametrize(("text", "says"), [("in_place", True), ("assign", False), ("", False), (None, False)])
def test_the_environment_says_it(text: str | None, says: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNIFIED_ARRAYS_TF_WRITES", raising=False)
    if text is not None:
        monkeypatch.setenv("UNIFIED_ARRAYS_TF_WRITES", text)
    assert selection._in_place_from_environment() == ({"tensorflow"} if says else set())


def test_the_environment_says_it_for_a_process() -> None:
    environment = {**os.environ, "UNIFIED_ARRAYS_TF_WRITES": "in_place"}
    found = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "native"


def test_another_word_in_the_environment_is_refused() -> None:
    environment = {**os.environ, "UNIFIED_ARRAYS_TF_WRITES": "somehow"}
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode != 0
    assert "UNIFIED_ARRAYS_TF_WRITES: 'somehow' is no way of writing, expected assign or in_place" in found.stderr


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_nan_beside_a_number_stays(name: str) -> None:
    out = ua.zeros(2)
    function_of(name)(tf.constant([1.0, -2.0]), tf.fill((2,), float("nan")), out=out)
    assert np.isnan(out.numpy()).all()


@pytest.mark.parametrize("name", ["max", "min"])
def test_a_nan_among_numbers_is_the_result(name: str) -> None:
    out = ua.zeros(())
    function_of(name)(tf.constant([1.0, float("nan"), 2.0]), out=out)
    assert np.isnan(out.numpy())
