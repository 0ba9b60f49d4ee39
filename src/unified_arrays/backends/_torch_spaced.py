"""PyTorch: numbers at even distances, rounded once.

torch.linspace, torch.arange and the frequencies of torch.fft (2.13) compute in the dtype of the result: in float32, the
default one, 1000 comes out as 1000.00006. They are computed in float64 here, as NumPy has them, and rounded then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat.torch as compat
import torch

_COARSE = frozenset({torch.float16, torch.bfloat16, torch.float32})
_WITHOUT_FLOAT64 = ("mps",)  # kinds of devices


def _rounded_once(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*numbers: Any, dtype: Any = None, device: Any = None, **options: Any) -> Any:
        wanted = torch.get_default_dtype() if dtype is None else dtype
        if wanted not in _COARSE or (device is not None and torch.device(device).type in _WITHOUT_FLOAT64):
            return function(*numbers, dtype=dtype, device=device, **options)
        return function(*numbers, dtype=torch.float64, device=device, **options).to(wanted)

    return call


_rounded_arange = _rounded_once(compat.arange)


def _arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None) -> Any:
    # Of integers PyTorch makes integers where no dtype is named.
    if dtype is None and all(isinstance(one, int) or one is None for one in (start, stop, step)):
        return compat.arange(start, stop, step, device=device)
    return _rounded_arange(start, stop, step, dtype=dtype, device=device)


def _frequencies(function: Callable[..., Any]) -> Callable[..., Any]:
    rounded = _rounded_once(function)

    def call(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Any:
        return rounded(n, d=d, dtype=dtype, device=device)

    return call


SPACED = {
    "linspace": _rounded_once(compat.linspace),
    "arange": _arange,
    "fft.fftfreq": _frequencies(torch.fft.fftfreq),
    "fft.rfftfreq": _frequencies(torch.fft.rfftfreq),
}
