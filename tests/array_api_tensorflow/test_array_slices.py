"""A slice of an array is a part of it: reading shows what stands there now, and writing writes there, as in NumPy."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

import unified_arrays as ua

tf = pytest.importorskip("tensorflow")
xp = pytest.importorskip("unified_arrays.tensorflow")

VALUES = np.arange(12, dtype=np.float32).reshape(3, 4)


def fresh() -> Any:
    return xp.asarray(VALUES, copy=True)


def written_to() -> Any:
    """An array whose variable has been made."""
    x = xp.asarray(VALUES, copy=True)
    assert x.handle is not None
    return x


every_array = pytest.mark.parametrize("array", [fresh, written_to])


def same(x: Any, expected: Any) -> None:
    np.testing.assert_array_equal(np.asarray(x), expected, strict=True)


# -- programs as they are written for NumPy ---------------------------------------------------------------------------


def differences(x: Any) -> Any:
    d = x[1:] - x[:-1]
    d[d > 3] = 0
    return d


def a_row(x: Any) -> None:
    row = x[0]
    row[1] = 9.0


def each_row(x: Any) -> None:
    for row in x:
        row += 1


def each_row_in_turn(x: Any) -> None:
    """Each sees what was written before it was reached."""
    for i, row in enumerate(x):
        x[(i + 1) % 3] += row[0]


def chained(x: Any) -> None:
    x[0][1] = 5
    x[1:][::-1][0, 1:3] = -1
    x[:, None, 1:][2, 0][::2] = 7


def exchanged_elements(x: Any) -> None:
    x[0, 0], x[1, 1] = x[1, 1], x[0, 0]
    row = x[2]
    row[0], row[1] = row[1], row[0]


def exchanged_rows(x: Any) -> None:
    x[0], x[1] = x[1], x[0]  # as with any views, the second one is written twice


def elements_are_values(x: Any) -> list[float]:
    element = x[0, 1]
    element += 10
    x[0, 1] = 70
    total = x[1][0]
    for value in x[1]:
        total += value
    return [float(element), float(total)]


def a_view_of_an_element(x: Any) -> float:
    element = x[0, 1, ...]
    x[0, 1] = 70
    return float(element)


def masks_and_indices_of_parts(x: Any) -> None:
    part = x[1:, ::2]
    part[part > 6] = 0
    part[:, [0]] += 1
    part[[1, 0]] = part[[0, 1]]


def shifted(x: Any) -> None:
    x[1:] = x[:-1]
    x[:, :-1] += x[:, 1:]


def filled_and_sorted(x: Any) -> None:
    x[0].fill(3)
    part = x[1:, ::-1]
    part *= -1
    x[1].sort()


def seen_later(x: Any) -> list[float]:
    part, row = x[1:], x[1]
    before = part.sum()
    x[1] = 5
    after = part.sum()
    part[0, 0] = 100
    return [float(before), float(after), *map(float, row)]


def in_place_operators(x: Any) -> None:
    x[1:3] += 1
    x[0][:2] *= x[1][2:]
    for operate in (operator.isub, operator.itruediv, operator.ipow):
        operate(x[:, 1], 2)
    x[:2, :2] @= x[1:, 2:]


PROGRAMS = [
    *(differences, a_row, each_row, each_row_in_turn, chained, exchanged_elements, exchanged_rows),
    *(elements_are_values, a_view_of_an_element, masks_and_indices_of_parts, shifted, filled_and_sorted, seen_later),
    in_place_operators,
]


@every_array
@pytest.mark.parametrize("program", PROGRAMS)
def test_as_with_numpy(program: Callable[[Any], Any], array: Callable[[], Any]) -> None:
    x, expected = array(), VALUES.copy()
    returned, wanted = program(x), program(expected)
    same(x, expected)
    if wanted is not None:
        np.testing.assert_allclose(np.asarray(returned), wanted)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_parts_of_parts(data: st.DataObject) -> None:
    """Reading and writing, after writes to the whole, of up to three keys one after the other."""
    shape = data.draw(numpy_strategies.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4))
    expected = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    x = xp.asarray(expected, copy=True)
    part, wanted = x, expected
    for _ in range(data.draw(st.integers(1, 3))):
        key = data.draw(numpy_strategies.basic_indices(wanted.shape, allow_newaxis=True, allow_ellipsis=True))
        key = (*(key if isinstance(key, tuple) else (key,)), *([] if ... in np.atleast_1d(key) else [...]))
        part, wanted = part[key], wanted[key]
    same(part, wanted)
    x[...] = x * 2 + 1
    expected[...] = expected * 2 + 1
    same(part, wanted)
    assert tuple(part.shape) == wanted.shape
    part[...] = part - 100
    wanted[...] = wanted - 100
    same(part, wanted)
    same(x, expected)
    assert ua.add(part, 1.0, out=part) is part
    wanted += 1
    same(x, expected)


# -- what else an array is asked for ----------------------------------------------------------------------------------

USES: dict[str, Callable[[Any], Any]] = {
    "asarray": np.asarray,
    "copy": copy.copy,
    "deepcopy": lambda x: copy.deepcopy([x])[0],
    "pickle": lambda x: pickle.loads(pickle.dumps(x)),
    "numpy": lambda x: x.numpy(),
    "DLPack": np.from_dlpack,
    "transfer": lambda x: ua.to_backend(x, "numpy"),
    "tensor": tf.convert_to_tensor,
    "function of TensorFlow": tf.identity,
    "operation of TensorFlow": lambda x: tf.raw_ops.Identity(input=x),
    "variable": tf.Variable,
    "of a tensor": lambda x: tf.zeros_like(x) + x,
    "tf.function": lambda x: tf.function(tf.identity, autograph=False)(x),
    "tf.function with AutoGraph": lambda x: tf.function(tf.identity)(x),
    "captured": lambda x: tf.function(lambda: tf.identity(x), autograph=False)(),
    "XLA": lambda x: tf.function(tf.identity, autograph=False, jit_compile=True)(x),
    "compile": lambda x: ua.compile(lambda y: y * 1)(x),
    "data set": lambda x: next(iter(tf.data.Dataset.from_tensors(x))),
    "ndarray on the left": lambda x: np.zeros(x.shape, x.dtype.as_numpy_dtype) + x,
    "nested lists": lambda x: xp.asarray([x, x])[0],
}


@every_array
@pytest.mark.parametrize("key", [np.s_[1:, ::2], np.s_[1], np.s_[1, 2]], ids=["matrix", "row", "element"])
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_values_are_used(use: Callable[[Any], Any], key: Any, array: Callable[[], Any]) -> None:
    x = array()
    used = use(x[key])
    same(used, VALUES[key])
    if isinstance(used, (xp.ArrayVariable, np.ndarray)) and getattr(getattr(used, "flags", None), "writeable", True):
        used[...] = 0
    same(x, VALUES)


def test_classes() -> None:
    x = fresh()
    for part in (x[1], x[0, 1], x[1:][0], x[..., None], next(iter(x))):
        assert isinstance(part, xp.ArraySlice)
        assert tf.is_tensor(part)
        assert not isinstance(part, (tf.Tensor, tf.Variable))  # neither its memory nor a value
    for result in (x[1] + 1, xp.exp(x[1]), ua.exp(x[1]), x[1].sum(), x[1][[0, 1]], x[1:].T, -x[1], 1 - x[0, 1]):
        assert type(result) is xp.ArrayVariable
    assert "_handle" not in vars(x)  # nothing of all that has made the variable
    assert repr(x[1]) == "ArraySlice([4., 5., 6., 7.], shape=(4,), dtype=float32)"
    assert xp.asarray(x[1]).base is x
    assert (len(x[1:]), x[1].ndim, x[1].size, x[1].dtype, x[1].device) == (2, 1, 4, xp.float32, x.device)


def test_a_number_is_an_index() -> None:
    i = xp.asarray([1, 2, 0])
    x = fresh()
    same(x[i[0] : i[1]], VALUES[1:2])
    same(x[i[0]], VALUES[1])
    same(x[i[:2]], VALUES[[1, 2]])
    same(tf.constant(VALUES)[i[0]], VALUES[1])
    assert list(range(i[1])) == [0, 1]
    same(xp.reshape(x, i[1:2] * 6), VALUES.ravel())
    same(xp.zeros((i[0], i[1]), dtype=xp.float32), np.zeros((1, 2), np.float32))


@every_array
def test_errors_leave_the_array_as_it_is(array: Callable[[], Any]) -> None:
    x = array()
    for error, wrong in (
        (IndexError, lambda: x[1][4]),
        (IndexError, lambda: x[1][0, 0]),
        (ValueError, lambda: operator.setitem(x[1], slice(2), [1.0, 2.0, 3.0])),
        (TypeError, lambda: operator.setitem(x[1], 0, 1j)),
        (ValueError, lambda: operator.iadd(x[1], x)),
        (TypeError, lambda: iter(x[1, 2])),
        (TypeError, lambda: len(x[1, 2])),
        (TypeError, lambda: hash(x[1])),
        (AttributeError, lambda: x[1].nonsense),
        (ValueError, lambda: ua.add(x[1], 1.0, out=x[:, 0])),
        (ValueError, lambda: ua.unstack(x[:2], out=(x[0], x[0:1][0]))),
    ):
        with pytest.raises(error):
            wrong()
    same(x, VALUES)


def test_writes_of_tensorflow_are_seen() -> None:
    x = fresh()
    row = x[1]
    same(row, VALUES[1])
    x.assign_add(tf.ones((3, 4)))
    same(row, VALUES[1] + 1)
    tf.raw_ops.AssignSubVariableOp(resource=x.handle, value=tf.ones((3, 4)))
    same(row, VALUES[1])
    xp.negative(x, out=x)
    same(row, -VALUES[1])


def test_what_is_replaced_is_not_kept_in_memory() -> None:
    import weakref

    x = xp.zeros((100, 100))
    row, old = x[1], weakref.ref(x.value())
    same(row, np.zeros(100, np.float32))
    xp.add(x, 1.0, out=x)
    assert old() is None
    same(row, np.ones(100, np.float32))


# -- where TensorFlow records or makes a graph ------------------------------------------------------------------------


def test_a_function_reads_and_writes_the_array() -> None:
    x = fresh()
    row = x[1]

    @tf.function(autograph=False)
    def read_and_write() -> Any:
        total = xp.sum(row)
        xp.add(row, 1.0, out=row)
        row[0] = 50.0
        xp.multiply(row[2:], 2.0, out=row[2:])
        return total

    assert float(read_and_write()) == VALUES[1].sum()
    x[1] = VALUES[1]
    assert float(read_and_write()) == VALUES[1].sum()  # not what was read when it was traced
    same(x[1], np.array([50.0, 6.0, 14.0, 16.0], np.float32))


def test_a_function_is_not_traced_for_each_slice() -> None:
    x, traces = fresh(), []

    @tf.function(autograph=False)
    def double(row: Any) -> Any:
        traces.append(row)
        return row * 2.0

    for row in x:
        same(double(row), np.asarray(row) * 2)
    assert len(traces) == 1


def test_a_model_that_holds_a_slice_is_saved(tmp_path: Any) -> None:
    class Model(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weights = fresh()[1]

        @tf.function(input_signature=[tf.TensorSpec([4])])
        def add(self, x: Any) -> Any:
            return xp.add(x, self.weights)

    model = Model()
    model.weights += 1.0
    tf.saved_model.save(model, str(tmp_path))
    loaded = tf.saved_model.load(str(tmp_path))
    same(loaded.add(tf.zeros(4)), VALUES[1] + 1)


def test_in_a_tape_a_slice_is_a_tensor() -> None:
    x = written_to()
    before = x[0]
    with tf.GradientTape() as tape:
        tape.watch(x)
        inside = x[1]
        y = tf.reduce_sum(inside * inside) + tf.reduce_sum(xp.multiply(before, 3.0)) + tf.reduce_sum(before[1:] ** 2)
    assert isinstance(inside, tf.Tensor)
    expected = np.zeros_like(VALUES)
    expected[0], expected[1] = 3.0, 2 * VALUES[1]
    expected[0, 1:] += 2 * VALUES[0, 1:]
    np.testing.assert_allclose(tape.gradient(y, x), expected)


def test_a_slice_cannot_be_followed_itself() -> None:
    row = fresh()[0]
    with tf.GradientTape() as tape, pytest.raises(ValueError, match="ArraySlice"):
        tape.watch(row)
    with pytest.raises((SystemError, AttributeError)) as caught:  # the first is raised from the second before 2.22
        tf.autodiff.ForwardAccumulator(row, tf.ones(4))
    assert "follow the array, or a tensor, tf.convert_to_tensor" in str(caught.value.__cause__ or caught.value)
    t = tf.convert_to_tensor(row)
    with tf.GradientTape() as tape:
        tape.watch(t)
        y = xp.multiply(t, t)
    same(tape.gradient(y, t), 2 * VALUES[0])
