"""Python scalars beside tensors: those out of range of the dtype mean the same as on every backend."""

from __future__ import annotations

import sys
from typing import Any

from .._common.python_scalars import Fitting
from ._arguments import is_array
from ._dtypes import DEFAULT_REAL


def _dtype_of(x: Any) -> str | None:
    return x.dtype.base_dtype.name if is_array(x) else None


FITTING = Fitting(lambda name: getattr(sys.modules[__package__], name), _dtype_of, lambda: DEFAULT_REAL.name)
