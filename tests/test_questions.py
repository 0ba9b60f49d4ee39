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


def test_a_sum_into_a_variable_of_a_session() -> None:
    v1 = pytest.importorskip("tensorflow").compat.v1
    with v1.Graph().as_default(), v1.Session() as session:
        a, b = v1.placeholder(v1.int32, [3]), v1.placeholder(v1.int32, [3])
        with v1.variable_scope("sums"):
            c = v1.get_variable("c", initializer=[0, 0, 0], use_resource=True)
        write = total(a, b, c)
        session.run(v1.global_variables_initializer())
        assert session.run(c).tolist() == [0, 0, 0]
        assert session.run(write, {a: [1, 2, 3], b: [4, 5, 6]}).tolist() == [5, 7, 9]
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


def test_which_writes_take_over_new_memory() -> None:
    tf = pytest.importorskip("tensorflow")
    v, x = MEMORY["tensorflow"](np.ones(20_000)), tf.ones(20_000, tf.float64)
    kept = [v.value()]  # so that its memory is not used again
    ua.multiply(x, 2.0, out=v)  # assigned: the result's memory becomes the variable's
    kept.append(v.value())
    assert address(kept[1]) != address(kept[0])
    del kept
    ua.add(v, x, out=v)
    before = address(v)
    ua.add(v, x, out=v)  # an update
    ua.multiply(x[:10], 7.0, out=v[:10])  # of a part
    ua.at(v)[[0, 0]].add(1.0)  # few places of many
    assert address(v) == before
    assert_same(v[:11], np.array([9.0] + [7.0] * 9 + [4.0]))


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


def test_from_library_to_library(backend: str) -> None:
    x = VALUE[backend](np.array([1.0, 2.0]))
    there = ua.to_backend(x, "numpy")
    assert address(there) == address(x)  # the same memory, which TensorFlow's values must not lose
    assert there.flags.writeable == (backend != "tensorflow")
    back = ua.to_backend(np.array([1.0, 2.0]), backend)
    assert_same(back, np.array([1.0, 2.0]))


def test_a_device_that_is_not_there_is_no_silent_cpu(backend: str) -> None:
    x = VALUE[backend](np.ones(2))
    if "gpu:0" in ua.devices(backend):
        assert ua.device(ua.to_device(x, "gpu:0")) == "gpu:0"
    with pytest.raises(ua.DeviceNotFoundError, match="cpu:0"):
        ua.to_device(x, "gpu:77")


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
                with pytest.raises(tf.errors.InvalidArgumentError, match="weights has shape|broadcast|reshape"):
                    average(data, weights[:wrong])


@pytest.mark.parametrize("options", [{}, {"jit_compile": True}], ids=["tf.function", "XLA"])
def test_weights_in_the_shape_of_the_data_are_not_turned(options: dict[str, Any]) -> None:
    tf = pytest.importorskip("tensorflow")
    spec = tf.TensorSpec([None, None], tf.float64)
    average = tf.function(lambda x, w: ua.average(x, weights=w), input_signature=[spec, spec], **options)
    x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], tf.float64)
    assert float(average(x, tf.ones_like(x))) == 3.5
    for wrong in (tf.transpose(x), x[:1], x[:, :1], tf.ones((1, 1), tf.float64)):
        with pytest.raises((tf.errors.InvalidArgumentError, ValueError)):
            average(x, wrong)


def test_a_weighted_average_in_a_session() -> None:
    v1 = pytest.importorskip("tensorflow").compat.v1
    with v1.Graph().as_default(), v1.Session() as session:
        data, weights = v1.placeholder(v1.int64, [None, 3]), v1.placeholder(v1.float64, [None])
        average = weighted(data, weights)
        assert_same(session.run(average, {data: DATA, weights: WEIGHTS}), EXPECTED)
        with pytest.raises(v1.errors.InvalidArgumentError, match="average: weights has shape"):
            session.run(average, {data: DATA, weights: WEIGHTS[:2]})


def test_a_weighted_average_compiled_by_pytorch() -> None:
    torch = pytest.importorskip("torch")
    compiled = torch.compile(weighted, fullgraph=True, backend="eager")
    assert_same(compiled(torch.tensor(DATA), torch.tensor(WEIGHTS)), EXPECTED)
