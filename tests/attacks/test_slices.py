"""out=v[...]: every basic index; on TensorFlow of every kind of variable, in graphs, and what reads cost afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

import unified_arrays as ua
from frameworks import copied, is_slice, slice_of

from attack import Attack
from support import VALUE, assert_same, bits

tf = pytest.importorskip("tensorflow")

BASE = np.arange(24.0).reshape(4, 6)


def array_variable(values: Any) -> Any:
    return ua.asarray(tf.constant(values), copy=True)


MEMORY: dict[str, Callable[[Any], Any]] = {
    "tf.Variable": tf.Variable,
    "of unknown sizes": lambda values: tf.Variable(values, shape=tf.TensorShape([None] * np.ndim(values))),
    "ArrayVariable": array_variable,
}
every_memory = pytest.mark.parametrize("memory", MEMORY.values(), ids=list(MEMORY))


def address(x: Any) -> int:
    """Of a variable's value: one and the same for two reads if reading copies nothing."""
    return int(np.asarray(x).__array_interface__["data"][0])


def reads_are_cheap(variable: Any) -> bool:
    first, second = variable.value(), variable.value()  # both held: a copy lies somewhere else
    return address(first) == address(second)


# -- every index ------------------------------------------------------------------------------------------------------


def test_window_of_memory(attack: Attack, backend: str) -> None:
    """A slice of a variable on TensorFlow, a view elsewhere."""

    def case(data: st.DataObject) -> None:
        shape = data.draw(numpy_strategies.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5), "shape")
        dtype = data.draw(st.sampled_from(["float64", "float32", "int32", "uint8", "complex64", "bool"]), "dtype")
        index = data.draw(numpy_strategies.basic_indices(shape, allow_newaxis=True), "index")
        index = (
            *(index if isinstance(index, tuple) else (index,)),
            *([...] if ... not in np.atleast_1d(index) else []),
        )
        if backend == "torch":
            assume(not any(isinstance(one, slice) and (one.step or 1) < 0 for one in index))
        values = (np.arange(np.prod(shape)).reshape(shape) % 7).astype(dtype)
        memory, out = window(data, backend, values, index)
        kind = data.draw(st.sampled_from(["a value", "the window", "a wrong shape"]), "input")
        wrong_shape = kind == "a wrong shape"
        given = (
            out if kind == "the window" else VALUE[backend](np.ones((*values[index].shape, *[2] * wrong_shape), dtype))
        )
        function = ua.logical_not if dtype == "bool" else ua.square
        plain = copied(given)
        attack.judge(
            lambda: function(plain), lambda: function(given, out=out), (out,), around=[memory],
            identity=backend != "tensorflow" or not is_slice(out),
        )  # fmt: skip
        if backend == "tensorflow" and 0 not in out.shape and not wrong_shape:
            ua.copyto(memory[index], out)
            assert reads_are_cheap(memory)

    attack.run(case)


def window(data: st.DataObject, backend: str, values: np.ndarray, index: tuple[Any, ...]) -> tuple[Any, Any]:
    """Memory of a backend that holds the values, and the part of it that `index` selects."""
    if backend != "tensorflow":
        memory = VALUE[backend](values)
        return memory, memory[index]
    memory = MEMORY[data.draw(st.sampled_from(sorted(MEMORY)), "memory")](values)
    return memory, slice_of(memory, index)


INDICES: dict[str, Any] = {
    "integer": np.s_[1],
    "last": np.s_[-1],
    "window": np.s_[1:3, 2:5],
    "strided": np.s_[::2, 1::3],
    "reversed": np.s_[::-1],
    "descending": np.s_[3:0:-2, ::-1],
    "ellipsis": np.s_[..., 0],
    "newaxis": np.s_[:, None, 2:5],
    "element": np.s_[1, 2],
    "empty": np.s_[1:1],
    "past the end": np.s_[2:99],
    "everything": np.s_[()],
    "every row": np.s_[:],
}
every_index = pytest.mark.parametrize("index", INDICES.values(), ids=list(INDICES))


