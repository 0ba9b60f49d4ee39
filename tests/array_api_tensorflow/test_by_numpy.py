"""What NumPy computes of small arrays has the bits of what TensorFlow computes of large ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402
from unified_arrays.array_api_tensorflow import _by_numpy  # noqa: E402

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float32", "float64"]
CASES = [
    *((name, dtype) for name in ("floor_divide", "remainder") for dtype in FLOATS + INTEGERS),
    *((name, dtype) for name in ("bitwise_left_shift", "bitwise_right_shift") for dtype in INTEGERS),
]
COMPUTE = {
    "floor_divide": _by_numpy.floor_divide,
    "remainder": _by_numpy.remainder,
    "bitwise_left_shift": np.left_shift,
    "bitwise_right_shift": np.right_shift,
}


def pairs_of(dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of special values, and random pairs of all sizes and of close ones."""
    generator = np.random.default_rng(7)
    if dtype not in FLOATS:
        limits = np.iinfo(dtype)
        some = np.array(
            [limits.min, limits.min + 1, limits.max, limits.max - 1, *range(9), 15, 16, 31, 32, 63, 64, 100]
        )
        special = np.unique(some.astype(dtype))
        if limits.min < 0:
            special = np.unique(np.concatenate([special, -special]))
        random = generator.integers(limits.min, limits.max, (2, 500), dtype, endpoint=True)
        close = generator.integers(max(limits.min, -9), 10, (2, 500), dtype)
        parts = [np.array([one.ravel() for one in np.meshgrid(special, special)]), random, close]
    else:
        limits = np.finfo(dtype)
        some = [limits.tiny, limits.smallest_subnormal, limits.max, limits.eps, 2.0**-60, 2.0**-100, 2.0**23, 2.0**53]
        positive = [0.0, 0.1, 0.2, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 7.0, 1e10, np.inf, np.nan, *some]
        special = np.array([*positive, *(-np.array(positive))], dtype)
        spread = generator.standard_normal((2, 1000)) * 2.0 ** generator.integers(-80, 80, (2, 1000))
        close = np.round(generator.standard_normal((2, 1000)) * 20) / 10
        parts = [np.array([one.ravel() for one in np.meshgrid(special, special)]), spread, close]
    x, y = np.concatenate([part.astype(dtype) for part in parts], axis=1)
    return x, y


@pytest.mark.parametrize(("name", "dtype"), CASES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numpy_gives_the_bits_of_the_kernel(name: str, dtype: str) -> None:
    x, y = pairs_of(dtype)
    if dtype.startswith("int") and name in ("floor_divide", "remainder"):  # which overflows, and ends the process
        fits = ~((x == np.iinfo(dtype).min) & (y == -1))
        x, y = x[fits], y[fits]
    kernel = getattr(xp, name).kernels[id(getattr(tf, dtype))].__wrapped__
    expected = kernel(x=tf.constant(x), y=tf.constant(y)).numpy()
    compared = 0
    for one, other, wanted in zip(x, y, expected, strict=True):
        found = COMPUTE[name](np.array([one]), np.array([other]))
        if found is not None:
            assert found.dtype == wanted.dtype
            assert found.tobytes() == wanted.tobytes(), f"{name} of {one!r} and {other!r}"
            compared += 1
    assert compared > len(x) / 3


def test_numpy_is_asked_for_small_arrays_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(_by_numpy, "seen", lambda t: asked.append(t.shape.num_elements()) or np.asarray(t))
    small: Any = _by_numpy.small(lambda x, y: None, lambda x, y: "whole")
    x = tf.ones([_by_numpy.SMALL])
    assert small(x=x, y=x) == "whole"
    assert asked == [_by_numpy.SMALL] * 2


@pytest.mark.parametrize("name", list(COMPUTE))
def test_shapes_that_do_not_go_together_are_worded_by_the_function(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        getattr(xp, name)(tf.constant([1, 2, 3]), tf.constant([1, 2]))


def test_a_tape_is_not_passed_by() -> None:
    x = tf.constant([5.0, 7.5])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = xp.remainder(x, tf.constant(2.0))
    assert tape.gradient(y, x).numpy().tolist() == [1.0, 1.0]
