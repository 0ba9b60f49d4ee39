"""Unsigned integers in a graph: Grappler makes Neg of 0 - x, which has no kernel for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

import unified_arrays.array_api_tensorflow as xp  # noqa: E402

CALLS: dict[str, Callable[[Any], Any]] = {
    "negative": xp.negative,
    "0 - x": lambda x: xp.subtract(0, x),
    "zeros - x": lambda x: xp.subtract(xp.zeros_like(x), x),
    "x - x": lambda x: xp.subtract(x, x),
    "1 - x": lambda x: xp.subtract(1, x),
}


@pytest.mark.parametrize("compiled", [False, True], ids=["graph", "XLA"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64"])
@pytest.mark.parametrize("name", CALLS)
def test_differences_are_modulo(name: str, dtype: str, compiled: bool) -> None:
    x = tf.cast(tf.constant([1, 0, 200]), dtype)
    wanted = CALLS[name](x)
    assert wanted.dtype.name == dtype
    np.testing.assert_array_equal(tf.function(CALLS[name], jit_compile=compiled)(x).numpy(), wanted.numpy())
