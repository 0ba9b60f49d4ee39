"""Ranges, covariances and running extremes, against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, assert_same

RNG = np.random.default_rng(7)
DATA = RNG.normal(size=(3, 6))


def test_covariances(backend: str) -> None:
    counts, weights = RNG.integers(1, 4, 6), RNG.random(6)
    tried = 0
    for m, y in (
        (DATA, None),
        (DATA[0], None),
        (DATA, DATA[:2] + 1),
        (DATA[0], DATA[1]),
        (DATA + 1j * DATA[::-1], None),
    ):
        for options in ({}, {"bias": True}, {"ddof": 2}, {"fweights": counts}, {"aweights": weights},
                        {"fweights": counts, "aweights": weights, "ddof": 0}, {"dtype": "complex128"}):  # fmt: skip
            check(backend, "cov", m, y, tolerance=20, **options)
            tried += 1
        check(backend, "corrcoef", m, y, tolerance=20)
        check(backend, "corrcoef", m.T, None, rowvar=False, tolerance=20)
    assert tried == 35
    check(backend, "cov", DATA.astype("float32"), tolerance=20)
    check(backend, "cov", RNG.integers(0, 9, (2, 5)))
    check(backend, "cov", DATA.T, rowvar=False, tolerance=20)
    check(backend, "cov", DATA[:, :1])
    for options in (
        {"ddof": 1.5},
        {"fweights": VALUE[backend](np.ones((2, 3), int))},
        {"aweights": VALUE[backend](-weights)},
    ):
        with pytest.raises((ValueError, RuntimeError)):
            ua.cov(VALUE[backend](DATA), **options)


def test_ranges(backend: str) -> None:
    x = RNG.integers(-100, 100, (2, 3, 4))
    for dtype, axis, keepdims in itertools.product(
        ("int8", "int64", "float32", "uint8"), (None, 1, (0, 2)), (True, False)
    ):
        check(backend, "ptp", x.astype(dtype), axis=axis, keepdims=keepdims)
    with pytest.raises(ValueError):
        ua.ptp(VALUE[backend](np.zeros((0, 2))), axis=0)


def test_running_extremes(backend: str) -> None:
    x = RNG.normal(size=(3, 7, 2))
    x[1, 3, 0] = np.nan
    tried = 0
    for name, ufunc in (("cumulative_max", np.maximum), ("cumulative_min", np.minimum)):
        call = getattr(ua, name)
        for one in (x, RNG.integers(-9, 9, (4, 5)), x[0, :, 0], np.zeros((2, 0))):
            for axis in range(-one.ndim, one.ndim):
                assert_same(call(VALUE[backend](one), axis=axis), ufunc.accumulate(one, axis))
                tried += 1
        assert_same(call(VALUE[backend](x[0, :, 1])), ufunc.accumulate(x[0, :, 1]))
        with pytest.raises(ValueError, match=name):
            call(VALUE[backend](x))
    assert tried == 32
