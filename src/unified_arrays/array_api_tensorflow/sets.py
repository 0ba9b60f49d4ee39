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
    """The sorted distinct elements of `x`, their first indices, the inverse indices of `x`, and their counts.

    Every NaN is distinct. Indices and counts are int64; inverse_indices has the shape of `x`.
    """
    x = tensor(x)
    if _is_hashed(x):
        values, order, number, inverse, counts = _by_hash(x)
        indices = tf.math.unsorted_segment_min(tf.range(tf.size(number, tf.int64)), number, tf.size(order))
        return UniqueAllResult(values, tf.gather(indices, order), inverse, counts)
    order, ordered = _argsort_flat(x)
    is_start = _is_run_start(ordered)
    starts = tf.where(is_start)[:, 0]
    return UniqueAllResult(
        values=tf.gather(ordered, starts),
        indices=tf.gather(order, starts),
        inverse_indices=_inverse_indices(order, is_start, x),
        counts=_run_lengths(starts, ordered),
    )


def unique_counts(x: Any, /) -> UniqueCountsResult:
    """The sorted distinct elements of `x`, every NaN distinct, and their int64 counts."""
    x = tensor(x)
    if _is_hashed(x):
        values, _, _, _, counts = _by_hash(x)
        return UniqueCountsResult(values, counts)
    ordered = _sort_flat(x)
    starts = tf.where(_is_run_start(ordered))[:, 0]
    return UniqueCountsResult(values=tf.gather(ordered, starts), counts=_run_lengths(starts, ordered))


def unique_inverse(x: Any, /) -> UniqueInverseResult:
    """The sorted distinct elements of `x`, every NaN distinct, and the int64 inverse indices in the shape of `x`."""
    x = tensor(x)
    if _is_hashed(x):
        values, _, _, inverse, _ = _by_hash(x)
        return UniqueInverseResult(values, inverse)
    order, ordered = _argsort_flat(x)
    is_start = _is_run_start(ordered)
    return UniqueInverseResult(
        values=tf.boolean_mask(ordered, is_start), inverse_indices=_inverse_indices(order, is_start, x)
    )


def unique_values(x: Any, /) -> tf.Tensor:
    """The sorted distinct elements of `x`, every NaN distinct."""
    x = tensor(x)
    if _is_hashed(x):
        return sort(tf.unique(_flat(x))[0])
    ordered = _sort_flat(x)
    return tf.boolean_mask(ordered, _is_run_start(ordered))


@partial(FITTING.searching, "isin")
def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> tf.Tensor:
    """Where an element of `x1` equals one of `x2` (invert: none of them): bool, of the shape of `x1`. NaN equals none.

    One of them may be a Python scalar.
    """
    x1, x2 = promote_operands(x1, x2)
    shape, x1, x2 = dynamic_shape(x1), _flat(x1), _flat(x2)
    if x1.dtype in COMPLEX:  # searchsorted needs an order: compare the indices of distinct values instead
        ids = unique_inverse(tf.concat([x2, x1], 0)).inverse_indices
        x2, x1 = ids[: tf.size(x2)], ids[tf.size(x2) :]
    ordered = sort(x2)
    positions = searchsorted(ordered, x1)
    # A position past the end has no element to compare with: the last element is less, or there is none.
    in_range = raw.Less(x=positions, y=tf.size(ordered, tf.int64))
    candidates = tf.gather(tf.concat([ordered, tf.zeros([1], ordered.dtype)], 0), positions)
    result = raw.LogicalAnd(x=in_range, y=raw.Equal(x=candidates, y=x1))
    return raw.Reshape(tensor=raw.LogicalNot(x=result) if invert else result, shape=integers(shape))


def _is_hashed(x: tf.Tensor) -> bool:
    """Whether the distinct elements are found before they are sorted: faster than to sort all of them.

    Zeros of both signs and NaN are equal or not, whatever their hash; and XLA (2.21) does not compile it.
    """
    return bool(x.dtype.is_integer and tf.executing_eagerly())


def _by_hash(x: tf.Tensor) -> tuple[tf.Tensor, ...]:
    """The distinct elements of integers in their order, and their counts.

    Between them: which of those that TensorFlow finds comes where, the number of each element of `x` among these, and
    its index among the sorted ones in the shape of `x`.
    """
    found, number, counts = tf.unique_with_counts(_flat(x), out_idx=tf.int64)
    order = argsort(found)
    rank = tf.scatter_nd(order[:, tf.newaxis], tf.range(tf.size(order, tf.int64)), tf.shape(order, tf.int64))
    inverse = raw.Reshape(tensor=tf.gather(rank, number), shape=integers(dynamic_shape(x)))
    return tf.gather(found, order), order, number, inverse, tf.gather(counts, order)


def _flat(x: tf.Tensor) -> tf.Tensor:
    return raw.Reshape(tensor=x, shape=integers([-1]))


def _argsort_flat(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The indices that sort the flattened `x`, and its sorted elements."""
    flat = _flat(x)
    order = argsort(flat)
    return order, tf.gather(flat, order)


def _sort_flat(x: tf.Tensor) -> tf.Tensor:
    """The sorted elements of the flattened `x`."""
    # XLA (2.21) finds wrong runs in integers that it has sorted, but correct ones in what it has gathered. Remove when
    # tf.boolean_mask(y, tf.concat([[True], y[1:] != y[:-1]], 0)) of y = tf.sort([5, 5, 5, 1]) is [1, 5] there.
    return sort(_flat(x)) if tf.executing_eagerly() else _argsort_flat(x)[1]


def _is_run_start(ordered: tf.Tensor) -> tf.Tensor:
    """Where a run of equal elements starts: where an element differs from the previous one."""
    differs = raw.NotEqual(x=ordered[1:], y=ordered[:-1])
    return tf.concat([tf.ones_like(ordered[:1], tf.bool), differs], 0)


def _inverse_indices(order: tf.Tensor, is_start: tf.Tensor, x: tf.Tensor) -> tf.Tensor:
    """The index of the run that each element of `x` is in."""
    run = tf.cumsum(tf.cast(is_start, tf.int64)) - 1
    inverse = tf.scatter_nd(order[:, tf.newaxis], run, tf.shape(order, tf.int64))
    return raw.Reshape(tensor=inverse, shape=integers(dynamic_shape(x)))


def _run_lengths(starts: tf.Tensor, ordered: tf.Tensor) -> tf.Tensor:
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
