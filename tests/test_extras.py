"""What goes beyond the standard: average with weights, einsum, copyto."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import REAL, TENSOR, WHOLE

from support import MEMORY, VALUE, assert_same, bits

WEIGHTS = np.array([0.2, 0.3, 0.5])


@pytest.mark.parametrize("values", [REAL, WHOLE], ids=["floating", "integers"])
def test_weights_along_an_axis(values: np.ndarray, backend: str) -> None:
    result = ua.average(VALUE[backend](values), axis=0, weights=VALUE[backend](WEIGHTS))
    assert_same(result, np.average(values, axis=0, weights=WEIGHTS))


def test_weights_for_every_element(backend: str) -> None:
    weights = np.abs(REAL) + 1
    result = ua.average(VALUE[backend](REAL), weights=VALUE[backend](weights), keepdims=True)
    assert_same(result, np.average(REAL, weights=weights, keepdims=True))


def test_weights_along_two_axes(backend: str) -> None:
    weights = np.arange(1.0, 9.0).reshape(4, 2)
    result = ua.average(VALUE[backend](TENSOR), axis=(2, 0), weights=VALUE[backend](weights))
    assert_same(result, np.average(TENSOR, axis=(2, 0), weights=weights), tolerance=4)


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_weights_of_another_shape_are_refused(axis: int | None, backend: str) -> None:
    out = MEMORY[backend](np.zeros(3))
    before = bits(out)
    with pytest.raises(ValueError, match=r"^average: weights has shape \(2,\), expected that of x, \(3, 3\), or of"):
        ua.average(VALUE[backend](REAL[:, :3]), axis=axis, weights=VALUE[backend](WEIGHTS[:2]), out=out)
    assert bits(out) == before


def test_einsum_promotes(backend: str) -> None:
    result = ua.einsum("ij,i->j", VALUE[backend](WHOLE.astype(np.int8)), VALUE[backend](np.array([1, 2, 3])))
    assert_same(result, np.einsum("ij,i->j", WHOLE, np.array([1, 2, 3])))


SOURCES: dict[str, Any] = {
    "an array": REAL,
    "a row": REAL[0],
    "a column": REAL[:, :1],
    "a number": 2.5,
    "integers": WHOLE,
    "an integer": 3,
    "half as many bits": REAL.astype(np.float32),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_copyto_broadcasts_and_casts(source: Any, backend: str) -> None:
    target = MEMORY[backend](np.zeros(REAL.shape))
    given = VALUE[backend](source) if isinstance(source, np.ndarray) else source
    assert ua.copyto(target, given) is target
    expected = np.zeros(REAL.shape)
    np.copyto(expected, source)
    assert_same(target, expected)


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (REAL[:2], ValueError, r"^copyto: dst has shape \(3, 4\), src has shape \(2, 4\), expected a"),
        (TENSOR, ValueError, r"^copyto: dst has shape \(3, 4\), src has shape \(2, 3, 4\), expected"),
        (REAL + 1j, TypeError, r"^copyto: dst has dtype float64, which cannot hold the result's dtype complex128"),
        (1j, TypeError, r"^copyto: dst has dtype float64, which cannot hold"),
        ([1.0], TypeError, r"^copyto: src is a list, expected an array"),
    ],
    ids=["too short", "more axes", "complex", "a complex number", "a list"],
)
def test_copyto_refuses(source: Any, error: type[Exception], message: str, backend: str) -> None:
    target = MEMORY[backend](np.zeros(REAL.shape))
    given = VALUE[backend](source) if isinstance(source, np.ndarray) else source
    with pytest.raises(error, match=message):
        ua.copyto(target, given)
    assert_same(target, np.zeros(REAL.shape))
