"""Promise 9: a write that would cut a gradient is refused; one that cuts nothing works. On PyTorch and TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._arrays import function_of
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import ARRAYS, MEMORY, VALUE, assert_same, bits


def holds_array(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) or (isinstance(argument, list) and isinstance(argument[0], np.ndarray))


DIFFERENTIATES = [row for row in ONE_RESULT if any(map(holds_array, row.arguments))]

# TensorFlow's tape records these although their gradient is None; PyTorch's is zero, so both refuse.
STEPS = {"ceil", "floor", "round", "trunc"}


@pytest.fixture
def recording(backend: str) -> Any:
    """A context manager factory: inside, gradients with respect to the given arrays are recorded."""
    return {"torch": _torch_records, "tensorflow": _tensorflow_records}[backend]


@contextmanager
def _torch_records(arrays: list[Any]) -> Iterator[Any]:
    for one in arrays:
        if one.is_floating_point() or one.is_complex():
            one.requires_grad_()
    yield lambda result: result.requires_grad


@contextmanager
def _tensorflow_records(arrays: list[Any]) -> Iterator[Any]:
    import tensorflow as tf

    def connected(result: Any) -> bool:
        if not (result.dtype.is_floating or result.dtype.is_complex):
            return False
        with tape.stop_recording():
            values = result.value() if isinstance(result, tf.Variable) else result
            return any(one is not None for one in tape.gradient(values, arrays))

    with tf.GradientTape(persistent=True) as tape:
        for one in arrays:
            if one.dtype.is_floating or one.dtype.is_complex:
                tape.watch(one)
        yield connected


def native_arguments(row: Row, backend: str) -> tuple[list[Any], list[Any]]:
    """The arguments of a row, and the arrays among them."""
    leaves: list[Any] = []

    def convert(argument: Any) -> Any:
        if isinstance(argument, np.ndarray):
            leaves.append(VALUE[backend](argument))
            return leaves[-1]
        return [convert(one) for one in argument] if holds_array(argument) else argument

    return [convert(one) for one in row.arguments], leaves


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("row", DIFFERENTIATES, ids=str)
def test_a_write_that_cuts_a_gradient_is_refused(row: Row, backend: str, recording: Any) -> None:
    out = ARRAYS[backend].garbage(ARRAYS[backend].plain(row))
    before = bits(out)
    arguments, leaves = native_arguments(row, backend)
    with recording(leaves) as connected:
        differentiable = row.function in STEPS or connected(function_of(row)(*arguments, **row.options))
        if differentiable:
            with pytest.raises(ua.GradientError, match=f"^{row.function}: writing the result into out would cut"):
                function_of(row)(*arguments, **row.options, out=out)
            assert bits(out) == before
        else:  # a comparison, a position, a constant: nothing is cut
            assert function_of(row)(*arguments, **row.options, out=out) is out
            assert_same(out, ARRAYS[backend].plain(row))


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("function", ["add", "subtract", "matmul", "exp"])
def test_an_out_that_is_an_input_cuts_too(function: str, backend: str, recording: Any) -> None:
    values = np.array([[0.5, 1.0], [2.0, 0.25]])
    out, other = MEMORY[backend](values), VALUE[backend](values)
    arguments = [out] if function == "exp" else [out, other]
    with recording([out]):
        with pytest.raises(ua.GradientError):
            getattr(ua, function)(*arguments, out=out)
        assert_same(out, values)


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize(
    "row", [row for row in DIFFERENTIATES if row.function in ("add", "matmul", "sum", "exp")], ids=str
)
def test_where_recording_is_stopped_out_is_written(row: Row, backend: str, recording: Any) -> None:
    expected = ARRAYS[backend].plain(row)
    out = ARRAYS[backend].garbage(expected)
    arguments, leaves = native_arguments(row, backend)
    with recording(leaves):
        pass
    if backend == "torch":
        import torch

        with torch.no_grad():
            assert function_of(row)(*arguments, **row.options, out=out) is out
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(leaves)
            with tape.stop_recording():
                assert function_of(row)(*arguments, **row.options, out=out) is out
    assert_same(out, expected)


@pytest.mark.backends("torch", "tensorflow")
@pytest.mark.parametrize("function", ["add", "multiply", "exp"])
def test_what_is_not_watched_cuts_nothing(function: str, backend: str, recording: Any) -> None:
    values = np.array([0.5, 2.0])
    watched, free, out = VALUE[backend](values), VALUE[backend](values), MEMORY[backend](values)
    arguments = [free] if function == "exp" else [free, free]
    with recording([watched]):
        assert getattr(ua, function)(*arguments, out=out) is out
    assert_same(out, getattr(np, function)(*[values] * len(arguments)))


def test_a_torch_parameter_is_no_out_while_gradients_are_recorded() -> None:
    torch = pytest.importorskip("torch")
    parameter = torch.nn.Parameter(torch.ones(3))
    for arguments in [(torch.ones(3), torch.ones(3)), (parameter, torch.ones(3))]:
        with pytest.raises(ua.GradientError, match="no_grad"):
            ua.add(*arguments, out=parameter)
    assert_same(parameter, np.ones(3, np.float32))
    with torch.no_grad():
        assert ua.add(parameter, parameter, out=parameter) is parameter
    assert_same(parameter, np.full(3, 2, np.float32))


def test_a_forward_accumulator_counts_as_recording() -> None:
    tf = pytest.importorskip("tensorflow")
    x, out = tf.constant([1.0, 2.0]), MEMORY["tensorflow"](np.zeros(2, np.float32))
    with tf.autodiff.ForwardAccumulator(x, tf.ones(2)):
        with pytest.raises(ua.GradientError):
            ua.multiply(x, x, out=out)
        assert ua.multiply(tf.ones(2), 3.0, out=out) is out
    assert_same(out, np.full(2, 3, np.float32))


@pytest.mark.backends("torch", "tensorflow")
def test_without_out_gradients_are_those_of_the_framework(backend: str, recording: Any) -> None:
    x, y = VALUE[backend](np.array([0.5, 2.0])), VALUE[backend](np.array([3.0, 4.0]))

    def program() -> Any:
        return ua.sum(ua.divide(ua.exp(ua.multiply(x, y)), ua.add(x, 1.0)))

    if backend == "torch":
        x.requires_grad_()
        program().backward()
        gradient = x.grad
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(x)
            result = program()
        gradient = tape.gradient(result, x)
    a, b = np.array([0.5, 2.0]), np.array([3.0, 4.0])
    assert_same(gradient, np.exp(a * b) * (b / (a + 1) - 1 / (a + 1) ** 2), tolerance=10)
