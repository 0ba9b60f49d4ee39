"""PyTorch's default dtype, which a program may change between any two calls: what was learned before is not used then.

A function whose result has the default dtype (zeros(3), linspace, sqrt of integers) asks for it in each call, as
PyTorch itself does; a call with out= holds that result, cast to the dtype of out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays.testing._inputs import EVERY, Row

from support import arrays_of, selected

pytestmark = pytest.mark.backends("torch")
ROWS = [row for row in EVERY if not row.function.startswith("empty")]
ROWS += [row.in_dtype(dtype) for row in ROWS for dtype in row.also]


@pytest.fixture(autouse=True)
def restored(backend: str) -> Iterator[None]:
    import torch

    before = torch.get_default_dtype()
    with selected(backend):
        yield
    torch.set_default_dtype(before)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_out_holds_the_result_of_now(row: Row, backend: str) -> None:
    import torch

    function, arguments = function_of(row.function), arrays_of(backend, list(row.arguments))
    for default in (torch.float32, torch.float64, torch.float32):
        torch.set_default_dtype(default)
        result = function(*arguments, **row.options)
        results = [result] if isinstance(result, torch.Tensor) else list(result)
        for dtype in (None, torch.float32, torch.float64):
            if dtype is not None and any(one.is_complex() for one in results):
                continue
            outs = [torch.full(one.shape, 77, dtype=dtype or one.dtype) for one in results]
            for _ in range(2):  # found, and found again
                function(*arguments, **row.options, out=outs[0] if result is results[0] else tuple(outs))
                for one, out in zip(results, outs, strict=True):
                    torch.testing.assert_close(out, one.to(out.dtype), rtol=0, atol=0, equal_nan=True)


OF_THE_DEFAULT: dict[str, Callable[[Any], Any]] = {
    "zeros": lambda integers: ua.zeros(3),
    "ones": lambda integers: ua.ones((2, 2)),
    "empty": lambda integers: ua.empty(3),
    "full": lambda integers: ua.full(3, 0.1),
    "eye": lambda integers: ua.eye(3),
    "linspace": lambda integers: ua.linspace(0, 1, 5),
    "arange": lambda integers: ua.arange(0.0, 1.0, 0.25),
    "asarray": lambda integers: ua.asarray([0.1, 0.2]),
    "fftfreq": lambda integers: ua.fft.fftfreq(5),
    "rfftfreq": lambda integers: ua.fft.rfftfreq(5),
    "sqrt": ua.sqrt,
    "exp": ua.exp,
    "divide": lambda integers: ua.divide(integers, integers),
    "divide by a number": lambda integers: ua.divide(integers, 3),
    "add a float": lambda integers: ua.add(integers, 0.1),
    "multiply by a float": lambda integers: ua.multiply(0.1, integers),
    "average": ua.average,
    "result_type": lambda integers: ua.result_type(ua.int64, 1.5),
}


@pytest.mark.parametrize("name", list(OF_THE_DEFAULT))
def test_the_default_is_that_of_now(name: str, backend: str) -> None:
    import torch

    integers = torch.arange(1, 5)
    for default in (torch.float32, torch.float64, torch.float32, torch.float64):
        torch.set_default_dtype(default)
        for _ in range(2):
            result = OF_THE_DEFAULT[name](integers)
            assert getattr(result, "dtype", result) is default


def test_out_is_refused_by_the_default_of_now(backend: str) -> None:
    import torch

    integers, out = torch.arange(1, 5), torch.zeros(4, dtype=torch.int64)
    for default in (torch.float32, torch.float64):
        torch.set_default_dtype(default)
        for _ in range(2):
            with pytest.raises(TypeError, match=f"the result's dtype {str(default).partition('.')[2]}"):
                ua.sqrt(integers, out=out)


def test_compiled_functions(backend: str) -> None:
    import torch

    compiled = ua.compile(lambda integers: ua.add(ua.sqrt(integers), ua.ones(4)))
    for default in (torch.float32, torch.float64, torch.float32):
        torch.set_default_dtype(default)
        assert compiled(torch.arange(1, 5)).dtype is default
