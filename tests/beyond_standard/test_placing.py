"""Functions that write into their first argument, as NumPy's do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._rows import COUNTS, OTHER, REAL, TENSOR, TRUTH, WHOLE

from support import MEMORY, VALUE, arrays_of, assert_same, bits, numpy_of

NUMBERS = np.array([7.5, -1.0, 3.0, 4.0, 5.0])
TALL = np.arange(21.0).reshape(7, 3)

CASES: dict[str, list[tuple[Any, ...]]] = {
    "place": [
        (REAL, TRUTH, NUMBERS),
        (REAL, REAL > 1, OTHER),
        (REAL, COUNTS, [44, 55]),
        (REAL, TRUTH, 9.0),
        (REAL, TRUTH * False, NUMBERS),
        (WHOLE, TRUTH, [1, 2, 3]),
        (TENSOR, TENSOR > 0, NUMBERS[:2]),
        (TRUTH, REAL > 1, [False, True]),
    ],
    "putmask": [
        (REAL, TRUTH, NUMBERS),
        (REAL, REAL > 1, OTHER),
        (REAL, COUNTS, [44.0, 55.0]),
        (WHOLE, TRUTH, 9),
        (TENSOR, TENSOR > 0, NUMBERS),
    ],
    "fill_diagonal": [
        (REAL, 5.0),
        (REAL, NUMBERS[:2]),
        (TALL, 1.5),
        (TALL, [1.5, 2.5]),
        (np.arange(27.0).reshape(3, 3, 3), NUMBERS),
        (WHOLE, 3),
        (np.empty((0, 3)), 1.0),
    ],
}


@pytest.mark.parametrize("function", CASES)
def test_they_write_what_numpy_writes(function: str, backend: str) -> None:
    count = 0
    for given in CASES[function]:
        wanted = given[0].copy()
        getattr(np, function)(wanted, *given[1:])
        x = MEMORY[backend](given[0].copy())
        assert getattr(ua, function)(x, *arrays_of(backend, list(given[1:]))) is x
        assert_same(x, wanted, label=given)
        count += 1
    assert count == len(CASES[function])


def test_a_diagonal_that_begins_anew(backend: str) -> None:
    for shape in ((7, 3), (3, 7), (4, 4), (8, 2)):
        wanted = np.zeros(shape)
        np.fill_diagonal(wanted, NUMBERS[:2], wrap=True)
        x = MEMORY[backend](np.zeros(shape))
        assert ua.fill_diagonal(x, VALUE[backend](NUMBERS[:2]), wrap=True) is x
        assert_same(x, wanted)


# array_api_strict has no index with arrays of several axes.
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_put_along_axis(backend: str) -> None:
    cases = [
        (np.argmax(REAL, axis=1)[:, None], 99.0, 1),
        (np.array([[0, 1, 2, 0]]), OTHER[:1], 0),
        (np.array([[0, 1], [1, 2], [3, 0]]), OTHER[:, :2], -1),
        (np.array([[-1]]), 5.0, 1),
    ]
    for indices, values, axis in cases:
        wanted = REAL.copy()
        np.put_along_axis(wanted, indices, values, axis)
        x = MEMORY[backend](REAL.copy())
        given = arrays_of(backend, [indices, values])
        assert ua.put_along_axis(x, *given, axis=axis) is x
        assert_same(x, wanted)


def wrong(o: Callable[[np.ndarray], Any]) -> dict[str, tuple[Any, type[Exception], str]]:
    mask, number = o(TRUTH), o(np.array(2.5))
    return {
        "place": (lambda x: ua.place(x, o(TRUTH[0]), number), ValueError, "place: mask has shape"),
        "place nothing": (lambda x: ua.place(x, mask, o(NUMBERS[:0])), ValueError, "place: values has shape"),
        "place complex": (lambda x: ua.place(x, mask, 1j), TypeError, "place: x has dtype float64"),
        "place strings": (lambda x: ua.place(x, mask, ["a"]), TypeError, "place: values is a list"),
        "place a list": (lambda x: ua.place(x, [True] * 12, 1.0), TypeError, "place: mask is a list"),
        "putmask": (lambda x: ua.putmask(x, o(TRUTH[0]), number), ValueError, "putmask: mask has shape"),
        "fill_diagonal": (lambda x: ua.fill_diagonal(x[0, :], number), ValueError, "fill_diagonal: x has shape"),
        "put_along_axis": (
            lambda x: ua.put_along_axis(x, o(WHOLE[0]), number, axis=0), ValueError, "put_along_axis: x has shape",
        ),
    }  # fmt: skip


@pytest.mark.parametrize("mistake", list(wrong(lambda x: x)))
def test_what_is_refused_leaves_all_as_it_was(mistake: str, backend: str) -> None:
    call, error, told = wrong(VALUE[backend])[mistake]
    x = MEMORY[backend](REAL.copy())
    before = bits(x)
    with pytest.raises(error, match=told):
        call(x)
    assert bits(x) == before


@pytest.mark.backends("numpy", "tensorflow")
def test_what_cannot_be_written_to(backend: str) -> None:
    x = VALUE[backend](REAL)
    if backend == "numpy":
        x.flags.writeable = False
    for call in (lambda: ua.place(x, x > 0, 1.0), lambda: ua.putmask(x, x > 0, 1.0), lambda: ua.fill_diagonal(x, 1.0)):
        with pytest.raises(ValueError, match="x cannot be written to"):
            call()
    assert_same(numpy_of(x), REAL)


@pytest.mark.backends("tensorflow")
def test_in_a_graph(backend: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x = MEMORY[backend](REAL.copy())

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.bool), tf.TensorSpec([None], tf.float64)])
    def program(mask: Any, values: Any) -> Any:
        ua.place(x, mask, values)
        ua.fill_diagonal(x, values)
        return ua.sum(x)

    program(tf.constant(TRUTH), tf.constant(NUMBERS))
    wanted = REAL.copy()
    np.place(wanted, TRUTH, NUMBERS)
    np.fill_diagonal(wanted, NUMBERS)
    assert_same(x, wanted)
