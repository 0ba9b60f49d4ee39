"""at(x)[index] with an array of integers: what writes into memory at once, against NumPy's ufunc.at."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from part_writes import METHODS, expected
from unified_arrays import backends
from unified_arrays.backends.common import numpy_scatter

import support
from support import MEMORY, VALUE, bits, numpy_of

NUMPY_TORCH_TENSORFLOW = pytest.mark.backends("numpy", "torch", "tensorflow")
DTYPES = "int8 int16 int32 int64 uint8 float32 float64 complex64 complex128".split()
# Shapes of x, and numbers of rows that are named: elements, rows by columns, rows in one piece and in several.
SIZES = [((7,), 3), ((7,), 5000), ((6, 3), 4), ((6, 3), 400), ((5, 20), 40), ((4, 2, 300), 500), ((0,), 0), ((3, 0), 2)]


def values_of(shape: tuple[int, ...], dtype: str, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    if np.dtype(dtype).kind in "iu":
        return generator.integers(-3 if dtype.startswith("i") else 1, 4, shape).astype(dtype)
    return (generator.integers(7, 10, shape) / 8 * generator.choice([-1, 1], shape)).astype(dtype)


def is_plain(backend: str, method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether the plain case of the backend takes this call; if so it is made."""
    return backends.by_name(backend).plain_writes[type(x)](method, x, index, value)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("shape", "count"), SIZES, ids=str)
def test_rows(shape: tuple[int, ...], count: int, dtype: str, method: str, backend: str) -> None:
    kind = np.dtype(dtype).kind
    if (method == "divide" and kind not in "fc") or (method in ("min", "max") and kind == "c"):
        return
    index = np.random.default_rng(count).integers(-shape[0], shape[0], count) if shape[0] else np.zeros(0, np.int64)
    for places in (index, index % shape[0] if shape[0] else index):
        values, value = values_of(shape, dtype, 1), values_of((count, *shape[1:]), dtype, 2)
        x = MEMORY[backend](values)
        with np.errstate(all="ignore"):
            assert getattr(ua.at(x)[VALUE[backend](places)], method)(VALUE[backend](value)) is x
            wanted = expected(values, method, places, value)
        np.testing.assert_allclose(numpy_of(x), wanted, rtol=1e-4 if dtype in ("float32", "complex64") else 1e-10)


@NUMPY_TORCH_TENSORFLOW
@pytest.mark.parametrize("count", [3, 2000])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("method", ["add", "subtract", "multiply", "min", "max", "set"])
def test_values_are_taken_one_after_the_other(method: str, dtype: str, count: int, backend: str) -> None:
    """Every bit is that of NumPy's ufunc.at: no other order, nothing summed apart and then added."""
    generator = np.random.default_rng(count)
    values, value = generator.normal(size=40).astype(dtype), generator.normal(size=count).astype(dtype)
    index = generator.integers(0, 40, count)
    x = MEMORY[backend](values)
    getattr(ua.at(x)[VALUE[backend](index)], method)(VALUE[backend](value))
    assert bits(x) == expected(values, method, index, value).tobytes()


@NUMPY_TORCH_TENSORFLOW
@pytest.mark.parametrize("method", ["add", "subtract", "multiply", "min", "max", "set"])
@pytest.mark.parametrize("shape", [(4,), (4, 2)], ids=str)
def test_the_plain_case_is_plain(shape: tuple[int, ...], method: str, backend: str) -> None:
    if support.DEVICE is not None:
        assert not is_plain(backend, method, MEMORY[backend](np.ones(4)), VALUE[backend](np.array([1, 1])), 2.0)
        return
    index = VALUE[backend](np.array([0, 3, 3]))
    for dtype in ("float32", "int64"):
        x, value = MEMORY[backend](np.ones(shape, dtype)), VALUE[backend](np.full((3, *shape[1:]), 2, dtype))
        assert is_plain(backend, method, x, index, value)
    if len(shape) == 1:
        assert is_plain(backend, method, MEMORY[backend](np.ones(4)), index, 2.5)
        assert is_plain(backend, method, MEMORY[backend](np.ones(4, np.float32)), index, 2)


FALLBACKS: dict[str, Any] = {
    "a number too far": lambda backend, x: ([0, 4], 1.0),
    "a list": lambda backend, x: ([[0, 1]], 1.0),
    "another dtype": lambda backend, x: ([0, 1], VALUE[backend](np.ones(2, np.float32))),
    "another shape": lambda backend, x: ([0, 1], VALUE[backend](np.ones(1))),
    "too many values": lambda backend, x: ([0, 1], VALUE[backend](np.ones(3))),
    "a boolean": lambda backend, x: ([0, 1], True),
    "a large number": lambda backend, x: ([0, 1], 1e300),
    "nan": lambda backend, x: ([0, 1], float("nan")),
    "a complex number": lambda backend, x: ([0, 1], 1j),
    "a text": lambda backend, x: ([0, 1], "1"),
}


@NUMPY_TORCH_TENSORFLOW
@pytest.mark.parametrize("method", [*METHODS, "unknown"])
@pytest.mark.parametrize("name", FALLBACKS)
def test_what_is_not_plain_is_left_alone(name: str, method: str, backend: str) -> None:
    x = MEMORY[backend](np.ones(4))
    index, value = FALLBACKS[name](backend, x)
    before = bits(x)
    assert not is_plain(backend, method, x, VALUE[backend](np.array(index)), value)
    assert bits(x) == before


