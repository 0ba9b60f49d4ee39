"""Medians, quantiles and percentiles, against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, numpy_of

RNG = np.random.default_rng(5)
X = RNG.normal(size=(3, 5, 4))
WITH_NAN = np.where(RNG.random(X.shape) < 0.3, np.nan, X)
WITH_NAN[1, :, 2] = np.nan
METHODS = (
    "linear inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull "
    "median_unbiased normal_unbiased lower higher midpoint nearest"
).split()
AXES = (None, 0, -1, (0, 2), (2, 1))


def test_medians(backend: str) -> None:
    for name, keepdims, axis in itertools.product(("median", "nanmedian"), (False, True), AXES):
        for x in (X, WITH_NAN, X[:, :4], WITH_NAN.astype("float32")):
            check(backend, name, x, axis=axis, keepdims=keepdims)
        check(backend, name, (X * 9).astype("int64"), axis=axis, keepdims=keepdims)
    for x in (np.array([np.inf, np.inf, 1.0]), np.array([-np.inf, np.inf]), np.array([1.0, np.inf]), np.array(2.0)):
        check(backend, "median", x)
    check(backend, "median", np.zeros((2, 0)), axis=1)
    check(backend, "median", np.array([True, False, True]), dtype=False)


@pytest.mark.parametrize("method", METHODS)
def test_methods(backend: str, method: str) -> None:
    shares = np.array([0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1.0])
    for size in (1, 2, 3, 4, 5, 8, 10):
        x = RNG.permutation(size) + 0.5
        check(backend, "quantile", x, shares, method=method)
        check(backend, "nanquantile", np.append(x, np.nan), shares, method=method)
        check(backend, "quantile", np.append(x, np.nan), shares, method=method)
        check(backend, "quantile", RNG.permutation(size), shares, method=method)
    for axis, keepdims in itertools.product(AXES, (False, True)):
        check(backend, "nanquantile", WITH_NAN, 0.4, axis=axis, keepdims=keepdims, method=method)
        check(backend, "quantile", X, shares[:3], axis=axis, keepdims=keepdims, method=method)


def test_shares(backend: str) -> None:
    for q in (0.5, 1, 0, [0.2, 0.3], np.array(0.7), np.array([[0.1, 0.2], [0.3, 0.4]]), np.zeros(0)):
        check(backend, "quantile", X, q, axis=1)
        check(backend, "nanpercentile", WITH_NAN, np.asarray(q) * 100, axis=1)
        check(backend, "percentile", X, q, axis=(0, 1), keepdims=True)
    check(backend, "quantile", X.astype("float32"), 0.25, axis=1, tolerance=20)
    check(backend, "quantile", X.astype("float32"), np.array([0.25]), axis=1, tolerance=20)
    check(backend, "quantile", np.arange(5), 0.3, dtype=False)
    for number, q in ((-0.5, 0.5), (0.0, np.array([128 / 255]))):  # NumPy 2.4 subtracts in int8
        found = numpy_of(ua.quantile(VALUE[backend](np.array([-128, 127], "int8")), q if number else VALUE[backend](q)))
        np.testing.assert_allclose(found, np.full(np.shape(q), number), atol=1e-4)


def test_weights(backend: str) -> None:
    weights = RNG.integers(1, 4, X.shape)
    weights[0, 0, 0] = 0
    options = {"method": "inverted_cdf", "weights": weights}
    for q in (0.0, 0.3, np.array([0.1, 0.5, 1.0])):
        for axis in (None, 0, 2):
            check(backend, "quantile", X, q, axis=axis, **options)
            check(backend, "quantile", WITH_NAN, q, axis=axis, **options)
        check(backend, "percentile", X, 40, axis=1, method="inverted_cdf", weights=np.array([1.0, 0.5, 0.0, 2.0, 1.0]))
    filled = np.where(np.isnan(WITH_NAN[:, :, 0]), np.nan, WITH_NAN[:, :, 0])
    check(backend, "nanquantile", filled[0], 0.5, method="inverted_cdf", weights=weights[0, :, 0])


@pytest.mark.parametrize("function", ["quantile", "nanquantile", "percentile", "nanpercentile"])
def test_what_is_refused(backend: str, function: str) -> None:
    x, call = VALUE[backend](X[0, 0]), getattr(ua, function)
    for q in (-0.1, 100.5, VALUE[backend](np.array([0.5, 101.0])), float("nan")):
        with pytest.raises(ValueError):
            call(x, q)
    for options in ({"method": "cubic"}, {"axis": 1}, {"weights": x}):
        with pytest.raises(ValueError):
            call(x, 0.5, **options)
    for weights in (np.array([1.0, -1.0, 1.0, 1.0]), np.ones(3), np.full(4, np.nan)):
        with pytest.raises((ValueError, TypeError)):
            call(x, 0.5, method="inverted_cdf", weights=VALUE[backend](weights))
