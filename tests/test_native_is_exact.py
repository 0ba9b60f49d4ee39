"""A native write gives, bit for bit, what the call without out= gives: in every dtype, layout and special value."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.testing._inputs import ONE_RESULT, Row

from support import MEMORY, arrays_of, assert_same, numpy_of, selected

DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()
SPECIAL = np.array([np.nan, np.inf, -np.inf, -0.0, 0.0])


def function_of(name: str) -> Callable[..., Any]:
    found: Any = ua
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def filled(argument: Any, dtype: str, random: np.random.Generator) -> Any:
    """`argument` with other values, special ones among them, in that dtype; indices, conditions and numbers stay."""
    if isinstance(argument, list):
        return [filled(one, dtype, random) for one in argument]
    if not isinstance(argument, np.ndarray) or argument.dtype.kind not in "fc":
        return argument
    values = np.asarray(random.normal(scale=3.0, size=argument.shape))
    if np.dtype(dtype).kind in "fc":
        chosen = random.random(argument.shape) < 0.2
        values = np.where(chosen, random.choice(SPECIAL, argument.shape), values)
    if np.dtype(dtype).kind == "u":
        values = np.asarray(np.abs(values))
    if np.dtype(dtype).kind == "c":
        parts = np.empty(values.shape, np.complex128)
        parts.real, parts.imag = values, np.flip(values)
        return parts.astype(dtype)
    return np.asarray(values).astype(dtype)


def laid_out(backend: str, values: np.ndarray, layout: str) -> Any:
    """An array of these values whose elements lie in memory as `layout` says."""
    if layout == "row-major" or values.ndim == 0:
        return MEMORY[backend](values)
    if layout == "column-major":
        turned = tuple(reversed(range(values.ndim)))
        return ua.permute_dims(MEMORY[backend](np.ascontiguousarray(values.transpose(turned))), turned)
    memory = np.full([2 * size + 1 for size in values.shape], 1).astype(values.dtype)
    window = tuple(slice(1, 2 * size + 1, 2) for size in values.shape)
    memory[window] = values
    return MEMORY[backend](memory)[window]


# Loops of the frameworks that round complex numbers, or choose between 0.0 and -0.0, by how memory lies: with out= or
# without, as the layouts of the inputs show. PyTorch's (2.13) last three have other loops for contiguous memory.
BY_LAYOUT = {"multiply", "square", "divide", "sign", "matmul", "maximum", "minimum", "cosh", "sinh", "atan2"}
LAYOUTS = ["row-major", "column-major", "strided"]


ROWS = [row for row in ONE_RESULT if any(isinstance(one, (np.ndarray, list)) for one in row.arguments)]


# What is not native is written from what the call without out= gives.
@pytest.mark.applies(where=lambda row, backend: ua.write_mode(row.function, backend) == "native")
@pytest.mark.backends("numpy", "torch")
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_bits_are_those_of_the_call_without_out(row: Row, backend: str) -> None:
    random = np.random.default_rng(zlib.crc32(str(row).encode()))
    call = function_of(row.function)
    compared = 0
    for dtype in DTYPES:
        arguments = [filled(one, dtype, random) for one in row.arguments]
        for layout_in in LAYOUTS:
            with np.errstate(all="ignore"), selected(backend):
                inputs = [
                    laid_out(backend, one, layout_in) if isinstance(one, np.ndarray) else arrays_of(backend, one)
                    for one in arguments
                ]
                try:
                    plain = call(*inputs, **row.options)
                except Exception:  # not a dtype for this function: promise 8 is tested elsewhere
                    continue
                wanted = numpy_of(plain)
                for layout in LAYOUTS:
                    out = laid_out(backend, np.full(wanted.shape, 1).astype(wanted.dtype), layout)
                    assert call(*inputs, **row.options, out=out) is out
                    if row.function in BY_LAYOUT and wanted.dtype.kind in "fc":
                        finite = np.isfinite(wanted)
                        assert_same(numpy_of(out)[finite], wanted[finite])
                    else:
                        assert_same_bits(numpy_of(out), wanted)
                    compared += 1
    assert compared


def assert_same_bits(actual: np.ndarray, expected: np.ndarray) -> None:
    """Equal, -0.0 not being 0.0; any nan is as good as another."""
    assert actual.dtype == expected.dtype
    np.testing.assert_array_equal(actual, expected, strict=True)
    for part in ("real", "imag") if actual.dtype.kind == "c" else ("real",) if actual.dtype.kind == "f" else ():
        one, other = getattr(actual, part), getattr(expected, part)
        np.testing.assert_array_equal(np.signbit(one) & ~np.isnan(one), np.signbit(other) & ~np.isnan(other))


@pytest.mark.backends("numpy")
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64", "uint32", "uint64"])
def test_the_negative_of_a_column_into_itself(dtype: str, backend: str) -> None:
    """NumPy (2.4.6) reads the neighbours, where the elements lie itemsize**2 apart."""
    matrix = np.arange(1, 65).astype(dtype).reshape(-1, np.dtype(dtype).itemsize)
    column, expected = matrix[:, 0], -matrix[:, 0].copy()
    for _ in range(2):
        assert ua.negative(column, out=column) is column
        np.testing.assert_array_equal(column, expected)
        expected = -expected
