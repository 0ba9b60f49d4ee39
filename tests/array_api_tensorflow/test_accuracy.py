"""What TensorFlow's own operations have with many wrong digits: compared with the numbers in a wider dtype."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

import unified_arrays.array_api_tensorflow as xp  # noqa: E402

NUMBERS = np.random.default_rng(3).normal(size=(2, 500))
CASES: dict[str, tuple[Any, Callable[..., Any], Any]] = {
    "remainder": (xp.remainder, np.remainder, [NUMBERS[0] * 1000, NUMBERS[1]]),
    "remainder by little": (xp.remainder, np.remainder, [[1.0, 5.0, -3.0, 60.0], [0.001, 0.0003, 0.002, -0.003]]),
    "logaddexp": (xp.logaddexp, np.logaddexp, [np.full(500, -0.6931), -0.6931 + NUMBERS[1] / 1e3]),
    "hypot": (xp.hypot, np.hypot, [NUMBERS[0], NUMBERS[1]]),
}
ULPS = {"float16": 1.0, "bfloat16": 1.0, "float32": 1.0}
HOW = {
    "eager": lambda f: f,
    "graph": tf.function,
    "small": lambda f: lambda *a: tf.concat([f(a[0][:3], a[1][:3]), f(*a)[3:]], 0),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("dtype", ULPS)
@pytest.mark.parametrize("name", CASES)
def test_the_last_digit_is_right(name: str, dtype: str, how: str) -> None:
    function, exact, values = CASES[name]
    given = [tf.cast(tf.constant(one, tf.float64), dtype) for one in values]
    found = HOW[how](function)(*given)
    assert found.dtype.name == dtype
    wanted = exact(*(tf.cast(one, tf.float64).numpy() for one in given))
    error = np.abs(tf.cast(found, tf.float64).numpy() - wanted)
    rounded = tf.cast(tf.constant(wanted), dtype)
    step = np.abs(tf.cast(xp.nextafter(rounded, tf.constant(np.inf, dtype)) - rounded, tf.float64).numpy())
    assert (error <= ULPS[dtype] * step).all(), (error / step).max()


@pytest.mark.parametrize("size", [1e30, 1e-30])
def test_hypot_neither_overflows_nor_underflows(size: float) -> None:
    x = tf.constant([3 * size] * 5, tf.float32)
    np.testing.assert_allclose(xp.hypot(x, x / 3 * 4).numpy(), 5 * size, rtol=1e-6)


@pytest.mark.parametrize("size", [1e-12, 1e-20, 1e20])
def test_a_norm_of_another_order(size: float) -> None:
    x = tf.constant([size] * 8, tf.float32)
    np.testing.assert_allclose(float(xp.linalg.vector_norm(x, ord=3)), 2 * size, rtol=1e-6)


def test_the_gradient_of_remainder() -> None:
    x, y = tf.constant([5.5, -5.5, 3.0]), tf.constant([2.0, 2.0, float("inf")])
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        result = xp.remainder(x, y)
    np.testing.assert_array_equal(result.numpy(), [1.5, 0.5, 3.0])
    along_x, along_y = tape.gradient(result, [x, y])
    np.testing.assert_array_equal(along_x.numpy()[:2], [1.0, 1.0])
    np.testing.assert_array_equal(along_y.numpy()[:2], [-2.0, 3.0])
