"""@compile on PyTorch: a program whose kernels find a wrong value is undone, and leaves what the calls leave."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept

from support import assert_same, bits

torch = pytest.importorskip("torch")
X = np.arange(12, dtype=np.float32).reshape(4, 3) / 7
RIGHT, WRONG = np.array([0, -1, 2, 2]), np.array([0, -1, 2, -5])

# Functions of a matrix that was written to and of integers -> integers of which one is wrong
JUDGING: dict[str, tuple[Callable[[Any, Any], Any], np.ndarray]] = {
    "take": (lambda x, i: ua.take(x, i, axis=0), WRONG),
    "at.add": (lambda x, i: ua.at(x)[i].add(x * 2.0), WRONG),
    "at.set": (lambda x, i: ua.at(x)[i, ua.asarray([0, 1, 2, 0])].set(x[0, 0]), WRONG),
    "cholesky": (lambda x, i: ua.linalg.cholesky(ua.eye(3) * ua.astype(i[3] + 1, ua.float64)), WRONG),
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings(), ua.use_backend("torch"):
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", list(JUDGING))
def test_what_was_written_is_what_the_calls_have_written(name: str) -> None:
    function, wrong = JUDGING[name]

    def chain(x: Any, out: Any, i: Any) -> Any:
        ua.multiply(x, 3.0, out=out)
        result = function(out, i)
        ua.add(x, 1.0, out=x)
        return result

    program = ua.compile(chain)
    for integers in (RIGHT, wrong, wrong, RIGHT):
        left = []
        for call in (chain, program):
            x, out = torch.from_numpy(X.copy()), torch.zeros(4, 3)
            try:
                found = bits(call(x, out, torch.from_numpy(integers)))
            except Exception as error:
                found = (type(error), str(error))
            left.append((found, bits(x), bits(out)))
        assert left[0] == left[1]
        assert type(left[1][0]) is (bytes if integers is RIGHT else tuple)
    assert kept(program) == 1


def test_the_size_that_bincount_finds() -> None:
    program = ua.compile(lambda x, out: ua.bincount(x, minlength=5, out=out))
    out = torch.zeros(5, dtype=torch.int64)
    assert program(torch.tensor([0, 4, 4]), out) is out
    assert_same(out, np.array([1, 0, 0, 0, 2]))
    before = bits(out)
    for wrong, message in (([0, 9], "^bincount: out has shape"), ([0, -1], "^bincount: x holds what is negative")):
        with pytest.raises(ValueError, match=message):
            program(torch.tensor(wrong * 2)[:3], out)
        assert bits(out) == before
    assert kept(program) == 1
    counted = ua.compile(lambda x: ua.bincount(x, minlength=5))
    for _ in range(6):
        assert_same(counted(torch.tensor([0, 9, 4])), np.bincount([0, 9, 4]))
    assert kept(counted) == 0  # it was in vain too often


def test_a_program_that_judges_nothing_copies_nothing() -> None:
    from unified_arrays.backends.torch.undoing import compile_graph

    given: list[Any] = []

    def compiled(graph: Any, inputs: Any) -> Any:
        given.append(compile_graph(graph, inputs, options={}))
        return given[-1]

    x, out = torch.ones(4), torch.zeros(4)
    torch.compile(lambda x, out: ua.exp(ua.divide(x, 2.0, out=out), out=out), backend=compiled)(x, out)
    torch.compile(lambda x, out: ua.floor_divide(ua.astype(x, ua.int64), 2), backend=compiled)(x, out)
    assert [getattr(one, "__module__", "").endswith("undoing") for one in given] == [False, True]
