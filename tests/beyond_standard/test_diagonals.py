"""Diagonals and triangles as NumPy has them."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua
from alike import alike, case, refused
from unified_arrays.testing._rows import COMPLEX, REAL, SQUARE, TENSOR, TRUTH, WHOLE

from support import VALUE, assert_same, selected

DIAGONALS = range(-4, 5)


def test_diag(backend: str) -> None:
    arrays = [REAL, SQUARE, WHOLE[0], COMPLEX[1], TRUTH[0], np.array([np.nan, np.inf]), np.empty(0)]
    cases = [case(x, k=k) for x in arrays for k in DIAGONALS] + [case(REAL), case(np.empty((0, 3)))]
    assert alike("diag", backend, cases) == 9 * len(arrays) + 2
    refused("diag", backend, ValueError, None, TENSOR)
    refused("diag", backend, ValueError, None, np.array(2.0))


def test_diagflat(backend: str) -> None:
    cases = [case(x, k=k) for x in (REAL, WHOLE[0], np.array(2.5), np.empty(0)) for k in (-2, 0, 1)]
    assert alike("diagflat", backend, cases) == 12


def test_tri(backend: str) -> None:
    cases = [case(n, m, k=k, dtype="float32") for n, m in ((3, 3), (2, 4), (4, 2), (0, 2)) for k in DIAGONALS]
    assert alike("tri", backend, cases) == 36
    assert alike("tri", backend, [case(3), case(2, 3)], dtype=False) == 2


@pytest.mark.parametrize("function", ["tril_indices", "triu_indices"])
def test_triangles(function: str, backend: str) -> None:
    cases = [case(n, k=k, m=m) for n in (0, 1, 4) for m in (None, 0, 2, 5) for k in DIAGONALS]
    assert alike(function, backend, cases) == 108


def test_they_name_what_is_there(backend: str) -> None:
    assert alike("diag_indices", backend, [case(3), case(2, ndim=3), case(0)]) == 3
    x = VALUE[backend](SQUARE)
    with selected(backend):
        rows, columns = ua.tril_indices(3)
        flat = ua.add(ua.multiply(rows, 3), columns)
    assert_same(ua.take(ua.reshape(x, (-1,)), flat), SQUARE[np.tril_indices(3)])
