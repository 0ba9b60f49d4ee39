"""Derivatives, integrals, interpolation and convolution, against NumPy."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE

RNG = np.random.default_rng(9)
F = RNG.normal(size=(4, 5, 3))
PLACES = np.sort(RNG.normal(size=5))


def test_interpolation(backend: str) -> None:
    points, values = np.array([-1.0, 0.0, 0.5, 2.0, 2.0, 3.0]), RNG.normal(size=6)
    x = np.concatenate([points, RNG.uniform(-2, 4, 20), [np.nan, np.inf, -np.inf]])
    for fp in (values, values + 1j * values[::-1], np.array([0.0, np.inf, 1.0, 1.0, np.nan, 2.0])):
        for options in ({}, {"left": 7.0}, {"right": -7.0, "left": np.nan}):
            check(backend, "interp", x[:-2] if np.isinf(fp).any() else x, points, fp, **options)
    for period in (1.5, -4):
        check(backend, "interp", x[:-3], points[[3, 1, 0, 2]], values[:4], period=period)
    check(backend, "interp", 0.3, points, values)
    check(backend, "interp", np.array([[0.1], [9.0]]), points[:1], values[:1])
    check(backend, "interp", np.arange(3), np.arange(2), np.arange(2))
    check(backend, "interp", x.astype("float32"), points.astype("float32"), values.astype("float32"))
    for arguments, options in (
        ((points, values[:3]), {}),
        ((points[:0], values[:0]), {}),
        ((points, values), {"period": 0}),
    ):
        with pytest.raises(ValueError):
            ua.interp(VALUE[backend](x), *(VALUE[backend](one) for one in arguments), **options)


def test_integrals(backend: str) -> None:
    for axis in (0, 1, -1):
        check(backend, "trapezoid", F, axis=axis, dx=0.25)
        check(backend, "trapezoid", F, F**2, axis=axis)
        check(backend, "trapezoid", F.astype("float32"), axis=axis, tolerance=20)
    check(backend, "trapezoid", F, PLACES, axis=1)
    check(backend, "trapezoid", np.arange(5), dx=2.0)
    check(backend, "trapezoid", F[0] + 1j)


def tuple_of(function: Any) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        found = function(*arguments, **options)
        return found if isinstance(found, tuple) else (found,)

    return call


def test_derivatives(backend: str) -> None:
    gradient = tuple_of(np.gradient)
    for edge_order in (1, 2):
        for arguments in ((), (0.5,), (0.5, 2, 1.5), (RNG.random(4).cumsum(), PLACES, 0.5), (np.array(2.0),)):
            check(backend, "gradient", F, *arguments, edge_order=edge_order, oracle=gradient, tolerance=200)
        for axis in (0, (1, 2), -1):
            check(backend, "gradient", F, 2.0, axis=axis, edge_order=edge_order, oracle=gradient)
        check(backend, "gradient", F[0, :, 0], PLACES, edge_order=edge_order, oracle=gradient, tolerance=200)
        check(backend, "gradient", np.array([1, 5, 2, 8], "uint8"), edge_order=edge_order, oracle=gradient, dtype=False)
    for arguments, options in ((F[:1], {}), (F[:2], {"edge_order": 2}), (F, {"edge_order": 3}), (F, {"axis": 3})):
        with pytest.raises(ValueError):
            ua.gradient(VALUE[backend](arguments), **options)
    with pytest.raises((ValueError, TypeError)):
        ua.gradient(VALUE[backend](F), 1.0, 2.0)


def test_convolutions(backend: str) -> None:
    tried = 0
    for name, mode in itertools.product(("convolve", "correlate"), ("full", "same", "valid")):
        for first, second in itertools.product((1, 2, 3, 6, 7), repeat=2):
            x, y = RNG.normal(size=first), RNG.normal(size=second)
            check(backend, name, x, y, mode=mode)
            check(backend, name, x + 1j * x[::-1], y - 1j, mode=mode)
            check(backend, name, (x * 9).astype("int64"), (y * 9).astype("int64"), mode=mode)
            tried += 1
        check(backend, name, x > 0, y > 0, mode=mode)
        check(backend, name, x.astype("float32"), y.astype("float32"), mode=mode)
    assert tried == 150
    for name, (x, y) in itertools.product(("convolve", "correlate"), ((F[0], F[0, 0]), (F[0, 0], F[0, 0, :0]))):
        with pytest.raises(ValueError):
            getattr(ua, name)(VALUE[backend](x), VALUE[backend](y))
    for name in ("convolve", "correlate"):
        with pytest.raises(ValueError):
            getattr(ua, name)(VALUE[backend](F[0, 0]), VALUE[backend](F[0, 0]), mode="most")


def test_differences_with_ends(backend: str) -> None:
    for x in (F, np.arange(4) ** 2, np.array(2.0), np.zeros(0), np.arange(3, dtype="int8")):
        check(backend, "ediff1d", x)
        ends = {"to_end": np.array([5, 6]).astype(x.dtype), "to_begin": np.array(-1).astype(x.dtype)}
        check(backend, "ediff1d", x, **ends)
    with pytest.raises(TypeError):
        ua.ediff1d(VALUE[backend](np.arange(3)), to_end=VALUE[backend](np.array([0.5])))


def test_phases(backend: str) -> None:
    x = RNG.uniform(-20, 20, (3, 9))
    for axis in (0, -1):
        check(backend, "unwrap", x, axis=axis, tolerance=50)
        check(backend, "unwrap", x, axis=axis, discont=8.0, tolerance=50)
        check(backend, "unwrap", x, axis=axis, period=4.0, tolerance=50)
    check(backend, "unwrap", x.astype("float32"), tolerance=50)
    for period in (4, 5, 255):
        check(backend, "unwrap", np.array([0, 1, 2, -1, 0, 3, 9, -7, 2]), period=period)
    check(backend, "unwrap", np.arange(0, 40, 3), dtype=False)
    check(backend, "unwrap", np.array([0.0, np.pi, 0.0, -np.pi]), tolerance=50)
