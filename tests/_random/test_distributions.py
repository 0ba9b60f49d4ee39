"""What is drawn has the distribution that it should have, on every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import backends

from draws import METHODS, REAL_VALUED, STREAMS, Method, distance, generator, has_dtype, method_of
from support import numpy_of

COUNT = 40_000
every_method = pytest.mark.parametrize("method", METHODS, ids=lambda m: f"{m.name}{m.arguments}")


def reference(method: Method) -> np.ndarray:
    return np.asarray(getattr(np.random.Generator(np.random.SFC64(77)), method.name)(*method.arguments, size=COUNT))


@pytest.mark.parametrize("stream", STREAMS)
@every_method
def test_kolmogorov_and_smirnov(method: Method, stream: str, backend: str) -> None:
    drawn = numpy_of(method.draw(generator(backend, 11, stream), size=COUNT))
    assert distance(drawn, reference(method)) < 1


@every_method
def test_the_comparison_sees_what_is_a_little_off(method: Method) -> None:
    drawn = reference(method)
    assert distance(drawn, drawn * 1.1 + 0.05) > 1


@every_method
@pytest.mark.applies(where=lambda method: method.mean is not None)
def test_mean_and_variance(method: Method, backend: str) -> None:
    drawn = numpy_of(method.draw(generator(backend, 12), size=COUNT)).astype(np.float64)
    assert method.mean is not None
    centred = drawn - method.mean
    assert abs(centred.mean()) < 5 * np.sqrt(method.variance / COUNT)
    assert abs((centred**2).mean() - method.variance) < 5 * np.std(centred**2) / np.sqrt(COUNT)


@every_method
def test_parameters_may_be_arrays_that_broadcast(method: Method, backend: str) -> None:
    rng = generator(backend, 13)
    arrays = [ua.to_backend(np.asarray(a), backend, device=rng.device) for a in method.arguments]
    shapes = [(50, 1, 16), (50, 16), (16,)] if len(arrays) > 1 else [(50, 800)]
    spread = [ua.broadcast_to(array, shape) for array, shape in zip(arrays, shapes, strict=False)]
    drawn = getattr(rng, method.name)(*spread, size=None if len(spread) > 1 else (50, 800))
    expected = (50, 50, 16) if len(spread) > 1 else (50, 800)
    assert tuple(drawn.shape) == expected
    assert distance(numpy_of(drawn).reshape(-1), reference(method)) < 1


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("name", REAL_VALUED)
@pytest.mark.applies(where=lambda dtype, backend: has_dtype(backend, dtype))
def test_every_floating_dtype(name: str, dtype: str, backend: str) -> None:
    method = method_of(name)
    drawn = method.draw(generator(backend, 14), size=COUNT, dtype=dtype)
    assert backends.by_name(backend).dtype(drawn) == dtype
    values = numpy_of(ua.astype(drawn, ua.float64))
    assert np.isfinite(values).all() or method.mean is None
    if dtype != "bfloat16":  # whose steps are as large as what is looked for
        assert distance(values, reference(method)) < 1


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.applies(where=lambda dtype, backend: has_dtype(backend, dtype))
def test_random_is_never_one(dtype: str, stream: str, backend: str) -> None:
    rng = generator(backend, 15, stream)
    for _ in range(4):
        drawn = rng.random(1_000_000, dtype=dtype)
        assert float(ua.min(drawn)) >= 0 and float(ua.max(drawn)) < 1
    assert float(ua.max(drawn)) > 0.99


@pytest.mark.parametrize("name", ["laplace", "gumbel", "standard_exponential", "lognormal"])
def test_what_is_drawn_is_finite(name: str, backend: str) -> None:
    rng = generator(backend, 16)
    for _ in range(4):
        assert bool(ua.all(ua.isfinite(getattr(rng, name)(size=1_000_000, dtype="float32"))))


def test_beta_of_small_parameters_is_zero_or_one(backend: str) -> None:
    drawn = numpy_of(generator(backend, 17).beta(1e-3, 2e-3, size=COUNT))
    assert np.isfinite(drawn).all()
    assert abs((drawn > 0.5).mean() - 1 / 3) < 0.02


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("exponential", (0.0,)),
        ("standard_gamma", (0.0,)),
        ("poisson", (0.0,)),
        ("binomial", (0, 0.5)),
        ("binomial", (5, 0.0)),
    ],
)
def test_parameters_at_the_edge_are_zero(method: str, value: tuple[Any, ...], backend: str) -> None:
    rng = generator(backend)
    for arguments in (value, [ua.to_backend(np.full(4, one), backend, device=rng.device) for one in value]):
        assert not numpy_of(getattr(rng, method)(*arguments, size=4)).any()


def test_binomial_of_all_that_succeed(backend: str) -> None:
    assert (numpy_of(generator(backend).binomial(7, 1.0, size=5)) == 7).all()


# Bounds whose number is far from a power of two: what remainders of 32 or 64 bits would be biased for.
BOUNDS = [
    (0, 3 * 2**26, "int64"),
    (-(2**62), 2**63, "int64"),
    (-(2**63), 2**63, "int64"),
    (0, 3 * 2**62, "uint64"),
    (5, 2**64, "uint64"),
    (0, 3 * 2**30, "uint32"),
    (0, 2**31, "int64"),
    (0, 2**32, "int64"),
    (0, 2**63, "int64"),
    (-7, -6, "int8"),
    (0, 6, "uint8"),
    (0, 2, "bool"),
]


@pytest.mark.parametrize("as_arrays", [False, True], ids=["numbers", "arrays"])
@pytest.mark.parametrize(("low", "high", "dtype"), BOUNDS)
def test_integers_are_unbiased(low: int, high: int, dtype: str, as_arrays: bool, backend: str) -> None:
    rng = generator(backend, 18)
    wide = "uint64" if dtype == "uint64" else "int64"
    bounds: Any = (low, high - 1)
    if as_arrays:
        bounds = [ua.to_backend(np.full(COUNT, bound, wide), backend, device=rng.device) for bound in bounds]
    drawn = rng.integers(*bounds, size=COUNT, dtype=dtype, endpoint=True)
    assert backends.by_name(backend).dtype(drawn) == dtype
    values = numpy_of(drawn)
    expected = np.random.default_rng(2).integers(low, high, COUNT, dtype=dtype)
    assert low <= int(values.min()) and int(values.max()) < high
    assert distance(values, expected) < 1
    if high - low <= 12:
        found, counts = np.unique(values, return_counts=True)
        assert len(found) == high - low
        assert (abs(counts - COUNT / len(found)) < 5 * np.sqrt(COUNT / len(found))).all()
    else:  # the lowest bits
        assert abs((values & np.asarray(1, values.dtype)).mean() - 0.5) < 0.0125


def test_integers_meet_both_ends_and_no_more(backend: str) -> None:
    rng = generator(backend, 19)
    assert set(numpy_of(rng.integers(3, 6, size=500)).tolist()) == {3, 4, 5}
    assert set(numpy_of(rng.integers(3, 6, size=500, endpoint=True)).tolist()) == {3, 4, 5, 6}
    assert set(numpy_of(rng.integers(2, size=500)).tolist()) == {0, 1}


@pytest.mark.parametrize("dtype", ["int32", "int64"])
@pytest.mark.parametrize("low", [10, None], ids=["number below", "array below"])
def test_integers_of_bounds_that_broadcast(dtype: str, low: Any, backend: str) -> None:
    rng = generator(backend, 20)
    high = ua.to_backend(np.array([[12], [40]]), backend, device=rng.device)
    below = ua.to_backend(np.array([10, 9, 8]), backend, device=rng.device) if low is None else low
    drawn = numpy_of(rng.integers(below, high, size=(500, 2, 3), dtype=dtype))
    assert drawn.dtype == dtype
    assert (drawn.max(axis=(0, 2)) == [11, 39]).all()
    assert (drawn.min(axis=0) >= numpy_of(below)).all() and drawn.min() == (8 if low is None else 10)


@pytest.mark.parametrize("method", ["svd", "eigh", "cholesky"])
@pytest.mark.parametrize("stream", STREAMS)
def test_multivariate_normal(method: str, stream: str, backend: str) -> None:
    rng = generator(backend, 21, stream)
    mean, cov = np.array([1.0, -2.0, 0.5]), np.array([[2.0, 0.5, 0.0], [0.5, 1.0, -0.3], [0.0, -0.3, 0.5]])
    given = [ua.to_backend(one, backend, device=rng.device) for one in (mean, cov)]
    drawn = rng.multivariate_normal(*given, size=(200, 200), method=method)
    assert tuple(drawn.shape) == (200, 200, 3)
    values = numpy_of(drawn).reshape(-1, 3)
    assert np.abs(values.mean(axis=0) - mean).max() < 0.04
    assert np.abs(np.cov(values.T) - cov).max() < 0.06
    assert tuple(rng.multivariate_normal(*given).shape) == (3,)


@pytest.mark.parametrize("method", ["svd", "eigh"])
def test_a_covariance_that_is_none_is_said(method: str, backend: str) -> None:
    rng = generator(backend)
    wrong = ([0.0, 0.0], [[1.0, 2.0], [2.0, 1.0]])
    with pytest.warns(RuntimeWarning, match="not symmetric positive-semidefinite"):
        rng.multivariate_normal(*wrong, method=method)
    with pytest.raises(ValueError, match="not symmetric positive-semidefinite"):
        rng.multivariate_normal(*wrong, method=method, check_valid="raise")
    rng.multivariate_normal(*wrong, method=method, check_valid="ignore")
