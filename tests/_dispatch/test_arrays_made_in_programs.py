"""@compile of functions that make arrays and write to them: as call by call, and what comes back can be written to."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept

from support import MEMORY, VALUE, assert_same, numpy_of, selected

X = np.arange(12.0).reshape(4, 3)


def written_to(x: Any) -> Any:
    made = ua.zeros((4, 3), dtype=ua.float64)
    ua.add(x, 1.0, out=made)
    ua.add(made, 0.5, out=made)
    ua.copyto(made[1:3], 7.0)
    made[0] = x[1]
    made += x
    return made


def parts(x: Any) -> Any:
    made = ua.asarray(x, copy=True)
    inner = made[1:, 1:]
    ua.multiply(inner, 2.0, out=inner)
    ua.subtract(made[0], 1.0, out=made[0])
    column = made[:, 0]
    ua.at(made)[1:].set(3.0)
    return made, ua.sum(inner), column


def indexed(x: Any) -> Any:
    made = ua.full((4, 3), 2.0, dtype=ua.float64)
    rows = ua.asarray([0, -1, 0])
    ua.at(made)[rows].add(x[:3])
    ua.at(made)[rows, ua.asarray([0, 2, 1])].set(9.0)
    made[rows[:2]] = -1.0
    return made


def of_an_array(x: Any) -> Any:
    y = x * 2.0
    ua.exp(y, out=y)
    return [y, y, ua.zeros_like(x) + y]


MAKING: dict[str, Callable[[Any], Any]] = {
    "written to": written_to, "parts": parts, "indexed": indexed, "of an array": of_an_array,
}  # fmt: skip


def outcome(call: Callable[[], Any]) -> list[np.ndarray]:
    result = call()
    return [numpy_of(one) for one in (result if type(result) in (list, tuple) else [result])]


@pytest.mark.backends("numpy", "tensorflow", "jax")
@pytest.mark.parametrize("name", list(MAKING))
def test_arrays_that_are_made_inside(backend: str, name: str) -> None:
    function, program = MAKING[name], ua.compile(MAKING[name])
    x = MEMORY[backend](X)
    with selected(backend), warnings.catch_warnings():
        if backend != "tensorflow":
            warnings.simplefilter("ignore", ua.CompileWarning)
        wanted = outcome(lambda: function(x))
        for _ in range(2):
            for found, one in zip(outcome(lambda: program(x)), wanted, strict=True):
                assert_same(found, one, tolerance=4)
    assert_same(x, X)
    if backend == "tensorflow":
        assert kept(program) == 1, "it was not compiled"


@pytest.mark.backends("tensorflow")
def test_results_can_be_written_to_where_those_of_the_calls_can(backend: str) -> None:
    with selected(backend):
        for x in (VALUE[backend](X), ua.asarray(VALUE[backend](X), copy=True)):
            for function in (written_to, ua.exp, lambda x: ua.zeros_like(x) + x):
                result, wanted = ua.compile(function)(x), function(x)
                assert type(result) is type(wanted)
        doubled = ua.compile(lambda x: [x * 2.0] * 2)(x)
        assert doubled[0] is doubled[1]
        assert_same(ua.at(doubled[0])[0].set(1.0)[1:], X[1:] * 2)


@pytest.mark.backends("tensorflow")
def test_a_loop_of_tensorflow_does_not_write_to_them(backend: str) -> None:
    import tensorflow as tf

    @ua.compile
    def looped(x: Any) -> Any:
        made = ua.zeros(3)
        tf.while_loop(
            lambda i: i < 3, lambda i: [i + ua.astype(ua.at(made)[0].add(1.0)[0], ua.int32)], [tf.constant(0)]
        )
        return made

    with selected(backend), pytest.warns(ua.CompileWarning, match="outside of a loop|while_loop|While"):
        assert_same(looped(tf.zeros(3)), np.array([2.0, 0.0, 0.0], np.float32))


@pytest.mark.backends("tensorflow")
def test_no_variable_is_made_for_what_is_only_read(backend: str) -> None:
    """An array that nobody has written to in part stays the tensor that it holds."""
    with selected(backend):
        x, out = ua.asarray(VALUE[backend](X), copy=True), ua.zeros((4, 3), dtype=ua.float64)
        program = ua.compile(lambda x, row, out: ua.add(ua.exp(x), row, out=out))
        for _ in range(2):
            assert program(x, x[1], out) is out
        assert_same(out, np.exp(X) + X[1], tolerance=4)
        assert x._pending is not None
        assert out._pending is None


@pytest.mark.backends("tensorflow")
@pytest.mark.parametrize("reads", [False, True])
def test_a_slice_that_is_written_to(backend: str, reads: bool) -> None:
    with selected(backend):
        v = ua.zeros((4, 3), dtype=ua.float64)
        program = ua.compile(lambda x, row: ua.add(x, row if reads else x, out=row))
        for number in range(4):
            row = v[number]
            assert program(VALUE[backend](X[number]), row) is row
        assert_same(v, X if reads else 2 * X)
        assert kept(program) == 1
        shifted = ua.compile(lambda x, out: ua.add(x, 1.0, out=out))
        with pytest.warns(ua.CompileWarning, match="shares memory"):
            shifted(v[:-1], v[1:])
        assert_same(v[1:], X[:-1] * (1 if reads else 2) + 1)


@pytest.mark.backends("tensorflow")
def test_a_slice_of_an_array_that_is_written_to_is_read_anew(backend: str) -> None:
    def function(v: Any, row: Any) -> Any:
        ua.add(v, 1.0, out=v)
        return row * 1.0

    with selected(backend), warnings.catch_warnings():
        warnings.simplefilter("ignore", ua.CompileWarning)
        v = ua.zeros((4, 3), dtype=ua.float64)
        assert_same(ua.compile(function)(v, v[1]), np.ones(3))


@pytest.mark.backends("tensorflow")
def test_the_size_that_bincount_finds(backend: str) -> None:
    calls: list[int] = []

    def counted(x: Any) -> Any:
        calls.append(1)
        return ua.bincount(x, minlength=5)

    program = ua.compile(counted)
    small, large = (VALUE[backend](np.array(one)) for one in ([0, 4, 4], [0, 9, 4]))
    for _ in range(2):
        assert_same(program(small), np.array([1, 0, 0, 0, 2]))
    assert_same(program(large), np.bincount([0, 9, 4]))  # by the call itself
    assert kept(program) == 1
    with pytest.raises(ValueError, match="^bincount: x holds"):
        program(VALUE[backend](np.array([0, -1, 4])))
    del calls[:]
    with pytest.warns(ua.CompileWarning, match="4 times one after the other its values were not"):
        for _ in range(6):
            program(large)
    assert (len(calls), kept(program)) == (6, 0)
    assert_same(program(small), np.array([1, 0, 0, 0, 2]))
