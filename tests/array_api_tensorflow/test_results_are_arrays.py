"""What functions of ArrayVariables return can be written to, and costs no variable of TensorFlow before it is."""

from __future__ import annotations

import copy
import operator
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._common.spec import SPECS

tf = pytest.importorskip("tensorflow")
xp = pytest.importorskip("unified_arrays.tensorflow")

VALUES = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.0]], np.float32)


def array(values: Any = VALUES) -> Any:
    return xp.asarray(values, copy=True)


def is_made(x: Any) -> bool:
    """Whether TensorFlow's variable has been made."""
    return "_handle" in vars(x)


RESULTS: dict[str, Callable[[Any], Any]] = {
    "function": xp.exp,
    "function of the main namespace": ua.exp,
    "of an array and a number": lambda x: xp.add(x, 1.0),
    "of an array and a tensor": lambda x: xp.add(tf.constant(VALUES), x),
    "of a list": lambda x: xp.concat([tf.constant(VALUES), x]),
    "reduction": lambda x: xp.sum(x, axis=0),
    "view": lambda x: xp.reshape(x, (3, 2)),
    "of the same values": xp.positive,
    "operator": lambda x: x + 1.0,
    "reflected operator": lambda x: 1.0 - x,
    "comparison": lambda x: x > 0,
    "matrix product": lambda x: x @ x.T,
    "unary operator": operator.neg,
    "attribute": lambda x: x.T,
    "method": lambda x: x.mean(axis=1),
    "mask": lambda x: x[x > 0],
    "indices": lambda x: x[[1, 0]],
    "differences of slices": lambda x: x[1:] - x[:-1],
    "function of a slice": lambda x: ua.exp(x[1:]),
    "of a slice and a tensor": lambda x: xp.add(tf.constant(VALUES), x[:1]),
    "of a list of slices": lambda x: xp.stack([x[0], x[1]]),
    "reduction of a slice": lambda x: x[0].sum(),
    "indices of a slice": lambda x: x[:, 1:][[1, 0]],
    "element": lambda x: x[0, 1] * 2.0,
    "rows": lambda x: [row * 2.0 for row in x][1],
    "linalg": lambda x: xp.linalg.matrix_norm(x),
    "fft": lambda x: xp.fft.fft(x),
    "arange": lambda x: xp.arange(5.0),
    "linspace": lambda x: xp.linspace(0.0, 1.0, 5),
    "eye": lambda x: xp.eye(3),
    "asarray of a list": lambda x: xp.asarray([1.0, 2.0]),
    "asarray of an ndarray": lambda x: xp.asarray(VALUES),
}


@pytest.mark.parametrize("result_of", RESULTS.values(), ids=RESULTS)
def test_a_result_can_be_written_to(result_of: Callable[[Any], Any]) -> None:
    x = array()
    result = result_of(x)
    assert type(result) is xp.ArrayVariable
    assert not is_made(result)
    assert not is_made(x)
    expected = np.array(result)
    result[...] = False if result.dtype == xp.bool else 0
    assert not np.asarray(result).any()
    again = result_of(x)  # what was written is seen by nobody else
    np.testing.assert_array_equal(np.asarray(x), VALUES)
    np.testing.assert_array_equal(np.asarray(again), expected)


def test_several_results() -> None:
    x = array()
    for results in (xp.unstack(x), xp.nonzero(x), xp.linalg.svd(x), xp.unique_counts(x), xp.broadcast_arrays(x, x)):
        assert len(results) > 1
        assert {type(result) for result in results} == {xp.ArrayVariable}
    assert xp.linalg.svd(x)._fields == ("U", "S", "Vh")


def test_functions_of_tensors_return_tensors() -> None:
    t = tf.constant(VALUES)
    for result in (xp.exp(t), xp.add(t, 1.0), xp.concat([t, t]), t + t, xp.sum(tf.Variable(VALUES)), xp.asarray(t)):
        assert isinstance(result, tf.Tensor)


def test_what_is_written_to_shares_no_memory() -> None:
    x = array()
    first, second = xp.positive(x), xp.asarray(x)
    t = x.value()
    first[0, 0] = 7.0
    x[1] = 5.0
    assert second is x
    np.testing.assert_array_equal(t, VALUES)
    assert first[0, 0] == 7.0
    assert first[1, 1] == VALUES[1, 1]


def test_out_takes_the_result_without_a_variable() -> None:
    x, out = array(), xp.empty((2, 3))
    for _ in range(2):
        assert xp.add(x, 1.0, out=out) is out
        assert not is_made(out)
    np.testing.assert_array_equal(np.asarray(out), VALUES + 1)
    out[0] = 0.0
    assert is_made(out)
    xp.add(x, 2.0, out=out)
    np.testing.assert_array_equal(np.asarray(out), VALUES + 2)
    with pytest.raises(ValueError, match="out has shape"):
        xp.add(x, 1.0, out=xp.empty(3))


