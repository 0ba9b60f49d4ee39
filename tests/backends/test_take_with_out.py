"""take with out=: indices of every dtype and number of axes reach out as np.take's do, and wrong ones leave it."""

from __future__ import annotations

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same, bits

X = np.arange(20.0).reshape(4, 5)


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("shape", [(3,), (2, 3), (), (0,), (2, 0)])
@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_indices(dtype: str, shape: tuple[int, ...], axis: int | None, backend: str) -> None:
    draw = np.random.default_rng(0)
    for least in (0, -4) if dtype.startswith("int") else (0,):
        indices = draw.integers(least, 4, shape)
        expected = np.take(X, indices, axis)
        out = MEMORY[backend](np.full(expected.shape, 7.0))
        assert ua.take(VALUE[backend](X), VALUE[backend](indices.astype(dtype)), axis=axis, out=out) is out
        assert_same(out, expected)
        if indices.size:
            before, indices[...] = bits(out), 100
            with pytest.raises(IndexError):
                ua.take(VALUE[backend](X), VALUE[backend](indices.astype(dtype)), axis=axis, out=out)
            assert bits(out) == before


@pytest.mark.parametrize("least", [0, -100])
@pytest.mark.parametrize("dtype", ["int16", "int32", "int64", "uint8", "uint32", "uint64"])
@pytest.mark.backends("numpy", "torch", "tensorflow")
def test_many_indices(dtype: str, least: int, backend: str) -> None:
    """More than are converted at once, in arrays of one axis and of two, also where these are not contiguous."""
    draw = np.random.default_rng(1)
    x = draw.random(100)
    drawn = draw.integers(0 if dtype.startswith("u") else least, 100, (201, 200)).astype(dtype)
    for indices in (drawn, drawn.reshape(-1), drawn.T):
        expected, given = x[indices.astype(np.int64)], VALUE[backend](indices)
        assert_same(ua.take(VALUE[backend](x), given, axis=0), expected)
        out = MEMORY[backend](np.full(expected.shape, 7.0))
        assert ua.take(VALUE[backend](x), given, axis=0, out=out) is out
        assert_same(out, expected)
    drawn[-1, -1] = 100
    for options in ({}, {"out": out}):
        before = bits(out)
        with pytest.raises(IndexError, match="^take: index 100 is out of"):
            ua.take(VALUE[backend](x), VALUE[backend](drawn.T), axis=0, **options)
        assert bits(out) == before
