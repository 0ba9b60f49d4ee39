"""Arrays joined and taken apart as NumPy does it."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua
from alike import alike, case, mixed, refused
from unified_arrays.testing._rows import COLUMN, COUNTS, OTHER, REAL, TENSOR, TRUTH, WHOLE

from support import VALUE, assert_same, selected

NONE = np.empty((0, 4))
NUMBER = np.array(2.5)


@pytest.mark.parametrize("function", ["atleast_1d", "atleast_2d", "atleast_3d"])
def test_as_many_axes_as_asked_for(function: str, backend: str) -> None:
    arrays = [NUMBER, REAL[0], REAL, TENSOR, NONE, np.empty(0), TRUTH[0]]
    assert alike(function, backend, [case(x) for x in arrays]) == len(arrays)


@pytest.mark.parametrize("function", ["atleast_1d", "atleast_2d", "atleast_3d"])
def test_numbers_and_lists_become_arrays(function: str, backend: str) -> None:
    for given in (3, 2.5, True, [1, 2], [[0.5], [1.5]]):
        with selected(backend):
            result = getattr(ua, function)(given)
            assert ua.is_array(result)
            out = ua.zeros(result.shape, dtype=result.dtype)
            assert getattr(ua, function)(given, out=out) is out
        assert_same(result, getattr(np, function)(given), dtype=False)
        assert_same(out, getattr(np, function)(given), dtype=False)


def test_an_integer_that_out_does_not_hold(backend: str) -> None:
    with selected(backend):
        out = ua.zeros((1, 2), dtype="int8")
        with pytest.raises(OverflowError, match="atleast_2d"):
            ua.atleast_2d([1, 300], out=out)
    assert_same(out, np.zeros((1, 2), np.int8))


@pytest.mark.parametrize("function", ["hstack", "vstack", "dstack", "column_stack"])
def test_stacks(function: str, backend: str) -> None:
    cases = [
        case([REAL, OTHER]),
        case([REAL[0], OTHER[1], REAL[2]]),
        case([REAL[:, :1], COLUMN]),
        case([REAL]),
        case([NONE, NONE]),
        case([WHOLE.astype(np.int8), WHOLE]),
        *mixed(backend, case([REAL, WHOLE]), case([REAL[0], WHOLE[2]]), case([TRUTH, WHOLE.astype(np.int8)])),
    ]
    if function != "column_stack":
        cases += [case([TENSOR, TENSOR]), case([NUMBER, NUMBER])]
    assert alike(function, backend, cases) == len(cases)
    refused(function, backend, ValueError, "shape|axes|size", [REAL, np.ones((5, 5))])


def test_append(backend: str) -> None:
    cases = [
        case(REAL, OTHER),
        case(REAL, COLUMN, axis=1),
        case(REAL, OTHER, axis=-2),
        *mixed(backend, case(WHOLE, REAL[0])),
        case(np.empty(0), REAL[0]),
        case(NUMBER, REAL),
        case(WHOLE, 7),
        case(TRUTH, True),
        case(COUNTS.astype(np.float64), -2.5),
    ]
    assert alike("append", backend, cases) == len(cases)
    refused("append", backend, ValueError, "axis", REAL, OTHER, axis=2)
    refused("append", backend, ValueError, "shape|axes|size|dimension", REAL, OTHER[0], axis=0)
    refused("append", backend, OverflowError, "300", WHOLE.astype(np.int8), 300)
    x = VALUE[backend](REAL.astype(np.float32))
    assert_same(ua.append(x, 2), np.append(REAL.astype(np.float32), np.float32(2)))


def test_block(backend: str) -> None:
    cases = [
        case([[REAL, COLUMN], [OTHER, COLUMN]]),
        case([[REAL, COLUMN], [np.ones((1, 4)), 5.0]]),
        case([REAL, OTHER]),
        case([REAL[0], OTHER[1], 3.0]),
        case([[REAL[0]], [OTHER[1]]]),
        case([[[REAL, COLUMN]], [[OTHER, COLUMN]]]),
        case([[TENSOR, TENSOR], [TENSOR, TENSOR]]),
        *mixed(backend, case([[WHOLE, REAL]])),
        case(REAL),
    ]
    assert alike("block", backend, cases) == len(cases)
    refused("block", backend, ValueError, "several depths", [[REAL], OTHER])
    refused("block", backend, ValueError, "an empty list", [[REAL], []])
    refused("block", backend, ValueError, "a tuple", [(REAL, OTHER)])
    refused("block", backend, ValueError, None, [[REAL, COLUMN], [OTHER]])


def test_parts(backend: str) -> None:
    cases = [
        case(REAL, 3),
        case(REAL, 2, axis=1),
        case(REAL, [1], axis=-1),
        case(REAL, (1, 1, 3), axis=1),
        case(REAL, [-1, 9], axis=1),
        case(REAL, [], axis=1),
        case(NONE, 2),
        case(TENSOR, 4, axis=2),
    ]
    assert alike("split", backend, cases) == len(cases)
    uneven = [*cases, case(REAL, 2), case(REAL, 5), case(REAL[0], 3), case(NONE, 3, axis=1)]
    assert alike("array_split", backend, uneven) == len(uneven)
    assert alike("hsplit", backend, [case(REAL, 2), case(REAL[0], [1]), case(TENSOR, 3)]) == 3
    assert alike("vsplit", backend, [case(REAL, 3), case(TENSOR, [1])]) == 2
    assert alike("dsplit", backend, [case(TENSOR, 2), case(TENSOR, [1, 3])]) == 2
    refused("split", backend, ValueError, "multiple of 2.*array_split", REAL, 2)
    refused("split", backend, ValueError, "number of parts", REAL, 0)
    refused("split", backend, ValueError, "axis is 2", REAL, 2, axis=2)
    refused("vsplit", backend, ValueError, "2 axes", REAL[0], 2)
    refused("dsplit", backend, ValueError, "3 axes", REAL, 2)


def test_what_is_taken_apart_is_put_together(backend: str) -> None:
    x = VALUE[backend](TENSOR)
    for axis, parts in ((0, 2), (1, 3), (2, [1, 2])):
        assert_same(ua.concat(ua.split(x, parts, axis=axis), axis=axis), TENSOR)
