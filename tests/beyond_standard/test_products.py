"""Products of arrays beyond the standard, against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import unified_arrays as ua
from against_numpy import check

from support import VALUE

RNG = np.random.default_rng(3)
DTYPES = ("float64", "float32", "int64", "int32", "bool", "complex128")


def array(shape: tuple[int, ...], dtype: str) -> np.ndarray:
    values = RNG.integers(-3, 4, shape)
    values = values + 1j * RNG.integers(-3, 4, shape) if dtype.startswith("complex") else values
    return np.asarray(values).astype(dtype)


def test_dot_and_inner(backend: str) -> None:
    shapes = [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 2, 3), (3,)), ((2, 3), (2, 3, 4)),
              ((), (2, 3)), ((2,), ()), ((), ()), ((0,), (0,)), ((2, 0), (0, 3))]  # fmt: skip
    for dtype in DTYPES:
        for first, second in shapes:
            check(backend, "dot", array(first, dtype), array(second, dtype))
            if len(second) > 1:
                second = (*second[:-2], second[-1], second[-2])
            check(backend, "inner", array(first, dtype), array(second, dtype))
    check(backend, "dot", array((2, 3), "float32"), array((3,), "float64"))


def test_of_flattened_arrays(backend: str) -> None:
    shapes = [(3,), (2, 3), (), (0,), (2, 1, 2)]
    for dtype in DTYPES:
        for first, second in itertools.product(shapes, repeat=2):
            one, other = array(first, dtype), array(second, dtype)
            check(backend, "outer", one, other)
            check(backend, "kron", one, other)
        check(backend, "vdot", array((2, 3), dtype), array((3, 2), dtype))


def test_lengths_that_differ(backend: str) -> None:
    x, y = VALUE[backend](np.ones((2, 3))), VALUE[backend](np.ones((2, 2)))
    for name in ("dot", "inner", "vdot"):
        with pytest.raises(ValueError):
            getattr(ua, name)(x, y)
