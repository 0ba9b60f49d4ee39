"""Polynomials, against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, assert_same, numpy_of

RNG = np.random.default_rng(10)
P, X = RNG.normal(size=5), RNG.normal(size=(2, 6))


def test_values(backend: str) -> None:
    for p in (P, P + 1j, P[:1], P[:0]):
        check(backend, "polyval", p, X.astype(p.dtype))
        check(backend, "polyval", p, 1.5, dtype=False)
    check(backend, "polyval", np.array([1, -2, 3]), np.arange(5))
    check(backend, "polyval", P.astype("float32"), X.astype("float32"), tolerance=20)


def test_arithmetic(backend: str) -> None:
    for p, q in ((P, P[:2]), (P[:2], P), (P, P), (P + 1j, P[:3] + 0j), (np.array([1, 2]), np.array([3, 4, 5]))):
        check(backend, "polyadd", p, q)
        check(backend, "polymul", p, q)
    for p in (P, np.array([3, 2, 1]), P[:1]):
        for m in (0, 1, 2):
            check(backend, "polyder", p, m)
            check(backend, "polyint", p.astype(float), m)
    check(backend, "polyint", P, 2, 3.0)
    for function, arguments in (("polyder", (-1,)), ("polyint", (-1,))):
        with pytest.raises(ValueError):
            getattr(ua, function)(VALUE[backend](P), *arguments)
    for function in ("polyder", "polyint", "roots", "vander"):
        with pytest.raises(ValueError):
            getattr(ua, function)(VALUE[backend](X))


def test_powers(backend: str) -> None:
    for x in (P, P.astype("float32"), np.arange(-2, 3), P + 1j, np.array([2, 3], "int8")):
        for n in (None, 0, 1, 2, 6):
            for increasing in (False, True):
                check(backend, "vander", x, n, increasing=increasing)


def test_fits(backend: str) -> None:
    x = np.linspace(-1, 2, 9)
    for y in (RNG.normal(size=9), RNG.normal(size=(9, 3)), np.arange(9.0) * 1j if backend == "numpy" else x**3):
        for degree in (0, 1, 3):
            check(backend, "polyfit", x, y, degree, tolerance=2000)
            check(backend, "polyfit", x, y, degree, w=np.arange(1.0, 10.0), tolerance=2000)
    check(backend, "polyfit", x.astype("float32"), (x**2).astype("float32"), 2, tolerance=2000)
    for arguments in ((x, x[:3], 1), (X, x, 1), (x[:0], x[:0], 1)):
        with pytest.raises((ValueError, TypeError)):
            ua.polyfit(*(VALUE[backend](one) for one in arguments[:2]), arguments[2])
    with pytest.raises(ValueError):
        ua.polyfit(VALUE[backend](x), VALUE[backend](x), -1)


def test_zeros_of_polynomials(backend: str) -> None:
    for zeros in ([1.0, 2.0, -3.0], [1j, -1j, 0.5], [2.0], []):
        p = np.real(np.poly(zeros)) if zeros else np.array([3.0])
        found = numpy_of(ua.roots(VALUE[backend](p)))
        assert found.dtype.kind == "c"
        assert_same(np.sort_complex(np.round(found, 9)), np.sort_complex(np.round(np.roots(p) + 0j, 9)), dtype=False)
    assert_same(np.sort_complex(np.round(numpy_of(ua.roots(VALUE[backend](np.array([1.0, 0.0, -4.0, 0.0])))), 9)) + 0.0,
                np.array([-2, 0, 2]) + 0j, tolerance=1e4)  # fmt: skip
