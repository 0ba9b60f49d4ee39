"""Utility functions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import integers, normalize_axes, normalize_axis, static_rank, tensor
from ._kernels import nonzero
from ._parse_index import FULL, strided_slice_arguments
from .elementwise import not_equal, subtract
from .manipulation import concat


def all(x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Any:
    """Whether all elements along `axis` (None: all axes) are true: bool. nan is true."""
    return _reduce_truth(raw.All, x, axis, keepdims)


def any(x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Any:
    """Whether any element along `axis` (None: all axes) is true: bool. nan is true."""
    return _reduce_truth(raw.Any, x, axis, keepdims)


def diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
    """The `n`-th differences of adjacent elements along `axis`; for booleans: whether they differ.

    `prepend` and `append` are arrays put before and after `x` along `axis` first.
    """
    if n < 0:
        message = f"diff takes differences 0 or more times, got n={n}"
        raise ValueError(message)
    t = tensor(x)
    axis = normalize_axis(axis, static_rank(t))
    parts = [part for part in (prepend, t, append) if part is not None]
    t = concat(parts, axis=axis) if len(parts) > 1 else t
    difference = not_equal if t.dtype == tf.bool else subtract
    after = strided_slice_arguments([FULL] * axis + [slice(1, None)])
    before = strided_slice_arguments([FULL] * axis + [slice(-1)])
    for _ in range(n):
        t = difference(raw.StridedSlice(input=t, **after), raw.StridedSlice(input=t, **before))
    return t


def _reduce_truth(op: Any, x: Any, axis: int | tuple[int, ...] | None, keepdims: bool) -> tf.Tensor:
    truth = nonzero(tensor(x))
    axes = integers(normalize_axes(axis, static_rank(truth)))
    return op(input=truth, axis=axes, keep_dims=keepdims)
