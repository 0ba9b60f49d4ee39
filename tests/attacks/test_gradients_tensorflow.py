"""TensorFlow's ways to record a gradient: a write raises GradientError or cuts nothing, and what raises wrote nothing.

What cannot be told (docs/out.md, 9) is at the end, each case pinned with its remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import unified_arrays as ua

from support import bits

tf = pytest.importorskip("tensorflow")

ONE, TWO = [1.0, 2.0], [3.0, 5.0]

# Every way to write what is computed of x into `out`, which has the shape of x.
WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, out: ua.add(x, x, out=out),
    "add a number": lambda x, out: ua.add(x, 1.0, out=out),
    "exp": lambda x, out: ua.exp(x, out=out),
    "matmul": lambda x, out: ua.matmul(tf.eye(2), x, out=out),
    "concat": lambda x, out: ua.concat([x[:1], x[1:]], out=out),
    "a sum, broadcast": lambda x, out: ua.broadcast_to(ua.sum(x), (2,), out=out),
    "a view": lambda x, out: ua.flip(x, out=out),
    "astype": lambda x, out: ua.astype(x, ua.float32, out=out),
    "several": lambda x, out: ua.unstack(ua.stack([x, x]), out=(None, out))[1],
    "copyto": lambda x, out: ua.copyto(out, x),
    "into a slice": lambda x, out: ua.add(x, x, out=out[:]),
    "at a slice": lambda x, out: ua.at(out)[:].set(x),
    "at places": lambda x, out: ua.at(out)[[0, 1]].set(x),
    "at a mask": lambda x, out: ua.at(out)[tf.constant([True, True])].set(x),
    "fixed namespace": lambda x, out: ua.tensorflow.add(x, x, out=out),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))

MEMORY: dict[str, Callable[[list[float]], Any]] = {
    "tf.Variable": tf.Variable,
    "not trainable": lambda values: tf.Variable(values, trainable=False),
    "of unknown shape": lambda values: tf.Variable(values, shape=tf.TensorShape([None])),
    "ArrayVariable": lambda values: ua.asarray(tf.constant(values), copy=True),
}
every_memory = pytest.mark.parametrize("memory", MEMORY.values(), ids=list(MEMORY))


def untrained(values: list[float]) -> Any:
    """Memory that no tape watches of itself."""
    return tf.Variable(values, trainable=False)


@contextmanager
def accumulated(x: Any) -> Iterator[Any]:
    with tf.autodiff.ForwardAccumulator(x, tf.ones(tf.shape(x))) as accumulator:
        yield accumulator


@contextmanager
def taped(x: Any) -> Iterator[Any]:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        yield tape


@contextmanager
def taped_outside(x: Any) -> Iterator[Any]:
    with taped(x), tf.GradientTape(watch_accessed_variables=False) as inner, inner.stop_recording():
        yield None


@contextmanager
def both(x: Any) -> Iterator[Any]:
    with tf.autodiff.ForwardAccumulator(x, tf.ones(tf.shape(x))), tf.GradientTape() as tape:
        tape.watch(x)
        with tape.stop_recording():
            yield None


RECORDS = {"tape": taped, "accumulator": accumulated, "outer tape": taped_outside, "accumulator, tape stopped": both}
every_record = pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))


def refused(write: Callable[[Any, Any], Any], x: Any, out: Any) -> None:
    before = bits(out)
    with pytest.raises(ua.GradientError, match="would cut the gradient: compute it inside `with tape.stop_recording"):
        write(x, out)
    assert bits(out) == before


# -- eager ------------------------------------------------------------------------------------------------------------


@every_write
@every_record
@every_memory
def test_what_is_recorded_is_not_written(write: Any, record: Any, memory: Any) -> None:
    x, variable = tf.constant(ONE), untrained(ONE)
    with record(x):
        for one in (x, x * 2.0, tf.identity(x)):
            refused(write, one, memory(TWO))
        assert write(tf.stop_gradient(x), untrained(TWO)) is not None
    with record(variable):
        refused(write, variable, memory(TWO))
        refused(write, variable[:], memory(TWO))


@every_write
@every_memory
def test_what_nobody_records_is_written(write: Any, memory: Any) -> None:
    wanted = write(tf.constant(ONE), untrained(TWO)).numpy().tolist()
    x, watched = tf.constant(ONE), tf.constant(TWO)
    with tf.GradientTape() as tape:
        tape.watch(watched)
        z = watched * 3.0
        with tape.stop_recording():
            out = memory(TWO)
            write(watched, out)
            write(x, out)
            assert out.numpy().tolist() == wanted
        assert write(x, untrained(TWO)).numpy().tolist() == wanted
    assert tape.gradient(z, watched).numpy().tolist() == [3.0, 3.0]
    with tf.GradientTape(watch_accessed_variables=False):
        v = tf.Variable(ONE)
        assert write(v, untrained(TWO)).numpy().tolist() == wanted
    with accumulated(watched):
        assert write(x, untrained(TWO)).numpy().tolist() == wanted


@every_write
@every_record
@every_memory
def test_a_variable_that_is_differentiated_is_no_out(write: Any, record: Any, memory: Any) -> None:
    """A tape adds the gradients of what is read before and after the write."""
    v = memory(TWO)
    with record(v):
        v.read_value()
        refused(write, tf.constant(ONE), v)


def test_the_gradients_before_and_after_a_write_would_be_added() -> None:
    """Why it is refused; remove the refusal when this fails."""
    v = tf.Variable(ONE)
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(v * v)
        v.assign(TWO)
        y += tf.reduce_sum(v * v)
    assert tape.gradient(y, v).numpy().tolist() == [2 * one + 2 * two for one, two in zip(ONE, TWO, strict=True)]


@every_memory
def test_a_variable_written_before_it_is_read_has_the_gradient_of_what_was_written(memory: Any) -> None:
    v = memory(ONE)
    with tf.GradientTape() as tape:
        ua.add(tf.constant(TWO), 0.0, out=v)
        tape.watch(v)
        y = tf.reduce_sum(v * v)
    assert tape.gradient(y, v).numpy().tolist() == [6.0, 10.0]


def test_several_outs_are_all_or_nothing() -> None:
    free, watched = tf.eye(2), tf.Variable(tf.eye(2))
    for out in ((untrained(tf.zeros((2, 2))), watched), (watched, untrained(tf.zeros((2, 2))))):
        with tf.GradientTape() as tape:
            tape.watch(watched)
            with pytest.raises(ua.GradientError):
                ua.linalg.qr(free, out=out)
        assert {bits(one) for one in out} == {bits(tf.zeros((2, 2))), bits(tf.eye(2))}
    q = untrained(tf.zeros((2, 2)))
    with tf.GradientTape(), pytest.raises(ua.GradientError):
        ua.linalg.qr(watched, out=(q, None))
    assert bits(q) == bits(tf.zeros((2, 2)))


def test_an_accumulator_inside_a_tape_and_the_reverse() -> None:
    x, out = tf.constant(ONE), untrained(TWO)
    with tf.GradientTape() as tape:
        tape.watch(x)
        with accumulated(x) as accumulator:
            refused(WRITES["add"], x, out)
            y = ua.multiply(x, x)
        jvp = accumulator.jvp(y)
        refused(WRITES["add"], jvp, out)
    assert tape.gradient(jvp, x).numpy().tolist() == [2.0, 2.0]
    with accumulated(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = ua.multiply(x, x)
        refused(WRITES["add"], tape.gradient(y, x), out)


def test_a_gradient_of_a_gradient() -> None:
    x, out = tf.constant(ONE), untrained(TWO)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = x * x * x
        gradient = inner.gradient(y, x)
        refused(WRITES["add"], gradient, out)
    assert outer.gradient(gradient, x).numpy().tolist() == [6.0, 12.0]


def test_an_out_inside_a_custom_gradient() -> None:
    """The tape records there, too, and drops it later: stop_gradient is the remedy."""
    x, memory = tf.constant(ONE), untrained(TWO)

    def twice(stopped: Callable[[Any], Any]) -> Any:
        def function(x: Any) -> Any:
            ua.multiply(stopped(x), 2.0, out=memory)
            return memory.read_value(), lambda upstream: upstream * 2.0

        return tf.custom_gradient(function)

    with tf.GradientTape() as tape:
        tape.watch(x)
        with pytest.raises(ua.GradientError):
            twice(tf.identity)(x)
        assert memory.numpy().tolist() == TWO
        y = twice(tf.stop_gradient)(x)
    assert tape.gradient(y, x).numpy().tolist() == [2.0, 2.0]


# -- in graphs --------------------------------------------------------------------------------------------------------


@every_write
def test_a_tape_inside_a_function(write: Any) -> None:
    memory, watched = untrained(TWO), tf.Variable(TWO)

    @tf.function
    def cuts(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            write(x * 1.0, memory)
        return memory.read_value()

    @tf.function
    def writes_what_is_watched(x: Any) -> Any:
        with tf.GradientTape():
            y = watched * 2.0
            write(x, watched)
        return y

    @tf.function
    def is_right(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            with tape.stop_recording():
                write(x, memory)
            y = x * x
        return tape.gradient(y, x), memory.read_value()

    x = tf.constant(ONE)
    for function in (cuts, writes_what_is_watched):
        with pytest.raises(ua.GradientError):
            function(x)
    assert memory.numpy().tolist() == TWO
    assert watched.numpy().tolist() == TWO
    gradient, written = is_right(x)
    assert gradient.numpy().tolist() == [2.0, 4.0]
    assert written.numpy().tolist() == write(x, untrained(TWO)).numpy().tolist()


@every_write
@pytest.mark.parametrize("record", [taped, accumulated])
def test_a_function_traced_while_a_captured_variable_is_watched(write: Any, record: Any) -> None:
    v, memory = tf.Variable(ONE), untrained(TWO)

    @tf.function
    def function() -> Any:
        write(v, memory)
        return memory.read_value()

    with record(v):
        v.read_value()
        with pytest.raises(ua.GradientError):
            function()
    assert memory.numpy().tolist() == TWO


# -- what cannot be told ----------------------------------------------------------------------------------------------


def twice_by_out(memory: Any, x: Any) -> Any:
    ua.multiply(x, 2.0, out=memory)
    return memory.read_value() * 1.0


def twice_by_result(memory: Any, x: Any) -> Any:
    result = ua.multiply(x, 2.0)
    ua.copyto(memory, result)
    return result * 1.0


@pytest.mark.parametrize(("twice", "wanted"), [(twice_by_out, None), (twice_by_result, [2.0, 2.0])])
@pytest.mark.parametrize("traced_before", [True, False])
def test_a_tape_outside_does_not_watch_the_arguments_of_a_function(
    twice: Any, wanted: Any, traced_before: bool
) -> None:
    x, memory = tf.constant(ONE), untrained(TWO)
    function = tf.function(lambda x: twice(memory, x))
    if traced_before:
        function(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    gradient = tape.gradient(y, x)
    assert (gradient if gradient is None else gradient.numpy().tolist()) == wanted


@pytest.mark.parametrize(("twice", "wanted"), [(twice_by_out, None), (twice_by_result, [2.0, 2.0])])
def test_a_function_traced_before_does_not_know_of_the_tape(twice: Any, wanted: Any) -> None:
    v, memory = tf.Variable(ONE), untrained(TWO)
    function = tf.function(lambda: twice(memory, v))
    function()
    with tf.GradientTape() as tape:
        y = function()
    gradient = tape.gradient(y, v)
    assert (gradient if gradient is None else gradient.numpy().tolist()) == wanted


@pytest.mark.parametrize(("twice", "wanted"), [(twice_by_out, None), (twice_by_result, [2.0, 2.0])])
def test_nor_do_gradients_of_a_graph(twice: Any, wanted: Any) -> None:
    memory = untrained(TWO)

    @tf.function
    def function(x: Any) -> Any:
        (gradient,) = tf.gradients(twice(memory, x), x)
        return tf.constant([]) if gradient is None else gradient

    assert function(tf.constant(ONE)).numpy().tolist() == (wanted or [])


@pytest.mark.parametrize(("twice", "wanted"), [(twice_by_out, [0.0, 0.0]), (twice_by_result, [2.0, 2.0])])
@pytest.mark.parametrize("traced_before", [True, False])
def test_an_accumulator_outside_a_function(twice: Any, wanted: Any, traced_before: bool) -> None:
    x, memory = tf.constant(ONE), untrained(TWO)
    function = tf.function(lambda x: twice(memory, x))
    if traced_before:
        function(x)
    with accumulated(x) as accumulator:
        y = function(x)
    assert accumulator.jvp(y).numpy().tolist() == wanted


def test_writes_that_are_not_calls_of_ours_are_assignments() -> None:
    x = tf.constant(ONE)
    writes: list[Callable[[Any], Any]] = [
        lambda v: v.__setitem__(slice(None), x * 2.0),
        lambda v: v.__iadd__(x),
        lambda v: v.assign(x * 2.0),
    ]
    for write in writes:
        v = MEMORY["ArrayVariable"](TWO)
        with tf.GradientTape() as tape:
            tape.watch(x)
            write(v)
            y = v * 1.0
        assert tape.gradient(y, x) is None
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = ua.asarray(x, copy=True) * 1.0  # nobody has written to the copy: it is x
    assert tape.gradient(y, x).numpy().tolist() == [1.0, 1.0]
