"""What only JAX has: arrays that hold a value and can be written to, inside and outside of transformations."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, assert_same, selected

pytestmark = [pytest.mark.backends("jax"), pytest.mark.usefixtures("on_jax")]


@pytest.fixture
def on_jax(backend: str) -> Iterator[None]:
    with selected(backend):
        yield


def array(*values: float) -> Any:
    import jax.numpy as jnp

    return jnp.asarray(np.array(values, np.float64))


def memory_of(values: Any) -> Any:
    return MEMORY["jax"](np.asarray(values))


def transformed() -> dict[str, Callable[[Callable[[Any], Any]], Any]]:
    """Ways to run a function of a vector of three that is transformed, and that may return anything."""
    import jax

    def loss(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call(x: Any) -> Any:
            function(x)
            return x.sum()

        return call

    return {
        "jit": lambda function: jax.jit(function)(array(1, 2, 3)),
        "grad": lambda function: jax.grad(loss(function))(array(1, 2, 3)),
        "jvp": lambda function: jax.jvp(loss(function), (array(1, 2, 3),), (array(1, 1, 1),)),
        "vmap": lambda function: jax.vmap(function)(array(1, 2, 3)[None]),
        "checkpoint": lambda function: jax.grad(jax.checkpoint(loss(function)))(array(1, 2, 3)),
        "scan": lambda function: jax.lax.scan(lambda carry, x: (carry, function(x)), 0, array(1, 2, 3)[None]),
        "fori_loop": lambda function: jax.lax.fori_loop(0, 1, lambda i, x: (function(x), x)[1], array(1, 2, 3)),
    }


WAYS = ("jit", "grad", "jvp", "vmap", "checkpoint", "scan", "fori_loop")
every_way = pytest.mark.parametrize("way", WAYS)


def test_every_transformation_is_named() -> None:
    assert tuple(transformed()) == WAYS


# -- outside ---------------------------------------------------------------------------------------------------------


def test_what_is_allocated_can_be_written_and_values_cannot() -> None:
    from unified_arrays.jax import ArrayRef

    x = array(1, 2, 3)
    for out in (ua.empty(3), ua.zeros(3), ua.ones_like(x), ua.asarray(x, copy=True), ua.asarray([1.0, 2.0, 3.0])):
        assert isinstance(out, ArrayRef)
        assert ua.add(x, 1.0, out=out) is out
        assert_same(out, np.array([2.0, 3.0, 4.0]))
    with pytest.raises(ValueError, match=r"^add: out cannot be written to: a jax.Array is a value.*empty_like"):
        ua.add(x, 1.0, out=x)


def test_a_write_changes_no_value_that_others_have() -> None:
    x = array(1, 2, 3)
    held = ua.asarray(x, copy=True)
    before = held.value
    held[1:] = 0.0
    held += 1.0
    assert_same(held, np.array([2.0, 1.0, 1.0]))
    assert_same(before, np.array([1.0, 2.0, 3.0]))
    assert_same(x, np.array([1.0, 2.0, 3.0]))


def test_slices_are_windows_and_elements_keep_their_value() -> None:
    x = memory_of(np.arange(12.0).reshape(3, 4))
    expected = np.arange(12.0).reshape(3, 4)
    window, inner = x[1:, ::2], x[1:, ::2][:, 1]
    window[0, 0], expected[1:, ::2][0, 0] = -1.0, -1.0
    inner += 10.0
    expected[1:, ::2][:, 1] += 10.0
    x[x < 1], expected[expected < 1] = 7.0, 7.0
    x[[0, 2], [1, 1]], expected[[0, 2], [1, 1]] = [20.0, 30.0], [20.0, 30.0]
    assert_same(x, expected)
    assert_same(window, expected[1:, ::2])
    x[0, 0], x[0, 1] = x[0, 1], x[0, 0]
    expected[0, 0], expected[0, 1] = expected[0, 1], expected[0, 0]
    element = x[0, 0]
    element += 1.0
    assert_same(x, expected)
    assert float(element) == expected[0, 0] + 1.0


@pytest.mark.parametrize("key", [5, -6, (0, 0), [7], (slice(None), None, 0), [True, False]], ids=str)
def test_an_index_out_of_range_is_an_error_and_nothing_is_written(key: Any) -> None:
    x = memory_of(np.arange(5.0))
    with pytest.raises(IndexError):
        x[key]
    with pytest.raises(IndexError):
        x[key] = 0.0
    assert_same(x, np.arange(5.0))


def test_a_value_that_does_not_fit_is_refused() -> None:
    x = memory_of(np.arange(5))
    with pytest.raises(TypeError, match="float64 cannot be written to an array of int64"):
        x[:2] = array(1.5, 2.5)
    with pytest.raises(ValueError, match="does not broadcast"):
        x[:2] = np.arange(3)
    assert_same(x, np.arange(5))


def test_it_is_an_array_for_jax_numpy_and_python() -> None:
    import jax.numpy as jnp

    x = memory_of(np.array([1.0, 2.0, 4.0]))
    assert_same(jnp.cumsum(x), np.array([1.0, 3.0, 7.0]))
    assert_same(array(1, 1, 1) + x, np.array([2.0, 3.0, 5.0]))
    assert_same(np.asarray(x), np.array([1.0, 2.0, 4.0]))
    assert_same(np.from_dlpack(x), np.array([1.0, 2.0, 4.0]))
    assert_same(pickle.loads(pickle.dumps(x)), np.array([1.0, 2.0, 4.0]))
    assert_same(copy.deepcopy(x[1:]), np.array([2.0, 4.0]))
    assert repr(x) == "ArrayRef([1., 2., 4.], shape=(3,), dtype=float64)"
    assert isinstance(x, ua.jax.ArrayRef)
    assert x.__array_namespace__() is ua.array_namespace(x) is ua.jax
    assert (len(x), [float(one) for one in x], bool(x[0]), x.sum().item(), x.T.ndim) == (3, [1, 2, 4], True, 7.0, 1)


def test_weak_types_end_here() -> None:
    import jax.numpy as jnp

    weak = jnp.asarray(1.0)  # which JAX lets give way to float32
    assert ua.add(weak, array(1, 2).astype("float32")).dtype == "float64"
    assert ua.add(memory_of(np.array([1, 2], np.int32)), 1.5).value.weak_type is False


def test_two_outs_that_share_an_element_are_refused() -> None:
    memory = ua.zeros((4, 3))
    with pytest.raises(ValueError, match=r"out\[0\] and out\[1\] share memory"):
        ua.linalg.qr(ua.eye(3), out=(memory[:3], memory[1:]))
    ua.linalg.qr(ua.eye(1), out=(memory[:1, :1], memory[1:2, :1]))
    assert abs(float(memory[0, 0] * memory[1, 0])) == 1.0


def test_a_ref_of_jax_is_an_out() -> None:
    import jax

    ref = jax.new_ref(array(1, 2, 3))
    assert ua.multiply(array(1, 2, 3), 2.0, out=ref) is ref
    assert_same(ref[...], np.array([2.0, 4.0, 6.0]))
    with pytest.raises(ValueError, match="^add: out has shape"):
        ua.add(array(1, 2), 2.0, out=ref)


# -- inside transformations ------------------------------------------------------------------------------------------


@every_way
def test_what_is_made_inside_is_written_inside(way: str) -> None:
    seen = []

    def function(x: Any) -> Any:
        memory = ua.empty_like(x)
        ua.multiply(x, x, out=memory)
        memory[0] = 5.0
        memory[1:] += x[1:]
        seen.append(memory.shape)
        return ua.sum(memory)

    transformed()[way](function)
    assert seen[0] == (3,)


@every_way
def test_what_is_made_outside_is_refused_inside(way: str) -> None:
    memory = ua.zeros(3)
    tried = []

    def function(x: Any) -> Any:
        tried.append(way)
        writes = [lambda: ua.add(x, 1.0, out=memory), lambda: ua.add(x, 1.0, out=memory[:]), lambda: memory.fill(1.0)]
        for write in writes:
            with pytest.raises(ValueError, match="made outside of the JAX transformation.*make it inside"):
                write()
        return ua.sum(memory)

    transformed()[way](function)
    assert tried
    assert_same(memory, np.zeros(3))


@every_way
def test_what_was_made_inside_is_refused_outside(way: str) -> None:
    leaked = []

    def function(x: Any) -> Any:
        leaked.append(ua.zeros(3))
        return x.sum()

    transformed()[way](function)
    with pytest.raises(ValueError, match="that runs here, or in one that has ended"):
        ua.add(array(1, 2, 3), 1.0, out=leaked[0])


def test_an_argument_is_a_copy_and_refused() -> None:
    import jax

    memory = ua.zeros(3)
    with pytest.raises(ValueError, match=r"argument of a function that JAX transforms.*asarray\(x, copy=True\)"):
        jax.jit(lambda out: ua.add(array(1, 2, 3), 1.0, out=out))(memory)

    def step(x: Any) -> Any:
        own = ua.asarray(x, copy=True)
        own[1:] = 1.0
        return own

    result = jax.jit(step)(memory)
    assert_same(result, np.array([0.0, 1.0, 1.0]))
    assert_same(memory, np.zeros(3))
    result += 1.0  # what a transformation returns can be written to
    assert_same(result, np.array([1.0, 2.0, 2.0]))


def test_gradients_pass_through_writes() -> None:
    import jax

    def loss(x: Any) -> Any:
        memory = ua.zeros_like(x)
        ua.multiply(x, x, out=memory)
        memory[0] = 3.0
        ua.add(memory[1:], x[1:], out=memory[1:])
        ua.at(memory)[ua.asarray([2, 2])].add(x[0])
        return ua.sum(memory)

    x = array(1, 2, 3)
    assert_same(jax.grad(loss)(x), np.array([2.0, 5.0, 7.0]))
    assert_same(jax.jit(jax.grad(loss))(x), np.array([2.0, 5.0, 7.0]))
    assert_same(jax.vmap(jax.grad(loss))(x[None]), np.array([[2.0, 5.0, 7.0]]))
    assert_same(jax.jacfwd(loss)(x), np.array([2.0, 5.0, 7.0]))
    assert_same(jax.grad(loss)(ua.asarray(x, copy=True)), np.array([2.0, 5.0, 7.0]))


def test_arrays_are_carried_through_loops() -> None:
    import jax

    def step(carry: Any, x: Any) -> Any:
        memory = ua.asarray(carry, copy=True)
        ua.add(memory, x, out=memory)
        return memory, memory[0] * 2.0

    last, rows = jax.lax.scan(step, ua.zeros(2), memory_of(np.ones((3, 2))))
    assert_same(last, np.array([3.0, 3.0]))
    assert_same(rows, np.array([2.0, 4.0, 6.0]))

    def body(i: Any, x: Any) -> Any:
        x = ua.asarray(x, copy=True)
        x[i] = x[i] + 1.0
        return x

    assert_same(jax.lax.fori_loop(0, 2, body, ua.zeros(3)), np.array([1.0, 1.0, 0.0]))
    count = jax.lax.while_loop(lambda x: ua.less(ua.sum(x), 5.0), lambda x: ua.add(x, 1.0), ua.zeros(2))
    assert_same(count, np.array([3.0, 3.0]))


# -- compile, devices, 64 bits ----------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_a_compiled_function_writes_into_its_arguments() -> None:
    @ua.compile
    def step(u: Any, memory: Any) -> Any:
        ua.multiply(u[1:-1], 2.0, out=memory)
        ua.add(memory, u[:-2], out=u[1:-1])
        return u, ua.sum(memory), memory + 1.0

    u, memory = memory_of(np.arange(4.0)), ua.empty(2)
    value = u.value
    for expected in ([0.0, 2.0, 5.0, 3.0], [0.0, 4.0, 12.0, 3.0]):
        result = step(u, memory)
        assert result[0] is u
        assert_same(u, np.array(expected))
        result[2][0] = 0.0
    assert_same(value, np.arange(4.0))

    @ua.compile
    def shift(a: Any, b: Any) -> Any:
        return ua.add(a, b, out=b)

    part = u[1:]
    assert shift(u[:-1], part) is part  # parts of one array
    assert_same(u, np.array([0.0, 4.0, 16.0, 15.0]))
    assert shift(u[1:], u[:-1]).shape == (3,)
    assert_same(u, np.array([4.0, 20.0, 31.0, 15.0]))


@pytest.mark.filterwarnings("error")
def test_a_compiled_function_reads_and_writes_what_it_captures() -> None:
    outside, total = ua.ones(2), ua.zeros(2)

    @ua.compile
    def captures(x: Any) -> Any:
        ua.add(total, x, out=total)
        return ua.add(x, outside), total

    result = captures(ua.ones(2))
    assert_same(result[0], np.full(2, 2.0))
    assert result[1] is total
    outside += 1.0
    assert_same(captures(ua.ones(2))[0], np.full(2, 3.0))
    assert_same(total, np.full(2, 2.0))
    assert_same(captures(outside)[0], np.full(2, 4.0))  # an argument, too
    assert_same(captures(total)[1], np.full(2, 8.0))
    assert_same(captures(ua.ones(2))[1], np.full(2, 9.0))


def test_other_threads_compute_while_one_compiles() -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    @ua.compile
    def doubled(x: Any, out: Any) -> Any:
        begun.set()
        assert may_go_on.wait(60)
        return ua.add(x, x, out=out)

    x, y, out = ua.ones(3), ua.ones(3), ua.empty(3)
    compiling = threading.Thread(target=doubled, args=(x, out))
    compiling.start()
    try:
        assert begun.wait(60)
        assert_same(ua.add(y, 1.0, out=y), np.full(3, 2.0))
    finally:
        may_go_on.set()
        compiling.join()
    assert_same(out, np.full(3, 2.0))


def test_what_cannot_be_compiled_is_computed_call_by_call() -> None:
    @ua.compile
    def branches(x: Any) -> Any:
        return x + 1.0 if float(x[0]) > 0 else x

    with pytest.warns(ua.CompileWarning, match="Concretization"):
        assert_same(branches(ua.ones(2)), np.full(2, 2.0))


def test_devices_by_platform_and_number() -> None:
    import jax

    first, second = ua.devices("jax")
    assert (str(first), str(second)) == ("cpu:0", "cpu:1")
    there = ua.ones(2, device=jax.devices()[1])
    assert ua.device(there) == second == "cpu:1"
    assert ua.device(ua.add(there, 1.0)) == second
    with pytest.raises(ua.DeviceMismatchError):
        ua.add(there, there, out=ua.empty(2))
    with pytest.raises(ua.DeviceMismatchError):
        ua.add(there, ua.ones(2, device="cpu:0"))
    assert ua.device(ua.to_device(there, "cpu:0")) == first


WITHOUT_64_BITS = """
import numpy as np, unified_arrays as ua
ua.set_backend("jax")
assert ua.zeros(3).dtype == "float32" and ua.arange(3).dtype == "int32"
x = ua.ones(3)
ua.at(x)[ua.asarray([0, 0])].add(1.0)
assert x.tolist() == [3.0, 1.0, 1.0] and ua.searchsorted(x, x).dtype == "int32"
for call in (lambda: ua.zeros(3, dtype=ua.float64), lambda: ua.jax.asarray(np.ones(2)), lambda: ua.astype(x, ua.int64),
             lambda: ua.sum(x, dtype=ua.float64), lambda: ua.to_backend(np.ones(2), "jax")):
    try:
        call()
    except TypeError as error:
        assert "JAX_ENABLE_X64=1" in str(error), error
    else:
        raise AssertionError("a silent float32")
"""


def test_without_64_bits_a_dtype_of_64_bits_is_an_error_that_names_the_flag() -> None:
    command = [sys.executable, "-W", "error", "-c", WITHOUT_64_BITS]
    subprocess.run(command, check=True, env={**os.environ, "JAX_ENABLE_X64": "0"})
