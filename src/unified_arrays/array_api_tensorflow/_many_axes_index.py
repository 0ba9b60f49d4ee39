"""x[key] and x[key] = value for more axes than TensorFlow's kernels (2.21) take, 7 or 8: by flat positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import integers
from ._many_axes import MAX_AXES
from ._parse_index import Array
from ._private import scope

_UNKNOWN = object()


def has_too_many_axes(items: Sequence[Any], shape: Sequence[int | None]) -> bool:
    """True if the array, or what the key selects of it, has more axes than every kernel takes."""
    if len(shape) <= MAX_AXES >= len(items):
        arrays = [item for item in items if isinstance(item, Array)]
        block_rank = max((1 if array.is_mask else array.values.shape.rank for array in arrays), default=0)
        if block_rank + len(items) - len(arrays) <= MAX_AXES:
            return False
    return None not in shape


def flat_positions(items: Sequence[Any], shape: Sequence[Any]) -> np.ndarray[Any, Any]:
    """The position in the flattened array of each selected element, in the shape of the selection.

    NotImplementedError for a key with values that a tf.function does not know before it runs.
    """
    key = tuple(map(_static_item, items))
    if any(item is _UNKNOWN for item in key):
        message = (
            f"an array of {len(shape)} axes cannot be indexed by what a tf.function computes: TensorFlow (2.21) does "
            f"so up to {MAX_AXES} axes. Reshape it to fewer axes first"
        )
        raise NotImplementedError(message)
    all_positions: Any = np.arange(np.prod(shape, dtype=np.int64)).reshape(shape)
    return np.asarray(all_positions[key])


def _static_item(item: Any) -> Any:
    if isinstance(item, slice):
        parts = [_static_item(bound) for bound in (item.start, item.stop, item.step)]
        return _UNKNOWN if any(bound is _UNKNOWN for bound in parts) else slice(*parts)
    values = item.values if isinstance(item, Array) else item
    if not isinstance(values, tf.Tensor):
        return values
    static_values = values.numpy() if scope.is_eager else tf.get_static_value(values)
    return _UNKNOWN if static_values is None else static_values


def gather_flat(values: tf.Tensor, positions: np.ndarray[Any, Any]) -> tf.Tensor:
    """The elements of `values` at these positions in the flattened array."""
    flat = raw.Reshape(tensor=values, shape=[-1])
    selected = raw.GatherV2(params=flat, indices=tf.constant(positions.reshape(-1), tf.int64), axis=0)
    return raw.Reshape(tensor=selected, shape=integers(positions.shape))


def scatter_flat(values: tf.Tensor, positions: np.ndarray[Any, Any], new: tf.Tensor) -> tf.Tensor:
    """`values` with `new`, broadcast, at these flat positions; the last one wins where a position repeats."""
    shape = tuple(new.shape)
    value_positions = np.broadcast_to(np.arange(np.prod(shape, dtype=np.int64)).reshape(shape), positions.shape)
    updates = gather_flat(new, value_positions.reshape(-1))
    flat = raw.Reshape(tensor=values, shape=[-1])
    indices = tf.constant(positions.reshape(-1, 1), tf.int64)
    return raw.Reshape(
        tensor=raw.TensorScatterUpdate(tensor=flat, indices=indices, updates=updates), shape=values.shape
    )