@every_memory
@every_index
def test_in_a_function(memory: Any, index: Any) -> None:
    check_in_a_function(memory(BASE), index, compiled=False)


@pytest.mark.parametrize("memory", [tf.Variable, array_variable])  # XLA compiles for known sizes
@pytest.mark.parametrize("name", [name for name in INDICES if name not in ("strided", "descending")])  # no such steps
def test_in_a_compiled_function(memory: Any, name: str) -> None:
    check_in_a_function(memory(BASE), INDICES[name], compiled=True)


def check_in_a_function(variable: Any, index: Any, *, compiled: bool) -> None:
    @tf.function(jit_compile=compiled)
    def program(x: Any) -> Any:
        returned = ua.add(x, 1.0, out=variable[index])
        ua.multiply(variable[index], 2.0, out=variable[index])  # after the first, in the order of the program
        return returned

    expected = BASE.copy()
    first = BASE[index] * 3 + 1
    expected[index] = first * 2
    # What comes back is out itself, which the second call has written to, too; a slice of a tf.Variable is a copy.
    is_view = isinstance(variable, ua.tensorflow.ArrayVariable)
    assert_same(program(tf.constant(BASE[index] * 3)), expected[index] if is_view else first)
    assert_same(variable.value(), expected)
    assert reads_are_cheap(variable)


@every_memory
def test_reads_inside_the_function_are_cheap_too(memory: Any) -> None:
    variable = memory(BASE)

    @tf.function
    def program() -> Any:
        ua.add(variable[1:3], 1.0, out=variable[1:3])
        ua.at(variable)[0:1].set(0.0)
        return variable.read_value()

    assert address(program()) == address(variable.value())


def test_a_function_with_out_may_be_compiled_inside_another() -> None:
    variable = tf.Variable(BASE)
    inner = tf.function(lambda x: ua.add(x, 1.0, out=variable[1:3]))
    outer = tf.function(lambda x: inner(x) * 2.0, jit_compile=True)
    assert_same(outer(tf.zeros((2, 6), tf.float64)), np.full((2, 6), 2.0))
    assert_same(variable[1:3], np.ones((2, 6)))


def test_but_not_if_it_has_been_traced_by_itself() -> None:
    """XLA has no op that makes reads cheap again, and needs none: it says so, and nothing is written."""
    variable = tf.Variable(BASE)
    inner = tf.function(lambda x: ua.add(x, 1.0, out=variable[1:3]))
    inner(tf.zeros((2, 6), tf.float64))
    before = bits(variable)
    outer = tf.function(lambda x: inner(x) * 2.0, jit_compile=True)
    with pytest.raises(tf.errors.InvalidArgumentError, match="DisableCopyOnRead"):
        outer(tf.ones((2, 6), tf.float64))
    assert bits(variable) == before


@every_memory
def test_an_index_of_tensors(memory: Any) -> None:
    for one in (tf.constant(2), tf.Variable(2), tf.constant(2, tf.int64)):
        variable = memory(BASE)
        ua.add(tf.ones(6, tf.float64), 1.0, out=variable[one])
        ua.add(tf.ones((1, 6), tf.float64), 2.0, out=variable[one + 1 : one + 2])
        expected = BASE.copy()
        expected[2:4] = [[2.0] * 6, [3.0] * 6]
        assert_same(variable.value(), expected)
    variable, begin = memory(BASE), tf.Variable(1)
    window = variable[begin : begin + 2]
    begin.assign(0)  # the slice was taken before
    ua.add(tf.ones((2, 6), tf.float64), 1.0, out=window)
    assert_same(variable[1:3], np.full((2, 6), 2.0))