@pytest.mark.parametrize("count", [2, 5000])
@pytest.mark.parametrize("far", [10, -11, 2**40, -(2**62)])
@pytest.mark.parametrize("shape", [(10,), (10, 3), (10, 100)], ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_a_place_that_is_not_there(method: str, shape: tuple[int, ...], far: int, count: int, backend: str) -> None:
    index = np.arange(count) % 10
    index[-1] = far
    x = MEMORY[backend](np.ones(shape))
    before = bits(x)
    with pytest.raises(IndexError, match="(?s)out of"):
        getattr(ua.at(x)[VALUE[backend](index)], method)(VALUE[backend](np.full((count, *shape[1:]), 2.0)))
    assert bits(x) == before


@pytest.mark.parametrize("method", METHODS)
def test_a_few_places_of_much(method: str, backend: str) -> None:
    """TensorFlow writes these in the memory of the variable."""
    values = np.linspace(1.0, 2.0, 60_000).reshape(30_000, 2)
    for dtype in ("float64", "int32"):
        if method == "divide" and dtype == "int32":
            continue
        index, value = np.array([7, 29_999, 7, 0]), values_of((4, 2), dtype, 3)
        if dtype == "float64":
            value[1, 0] = np.nan
        x = MEMORY[backend](values.astype(dtype))
        getattr(ua.at(x)[VALUE[backend](index)], method)(VALUE[backend](value))
        wanted = expected(values.astype(dtype), method, index, value)
        np.testing.assert_allclose(numpy_of(x), wanted, rtol=1e-12)
        untouched = np.ones(30_000, bool)
        untouched[index] = False
        assert numpy_of(x)[untouched].tobytes() == values.astype(dtype)[untouched].tobytes()


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("width", [0, 5])
def test_the_last_is_left_with_several_threads_on_torch(threads: int, width: int) -> None:
    """PyTorch's documents leave open which of several values is left: what its kernels do on a CPU is tested here."""
    torch = pytest.importorskip("torch")
    generator = np.random.default_rng(width)
    count, shape = 300_000, (50, width) if width else (50,)
    index, value = generator.integers(0, 50, count), generator.normal(size=(count, *shape[1:]))
    wanted = np.zeros(shape)
    wanted[index] = value
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        for _ in range(5):
            x = torch.zeros(shape, dtype=torch.float64)
            ua.at(x)[torch.asarray(index)].set(torch.asarray(value))
            np.testing.assert_array_equal(x.numpy(), wanted)
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("shape", [(3,), (3, 2), (3, 12)], ids=str)
@pytest.mark.parametrize("count", [2, 300])
@pytest.mark.parametrize("height", [1, 3000])
def test_floating_point_errors_leave_every_bit(shape: tuple[int, ...], count: int, height: int) -> None:
    x = np.ones((shape[0] * height, *shape[1:]))
    x[2] = 1e300
    index, value = np.arange(count) % 3, np.full((count, *shape[1:]), 1e300)
    index[-1] = 2
    before = x.tobytes()
    for method in ("add", "multiply"):
        for take in (index, index.reshape(1, -1)):
            value = np.full((count, *shape[1:]), np.finfo(np.float64).max if method == "add" else 1e300)
            with np.errstate(all="raise"), pytest.raises(FloatingPointError):
                getattr(ua.at(x)[take], method)(value)
            assert x.tobytes() == before
            with warnings.catch_warnings(), pytest.raises(RuntimeWarning):
                warnings.simplefilter("error")
                getattr(ua.at(x)[take], method)(value)
            assert x.tobytes() == before


@pytest.mark.backends("numpy", "torch")
@pytest.mark.parametrize("method", ["set", "add"])
def test_index_and_value_are_memory_of_x(method: str, backend: str) -> None:
    counted = 0
    generator = np.random.default_rng(3)
    for _ in range(200):
        start, other, third, count = (int(one) for one in generator.integers(0, 8, 4))
        memory = generator.integers(0, 8, 24)
        held = VALUE[backend](memory.copy())
        x, index, value = held[start : start + 8], held[other : other + count], held[third : third + count]
        mine = memory[start : start + 8].copy()
        wanted = expected(mine, method, memory[other : other + count].copy(), memory[third : third + count].copy())
        getattr(ua.at(x)[index], method)(value)
        np.testing.assert_array_equal(numpy_of(x), wanted)
        counted += count > 0
    assert counted > 100


def test_columns_and_pieces_are_the_same() -> None:
    """take_rows goes element by element, by columns or by pieces; each row takes its values in the same order."""
    generator = np.random.default_rng(5)
    for width in (1, 3, numpy_scatter._SHORT, numpy_scatter._SHORT + 1, 1000):
        for count in (1, 100, 3000):
            rows, values = generator.integers(0, 6, count), generator.normal(size=(count, width)).astype(np.float32)
            x = generator.normal(size=(6, width)).astype(np.float32)
            wanted = x.copy()
            np.add.at(wanted, rows, values)
            numpy_scatter.take_rows(np.add.at, x, rows, values)
            assert x.tobytes() == wanted.tobytes()


@pytest.mark.backends("torch")
def test_conjugates_on_torch(backend: str) -> None:
    torch = pytest.importorskip("torch")
    values = np.array([1 + 2j, 3 - 1j, 0.5j])
    value = torch.asarray(np.array([1j, 2j])).conj()
    for method in ("add", "set"):
        memory = torch.asarray(values.copy())
        getattr(ua.at(memory.conj())[torch.asarray([0, 2])], method)(value)
        wanted = expected(values.conj(), method, [0, 2], np.array([-1j, -2j]))
        np.testing.assert_array_equal(memory.conj().resolve_conj().numpy(), wanted)
