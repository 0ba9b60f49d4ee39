"""Arrays arranged, trimmed, and with more or fewer elements, as NumPy does it."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from alike import Case, alike, case, mixed, refused
from unified_arrays.testing._rows import COLUMN, COMPLEX, OTHER, REAL, TENSOR, TRUTH, WHOLE

from support import VALUE, assert_same, numpy_of, selected

NONE = np.empty((0, 4))
NUMBER = np.array(2.5)


def test_axes_and_turns(backend: str) -> None:
    assert alike("ravel", backend, [case(x) for x in (REAL, NUMBER, NONE, REAL.T)]) == 4
    assert alike("swapaxes", backend, [case(TENSOR, i, j) for i, j in product(range(-3, 3), repeat=2)]) == 36
    assert alike("fliplr", backend, [case(REAL), case(TENSOR), case(NONE)]) == 3
    assert alike("flipud", backend, [case(REAL[0]), case(TENSOR), case(NONE)]) == 3
    planes = [(0, 1), (1, 0), (0, 2), (-1, 0)]
    turns = [case(TENSOR, k=k, axes=axes) for k in range(-5, 6) for axes in planes] + [case(REAL), case(TRUTH)]
    assert alike("rot90", backend, turns) == 46
    refused("swapaxes", backend, ValueError, None, REAL, 0, 2)
    refused("fliplr", backend, ValueError, None, REAL[0])
    refused("rot90", backend, ValueError, None, REAL, axes=(0, 0))


def test_resize(backend: str) -> None:
    cases = [case(x, shape) for x in (REAL, WHOLE[0], NUMBER, NONE, TRUTH) for shape in (7, (2, 3), (5, 5), (0, 2), ())]
    assert alike("resize", backend, cases) == 25
    refused("resize", backend, ValueError, "new_shape", REAL, (2, -1))


def test_ascontiguousarray(backend: str) -> None:
    for given in (3, [1.5, 2.5], [[1], [2]]):
        with selected(backend):
            assert_same(ua.ascontiguousarray(given, dtype="float32"), np.ascontiguousarray(given, dtype="float32"))
    turned = ua.permute_dims(VALUE[backend](REAL), (1, 0))
    result = ua.ascontiguousarray(turned)
    assert_same(result, REAL.T)
    if backend == "torch":
        assert result.is_contiguous()
        assert ua.ascontiguousarray(result) is result
    if backend == "numpy":
        assert result.flags.c_contiguous


def trimmed(x: np.ndarray, trim: str = "fb", *, axis: Any = None) -> np.ndarray:
    """NumPy's own, axis by axis: it takes several at once from 2.4 on only."""
    for number in axis if isinstance(axis, tuple) else (axis,):
        x = np.trim_zeros(x, trim, number)
    return x


def test_trim_zeros(backend: str) -> None:
    line = np.array([0, 0, 3, 0, 4, 0])
    square = np.pad(WHOLE, ((1, 2), (0, 3)))
    cases = [case(x, trim) for x in (line, line * 0, line[2:5], line[:0], square, TRUTH) for trim in ("f", "b", "fb")]
    cases += [case(square, axis=axis) for axis in (0, -1, (0, 1))] + [case(np.array([0, np.nan, 0.0, -0.0]))]
    assert alike("trim_zeros", backend, cases, oracle=trimmed) == 22
    refused("trim_zeros", backend, ValueError, None, line, "x")


def test_windows(backend: str) -> None:
    view = np.lib.stride_tricks.sliding_window_view
    cases = [
        case(REAL[0], 2),
        case(REAL[0], (4,)),
        case(REAL, (2, 3)),
        case(REAL, 3, axis=1),
        case(TENSOR, (2, 2), axis=(0, -1)),
        case(REAL, (2, 2), axis=(1, 1)),
        case(WHOLE, 1, axis=0),
    ]
    assert alike("sliding_window_view", backend, cases, oracle=view) == len(cases)
    refused("sliding_window_view", backend, ValueError, "window_shape", REAL, (2, 5))
    refused("sliding_window_view", backend, ValueError, "window_shape", REAL, 2)
    refused("sliding_window_view", backend, ValueError, "axis", REAL, 2, axis=2)


# -- pad ---------------------------------------------------------------------------------------------------------------

WIDTHS: list[Any] = [0, 2, (1, 2), ((1, 0), (0, 3)), ((2,), (1,)), {1: (2, 1)}, {-1: 7}]
PLACES = ["edge", "reflect", "symmetric", "wrap"]


def padded(x: np.ndarray, widths: Any, **options: Any) -> np.ndarray:
    """NumPy's own, of pairs: it takes a dictionary of axes from 2.4 on only."""
    if isinstance(widths, dict):
        of_axes = {axis % x.ndim: pair for axis, pair in widths.items()}
        widths = [np.broadcast_to(of_axes.get(axis, 0), 2) for axis in range(x.ndim)]
    return np.pad(x, widths, **options)


def pads(x: np.ndarray, widths: list[Any], **options: Any) -> list[Case]:
    return [case(x, width, **options) for width in widths]


@pytest.mark.parametrize("mode", PLACES)
def test_padded_with_its_own_elements(mode: str, backend: str) -> None:
    cases = [one for x in (REAL, WHOLE, TRUTH, COMPLEX) for one in pads(x, WIDTHS, mode=mode)]
    cases += [
        case(x, (p, q), mode=mode) for x in (REAL[0], REAL[0, :2], REAL[0, :1]) for p in (0, 1, 9) for q in (2, 12)
    ]
    assert alike("pad", backend, cases, oracle=padded) == 46
    refused("pad", backend, ValueError, None, NONE, 1, mode=mode)


