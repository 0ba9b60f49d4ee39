"""Linear algebra beyond the standard, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE, assert_same, numpy_of

RNG = np.random.default_rng(4)
MATRIX = RNG.normal(size=(4, 3))
STACK = RNG.normal(size=(2, 3, 4))


def test_norms(backend: str) -> None:
    tried = 0
    for x in (MATRIX[0], MATRIX, STACK, MATRIX.astype("float32"), STACK + 1j, np.arange(6).reshape(2, 3)):
        for keepdims in (False, True):
            check(backend, "linalg.norm", x, keepdims=keepdims)
            for ord in (None, 1, 2, 3, 0.5, 0, -1, np.inf, -np.inf):
                check(backend, "linalg.norm", x, ord=ord, axis=-1, keepdims=keepdims, tolerance=50)
                tried += 1
        for ord in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf) if x.ndim > 1 else ():
            for axis in ((0, 1), (1, 0), (-1, 0)):
                check(backend, "linalg.norm", x, ord=ord, axis=axis, keepdims=True, tolerance=100)
                tried += 1
            if x.ndim == 2:
                check(backend, "linalg.norm", x, ord=ord, tolerance=100)
    assert tried > 200


def test_norms_that_are_none(backend: str) -> None:
    for x, options in (
        (MATRIX, {"ord": "cubic"}),
        (MATRIX[0], {"ord": "fro"}),
        (STACK, {"ord": 2}),
        (STACK, {"axis": (0, 1, 2)}),
        (MATRIX, {"ord": 3}),
        (MATRIX, {"axis": 2}),
        (MATRIX, {"axis": (0, 0)}),
    ):
        with pytest.raises(ValueError):
            ua.linalg.norm(VALUE[backend](x), **options)


def test_condition_numbers(backend: str) -> None:
    square = RNG.normal(size=(2, 3, 3))
    for p in (None, 2, -2, 1, -1, np.inf, -np.inf, "fro", "nuc"):
        check(backend, "linalg.cond", square, p=p, tolerance=1000)
    check(backend, "linalg.cond", MATRIX, tolerance=1000)
    for p in (None, 1, "fro"):
        assert np.isinf(numpy_of(ua.linalg.cond(VALUE[backend](np.zeros((2, 2))), p=p)))


def least_squares(a: Any, b: Any, rcond: Any = None) -> Any:
    return np.linalg.lstsq(a, b, rcond)


def test_least_squares(backend: str) -> None:
    singular = MATRIX.copy()
    singular[:, 2] = singular[:, 0] + singular[:, 1]
    for a in (MATRIX, MATRIX[:3], MATRIX[:2], singular, MATRIX.astype("float32"), MATRIX + 1j):
        for shape in ((a.shape[0],), (a.shape[0], 2)):
            b = RNG.normal(size=shape).astype(a.real.dtype)
            check(backend, "linalg.lstsq", a, b, oracle=least_squares, tolerance=2000)
            check(backend, "linalg.lstsq", a, b, oracle=least_squares, tolerance=2000, rcond=0.5)
    for a, b in ((MATRIX[0], MATRIX[0]), (MATRIX, MATRIX[:3]), (STACK, MATRIX)):
        with pytest.raises(ValueError):
            ua.linalg.lstsq(VALUE[backend](a), VALUE[backend](b))


def test_products_of_several(backend: str) -> None:
    a, b, c = RNG.normal(size=(2, 30)), RNG.normal(size=(30, 3)), RNG.normal(size=(3, 40))
    for arrays in ([a, b], [a, b, c], [a[0], b, c], [a, b, c, c[0]], [a[0], b, b[0]], [c.T, b.T, a.T, a, b]):
        check(backend, "linalg.multi_dot", arrays, tolerance=100)
    for arrays in ([a], [a, a[0], b], [a[:, :3], b, c]):
        with pytest.raises(ValueError):
            ua.linalg.multi_dot([VALUE[backend](one) for one in arrays])


def test_triangular_systems(backend: str) -> None:
    a, b = RNG.normal(size=(2, 4, 4)) + 4 * np.eye(4), RNG.normal(size=(2, 4, 3))
    for lower in (False, True):
        for unit in (False, True):
            part = (np.tril if lower else np.triu)(a)
            if unit:
                part = part - part * np.eye(4) + np.eye(4)
            found = ua.linalg.solve_triangular(VALUE[backend](a), VALUE[backend](b), lower=lower, unit_diagonal=unit)
            assert_same(found, np.linalg.solve(part, b), tolerance=100)
    assert_same(ua.linalg.solve_triangular(VALUE[backend](a[0]), VALUE[backend](b[0, :, 0])),
                np.linalg.solve(np.triu(a[0]), b[0, :, 0]), tolerance=100)  # fmt: skip
    with pytest.raises(ValueError):
        ua.linalg.solve_triangular(VALUE[backend](b[0]), VALUE[backend](b[0]))
