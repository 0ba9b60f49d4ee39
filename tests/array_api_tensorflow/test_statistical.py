"""Reductions and cumulative functions against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from unified_arrays import array_api_tensorflow as xp  # noqa: E402

SIGNED = ("int8", "int16", "int32", "int64")
UNSIGNED = ("uint8", "uint16", "uint32", "uint64")
INTEGERS = SIGNED + UNSIGNED
REAL = ("float16", "float32", "float64")
COMPLEX = ("complex64", "complex128")
EVERY = ("bool", *INTEGERS, *REAL, *COMPLEX)
AXES = (None, 0, -1, (0,), (0, 2), (0, 1, 2), ())
TOLERANCE = {"float16": 3e-3, "float32": 3e-6, "float64": 1e-13, "complex64": 3e-6, "complex128": 1e-13}


def grid(dtype: str) -> np.ndarray:
    x = np.random.default_rng(3).uniform(0.4, 2.1, (2, 3, 4))
    if dtype == "bool":
        return x > 1
    return (x + 0.5j if dtype in COMPLEX else np.ceil(x) if dtype in INTEGERS else x).astype(dtype)


def assert_same(got: object, want: np.ndarray, dtype: str) -> None:
    assert got.dtype.name == dtype
    assert tuple(got.shape) == want.shape
    np.testing.assert_allclose(np.asarray(got), want.astype(dtype), rtol=TOLERANCE.get(dtype, 0))


def accumulated(dtype: str) -> str:
    return "uint64" if dtype in UNSIGNED else "int64" if dtype in (*SIGNED, "bool") else dtype


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("name", ["sum", "prod"])
def test_sum_and_prod(name: str, dtype: str) -> None:
    x = grid(dtype)
    for axis in AXES:
        for keepdims in (False, True):
            got = getattr(xp, name)(tf.constant(x), axis=axis, keepdims=keepdims)
            want = getattr(np, name)(x, axis=axis, keepdims=keepdims, dtype=accumulated(dtype))
            assert_same(got, want, accumulated(dtype))


def test_accumulator_dtype() -> None:
    x = tf.constant([200, 100], tf.uint8)
    assert int(xp.sum(x, dtype=xp.uint8)) == 44
    assert int(xp.prod(x)) == 20000
    assert xp.sum(x, dtype=xp.float32).dtype == tf.float32
    big = 2**62 + 1
    assert int(xp.sum(tf.constant([big, 1], tf.int64))) == big + 1
    assert int(xp.cumulative_sum(tf.constant([2**63, 5], tf.uint64))[1]) == 2**63 + 5
    with pytest.raises(TypeError, match="complex"):
        xp.sum(tf.constant([1j]), dtype=xp.float32)


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("name", ["mean", "var", "std"])
def test_moments(name: str, dtype: str) -> None:
    x = grid(dtype)
    own = "float32" if dtype in (*INTEGERS, "bool") else dtype
    if name != "mean":
        own = {"complex64": "float32", "complex128": "float64"}.get(own, own)
    for axis in AXES[:-1]:
        for keepdims in (False, True):
            got = getattr(xp, name)(tf.constant(x), axis=axis, keepdims=keepdims)
            precise = x.astype(np.complex128 if dtype in COMPLEX else np.float64)
            assert_same(got, getattr(np, name)(precise, axis=axis, keepdims=keepdims), own)


@pytest.mark.parametrize("correction", [0, 1, 0.5, 30])
def test_correction(correction: float) -> None:
    x = grid("float64")
    with np.errstate(all="ignore"):
        want = np.var(x, axis=(0, 2), ddof=correction) if correction != 30 else np.full(3, np.inf)
    assert_same(xp.var(tf.constant(x), axis=(0, 2), correction=correction), want, "float64")
    assert_same(xp.std(tf.constant(x), axis=(0, 2), correction=correction), np.sqrt(want), "float64")


@pytest.mark.parametrize("dtype", ["bool", *INTEGERS, *REAL])
@pytest.mark.parametrize("name", ["max", "min"])
def test_extremes(name: str, dtype: str) -> None:
    x = grid(dtype)
    for axis in AXES:
        assert_same(getattr(xp, name)(tf.constant(x), axis=axis), getattr(np, name)(x, axis=axis), dtype)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("name", ["max", "min", "sum", "prod", "mean", "var"])
def test_nan_propagates(name: str, dtype: str) -> None:
    for place in (0, 1, 500, 998, 999):
        x = np.arange(1000.0)
        x[place] = np.nan
        row = tf.cast(tf.constant(x), dtype)
        assert np.isnan(float(getattr(xp, name)(row)))
        columns = np.asarray(tf.cast(getattr(xp, name)(tf.reshape(row, (10, 100)), axis=0), tf.float64))
        assert np.flatnonzero(np.isnan(columns)).tolist() == [place % 100]


def test_no_elements() -> None:
    none = tf.zeros([0, 3])
    for name in ("max", "min"):
        with pytest.raises(ValueError, match=name):
            getattr(xp, name)(none)
        with pytest.raises(ValueError, match=name):
            getattr(xp, name)(none, axis=0)
        assert getattr(xp, name)(none, axis=1).shape == (0,)
    assert float(xp.sum(none)) == 0
    assert float(xp.prod(none)) == 1
    assert np.isnan(float(xp.mean(none)))
    assert bool(xp.all(none)) is True
    assert bool(xp.any(none)) is False


def test_half_precision_does_not_lose_count() -> None:
    for dtype in (tf.float16, tf.bfloat16):
        x = tf.fill([70000, 2], tf.constant(0.125, dtype))
        assert np.asarray(tf.cast(xp.sum(x, axis=0), tf.float32)).tolist() == pytest.approx([8750, 8750], rel=5e-3)
        assert float(xp.mean(x)) == 0.125
        assert float(xp.var(x)) == 0


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("name", ["cumulative_sum", "cumulative_prod"])
def test_cumulative(name: str, dtype: str) -> None:
    x = grid(dtype)
    for axis in (0, 1, -1):
        for include_initial in (False, True):
            got = getattr(xp, name)(tf.constant(x), axis=axis, include_initial=include_initial)
            want = getattr(np, name)(x, axis=axis, include_initial=include_initial, dtype=accumulated(dtype))
            assert_same(got, want, accumulated(dtype))


def test_cumulative_axis() -> None:
    assert np.asarray(xp.cumulative_sum(tf.Variable([1, 2, 3]))).tolist() == [1, 3, 6]
    with pytest.raises(ValueError, match="axis"):
        xp.cumulative_sum(tf.ones([2, 2]))
    with pytest.raises(ValueError, match="axis"):
        xp.cumulative_prod(tf.ones([]))
    with pytest.raises(IndexError, match="out of range"):
        xp.cumulative_prod(tf.ones([2]), axis=1)


@pytest.mark.parametrize("dtype", EVERY)
@pytest.mark.parametrize("name", ["all", "any"])
def test_truth(name: str, dtype: str) -> None:
    x = np.array([[0, 1, 2], [0, 0, 3]]).astype(dtype)
    for axis in (None, 0, 1, (0, 1), ()):
        for keepdims in (False, True):
            got = getattr(xp, name)(tf.constant(x), axis=axis, keepdims=keepdims)
            assert_same(got, getattr(np, name)(x, axis=axis, keepdims=keepdims), "bool")


def test_truth_of_nan_and_imaginary_numbers() -> None:
    assert bool(xp.all(tf.constant([np.nan, 1.0]))) is True
    assert bool(xp.any(tf.constant([0j, 1j]))) is True


REDUCTIONS = ("sum", "prod", "mean", "max", "min", "var", "std")


@pytest.mark.parametrize("name", [*REDUCTIONS, "all", "any", "cumulative_sum", "cumulative_prod"])
def test_variables_and_unknown_sizes(name: str) -> None:
    x = tf.constant(grid("float64"))
    options = [{"axis": 1}] if "cumulative" in name else [{}, {"axis": -1}, {"axis": (0, 2), "keepdims": True}]
    options += [{"axis": 0, "include_initial": True}] if "cumulative" in name else []
    options += [{"axis": 1, "correction": 1}] if name in ("var", "std") else []
    for option in options:
        want = np.asarray(getattr(xp, name)(x, **option))
        traced = tf.function(
            lambda t, option=option: getattr(xp, name)(t, **option),
            input_signature=[tf.TensorSpec([None] * 3, x.dtype)],
        )
        np.testing.assert_allclose(np.asarray(traced(x)), want)
        np.testing.assert_array_equal(np.asarray(getattr(xp, name)(tf.Variable(x), **option)), want)


@pytest.mark.parametrize("name", [*REDUCTIONS, "cumulative_sum", "cumulative_prod"])
def test_gradients(name: str) -> None:
    x = tf.constant([0.5, 1.25, 2.0], tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(getattr(xp, name)(x))
    step = tf.eye(3, dtype=tf.float64) * 1e-6

    def total(at: object) -> float:
        return float(tf.reduce_sum(getattr(xp, name)(at)))

    want = [(total(x + s) - total(x - s)) / 2e-6 for s in step]
    np.testing.assert_allclose(tape.gradient(y, x), want, rtol=1e-6, atol=1e-9)


def test_errors() -> None:
    with pytest.raises(IndexError, match="axis 2"):
        xp.sum(tf.ones([2, 2]), axis=2)
    with pytest.raises(ValueError, match="twice"):
        xp.mean(tf.ones([2, 2]), axis=(0, -2))
    with pytest.raises(TypeError, match="complex"):
        xp.max(tf.constant([1j]))
