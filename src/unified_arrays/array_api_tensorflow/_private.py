"""The private interfaces of TensorFlow that this package and the backend use, and fallbacks where one is missing."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache
from typing import Any

import tensorflow as tf

from .._common.private_interfaces import PrivateInterfaces, VersionRange

PRIVATE = PrivateInterfaces(tf.__version__, VersionRange("TensorFlow", "2.20", "2.22"))


class _PublicScope:
    """The state of TensorFlow's context in this thread, from public functions."""

    @property
    def is_eager(self) -> bool:
        return bool(tf.executing_eagerly())

    @property
    def device_name(self) -> str:
        """The device of a new array: never empty, so every call is placed explicitly."""
        return str(tf.raw_ops.Empty(shape=[0], dtype=tf.float32).device)


class _WithTangent:
    """The result of pack_tangents for a tensor with a tangent."""

    tangents = (None,)


def _always_true(*arguments: Any) -> bool:
    return True


# Of a thread: `device_name` is that of the `with tf.device(...)` around the call, or empty; `is_eager` is what
# tf.executing_eagerly() returns.
scope: Any = PRIVATE.find(
    "tensorflow.python.eager.context:context()._thread_local_data",
    why="no public function tells which tf.device is set, and tf.executing_eagerly takes twice the time",
    without="each call makes an empty tensor to see where it would be placed, which is slower",
    instead=_PublicScope,
)

EagerTensor: Any = PRIVATE.find(
    "tensorflow:__internal__.EagerTensor",
    why="the class of tensors that have values, asked for by `type(x) is`, has no public name",
    without="loading the backend makes a tensor, and devices can no longer be configured afterwards",
    instead=lambda: type(tf.constant(0)),
)

TensorType: Any = PRIVATE.find(
    "tensorflow:__internal__.types.Tensor",
    why="the base class of what TensorFlow's functions take for a tensor without asking NumPy has no public name",
    without="a slice of an array reaches some of TensorFlow's functions by way of NumPy, which copies it",
    instead=lambda: type("TensorType", (), {}),
)

Trackable: Any = PRIVATE.find(
    "tensorflow:__internal__.tracking.Trackable",
    why="the base class of what a saved model may hold has no public name",
    without="a model that holds a slice of an array, and not the array, cannot be saved, and TensorFlow says so",
    instead=lambda: type("Trackable", (), {}),
)

is_recording: Any = PRIVATE.find(
    "tensorflow.python.eager.record:could_possibly_record",
    why="no public function tells whether a tape or a forward accumulator is open",
    without="every call is made as if one were, which is slower",
    instead=lambda: _always_true,
)

should_record_backprop: Any = PRIVATE.find(
    "tensorflow.python.eager.record:should_record_backprop",
    why="no public function tells whether a tape follows a tensor; a custom gradient that tells takes 80 us",
    without="out= is refused wherever a tape or a forward accumulator is open",
    instead=lambda: _always_true,
)

pack_tangents: Any = PRIVATE.find(
    "tensorflow.python.eager.forwardprop_util:pack_tangents",
    why="no public function tells whether a tensor has a tangent",
    without="out= is refused wherever a tape or a forward accumulator is open",
    instead=lambda: lambda tensors: _WithTangent,
)

stop_recording: Any = PRIVATE.find(
    "tensorflow.python.eager.record:stop_recording",
    why="the public form is a method of a tape, which is not at hand",
    without="a tape watches a variable of unknown sizes when its shape is asked for",
    instead=lambda: nullcontext,
)

in_xla_context: Any = PRIVATE.find(
    "tensorflow.python.ops.control_flow_util:GraphOrParentsInXlaContext",
    why="no public function tells whether a graph is made for XLA",
    without="a variable is copied at each read once a tf.function has written to a part of it",
    instead=lambda: lambda graph: not tf.executing_eagerly(),
)

_ADDS_CONTROL_DEPENDENCIES = PRIVATE.find(
    "tensorflow:Graph()._add_control_dependencies",
    why="no public attribute tells whether a graph runs its operations in the order of the program",
    without="a tf.Graph with automatic control dependencies of its own is taken for one of a Session",
    instead=lambda: None,
)

PRIVATE.note(
    "autograph_info__, an attribute of functions",
    why="tf.autograph.experimental.do_not_convert sets it, too, but on a wrapper",
    without="AutoGraph rewrites this library at each trace of a tf.function, which takes seconds",
)


def keeps_program_order(graph: Any) -> bool:
    """True if operations run in the order in which they are added to `graph`, as in a tf.function."""
    return bool(graph.building_function if _ADDS_CONTROL_DEPENDENCIES is None else graph._add_control_dependencies)


@cache
def profile_class() -> Any:
    """The protobuf class of a profile; None if it is missing. Imported when first needed."""
    return PRIVATE.find(
        "tensorflow.tsl.profiler.protobuf.xplane_pb2:XSpace",
        why="there is no other reader of a profile, which is the only exact record of allocations",
        without="what a call allocates is not known",
        instead=lambda: None,
    )


def left_alone_by_autograph(attribute: Any) -> Any:
    """`attribute`; if it is a function or a property, called as it is inside a tf.function: see the note above."""
    function: Any = attribute.fget if isinstance(attribute, property) else attribute
    if callable(function):
        function.autograph_info__ = None
    return attribute
