"""What a native write must not be trusted with, and what it must not remember."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

from support import MEMORY, VALUE, assert_same, bits, numpy_of, selected

REAL = np.arange(12.0).reshape(3, 4) - 5.5


def same_as_without(call: Callable[..., Any], backend: str, dtype: Any = None) -> None:
    """`call(out=)` writes what `call()` returns, or raises the same error and leaves out alone."""
    with selected(backend):
        try:
            expected = numpy_of(call())
        except Exception as error:
            out = MEMORY[backend](np.full((2, 3), 7).astype(dtype or np.float64))
            before = bits(out)
            with pytest.raises(type(error)):
                call(out=out)
            assert bits(out) == before
            return
        assert expected.dtype.kind in "biufc"
        out = MEMORY[backend](np.full(expected.shape, 7).astype(expected.dtype))
        assert call(out=out) is out
        assert_same(out, expected)


# -- creation ---------------------------------------------------------------------------------------------------------

NUMBERS = [0, 7, -7, 300, 2**31, 2**62, 2**63, 2**64 - 1, True, 2.5, -0.0, float("inf"), 1e300, 2j, np.float32(0.5)]


@pytest.mark.parametrize("dtype", [None, "bool", "uint8", "int64", "uint64", "float32", "complex64"])
@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.filterwarnings("ignore:overflow encountered", "ignore:Casting complex values to real")
def test_numbers_fill_out_as_they_fill_a_new_array(number: Any, dtype: str | None, backend: str) -> None:
    same_as_without(lambda **out: ua.full((2, 3), number, dtype=dtype, **out), backend, dtype)
    like = VALUE[backend](np.zeros((2, 3), dtype or "float32"))
    same_as_without(lambda **out: ua.full_like(like, number, **out), backend, dtype or "float32")


def test_numbers_of_two_kinds_do_not_share_a_dtype(backend: str) -> None:
    out = MEMORY[backend](np.zeros(2, np.int64))
    with selected(backend):
        ua.full((2,), 3, out=out)
        with pytest.raises(TypeError, match="^full: out has dtype int64"):
            ua.full((2,), 2.5, out=out)
    assert_same(out, np.array([3, 3]))


# A list is no shape of the standard.
@pytest.mark.applies(where=lambda shape, backend: not isinstance(shape, list) or backend != "tensorflow")
@pytest.mark.parametrize(
    "shape", [3, (), (2, 3), [2, 3], (0, 3), (np.int64(2), 3), (2.0, 3.0), (-1,), (True, 3)], ids=repr
)
def test_shapes_of_all_spellings(shape: Any, backend: str) -> None:
    for name in ("zeros", "ones", "zeros"):  # the second and third calls know the dtype
        same_as_without(lambda name=name, **out: getattr(ua, name)(shape, **out), backend)


def test_a_device_is_compared(backend: str) -> None:
    out = MEMORY[backend](np.full(3, 7.0))
    with selected(backend):
        here = str(ua.device(out))
        assert ua.zeros(3, dtype=ua.float64, device=here, out=out) is out
        assert_same(out, np.zeros(3))
        with pytest.raises(ua.DeviceNotFoundError):
            ua.ones(3, dtype=ua.float64, device="gpu:77", out=out)
    assert_same(out, np.zeros(3))


@contextmanager
def default_dtype(dtype: Any) -> Iterator[None]:
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


DEFAULTS: dict[str, Callable[..., Any]] = {
    "zeros": lambda x, out: ua.zeros(3, out=out),
    "full": lambda x, out: ua.full(3, 0.5, out=out),
    "linspace": lambda x, out: ua.linspace(0.0, 1.0, 3, out=out),
    "sqrt": lambda x, out: ua.sqrt(x, out=out),
    "divide": lambda x, out: ua.divide(x, x, out=out),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_default_dtype_is_not_remembered(name: str) -> None:
    """After torch.set_default_dtype the result is of another dtype, also where out= has been called before."""
    torch = pytest.importorskip("torch")
    x = torch.tensor([2, 3, 5])
    without: Callable[..., Any] = lambda: DEFAULTS[name](x, None)  # noqa: E731
    for dtype in (torch.float32, torch.float64, torch.float32):
        with default_dtype(dtype), selected("torch"):
            expected = without()
            assert expected.dtype is dtype
            for kind in (torch.float32, torch.float64):
                out = torch.zeros(3, dtype=kind)
                assert torch.equal(DEFAULTS[name](x, out), expected.to(kind))


# -- nothing fails half-way -------------------------------------------------------------------------------------------

MISTAKES: dict[str, Callable[[Any, Any], Any]] = {
    "tril, k is no integer": lambda x, out: ua.tril(x, k="1", out=out),
    "eye, k is no integer": lambda x, out: ua.eye(3, 4, k="1", dtype=ua.float64, out=out),
    "take, index too large": lambda x, out: ua.take(x, ua.asarray([0, 1, 2, 9]), axis=1, out=out),
    "take, index too small": lambda x, out: ua.take(x, ua.asarray([0, 1, 2, -9]), axis=1, out=out),
    "roll, axis out of range": lambda x, out: ua.roll(x, (1, 1), axis=(0, 5), out=out),
    "tile, negative": lambda x, out: ua.tile(x, (1, -1), out=out),
    "repeat, negative": lambda x, out: ua.repeat(x, -1, axis=0, out=out),
    "reshape, does not fit": lambda x, out: ua.reshape(x, (5, -1), out=out),
    "diff, axis out of range": lambda x, out: ua.diff(x, axis=2, out=out),
    "argmax, of nothing": lambda x, out: ua.argmax(x[:, :0], axis=1, out=out),
    "linspace, negative": lambda x, out: ua.linspace(0.0, 1.0, -1, out=out),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_leaves_out_untouched(mistake: str, backend: str) -> None:
    out = MEMORY[backend](np.full((3, 4), 7.0))
    before = bits(out)
    with selected(backend), pytest.raises(Exception, match="."):
        MISTAKES[mistake](VALUE[backend](REAL), out)
    assert bits(out) == before


def test_an_axis_named_twice_is_transformed_twice_or_refused() -> None:
    x = np.arange(12.0).reshape(3, 4)
    expected = np.fft.rfftn(x, axes=(1, 1))
    for shape in (expected.shape, (3, 3)):
        out = np.full(shape, 7 + 0j)
        if shape == expected.shape:
            assert_same(ua.fft.rfftn(x, axes=(1, 1), out=out), expected)
        else:
            with pytest.raises(ValueError, match="shape"):
                ua.fft.rfftn(x, axes=(1, 1), out=out)
            assert_same(out, np.full(shape, 7 + 0j))


def test_objects_are_not_moved() -> None:
    objects = np.array([1, "x", None], object)
    out = np.array([7, 7, 7], object)
    for call in (lambda: ua.reshape(objects, (3,), out=out), lambda: ua.take(objects, np.arange(3), out=out)):
        with pytest.raises(TypeError, match="out has dtype object"):
            call()
    assert out.tolist() == [7, 7, 7]


@pytest.mark.parametrize("function", ["zeros_like", "imag", "roll", "reshape", "astype", "add"])
def test_an_out_that_requires_a_gradient_is_refused(function: str) -> None:
    torch = pytest.importorskip("torch")
    base = torch.ones(3, requires_grad=True)
    for out in (base, base * 1):  # a leaf, and a step on the way to a gradient
        arguments = {"roll": (1,), "reshape": ((3,),), "astype": (ua.float32,), "add": (1.0,)}.get(function, ())
        dtype = torch.complex64 if function == "imag" else torch.float32
        with pytest.raises(ua.GradientError):
            getattr(ua, function)(torch.zeros(3, dtype=dtype), *arguments, out=out)
        assert torch.equal(out.detach(), torch.ones(3))


def test_too_few_elements_are_told_before_writing() -> None:
    torch = pytest.importorskip("torch")
    out = torch.full((3,), 7.0)
    with pytest.raises(UserWarning, match="degrees of freedom"):
        ua.var(torch.ones(3, 1), axis=1, correction=1.0, out=out)
    assert torch.equal(out, torch.full((3,), 7.0))
