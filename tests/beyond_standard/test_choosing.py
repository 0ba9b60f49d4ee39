"""Orders, choices, and functions of the user's, as NumPy has them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from alike import Case, alike, case, mixed, refused
from unified_arrays.testing._rows import COUNTS, OTHER, OTHER_TRUTH, POSITIVE, REAL, TENSOR, TRUTH, UNIT, WHOLE

from support import MEMORY, VALUE, assert_same, numpy_of

NONE = np.empty((0, 4))


def test_lexsort(backend: str) -> None:
    keys = [COUNTS[0], COUNTS[1], COUNTS[2]]
    cases = [case(keys), case(keys[:1]), case([COUNTS, COUNTS % 2], axis=0), case([COUNTS % 2, COUNTS])]
    cases += [case([NONE] * 2), case([np.array([1.0, np.nan, 0.0, np.nan]), np.array([0, 0, 1, 0])])]
    assert alike("lexsort", backend, cases) == 6
    refused("lexsort", backend, ValueError, None, [COUNTS, COUNTS[0]])
    refused("lexsort", backend, ValueError, None, keys, axis=1)


@pytest.mark.parametrize("function", ["partition", "argpartition"])
def test_partitions(function: str, backend: str) -> None:
    """Each `kth` element is in its place, those before it are smaller, those after it are not."""
    for x, kth, axis in [(REAL, 1, -1), (REAL, (0, 2), 0), (WHOLE, [-1, 1], 1), (REAL, 5, None), (TENSOR, 0, 1)]:
        result = numpy_of(getattr(ua, function)(VALUE[backend](x), kth, axis=axis))
        lines, number = (x.ravel(), 0) if axis is None else (x, axis)
        values = result if function == "partition" else np.take_along_axis(lines, result, number)
        assert result.dtype == (x.dtype if function == "partition" else np.int64)
        assert_same(np.sort(values, number), np.sort(lines, number))
        for one in kth if isinstance(kth, (tuple, list)) else (kth,):
            place = one % lines.shape[number]
            found = np.take(values, [place], number)
            before = np.take(values, range(place), number)
            after = np.take(values, range(place, lines.shape[number]), number)
            assert_same(found, np.take(np.sort(lines, number), [place], number))
            assert (before <= found).all()
            assert (after >= found).all()
    refused(function, backend, ValueError, "kth", REAL, 4)
    refused(function, backend, ValueError, None, REAL, 0, axis=2)


def test_top_k(backend: str) -> None:
    for x, k, axis in [(REAL, 2, -1), (REAL, 3, 0), (WHOLE, 0, 1), (COUNTS, 4, 1), (TENSOR, 1, 1)]:
        for largest in (True, False):
            values, places = ua.top_k(VALUE[backend](x), k, axis=axis, largest=largest)
            order = np.argsort(-x if largest else x, axis=axis, kind="stable")
            wanted = np.take(order, range(k), axis)
            assert_same(places, wanted)
            assert_same(values, np.take_along_axis(x, wanted, axis))
    rng = np.random.default_rng(5)
    with_nan = np.array([1.0, np.nan, 3.0, np.nan, -1.0, 2.0])
    with_inf = np.array([1.0, -np.inf, np.inf, 2.0, np.inf, -0.0, 0.0])
    many, ties = rng.permutation(60.0 + np.arange(200)).reshape(10, 20), rng.integers(0, 4, (10, 20))
    for x in (with_nan, with_inf, many, ties, ties.astype("uint8"), ties / 2, many.astype("int32")):
        for axis in {0, -1}:
            for k in (1, 2, x.shape[axis]):
                for largest in (True, False):
                    order = ua.argsort(VALUE[backend](x), axis=axis, descending=largest)
                    order = np.take(numpy_of(order), range(k), axis)
                    values, places = ua.top_k(VALUE[backend](x), k, axis=axis, largest=largest)
                    np.testing.assert_array_equal(numpy_of(places), order)
                    np.testing.assert_array_equal(numpy_of(values), np.take_along_axis(x, order, axis))
    refused("top_k", backend, ValueError, "k is 5", REAL, 5)
    refused("top_k", backend, ValueError, "k is -1", REAL, -1)


def test_select(backend: str) -> None:
    conditions = [TRUTH, OTHER_TRUTH]
    cases = [
        case(conditions, [REAL, OTHER]),
        case(conditions, [REAL, OTHER], default=-1.5),
        case(conditions, [REAL, 2.5]),
        case(conditions, [REAL[0], OTHER[:, :1]], default=UNIT),
        case(conditions, [WHOLE, WHOLE * 2], default=7),
        case([TRUTH], [1.5], default=2.5) if backend == "numpy" else case([TRUTH], [REAL]),
        case([TRUTH[0], OTHER_TRUTH], [REAL, OTHER]),
        *mixed(backend, case(conditions, [WHOLE, OTHER]), case(conditions, [TRUTH, WHOLE])),
    ]
    assert alike("select", backend, cases) == len(cases)
    refused("select", backend, ValueError, None, conditions, [REAL])
    refused("select", backend, TypeError, None, [WHOLE], [REAL])


def test_choose(backend: str) -> None:
    cases = [
        case(COUNTS, [REAL, OTHER, UNIT, POSITIVE]),
        case(COUNTS[0], [REAL, OTHER, UNIT, POSITIVE]),
        case(np.array([0, 1, 0]), [np.array([1, 2, 3]), -1]),
        case(WHOLE, [REAL, OTHER, UNIT], mode="wrap"),
        case(WHOLE, [REAL, OTHER, UNIT], mode="clip"),
        case(np.array(1), [REAL, OTHER]),
    ]
    assert alike("choose", backend, cases) == 6
    refused("choose", backend, ValueError, None, WHOLE, [REAL, OTHER])
    refused("choose", backend, ValueError, "mode", COUNTS, [REAL] * 4, mode="nonsense")
    refused("choose", backend, TypeError, None, REAL, [REAL])


def test_piecewise(backend: str) -> None:
    def double(x: Any) -> Any:
        return x * 2

    cases: list[Case] = [
        case(REAL, [REAL < 0, REAL >= 0], [double, 10.0]),
        case(REAL, [REAL < 0], [double]),
        case(REAL, [REAL < 0], [double, lambda x: x - 1]),
        case(REAL, [TRUTH, OTHER_TRUTH], [1.5, double, -1.0]),
        case(REAL, [REAL > 100], [double]),
        case(WHOLE, [WHOLE > 1], [double, 5]),
        case(REAL[0], [REAL[0] > 1], [double]),
        case(NONE, [NONE > 1], [double]),
    ]
    assert alike("piecewise", backend, cases) == 8
    refused("piecewise", backend, ValueError, None, REAL, [TRUTH], [1.0, 2.0, 3.0])


FUNCTIONS: list[tuple[Callable[[Any], Any], Callable[[Any], Any]]] = [
    (lambda v: ua.sum(v), np.sum),
    (lambda v: ua.sort(v), np.sort),
    (lambda v: v[0] + v[-1], lambda v: v[0] + v[-1]),
    (lambda v: ua.reshape(v[:2], (2, 1)), lambda v: v[:2].reshape(2, 1)),
]


def test_apply_along_axis(backend: str) -> None:
    count = 0
    for ours, numpys in FUNCTIONS:
        for x in (REAL, TENSOR, REAL[0]):
            for axis in range(-x.ndim, x.ndim):
                result = ua.apply_along_axis(ours, axis, VALUE[backend](x))
                expected = np.apply_along_axis(numpys, axis, x)
                assert_same(result, expected)
                out = MEMORY[backend](np.zeros_like(expected))
                assert ua.apply_along_axis(ours, axis, VALUE[backend](x), out=out) is out
                assert_same(out, expected)
                count += 1
    assert count == 48
    assert_same(ua.apply_along_axis(lambda v: 1.5, 0, VALUE[backend](REAL)), np.full(4, 1.5))
    with pytest.raises(ValueError, match="apply_along_axis"):
        ua.apply_along_axis(lambda v: v, 1, VALUE[backend](NONE))


def _sum(x: Any, axis: int, *, keepdims: bool) -> Any:
    return ua.sum(x, axis=axis, keepdims=keepdims)


def test_apply_over_axes(backend: str) -> None:
    for axes in (0, (0, 1), (-1, 0)):
        for keepdims in (True, False):
            total = partial(_sum, keepdims=keepdims)
            result = ua.apply_over_axes(total, VALUE[backend](TENSOR), axes)
            assert_same(result, np.apply_over_axes(np.sum, TENSOR, axes))
    with pytest.raises(ValueError, match="apply_over_axes"):
        ua.apply_over_axes(lambda x, axis: ua.sum(x), VALUE[backend](TENSOR), (0, 1))
