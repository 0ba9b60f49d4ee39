"""asarray of objects of other libraries: those that hand over numbers become arrays, all others are refused."""

from __future__ import annotations

import array
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import assert_same, numpy_of, selected


class Stranger:
    """What holds an ndarray; subclasses hand it over in their ways."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values


class Today(Stranger):
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.values, dtype=dtype, copy=copy)


class Table(Today):
    """Like a data frame: its length and its iteration are about columns, whose names are texts."""

    shape = property(lambda self: self.values.shape)
    ndim = property(lambda self: self.values.ndim)

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[str]:
        return iter(["a", "b"])

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[:, "ab".index(name)]


class Older(Stranger):
    def __array__(self, dtype: Any = None) -> np.ndarray:
        return self.values if dtype is None else self.values.astype(dtype)


class ByPosition(Stranger):
    def __array__(self, dtype: Any = None, /) -> np.ndarray:
        return self.values if dtype is None else self.values.astype(dtype)


class Oldest(Stranger):
    def __array__(self) -> np.ndarray:
        return self.values


class Image(Stranger):
    """Like an image: read-only bytes, described."""

    @property
    def __array_interface__(self) -> dict[str, Any]:
        text = self.values.dtype.str
        return {"shape": self.values.shape, "typestr": text, "data": self.values.tobytes(), "version": 3}


class OfC(Stranger):
    @property
    def __array_struct__(self) -> Any:
        return self.values.__array_struct__


HANDING_OVER = [Today, Table, Older, ByPosition, Oldest, Image, OfC]
MATRIX = np.array([[1.5, 2.0], [3.0, -4.0]])
NUMBERS = [MATRIX, MATRIX.astype("float32"), np.array([[1, 2], [3, 4]], np.uint8), MATRIX * 1j, MATRIX > 0]


# NumPy (2.4) says of an __array__ that takes no copy that it should.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")


@pytest.fixture(autouse=True)
def on_backend(backend: str) -> Iterator[None]:
    with selected(backend):
        yield


@pytest.mark.parametrize("values", NUMBERS, ids=lambda values: str(values.dtype))
@pytest.mark.parametrize("kind", HANDING_OVER)
def test_their_numbers(kind: type[Stranger], values: np.ndarray, backend: str) -> None:
    assert_same(ua.asarray(kind(values)), values)
    assert_same(ua.asarray(kind(values[::-1].T)), values[::-1].T)


@pytest.mark.parametrize("kind", HANDING_OVER)
def test_in_another_dtype(kind: type[Stranger], backend: str) -> None:
    for dtype in ("float32", "complex128"):
        assert_same(ua.asarray(kind(MATRIX), dtype=dtype), MATRIX.astype(dtype))


@pytest.mark.parametrize("kind", HANDING_OVER)
def test_a_copy_is_memory_of_its_own(kind: type[Stranger], backend: str) -> None:
    values = MATRIX.copy()
    copy = ua.asarray(kind(values), copy=True)
    assert ua.add(copy, 1.0, out=copy) is copy
    assert_same(copy, MATRIX + 1)
    assert_same(values, MATRIX)


# Who always shares; TensorFlow takes in only what lies at an address that it likes.
SHARED = {("numpy", one) for one in (Today, Table, Image, OfC)}
SHARED |= {("torch", one) for one in (Today, Table, Older, ByPosition, Oldest, OfC)}


@pytest.mark.parametrize("kind", HANDING_OVER)
def test_copy_false_shares_or_refuses(kind: type[Stranger], backend: str) -> None:
    values = MATRIX.copy()
    try:
        shared = ua.asarray(kind(values), copy=False)
    except ValueError as error:
        assert "copy" in str(error)
        assert (backend, kind) not in SHARED
        return
    values[0, 0] = 77.0
    # The bytes of an image are what they were.
    assert float(numpy_of(shared)[0, 0]) == (MATRIX[0, 0] if kind is Image else 77.0)


def test_what_it_raises_is_raised(backend: str) -> None:
    class Broken(Stranger):
        def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
            message = "there is no network"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="there is no network"):
        ua.asarray(Broken(MATRIX))


OF_NO_NUMBERS = [np.array([object(), 1]), np.array(["a", "b"]), np.array(["2020-01-01"], "datetime64[D]")]


@pytest.mark.parametrize("values", OF_NO_NUMBERS, ids=lambda values: values.dtype.kind)
@pytest.mark.parametrize("kind", [Today, Older, Oldest])
def test_what_hands_over_no_numbers(kind: type[Stranger], values: np.ndarray, backend: str) -> None:
    for options in ({}, {"copy": True}):
        with pytest.raises(TypeError, match=f"^asarray: obj is a .*{kind.__name__}, expected an array"):
            ua.asarray(kind(values), **options)


NOTHING = [
    lambda: None,
    lambda: (i for i in range(3)),
    lambda: map(int, "12"),
    lambda: {1, 2},
    lambda: {1: 2},
    lambda: "abc",
    lambda: b"abc",
    lambda: object(),
    lambda: ...,
    lambda: len,
    lambda: int,
    threading.Lock,
]


@pytest.mark.parametrize("kind", ["csr_matrix", "csr_array", "coo_array", "dok_array", "lil_matrix"])
@pytest.mark.parametrize("name", ["numpy", "torch", "tensorflow"])
def test_sparse_matrices_are_no_arrays(kind: str, name: str) -> None:
    """Where SciPy and every framework are installed: environments with one framework do not have SciPy."""
    sparse = pytest.importorskip("scipy.sparse", reason="sparse matrices need SciPy")
    pytest.importorskip(name)
    matrix = getattr(sparse, kind)(MATRIX)
    with ua.use_backend(name):
        for options in ({}, {"copy": True}, {"dtype": "float64"}):
            with pytest.raises(TypeError, match="^asarray: obj is a .*, expected an array"):
                ua.asarray(matrix, **options)
        with pytest.raises(TypeError, match="^asarray: "):
            ua.asarray([matrix])


@pytest.mark.parametrize("make", NOTHING, ids=lambda make: type(make()).__name__)
def test_what_is_no_array(make: Callable[[], Any], backend: str) -> None:
    for options in ({}, {"copy": True}, {"dtype": "float64"}):
        with pytest.raises(TypeError, match="^asarray: obj is a .*, expected an array"):
            ua.asarray(make(), **options)


@pytest.mark.parametrize("make", NOTHING, ids=lambda make: type(make()).__name__)
def test_what_holds_no_array(make: Callable[[], Any], backend: str) -> None:
    with pytest.raises(TypeError, match=r"asarray: (an element of )?obj is a .*, expected"):
        ua.asarray([make(), make()])


def test_numbers_of_no_dtype(backend: str) -> None:
    for number in (Fraction(1, 2), Decimal(1)):
        with pytest.raises(TypeError, match=r"asarray: obj is a (fractions|decimal)\..*, expected an array"):
            ua.asarray(number)


def test_buffers(backend: str) -> None:
    for buffer in (bytearray(b"abc"), memoryview(b"abc")):
        assert_same(ua.asarray(buffer), np.array([97, 98, 99], np.uint8))
    assert_same(ua.asarray(array.array("d", [1.0, 2.0])), np.array([1.0, 2.0]))
