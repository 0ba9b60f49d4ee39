"""The plain case of copyto and at(x)[index]: what it takes, and what it leaves to the fallback, untouched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from part_writes import METHODS, expected
from unified_arrays import backends

import support
from support import MEMORY, VALUE, bits, numpy_of

OF_THREE = pytest.mark.backends("numpy", "torch", "tensorflow")
DTYPES = "int8 int16 int32 int64 uint8 float16 float32 float64 complex64 complex128".split()
INDICES: dict[str, Any] = {
    "a slice": slice(1, None),
    "a row": 2,
    "a negative row": -1,
    "a column": (slice(None), 1),
    "an element": (1, 2),
    "steps": (slice(None, None, 2), slice(0, None, 3)),
    "all": ...,
    "nothing": (),
    "new axes": (None, 1, ..., None),
    "no elements": slice(3, 1),
    "the last axis": (..., slice(1, 3)),
}
VALUES = np.arange(1, 13).reshape(3, 4)


def plain_copy(backend: str, out: Any, value: Any) -> bool:
    """Whether copyto takes it for plain; if so it is made."""
    return backends.by_name(backend).plain_copies[type(out)](out, value)


def plain_write(backend: str, method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether at(x)[index] takes it for plain; if so it is made."""
    return backends.by_name(backend).plain_writes[type(x)](method, x, index, value)


@OF_THREE
@pytest.mark.parametrize("dtype", ["bool", *DTYPES])
@pytest.mark.parametrize("name", INDICES)
def test_windows(name: str, dtype: str, backend: str) -> None:
    values, index = VALUES.astype(dtype), INDICES[name]
    kind, taken = np.dtype(dtype).kind, set()
    kinds = {"set": "biufc", "divide": "fc", "min": "iuf", "max": "iuf"}
    for method in METHODS:
        if kind not in kinds.get(method, "iufc"):
            continue
        selected = values[index]
        numbers = [3] if kind != "b" else []
        arrays = [np.full_like(selected, 2), np.full(selected.shape[-1:], 2).astype(dtype)]
        for value in [*numbers, *arrays]:
            given = VALUE[backend](value) if isinstance(value, np.ndarray) else value
            wanted = expected(values, method, index, value)
            x = MEMORY[backend](values)
            if plain_write(backend, method, x, index, given):
                taken.add(method)
                np.testing.assert_allclose(numpy_of(x), wanted, rtol=1e-3 if dtype == "float16" else 1e-6)
            x = MEMORY[backend](values)
            assert getattr(ua.at(x)[index], method)(given) is x
            np.testing.assert_allclose(numpy_of(x), wanted, rtol=1e-3 if dtype == "float16" else 1e-6)
    assert taken or support.DEVICE is not None


@OF_THREE
@pytest.mark.parametrize("dtype", DTYPES)
def test_copies(dtype: str, backend: str) -> None:
    values = VALUES.astype(dtype)
    for value in (values + 1, np.ones(4, dtype), 7):
        given = VALUE[backend](value) if isinstance(value, np.ndarray) else value
        out = MEMORY[backend](values)
        assert ua.copyto(out, given) is out
        assert bits(out) == np.broadcast_to(np.asarray(value).astype(dtype), (3, 4)).tobytes()
    if support.DEVICE is None or backend == "torch":
        assert plain_copy(backend, MEMORY[backend](values), VALUE[backend](values))


@OF_THREE
@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_masks(dtype: str, backend: str) -> None:
    values = VALUES.astype(dtype)
    masks = (values > 4, values[:, 0] > 4, np.zeros((3, 4), bool))
    for mask in masks:
        x = MEMORY[backend](values)
        ua.at(x)[VALUE[backend](mask)].set(3)
        assert bits(x) == expected(values, "set", mask, 3).tobytes()
    if support.DEVICE is None:
        assert plain_write(backend, "set", MEMORY[backend](values), VALUE[backend](masks[0]), 3)


NOT_PLAIN: dict[str, Callable[[str], tuple[str, Any, Any]]] = {
    "two ellipses": lambda backend: ("float64", (..., ...), 1.0),
    "a row that is not there": lambda backend: ("float64", 3, 1.0),
    "too many axes": lambda backend: ("float64", (0, 0, 0), 1.0),
    "a truth in the index": lambda backend: ("float64", True, 1.0),
    "an index that is a list": lambda backend: ("float64", [0, 1], 1.0),
    "a float in the index": lambda backend: ("float64", 1.0, 1.0),
    "too large for int8": lambda backend: ("int8", slice(1), 300),
    "negative for uint8": lambda backend: ("uint8", slice(1), -1),
    "a float for integers": lambda backend: ("int32", slice(1), 1.0),
    "a truth": lambda backend: ("int32", slice(1), True),
    "too large for float16": lambda backend: ("float16", slice(1), 1e30),
    "too many axes of a value": lambda backend: ("float64", 0, VALUE[backend](np.ones((1, 4)))),
    "another shape": lambda backend: ("float64", 0, VALUE[backend](np.ones(3))),
    "another dtype": lambda backend: ("float64", 0, VALUE[backend](np.ones(4, np.float32))),
    "a mask of another shape": lambda backend: ("float64", VALUE[backend](np.ones((3, 5), bool)), 1.0),
}


