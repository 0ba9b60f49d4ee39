"""x[key] and x[key] = value of more axes than TensorFlow's kernels (2.21) take, 7 or 8: by the places in one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import integers
from ._many_axes import MOST
from ._parse_index import Array
from ._private import scope

_NOT_KNOWN = object()


def is_beyond(items: Sequence[Any], shape: Sequence[int | None]) -> bool:
    """True if the array, or what the key selects of it, has more axes than every kernel takes."""
    if len(shape) <= MOST >= len(items):
        arrays = [one for one in items if isinstance(one, Array)]
        block = max((1 if one.is_mask else one.values.shape.rank for one in arrays), default=0)
        if block + len(items) - len(arrays) <= MOST:
            return False
    return None not in shape


def places(items: Sequence[Any], shape: Sequence[Any]) -> np.ndarray[Any, Any]:
    """The number of each element that the key selects, in the shape of the selection.

    NotImplementedError for a key with values that a tf.function does not know before it runs.
    """
    key = tuple(map(_known, items))
    if any(one is _NOT_KNOWN for one in key):
        message = (
            f"an array of {len(shape)} axes cannot be indexed by what a tf.function computes: TensorFlow (2.21) does "
            f"so up to {MOST} axes. Reshape it to fewer axes first"
        )
        raise NotImplementedError(message)
    numbers: Any = np.arange(np.prod(shape, dtype=np.int64)).reshape(shape)
    return np.asarray(numbers[key])


def _known(item: Any) -> Any:
    if isinstance(item, slice):
        parts = [_known(one) for one in (item.start, item.stop, item.step)]
        return _NOT_KNOWN if any(one is _NOT_KNOWN for one in parts) else slice(*parts)
    values = item.values if isinstance(item, Array) else item
    if not isinstance(values, tf.Tensor):
        return values
    known = values.numpy() if scope.is_eager else tf.get_static_value(values)
    return _NOT_KNOWN if known is None else known


def read_places(values: tf.Tensor, where: np.ndarray[Any, Any]) -> tf.Tensor:
    """The elements of `values` with these numbers."""
    flat = raw.Reshape(tensor=values, shape=[-1])
    taken = raw.GatherV2(params=flat, indices=tf.constant(where.reshape(-1), tf.int64), axis=0)
    return raw.Reshape(tensor=taken, shape=integers(where.shape))


def written_places(values: tf.Tensor, where: np.ndarray[Any, Any], new: tf.Tensor) -> tf.Tensor:
    """`values` with `new`, broadcast, in the places with these numbers; of one that repeats the last."""
    shape = tuple(new.shape)
    numbers = np.broadcast_to(np.arange(np.prod(shape, dtype=np.int64)).reshape(shape), where.shape)
    updates = read_places(new, numbers.reshape(-1))
    flat = raw.Reshape(tensor=values, shape=[-1])
    indices = tf.constant(where.reshape(-1, 1), tf.int64)
    return raw.Reshape(
        tensor=raw.TensorScatterUpdate(tensor=flat, indices=indices, updates=updates), shape=values.shape
    )
