"""Arrays of many axes. TensorFlow's kernels (2.21) stop at 5 to 8 axes that cannot be taken together; these do not.

Elementwise kernels are computed along one axis, of all elements; what works along an axis, on three: what is before it,
it, and what is behind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import prod
from typing import Any

import tensorflow as tf

MOST = 7  # axes that every kernel takes


def on_one_axis(kernel: Callable[..., tf.Tensor], **operands: tf.Tensor) -> tf.Tensor:
    """An elementwise kernel of operands that are broadcast to one shape."""
    shape = reduce(tf.broadcast_static_shape, [t.shape for t in operands.values()])
    flat = {name: tf.reshape(_repeated(t, shape.as_list()), [-1]) for name, t in operands.items()}
    return tf.reshape(kernel(**flat), shape)


def _repeated(t: tf.Tensor, shape: list[int]) -> tf.Tensor:
    sizes = [1] * (len(shape) - t.shape.rank) + t.shape.as_list()
    counts = [wanted if size == 1 else 1 for size, wanted in zip(sizes, shape, strict=True)]
    return tf.tile(tf.reshape(t, sizes), counts)


def around(t: tf.Tensor, axis: int) -> tf.Tensor:
    """`t` with three axes: those before `axis` as one, `axis`, and those behind as one."""
    shape = t.shape.as_list()
    return tf.reshape(t, [prod(shape[:axis]), shape[axis], prod(shape[axis + 1 :])])


def has_many(t: tf.Tensor) -> Any:
    """True if `t` has more axes than some kernels take, all of known sizes."""
    return t.shape.rank > MOST and t.shape.is_fully_defined()
