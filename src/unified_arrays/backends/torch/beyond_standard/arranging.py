"""PyTorch's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ...._agnostic.arranging import windows
from ..memory_layout import byte_bounds
from ..namespace_fixes import asarray


def _values_are_known(x: torch.Tensor) -> bool:
    return not torch.compiler.is_compiling() and not x.is_meta and byte_bounds(x) is not None


def _ascontiguousarray(x: Any, /, *, dtype: Any = None, device: Any = None) -> Any:
    return torch.atleast_1d(asarray(x, dtype=dtype, device=device).contiguous())  # type: ignore[no-untyped-call]


def _sliding_window_view(x: Any, /, window_shape: Any, *, axis: Any = None) -> Any:
    for number, length in windows(x, window_shape, axis):
        x = x.unfold(number, length, 1)
    return x


# What functions for every backend ask of a program.
OF_PROGRAMS: dict[str, Callable[..., Any]] = {"values_are_known": _values_are_known}
ARRANGING: dict[str, Callable[..., Any]] = {
    "ascontiguousarray": _ascontiguousarray,
    "sliding_window_view": _sliding_window_view,
}

ARRANGING_ALL: dict[str, Callable[..., Any]] = {**OF_PROGRAMS, **ARRANGING}
