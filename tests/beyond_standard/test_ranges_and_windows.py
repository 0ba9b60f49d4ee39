"""Numbers that grow by a factor, and windows, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of

from support import MEMORY, assert_same, is_of, selected


def made(backend: str, name: str, *arguments: Any, **options: Any) -> None:
    """As NumPy makes it, in float64 and in the backend's own dtype."""
    expected = getattr(np, name)(*arguments, **options)
    kind = "complex128" if expected.dtype.kind == "c" else "float64"
    with selected(backend):
        assert_same(function_of(name)(*arguments, **options, dtype=kind), expected, tolerance=50)
        default = function_of(name)(*arguments, **options)
        assert is_of(backend, default)
        assert kind == "complex128" or default.dtype == ua.ones(1).dtype
        assert_same(default, expected, dtype=False, tolerance=50)
        out = MEMORY[backend](np.full(expected.shape, 7, kind))
        assert function_of(name)(*arguments, **options, dtype=kind, out=out) is out
        assert_same(out, expected, tolerance=50)


def test_powers(backend: str) -> None:
    for num in (0, 1, 2, 5):
        for endpoint in (True, False):
            made(backend, "logspace", 0.0, 3.0, num, endpoint=endpoint)
            made(backend, "logspace", 1, -2, num, endpoint=endpoint, base=2.0)
            for ends in ((1, 1000), (-2.0, -0.125), (256.0, 1e-3), (1 + 0j, -1 + 0j), (1j, 16j), (-1, 1j)):
                made(backend, "geomspace", *ends, num, endpoint=endpoint)
    made(backend, "logspace", 0.0, 1.0)
    with selected(backend):
        assert_same(ua.logspace(0, 2, 3, dtype="int64"), np.array([1, 10, 100]))
        for ends in ((0.0, 1.0), (1.0, 0.0), (-1.0, 2.0)):
            with pytest.raises(ValueError, match="geomspace"):
                ua.geomspace(*ends)


def test_windows(backend: str) -> None:
    for size in (-1, 0, 1, 2, 3, 8, 51):
        for name in ("bartlett", "blackman", "hamming", "hanning"):
            made(backend, name, size)
        for beta in (0.0, 0.5, 8.6, 200.0):
            made(backend, "kaiser", size, beta)
