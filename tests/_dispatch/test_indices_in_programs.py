"""@compile of functions with arrays as indices: a wrong index raises what it raises call by call."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept

from support import MEMORY, VALUE, bits

pytestmark = pytest.mark.backends("tensorflow")
DTYPES = ["int8", "int32", "int64", "uint8", "float32", "float64", "complex64", "bool"]
RIGHT, WRONG = np.array([0, -1, 3, 3, -7, 6, 3]), np.array([0, -1, 3, 3, -8, 6, 3])
OF_TWO = np.array([0, -1, 2, 2, -3, 1, 2])

# Functions of x, of an array out of its values, of indices into seven rows and into three columns, and of a value each.
Function = Callable[[Any, Any, Any, Any, Any], Any]
READS: dict[str, Function] = {
    "take": lambda x, out, i, j, values: ua.take(out, i, axis=0),
    "take, negative axis": lambda x, out, i, j, values: ua.take(x, j, axis=-1),
    "take_along_axis": lambda x, out, i, j, values: ua.take_along_axis(x, i[:, None], axis=0),
    "take, out=": lambda x, out, i, j, values: ua.take(ua.stack([x, x])[1], i, axis=0, out=out),
    "x[i]": lambda x, out, i, j, values: out[i, 1:],
    "x[i, j]": lambda x, out, i, j, values: out[i, j],
}
WRITES: dict[str, Function] = {
    "set": lambda x, out, i, j, values: ua.at(out)[i].set(values),
    "add": lambda x, out, i, j, values: ua.at(out)[i].add(values),
    "subtract": lambda x, out, i, j, values: ua.at(out)[i].subtract(values),
    "min": lambda x, out, i, j, values: ua.at(out)[i].min(values),
    "max": lambda x, out, i, j, values: ua.at(out)[i].max(values),
    "set, two arrays": lambda x, out, i, j, values: ua.at(out)[i, j].set(values[:, 0]),
    "add, two arrays": lambda x, out, i, j, values: ua.at(out)[i, j].add(values[:, 0]),
    "add, columns": lambda x, out, i, j, values: ua.at(out)[:, j].add(ua.matrix_transpose(values)[0]),
    "add, columns of rows": lambda x, out, i, j, values: ua.at(out)[1:, j].add(values[0, 0]),
}


def arguments(dtype: str, rows: np.ndarray, columns: np.ndarray) -> list[Any]:
    numbers = np.random.default_rng(5).normal(size=(2, 7, 3)) * 30
    x, values = numbers.real.astype(dtype) if dtype != "complex64" else (numbers + 1j * numbers[::-1]).astype(dtype)
    given = [VALUE["tensorflow"](one) for one in (x, rows, columns, values)]
    return [given[0], MEMORY["tensorflow"](x), *given[1:]]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_program_finds_what_the_calls_find(backend: str, name: str, dtype: str) -> None:
    """Every bit of it, with negative indices and some that are named again."""
    function = {**READS, **WRITES}[name]
    program = ua.compile(function)
    results = []
    for call in (function, program):
        given = arguments(dtype, RIGHT, OF_TWO)
        try:
            results.append((bits(call(*given)), bits(given[1])))
        except TypeError as error:  # of a dtype that it is not for
            results.append((str(error), bits(given[1])))
    assert results[0] == results[1]
    assert kept(program) == (type(results[0][0]) is bytes)


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_wrong_index_leaves_what_the_calls_leave(backend: str, name: str) -> None:
    """The same error, and what was written before it: a program that has gone wrong has written nothing."""

    def chain(x: Any, out: Any, i: Any, j: Any, values: Any, scale: float) -> Any:
        ua.multiply(out, scale, out=out)
        result = {**READS, **WRITES}[name](x, out, i, j, values)
        ua.add(captured, 1.0, out=captured)
        return result

    program = ua.compile(chain)
    captured = MEMORY[backend](np.ones(4))
    program(*arguments("float32", RIGHT, OF_TWO), 1.5)
    wrong = arguments("float32", RIGHT, OF_TWO - 1), arguments("float32", WRONG, OF_TWO)
    for _ in range(5):  # it is not given up because of errors
        left = []
        for call in (chain, program):
            captured.assign(np.zeros(4))
            given = wrong["columns" not in name and "negative" not in name]
            given[1] = MEMORY[backend](np.array(given[0]))
            with pytest.raises(IndexError) as raised:
                call(*given, 1.5)
            left.append((str(raised.value), bits(given[1]), bits(captured)))
        assert left[0] == left[1]
    given = arguments("float32", RIGHT, OF_TWO)
    program(*given, 1.5)
    assert kept(program) == 1


def test_a_wrong_index_into_a_slice_among_the_arguments(backend: str) -> None:
    program = ua.compile(lambda part, i: ua.at(ua.exp(part, out=part))[i].set(0.0))
    values = np.ones((2, 4))
    x = ua.asarray(VALUE[backend](values), copy=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ua.CompileWarning)
        program(x[0], VALUE[backend](np.array([1, 2])))
        with pytest.raises(IndexError, match="at.set"):
            program(x[1], VALUE[backend](np.array([1, 9])))
    np.testing.assert_allclose(np.array(x), [[np.e, 0, 0, np.e], [np.e] * 4])


def test_what_a_tensor_of_constants_selects(backend: str) -> None:
    import tensorflow as tf

    program = ua.compile(lambda x, n: (tf.gather(x, [n, 0]), ua.take(x, tf.constant([-1, n]))))
    x = VALUE[backend](np.arange(3.0))
    assert [one.numpy().tolist() for one in program(x, 2)] == [[2.0, 0.0], [2.0, 2.0]]
    assert kept(program) == 1
    for _ in range(2):
        with pytest.raises(tf.errors.InvalidArgumentError):
            program(x, 3)  # another number is another program
