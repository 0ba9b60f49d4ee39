"""What NumPy computes of small arrays has the bits of what TensorFlow computes of large ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402
from unified_arrays.array_api_tensorflow import _numpy_fallback, creation  # noqa: E402

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float32", "float64"]
CASES = [
    *((name, dtype) for name in ("floor_divide", "remainder") for dtype in FLOATS + INTEGERS),
    *((name, dtype) for name in ("bitwise_left_shift", "bitwise_right_shift") for dtype in INTEGERS),
]
COMPUTE = {
    "floor_divide": _numpy_fallback.floor_divide,
    "remainder": _numpy_fallback.remainder,
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
    monkeypatch.setattr(_numpy_fallback, "numpy_view", lambda t: asked.append(t.shape.num_elements()) or np.asarray(t))
    small: Any = _numpy_fallback.with_numpy_if_small(lambda x, y: None, lambda x, y: "whole")
    x = tf.ones([_numpy_fallback.SMALL])
    assert small(x=x, y=x) == "whole"
    assert asked == [_numpy_fallback.SMALL] * 2


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


SPECIAL = [0.0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 1.5, -2.0, 1e-40, -1e-40, 1.5, 3.0]


def matrix(dtype: str) -> Any:
    """Special values, in so far as a dtype has them."""
    with np.errstate(invalid="ignore"):
        values = np.array(SPECIAL).astype("float32" if dtype == "bfloat16" else dtype)
    return tf.cast(tf.reshape(tf.constant(values), (3, 4)), dtype)


def in_order(dtype: str) -> Any:
    return tf.cast(tf.constant([-5.0, -2.0, 0.0, 1.0, 1.0, 3.0, np.inf] if "float" in dtype else [0, 1, 1, 3]), dtype)


def definite(dtype: str) -> Any:
    return tf.cast([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]], dtype)


CALLS: dict[str, Any] = {
    **{f"sort {axis}": lambda dtype, axis=axis: xp.sort(matrix(dtype), axis=axis) for axis in (0, 1)},
    **{f"argsort {axis}": lambda dtype, axis=axis: xp.argsort(matrix(dtype), axis=axis) for axis in (0, 1)},
    "sort down": lambda dtype: xp.sort(matrix(dtype), descending=True),
    **{
        f"searchsorted {side}": lambda dtype, side=side: xp.searchsorted(in_order(dtype), matrix(dtype), side=side)
        for side in ("left", "right")
    },
    "searchsorted in no order": lambda dtype: xp.searchsorted(matrix(dtype)[0], matrix(dtype)),
    **{f"argmax {axis}": lambda dtype, axis=axis: xp.argmax(matrix(dtype), axis=axis) for axis in (None, 0, 1)},
    **{f"argmin {axis}": lambda dtype, axis=axis: xp.argmin(matrix(dtype), axis=axis) for axis in (None, 0, 1)},
    "take": lambda dtype: xp.take(matrix(dtype), tf.constant([2, 0, 2]), axis=0),
    "take from the end": lambda dtype: xp.take(matrix(dtype), tf.constant([2, -1, 2]), axis=1),
    "take nothing": lambda dtype: xp.take(matrix(dtype), tf.constant([], tf.int32), axis=1),
    "take beyond": lambda dtype: xp.take(matrix(dtype), tf.constant([4]), axis=1),
    "take by bytes": lambda dtype: xp.take(matrix(dtype), tf.constant([1, -3], tf.int8), axis=1),
    "arange": lambda dtype: xp.arange(-3, 40, 7, dtype=dtype),
    "arange down": lambda dtype: xp.arange(90, 10, -7, dtype=dtype),
    "arange of floats": lambda dtype: xp.arange(-1.0, 3.7, 0.1, dtype=dtype),
    "arange of subnormals": lambda dtype: xp.arange(0.0, 1e-39, 1e-40, dtype=dtype),
    "arange too far": lambda dtype: xp.arange(0, 300, 60, dtype=dtype),
    **{
        f"eye {n} {m} {k}": lambda dtype, n=n, m=m, k=k: xp.eye(n, m, k=k, dtype=dtype)
        for n, m, k in [(3, None, 0), (2, 4, 1), (4, 2, -3), (0, 3, 0), (3, 3, 2**70), (3, 3, -(2**70)), (-1, 2, 0)]
    },
    "cholesky": lambda dtype: xp.linalg.cholesky(definite(dtype)),
    "cholesky of nothing definite": lambda dtype: xp.linalg.cholesky(-definite(dtype)),
}


def outcome(call: Any, dtype: str) -> Any:
    try:
        result = call(dtype)
    except Exception as error:
        return type(error), str(error)
    return result.dtype, result.shape, result.numpy().tobytes()


@pytest.mark.parametrize("dtype", [*FLOATS, "float16", "bfloat16", "complex64", "bool", *INTEGERS])
@pytest.mark.parametrize("name", CALLS)
def test_a_function_gives_the_same_without_numpy(name: str, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome(CALLS[name], dtype)
    monkeypatch.setattr(_numpy_fallback, "EagerTensor", None)  # so that no tensor is seen
    monkeypatch.setattr(creation, "SMALL", -1)
    assert outcome(CALLS[name], dtype) == found


@pytest.mark.parametrize(("name", "dtype"), CASES)
def test_arrays_without_axes(name: str, dtype: str) -> None:
    result = getattr(xp, name)(tf.constant(7, dtype), tf.constant(2, dtype))
    assert (result.dtype.name, result.shape.as_list()) == (dtype, [])
    assert (
        result.numpy() == {"floor_divide": 3, "remainder": 1, "bitwise_left_shift": 28, "bitwise_right_shift": 1}[name]
    )
    result = xp.searchsorted(tf.constant([1, 3, 5], dtype), tf.constant(4, dtype))
    assert (result.dtype, result.shape.as_list(), result.numpy()) == (tf.int64, [], 2)


@pytest.mark.parametrize("call", [xp.sort, xp.argsort, lambda x: xp.concat([x, x]), lambda x: xp.result_type(x, x)])
def test_texts_are_refused_as_ever(call: Any) -> None:
    with pytest.raises((KeyError, TypeError)):
        call(tf.constant(["b", "a"]))


def test_the_sign_of_a_zero_without_axes() -> None:
    """TensorFlow keeps numbers by value, and -0.0 equals 0.0."""
    minus, zero, one = (tf.convert_to_tensor(np.array(value)) for value in (-0.0, 0.0, 1.0))
    for function in (xp.floor_divide, xp.remainder):
        for x, y in ((zero, -one), (zero, one), (minus, one), (minus, -one), (zero, one)):
            wanted = np.signbit(np.floor_divide(x.numpy(), y.numpy()) if function is xp.floor_divide else y.numpy())
            assert np.signbit(function(x, y).numpy()) == wanted
