"""Creation functions of PyTorch whose results are not the standard's.

torch.linspace, torch.arange and the frequencies of torch.fft (2.13) compute in the dtype of the result: in float32, the
default one, 1000 comes out as 1000.00006. Here they are computed in float64, as NumPy has them, and rounded once.

PyTorch (2.13) reads a 0-d tensor among the numbers of full, full_like and linspace as a Python scalar, so that its
dtype counts for nothing, and its gradient ends unseen. Here it is an array.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat.torch as compat
import torch

from .python_scalars import result_type

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


_linspace_of_numbers = _rounded_once(compat.linspace)


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


def stacked(x: Any) -> Any:
    """`x` with one axis for all its matrices.

    torch.tril and torch.triu (2.13) go from matrix to matrix by the stride of the axis before the last two. If that has
    one element, its stride means nothing: they read, and write to an out, beside the memory. Of three axes there is one
    matrix then. Remove when no byte of torch.zeros(40) beyond the first 12 changes in
    torch.tril(torch.ones(3, 1, 2, 2), out=torch.zeros(40)[:12].view(1, 3, 2, 2).transpose(0, 1)).
    """
    return x.flatten(0, -3) if x.ndim > 3 else x


def _of_stacks(triangle: Callable[..., Any]) -> Callable[..., Any]:
    def call(x: Any, /, *, k: int = 0) -> Any:
        return triangle(stacked(x), k).reshape(x.shape)

    return call


CREATION = {
    "arange": _arange,
    "fft.fftfreq": _frequencies(torch.fft.fftfreq),
    "fft.rfftfreq": _frequencies(torch.fft.rfftfreq),
    "full": _full,
    "full_like": _full_like,
    "linspace": _linspace,
    "tril": _of_stacks(torch.tril),
    "triu": _of_stacks(torch.triu),
}
