"""PyTorch's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ...._agnostic.arranging import windows
from ..memory_layout import byte_bounds
from ..namespace_fixes import asarray
from ..private_interfaces import functorch


def _values_are_known(x: torch.Tensor) -> bool:
    if torch.compiler.is_compiling() or x.is_meta:
        return False
    if functorch is None:
        return byte_bounds(x) is not None
    while functorch.is_functorch_wrapped_tensor(x):  # by each transform that it is in
        if functorch.is_batchedtensor(x):
            return False
        x = functorch.get_unwrapped(x)
    return True


def _ascontiguousarray(x: Any, /, *, dtype: Any = None, device: Any = None) -> Any:
    return torch.atleast_1d(asarray(x, dtype=dtype, device=device).contiguous())  # type: ignore[no-untyped-call]


def _sliding_window_view(x: Any, /, window_shape: Any, *, axis: Any = None) -> Any:
    for number, length in windows(x, window_shape, axis):
        x = x.unfold(number, length, 1)
    return x


ARRANGING: dict[str, Callable[..., Any]] = {
    "values_are_known": _values_are_known,  # which functions for every backend ask
    "ascontiguousarray": _ascontiguousarray,
    "sliding_window_view": _sliding_window_view,
}
