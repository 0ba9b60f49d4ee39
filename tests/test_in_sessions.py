"""The graphs of TensorFlow 1: functions build them, and what a call with out= returns is what a Session must run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import EVERY, Row

from fresh import fresh_python
from support import ARRAYS, assert_same, numpy_of, selected

tf = pytest.importorskip("tensorflow")
v1 = tf.compat.v1

A, B = [1, 2, 3], [4, 5, 6]


@pytest.fixture
def session() -> Iterator[Any]:
    with tf.Graph().as_default(), v1.Session() as session:
        yield session


def variable(session: Any, values: Any) -> Any:
    """A variable of TensorFlow 1, made as its programs make them."""
    values = np.asarray(values)
    with v1.variable_scope("scope", reuse=v1.AUTO_REUSE):
        made = v1.get_variable(f"v{len(v1.global_variables())}", initializer=values, use_resource=True)
    session.run(made.initializer)
    return made


def placeholders(*shape: Any) -> tuple[Any, Any]:
    shapes = shape or (None,)
    return tuple(v1.placeholder(tf.int64, *shapes) for _ in range(2))  # type: ignore[return-value]


# The functions that make variables return values in a graph; a Session knows the results of no call before it runs.
@pytest.mark.parametrize("row", EVERY, ids=str)
def test_every_function(row: Row) -> None:
    """Plain, and with out=: running what is returned writes, and gives the values."""
    plain = _results(call_on_tensorflow(row))
    expected = [numpy_of(one) for one in plain]
    with tf.Graph().as_default(), v1.Session() as session:
        results = _results(call_on_tensorflow(row))
        for one, wanted in zip(session.run(results), expected, strict=True):
            assert_same(one, wanted)
        outs = [variable(session, np.full(one.shape, 77).astype(one.dtype)) for one in expected]
        several = len(expected) > 1 or isinstance(call_on_tensorflow(row), (tuple, list))
        returned = _results(call_on_tensorflow(row, out=tuple(outs) if several else outs[0]))
        for one, wanted in zip(session.run(outs), expected, strict=True):
            assert_same(one, np.full(wanted.shape, 77).astype(wanted.dtype))  # nothing has run
        for one, out, wanted in zip(session.run(returned), session.run(outs), expected, strict=True):
            assert_same(one, wanted)
            assert_same(out, wanted)


SIZES_THAT_ARE_NO_INTEGERS = """
import numpy as np
import tensorflow as tf
tf.compat.v1.disable_v2_tensorshape()
import unified_arrays as ua
from unified_arrays.testing._inputs import EVERY
from support import ARRAYS, bits, numpy_of, selected

with selected("tensorflow"):
    for row in EVERY:
        result = ARRAYS["tensorflow"].call(row)
        several = isinstance(result, (tuple, list))
        results = result if several else [result]
        outs = tuple(tf.Variable(tf.zeros(one.shape, one.dtype)) for one in results)
        ARRAYS["tensorflow"].call(row, out=outs if several else outs[0])
        assert [bits(one) for one in results] == [bits(out) for out in outs], row
v = ua.asarray(tf.reshape(tf.range(6.0), (2, 3)), copy=True)
x = numpy_of(v).copy()
indices = [0, [0, 1, 1], ([0], slice(None)), ([0, -1], slice(1, None)), x > 2, (slice(None, None, -1), slice(0, 2))]
for index in indices:
    ua.at(v)[tf.constant(index) if isinstance(index, np.ndarray) else index].set(2.5)
    x[index] = 2.5
    assert (numpy_of(v) == x).all(), index
