"""Counts and histograms, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, numpy_of

RNG = np.random.default_rng(8)
X = np.concatenate([RNG.normal(size=40), [0.0, 1.0, 1.0, -1.0]]).reshape(4, 11)
EDGES = np.array([-2.0, -1.0, 0.0, 0.25, 1.0])
WEIGHTS = RNG.random(X.shape)


def test_counts(backend: str) -> None:
    for dtype in ("int64", "int32", "uint8", "int8", "int16", "uint16", "uint32"):
        x = RNG.integers(0, 6, 20).astype(dtype)
        for minlength in (0, 3, 10):
            check(backend, "bincount", x, minlength=minlength)
            check(backend, "bincount", x, weights=WEIGHTS.reshape(-1)[:20], minlength=minlength)
        check(backend, "bincount", x, weights=np.arange(20))
    for minlength in (0, 4):
        check(backend, "bincount", np.zeros(0, int), minlength=minlength)
    for bad in (np.array([1, -1]), np.array([1, -1], np.int32), np.ones((2, 2), int)):
        with pytest.raises(ValueError):
            ua.bincount(VALUE[backend](bad))
    for options in ({"minlength": -1}, {"weights": VALUE[backend](np.ones(2))}):
        with pytest.raises(ValueError):
            ua.bincount(VALUE[backend](np.array([1, 2, 3])), **options)
    with pytest.raises(TypeError):
        ua.bincount(VALUE[backend](np.array([1.0])))


def test_elements_on_edges_are_in_the_bins_that_numpy_has_them_in(backend: str) -> None:
    rng = np.random.default_rng(4)
    tenths = np.arange(-40, 41) / 10
    some = [
        tenths,
        rng.normal(size=5000) * 1e-9 + 1,
        rng.integers(-99, 99, 500),
        tenths * 1e12,
    ]
    for x in (*some, np.array([np.nan, 1.0, 2.0, np.inf, -np.inf])):
        for bins in (1, 3, 7, 10, 80, 999):
            for low, high in ((-3.3, 3.3), (0, 1), (1 - 3e-9, 1 + 3e-9), (-99, 99)):
                counts, edges = ua.histogram(VALUE[backend](x), bins=bins, range=(low, high))
                edges = numpy_of(edges).astype("float64")
                inside = x[(x >= edges[0]) & (x <= edges[-1])]
                expected = np.bincount(
                    np.clip(np.searchsorted(edges, inside, "right") - 1, 0, bins - 1), minlength=bins
                )
                np.testing.assert_array_equal(numpy_of(counts), expected)
    single = VALUE[backend](tenths.astype("float32"))
    for function in (ua.histogram, ua.histogram_bin_edges):
        with pytest.raises(ValueError, match="(?i)bins"):
            function(single, bins=7, range=(1 - 3e-9, 1 + 3e-9))


def test_bins_of_elements(backend: str) -> None:
    x = np.append(X.reshape(-1), [np.nan, np.inf, -np.inf])
    for bins in (EDGES, EDGES[::-1].copy(), EDGES[:1], np.array([1.0, 1.0, 1.0])):
        for right in (False, True):
            check(backend, "digitize", x, bins, right=right)
    check(backend, "digitize", np.array(0.5), EDGES)
    check(backend, "digitize", np.arange(5), np.array([1, 3]))
    with pytest.raises(ValueError):
        ua.digitize(VALUE[backend](x), VALUE[backend](np.array([0.0, 2.0, 1.0])))


def test_histograms(backend: str) -> None:
    tried = 0
    for x in (X, X.astype("float32"), np.round(X * 3).astype("int64"), np.zeros(3), np.zeros(0), np.array([2.0])):
        for bins in (10, 1, EDGES, [-1.0, 0.0, 2.0]):
            for options in ({}, {"range": (-1.0, 1.5)}, {"density": True}, {"range": (0.5, 0.5)}):
                if options.get("density") and x.size < 4:
                    continue
                check(backend, "histogram", x, bins=bins, **options, tolerance=20)
                tried += 1
                if x.shape == X.shape and x.dtype == X.dtype:
                    check(backend, "histogram", x, bins=bins, weights=WEIGHTS, **options, tolerance=20)
            check(backend, "histogram_bin_edges", x, bins=bins)
    assert tried == 84
    for options in ({"bins": 0}, {"range": (1.0, 0.0)}, {"bins": [1, 0]}, {"range": (0.0, float("inf"))}):
        with pytest.raises(ValueError):
            ua.histogram(VALUE[backend](X), **options)
    with pytest.raises(ValueError):
        ua.histogram(VALUE[backend](np.array([1.0, np.nan])))


def test_histograms_of_the_plane(backend: str) -> None:
    x, y = X[0], X[1]
    for bins in (4, [3, 2], EDGES, [EDGES, 3]):
        for options in ({}, {"range": [[-1.0, 1.0], [0.0, 2.0]]}, {"density": True}, {"weights": WEIGHTS[0]}):
            check(backend, "histogram2d", x, y, bins=bins, **options, tolerance=20)
    points = RNG.normal(size=(30, 3))

    def flat(*arguments: Any, **options: Any) -> Any:
        counts, found = np.histogramdd(*arguments, **options)
        return counts, *found

    for options in ({"bins": 3}, {"bins": [2, 3, 4], "density": True}, {"range": [(-1.0, 1.0), None, (0.0, 1.0)]},
                    {"bins": [EDGES, 2, EDGES], "weights": np.arange(30.0)}):  # fmt: skip
        check(backend, "histogramdd", points, oracle=flat, **options, tolerance=20)
    for sample, options in ((X[None], {}), (points, {"bins": [2, 3]}), (points, {"weights": VALUE[backend](X[0])})):
        with pytest.raises((ValueError, TypeError)):
            ua.histogramdd(VALUE[backend](sample), **options)
    with pytest.raises(ValueError):
        ua.histogram2d(VALUE[backend](x), VALUE[backend](y[:3]))


RULES = ("auto", "doane", "fd", "rice", "scott", "sqrt", "stone", "sturges")


def test_rules_for_the_number_of_bins(backend: str) -> None:
    samples = (np.sin(np.arange(200.0)) ** 3, np.arange(50) % 7, np.array([1.5]), np.zeros(4), np.zeros(0))
    for x in samples:
        for rule in RULES:
            check(backend, "histogram", x, bins=rule, tolerance=20)
            check(backend, "histogram_bin_edges", x, bins=rule, range=(-0.5, 0.75), tolerance=20)
    x = VALUE[backend](samples[0])
    with pytest.raises(ValueError, match="no rule"):
        ua.histogram(x, "no rule")
    with pytest.raises(TypeError, match="weights"):
        ua.histogram(x, "auto", weights=x)
