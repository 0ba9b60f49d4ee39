"""Writes by advanced indexing, and accumulation at indices that may repeat, for all dtypes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

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
