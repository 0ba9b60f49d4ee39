"""The namespace of TensorFlow's tensors and variables: array_api_tensorflow, and the functions of other libraries.

`python -m unified_arrays matrix isin` shows what a function is made of. Fast paths stand above the choice of a device:
see placement.py.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ... import array_api_tensorflow
from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ...array_api_tensorflow._arguments import tensor


def hide_static_shape(t: tf.Tensor) -> tf.Tensor:
    """All of `t`, without a copy, but of a static shape that Grappler cannot infer.

    Grappler (2.21) infers the shape of a tensor from a later assignment or reshape, and with it optimizes away the
    comparison of shapes: a wrong value, or the first of several outs, would be written. It cannot infer the shape of a
    slice whose start (always 0) is computed when the graph runs.
    """
    start = tf.minimum(tf.shape(t), 0)
    return tf.slice(t, start, tf.fill(tf.shape(start), -1))


def _check_sizes_in_graph(what: str, array: Any, x: Any, axes: tuple[int, ...]) -> Any:
    """`array`, with a check in the graph that it has the sizes of `axes` of `x`; `what` names it in the error."""
    if tf.executing_eagerly() or (array.shape.is_fully_defined() and x.shape.is_fully_defined()):
        return array
    array = tensor(array)
    got, expected = tf.shape(array), tf.gather(tf.shape(x), tf.constant(axes, tf.int32, [len(axes)]))
    is_same = tf.reduce_all(tf.equal(got, expected))
    check = tf.debugging.Assert(is_same, [f"{what} has shape", got, "expected", expected])
    with tf.control_dependencies([check]):
        # XLA drops assertions, but refuses to broadcast to other sizes and to reshape to another number of elements.
        return tf.reshape(tf.broadcast_to(hide_static_shape(array), expected), got)


NAMESPACE = composed(
    array_api_tensorflow, extras=extras_of(array_api_tensorflow, tf.einsum, _check_sizes_in_graph, wide=tf.int64)
)
