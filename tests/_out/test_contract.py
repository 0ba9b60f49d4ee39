"""The edges of the two ways into out: what a native write must not be trusted with, and what the general way checks."""

from __future__ import annotations

import array
from enum import IntEnum
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import REAL

from support import MEMORY, VALUE, assert_same, bits, selected


def test_objects_are_refused_before_their_operators_run() -> None:
    objects = np.array([1, 2, "x"], object)
    with pytest.raises(TypeError):
        ua.add(objects, 1, out=objects)
    assert objects.tolist() == [1, 2, "x"]
    out = np.array([None, None, None], object)
    with pytest.raises(TypeError, match="^add: out has dtype object, expected one of the array API standard"):
        ua.add(np.ones(3), 1, out=out)
    assert out.tolist() == [None, None, None]


def test_another_byte_order_is_the_same_dtype() -> None:
    out = np.zeros(3, ">f8")
    assert ua.add(np.ones(3), 1.0, out=out) is out
    assert_same(out, np.full(3, 2.0), dtype=False)


def test_half_precision_is_not_the_accumulator(backend: str) -> None:
    x, out = VALUE[backend](np.ones(70000, np.float16)), MEMORY[backend](np.zeros((), np.float16))
    assert_same(ua.mean(x, out=out), np.float16(1.0))


@pytest.mark.parametrize(("window", "element"), [((3,), 4), ((4, 4), 8), ((200, 200), 8)], ids=str)
def test_elements_that_share_bytes_are_refused(window: tuple[int, ...], element: int) -> None:
    memory = np.zeros(1000)
    out = np.lib.stride_tricks.as_strided(memory, window, (element,) * len(window))
    with pytest.raises(ValueError, match="share one place"):
        ua.add(np.ones(window), 1.0, out=out)
    assert_same(memory, np.zeros(1000))


@pytest.mark.backends("numpy", "torch")  # results are never views of a variable
def test_a_result_that_is_not_wanted_stays_right(backend: str) -> None:
    x = VALUE[backend](np.arange(6.0).reshape(2, 3))
    first, second = ua.unstack(x, axis=0, out=(x[1], None))
    assert_same(first, np.array([0.0, 1.0, 2.0]))
    assert_same(second, np.array([3.0, 4.0, 5.0]))


@pytest.mark.parametrize("number", [-1, 3, 300, 2.5, True])
@pytest.mark.parametrize("function", ["divide", "multiply", "maximum", "less", "add"])
def test_a_number_and_an_unsigned_array(function: str, number: Any, backend: str) -> None:
    x = VALUE[backend](np.array([3, 200], np.uint8))
    call = getattr(ua, function)
    try:
        expected = np.array(ua.to_backend(call(number, x), "numpy"))
    except (OverflowError, TypeError, RuntimeError) as error:
        out = MEMORY[backend](np.zeros(2, np.uint8))
        with pytest.raises(type(error)):
            call(number, x, out=out)
        assert_same(out, np.zeros(2, np.uint8))
        return
    out = MEMORY[backend](np.zeros(2, expected.dtype))
    assert_same(call(number, x, out=out), expected)


class Colour(IntEnum):
    RED = 5


@pytest.mark.backends("torch", "tensorflow")  # NumPy has rules of its own for its scalars
@pytest.mark.parametrize("number", [Colour.RED, np.int64(5), np.float32(0.5), np.bool_(True), np.float64(2.0)])
def test_numbers_of_all_kinds_are_python_numbers(number: Any, backend: str) -> None:
    x, out = VALUE[backend](REAL.astype(np.float32)), MEMORY[backend](np.zeros(REAL.shape, np.float32))
    expected = REAL.astype(np.float32) * np.float32(number)
    assert_same(ua.multiply(x, number), expected)
    assert_same(ua.multiply(x, number, out=out), expected)
    assert_same(ua.multiply(number, x, out=out), expected)


def test_no_array_among_the_inputs_is_said_with_out_too(backend: str) -> None:
    out = MEMORY[backend](np.zeros(2))
    for call in (lambda: ua.add(1, 2, out=out), lambda: ua.concat([], out=out), lambda: ua.stack([], out=out)):
        with pytest.raises(TypeError, match="hold no array, expected at least one"):
            call()
    assert_same(out, np.zeros(2))


@pytest.mark.parametrize("options", [{"axis": 5, "dtype": np.float32}, {"axis": 5, "dtype": ua.float32}], ids=str)
def test_a_failing_call_keeps_its_own_error(options: dict[str, Any], backend: str) -> None:
    out = MEMORY[backend](np.zeros(3, np.float32))
    before = bits(out)
    for more in ({}, {"out": out}):
        with pytest.raises(IndexError, match="(?i)axis|dimension") as raised:
            ua.sum(VALUE[backend](REAL), **options, **more)
        assert any("raised by sum(x=" in note for note in raised.value.__notes__)
    assert bits(out) == before


def test_arrays_do_not_stand_for_numbers_in_arange(backend: str) -> None:
    one = VALUE[backend](np.array(3.0))
    with selected(backend), pytest.raises(TypeError, match=r"^arange: start is a .*, expected a Python number"):
        ua.arange(one)


def test_buffers_are_read_in_their_own_dtype(backend: str) -> None:
    with selected(backend):
        assert_same(ua.asarray(array.array("d", [1.0, 2.0])), np.array([1.0, 2.0]))
        assert_same(ua.asarray(memoryview(b"ab")), np.array([97, 98], np.uint8))


@pytest.mark.backends("numpy", "torch")  # a variable has no strides
def test_concat_into_a_window_of_length_one(backend: str) -> None:
    memory = VALUE[backend](np.zeros((1, 6)))
    out = memory[:, ::2][:, :1]
    assert_same(ua.concat([VALUE[backend](np.full((1, 1), -7.0))], axis=1, out=out), np.array([[-7.0]]))


# -- TensorFlow graphs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["slice", "variable of unknown shape"])
def test_unknown_shapes_are_compared_when_the_graph_runs(kind: str) -> None:
    tf = pytest.importorskip("tensorflow")
    variable = tf.Variable([1.0, 2.0, 3.0], shape=tf.TensorShape([None]) if kind != "slice" else None)

    @tf.function(input_signature=[tf.TensorSpec([None])])
    def write(x: Any) -> None:
        ua.exp(x, out=variable[1:] if kind == "slice" else variable)

    fits = 2 if kind == "slice" else 3
    with pytest.raises(tf.errors.InvalidArgumentError, match="exp: out has shape"):
        write(tf.zeros(1))
    assert_same(variable.value(), np.array([1.0, 2.0, 3.0], np.float32))
    write(tf.zeros(fits))
    assert_same(variable.value(), np.array([1.0, 1.0, 1.0], np.float32))


def test_torch_transforms_of_a_call_with_out() -> None:
    torch = pytest.importorskip("torch")
    x = torch.arange(6.0).reshape(2, 3)
    result = torch.func.vmap(lambda row: ua.exp(row, out=torch.empty_like(row)))(x)
    assert_same(result, np.exp(np.arange(6.0, dtype=np.float32).reshape(2, 3)))
