"""Sets: the distinct elements of an array."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from ._operands import integers, tensor
from .sorting import argsort

raw = tf.raw_ops


class UniqueAllResult(NamedTuple):
    """What unique_all returns."""

    values: tf.Tensor
    indices: tf.Tensor
    inverse_indices: tf.Tensor
    counts: tf.Tensor


def unique_all(x: Any, /) -> UniqueAllResult:
    """The distinct elements of `x` in ascending order, where each comes first, where each of `x` is, how often each is.

    Every NaN is distinct. The indices and counts are int64; inverse_indices has the shape of `x`.
    """
    x = tensor(x)
    flat = raw.Reshape(tensor=x, shape=integers([-1]))
    order = argsort(flat)
    ordered = tf.gather(flat, order)
    size = tf.size(flat, tf.int64)
    # A run of equal elements starts where an element differs from the one before.
    differs = raw.NotEqual(x=ordered[1:], y=ordered[:-1])
    starts_here = tf.concat([tf.ones_like(order[:1], tf.bool), differs], 0)
    starts = tf.where(starts_here)[:, 0]
    run = tf.cumsum(tf.cast(starts_here, tf.int64)) - 1
    inverse = tf.scatter_nd(order[:, tf.newaxis], run, [size])
    return UniqueAllResult(
        values=tf.gather(ordered, starts),
        indices=tf.gather(order, starts),
        inverse_indices=tf.reshape(inverse, tf.shape(x)),
        counts=tf.concat([starts[1:], tf.fill([tf.minimum(size, 1)], size)], 0) - starts,
    )


__all__ = ["UniqueAllResult", "unique_all"]
