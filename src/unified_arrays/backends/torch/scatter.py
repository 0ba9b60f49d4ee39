"""Writing to places of a tensor that arrays name, and taking values into them that may repeat, for all dtypes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from .unsigned import Encoding, in_signed

_SAME_WIDTH = {torch.uint16: torch.int16, torch.uint32: torch.int32, torch.uint64: torch.int64}


def write_item(x: Any, key: tuple[Any, ...], value: Any) -> None:
    """x[key] = value. PyTorch (2.13) writes unsigned integers to no such places: their bits are written."""
    signed = _SAME_WIDTH.get(x.dtype)
    if signed is None:
        x[key] = value
    else:
        x.view(signed)[key] = value.view(signed)


def _sum(sign: int) -> Callable[..., Any]:
    def accumulate(x: Any, positions: Any, values: Any) -> Any:
        return x.index_add(0, positions, values, alpha=sign)

    return accumulate


def _reduced(reduction: str) -> Callable[..., Any]:
    def accumulate(x: Any, positions: Any, values: Any) -> Any:
        places = positions.reshape(-1, *(1,) * (x.ndim - 1)).expand_as(values)
        return x.scatter_reduce(0, places, values, reduction)

    return accumulate


def _with_unsigned(call: Callable[..., Any], encoding: Encoding) -> Callable[..., Any]:
    def accumulate(x: Any, positions: Any, values: Any) -> Any:
        return in_signed(lambda *signed: call(signed[0], positions, signed[1]), encoding, x, values)

    return accumulate


# What is exact modulo 2**64 is done on the bits of uint64; what compares, on integers of its order.
ACCUMULATE = {
    "add": _with_unsigned(_sum(1), "bits"),
    "subtract": _with_unsigned(_sum(-1), "bits"),
    "multiply": _with_unsigned(_reduced("prod"), "bits"),
    "min": _with_unsigned(_reduced("amin"), "order"),
    "max": _with_unsigned(_reduced("amax"), "order"),
}
