"""Sets: the distinct elements of an array."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import dynamic_shape, integers, promote_operands, tensor
from ._dtypes import COMPLEX
from ._python_scalars import FITTING
from .searching import searchsorted
from .sorting import argsort, sort


class UniqueAllResult(NamedTuple):
    """What unique_all returns."""

    values: tf.Tensor
    indices: tf.Tensor
    inverse_indices: tf.Tensor
    counts: tf.Tensor


class UniqueCountsResult(NamedTuple):
    """What unique_counts returns."""

    values: tf.Tensor
    counts: tf.Tensor


class UniqueInverseResult(NamedTuple):
    """What unique_inverse returns."""

    values: tf.Tensor
    inverse_indices: tf.Tensor


def unique_all(x: Any, /) -> UniqueAllResult:
    """The distinct elements of `x` in ascending order, where each comes first, where each of `x` is, how often each is.

    Every NaN is distinct. The indices and counts are int64; inverse_indices has the shape of `x`.
    """
    x = tensor(x)
    order, ordered = _sorted(x)
    starts_here = _starts_here(ordered)
    starts = tf.where(starts_here)[:, 0]
    return UniqueAllResult(
        values=tf.gather(ordered, starts),
        indices=tf.gather(order, starts),
        inverse_indices=_inverse(order, starts_here, x),
        counts=_counts(starts, ordered),
    )


def unique_counts(x: Any, /) -> UniqueCountsResult:
    """The distinct elements of `x` in ascending order, each NaN one, and how often each is (int64)."""
    ordered = _ordered(tensor(x))
    starts = tf.where(_starts_here(ordered))[:, 0]
    return UniqueCountsResult(values=tf.gather(ordered, starts), counts=_counts(starts, ordered))


def unique_inverse(x: Any, /) -> UniqueInverseResult:
    """The distinct elements of `x` in ascending order, each NaN one, and where each of `x` is (int64, its shape)."""
    x = tensor(x)
    order, ordered = _sorted(x)
    starts_here = _starts_here(ordered)
    return UniqueInverseResult(
        values=tf.boolean_mask(ordered, starts_here), inverse_indices=_inverse(order, starts_here, x)
    )


def unique_values(x: Any, /) -> tf.Tensor:
    """The distinct elements of `x` in ascending order, each NaN one."""
    ordered = _ordered(tensor(x))
    return tf.boolean_mask(ordered, _starts_here(ordered))


@partial(FITTING.searching, "isin")
def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> tf.Tensor:
    """Where an element of `x1` equals one of `x2` (invert: none of them): bool, of the shape of `x1`. NaN equals none.

    One of them may be a Python scalar.
    """
    x1, x2 = promote_operands(x1, x2)
    shape, x1, x2 = dynamic_shape(x1), _flat(x1), _flat(x2)
    if x1.dtype in COMPLEX:  # of which searchsorted knows no order: numbered instead
        numbers = unique_inverse(tf.concat([x2, x1], 0)).inverse_indices
        x2, x1 = numbers[: tf.size(x2)], numbers[tf.size(x2) :]
    ordered = sort(x2)
    places = searchsorted(ordered, x1)
    # Past the end there is nothing to compare with: the last element is less, or there is none at all.
    inside = raw.Less(x=places, y=tf.size(ordered, tf.int64))
    found = tf.gather(tf.concat([ordered, tf.zeros([1], ordered.dtype)], 0), places)
    result = raw.LogicalAnd(x=inside, y=raw.Equal(x=found, y=x1))
    return raw.Reshape(tensor=raw.LogicalNot(x=result) if invert else result, shape=integers(shape))


def _flat(x: tf.Tensor) -> tf.Tensor:
    return raw.Reshape(tensor=x, shape=integers([-1]))


def _sorted(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The order of the elements of `x`, and the elements in that order."""
    flat = _flat(x)
    order = argsort(flat)
    return order, tf.gather(flat, order)


def _ordered(x: tf.Tensor) -> tf.Tensor:
    """The elements of `x` in their order."""
    # XLA (2.21) finds the wrong runs in integers that it has sorted, but the right ones in what it has gathered. Remove
    # when tf.boolean_mask(y, tf.concat([[True], y[1:] != y[:-1]], 0)) of y = tf.sort([5, 5, 5, 1]) is [1, 5] there.
    return sort(_flat(x)) if tf.executing_eagerly() else _sorted(x)[1]


def _starts_here(ordered: tf.Tensor) -> tf.Tensor:
    """Where a run of equal elements starts: where an element differs from the one before."""
    differs = raw.NotEqual(x=ordered[1:], y=ordered[:-1])
    return tf.concat([tf.ones_like(ordered[:1], tf.bool), differs], 0)


def _inverse(order: tf.Tensor, starts_here: tf.Tensor, x: tf.Tensor) -> tf.Tensor:
    """The number of the run that each element of `x` is in."""
    run = tf.cumsum(tf.cast(starts_here, tf.int64)) - 1
    inverse = tf.scatter_nd(order[:, tf.newaxis], run, tf.shape(order, tf.int64))
    return raw.Reshape(tensor=inverse, shape=integers(dynamic_shape(x)))


def _counts(starts: tf.Tensor, ordered: tf.Tensor) -> tf.Tensor:
    """The lengths of the runs that start at `starts`."""
    size = tf.size(ordered, tf.int64)
    return tf.concat([starts[1:], tf.fill([tf.minimum(size, 1)], size)], 0) - starts


__all__ = [
    "UniqueAllResult",
    "UniqueCountsResult",
    "UniqueInverseResult",
    "isin",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
]
