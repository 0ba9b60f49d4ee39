"""NumPy's own functions beyond the standard: those that do all that ours do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...._agnostic.arranging import windows
from ...._agnostic.padding import check_mode, pairs

# In NumPy (2.4) these take what ours take, and return what ours return.
_ALIKE = (
    "apply_over_axes argpartition argwhere column_stack compress diag diagflat dstack extract flatnonzero fliplr "
    "flipud hstack intersect1d lexsort partition ravel setdiff1d setxor1d swapaxes union1d unique vstack"
).split()

# mode of pad -> the option that it has
_OPTIONS_OF_PAD = {
    "constant": "constant_values",
    "linear_ramp": "end_values",
    "reflect": "reflect_type",
    "symmetric": "reflect_type",
    **dict.fromkeys(("maximum", "mean", "median", "minimum"), "stat_length"),
}


def _pad(x: Any, /, pad_width: Any, *, mode: str = "constant", **options: Any) -> Any:
    check_mode(mode, options.get("reflect_type", "even"))
    widths = pairs("pad_width", pad_width, x.ndim) if isinstance(pad_width, dict) else pad_width
    option = _OPTIONS_OF_PAD.get(mode)
    return np.pad(x, widths, mode, **({option: options[option]} if option in options else {}))  # type: ignore[call-overload]


def _ascontiguousarray(x: Any, /, *, dtype: Any = None, device: Any = None) -> Any:
    return np.ascontiguousarray(x, dtype)


def _sliding_window_view(x: Any, /, window_shape: Any, *, axis: Any = None) -> Any:
    windows(x, window_shape, axis)
    return np.lib.stride_tricks.sliding_window_view(x, window_shape, axis)


ARRANGING: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in _ALIKE},
    "ascontiguousarray": _ascontiguousarray,
    "pad": _pad,
    "sliding_window_view": _sliding_window_view,
}
