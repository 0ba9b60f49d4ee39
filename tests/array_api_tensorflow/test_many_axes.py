"""Arrays of more axes than some of TensorFlow's kernels take, and shapes that they do not broadcast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same

tf = pytest.importorskip("tensorflow")

OF_ONE = ("abs", "log2", "log10", "trunc", "sign", "square", "isnan")
OF_TWO = "add atan2 copysign divide equal floor_divide hypot less logaddexp maximum nextafter remainder".split()
INTEGERS = "bitwise_and bitwise_left_shift bitwise_right_shift bitwise_xor".split()
ALONG: dict[str, Callable[..., Any]] = {
    name: getattr(ua, name) for name in ("argmax", "argmin", "flip", "sum", "max", "var", "std")
}


def values(shape: tuple[int, ...], dtype: str = "float32") -> np.ndarray:
    return (np.arange(1, 1 + np.prod(shape)) % 5 + 1).reshape(shape).astype(dtype)


@pytest.mark.parametrize("rank", [6, 8, 9, 12])
@pytest.mark.parametrize("name", [*OF_ONE, *OF_TWO, *INTEGERS])
def test_elementwise(name: str, rank: int) -> None:
    dtype = "int32" if name in INTEGERS else "float32"
    whole = values((2,) * rank, dtype)
    # Axes of one element between others, which cannot be taken together; and fewer axes.
    others = [whole, values((2, 1) * (rank // 2) + (2,) * (rank % 2), dtype), whole[(0,) * (rank - 1)]]
    for other in others if name not in OF_ONE else [None]:
        given = [whole] if other is None else [whole, other]
        expected = getattr(ua, name)(*given)
        found = getattr(ua, name)(*map(tf.constant, given))
        assert_same(found, expected, tolerance=4)


@pytest.mark.parametrize("rank", [6, 8, 9, 12])
def test_where(rank: int) -> None:
    x, y = values((2,) * rank), values((1, 2) * (rank // 2) + (2,) * (rank % 2))
    found = ua.where(tf.constant(x > 2), tf.constant(x), tf.constant(y))
    assert_same(found, np.where(x > 2, x, y))


@pytest.mark.parametrize("rank", [6, 8, 9, 12])
@pytest.mark.parametrize("name", ALONG)
def test_along_axes(name: str, rank: int) -> None:
    x = values((2,) * rank)
    x[(0,) * rank] = np.nan
    function = ALONG[name]
    for axis in (0, 3, -1) if name.startswith("arg") else (0, -1, (0, 2, 4), None):
        for options in ({}, {"keepdims": True}) if name != "flip" else ({},):
            expected = function(x, axis=axis, **options)
            assert_same(function(tf.constant(x), axis=axis, **options), expected, tolerance=4)
