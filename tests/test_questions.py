"""The questions that this project began with, as programs: the same text on every backend, with measured answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same, numpy_of, selected


def address(x: Any) -> int:
    """Where the first element of an array is in memory."""
    if hasattr(x, "data_ptr"):
        return int(x.data_ptr())
    return int(np.asarray(x.value() if hasattr(x, "value") else x).__array_interface__["data"][0])


# -- 1: why has TensorFlow no equivalent of NumPy's out? It has assignment, and here is what that means ---------------


def total(a: Any, b: Any, c: Any) -> Any:
    return ua.add(a, b, out=c)


def test_a_sum_into_an_array_that_is_there(backend: str) -> None:
    with selected(backend):
        a, b, c = ua.asarray([1, 2, 3]), ua.asarray([4, 5, 6]), ua.zeros(3, dtype=ua.int64)
        same = c
        assert total(a, b, c) is c
    assert_same(same, np.array([5, 7, 9]))  # who shares the array sees the sum


def test_a_sum_into_a_variable_in_graphs() -> None:
    tf = pytest.importorskip("tensorflow")
    a, b, c = tf.constant([1, 2, 3]), tf.constant([4, 5, 6]), tf.Variable([0, 0, 0])
    for options in ({}, {"jit_compile": True}):
        c.assign([0, 0, 0])
        assert_same(tf.function(total, **options)(a, b, c), np.array([5, 7, 9], np.int32))
        assert_same(c, np.array([5, 7, 9], np.int32))
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        c = tf.compat.v1.get_variable("c", initializer=[0, 0, 0], use_resource=True)
        result = total(tf.constant([1, 2, 3]), tf.constant([4, 5, 6]), c)
        session.run(c.initializer)
        assert session.run(result).tolist() == [5, 7, 9]
        assert session.run(c).tolist() == [5, 7, 9]


def test_a_tape_is_never_cut_in_silence() -> None:
    tf = pytest.importorskip("tensorflow")
    a, c = tf.constant([1.0, 2.0]), tf.Variable([0.0, 0.0], trainable=False)
    with tf.GradientTape() as tape:
        tape.watch(a)
        with pytest.raises(ua.GradientError):
            ua.multiply(a, a, out=c)
        result = ua.multiply(a, a)
    assert_same(tape.gradient(result, a), np.array([2.0, 4.0], np.float32))


# -- 2: why does repeating an operation move an array? Each result is a new one, unless it goes into one that is there -


def test_results_are_new_arrays(backend: str) -> None:
    a = VALUE[backend](np.ones(1000))
    kept = [a]
    for _ in range(3):
        a = ua.add(a, 1.0)
        kept.append(a)
    assert len({address(one) for one in kept}) == 4


def test_results_with_out_stay_where_they_are(backend: str) -> None:
    a = MEMORY[backend](np.ones(1000))
    ua.add(a, VALUE[backend](np.ones(1000)), out=a)
    before = address(a)
    for _ in range(3):
        ua.add(a, VALUE[backend](np.ones(1000)), out=a)
        assert address(a) == before  # on TensorFlow too: add into one of its inputs is an update in place
    assert_same(a, np.full(1000, 5.0))


def test_a_product_on_tensorflow_takes_over_the_new_memory() -> None:
    tf = pytest.importorskip("tensorflow")
    a = tf.Variable(np.ones(1000))
    before = a.value()
    ua.multiply(a, 2.0, out=a)
    assert address(a) != address(before)
    assert_same(before, np.ones(1000))  # what was read stays


def test_a_reshape_moves_nothing(backend: str) -> None:
    a = VALUE[backend](np.arange(6.0))
    for shape in ((2, 3), (3, 2), (6,)):
        assert address(ua.reshape(a, shape)) == address(a)
    out = MEMORY[backend](np.zeros((2, 3)))
    ua.reshape(a, (2, 3), out=out)  # a copy; on TensorFlow not before one of the two is written to
    ua.multiply(out, 2.0, out=out)
    assert_same(a, np.arange(6.0))


# -- 3: which operations of TensorFlow allocate? Eagerly all that have a result, in a graph none before it runs --------


def test_a_graph_computes_nothing_before_it_runs() -> None:
    tf = pytest.importorskip("tensorflow")
    v1 = tf.compat.v1
    with tf.Graph().as_default() as graph, v1.Session() as session:
        a, b = v1.placeholder(tf.int64, [3]), v1.placeholder(tf.int64, [3])
        with v1.variable_scope("scope"):
            c = v1.get_variable("c", [3], tf.int64, use_resource=True)
        operations = len(graph.get_operations())
        result = total(a, b, c)
        assert len(graph.get_operations()) > operations
        with pytest.raises(tf.errors.FailedPreconditionError):
            session.run(c.value())  # nobody has allocated it
        values = session.run(result, {a: [1, 2, 3], b: [4, 5, 6]})  # the write allocates it, and needs no initializer
        assert values.tolist() == session.run(c).tolist() == [5, 7, 9]
        assert values.nbytes == 3 * 8


# -- 4: are NumPy's arrays and TensorFlow's tensors stored alike? ------------------------------------------------------


def test_one_list_is_the_same_array_everywhere(backend: str) -> None:
    with selected(backend):
        x = ua.asarray([[1.0, 2.0], [3.0, 4.0]], dtype=ua.float64)
        assert ua.device(x) in ua.devices(backend)
    assert tuple(x.shape) == (2, 2)
    assert x.dtype == ua.float64
    assert numpy_of(x).tobytes() == np.array([[1.0, 2.0], [3.0, 4.0]]).tobytes()


def test_halves_are_halves(backend: str) -> None:
    x = VALUE[backend](np.array([1.0, 2.0], np.float16))
    assert_same(ua.add(x, 1.0), np.array([2.0, 3.0], np.float16))


def test_arrays_of_two_devices_are_not_mixed_in_silence() -> None:
    tf = pytest.importorskip("tensorflow")
    with tf.device("CPU:1"):
        there = tf.constant([1.0, 2.0])
    here = tf.constant([1.0, 2.0])
    with pytest.raises(ua.DeviceMismatchError, match="cpu:0 and cpu:1"):
        ua.add(here, there)
    assert_same(ua.add(here, ua.to_device(there, "cpu:0")), np.array([2.0, 4.0], np.float32))


def test_sparse_tensors_are_refused() -> None:
    tf = pytest.importorskip("tensorflow")
    sparse = tf.sparse.from_dense([[0.0, 1.0]])
    with pytest.raises(TypeError, match=r"^add: x1 is a tensorflow.SparseTensor, expected an array"):
        ua.add(sparse, 1.0)


def test_a_graph_is_made_once() -> None:
    tf = pytest.importorskip("tensorflow")
    traces = []

    @tf.function
    def mean(x: Any) -> Any:
        traces.append(None)
        return ua.sum(x)

    for _ in range(3):
        assert float(mean(tf.ones((1000, 1000)))) == 1e6
    assert len(traces) == 1


# -- 5: can this NumPy function be carried to TensorFlow? --------------------------------------------------------------

DATA, WEIGHTS = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), np.array([0.2, 0.3, 0.5])
EXPECTED = np.average(DATA, axis=1, weights=WEIGHTS)


def weighted(data: Any, weights: Any) -> Any:
    return ua.average(data, axis=1, weights=weights)


@pytest.mark.parametrize("wrong", [(2,), (1,), (3, 2), (1, 3), ()], ids=str)
def test_a_weighted_average_of_rows(wrong: tuple[int, ...], backend: str) -> None:
    data, out = VALUE[backend](DATA), MEMORY[backend](np.zeros(3))
    assert_same(weighted(data, VALUE[backend](WEIGHTS)), EXPECTED)
    assert_same(ua.average(data, axis=1, weights=VALUE[backend](WEIGHTS), out=out), EXPECTED)
    with pytest.raises(ValueError, match=r"^average: weights has shape .*, expected that of x, \(3, 3\), or of the"):
        weighted(data, VALUE[backend](np.ones(wrong)))


def test_a_weighted_average_in_a_graph() -> None:
    tf = pytest.importorskip("tensorflow")
    data, weights = tf.constant(DATA), tf.constant(WEIGHTS)
    assert_same(tf.function(weighted)(data, weights), EXPECTED)
    with pytest.raises(ValueError, match=r"average: weights has shape \(2,\), expected that of x"):
        tf.function(weighted)(data, weights[:2])


@pytest.mark.parametrize("sizes", [[(None, None), (None,)], [(3, 3), (None,)], [(None, 3), (3,)], [(None, None), (3,)]])
def test_a_weighted_average_of_unknown_sizes(sizes: list[Any]) -> None:
    tf = pytest.importorskip("tensorflow")
    signature = [tf.TensorSpec(sizes[0], tf.int64), tf.TensorSpec(sizes[1], tf.float64)]
    data, weights = tf.constant(DATA), tf.constant(WEIGHTS)
    for options in ({}, {"jit_compile": True}):
        average = tf.function(weighted, input_signature=signature, **options)
        assert_same(average(data, weights), EXPECTED)
        if sizes[1] == (None,):
            for wrong in (1, 2):
                with pytest.raises(tf.errors.InvalidArgumentError, match="weights has shape|reshape"):
                    average(data, weights[:wrong])


def test_a_weighted_average_compiled_by_pytorch() -> None:
    torch = pytest.importorskip("torch")
    compiled = torch.compile(weighted, fullgraph=True, backend="eager")
    assert_same(compiled(torch.tensor(DATA), torch.tensor(WEIGHTS)), EXPECTED)
