"""Comparisons of arrays beyond the standard, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import MEMORY, VALUE, assert_same, numpy_of

SPECIAL = np.array([0.0, -0.0, 1.0, 1.0 + 1e-9, np.inf, -np.inf, np.nan, 1e300])


def test_isclose(backend: str) -> None:
    pairs = (SPECIAL[:, None], SPECIAL)
    for options in ({}, {"equal_nan": True}, {"rtol": 0.0, "atol": 0.0}, {"rtol": 0.5}, {"atol": 2.0}):
        check(backend, "isclose", *pairs, **options)
        for dtype in ("float32", "complex128", "complex64"):
            with np.errstate(all="ignore"):
                check(backend, "isclose", *(one.astype(dtype) for one in pairs), **options)
        check(backend, "isclose", SPECIAL, 1.0, **options)
    whole = np.array([2**62, 2**62 + 1, 5, -3])
    for options in ({"rtol": 0.0, "atol": 0.0}, {"rtol": 0.0, "atol": 2.0}, {}):
        check(backend, "isclose", whole, np.array([2**62, 2**62, 7, 3]), **options)
        check(backend, "isclose", whole > 0, whole > 3, **options)


def test_one_truth(backend: str) -> None:
    def truth(function: Any) -> Any:
        return lambda *arguments, **options: np.asarray(function(*arguments, **options))

    shapes = [(3,), (1, 3), (2, 3), (), (0,), (2, 0), (3, 1)]
    for first in shapes:
        for second in shapes:
            one, other = np.ones(first), np.ones(second)
            check(backend, "array_equal", one, other, oracle=truth(np.array_equal))
            check(backend, "array_equiv", one, other, oracle=truth(np.array_equiv))
    for options in ({}, {"equal_nan": True}):
        check(backend, "array_equal", SPECIAL, SPECIAL, oracle=truth(np.array_equal), **options)
        check(backend, "allclose", SPECIAL, SPECIAL, oracle=truth(np.allclose), **options)
        if backend != "strict":  # which does not promote these
            check(backend, "array_equal", np.arange(3), np.arange(3.0), oracle=truth(np.array_equal), **options)
    out = MEMORY[backend](np.asarray(False))
    assert ua.allclose(VALUE[backend](np.ones(2)), 1.0, out=out) is out
    assert bool(numpy_of(out))


def test_kinds_of_elements(backend: str) -> None:
    for x in (
        SPECIAL,
        SPECIAL[:-1].astype("float32"),
        np.arange(3),
        np.array([True, False]),
        np.zeros(0),
        np.array(np.inf),
    ):
        for name in ("iscomplex", "isreal", "isposinf", "isneginf"):
            check(backend, name, x)
        one = VALUE[backend](x)
        assert (ua.iscomplexobj(one), ua.isrealobj(one)) == (False, True)
    z = np.array([1 + 0j, 1j, np.nan + 1j])
    for name in ("iscomplex", "isreal"):
        check(backend, name, z)
    assert ua.iscomplexobj(VALUE[backend](z)) is True
    assert ua.isrealobj(VALUE[backend](z)) is False
    for name in ("isposinf", "isneginf"):
        with pytest.raises(TypeError, match=name):
            getattr(ua, name)(VALUE[backend](z))


def test_kinds_of_what_is_no_array() -> None:
    assert [ua.iscomplexobj(one) for one in (1, 1.5, True, 1j, ua.complex64, ua.float32)] == [
        False, False, False, True, True, False,
    ]  # fmt: skip
    assert [ua.isrealobj(one) for one in (1, 1j, "complex64")] == [True, False, False]


def test_only_finite_numbers_pass(backend: str) -> None:
    for x in (np.ones(3), np.arange(3), np.zeros(0), np.ones(2, np.complex64)):
        assert_same(ua.asarray_chkfinite(VALUE[backend](x)), x)
    for bad in (np.nan, np.inf, -np.inf, complex(0, np.nan)):
        with pytest.raises(ValueError, match=r"NaN|infs"):
            ua.asarray_chkfinite(VALUE[backend](np.array([1.0, bad])))
