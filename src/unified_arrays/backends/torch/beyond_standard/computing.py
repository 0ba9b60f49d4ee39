"""Functions beyond the standard that PyTorch has itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..in_programs import errors_are_undone


def _sums_at(index: torch.Tensor, values: torch.Tensor, size: int) -> torch.Tensor:
    """The sum of the values whose index is 0, 1, ... up to `size`."""
    return values.new_zeros(size).index_add(0, index, values)


def _sums_of_unknown_size(index: torch.Tensor, values: torch.Tensor | None, least: int) -> torch.Tensor:
    """The same up to the largest index, or 1 for each where there are no values."""
    if least and index.device.type == "cpu" and errors_are_undone():
        # A program takes `least` for the size, and raises an error if there are larger numbers, or negative ones.
        if values is None:
            counts = torch.bincount(index, minlength=least)
            torch._check(counts.shape[0] == least)  # type: ignore[no-untyped-call]
            return counts
        return _sums_at(torch.where(index < 0, least, index), values, least)
    if values is None:
        return torch.bincount(index, minlength=least)
    size = max(least, int(index.max()) + 1 if index.numel() else 0)
    return _sums_at(index, values, size)


def _counts(x: torch.Tensor, least: int) -> torch.Tensor | None:
    """How often 0, 1, ... are in `x`; None where PyTorch takes no such `x`, and where a program is traced."""
    if torch.compiler.is_compiling():
        return None
    try:
        return torch.bincount(x, minlength=least)
    except RuntimeError:
        return None


# PyTorch (2.13) has no gcd of these. In int64 their bits are the same, and so are the results up to 2**63.
_WITHOUT_GCD = (torch.uint16, torch.uint32, torch.uint64)


def _gcd(x1: torch.Tensor, x2: torch.Tensor) -> torch.Tensor:
    if x1.dtype in _WITHOUT_GCD:
        return torch.gcd(x1.to(torch.int64), x2.to(torch.int64)).to(x1.dtype)
    return torch.gcd(x1, x2)


def _frexp(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mantissa, exponent = torch.frexp(x)
    return mantissa, exponent


_AS_WIDE = {8: torch.int64, 4: torch.int32, 2: torch.int16}  # integers by their bytes


def _power_of_two(exponent: torch.Tensor, bias: int, digits: int, dtype: torch.dtype) -> torch.Tensor:
    """By its bits: the exponent, and `bias`, above the `digits` of the fraction."""
    # Graphs of TorchScript (2.13) cannot have an array's bits in another dtype.
    if torch.jit.is_tracing():  # type: ignore[attr-defined, no-untyped-call]
        return torch.exp2(exponent.to(dtype))
    return ((exponent + bias).to(_AS_WIDE[dtype.itemsize]) << digits).view(dtype)


def _pad_with_zeros(x: torch.Tensor, widths: list[tuple[int, int]]) -> torch.Tensor:
    return torch.nn.functional.pad(x, [width for pair in reversed(widths) for width in pair])


COMPUTING: dict[str, Callable[..., Any]] = {
    "sums_at": _sums_at,
    "counts": _counts,
    "sums_of_unknown_size": _sums_of_unknown_size,
    "angle.of_complex": torch.angle,
    "isposinf.of_floats": torch.isposinf,
    "isneginf.of_floats": torch.isneginf,
    "special.gcd": _gcd,
    "special.fmod": torch.fmod,
    "cumulative_max.of_floats": lambda x, axis: torch.cummax(x, axis)[0],
    "cumulative_min.of_floats": lambda x, axis: torch.cummin(x, axis)[0],
    "top_k.unstable": torch.topk,
    "pad_with_zeros": _pad_with_zeros,
    "special.exp2": torch.exp2,
    "special.fmax": torch.fmax,
    "special.fmin": torch.fmin,
    "special.frexp": _frexp,
    "special.power_of_two": _power_of_two,
    "special.logaddexp2": torch.logaddexp2,
    "special.nan_to_num": torch.nan_to_num,
    "special.sinc": torch.sinc,
    "special.i0e": torch.special.i0e,
    "special.erf": torch.special.erf,
    "special.erfc": torch.special.erfc,
    "special.erfinv": torch.special.erfinv,
    "special.gammaln": torch.special.gammaln,
    "special.digamma": torch.special.digamma,
}
