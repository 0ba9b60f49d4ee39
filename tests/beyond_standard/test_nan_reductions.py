"""Reductions that leave NaN out, against NumPy."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE

RNG = np.random.default_rng(6)
X = np.where(RNG.random((3, 5, 4)) < 0.3, np.nan, RNG.normal(size=(3, 5, 4)))
X[1, :, 2] = np.nan
INPUTS = (X, X.astype("float32"), np.array([np.nan, np.inf, -np.inf, 1.0]), np.array(np.nan), np.array(2.0))
AXES = (None, 0, -1, (0, 2))


def variance(function: Any) -> Any:
    return lambda x, **options: function(x, **options)


def test_reductions(backend: str) -> None:
    for name, keepdims in itertools.product("nanmax nanmin nanmean nanprod nanvar nanstd".split(), (False, True)):
        for x in INPUTS:
            for axis in AXES if x.ndim == 3 else (None,):
                check(backend, name, x, axis=axis, keepdims=keepdims, tolerance=20)
        for axis in AXES:
            check(backend, name, RNG.integers(-3, 9, (2, 3, 4)), axis=axis, keepdims=keepdims)
    for name in ("nanmean", "nanprod", "nanvar", "nanstd"):
        check(backend, name, X + 1j, axis=1, tolerance=20)
        check(backend, name, np.zeros((0, 3)), axis=0)
    for name, correction in itertools.product(("nanvar", "nanstd"), (1, 0.5, 4, 50)):
        check(backend, name, X, axis=1, correction=correction, tolerance=20)
    for name in ("nanmax", "nanmin"):
        with pytest.raises(ValueError):
            getattr(ua, name)(VALUE[backend](np.zeros((0, 3))), axis=0)


def test_running(backend: str) -> None:
    for name in ("nancumsum", "nancumprod"):
        for axis in (None, 0, -1):
            check(backend, name, X, axis=axis, tolerance=20)
            check(backend, name, np.arange(6).reshape(2, 3), axis=axis if axis != 2 else 1)
        check(backend, name, X, axis=1, dtype="float32", tolerance=20)
        check(backend, name, np.array(np.nan))


def test_positions(backend: str) -> None:
    there = np.where(np.isnan(X), np.nan, X)
    there[:, 0, :] = 0.5
    for name, axis, keepdims in itertools.product(("nanargmax", "nanargmin"), (None, 1), (False, True)):
        check(backend, name, there, axis=axis, keepdims=keepdims)
        check(backend, name, np.array([[3, 1, 2]]), axis=axis, keepdims=keepdims)
    for name in ("nanargmax", "nanargmin"):
        with pytest.raises(ValueError):
            getattr(ua, name)(VALUE[backend](X), axis=1)
