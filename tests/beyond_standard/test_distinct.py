"""Distinct elements and sets as NumPy makes them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from alike import alike, case, mixed, refused
from unified_arrays.testing._rows import COMPLEX, REAL, TRUTH, WHOLE

from support import MEMORY, VALUE, assert_same, bits

REPEATED = np.array([[3, 1, 3], [2, 1, 3]])
NANS = np.array([2.0, np.nan, 1.0, np.nan, 2.0, np.inf, np.nan])
ROWS = np.array([[1, 0, 2], [1, 0, 1], [1, 0, 2], [-1, 5, 7], [1, 0, 1]])
NONE = np.empty(0)
WANTED = ("return_index", "return_inverse", "return_counts")


def test_unique(backend: str) -> None:
    arrays = [REPEATED, REPEATED.astype(np.float32), NANS, NANS[:1], REAL, TRUTH, NONE, np.array(2.5)]
    wishes = [dict(zip(WANTED, wish, strict=True)) for wish in product((False, True), repeat=3)]
    cases = [case(x, **wish) for x in arrays for wish in wishes]
    cases += [case(NANS, equal_nan=False, return_counts=True), case(REPEATED, equal_nan=False)]
    assert alike("unique", backend, cases) == 66
    if backend in ("numpy", "torch", "tensorflow"):
        assert alike("unique", backend, [case(COMPLEX), case(np.array([1j, np.nan, 1j, np.nan]))]) == 2


def test_unique_slices(backend: str) -> None:
    arrays = [ROWS, ROWS.astype(np.float64), ROWS > 0, np.stack([ROWS, ROWS % 2]), np.arange(40).reshape(2, 20) % 3]
    wishes = [dict(zip(WANTED, wish, strict=True)) for wish in ((False,) * 3, (True,) * 3)]
    cases = [case(x, axis=axis, **wish) for x in arrays for axis in (0, 1, -1) for wish in wishes]
    assert alike("unique", backend, [*cases, case(REPEATED[0], axis=0), case(np.ones((0, 2)), axis=0)]) == 32
    refused("unique", backend, ValueError, None, ROWS, axis=2)


def test_unique_into_one_and_into_several(backend: str) -> None:
    x = VALUE[backend](REPEATED)
    one, counts = MEMORY[backend](np.zeros(3, int)), MEMORY[backend](np.zeros(3, int))
    assert ua.unique(x, out=one) is one
    assert_same(one, np.array([1, 2, 3]))
    result = ua.unique(x, return_counts=True, out=(None, counts))
    assert result[1] is counts
    assert_same(counts, np.array([2, 1, 3]))
    before = bits(one)
    wrong: list[tuple[dict[str, Any], Any, type[Exception], str]] = [
        ({}, (one,), TypeError, "unique: out is a tuple, expected an array"),
        ({"return_counts": True}, one, TypeError, "unique: out is an array, expected a tuple of 2"),
        ({"return_counts": True}, (one,), TypeError, "unique: out is a tuple of 1, expected a tuple of 2"),
        ({"return_counts": True}, (one, one), ValueError, "share memory"),
        ({"return_counts": True}, (one, MEMORY[backend](np.zeros(2, int))), ValueError, r"unique: out\[1\] has shape"),
    ]
    for options, out, error, told in wrong:
        with pytest.raises(error, match=told):
            ua.unique(x, out=out, **options)
    assert bits(one) == before


SETS = [(WHOLE, REPEATED), (REPEATED, WHOLE), (WHOLE[0], WHOLE[0]), (WHOLE[0], REPEATED * 0)]


@pytest.mark.parametrize("function", ["union1d", "intersect1d", "setxor1d", "setdiff1d"])
def test_sets(function: str, backend: str) -> None:
    cases = [case(*pair) for pair in SETS]
    cases += [case(REPEATED[0, :2], WHOLE[0], assume_unique=True)] if function != "union1d" else []
    if (backend, function) != ("strict", "setdiff1d"):  # its isin is of integers only
        cases += [case(NANS, NANS), case(NANS, REAL), case(NONE, REAL), case(REAL, NONE), case(NONE, NONE)]
        cases += mixed(backend, case(WHOLE, REAL), case(REAL, WHOLE[0]))
    assert alike(function, backend, cases) == len(cases)


def test_where_common_elements_are(backend: str) -> None:
    cases = [case(*pair, return_indices=True) for pair in [*SETS, (REAL, REAL[1]), (NANS, NANS), (NONE, REAL)]]
    assert alike("intersect1d", backend, cases) == 7
