"""Integers in a graph: Grappler makes Neg of 0 - x, which has no kernel for unsigned ones, and 0 of their OnesLike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

import unified_arrays as ua  # noqa: E402
import unified_arrays.array_api_tensorflow as xp  # noqa: E402

CALLS: dict[str, Callable[[Any], Any]] = {
    "negative": xp.negative,
    "0 - x": lambda x: xp.subtract(0, x),
    "zeros - x": lambda x: xp.subtract(xp.zeros_like(x), x),
    "x - x": lambda x: xp.subtract(x, x),
    "1 - x": lambda x: xp.subtract(1, x),
}


@pytest.mark.parametrize("compiled", [False, True], ids=["graph", "XLA"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64"])
@pytest.mark.parametrize("name", CALLS)
def test_differences_are_modulo(name: str, dtype: str, compiled: bool) -> None:
    x = tf.cast(tf.constant([1, 0, 200]), dtype)
    wanted = CALLS[name](x)
    assert wanted.dtype.name == dtype
    np.testing.assert_array_equal(tf.function(CALLS[name], jit_compile=compiled)(x).numpy(), wanted.numpy())


INTEGERS = [f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)]


@pytest.mark.parametrize("compiled", [False, True], ids=["graph", "XLA"])
@pytest.mark.parametrize("dtype", INTEGERS)
@pytest.mark.parametrize("name", ["floor_divide", "remainder"])
def test_division_by_zero_is_zero(name: str, dtype: str, compiled: bool) -> None:
    function = getattr(ua, name)
    values, divisors = np.array([7, 0, 3, 9], dtype), np.array([0, 0, 2, 3], dtype)
    with np.errstate(divide="ignore"):
        wanted, of_five = (getattr(np, name)(x, divisors) for x in (values, np.array(5, dtype)))
    x, y, out = tf.constant(values), tf.constant(divisors), xp.zeros(4, dtype=tf.as_dtype(dtype))
    nothing = np.zeros_like(values)
    calls: list[tuple[Callable[..., Any], tuple[Any, ...], Any]] = [
        (function, (x, y), wanted),
        (lambda x: function(x, y), (x,), wanted),
        (lambda y: function(5, y), (y,), of_five),
        (lambda x: function(x, 0), (x,), nothing),
        (lambda y: function(x, y), (tf.constant(0, tf.as_dtype(dtype)),), nothing),
        (lambda x, y: function(x, y, out=out), (x, y), wanted),
    ]
    for call, arguments, expected in calls:
        program = tf.function(call, jit_compile=compiled, autograph=False)
        np.testing.assert_array_equal(program(*arguments).numpy(), expected)
    np.testing.assert_array_equal(out.numpy(), wanted)