@OF_THREE
@pytest.mark.parametrize("method", ["set", "add", "max", "unknown"])
@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_left_alone(name: str, method: str, backend: str) -> None:
    dtype, index, value = NOT_PLAIN[name](backend)
    x = MEMORY[backend](VALUES.astype(dtype))
    before = bits(x)
    assert not plain_write(backend, method, x, index, value)
    assert bits(x) == before


@OF_THREE
@pytest.mark.parametrize("value", [1e30, True, 1j, "1", None, [1.0], np.float64(1.0)], ids=str)
def test_copies_that_are_left_alone(value: Any, backend: str) -> None:
    for dtype in ("float16", "int8"):
        out = MEMORY[backend](VALUES.astype(dtype))
        before = bits(out)
        assert not plain_copy(backend, out, value)
        assert bits(out) == before
    for shape in ((1, 3, 4), (3,), (4, 3), (3, 5)):
        out = MEMORY[backend](VALUES.astype("float64"))
        before = bits(out)
        assert not plain_copy(backend, out, VALUE[backend](np.ones(shape)))
        assert bits(out) == before


@pytest.mark.backends("numpy", "torch")
def test_overlap(backend: str) -> None:
    """Whatever of x the value is, the result is as if it had been copied before."""
    generator = np.random.default_rng(0)
    for _ in range(300):
        start, other, count = (int(one) for one in generator.integers(0, 12, 3))
        memory = generator.normal(size=24)
        held, wanted = VALUE[backend](memory.copy()), memory.copy()
        value = memory[other : other + count].copy()
        if generator.random() < 0.5:
            ua.copyto(held[start : start + count], held[other : other + count])
            wanted[start : start + count] = value
        else:
            ua.at(held)[start : start + count].add(held[other : other + count])
            wanted[start : start + count] += value
        np.testing.assert_array_equal(numpy_of(held), wanted)


@pytest.mark.backends("numpy")
def test_memory_of_numpy_that_is_not_plain(backend: str) -> None:
    read_only = np.ones(4)
    read_only.flags.writeable = False
    for out in (read_only, np.broadcast_to(np.ones(1), (4,)), np.ones(8)[::2], np.ones(4, ">f8"), np.ones(4, object)):
        assert not plain_copy(backend, out, np.ones(4))
        assert not plain_write(backend, "set", out, slice(1), 1.0)
        assert not plain_write(backend, "add", out, np.array([0]), 1.0)


@pytest.mark.backends("torch")
def test_memory_of_torch_that_is_not_plain(backend: str) -> None:
    torch = pytest.importorskip("torch")
    with torch.inference_mode():
        inferred = torch.ones(4)
    outs = [
        inferred,
        torch.ones(1).expand(4),
        torch.ones(4, requires_grad=True),
        torch.ones(8)[::2],
        torch.eye(4)[0].to_sparse(),
    ]
    for out in outs:
        assert not plain_copy("torch", out, torch.zeros(4))
        assert not plain_write("torch", "set", out, slice(1), 1.0)
        assert not plain_write("torch", "add", out, torch.tensor([0]), 1.0)
    recorded = torch.ones(4, requires_grad=True)
    assert not plain_copy("torch", torch.ones(4), recorded)
    assert not plain_write("torch", "set", torch.ones(4), ..., recorded)
    assert not plain_write("torch", "add", torch.ones(4), torch.arange(4), recorded)


@pytest.mark.backends("tensorflow")
def test_what_tensorflow_records_is_not_plain(backend: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x, value = MEMORY["tensorflow"](np.ones(4)), tf.ones(4, tf.float64)
    with tf.GradientTape():
        assert not plain_copy("tensorflow", x, value)
        assert not plain_write("tensorflow", "set", x, slice(1), 1.0)
        assert not plain_write("tensorflow", "add", x, tf.constant([0]), 1.0)


@pytest.mark.backends("tensorflow")
def test_parts_of_tensorflow(backend: str) -> None:
    tf = pytest.importorskip("tensorflow")
    x = MEMORY["tensorflow"](VALUES.astype("float64"))
    part = x[1:, ::2]
    assert ua.copyto(part, tf.zeros((2, 2), tf.float64)) is part
    assert ua.copyto(x[0], 9) is not None
    wanted = VALUES.astype("float64")
    wanted[1:, ::2], wanted[0] = 0.0, 9.0
    assert bits(x) == wanted.tobytes()
    with pytest.raises(ValueError, match="src has shape"):
        ua.copyto(part, tf.zeros((3, 2), tf.float64))
    assert bits(x) == wanted.tobytes()


@OF_THREE
def test_masks_of_many_elements(backend: str) -> None:
    values = np.arange(30_000).reshape(3, -1) % 100
    for dtype in ("int8", "float32"):
        x, mask = MEMORY[backend](values.astype(dtype)), values > 50
        ua.at(x)[VALUE[backend](mask)].set(3)
        assert bits(x) == expected(values.astype(dtype), "set", mask, 3).tobytes()
        before = bits(x)
        with pytest.raises((OverflowError, TypeError)):
            ua.at(x)[VALUE[backend](mask)].set(300 if dtype == "int8" else 1j)
        assert bits(x) == before
