"""Every function in the graphs that frameworks make of programs: the same results, and the contract of out= holds.

What XLA cannot compile stands in docs/graphs.md; test_xla_table.py compares that list with what happens.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from test_docs import program
from unified_arrays.testing._inputs import EVERY, Row

from graphs import MODES, Case, Mode, longer
from support import MEMORY, assert_same, bits, selected

tf = pytest.importorskip("tensorflow")

GRAPH, UNKNOWN, XLA = MODES["tf.function"], MODES["unknown sizes"], MODES["XLA"]
UNKNOWN_NUMBER_OF_RESULTS = {"unstack", "histogramdd"}

in_graph = pytest.mark.parametrize("mode", [GRAPH, UNKNOWN, XLA], ids=str)


@pytest.mark.parametrize("row", EVERY, ids=str)
def test_every_function(row: Row) -> None:
    """Plain, into variables that are arguments, into captured ones, and into a slice, in one traced function."""
    case = Case(row, "tensorflow")
    given, captured, base = case.memory(), case.memory(), case.memory(_spread)
    windows = [tuple(slice(1, None, 2) for _ in one.shape) for one in case.expected]

    @tf.function
    def traced(arrays: list[Any], given: list[Any]) -> list[Any]:
        results = case.as_list(case.call(arrays))
        for outs in (given, captured):
            returned = case.call_into(arrays, outs)
            assert all(one is out for one, out in zip(returned, outs, strict=True))
        slices = [one[window] for one, window in zip(base, windows, strict=True)]
        return [*results, *case.call_into(arrays, slices)]

    for one, wanted in zip(traced(case.arrays, given), case.expected * 2, strict=True):
        assert_same(one, wanted)
    for one, wanted in zip([*given, *captured], case.expected * 2, strict=True):
        assert_same(one, wanted)
    for one, window, wanted in zip(base, windows, case.expected, strict=True):
        surrounded = np.full(one.shape, 77).astype(wanted.dtype)
        surrounded[window] = wanted
        assert_same(one.value(), surrounded)


def _spread(like: np.ndarray) -> np.ndarray:
    return np.zeros([2 * size + 1 for size in like.shape], like.dtype)


@pytest.mark.parametrize("row", [row for row in EVERY if row.function not in UNKNOWN_NUMBER_OF_RESULTS], ids=str)
def test_every_function_of_unknown_sizes(row: Row) -> None:
    """What fits is written; what does not is refused when the graph runs, before anything is written."""
    case = Case(row, "tensorflow")
    outs, wrong = case.memory(), case.memory()
    wrong[-1] = case.memory(longer)[-1]
    before = [bits(one) for one in wrong]
    call = UNKNOWN.compile(
        lambda *arrays: [*case.as_list(case.call(arrays)), *case.call_into(arrays, outs)], case.arrays
    )
    for one, wanted in zip(call(*case.arrays), case.expected * 2, strict=True):
        assert_same(one, wanted)
    for one, wanted in zip(outs, case.expected, strict=True):
        assert_same(one, wanted)
    with pytest.raises((tf.errors.InvalidArgumentError, ValueError), match=f"{row.function}: out.* has shape"):
        UNKNOWN.compile(lambda *arrays: case.call_into(arrays, wrong)[0], case.arrays)(*case.arrays)
    assert [bits(one) for one in wrong] == before


def test_how_many_results_there_are_must_be_known() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def apart(x: Any) -> Any:
        return ua.unstack(x, axis=1)

    assert [one.shape for one in apart(tf.ones((2, 3)))] == [(2,)] * 3
    with pytest.raises(ValueError, match="unstack"):
        tf.function(lambda x: ua.unstack(x), input_signature=[tf.TensorSpec([None, 3])])(tf.ones((2, 3)))


# -- refused while the graph is made ----------------------------------------------------------------------------------


def refused(case: Case, error: type[Exception], outs: list[Any], what: str) -> None:
    before = [bits(one) for one in outs]
    with pytest.raises(error, match=rf"{case.row.function}: out.*{what}"):
        tf.function(lambda arrays: case.call_into(arrays, outs)[0])(case.arrays)
    assert [bits(one) for one in outs] == before


@pytest.mark.parametrize("row", EVERY, ids=str)
def test_a_wrong_out_is_refused_at_once(row: Row) -> None:
    case = Case(row, "tensorflow")
    right = case.memory()
    if row.function not in DATA_DEPENDENT:
        refused(case, ValueError, [*right[:-1], case.memory(longer)[-1]], "has shape")
    refused(case, ValueError, [*right[:-1], tf.constant(case.expected[-1])], "cannot be written to")
    if case.expected[-1].dtype != np.bool:
        lower = case.memory(lambda like: np.zeros(like.shape, np.bool))
        refused(case, TypeError, [*right[:-1], lower[-1]], "has dtype bool")


# The graph does not know their shapes, so only the dtype is compared at once. Unknown sizes are tested above.
DATA_DEPENDENT = {
    *"argwhere bincount compress delete extract flatnonzero intersect1d ix_ nonzero repeat setdiff1d setxor1d".split(),
    *"trim_zeros union1d unique unique_all unique_counts unique_inverse unique_values".split(),
}


# -- the order of a program -------------------------------------------------------------------------------------------


@in_graph
def test_a_read_sees_the_writes_before_it(mode: Mode) -> None:
    v = MEMORY["tensorflow"](np.array([1.0, 2.0]))

    def steps(x: Any) -> Any:
        before = ua.add(v, 0.0)
        ua.multiply(x, 10.0, out=v)
        between = ua.add(v, 0.0)
        ua.add(v, x, out=v)
        ua.subtract(x, v, out=v)
        return before, between, ua.add(v, 0.0), v

    x = tf.constant([3.0, 4.0], tf.float64)
    for one, wanted in zip(mode.compile(steps, [x])(x), ([1, 2], [30, 40], [-30, -40], [-30, -40]), strict=True):
        assert_same(one, np.array(wanted, float))
    assert_same(v, np.array([-30.0, -40.0]))


@in_graph
def test_the_softmax_of_the_readme(mode: Mode) -> None:
    names: dict[str, Any] = {}
    with selected("tensorflow"):
        exec(program("README.md"), names)
    x = tf.constant([[1.0, 2.0, 700.0], [0.0, 0.0, 0.0]])
    expected = names["softmax"](x, ua.empty_like(x)).numpy()
    out = ua.empty_like(x)
    assert_same(mode.compile(lambda x: names["softmax"](x, out), [x])(x), expected)
    assert_same(out, expected)


@in_graph
def test_an_out_that_is_read_and_written_at_once(mode: Mode) -> None:
    v = MEMORY["tensorflow"](np.arange(6.0))

    def steps(x: Any) -> Any:
        ua.add(v[:-1], x[:-1], out=v[1:])
        ua.flip(v, out=v)
        return ua.concat([v[3:], v[:3]], out=v)

    x = tf.ones(6, tf.float64)
    expected = np.array([0.0, 1, 2, 3, 4, 5])
    expected[1:] = expected[:-1] + 1
    expected = np.roll(expected[::-1], 3)
    assert_same(mode.compile(steps, [x])(x), expected)
    assert_same(v, expected)


@in_graph
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_only_the_branch_that_is_taken_writes(mode: Mode, sign: float) -> None:
    v, w = MEMORY["tensorflow"](np.zeros(2)), MEMORY["tensorflow"](np.zeros(2))

    def branches(x: Any) -> Any:
        first = tf.cond(x[0] > 0, lambda: ua.add(x, 1.0, out=v), lambda: ua.subtract(x, 1.0, out=v))
        if x[0] > 0:  # which AutoGraph makes a tf.cond of
            ua.multiply(x, 2.0, out=w)
        return first

    x = tf.constant([sign, 5.0], tf.float64)
    expected = np.array([sign, 5.0]) + sign
    assert_same(mode.compile(branches, [x])(x), expected)
    assert_same(v, expected)
    assert_same(w, np.array([2.0, 10.0]) if sign > 0 else np.zeros(2))


@in_graph
def test_a_loop_writes_each_time(mode: Mode) -> None:
    v, w = MEMORY["tensorflow"](np.zeros(3)), MEMORY["tensorflow"](np.zeros(3))

    def loops(x: Any) -> Any:
        def body(i: Any) -> Any:
            ua.add(v, x, out=v)
            ua.multiply(v[1:], 2.0, out=v[1:])
            return (i + 1,)

        tf.while_loop(lambda i: i < 3, body, (0,))
        for _ in tf.range(2):
            ua.subtract(w, x, out=w)
        return ua.add(v, w)

    x = tf.constant([1.0, 2.0, 3.0], tf.float64)
    expected = np.array([3.0, 28.0, 42.0])
    assert_same(mode.compile(loops, [x])(x), expected - 2 * x.numpy())
    assert_same(v, expected)


@in_graph
def test_parts_of_an_array(mode: Mode) -> None:
    v = MEMORY["tensorflow"](np.zeros(4))
    part = slice(0, 3) if mode is XLA else slice(0, 3, 2)  # see test_xla.py

    def steps(x: Any) -> Any:
        ua.copyto(v, x)
        ua.at(v)[ua.asarray([0, 0, 2])].add(1.0)
        ua.at(v)[part].multiply(10.0)
        return ua.at(v)[v > 20.0].set(0.0)

    x = tf.constant([1.0, 2.0, 3.0, 4.0], tf.float64)
    with selected("tensorflow"):
        result = mode.compile(steps, [x])(x)
    expected = np.array([0.0, 20.0 if mode is XLA else 2.0, 0.0, 4.0])
    assert_same(result, expected)
    assert_same(v, expected)


# -- shapes that only the run knows -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["variable", "slice", "variable of unknown size", "in place", "number of axes"])
def test_the_run_refuses_what_does_not_fit(kind: str) -> None:
    values = np.array([1.0, 2.0, 3.0], np.float32)
    v = tf.Variable(values, shape=tf.TensorShape([None]) if "unknown" in kind or kind == "in place" else None)
    spec = tf.TensorSpec(None if kind == "number of axes" else [None])

    @tf.function(input_signature=[spec])
    def write(x: Any) -> None:
        if kind == "in place":
            ua.add(v, x, out=v)
        else:
            ua.multiply(x, 2.0, out=v[1:] if kind == "slice" else v)

    wrong = [(1,), (4,)] if kind != "number of axes" else [(1,), (4,), (1, 3), (3, 3), ()]
    for shape in wrong:
        with pytest.raises((tf.errors.InvalidArgumentError, ValueError)):
            write(tf.ones(shape))
        assert_same(v.value(), values)
    write(tf.ones(2 if kind == "slice" else 3))
    assert v.value()[-1] == (4.0 if kind == "in place" else 2.0)


def test_no_out_is_written_before_all_are_compared() -> None:
    first, second = tf.Variable(tf.zeros((2, 3))), tf.Variable(tf.zeros((5, 5)))

    @tf.function(input_signature=[tf.TensorSpec([None])] * 2)
    def write(x: Any, y: Any) -> None:
        ua.meshgrid(x, y, indexing="ij", out=(first, second))

    with pytest.raises(tf.errors.InvalidArgumentError, match=r"meshgrid: out\[1\] has shape"):
        write(tf.ones(2), tf.ones(3))
    assert_same(first, np.zeros((2, 3), np.float32))


# -- traces -----------------------------------------------------------------------------------------------------------


def test_another_variable_of_the_same_kind_is_no_new_trace() -> None:
    traces = []

    @tf.function
    def write(x: Any, out: Any) -> Any:
        traces.append(None)
        return ua.multiply(x, 2.0, out=out)

    x = tf.constant([1.0, 2.0])
    for _ in range(3):
        out = ua.empty_like(x)
        write(x, out)
        assert_same(out, np.array([2.0, 4.0], np.float32))
    assert len(traces) == 1


def test_a_first_call_in_a_graph_leaves_eager_calls_as_they_are() -> None:
    """What is worked out once must not depend on where it was worked out."""
    from fresh import fresh_python

    lines = fresh_python(
        "import tensorflow as tf, unified_arrays as ua\n"
        "traced = tf.function(lambda x: ua.linalg.svd(ua.add(x, 1.0)))\n"
        "traced(tf.ones((2, 2)))\n"
        "from unified_arrays.array_api_tensorflow import _devices\n"
        "print(_devices.default_device() == tf.ones(1).device)\n"
        "print(ua.add(tf.ones(2), 1.0, out=ua.tensorflow.empty(2)).numpy())",
        TF_CPP_MIN_LOG_LEVEL="3",
    )
    assert lines == ["True", "[2. 2.]"]


def test_creation_in_a_graph_makes_values() -> None:
    """A variable cannot be made at each call of a graph: what is written to is allocated outside."""
    x = tf.constant([1.0, 2.0])
    with pytest.raises(ValueError, match="add: out cannot be written to: a tf.Tensor is a value"):
        tf.function(lambda x: ua.add(x, x, out=ua.empty_like(x)))(x)
    assert_same(tf.function(lambda x: ua.ones_like(x))(x), np.ones(2, np.float32))
