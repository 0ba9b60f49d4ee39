"""Under torch.autocast a call with out= writes what the call without out= returns there, cast to the dtype of out.

PyTorch's own functions with out= are not changed by autocast, so what fills out by itself would hold a third value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays.testing._inputs import EVERY, Row

from support import arrays_of, selected

pytestmark = [pytest.mark.backends("torch"), pytest.mark.filterwarnings("ignore::UserWarning")]
DTYPES = ("float32", "float16", "bfloat16")
NOT_IN_HALF = {"linalg.det", "linalg.pinv", "linalg.slogdet", "roots"}  # neither with autocast nor without


def arguments_of(row: Row, dtype: str) -> list[Any]:
    """The arguments of a row, with floats that no dtype of half precision holds exactly, in `dtype`."""
    import torch

    def prepared(one: Any) -> Any:
        if isinstance(one, list):
            return list(map(prepared, one))
        if not isinstance(one, torch.Tensor) or one.dtype is not torch.float64:
            return one
        return (one * 0.99873).to(getattr(torch, dtype))

    return list(map(prepared, arrays_of("torch", list(row.arguments))))


def check(call: Any) -> Any:
    """With every out= that the result may be cast to, the call holds what it returns without. Returns that."""
    import torch

    result = call()
    results = [result] if isinstance(result, torch.Tensor) else list(result)
    for dtype in (None, torch.float32, torch.float64, torch.bfloat16, torch.complex64):
        if dtype is not None and not all(one.dtype.is_floating_point for one in results):
            continue
        outs = [torch.full(one.shape, 77, dtype=dtype or one.dtype) for one in results]
        for _ in range(2):  # found, and found again
            call(out=outs[0] if result is results[0] else tuple(outs))
            for one, out in zip(results, outs, strict=True):
                torch.testing.assert_close(out, one.to(out.dtype), rtol=0, atol=0, equal_nan=True)
    return result


@pytest.mark.applies(where=lambda row, dtype: dtype == "float32" or row.function not in NOT_IN_HALF)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("row", [one for one in EVERY if not one.function.startswith("empty")], ids=str)
def test_inside_and_outside_of_autocast(row: Row, dtype: str, backend: str) -> None:
    import torch

    function, arguments = function_of(row.function), arguments_of(row, dtype)

    def call(**out: Any) -> Any:
        return function(*arguments, **row.options, **out)

    checked = 0
    with selected(backend):
        for state in (False, True, False):
            with torch.autocast("cpu", torch.bfloat16, enabled=state):
                try:
                    call()
                except (NotImplementedError, RuntimeError, ValueError, TypeError):
                    continue  # PyTorch (2.13) does not compute it in half precision, or not under autocast
                check(call)
                checked += 1
    assert checked >= (3 if dtype == "float32" else 1)


def test_what_is_first_called_under_autocast(backend: str) -> None:
    import torch

    x, y = (torch.from_numpy(np.random.default_rng(1).normal(size=size)).float() for size in ((5, 17), (17, 6)))
    for state, dtype in ((True, torch.bfloat16), (False, torch.float32), (True, torch.bfloat16)):
        with torch.autocast("cpu", torch.bfloat16, enabled=state):
            assert check(lambda **out: ua.matmul(x, y, **out)).dtype is dtype


def test_compiled_functions(backend: str) -> None:
    import torch

    x = torch.from_numpy(np.random.default_rng(1).normal(size=(17, 17))).float()
    compiled = ua.compile(lambda x, out: ua.matmul(x, x, out=out))
    for state in (False, True, False):
        with torch.autocast("cpu", torch.bfloat16, enabled=state):
            out = compiled(x, torch.empty(17, 17))
            torch.testing.assert_close(out, ua.matmul(x, x).float(), rtol=0 if state else 1e-6, atol=0)
