"""Creation functions whose results in PyTorch deviate from the standard.

torch.linspace, torch.arange and the frequencies of torch.fft (2.13) compute in the dtype of the result: in float32, the
default one, 1000 becomes 1000.00006. Here they are computed in float64, as in NumPy, and rounded once.

PyTorch (2.13) treats a 0-d tensor as an argument of full, full_like and linspace like a Python scalar: its dtype is
ignored, and its gradient is silently cut. Here it is an array.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat.torch as compat
import torch

from .python_scalars import result_type

_LOW_PRECISION = frozenset({torch.float16, torch.bfloat16, torch.float32})
_WITHOUT_FLOAT64 = ("mps",)  # kinds of devices


def _compute_in_float64(function: Callable[..., Any]) -> Callable[..., Any]:
    def create_in_float64_and_round(*numbers: Any, dtype: Any = None, device: Any = None, **options: Any) -> Any:
        target = torch.get_default_dtype() if dtype is None else dtype
        if target not in _LOW_PRECISION or (device is not None and torch.device(device).type in _WITHOUT_FLOAT64):
            return function(*numbers, dtype=dtype, device=device, **options)
        return function(*numbers, dtype=torch.float64, device=device, **options).to(target)

    return create_in_float64_and_round


_arange_in_float64 = _compute_in_float64(compat.arange)


def _arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None) -> Any:
    # Without a dtype, PyTorch makes integers from integers.
    if dtype is None and all(isinstance(bound, int) or bound is None for bound in (start, stop, step)):
        return compat.arange(start, stop, step, device=device)
    return _arange_in_float64(start, stop, step, dtype=dtype, device=device)


def _frequencies(function: Callable[..., Any]) -> Callable[..., Any]:
    in_float64 = _compute_in_float64(function)

    def frequencies(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Any:
        return in_float64(n, d=d, dtype=dtype, device=device)

    return frequencies


def _filled_with_tensor(x: torch.Tensor, shape: Any, dtype: Any, device: Any) -> torch.Tensor:
    """New memory filled with the 0-d tensor `x`."""
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    return x.to(device or x.device, dtype or x.dtype).expand(sizes).clone(memory_format=torch.contiguous_format)


def _full(shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
    if isinstance(fill_value, torch.Tensor):
        return _filled_with_tensor(fill_value, shape, dtype, device)
    return compat.full(shape, fill_value, dtype=dtype, device=device)


def _full_like(x: Any, /, fill_value: Any, *, dtype: Any = None, device: Any = None) -> Any:
    if isinstance(fill_value, torch.Tensor):
        return _filled_with_tensor(fill_value, x.shape, dtype or x.dtype, device or x.device)
    return torch.full_like(x, fill_value, dtype=dtype, device=device)


_linspace_of_numbers = _compute_in_float64(compat.linspace)


def _linspace(
    start: Any, stop: Any, /, num: int, *, dtype: Any = None, device: Any = None, endpoint: bool = True
) -> Any:
    tensors = [bound for bound in (start, stop) if isinstance(bound, torch.Tensor)]
    if not tensors:
        return _linspace_of_numbers(start, stop, num, dtype=dtype, device=device, endpoint=endpoint)
    device = device or next((t.device for t in tensors if t.device.type != "cpu"), tensors[0].device)
    target = dtype or result_type(start, stop, 1.0)
    real = torch.float32 if device.type in _WITHOUT_FLOAT64 else torch.float64  # rounded once, as for Python scalars
    is_complex = result_type(start, stop, 1.0).is_complex
    start, stop = (
        torch.as_tensor(bound, dtype=real.to_complex() if is_complex else real, device=device)
        for bound in (start, stop)
    )
    step = (stop - start) / max(num - 1 if endpoint else num, 1)
    values = start + step * torch.arange(num, dtype=real, device=device)
    if endpoint and num > 1:  # the last element is exact
        values = torch.cat([values[:-1], stop.reshape(1)])
    return (values if target.is_floating_point or target.is_complex else values.floor()).to(target)


def merge_batch_axes(x: Any) -> Any:
    """`x` with a single batch axis.

    torch.tril and torch.triu (2.13) step from matrix to matrix by the stride of the last batch axis. If that has length
    1, its stride is arbitrary: they read, and write to an out, outside of its memory. A 3-D array has one matrix then.
    Remove when no byte of torch.zeros(40) beyond the first 12 changes in
    torch.tril(torch.ones(3, 1, 2, 2), out=torch.zeros(40)[:12].view(1, 3, 2, 2).transpose(0, 1)).
    """
    return x.flatten(0, -3) if x.ndim > 3 else x


def _with_one_batch_axis(triangle: Callable[..., Any]) -> Callable[..., Any]:
    def triangle_of_stack(x: Any, /, *, k: int = 0) -> Any:
        return triangle(merge_batch_axes(x), k).reshape(x.shape)

    return triangle_of_stack


CREATION = {
    "arange": _arange,
    "fft.fftfreq": _frequencies(torch.fft.fftfreq),
    "fft.rfftfreq": _frequencies(torch.fft.rfftfreq),
    "full": _full,
    "full_like": _full_like,
    "linspace": _linspace,
    "tril": _with_one_batch_axis(torch.tril),
    "triu": _with_one_batch_axis(torch.triu),
}
