"""Writes by advanced indexing, and accumulation at indices that may repeat, for all dtypes.

PyTorch's kernels that write in place look at the numbers of an index while they write (2.13): here all are looked at
before. On a CPU scatter_ goes along the axis from the first value to the last, so the last of several is left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, full, is_grad_enabled, is_inference_mode_enabled
from torch.compiler import is_dynamo_compiling

from ..._common.python_scalars import is_plain
from ..common.numpy_scatter import are_rows
from .private_interfaces import forward_ad
from .unsigned import Encoding, call_in_signed

_SAME_WIDTH = {torch.uint16: torch.int16, torch.uint32: torch.int32, torch.uint64: torch.int64}


def write_item(x: Any, key: tuple[Any, ...], value: Any) -> None:
    """x[key] = value. PyTorch (2.13) cannot write unsigned dtypes at index arrays: they are written as signed ones."""
    signed = _SAME_WIDTH.get(x.dtype)
    if signed is None:
        x[key] = value
    else:
        x.view(signed)[key] = value.view(signed)


def _make_index_add(sign: int) -> Callable[..., Any]:
    def index_add(x: Any, positions: Any, values: Any) -> Any:
        return x.index_add(0, positions, values, alpha=sign)

    return index_add


def _make_scatter_reduce(reduction: str) -> Callable[..., Any]:
    def scatter_reduce(x: Any, positions: Any, values: Any) -> Any:
        indices = positions.reshape(-1, *(1,) * (x.ndim - 1)).expand_as(values)
        return x.scatter_reduce(0, indices, values, reduction)

    return scatter_reduce


def _with_unsigned(accumulate: Callable[..., Any], encoding: Encoding) -> Callable[..., Any]:
    def accumulate_in_signed(x: Any, positions: Any, values: Any) -> Any:
        return call_in_signed(lambda *signed: accumulate(signed[0], positions, signed[1]), encoding, x, values)

    return accumulate_in_signed


# Arithmetic modulo 2**64 is done on the bits of uint64; comparisons on int64 keys of the same order.
ACCUMULATE = {
    "add": _with_unsigned(_make_index_add(1), "bits"),
    "subtract": _with_unsigned(_make_index_add(-1), "bits"),
    "multiply": _with_unsigned(_make_scatter_reduce("prod"), "bits"),
    "min": _with_unsigned(_make_scatter_reduce("amin"), "order"),
    "max": _with_unsigned(_make_scatter_reduce("amax"), "order"),
}


# -- in place ---------------------------------------------------------------------------------------------------------

_int64 = torch.int64
INTEGERS = frozenset([torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64])
REAL = INTEGERS | {torch.float16, torch.bfloat16, torch.float32, torch.float64}
NUMERIC = REAL | {torch.complex64, torch.complex128}
FLOATING = NUMERIC - INTEGERS
_TAKEN = {"add": NUMERIC, "subtract": NUMERIC, "multiply": NUMERIC, "min": REAL, "max": REAL}
STANDARD = _TAKEN["set"] = NUMERIC | {torch.bool}
_NARROW = (torch.int8, torch.uint8)
_NONE: frozenset[torch.dtype] = frozenset()
_FEW = 32  # numbers that are looked at one by one
_MANY = 1000  # values from which on scatter_add_ is quicker than index_add_
_REDUCTIONS = {"multiply": "prod", "min": "amin", "max": "amax"}


def write_rows(method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether x[index], of an index that is a tensor, was written: see Backend.plain_writes."""
    dtype = x.dtype
    try:
        if not (
            index.dtype is _int64
            and index.ndim == 1
            and dtype in _TAKEN.get(method, _NONE)
            and x.is_cpu
            and can_be_filled(x)
        ):
            return False
        count, of_elements = index.numel(), x.ndim == 1
        if type(value) is Tensor:
            if value.dtype is not dtype or not value.is_cpu or value.requires_grad:
                return False
            if not (value.ndim == 1 and value.numel() == count) if of_elements else not _are_alike(x, count, value):
                return False
        elif of_elements and takes_number(dtype, value):
            value = full((count,), value, dtype=dtype)
        else:
            return False
        if not index.is_cpu or not are_apart(x, index) or not are_apart(x, value):
            return False
        height = x.numel() if of_elements else x.shape[0]
        if count > _FEW:
            if not are_rows(index.numpy(), height):
                return False
        elif count:
            numbers = index.tolist()
            if min(numbers) < 0 or max(numbers) >= height:
                return False
    except RuntimeError:  # of memory that is not strided, and in a transform of torch.func
        return False
    if of_elements:
        _take_elements(method, x, index, value)
    else:
        _take_rows(method, x, index, value)
    return True


def _are_alike(x: Any, count: int, value: Any) -> bool:
    """Whether `value` is so many rows of an `x` of two axes or more; none is empty."""
    return bool(
        x.ndim == value.ndim > 1 and value.shape[0] == count and value.shape[1:] == x.shape[1:] and value.numel()
    )


def row_writer(method: str, x: Any) -> Callable[[Any, Any], None] | None:
    """What writes values into rows of x: see Backend.row_writer."""
    try:
        if is_dynamo_compiling() or type(x) is not Tensor or x.dtype not in _TAKEN[method]:
            return None
        if not x.is_cpu or not can_be_filled(x):
            return None
        x.data_ptr()  # it has none in a transform of torch.func
    except RuntimeError:
        return None

    def write(rows: Any, values: Any) -> None:
        width = values.shape[1]
        if width == 1:
            _take_elements(method, x.view(-1), rows, values.view(-1))
        else:
            _take_rows(method, x.view(-1, width), rows, values)

    return write


def can_be_filled(x: Any) -> bool:
    """Whether it is contiguous memory, and no gradient of it is recorded."""
    can_be: bool = (
        x.is_contiguous()
        and forward_ad._current_level < 0
        and (not x.requires_grad or not is_grad_enabled())
        and (not x.is_inference() or is_inference_mode_enabled())
    )
    return can_be


def are_apart(x: Any, operand: Any) -> bool:
    """Whether `operand` is contiguous, and shares no memory with `x`, which is."""
    place = operand.data_ptr() - x.data_ptr()
    apart: bool = operand.is_contiguous() and not -operand.nbytes < place < x.nbytes
    return apart


def takes_number(dtype: torch.dtype, value: Any) -> bool:
    """Whether a number is taken by the dtype as it is. PyTorch (2.13) makes 255 of -1 in uint8."""
    if dtype not in NUMERIC or not is_plain(value, floating=dtype in FLOATING):
        return False
    return dtype not in _NARROW or 0 <= value <= 127


def _take_elements(method: str, x: Any, rows: Any, values: Any) -> None:
    if method == "set":
        x.scatter_(0, rows, values)
    elif method not in ("add", "subtract"):
        x.scatter_reduce_(0, rows, values, _REDUCTIONS[method])
    elif method == "subtract":
        x.index_add_(0, rows, values, alpha=-1)
    elif rows.numel() < _MANY:
        x.index_add_(0, rows, values)
    else:
        x.scatter_add_(0, rows, values)


def _take_rows(method: str, x: Any, rows: Any, values: Any) -> None:
    if method in ("add", "subtract"):  # with another alpha PyTorch (2.13) adds row by row
        x.index_add_(0, rows, values if method == "add" else values.neg())
        return
    numbers = rows.view(-1, *(1,) * (x.ndim - 1)).expand_as(values)
    if method == "set":  # index_copy_ leaves any of several values
        x.scatter_(0, numbers, values)
    else:
        x.scatter_reduce_(0, numbers, values, _REDUCTIONS[method])
