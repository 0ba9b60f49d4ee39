"""Utility functions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ._kernels import nonzero
from ._operands import normalize_axes, static_rank, tensor


def all(x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Any:
    """Whether all elements along `axis` (None: all axes) are true: bool. nan is true, as whatever is not 0."""
    return _over(tf.raw_ops.All, x, axis, keepdims)


def any(x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Any:
    """Whether any element along `axis` (None: all axes) is true: bool. nan is true, as whatever is not 0."""
    return _over(tf.raw_ops.Any, x, axis, keepdims)


def _over(op: Any, x: Any, axis: int | tuple[int, ...] | None, keepdims: bool) -> tf.Tensor:
    truth = nonzero(tensor(x))
    axes = tf.constant(normalize_axes(axis, static_rank(truth)), tf.int32)
    return op(input=truth, axis=axes, keep_dims=keepdims)
