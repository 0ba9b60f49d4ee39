"""PyTorch: full, full_like and linspace of numbers that are tensors without axes.

PyTorch (2.13) reads such a tensor as a Python number: its dtype counts for nothing, and its gradient ends unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat.torch as compat
import torch

from ._torch_numbers import result_type
from ._torch_spaced import SPACED

_WITHOUT_FLOAT64 = ("mps",)  # kinds of devices


def _spread(x: torch.Tensor, shape: Any, dtype: Any, device: Any) -> torch.Tensor:
    """Memory of its own that holds the tensor everywhere."""
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    return x.to(device or x.device, dtype or x.dtype).expand(sizes).clone(memory_format=torch.contiguous_format)


def _full(shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
    if isinstance(fill_value, torch.Tensor):
        return _spread(fill_value, shape, dtype, device)
    return compat.full(shape, fill_value, dtype=dtype, device=device)


def _full_like(x: Any, /, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
    if isinstance(fill_value, torch.Tensor):
        return _spread(fill_value, x.shape, dtype or x.dtype, device or x.device)
    return torch.full_like(x, fill_value, dtype=dtype, device=device)


_linspace_of_numbers: Callable[..., Any] = SPACED["linspace"]


def _linspace(
    start: Any, stop: Any, /, num: int, *, dtype: Any = None, device: Any = None, endpoint: bool = True
) -> Any:
    tensors = [one for one in (start, stop) if isinstance(one, torch.Tensor)]
    if not tensors:
        return _linspace_of_numbers(start, stop, num, dtype=dtype, device=device, endpoint=endpoint)
    device = device or next((one.device for one in tensors if one.device.type != "cpu"), tensors[0].device)
    wanted = dtype or result_type(start, stop, 1.0)
    real = torch.float32 if device.type in _WITHOUT_FLOAT64 else torch.float64  # rounded once, as of numbers
    is_complex = result_type(start, stop, 1.0).is_complex
    start, stop = (
        torch.as_tensor(one, dtype=real.to_complex() if is_complex else real, device=device) for one in (start, stop)
    )
    step = (stop - start) / max(num - 1 if endpoint else num, 1)
    values = start + step * torch.arange(num, dtype=real, device=device)
    if endpoint and num > 1:  # the last one exactly
        values = torch.cat([values[:-1], stop.reshape(1)])
    return (values if wanted.is_floating_point or wanted.is_complex else values.floor()).to(wanted)


FILLED = {"full": _full, "full_like": _full_like, "linspace": _linspace}