@every_memory
@pytest.mark.parametrize("place", [1, -1])
def test_an_index_of_a_function(memory: Any, place: int) -> None:
    variable = memory(BASE)

    @tf.function
    def program(x: Any, i: Any) -> None:
        ua.add(x, 1.0, out=variable[i])
        ua.add(variable[0, i * i : i * i + 2], 1.0, out=variable[i, :2])

    program(tf.zeros(6, tf.float64), tf.constant(place))
    expected = BASE.copy()
    expected[place] = 1.0
    expected[place, :2] = expected[0, 1:3] + 1.0
    assert_same(variable.value(), expected)
    before = bits(variable)
    with pytest.raises((tf.errors.InvalidArgumentError, IndexError)):
        program(tf.zeros(6, tf.float64), tf.constant(4))
    assert bits(variable) == before


# -- what is refused --------------------------------------------------------------------------------------------------


@every_memory
def test_a_wrong_shape_is_refused_before_anything_is_written(memory: Any) -> None:
    variable = memory(BASE)
    for shape in ((1, 6), (6,), (), (2, 1), (1, 2, 6), (3, 6)):
        with pytest.raises(ValueError, match="out has shape"):
            ua.add(tf.zeros(shape, tf.float64), 1.0, out=variable[1:3])
    known = tf.function(lambda x: ua.add(x, 1.0, out=variable[1:3]))
    ranked = tf.function(known.python_function, input_signature=[tf.TensorSpec([None, None], tf.float64)])
    for program, shape in ((known, (1, 6)), (known, (6,)), (ranked, (1, 6)), (ranked, (2, 1)), (ranked, (3, 6))):
        with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
            program(tf.zeros(shape, tf.float64))
    assert bits(variable) == BASE.tobytes()
    ranked(tf.zeros((2, 6), tf.float64))
    assert_same(variable[1:3], np.ones((2, 6)))


@every_memory
def test_what_is_no_slice_of_a_variable(memory: Any) -> None:
    variable = memory(BASE)
    values = tf.convert_to_tensor(variable[0:2])
    for out in (values[0:1], tf.identity(variable[0:1]), values[0:1] + 0.0, tf.constant(BASE)[0:1]):
        with pytest.raises(ValueError, match="a tf.Tensor is a value, not memory"):
            ua.add(tf.ones((1, 6), tf.float64), 1.0, out=out)
    with pytest.raises(ValueError, match="not memory"):  # a slice that was handed to a function is a value there
        tf.function(lambda out: ua.add(out, 1.0, out=out))(variable[0:1])
    assert bits(variable) == BASE.tobytes()


def test_a_user_s_own_assign_is_not_taken_for_a_slice_s() -> None:
    var: Any = tf.Variable([1.0, 2.0])

    def assign(value: Any, name: str | None = None) -> Any:
        return var.assign(value)

    class Assign:
        var = tf.Variable([1.0, 2.0])
        __code__ = assign.__code__

        def __call__(self, value: Any) -> Any:
            return self.var.assign(value)

    for own in (assign, Assign(), "assign", None, lambda value: var):
        x = tf.constant([1.0, 2.0])
        x.assign = own
        with pytest.raises(ValueError, match="a tf.Tensor is a value, not memory"):
            ua.add(x, x, out=x)
    assert var.numpy().tolist() == [1.0, 2.0]


@every_memory
def test_the_installed_tensorflow_says_whose_slice_it_is(memory: Any) -> None:
    from unified_arrays.array_api_tensorflow import indexing

    assert None not in indexing._VARIABLE_CELLS.values()
    variable = memory(BASE)
    assert indexing.variable_of_slice(variable[1:3]) is variable
    assert indexing.variable_of_slice(tf.Variable.__getitem__(variable, slice(1, 3))) is variable
    with tf.Graph().as_default():
        one = tf.compat.v1.get_variable("one", initializer=BASE, use_resource=True)
        assert indexing.variable_of_slice(one[1:3]) is one


def test_a_tensorflow_that_says_it_otherwise_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from unified_arrays.array_api_tensorflow import indexing

    monkeypatch.setattr(indexing, "_VARIABLE_CELLS", dict.fromkeys(indexing._VARIABLE_CELLS))
    variable = tf.Variable(BASE)
    with pytest.raises(RuntimeError, match=f"TensorFlow {tf.__version__} does not tell which variable a slice belongs"):
        ua.add(tf.ones((1, 6), tf.float64), 1.0, out=variable[0:1])
    assert bits(variable) == BASE.tobytes()


