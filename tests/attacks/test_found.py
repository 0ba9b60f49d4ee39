"""What the attacks have found, each as small as it came: kept so that it stays mended."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import REAL

from fresh import fresh_python
from support import MEMORY, VALUE, assert_same, bits


@pytest.mark.backends("torch")
def test_isin_of_an_array_that_is_no_row_of_elements(backend: str) -> None:
    x = VALUE[backend](REAL)
    assert_same(ua.isin(x, x.T), np.ones(REAL.shape, bool))


@pytest.mark.backends("torch")
def test_searchsorted_in_every_other_element_does_not_warn(backend: str) -> None:
    x = VALUE[backend](np.array([1.0, 9.0, 2.0, 9.0, 5.0]))[::2]
    assert_same(ua.searchsorted(x, x), np.arange(3))


@pytest.mark.backends("numpy")
@pytest.mark.parametrize("kind", ["matrix", "masked"])
def test_an_entry_of_out_is_looked_at_like_out(backend: str, kind: str) -> None:
    other = np.zeros((2, 2)).view(np.matrix) if kind == "matrix" else np.ma.zeros((2, 2))
    with pytest.raises(TypeError, match=rf"^linalg.qr: out\[0\] is a .*{kind}"):
        ua.linalg.qr(np.eye(2), out=(other, None))
    assert_same(np.asarray(other), np.zeros((2, 2)))


@pytest.mark.backends("torch")
@pytest.mark.parametrize("function", ["exp", "flip", "sum", "add"])
def test_a_tensor_of_inference_mode_is_refused_before_it_is_written(backend: str, function: str) -> None:
    import torch

    x = VALUE[backend](REAL)
    with torch.inference_mode():
        out = torch.zeros(() if function == "sum" else REAL.shape, dtype=torch.float64)
    arguments = (x, x) if function == "add" else (x,)
    with pytest.raises(ValueError, match="inference_mode"):
        getattr(ua, function)(*arguments, out=out)
    assert not out.any()
    with torch.inference_mode():
        assert getattr(ua, function)(*arguments, out=out) is out
    assert out.any()


@pytest.mark.backends("tensorflow")
def test_branches_loops_and_maps_inside_a_graph_are_written(backend: str) -> None:
    import tensorflow as tf

    variable = MEMORY[backend](np.zeros(3))

    @tf.function
    def program(n: Any) -> None:
        def body(i: Any) -> Any:
            ua.add(variable, 1.0, out=variable)
            return i + 1

        tf.while_loop(lambda i: i < n, body, [0])
        tf.cond(n > 3, lambda: ua.multiply(variable, 10.0, out=variable), lambda: variable.value())

    program(tf.constant(4))
    assert_same(variable, np.full(3, 40.0))
    for _ in tf.data.Dataset.range(3).map(lambda i: ua.add(variable, tf.cast(i, tf.float64), out=variable)):
        pass
    assert_same(variable, np.full(3, 43.0))


@pytest.mark.backends("torch")
def test_the_eigenvalues_of_a_nan_are_an_error(backend: str) -> None:
    program = (
        "import torch, unified_arrays as ua\n"
        "x, out = torch.full((3, 3), float('nan')), torch.zeros(3, dtype=torch.complex64)\n"
        "try:\n    ua.linalg.eigvals(x, out=out)\n"
        "except RuntimeError as error:\n    print(error, out.any().item())"
    )
    (line,) = fresh_python(program)  # PyTorch's own ends the process
    assert line == "linalg.eigvals: x holds a nan or an infinity, expected finite numbers False"


@pytest.mark.parametrize("function", ["cumulative_sum", "flip", "exp"])
def test_a_numpy_scalar_alone_is_an_array_of_numpy(backend: str, function: str) -> None:
    out = MEMORY[backend](np.zeros(()))
    if backend == "numpy":
        assert_same(ua.exp(np.float64(0.0), out=out), np.float64(1.0))
        return
    with pytest.raises(TypeError, match=f"^{function}: x is an array of numpy but out is one of {backend}"):
        getattr(ua, function)(np.float64(1.0), out=out)
    assert bits(out) == bits(np.zeros(()))


@pytest.mark.backends("numpy")
def test_a_tuple_is_no_axis_of_a_cumulative_sum(backend: str) -> None:
    out = np.full(REAL.shape, 77.0)
    with pytest.raises(TypeError):
        ua.cumulative_sum(REAL, axis=(0,), out=out)
    assert_same(out, np.full(REAL.shape, 77.0))


@pytest.mark.backends("tensorflow")
def test_a_bfloat16_without_axes_is_printed_and_converted(backend: str) -> None:
    import tensorflow as tf

    from unified_arrays.tensorflow import ArrayVariable

    one = ArrayVariable(tf.constant(1.5, tf.bfloat16))
    assert repr(one) == "ArrayVariable(1.5, shape=(), dtype=bfloat16)"
    assert float(np.asarray(one)) == 1.5


@pytest.mark.backends("tensorflow")
@pytest.mark.parametrize("unknown", [None, [None]], ids=["of unknown rank", "of unknown size"])
@pytest.mark.parametrize("enabled", [False, True], ids=["assign", "in place"])
def test_variables_of_unknown_shape_have_the_shape_of_their_value(backend: str, unknown: Any, enabled: bool) -> None:
    import tensorflow as tf

    def variable(values: list[float]) -> Any:
        return tf.Variable(values, shape=tf.TensorShape(unknown))

    x, one, out = variable([1.0, 2.0, 3.0]), variable([5.0]), variable([0.0, 0.0, 0.0])
    with ua.in_place_writes(enabled):
        with pytest.raises(ValueError, match=r"^matmul: out has shape \(3,\), the result has shape \(\)"):
            ua.matmul(x, x, out=out)
        with pytest.raises(ValueError, match=r"^add: out has shape \(1,\), the result has shape \(3,\)"):
            ua.add(one, x, out=one)
        assert ua.acos(ua.zeros_like(x, dtype="float32"), out=out) is out
        assert_same(out, np.full(3, np.arccos(np.float32(0))))
        assert ua.add(x, one, out=x) is x
    assert_same(x, np.array([6.0, 7.0, 8.0], "float32"))
    assert_same(one, np.array([5.0], "float32"))


@pytest.mark.backends("tensorflow")
def test_an_update_from_another_device_is_refused(backend: str) -> None:
    import tensorflow as tf

    with tf.device("CPU:0"):
        variable = tf.Variable([1.0, 2.0])
    with tf.device("CPU:1"):
        x = tf.constant([1.0, 2.0])
    for call in (lambda: ua.add(variable, x, out=variable), lambda: ua.subtract(variable, x, out=variable)):
        with pytest.raises(ua.DeviceMismatchError):
            call()
    assert_same(variable, np.array([1.0, 2.0], "float32"))


@pytest.mark.backends("torch")
def test_memory_that_is_in_two_storages_overlaps(backend: str) -> None:
    import torch

    memory = np.arange(9.0)
    x, out = torch.from_numpy(memory[:-1]), torch.from_numpy(memory[1:])
    expected = x.numpy() * 2
    assert ua.add(x, x, out=out) is out
    assert_same(out, expected)


@pytest.mark.backends("numpy")
@pytest.mark.parametrize("axis", [0, -1])
def test_a_number_has_axes_to_expand_in_front_as_behind(backend: str, axis: int) -> None:
    assert_same(importlib.import_module("unified_arrays.numpy").expand_dims(2.5, axis), np.array([2.5]))


@pytest.mark.backends("torch")
@pytest.mark.parametrize("function", ["take", "take_along_axis"])
def test_no_indices_are_no_complex_numbers(backend: str, function: str) -> None:
    empty = VALUE[backend](np.zeros((0, 3) if function == "take_along_axis" else 0, "complex64"))
    with pytest.raises((TypeError, RuntimeError)):
        getattr(ua, function)(empty, empty, axis=0)


@pytest.mark.backends("torch")
def test_a_truth_value_is_no_axis(backend: str) -> None:
    x, out = VALUE[backend](np.ones((2, 3))), MEMORY[backend](np.full((2, 6), 7.0))
    with pytest.raises(TypeError):
        ua.repeat(x, 2, axis=True, out=out)
    assert_same(out, np.full((2, 6), 7.0))
