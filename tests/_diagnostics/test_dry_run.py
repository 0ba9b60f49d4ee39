"""write_mode of one call: what it says is what the call does, and nothing is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch import call_sites
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import MEMORY, VALUE, arrays_of, bits, numpy_of, selected


def public(name: str) -> Any:
    found: Any = ua
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.mark.applies(where=lambda in_place, backend: not in_place or backend == "tensorflow")
@pytest.mark.parametrize("in_place", [False, True], ids=["", "in_place_writes"])
@pytest.mark.parametrize("row", ONE_RESULT, ids=str)
def test_the_call_does_what_was_said_before(row: Row, in_place: bool, backend: str) -> None:
    with selected(backend), np.errstate(all="ignore"), ua.in_place_writes(in_place):
        arguments = arrays_of(backend, list(row.arguments))
        out = MEMORY[backend](np.zeros_like(numpy_of(public(row.function)(*arguments, **row.options))))
        before = bits(out)
        said = ua.write_mode(row.function, arguments=arguments, options=row.options, out=out)
        assert bits(out) == before
        with ua.memory.trace() as trace:
            public(row.function)(*arguments, **row.options, out=out)
    assert [one.mode for one in trace.rows] == [said]
    assert call_sites._watchers == []


def case(backend: str) -> tuple[Any, Any]:
    return VALUE[backend](np.ones(6)), MEMORY[backend](np.arange(6.0))


OTHER = {"numpy": "copy", "torch": "copy", "tensorflow": "assign"}


def test_the_arguments_decide(backend: str) -> None:
    x, v = case(backend)
    narrow = MEMORY[backend](np.zeros(6, np.float32))
    plain = {"numpy": "native", "torch": "native", "tensorflow": "assign"}[backend]
    with selected(backend):
        assert ua.write_mode("add", arguments=(x, x), out=v) == plain
        assert ua.write_mode(ua.add, arguments=[x, x], out=narrow) == OTHER[backend]
        assert ua.write_mode("add", arguments=(v, x), out=v) == ("update" if backend == "tensorflow" else "native")
        assert ua.write_mode("subtract", arguments=(x, v), out=v) == plain
        assert ua.write_mode("flip", arguments=(v,), out=v) == OTHER[backend]
        assert ua.write_mode("sort", arguments=(v,), options={"descending": True}, out=v) == OTHER[backend]
        assert ua.write_mode("zeros", arguments=(6,), options={"dtype": ua.float64}, out=v) == plain
    np.testing.assert_array_equal(numpy_of(v), np.arange(6.0))


@pytest.mark.backends("numpy", "torch")  # TensorFlow has no views
def test_a_view_of_out_itself_has_to_be_copied(backend: str) -> None:
    square = MEMORY[backend](np.arange(9.0).reshape(3, 3))
    other = VALUE[backend](np.ones((3, 3)))
    assert ua.write_mode("permute_dims", arguments=(other, (1, 0)), out=square) == "native"
    assert ua.write_mode("permute_dims", arguments=(square, (1, 0)), out=square) == "copy"


@pytest.mark.backends("tensorflow")
def test_in_place_writes_are_native_only_where_xla_fills_the_buffer(backend: str) -> None:
    x, v = case(backend)
    with ua.in_place_writes():
        assert ua.write_mode("multiply", arguments=(x, x), out=v) == "native"
        assert ua.write_mode("multiply", arguments=(v, 2.0), out=v) == "native"
        assert ua.write_mode("sort", arguments=(x,), out=v) == "assign"  # not compiled
        assert ua.write_mode("multiply", arguments=(x[1:], 2.0), out=v[1:]) == "assign"  # a slice
    assert ua.write_mode("multiply", arguments=(x, x), out=v) == "assign"
    np.testing.assert_array_equal(numpy_of(v), np.arange(6.0))


def test_a_bound_function(backend: str) -> None:
    x, v = case(backend)
    xp = ua.array_namespace(x)
    assert ua.write_mode(xp.exp, arguments=(x,), out=v) == ua.write_mode("exp", arguments=(x,), out=v)


def test_several_outs(backend: str) -> None:
    x = VALUE[backend](np.eye(3))
    q = MEMORY[backend](np.zeros((3, 3)))
    assert ua.write_mode("linalg.qr", arguments=(x,), out=(q, None)) == OTHER[backend]
    assert not numpy_of(q).any()


def test_strides_of_out_are_those_of_the_stand_in() -> None:
    v = np.zeros((4, 6))
    for out in (v[::2, ::-1], v[1:3, 1::2], v.T, v[:0]):
        x = np.ones(out.shape)
        said = ua.write_mode("isnan", arguments=(x,), out=out.view())
        with ua.memory.trace() as trace:
            ua.multiply(x, 3.0, out=out)
        assert ua.write_mode("multiply", arguments=(x, 3.0), out=out) == trace.rows[0].mode
        assert said == "copy"  # of another dtype
    assert v.any()


def test_what_the_call_would_raise_is_raised(backend: str) -> None:
    x, v = case(backend)
    with pytest.raises(ValueError, match="^exp: out has shape"):
        ua.write_mode("exp", arguments=(x[1:],), out=v)
    with pytest.raises(TypeError, match="^exp: out is a list"):
        ua.write_mode("exp", arguments=(x,), out=[v])
    assert call_sites._watchers == []


@pytest.mark.backends("tensorflow")
def test_what_cannot_be_written_to_is_refused_as_the_call_refuses_it(backend: str) -> None:
    x, _ = case(backend)
    with pytest.raises(ValueError, match="^exp: out cannot be written to: a tf.Tensor is a value"):
        ua.write_mode("exp", arguments=(x,), out=x)


@pytest.mark.backends("tensorflow")
def test_a_graph_cannot_be_rehearsed(backend: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x, v = case(backend)

    @tf.function(autograph=False)
    def ask(x: Any) -> None:
        with pytest.raises(NotImplementedError, match="^write_mode: the call cannot be tried without writing: a graph"):
            ua.write_mode("exp", arguments=(x,), out=v)

    ask(x)


def test_questions_that_make_no_sense(backend: str) -> None:
    x, v = case(backend)
    with pytest.raises(TypeError, match="^write_mode: out is None, expected"):
        ua.write_mode("exp", arguments=(x,))
    with pytest.raises(TypeError, match="^write_mode: backend is named"):
        ua.write_mode("exp", backend, arguments=(x,), out=v)