# -- who holds what ---------------------------------------------------------------------------------------------------


@every_memory
def test_holders_keep_what_they_read(memory: Any) -> None:
    adopted = tf.constant(BASE)
    variable = memory(BASE)
    variable.assign(adopted)
    held: list[Any] = [
        variable.value(),
        variable.read_value(),
        tf.convert_to_tensor(variable[1:3]),
        tf.convert_to_tensor(variable[...]),
        np.asarray(variable.value()),
    ]
    old = [bits(one) for one in held]
    for write in (
        lambda: ua.add(variable[1:3], 1.0, out=variable[1:3]),
        lambda: ua.at(variable)[::-1].multiply(2.0),
        lambda: ua.at(variable)[[0, 0]].add(2.0),
        lambda: ua.copyto(variable[:, 1:2], -1.0),
        tf.function(lambda: ua.add(variable[0:1], 1.0, out=variable[0:1])),
    ):
        before = bits(variable)
        write()
        assert bits(variable) != before
        assert [bits(one) for one in held] == old
        held.append(variable.value())
        old.append(bits(held[-1]))
        assert reads_are_cheap(variable)
    assert bits(adopted) == BASE.tobytes()


@every_memory
def test_a_slice_that_is_out_of_date_writes_into_the_variable_as_it_is(memory: Any) -> None:
    variable = memory(BASE)
    window = variable[1:3]
    variable.assign(BASE * 0)
    # The values of a copy are those of the time when it was taken; a view shows what is there.
    values = BASE * 0 if memory is array_variable else BASE
    assert_same(ua.add(window, 1.0, out=window), values[1:3] + 1)
    expected = BASE * 0
    expected[1:3] = values[1:3] + 1
    assert_same(variable.value(), expected)


def test_a_slice_of_a_variable_that_has_shrunk() -> None:
    variable = MEMORY["of unknown sizes"](np.arange(6.0))
    window = variable[3:6]
    variable.assign(np.arange(4.0))
    before = bits(variable)
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError), match="shape"):
        ua.add(window, 1.0, out=window)
    assert bits(variable) == before


@every_memory
def test_slices_of_one_variable_as_input_and_out(memory: Any) -> None:
    for source, target in ((np.s_[:-1], np.s_[1:]), (np.s_[1:], np.s_[:-1]), (np.s_[::-1], np.s_[:])):
        variable = memory(np.arange(6.0))
        ua.add(variable[source], 1.0, out=variable[target])
        expected = np.arange(6.0)
        expected[target] = np.arange(6.0)[source] + 1.0
        assert_same(variable.value(), expected)


@every_memory
def test_several_outs_of_one_variable_share_no_element(memory: Any) -> None:
    variable = memory(np.zeros((4, 2)))
    with pytest.raises(ValueError, match="share"):
        ua.linalg.qr(tf.eye(2, dtype=tf.float64), out=(variable[:2], variable[1:3]))
    assert bits(variable) == np.zeros((4, 2)).tobytes()
    if type(variable) is ua.tensorflow.ArrayVariable:  # of the slices of others only TensorFlow knows where they lie
        q, r = ua.linalg.qr(tf.eye(2, dtype=tf.float64), out=(variable[:2], variable[2:]))
        assert_same(variable, np.concatenate([q.numpy(), r.numpy()]))
        assert_same(variable[:2], np.linalg.qr(np.eye(2))[0], tolerance=4)
    else:
        with pytest.raises(ValueError, match="share"):
            ua.linalg.qr(tf.eye(2, dtype=tf.float64), out=(variable[:2], variable[2:]))
    other = memory(np.zeros((4, 2)))
    q, r = ua.linalg.qr(tf.eye(2, dtype=tf.float64), out=(variable[:2], other[2:]))
    assert_same(variable[:2], q.numpy())
    assert_same(other[2:], r.numpy())
