"""NumPy's fast paths of dtypes."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ...._common.dtypes import ALL, KIND_NAMES
from ...common.fast_paths import Call, named
from .conditions import REFUSALS

_DTYPES = tuple(np.dtype(name) for name in ALL if name != "bfloat16")
_IS_OF_KIND = {pair: np.isdtype(*pair) for pair in itertools.product(_DTYPES, sorted(KIND_NAMES))}


def isdtype(fallback: Call) -> Call:
    def isdtype(dtype: Any, kind: Any) -> Any:
        try:
            return _IS_OF_KIND[dtype, kind]
        except REFUSALS:
            pass
        return fallback(dtype, kind)

    return isdtype


def astype(fallback: Call) -> Call:
    def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
        try:
            # Complex numbers could lose their imaginary part, which the fallback refuses.
            if device is None and x.dtype.kind != "c":
                return x.astype(dtype, copy=copy)
        except REFUSALS:
            pass
        return fallback(x, dtype, copy=copy, device=device)

    return astype


FAST_PATHS = named(isdtype, astype)