@pytest.mark.parametrize(
    "use",
    [
        lambda x: tf.sin(x),
        lambda x: tf.raw_ops.Sin(x=x),
        lambda x: tf.convert_to_tensor(x),
        lambda x: tf.Variable(x),
        lambda x: x.numpy(),
        lambda x: x.assign_add(tf.ones_like(x)),
        lambda x: x[0:1].assign(tf.zeros((1, 3))),
        lambda x: x.handle.dtype,
        lambda x: (x.name, x.trainable, x.shape, x.dtype, x.device, x.graph if not tf.executing_eagerly() else None),
        lambda x: x.ref(),
        lambda x: tf.nest.flatten([x, x]),
        lambda x: tf.concat([x, x], 0),
        lambda x: tf.data.Dataset.from_tensor_slices(x),
        lambda x: copy.deepcopy(x) + copy.copy(x),
        lambda x: pickle.loads(pickle.dumps(x)),
        lambda x: tf.function(lambda y: y * 2.0, autograph=False)(x),
        lambda x: tf.function(lambda: x * 2.0, autograph=False)(),
        lambda x: tf.function(lambda: x * 2.0, autograph=False, jit_compile=True)(),
        lambda x: tf.keras.layers.Dense(2, kernel_initializer="ones")(x),
        lambda x: tf.train.Checkpoint(x=x),
        repr,
    ],
)
def test_tensorflow_finds_a_variable(use: Callable[[Any], Any]) -> None:
    """An array that is not made yet is used as one that is."""
    fresh, made = array() * 1.0, array() * 1.0
    assert made.handle is not None
    assert is_made(made) is not is_made(fresh)
    results = [use(fresh), use(made)]
    if isinstance(results[0], (tf.Tensor, tf.Variable, np.ndarray)):
        np.testing.assert_array_equal(np.asarray(results[0]), np.asarray(results[1]))
    np.testing.assert_array_equal(np.asarray(fresh), np.asarray(made))


def test_no_attributes_are_invented() -> None:
    x = array()
    assert not hasattr(x, "nonsense")
    assert not hasattr(x, "__nonsense__")
    assert not is_made(x)
    assert not hasattr(x, "_nonsense")
    assert not hasattr(x, "_nonsense")


def test_a_function_sees_later_writes() -> None:
    x = array() * 1.0
    program = tf.function(lambda: xp.sum(x), autograph=False)
    assert program() == VALUES.sum()
    x[0] = 0.0
    assert program() == VALUES[1].sum()


def test_threads_make_one_variable() -> None:
    for _ in range(20):
        x, handles = array() * 1.0, []
        barrier = threading.Barrier(4)

        def ask(x: Any = x, handles: list[Any] = handles, barrier: Any = barrier) -> None:
            barrier.wait()
            handles.append((x.handle, x.numpy().tobytes(), x.name))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(handle) for handle, _, _ in handles}) == 1
        assert {(values, name) for _, values, name in handles} == {(VALUES.tobytes(), x.name)}
        assert len(handles) == 4


def test_where_a_gradient_is_recorded_results_are_tensors() -> None:
    x = array() * 1.0
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = xp.multiply(x, x)
        z = (x * 3.0).sum() + y.sum() if hasattr(y, "sum") else tf.reduce_sum(x * 3.0) + tf.reduce_sum(y)
        assert isinstance(y, tf.Tensor)
    np.testing.assert_allclose(tape.gradient(z, x), 2 * VALUES + 3)
    primal = array() * 1.0
    with tf.autodiff.ForwardAccumulator(primal.value(), tf.ones((2, 3))) as accumulator:
        result = xp.multiply(primal, primal)
    np.testing.assert_allclose(accumulator.jvp(result), 2 * VALUES)


def test_a_program_that_writes_to_its_results() -> None:
    """As with NumPy, whatever the array was made by."""
    x = array()
    y = xp.exp(x)
    y[y > 4] = 0
    y[0] += 1
    w = (y * 2.0)[[1, 0]]
    w[:, 1] = -1.0
    w /= 2.0
    e = np.exp(VALUES)
    e[e > 4] = 0
    e[0] += 1
    f = (e * 2)[[1, 0]]
    f[:, 1] = -1
    f /= 2
    np.testing.assert_allclose(np.asarray(w), f, rtol=1e-6)


CREATION = [
    "arange(3)", "asarray([1.0])", "ascontiguousarray([1.0])", "atleast_1d(3.0)", "atleast_2d([1.0])", "atleast_3d(2)",
    "bartlett(4)", "blackman(4)", "block([1.0, 2.0])", "diag_indices(3)", "empty(2)", "empty_like(x)", "eye(3)",
    "fft.fftfreq(4)", "fft.rfftfreq(4)", "full(2, 1.0)", "full_like(x, 1.0)", "geomspace(1, 2)", "hamming(4)",
    "hanning(4)", "indices((2, 3))", "kaiser(4, 2.0)", "linspace(0, 1, 3)", "logspace(0, 1)", "ones(2)", "ones_like(x)",
    "tri(3)", "tril_indices(3)", "triu_indices(3)", "zeros(2)", "zeros_like(x)",
]  # fmt: skip


@pytest.mark.parametrize("text", CREATION)
def test_what_is_made_of_no_tensors_can_be_written_to(text: str) -> None:
    with ua.use_backend("tensorflow"):
        made = eval(f"ua.{text}", {"ua": ua, "x": array()})
    for part in made if isinstance(made, tuple) else [made]:
        assert type(part) is type(array())


def test_every_function_that_makes_arrays_is_tried() -> None:
    makes = [spec for spec in SPECS.values() if spec.device_parameters or spec.family == "creation"]
    names = {spec.name for spec in makes} - {"astype", "from_dlpack"}
    assert names == {text.partition("(")[0] for text in CREATION}
