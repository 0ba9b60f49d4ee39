"""Programs compute what is written: no operation is simplified together with the one before, no accuracy is lost."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept

from support import MEMORY, VALUE, bits, numpy_of

F4 = np.float32
NAN, INF = float("nan"), float("inf")

# What a compiler sees through (XLA 2.21) or rounds otherwise (PyTorch 2.13), and arrays that show it.
WRITTEN: dict[str, tuple[Callable[..., Any], list[Any]]] = {
    "a square below 0": (lambda b: ua.less(ua.square(b), 0), [np.array([12, 7, 20], np.int8)]),
    "abs of a product": (lambda b: ua.abs(ua.multiply(b, b)), [np.array([12, 7, 20], np.int8)]),
    "the sign of a square": (lambda b: ua.signbit(ua.square(b)), [np.array([12, 7, 20], np.int8)]),
    "a square that is nan": (lambda a: ua.greater_equal(ua.square(a), 0.0), [np.array([NAN, 3.0], F4)]),
    "abs that is nan": (lambda a: ua.greater_equal(ua.abs(a), 0.0), [np.array([NAN, -3.0], F4)]),
    "the root of a square": (lambda a: ua.sqrt(ua.square(a)), [np.array([1e30, 1e-30, 3.0], F4)]),
    "not less": (lambda a, b: ua.logical_not(ua.less(a, b)), [np.array([NAN, 1, 3], F4), np.array([2, 2, 2], F4)]),
    "a sum that overflows": (lambda a: ua.divide(ua.add(a, a), 2.0), [np.array([60000, 1], np.float16)]),
    "two roundings": (lambda a: ua.subtract(ua.multiply(a, a), 1.0), [np.full(40, 1.00012207, F4)]),
    "two roundings of 16 bits": (lambda a: ua.subtract(ua.multiply(a, a), 1.0), [np.full(40, 1.0234, np.float16)]),
    "a constant divisor": (lambda a: ua.divide(a, 3.0), [np.arange(1, 200, dtype=F4)]),
    "a factor taken out": (
        lambda a, b: ua.add(ua.multiply(a, b), ua.multiply(a, a)),
        [np.array([1e20, 0.1], F4), np.array([-1e20, 0.3], F4)],
    ),
    "there and back": (lambda a: ua.astype(ua.astype(a, ua.float32), ua.float64), [np.array([0.1, 1e300])]),
    "floor_divide": (
        ua.floor_divide,
        [np.array([3, -3, 1, 5, INF, -0.0], F4), np.array([0.3, 0.3, 0.1, -0.1, 2, 2], F4)],
    ),
    "floor_divide by a number": (lambda a: ua.floor_divide(a, 0.3), [np.array([3, -3, 0.1], np.float64)]),
}
# Of functions whose last digit is the compiler's own: what matters is where they overflow.
OVERFLOWS: dict[str, tuple[Callable[..., Any], list[Any]]] = {
    "log of exp": (lambda a: ua.log(ua.exp(a)), [np.array([1000, -1000, 1], F4)]),
    "exp times exp": (lambda a: ua.multiply(ua.exp(a), ua.exp(ua.negative(a))), [np.array([1000, 1], F4)]),
    "one by exp": (lambda a: ua.divide(1.0, ua.exp(a)), [np.array([1000, 100, -100], F4)]),
    "remainder": (ua.remainder, [np.array([3, -3, 1, 5], F4), np.array([0.3, 0.3, 0.1, -0.1], F4)]),
}

# TensorFlow (2.21) gives no program for these.
is_a_program = pytest.mark.applies(
    where=lambda name, backend: backend != "tensorflow" or not name.startswith(("floor_divide", "remainder"))
)


def compiled(backend: str, function: Callable[..., Any], arrays: list[Any]) -> tuple[Any, Any]:
    """What the function returns call by call, and as one program."""
    given = [VALUE[backend](one) for one in arrays]
    program = ua.compile(function)
    with warnings.catch_warnings():
        warnings.simplefilter("error" if backend == "tensorflow" else "ignore")
        found = program(*given)
    assert kept(program) == 1, "there is no program"
    return function(*given), found


@is_a_program
@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.backends("torch", "tensorflow")
def test_each_operation_is_computed(name: str, backend: str) -> None:
    function, arrays = WRITTEN[name]
    wanted, found = compiled(backend, function, arrays)
    np.testing.assert_array_equal(numpy_of(found), numpy_of(wanted))
    if found.dtype == wanted.dtype and numpy_of(wanted).dtype.kind == "f":
        assert bits(found) == bits(wanted)


@is_a_program
@pytest.mark.parametrize("name", OVERFLOWS)
@pytest.mark.backends("torch", "tensorflow")
def test_what_overflows_does_so_in_a_program(name: str, backend: str) -> None:
    function, arrays = OVERFLOWS[name]
    wanted, found = compiled(backend, function, arrays)
    np.testing.assert_allclose(numpy_of(found), numpy_of(wanted), rtol=1e-6)


NEAR_10000 = (1e4 + np.random.default_rng(0).normal(size=1_000_000)).astype(F4)
REDUCTIONS: dict[str, tuple[Any, float]] = {
    "sum": (NEAR_10000, float(NEAR_10000.sum(dtype=np.float64))),
    "mean": (np.full(20_000_000, 0.1, F4), 0.1),
    "var": (NEAR_10000, float(NEAR_10000.var(dtype=np.float64))),
    "std": (np.full(3, 7.5e10, F4), 0.0),
    "prod": (np.array([1e30, 1e30, 1e-30, 1e-30] * 8, F4), 1.0),
}


@pytest.mark.parametrize("name", REDUCTIONS)
@pytest.mark.backends("tensorflow")
def test_reductions_keep_their_accuracy(name: str, backend: str) -> None:
    values, exact = REDUCTIONS[name]
    x, function = VALUE[backend](values), getattr(ua, name)
    program = ua.compile(lambda x: function(x))
    np.testing.assert_allclose(float(program(x)), exact, rtol=2e-6)
    assert kept(program) == 1
    plain, out = function(x), MEMORY[backend](np.zeros((), F4))
    with ua.in_place_writes():
        function(x, out=out)
    np.testing.assert_allclose(float(out), float(plain), rtol=2e-6)


@pytest.mark.backends("tensorflow")
def test_a_function_traced_on_the_way_stays_usable(backend: str) -> None:
    import tensorflow as tf

    inner = tf.function(lambda x: x * 2.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ua.CompileWarning)
        assert float(ua.compile(lambda x: inner(x))(tf.constant(2.0))) == 4.0
    assert float(inner(tf.constant(3.0))) == 6.0
