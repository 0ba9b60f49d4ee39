"""What surrounds a call: eager or a graph, on which device, recorded or not."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

# Private, because TensorFlow has no public way to ask which tf.device is set, nor whether anybody records what is
# computed.
from tensorflow.python.eager import context, record

# Of a thread: `device_name` is that of the `with tf.device(...)` around the call, or empty; `is_eager` is what
# tf.executing_eagerly() returns. The public questions take twice the time.
scope = context.context()._thread_local_data

recorded = record.could_possibly_record  # by a tape or a forward accumulator

EagerTensor: Any = tf.__internal__.EagerTensor  # the class of all tensors that have values: asked for by `type(x) is`
