"""Python scalars beside tensors: those out of range of the dtype mean the same as on every backend."""

from __future__ import annotations

import sys
from typing import Any

import tensorflow as tf

from .._common.python_scalars import Fitting
from ._dtypes import DEFAULT_REAL


def _dtype_of(x: Any) -> str | None:
    return x.dtype.base_dtype.name if isinstance(x, (tf.Tensor, tf.Variable)) else None


FITTING = Fitting(lambda name: getattr(sys.modules[__package__], name), _dtype_of, lambda: DEFAULT_REAL.name)
