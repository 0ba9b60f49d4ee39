"""NumPy's arrays and dtypes in the other byte order: the values and the facts of those in this machine's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays.testing._inputs import EVERY, Row

from support import assert_same, bits

pytestmark = pytest.mark.backends("numpy")
ROWS = [row for row in EVERY if not row.function.startswith("empty")]
ROWS += [row.in_dtype(dtype) for row in ROWS for dtype in row.also]


def turned(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return argument.astype(argument.dtype.newbyteorder("S"))
    return list(map(turned, argument)) if isinstance(argument, list) else argument


def native(x: Any) -> Any:
    return x.astype(x.dtype.newbyteorder("="))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_function(row: Row, backend: str) -> None:
    function = function_of(row.function)
    expected = function(*row.arguments, **row.options)
    results = function(*turned(list(row.arguments)), **row.options)
    several = isinstance(expected, (tuple, list))
    for result, wanted in zip(results, expected, strict=True) if several else [(results, expected)]:
        assert_same(native(result), wanted)
    if not several:
        out = np.full(expected.shape, 77).astype(expected.dtype)
        assert function(*turned(list(row.arguments)), **row.options, out=out) is out
        assert bits(out) == bits(expected)
        out = turned(np.full(expected.shape, 77).astype(expected.dtype))
        assert function(*row.arguments, **row.options, out=out) is out
        assert bits(native(out)) == bits(expected)


@pytest.mark.parametrize("name", ["float16", "float32", "float64", "complex64", "complex128"])
def test_finfo(name: str, backend: str) -> None:
    dtype = np.dtype(name).newbyteorder("S")
    for asked in (dtype, np.zeros(2, dtype)):
        said, expected = ua.finfo(asked), ua.finfo(np.dtype(name))
        assert {**vars(said), "dtype": None} == {**vars(expected), "dtype": None}
    with pytest.raises(TypeError, match="expected an integer dtype"):
        ua.iinfo(dtype)


@pytest.mark.parametrize("name", ["int16", "uint32", "int64"])
def test_iinfo(name: str, backend: str) -> None:
    dtype = np.dtype(name).newbyteorder("S")
    for asked in (dtype, np.zeros(2, dtype)):
        said, expected = ua.iinfo(asked), ua.iinfo(np.dtype(name))
        assert (said.bits, said.min, said.max) == (expected.bits, expected.min, expected.max)
    with pytest.raises(TypeError, match="expected a floating dtype"):
        ua.finfo(dtype)


def test_questions_about_dtypes(backend: str) -> None:
    floats, integers = np.dtype("f4").newbyteorder("S"), np.dtype("i4").newbyteorder("S")
    assert ua.isdtype(floats, "real floating")
    assert ua.isdtype(integers, ("bool", "integral"))
    assert not ua.isdtype(integers, "real floating")
    assert ua.isdtype(floats, floats)
    assert ua.isdtype(floats, (np.dtype("i8"), floats))
    assert ua.result_type(floats, integers) == np.float64
    assert ua.result_type(floats) == ua.result_type(np.zeros(2, floats), 1.0) == ua.float32
    assert ua.can_cast(floats, ua.float64)
    assert ua.can_cast(np.zeros(2, integers), np.dtype("f8").newbyteorder("S"))
    assert not ua.can_cast(floats, integers)


def test_arrays_are_made_in_this_machine_s_order_only(backend: str) -> None:
    with pytest.raises(TypeError, match="zeros: dtype is dtype"):
        ua.zeros(3, dtype=np.dtype("f4").newbyteorder("S"))
    x = turned(np.arange(3.0))
    assert ua.add(x, x, out=ua.empty_like(x)).tolist() == [0.0, 2.0, 4.0]
    assert ua.at(x)[1].multiply(5.0) is x
    assert x.tolist() == [0.0, 5.0, 2.0]
