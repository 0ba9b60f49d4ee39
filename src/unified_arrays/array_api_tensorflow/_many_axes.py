"""Arrays of many axes. TensorFlow's kernels (2.21) stop at 5 to 8 axes that cannot be merged; these do not.

Elementwise kernels are applied to flattened arrays. Kernels along one axis are applied to 3-D arrays: the axes before
it merged into one, the axis itself, and the axes after it merged into one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import prod
from typing import Any

import tensorflow as tf

MAX_AXES = 7  # the most axes that every kernel takes


def apply_flattened(kernel: Callable[..., tf.Tensor], **operands: tf.Tensor) -> tf.Tensor:
    """An elementwise kernel applied to operands that are broadcast to one shape and flattened."""
    shape = reduce(tf.broadcast_static_shape, [t.shape for t in operands.values()])
    flat = {name: tf.reshape(_tile_to(t, shape.as_list()), [-1]) for name, t in operands.items()}
    return tf.reshape(kernel(**flat), shape)


def _tile_to(t: tf.Tensor, shape: list[int]) -> tf.Tensor:
    sizes = [1] * (len(shape) - t.shape.rank) + t.shape.as_list()
    counts = [target_size if size == 1 else 1 for size, target_size in zip(sizes, shape, strict=True)]
    return tf.tile(tf.reshape(t, sizes), counts)


def with_three_axes(t: tf.Tensor, axis: int) -> tf.Tensor:
    """`t` reshaped to 3-D: the axes before `axis` merged, `axis`, and the axes after it merged."""
    shape = t.shape.as_list()
    return tf.reshape(t, [prod(shape[:axis]), shape[axis], prod(shape[axis + 1 :])])


def has_many_axes(t: tf.Tensor) -> Any:
    """True if `t` has more axes than some kernels take, all of known sizes."""
    return t.shape.rank > MAX_AXES and t.shape.is_fully_defined()
