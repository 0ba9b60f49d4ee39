"""The judge itself: it must see every way to be wrong, or the attacks prove nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

import unified_arrays as ua
from frameworks import slice_of

from attack import Attack, Lost, Wrong
from support import MEMORY, VALUE

REAL = np.array([1.5, -2.0, 3.0, 4.0])


def judged(backend: str, write: Any, out: Any, **options: Any) -> str:
    """The verdict on `write`, which is to write 2 * REAL."""
    return Attack("frame", backend).judge(lambda: VALUE[backend](2 * REAL), write, (out,), **options)


def test_what_is_right_is_right(backend: str) -> None:
    out = MEMORY[backend](np.zeros(4))
    assert judged(backend, lambda: ua.multiply(VALUE[backend](REAL), 2.0, out=out), out) == "right"


def test_a_wrong_value_is_wrong(backend: str) -> None:
    out = MEMORY[backend](np.zeros(4))
    with pytest.raises(Wrong, match="expected"):
        judged(backend, lambda: ua.multiply(VALUE[backend](REAL), 2.00001, out=out), out)


def test_another_object_is_wrong(backend: str) -> None:
    out = MEMORY[backend](np.zeros(4))
    with pytest.raises(Wrong, match="did not return out"):
        judged(backend, lambda: ua.asarray(ua.multiply(VALUE[backend](REAL), 2.0, out=out), copy=True), out)


@pytest.mark.parametrize("error", [RuntimeError, ZeroDivisionError])
def test_an_error_that_is_not_promised_is_wrong(backend: str, error: type[Exception]) -> None:
    def write() -> None:
        raise error

    with pytest.raises(Wrong, match="not promised"):
        judged(backend, write, MEMORY[backend](np.zeros(4)))


def test_a_refusal_of_what_is_accepted_is_wrong(backend: str) -> None:
    def write() -> None:
        raise ValueError

    with pytest.raises(Wrong, match="the contract accepts this out"):
        judged(backend, write, MEMORY[backend](np.zeros(4)))
    assert judged(backend, write, MEMORY[backend](np.zeros(4)), accepts=None) == "raised"
    assert judged(backend, write, MEMORY[backend](np.zeros(5))) == "raised"
    assert judged(backend, write, MEMORY[backend](np.zeros(4, int))) == "raised"


def test_an_out_that_must_be_refused_is_wrong(backend: str) -> None:
    out = MEMORY[backend](np.zeros(4, np.int64))
    with pytest.raises(Wrong, match="wrong shape or dtype"):
        judged(backend, lambda: out, out)
    out = MEMORY[backend](np.zeros(4))
    with pytest.raises(Wrong, match="to be refused"):
        judged(backend, lambda: ua.multiply(VALUE[backend](REAL), 2.0, out=out), out, accepts=False)


def test_an_error_after_a_write_is_lost(backend: str) -> None:
    out = MEMORY[backend](np.zeros(4))

    def write() -> None:
        ua.multiply(VALUE[backend](REAL), 2.0, out=out)
        raise ValueError

    with pytest.raises(Lost, match="changed its out"):
        judged(backend, write, out)


def test_an_error_that_changed_an_input_is_lost(backend: str) -> None:
    x, out = MEMORY[backend](REAL), MEMORY[backend](np.zeros(5))

    def write() -> None:
        ua.add(x, 1.0, out=x)
        raise ValueError

    with pytest.raises(Lost):
        judged(backend, write, out, around=[x])


def test_bytes_around_out_that_change_are_wrong(backend: str) -> None:
    memory = MEMORY[backend](np.zeros(6))

    def write(window: Any) -> Any:
        memory[0:1] = 7.0
        return ua.multiply(VALUE[backend](REAL), 2.0, out=window)

    window = memory[1:5]
    with pytest.raises(Wrong, match="outside out"):
        judged(backend, lambda: write(window), window)


@pytest.mark.backends("tensorflow")  # only a slice of a variable is not its memory
def test_a_slice_that_was_not_written_is_wrong(backend: str) -> None:
    import tensorflow as tf

    window = slice_of(tf.Variable(np.zeros(6)), np.s_[1:5])
    with pytest.raises(Wrong, match="the variable of out"):
        judged(backend, lambda: VALUE[backend](2 * REAL), window, identity=False)


@pytest.mark.parametrize("seconds", [None, 0.3])
def test_a_fault_is_counted_once(backend: str, seconds: float | None) -> None:
    attack = Attack("frame", backend, seconds)

    def case(data: st.DataObject) -> None:
        factor = data.draw(st.sampled_from([2.0, 2.0, 2.0, 3.0]))
        out = MEMORY[backend](np.zeros(4))
        attack.judge(
            lambda: VALUE[backend](2 * REAL), lambda: ua.multiply(VALUE[backend](REAL), factor, out=out), (out,)
        )

    with pytest.raises(Wrong):
        attack.run(case)
    assert attack.counts["wrong"] == 1
    assert attack.counts["lost"] == 0


def alike(backend: str, actual: Any, **options: Any) -> str:
    """The verdict on a call that is to be like `multiply(x, 2.0)`; it is given the memory that it may write to."""
    mine, theirs = (MEMORY[backend](REAL) for _ in range(2))
    wanted = options.pop("expected", lambda x: ua.multiply(x, 2.0))
    return Attack("frame", backend).alike(
        lambda: wanted(theirs), lambda: actual(mine), mine=[mine], theirs=[theirs], **options
    )


def test_what_cannot_be_told_apart_is_right(backend: str) -> None:
    assert alike(backend, lambda x: ua.multiply(x, 2.0)) == "right"
    assert alike(backend, lambda x: ua.add(x, x)) == "right"
    assert alike(backend, lambda x: ua.multiply(x, 2.0 + 1e-15), tolerance=4.0) == "right"
    assert alike(backend, lambda x: x, expected=lambda x: x) == "right"
    assert alike(backend, lambda x: ua.add(x, x[1:]), expected=lambda x: ua.add(x, x[1:])) == "raised"


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (lambda x: ua.multiply(x, 2.0 + 1e-15), "expected"),
        (lambda x: ua.multiply(x, 2.0, out=x), "left behind"),
        (lambda x: ua.astype(ua.multiply(x, 2.0), ua.float32), "expected .*float64"),
        (lambda x: (ua.multiply(x, 2.0),), "returned a tuple"),
        (lambda x: None, "returned a NoneType"),
        (lambda x: x, "returned another object|expected a EagerTensor"),
        (lambda x: ua.add(x, x[1:]), "expected returned"),
    ],
)
def test_what_can_be_told_apart_is_wrong(backend: str, actual: Any, message: str) -> None:
    with pytest.raises(Wrong, match=message):
        alike(backend, actual)


def test_another_error_is_wrong(backend: str) -> None:
    def error(kind: type[Exception], text: str) -> Any:
        def call(x: Any) -> None:
            raise kind(text)

        return call

    expected = error(ValueError, "one")
    assert alike(backend, error(ValueError, "one"), expected=expected) == "raised"
    assert alike(backend, error(ValueError, "two"), expected=expected, messages=False) == "raised"
    for other in (error(TypeError, "one"), error(ValueError, "two"), lambda x: None):
        with pytest.raises(Wrong, match="expected ValueError: one"):
            alike(backend, other, expected=expected)


def test_an_error_that_changes_something_is_a_loss(backend: str) -> None:
    def call(x: Any) -> None:
        ua.multiply(x, 2.0, out=x)
        raise ValueError

    def expected(x: Any) -> None:
        raise ValueError

    with pytest.raises(Lost, match="left behind"):
        alike(backend, call, expected=expected)


@pytest.mark.backends("numpy", "torch")
def test_a_copy_is_no_view(backend: str) -> None:
    with pytest.raises(Wrong, match="in other memory"):
        alike(backend, lambda x: ua.asarray(x[1:], copy=True), expected=lambda x: x[1:])