ua.add(v[1:], 1.0, out=v[:1])
assert (numpy_of(v[0]) == x[1] + 1).all()
assert (numpy_of(ua.copyto(v, ua.ones(3))) == 1).all()
print(len(EVERY))
"""


def test_the_shapes_of_tensorflow_1() -> None:
    """After disable_v2_behavior() sizes are Dimensions, which have no hash and no sign."""
    here = str(Path(__file__).parent)
    assert fresh_python(SIZES_THAT_ARE_NO_INTEGERS, PYTHONPATH=here, UNIFIED_ARRAYS_BACKEND="tensorflow") == [
        str(len(EVERY))
    ]


def call_on_tensorflow(row: Row, **out: Any) -> Any:
    with selected("tensorflow"):
        return ARRAYS["tensorflow"].call(row, **out)


def _results(result: Any) -> list[Any]:
    return list(result) if isinstance(result, (tuple, list)) else [result]


@pytest.mark.parametrize("shape", [(None,), ([3],), ([None],)], ids=["unknown axes", "known", "unknown size"])
def test_the_first_question(shape: Any, session: Any) -> None:
    a, b = placeholders(*shape)
    out = variable(session, [0, 0, 0])
    total = ua.add(a, b, out=out)
    assert_same(session.run(out), np.zeros(3, np.int64))
    assert_same(session.run(total, {a: A, b: B}), np.array([5, 7, 9]))
    assert_same(session.run(out), np.array([5, 7, 9]))


def test_an_out_that_is_an_input(session: Any) -> None:
    out = variable(session, A)
    count = ua.add(out, 1, out=out)
    other = ua.subtract(out, out, out=out)
    for i in range(1, 4):
        assert_same(session.run(count), np.array(A) + i)
    assert_same(session.run(other), np.zeros(3, np.int64))


def test_a_slice(session: Any) -> None:
    a, b = placeholders()
    base = variable(session, [0, 0, 0, 0, 0])
    written = ua.add(a, b, out=base[1:-1])
    assert_same(session.run(written, {a: A, b: B}), np.array([5, 7, 9]))
    assert_same(session.run(base), np.array([0, 5, 7, 9, 0]))


def test_parts_and_copies(session: Any) -> None:
    a, b = placeholders([3])
    base = variable(session, [0, 0, 0])
    assert_same(session.run(ua.copyto(base, a), {a: A}), np.array(A))
    assert_same(session.run(ua.at(base)[1:].add(10)), np.array([1, 12, 13]))
    assert_same(session.run(ua.at(base)[[0, 0]].add(b[:2]), {b: B}), np.array([10, 12, 13]))
    assert_same(session.run(ua.at(base)[base > 11].set(0)), np.array([10, 0, 0]))
    assert_same(session.run(base), np.array([10, 0, 0]))


def test_what_does_not_fit_is_refused_before_writing(session: Any) -> None:
    a, b = placeholders([None])
    out, longer = variable(session, A), variable(session, [1, 2, 3, 4])
    with pytest.raises(ValueError, match=r"^add: out has shape \(4,\), the result has shape \(3,\)"):
        ua.add(out, 1, out=longer)
    total = ua.add(a, b, out=out)
    with pytest.raises(tf.errors.InvalidArgumentError, match="add: out has shape"):
        session.run(total, {a: A[:1], b: B[:1]})
    grid = ua.meshgrid(a, b, indexing="ij", out=(variable(session, np.zeros((3, 3), np.int64)), None))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"meshgrid: out\[0\] has shape"):
        session.run(grid, {a: A, b: B[:1]})
    assert_same(session.run(out), np.array(A))
    with pytest.raises(ValueError, match="^add: out cannot be written to: a tf.Tensor is a value"):
        ua.add(a, b, out=b)


def test_a_branch(session: Any) -> None:
    a, b = placeholders([3])
    out = variable(session, [0, 0, 0])
    branch = tf.cond(a[0] > 0, lambda: ua.add(a, b, out=out), lambda: ua.subtract(a, b, out=out))
    assert_same(session.run(branch, {a: A, b: B}), np.array([5, 7, 9]))
    assert_same(session.run(branch, {a: [-1, 2, 3], b: B}), np.array([-5, -3, -3]))
    assert_same(session.run(out), np.array([-5, -3, -3]))


def test_a_tf_function_keeps_the_order_of_a_program(session: Any) -> None:
    """A graph of TensorFlow 1 has no order of its own: `program` alone would read `out` at any time."""
    a, _ = placeholders([3])
    out = variable(session, [0, 0, 0])

    def program(x: Any, out: Any) -> Any:
        ua.add(x, 1, out=out)
        ua.multiply(out, 2, out=out)
        for _ in tf.range(3):
            ua.add(out, x, out=out)
        return ua.subtract(out, 1, out=out)

    assert_same(session.run(tf.function(program)(a, out), {a: A}), np.array([6, 11, 16]))
    assert_same(session.run(out), np.array([6, 11, 16]))


def test_what_a_session_could_never_run_is_refused(session: Any) -> None:
    from unified_arrays.tensorflow import ArrayVariable

    array = ArrayVariable(tf.constant(A))
    with pytest.raises(RuntimeError, match=r"^x\[key\] = value leaves nothing for a Session to run"):
        array[0] = 1
    with pytest.raises(RuntimeError, match="^__iadd__ leaves nothing"):
        array += 1


def test_a_variable_of_the_old_kind_is_refused(session: Any) -> None:
    a, b = placeholders([3])
    with v1.variable_scope("old"):
        old = v1.get_variable("old", initializer=np.array(A), use_resource=False)
    with pytest.raises(ValueError, match="^add: out cannot be written to: .*make it with use_resource=True"):
        ua.add(a, b, out=old)
    with pytest.raises(ValueError, match="use_resource=True"):
        ua.add(a[:2], b[:2], out=old[:2])
