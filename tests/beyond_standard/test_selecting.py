"""Elements selected, and found, as NumPy does it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from alike import alike, case, refused
from unified_arrays.testing._rows import COUNTS, OTHER, REAL, TENSOR, TRUTH, WHOLE

from support import assert_same, selected

NONE = np.empty((0, 4))
NUMBER = np.array(2.5)


def test_what_a_condition_names(backend: str) -> None:
    cases = [case(TRUTH, REAL), case(TRUTH[0], REAL[0]), case(COUNTS, REAL), case([True, False, 2, 0], REAL[0])]
    cases += [case(TRUTH * False, REAL), case(np.array(True), NUMBER), case(NONE > 0, NONE), case(REAL > 1, TRUTH)]
    assert alike("extract", backend, cases) == 8
    cases = [case(x, REAL, axis=axis) for x in ([True, False], TRUTH[0, :3], [False] * 3) for axis in (None, 0, 1, -1)]
    assert alike("compress", backend, [*cases, case(COUNTS[0, :2], TENSOR, axis=0)]) == 13
    refused("compress", backend, ValueError, None, TRUTH, REAL, axis=0)
    refused("compress", backend, ValueError, None, TRUTH[0], REAL, axis=2)
    refused("compress", backend, IndexError, None, [False] * 4 + [True], REAL, axis=1)


def test_where_they_are(backend: str) -> None:
    arrays = [WHOLE, REAL, TRUTH, TENSOR, WHOLE[0], NONE, NUMBER, np.array(0.0), np.array([0, np.nan, -0.0])]
    assert alike("argwhere", backend, [case(x) for x in arrays]) == 9
    assert alike("flatnonzero", backend, [case(x) for x in arrays]) == 9


def test_positions_along_axes(backend: str) -> None:
    cases = [
        case([0, 1], [2, 4]),
        case(WHOLE[0]),
        case(TRUTH[0], [True, False, True]),
        case(COUNTS[0], COUNTS[1, :2], [1]),
        case([], [1]),
    ]
    oracle: Any = lambda *args: np.ix_(*(np.asarray(one, None if np.size(one) else int) for one in args))  # noqa: E731
    assert alike("ix_", backend, cases, oracle=oracle) == 5
    refused("ix_", backend, ValueError, None, WHOLE)
    assert alike("indices", backend, [case(shape, dtype="int64") for shape in ((2, 3), (4,), (), (2, 0, 3))]) == 4
    assert alike("indices", backend, [case((2, 2), dtype="float32"), case((1, 2))]) == 2


def test_positions_flattened_and_back(backend: str) -> None:
    flat = np.array([[0, 5, 23], [7, 1, 12]])
    cases = [case(flat, (2, 3, 4)), case(flat, (24,)), case(flat.astype(np.int8), (4, 6)), case(np.array(5), (3, 2))]
    cases += [case(flat[:0], (2, 3)), case(flat, 24)]
    assert alike("unravel_index", backend, cases) == 6
    with selected(backend):
        for given in (5, [1, 5]):
            for one, wanted in zip(ua.unravel_index(given, (2, 3)), np.unravel_index(given, (2, 3)), strict=True):
                assert_same(one, wanted)
    for wrong in (24, -1):
        refused("unravel_index", backend, ValueError, None, np.array([0, wrong]), (2, 3, 4))
    refused("unravel_index", backend, TypeError, None, REAL, (2, 3, 4))
    pair = [np.array([0, 1, 1]), np.array([2, 0, 1])]
    cases = [case(pair, (2, 3)), case([pair[0], np.array(2)], (2, 3)), case([pair[0][:, None], pair[1]], (4, 4))]
    beyond = [np.array([-1, 5, 1]), np.array([3, -4, 1])]
    cases += [case(beyond, (2, 3), mode=mode) for mode in ("wrap", "clip", ("wrap", "clip"))]
    assert alike("ravel_multi_index", backend, cases) == 6
    refused("ravel_multi_index", backend, ValueError, None, beyond, (2, 3))
    refused("ravel_multi_index", backend, ValueError, None, pair, (2, 3, 4))
    refused("ravel_multi_index", backend, ValueError, None, pair, (2, 3), mode="nonsense")


@pytest.mark.backends("tensorflow")
def test_positions_in_a_graph_are_not_looked_at(backend: str) -> None:
    tf = pytest.importorskip("tensorflow")
    found = tf.function(lambda x: ua.unravel_index(x, (2, 3)))(tf.constant([1, 5]))
    assert_same(found[0], np.array([0, 1]))
    assert_same(ua.extract(tf.constant(OTHER > 1), tf.constant(OTHER)), np.extract(OTHER > 1, OTHER))
