"""Promise 11: `out=v[...]` writes into the variable, and reading it stays as cheap as before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same

tf = pytest.importorskip("tensorflow")

BASE = np.arange(24.0).reshape(4, 6)

INDICES: list[Any] = [
    np.s_[1],
    np.s_[-1],
    np.s_[1:3],
    np.s_[::2],
    np.s_[::-1],
    np.s_[3:0:-2, 1:],
    np.s_[..., 0],
    np.s_[1, 2],
    np.s_[:, None, 2:5],
    np.s_[1:1],
    np.s_[2:99],
    np.s_[()],
    np.s_[1:-1, 1:-1],
]


@pytest.fixture(params=["ArrayVariable", "tf.Variable"])
def variable(request: pytest.FixtureRequest) -> Any:
    if request.param == "tf.Variable":
        return tf.Variable(BASE)
    with ua.use_backend("tensorflow"):
        return ua.asarray(tf.constant(BASE), copy=True)


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_every_basic_index_is_written(variable: Any, index: Any) -> None:
    expected = BASE.copy()
    expected[index] = expected[index] * 2 + 1
    returned = ua.add(variable[index] * 2, 1.0, out=variable[index])
    assert_same(variable.value(), expected)
    assert_same(returned, expected[index])


def test_a_wrong_shape_or_dtype_is_refused_before_writing(variable: Any) -> None:
    with pytest.raises(ValueError, match=r"^add: out has shape \(2, 6\), the result has shape \(3, 6\)"):
        ua.add(tf.ones((3, 6), tf.float64), 1.0, out=variable[1:3])
    with pytest.raises(ValueError, match="shape"):
        ua.add(tf.ones((6,), tf.float64), 1.0, out=variable[1:3])  # TensorFlow would broadcast it
    with pytest.raises(TypeError, match="^add: out has dtype float64, which cannot hold the result's dtype complex128"):
        ua.add(tf.ones((2, 6), tf.complex128), 1.0, out=variable[1:3])
    assert_same(variable.value(), BASE)


def test_the_value_is_cast_to_the_variable(variable: Any) -> None:
    ua.add(tf.ones((6,), tf.int32), tf.ones((6,), tf.int32), out=variable[0])
    assert_same(variable.value()[0], np.full(6, 2.0))


def test_who_holds_an_older_read_keeps_it(variable: Any) -> None:
    held = variable.read_value()
    ua.multiply(variable[1:3], 0.0, out=variable[1:3])
    assert_same(held, BASE)
    assert_same(variable.value()[1:3], np.zeros((2, 6)))


def test_a_slice_of_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match=r"tf.Tensor is a value, not memory.*asarray\(x, copy=True\)"):
        ua.add(tf.ones(2), tf.ones(2), out=tf.ones(4)[1:3])


def address(x: Any) -> int:
    return int(np.asarray(x).__array_interface__["data"][0])


def test_after_a_sliced_write_reads_are_not_copies(variable: Any) -> None:
    """TensorFlow copies the whole variable at every read after a sliced write, for ever; ours must not."""
    ua.add(variable[1:3], 1.0, out=variable[1:3])
    first, second = variable.value(), variable.value()  # both held: a copy lies somewhere else
    assert address(first) == address(second)


def test_two_slices_in_one_program() -> None:
    """The stencil of the heat equation, against NumPy."""
    with ua.use_backend("tensorflow"):
        now, then = ua.to_backend(BASE), ua.zeros((4, 6), dtype=ua.float64)
    ua.add(now[:-2, 1:-1], now[2:, 1:-1], out=then[1:-1, 1:-1])
    ua.add(then[1:-1, 1:-1], now[1:-1, :-2], out=then[1:-1, 1:-1])
    expected = np.zeros((4, 6))
    expected[1:-1, 1:-1] = BASE[:-2, 1:-1] + BASE[2:, 1:-1] + BASE[1:-1, :-2]
    assert_same(then.value(), expected)
