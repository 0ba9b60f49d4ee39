"""copyto and at(x)[index] in the plain case: tensors of one dtype, or a number, and an index that PyTorch takes itself.

What PyTorch refuses, with a RuntimeError or an IndexError, it refuses before it writes.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, is_grad_enabled, is_inference_mode_enabled
from torch.compiler import is_dynamo_compiling

from ..._common.strided_keys import BASIC
from .private_interfaces import forward_ad
from .scatter import FLOATING, INTEGERS, REAL, STANDARD, are_apart, can_be_filled, takes_number, write_rows

_boolean = torch.bool
# What is rounded alike whatever the strides are.
_EXACT = INTEGERS | {torch.float32, torch.float64}
_COMPUTED: dict[str, Any] = {
    "add": (torch.add, _EXACT),
    "subtract": (torch.sub, _EXACT),
    "multiply": (torch.mul, _EXACT),
    "divide": (torch.div, _EXACT & FLOATING),
    "min": (torch.minimum, _EXACT & REAL),
    "max": (torch.maximum, _EXACT & REAL),
}


def copy_plain(out: Any, value: Any) -> bool:
    """Whether the value was copied: see Backend.plain_copies.

    What can_be_filled and are_apart ask stands here as well: to call them would take a fifth of the time.
    """
    if is_dynamo_compiling():
        return False
    try:
        dtype = out.dtype
        if (
            dtype not in STANDARD
            or not out.is_contiguous()
            or forward_ad._current_level >= 0
            or (out.requires_grad and is_grad_enabled())
            or (out.is_inference() and not is_inference_mode_enabled())
        ):
            return False
        if type(value) is Tensor:
            if value.dtype is not dtype or value.requires_grad or not value.is_contiguous():
                return False
            if value.device != out.device or -value.nbytes < value.data_ptr() - out.data_ptr() < out.nbytes:
                return False
            out.copy_(value)
        elif takes_number(dtype, value):
            out.fill_(value)
        else:
            return False
    except RuntimeError:  # refused before it is written: a shape, a number, memory that is not strided
        return False
    return True


def write_plain(method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether x[index] was written: see Backend.plain_writes."""
    if is_dynamo_compiling():
        return False
    kind = type(index)
    if kind is Tensor:
        if index.dtype is _boolean:
            return method == "set" and _fill_where(x, index, value)
        return write_rows(method, x, index, value)
    if kind not in BASIC and not (kind is tuple and BASIC.issuperset(map(type, index)) and index.count(...) < 2):
        return False
    dtype = x.dtype
    try:
        if dtype not in STANDARD or not can_be_filled(x):
            return False
        of_tensor = type(value) is Tensor
        if not (_is_plain(x, dtype, value) if of_tensor else takes_number(dtype, value)):
            return False
        part = x[index]
        if method == "set":
            if of_tensor:
                part.copy_(value)
            else:
                part.fill_(value)
            return True
        kernel, dtypes = _COMPUTED[method]
        if dtype not in dtypes or (value.shape != part.shape if of_tensor else method in ("min", "max")):
            return False
        kernel(part, value, out=part)
    except (RuntimeError, IndexError, ValueError, KeyError):  # refused before it is written
        return False
    return True


def _fill_where(x: Any, mask: Any, value: Any) -> bool:
    """Whether a number was written to where a mask of the shape of x is true."""
    try:
        if not takes_number(x.dtype, value) or mask.shape != x.shape or not can_be_filled(x):
            return False
        if mask.device != x.device or not are_apart(x, mask):
            return False
        x.masked_fill_(mask, value)
    except RuntimeError:
        return False
    return True


def _is_plain(x: Any, dtype: torch.dtype, value: Any) -> bool:
    """Whether the value of another tensor can be written to memory of x."""
    plain: bool = value.dtype is dtype and not value.requires_grad and value.device == x.device and are_apart(x, value)
    return plain
