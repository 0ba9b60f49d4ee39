"""Indexing functions, and writing through a slice of a variable."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ._indexing import gather, make_reads_cheap
from ._operands import normalize_axis, static_rank, tensor


def take(x: Any, indices: Any, /, *, axis: int | None = None) -> tf.Tensor:
    """The elements of `x` at the integer `indices` along `axis`, which may be left out for one axis only."""
    x, indices = tensor(x), tensor(indices)
    rank = static_rank(x)
    if axis is None:
        if rank != 1:
            message = f"take needs an axis for an array of {rank} axes"
            raise ValueError(message)
        axis = 0
    if not indices.dtype.is_integer:
        message = f"indices must be integers, got {indices.dtype.name}"
        raise TypeError(message)
    return gather(x, indices, normalize_axis(axis, rank))


def variable_of_slice(t: Any) -> tf.Variable | None:
    """The variable that the tensor `t` is a slice of, so that it can be written to; None for any other tensor."""
    assign: Any = getattr(t, "assign", None) if isinstance(t, tf.Tensor) else None
    code = getattr(assign, "__code__", None)
    if code is None or "var" not in code.co_freevars:
        return None
    # TensorFlow's slices and ours carry a function whose nonlocal `var` is the variable.
    return assign.__closure__[code.co_freevars.index("var")].cell_contents


def write_slice(slice_tensor: tf.Tensor, value: tf.Tensor) -> None:
    """Write `value`, of exactly the slice's shape and dtype, into the variable that the slice was taken from."""
    variable = variable_of_slice(slice_tensor)
    if variable is None:
        message = "this tensor is no slice of a variable, so it cannot be written to: take a slice v[...] of a variable"
        raise TypeError(message)
    slice_tensor.assign(value)
    make_reads_cheap(variable)
