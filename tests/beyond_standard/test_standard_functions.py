"""What functions of the standard take beyond it, as NumPy does."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua
from alike import alike, case, refused
from unified_arrays.testing._rows import REAL, TENSOR, WHOLE

from support import MEMORY, VALUE, assert_same

PLACES = np.array([[0, 1], [2, -1]])


def test_a_shape_that_is_one_number(backend: str) -> None:
    assert (
        alike("reshape", backend, [case(REAL, -1), case(REAL, 12), case(REAL, [4, 3]), case(REAL[0], np.int64(4))]) == 4
    )
    assert alike("tile", backend, [case(REAL, 2), case(REAL[0], 3), case(REAL, 0)]) == 3
    refused("reshape", backend, ValueError, None, REAL, 5)
    x, out = VALUE[backend](REAL), MEMORY[backend](np.zeros(12))
    assert ua.reshape(x, -1, out=out) is out
    assert_same(out, REAL.reshape(-1))
    assert_same(ua.reshape(x, 12, copy=True), REAL.reshape(-1))
    twice = MEMORY[backend](np.zeros(8))
    assert ua.tile(x[0, :], 2, out=twice) is twice
    assert_same(twice, np.tile(REAL[0], 2))


@pytest.mark.backends("numpy", "torch", "tensorflow")  # array_api_strict takes vectors only, as the standard says
def test_positions_of_any_shape(backend: str) -> None:
    cases = [case(x, PLACES, axis=axis) for x in (REAL, WHOLE, TENSOR) for axis in (None, -1, 1)]
    cases += [
        case(REAL, np.array(2), axis=0),
        case(REAL[0], PLACES),
        case(REAL, np.array([5, 11])),
        case(TENSOR, PLACES[:0]),
    ]
    assert alike("take", backend, cases) == 13
    refused("take", backend, IndexError, None, REAL, np.array([[12]]))
    out = MEMORY[backend](np.zeros((3, 2, 2)))
    assert ua.take(VALUE[backend](REAL), VALUE[backend](PLACES), axis=1, out=out) is out
    assert_same(out, np.take(REAL, PLACES, axis=1))


@pytest.mark.backends("numpy", "torch", "tensorflow")  # array_api_strict takes one dtype only
def test_a_grid_of_two_dtypes(backend: str) -> None:
    assert alike("meshgrid", backend, [case(REAL[0], WHOLE[0]), case(WHOLE[0], REAL[0, :2], indexing="ij")]) == 2
