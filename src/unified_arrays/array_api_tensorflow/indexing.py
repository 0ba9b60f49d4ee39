"""Indexing functions, and writing through a slice of a variable."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ._indexing import from_front, gather, make_reads_cheap
from ._operands import dense_gradient, dynamic_shape, integer_tensor, normalize_axis, static_rank, tensor
from .manipulation import broadcast_to, joint_shape, moveaxis

raw = tf.raw_ops


def take(x: Any, indices: Any, /, *, axis: int | None = None) -> tf.Tensor:
    """The elements of `x` at the integer `indices` along `axis`, which may be left out for one axis only."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if axis is None:
        if rank != 1:
            message = f"take needs an axis for an array of {rank} axes"
            raise ValueError(message)
        axis = 0
    return gather(x, indices, normalize_axis(axis, rank))


def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> tf.Tensor:
    """The element of `x` at each of the integer `indices` along `axis`; along the other axes the two broadcast."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if static_rank(indices) != rank:
        message = f"take_along_axis of {rank} axes with indices of {static_rank(indices)} axes: they must be as many"
        raise ValueError(message)
    axis = normalize_axis(axis, rank)
    x, indices = moveaxis(x, axis, -1), moveaxis(from_front(indices, x, axis), axis, -1)
    others = joint_shape(*(dynamic_shape(t)[:-1] for t in (x, indices)))
    x, indices = (_with_others(t, others) for t in (x, indices))
    taken = raw.GatherV2(params=dense_gradient(x), indices=indices, axis=rank - 1, batch_dims=rank - 1)
    return moveaxis(taken, -1, axis)


def _with_others(t: tf.Tensor, others: Any) -> tf.Tensor:
    """`t` broadcast to the shape `others` along all axes but the last."""
    if isinstance(others, tuple):
        return t if t.shape[:-1] == others else broadcast_to(t, (*others, t.shape[-1]))
    return broadcast_to(t, tf.concat([others, tf.shape(t)[-1:]], 0))


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
