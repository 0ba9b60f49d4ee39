"""Functions beyond the standard that PyTorch has itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def _sums_at(index: torch.Tensor, values: torch.Tensor, size: int) -> torch.Tensor:
    """The sum of the values whose index is 0, 1, ... up to `size`."""
    return values.new_zeros(size).index_add(0, index, values)


def _sums_of_unknown_size(index: torch.Tensor, values: torch.Tensor | None, least: int) -> torch.Tensor:
    """The same up to the largest index, or 1 for each where there are no values."""
    if values is None:
        return torch.bincount(index, minlength=least)
    size = max(least, int(index.max()) + 1 if index.numel() else 0)
    return _sums_at(index, values, size)


# PyTorch (2.13) has no gcd of these. In int64 their bits are the same, and so are the results up to 2**63.
_WITHOUT_GCD = (torch.uint16, torch.uint32, torch.uint64)


def _gcd(x1: torch.Tensor, x2: torch.Tensor) -> torch.Tensor:
    if x1.dtype in _WITHOUT_GCD:
        return torch.gcd(x1.to(torch.int64), x2.to(torch.int64)).to(x1.dtype)
    return torch.gcd(x1, x2)


COMPUTING: dict[str, Callable[..., Any]] = {
    "sums_at": _sums_at,
    "sums_of_unknown_size": _sums_of_unknown_size,
    "special.gcd": _gcd,
    "special.fmod": torch.fmod,
    "special.erf": torch.special.erf,
    "special.erfc": torch.special.erfc,
    "special.erfinv": torch.special.erfinv,
    "special.gammaln": torch.special.gammaln,
    "special.digamma": torch.special.digamma,
}
