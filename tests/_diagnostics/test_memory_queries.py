"""ua.memory: what a device holds; and on a GPU, that native writes hold nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays.backends.common import process_memory

import support
from fresh import fresh_python
from support import MEMORY, VALUE

ASKING: dict[str, Callable[..., object]] = {
    name: getattr(ua.memory, name) for name in ("allocated", "peak", "reset_peak", "counted_by")
}
asking = pytest.mark.parametrize(("name", "ask"), ASKING.items(), ids=list(ASKING))


COUNTED = """
import gc
import unified_arrays as ua

backend, SIZE = {backend!r}, {size}
resolution = ua.memory.counted_by("cpu", backend=backend).resolution


def held():
    return ua.memory.allocated("cpu", backend=backend)


def ones():
    with ua.use_backend(backend):
        return ua.ones(SIZE // 8, dtype=ua.float64)


ua.add(ones(), 1.0)  # what only a first call does is not counted
gc.collect()

before = held()
x = ones()
# TensorFlow's allocator may round up to a whole chunk.
assert SIZE - resolution <= held() - before <= 2 * SIZE, held() - before
del x
gc.collect()
assert abs(held() - before) <= resolution, held() - before

x = ones()
ua.memory.reset_peak("cpu", backend=backend)
before = held()
y = ua.add(x, x)
z = ua.add(x, y)
del y, z
most = ua.memory.peak("cpu", backend=backend) - before
assert abs(most - 2 * SIZE) <= 1_000_000, most  # pages are seen that were written to
ua.memory.reset_peak("cpu", backend=backend)
most = ua.memory.peak("cpu", backend=backend) - before
assert abs(most) <= 1_000_000, most
"""


# In a process of its own, as that of a process is what may be counted.
def test_what_is_held_is_counted(backend: str) -> None:
    fresh_python(COUNTED.format(backend=backend, size=8_000_000))


def test_who_counts_is_said(backend: str) -> None:
    who, resolution = ua.memory.counted_by("cpu", backend=backend)
    if backend == "tensorflow" and "TensorFlow" in who:  # where its allocator keeps statistics
        assert (who, resolution) == ("TensorFlow's allocator", 2**18)
    else:
        assert (who, resolution) == ("the C library, for the whole process", 2**16)


@asking
def test_where_nobody_counts_it_is_said(name: str, ask: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_memory.sys, "platform", "win32")
    process_memory.process_memory.cache_clear()
    try:
        with pytest.raises(NotImplementedError, match=f"^memory.{name}: the memory of cpu:0 .* not on win32$"):
            ask("cpu", backend="numpy")
    finally:
        process_memory.process_memory.cache_clear()


@asking
def test_a_device_without_memory(name: str, ask: Callable[..., object]) -> None:
    pytest.importorskip("torch")
    with pytest.raises(NotImplementedError, match=f"^memory.{name}: the memory of meta:0 is not known: PyTorch counts"):
        ask("meta", backend="torch")


@asking
def test_a_device_that_is_not_there(name: str, ask: Callable[..., object], backend: str) -> None:
    with pytest.raises(ua.DeviceNotFoundError, match=f"^memory.{name}: device gpu:7 is not there: {backend} has cpu:0"):
        ask("gpu:7", backend=backend)


@asking
def test_what_is_no_backend(name: str, ask: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=f"^memory.{name}: 'tinygrad' is no backend"):
        ask("cpu", backend="tinygrad")


N = 1_000_000
NATIVE: dict[str, Callable[..., object]] = {
    "add": lambda x, out: ua.add(x, x, out=out),
    "exp": lambda x, out: ua.exp(x, out=out),
    "cumulative_sum": lambda x, out: ua.cumulative_sum(x, out=out),
    "where": lambda x, out: ua.where(x > 0, x, x, out=out),
}


@pytest.mark.backends("torch")
@pytest.mark.parametrize("function", NATIVE)
def test_a_native_write_holds_nothing_more_on_a_gpu(function: str, backend: str) -> None:
    if support.DEVICE is None:
        pytest.skip("a GPU of PyTorch is needed: run with --device gpu")
    device = ua.Device(support.DEVICE)
    x, out = VALUE[backend](np.ones(N)), MEMORY[backend](np.ones(N))
    condition = 0 if function != "where" else N  # its booleans

    NATIVE[function](x, out)
    ua.memory.reset_peak(device, backend=backend)
    before = ua.memory.allocated(device, backend=backend)
    NATIVE[function](x, out)
    assert ua.memory.peak(device, backend=backend) - before <= condition + N // 8
    NATIVE[function](x, VALUE[backend](np.ones(N)))
    copied = ua.add(x, x)
    assert ua.memory.allocated(device, backend=backend) - before >= 8 * N
    assert copied is not None


# -- addresses --------------------------------------------------------------------------------------------------------


def test_an_address_is_that_of_the_framework(backend: str) -> None:
    x = MEMORY[backend](np.arange(6.0))
    if backend == "numpy":
        expected = x.ctypes.data
    elif backend == "torch":
        expected = x.data_ptr()
    else:
        expected = np.asarray(x.value()).ctypes.data
    assert ua.memory.address(x) == expected
    if backend != "tensorflow":
        assert ua.memory.address(x[2:]) == expected + 16


@pytest.mark.parametrize("dtype", ["bool", "uint8", "float32", "complex128"])
def test_bytes_of_the_elements(dtype: str, backend: str) -> None:
    x = VALUE[backend](np.zeros((3, 5), dtype))
    assert ua.memory.nbytes(x) == 15 * np.dtype(dtype).itemsize
    assert ua.memory.nbytes(x[:, ::2]) == 9 * np.dtype(dtype).itemsize


def test_sharing_is_exact(backend: str) -> None:
    x, other = VALUE[backend](np.zeros((4, 6))), VALUE[backend](np.zeros((4, 6)))
    assert ua.memory.shares_memory(x, x)
    assert not ua.memory.shares_memory(x, other)
    if backend == "tensorflow":
        v = MEMORY[backend](np.zeros(3))
        assert ua.memory.shares_memory(v, v.value())
        assert ua.memory.shares_memory(v, v[1:])
        assert not ua.memory.shares_memory(v[:1], v[1:])
        return
    assert ua.memory.shares_memory(x, x.T)
    assert ua.memory.shares_memory(x[:, :3], x[2, 2:])
    assert not ua.memory.shares_memory(x[:, ::2], x[:, 1::2])  # interleaved, and nowhere the same
    assert not ua.memory.shares_memory(x[:0], x)


def test_sharing_between_backends() -> None:
    torch = pytest.importorskip("torch")
    x = np.zeros(6)
    shared = torch.from_numpy(x)
    assert ua.memory.shares_memory(x[::2], shared)
    assert not ua.memory.shares_memory(x[::2], shared[1::2])
    assert ua.memory.address(x) == ua.memory.address(shared)


def test_what_has_no_address(backend: str) -> None:
    if backend == "numpy":
        without: Any = np.float64(1.0)
    elif backend == "torch":
        without = ua.to_device(VALUE[backend](np.ones(3)), "meta")
    else:
        import tensorflow as tf

        @tf.function(autograph=False)
        def address(x: Any) -> None:
            with pytest.raises(NotImplementedError, match="a graph has no addresses"):
                ua.memory.address(x)

        address(tf.ones(3))
        return
    with pytest.raises(NotImplementedError, match="^memory.address: the address of x is not known: "):
        ua.memory.address(without)
    with pytest.raises(NotImplementedError, match="^memory.shares_memory: the address of y is not known: "):
        ua.memory.shares_memory(VALUE[backend](np.ones(3)), without)


@pytest.mark.parametrize("function", ["address", "nbytes"])
def test_what_is_no_array(function: str) -> None:
    with pytest.raises(TypeError, match=f"^memory.{function}: x is a list, expected an array"):
        getattr(ua.memory, function)([1.0])
