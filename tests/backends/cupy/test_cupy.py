"""What is CuPy's own: what its kernels are trusted with, indices, stacks of matrices, and the double itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import backends

from support import MEMORY, VALUE, assert_same, numpy_of

pytestmark = pytest.mark.backends("cupy")

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def test_no_kernel_that_reads_is_trusted_with_overlap(backend: str) -> None:
    kernels = backends.by_name(backend).native
    trusted = {name for name, kernel in kernels.items() if kernel.overlap != "none"}
    assert trusted == {"empty", "empty_like", "zeros", "zeros_like", "ones", "ones_like"}
    assert len(kernels) > 80


@pytest.mark.parametrize("index", [2, -3, 100])
def test_an_index_out_of_range_is_an_error(backend: str, index: int) -> None:
    x, wrong = MEMORY[backend](X), VALUE[backend](np.array([0, index]))
    with pytest.raises(IndexError, match="^take: index"):
        ua.take(x, wrong, axis=0)
    with pytest.raises(IndexError, match="^take_along_axis: index"):
        ua.take_along_axis(x, ua.reshape(wrong, (2, 1)), axis=0)
    with pytest.raises(IndexError):
        ua.at(x)[wrong].set(0.0)
    assert_same(x, X)


def test_of_several_values_for_one_element_the_last_one_stays(backend: str) -> None:
    x = MEMORY[backend](np.zeros((3, 2)))
    ua.at(x)[VALUE[backend](np.array([2, 0, 2]))].set(VALUE[backend](np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])))
    assert_same(x, np.array([[3.0, 4.0], [0.0, 0.0], [5.0, 6.0]]))


def test_stacks_of_matrices_are_broadcast(backend: str) -> None:
    a = np.eye(2) + np.arange(12.0).reshape(3, 1, 2, 2)
    b = np.arange(16.0).reshape(4, 2, 2)
    assert_same(ua.linalg.solve(VALUE[backend](a), VALUE[backend](b)), np.linalg.solve(a, b), tolerance=100)


def test_memory_of_the_host_is_copied(backend: str) -> None:
    values = np.arange(3.0)
    x = ua.from_dlpack(values) if backend == "numpy" else backends.by_name(backend).namespace.from_dlpack(values)
    values[0] = 7
    assert_same(x, np.arange(3.0))
    with pytest.raises(ValueError):
        backends.by_name(backend).namespace.from_dlpack(values, copy=False)


def test_addresses_are_told(backend: str) -> None:
    x = MEMORY[backend](X)
    assert ua.memory.address(x[1:]) - ua.memory.address(x) == X.strides[0]
    assert ua.memory.shares_memory(x, x[1:])
    assert not ua.memory.shares_memory(x, MEMORY[backend](X))


# -- the double: it refuses what CuPy does ----------------------------------------------------------------------------


@pytest.fixture
def double(backend: str) -> Any:
    import cupy

    if "double" not in cupy.__version__:
        pytest.skip(f"it is about tests/cupy_double, and CuPy {cupy.__version__} is here")
    return cupy


def test_the_double_refuses_what_cupy_refuses(double: Any, backend: str) -> None:
    x = VALUE[backend](X)
    with pytest.raises(TypeError, match="Unsupported type"):
        double.add(x, X)
    with pytest.raises(TypeError, match="Implicit conversion"):
        np.asarray(x)
    with pytest.raises(TypeError, match="unexpected keyword"):
        double.unique(x, sorted=True)
    assert not hasattr(x.flags, "writeable")
    assert not hasattr(double, "spacing")


def test_a_kernel_that_is_trusted_with_overlap_is_seen(double: Any, backend: str) -> None:
    x = VALUE[backend](X)
    assert not numpy_of(double.add(x, x, out=x)).any()
    y = VALUE[backend](X)
    ua.add(y, y, out=y)
    assert_same(y, X + X)