@pytest.mark.parametrize("mode", ["reflect", "symmetric"])
def test_padded_with_what_is_mirrored_at_the_edge(mode: str, backend: str) -> None:
    cases = [case(x, w, mode=mode, reflect_type="odd") for x in (REAL, WHOLE) for w in (1, 2, ((1, 0), (2, 3)), (0, 2))]
    assert alike("pad", backend, cases, oracle=padded) == 8


def test_padded_with_numbers(backend: str) -> None:
    values: list[Any] = [0, 3, (1, 2), ((1, 2), (3, 4)), ((5,), (6,))]
    arrays = (REAL, WHOLE, TRUTH, COMPLEX, NONE)
    cases = [case(x, w, constant_values=value) for x in arrays for w in WIDTHS for value in values]
    cases += [case(NUMBER, 3), case(REAL[0], [2, 1], mode="constant", constant_values=-1.5)]
    assert alike("pad", backend, cases, oracle=padded) == 177
    ramps = [
        case(x, w, mode="linear_ramp", end_values=value) for x in (REAL, WHOLE) for w in WIDTHS for value in values
    ]
    assert alike("pad", backend, ramps, oracle=padded) == 70
    assert numpy_of(ua.pad(VALUE[backend](REAL), 2, mode="empty")).shape == (7, 8)


@pytest.mark.parametrize("mode", ["maximum", "mean", "median", "minimum"])
def test_padded_with_statistics(mode: str, backend: str) -> None:
    lengths: list[Any] = [None, 1, 2, 9, ((1, 2), (3, 2))]
    cases = [case(x, w, mode=mode, stat_length=n) for x in (REAL, WHOLE) for w in WIDTHS for n in lengths]
    cases += [case(np.array([1.0, np.nan, 3.0]), 2, mode=mode)]
    assert alike("pad", backend, cases, oracle=padded) == 71


def test_what_pad_refuses(backend: str) -> None:
    refused("pad", backend, ValueError, "mode is 'nonsense'", REAL, 1, mode="nonsense")
    refused("pad", backend, ValueError, None, REAL, -1)
    refused("pad", backend, ValueError, None, REAL, ((1, 2), (3, 4), (5, 6)))
    refused("pad", backend, TypeError, None, REAL, 1.5)
    refused("pad", backend, ValueError, "reflect_type", REAL, 1, mode="reflect", reflect_type="none")


# -- fewer and more elements -------------------------------------------------------------------------------------------


def test_delete(backend: str) -> None:
    positions: list[Any] = [
        0, -1, 2, [0, 2], [1, 1, -1], [], slice(1, None), slice(None, None, 2), slice(3, 0, -1), slice(5, 5),
        np.array([0, 1]), np.array([-1], np.int8), np.array([True, False, True]), [False, True, True],
    ]  # fmt: skip
    cases = [case(x, obj, axis=0) for x in (REAL, TENSOR[0], WHOLE) for obj in positions]
    cases += [case(REAL, obj) for obj in positions[:12]] + [case(REAL, [3, 0], axis=-1), case(NONE, [], axis=0)]
    assert alike("delete", backend, cases) == 56
    for obj in (3, -4, [0, 3], np.array([-4])):
        refused("delete", backend, IndexError, "obj|bounds|range", REAL, obj, axis=0)
    refused("delete", backend, ValueError, "obj|mask|boolean", REAL, np.array([True]), axis=0)
    refused("delete", backend, ValueError, "axis", REAL, 0, axis=2)


def test_insert(backend: str) -> None:
    cases = [
        case(REAL, 1, 7.0, axis=0),
        case(REAL, -1, OTHER[0], axis=0),
        case(REAL, 4, OTHER[:, 0], axis=1),
        case(REAL, 3, OTHER, axis=0),
        case(REAL, 2, 5.5),
        case(REAL, 0, OTHER[0]),
        case(REAL, [1], OTHER, axis=0),
        case(REAL, np.array([1]), OTHER, axis=0),
        case(REAL, np.array(2), OTHER[:, 0], axis=1),
        case(REAL, [1], COLUMN, axis=1),
        case(REAL, [0, 0, 3], OTHER, axis=0),
        case(REAL, [3, 1], OTHER[:2], axis=0),
        case(REAL, [0, -1, 4], OTHER[:, :3], axis=1),
        case(REAL, [0, 2], OTHER[:, :1], axis=1),
        case(REAL, slice(0, 3, 2), 1.5, axis=1),
        case(REAL, np.array([0, 12, 3]), OTHER[0, :3]),
        case(REAL[0], np.array([True, False, True, False]), OTHER[0, :2]),
        case(REAL, [], 5.0, axis=1),
        case(WHOLE, 1, 7),
        case(TRUTH, 1, True, axis=1),
        case(NONE, 0, 1.0, axis=0),
        *mixed(backend, case(WHOLE, 1, OTHER[0], axis=0), case(REAL, [1, 2], WHOLE[0, :2])),
    ]
    assert alike("insert", backend, cases) == len(cases)
    for obj in (4, -4, [0, 4], np.array([5, 0])):
        refused("insert", backend, IndexError, "obj|bounds|range", REAL, obj, 1.0, axis=0)
    refused("insert", backend, OverflowError, "values is 300", WHOLE.astype(np.int8), 1, 300)
