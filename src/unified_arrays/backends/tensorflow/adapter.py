"""TensorFlow: the namespace of array_api_tensorflow, and results that reach `out` by variable assignment.

A variable is TensorFlow's only writable memory. The mode "assign" gives it the buffer of the result: no copy, but the
old and the new buffer exist at the same time for a moment. The mode "update" adds into its own buffer. A slice of a
variable is written by a sliced assignment. Tensors are immutable, so a write never changes an input that is read later.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from ..._common import errors
from ..._common.devices import CPU, Device
from ..._common.dtypes import ALL
from ..._common.overlap import share_elements
from ..._common.processors import schedulable
from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._arguments import ARRAY_TYPES, Local, Part, cast, tensor
from ...array_api_tensorflow._array_variable import Base as ResourceVariable
from ...array_api_tensorflow._array_variable import array_of
from ...array_api_tensorflow._conditions import conditions_here
from ...array_api_tensorflow._methods import ArrayMethods
from ...array_api_tensorflow._operators import set_default_float
from ...array_api_tensorflow._private import (
    PRIVATE,
    in_xla_context,
    is_recording,
    pack_tangents,
    scope,
    should_record_backprop,
    stop_recording,
)
from ...array_api_tensorflow._program_order import keeps_order
from ...array_api_tensorflow._tensor_behavior import enable_array_api_behavior, follow_selection
from ...array_api_tensorflow.indexing import (
    ACCUMULATE,
    NO_PARTS,
    has_copies,
    layout_in_variable,
    memory_of,
    read_item,
    write_item,
    write_slice,
)
from .. import Backend, Bytes, Invocation, Kernel, MemoryCounter, Program, Step, Threads
from ..common.process_memory import process_memory
from . import allocations, compile, out_kernels
from .beyond_standard import BEYOND_STANDARD
from .error_classes import common_class
from .namespace import NAMESPACE, hide_static_shape
from .placement import device_of_name, with_device_of_arrays
from .plain_writes import PLAIN_COPIES, PLAIN_WRITES, copy_to_variable
from .scatter import row_writer
from .variables import holds_a_tensor

if TYPE_CHECKING:
    from ..randomness import RandomSource

# __array_namespace__ returns the namespace whose functions take out=.
ArrayMethods._namespace = "unified_arrays.tensorflow"

_TENSORS_VARIABLE = "UNIFIED_ARRAYS_TF_TENSORS"
_TENSORS = os.environ.get(_TENSORS_VARIABLE) or "selected"
if _TENSORS not in ("plain", "array", "selected"):
    raise errors.unknown_tensors(_TENSORS_VARIABLE, _TENSORS)
if _TENSORS == "array":
    enable_array_api_behavior()

_NO_RESOURCE = "it is a variable of TensorFlow 1's old kind: make it with use_resource=True"


_UNKNOWN_SHAPE_IN_XLA = (
    "in a program of XLA, where the shape of the result depends on values: write it outside of that program"
)
_DATA_DEPENDENT_SHAPES = frozenset(
    "argwhere compress delete extract flatnonzero intersect1d ix_ nonzero repeat setdiff1d setxor1d trim_zeros union1d "
    "unique unique_all unique_counts unique_inverse unique_values".split()
)


def _assert_same_shape(name: str, out: Any, value: Any) -> Any:
    out_shape, value_shape = tf.shape(out), tf.shape(value)
    # The ranks are compared as well, for the two shape vectors might broadcast.
    first, second = (tf.concat([[tf.size(shape)], shape], 0) for shape in (out_shape, value_shape))
    is_same = tf.reduce_all(raw.Equal(x=first, y=second, incompatible_shape_error=False))
    return tf.debugging.Assert(is_same, [f"{name} has shape", out_shape, "the result has shape", value_shape])


def _make_update_kernel(operation: Callable[..., Any], *, commutes: bool) -> Callable[..., Any]:
    """A kernel that adds to (or subtracts from) the own buffer of a variable, for an out that is an input."""

    def update_out(x1: Any, x2: Any, /, *, out: Any) -> Any:
        other = x2 if out is x1 else x1 if commutes and out is x2 else None
        if not isinstance(out, ResourceVariable) or isinstance(out, Local) or not isinstance(other, ARRAY_TYPES):
            return NotImplemented
        if not keeps_order():
            return NotImplemented
        if other.dtype != out.dtype or other.dtype == tf.bool or other.shape != out.shape:
            return NotImplemented
        if isinstance(other, tf.Variable) and not other.shape.is_fully_defined():
            return NotImplemented  # of unknown sizes, which may differ
        if other.device != out.device and tf.executing_eagerly():
            return NotImplemented
        operation(resource=out.handle, value=tensor(other))
        return out

    return update_out


def _is_recorded(t: Any) -> bool:
    """True if a tape or a forward accumulator follows `t`."""
    return bool(should_record_backprop([t]) or pack_tangents([t]).tangents)


def _native_name(device: Device) -> str:
    return f"{device.kind.upper()}:{device.index}"


@cache
def _devices() -> tuple[Device, ...]:
    return tuple(device_of_name(device.name) for device in tf.config.list_logical_devices())


class _AllocatorStatistics(MemoryCounter):
    """The statistics of TensorFlow's own allocator of a device."""

    def __init__(self, device: Device) -> None:
        on_cpu = device.kind == "cpu"
        self.who = "TensorFlow's allocator"
        self.resolution = allocations.COUNTED_FROM if on_cpu else 256
        self._name = _native_name(device)

    def allocated(self) -> int:
        return int(tf.config.experimental.get_memory_info(self._name)["current"])

    def peak(self) -> int:
        return int(tf.config.experimental.get_memory_info(self._name)["peak"])

    def reset_peak(self) -> None:
        tf.config.experimental.reset_memory_stats(self._name)


class TensorFlowBackend(Backend):
    name = "tensorflow"
    private = PRIVATE
    array_types = ARRAY_TYPES
    dtype_types = (tf.DType,)
    namespace = NAMESPACE
    beyond_standard = BEYOND_STANDARD
    dtypes: Mapping[str, Any] = {name: getattr(tf, name) for name in ALL}
    mode = "assign"
    native: Mapping[str, Kernel] = {
        "add": Kernel(_make_update_kernel(raw.AssignAddVariableOp, commutes=True), "any", "update"),
        "subtract": Kernel(_make_update_kernel(raw.AssignSubVariableOp, commutes=False), "any", "update"),
    }
    filled_in_place = out_kernels.FUNCTIONS
    accumulate = ACCUMULATE
    plain_copies = PLAIN_COPIES
    plain_writes = PLAIN_WRITES
    has_graphs = True
    compiles = True

    def shape(self, x: Any) -> tuple[int | None, ...] | None:
        shape = x.shape
        if not shape.is_fully_defined() and isinstance(x, tf.Variable) and tf.executing_eagerly():
            with stop_recording():  # a tape watches variables that are read
                shape = x.value().shape  # of a variable declared with unknown sizes
        # as_list, since with TensorFlow 1's behavior a shape iterates over Dimension objects.
        return None if shape.rank is None else tuple(shape.as_list())

    def ones(self, x: Any) -> Any:
        return tf.ones((1,) * x.shape.rank, x.dtype)

    def export(self, x: Any) -> tuple[Any, str | None]:
        if not tf.executing_eagerly():
            return None, "a tensor inside a tf.function, which has no values yet: convert it outside"
        values, reason = tensor(x), None
        if values.dtype == tf.bfloat16:  # float32 represents each of its values exactly
            values, reason = cast(values, tf.float32), "a bfloat16, which NumPy does not have"
        if self.device(x).kind != "cpu":
            reason = f"on {self.device(x)}"
        return np.asarray(values), reason

    def device(self, x: Any) -> Device:
        # Inside a tf.function tensors have no device yet: TensorFlow places the graph as a whole.
        return device_of_name(x.device) if tf.executing_eagerly() else CPU

    def devices(self) -> tuple[Device, ...]:
        return _devices()

    def new_array(self, value: Any) -> Any:
        return array_of(value)

    def selected_for_process(self, selected: bool) -> None:
        if _TENSORS == "selected":
            follow_selection(selected)

    def use_default_float(self, name: str | None) -> None:
        set_default_float(None if name is None else tf.as_dtype(name))

    def native_device(self, device: Device) -> str:
        super().native_device(device)
        return f"/{_native_name(device)}"

    def to_device(self, x: Any, device: str) -> Any:
        if self.device(x) == device:
            return x
        with tf.device(device):
            return tf.identity(tensor(x))

    def placed(self, function: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return with_device_of_arrays(function, call)

    def write(self, out: Any, value: Any) -> Any:
        value = cast(tensor(value), out.dtype)

        def write_value() -> Any:
            if not isinstance(out, tf.Variable):
                write_slice(out, value)
                return out if isinstance(out, Part) else value
            if isinstance(out, Local):
                out.replace(value)
            elif holds_a_tensor(out) and scope.is_eager and value.device == out.device:
                out._pending = value
            elif isinstance(out, ResourceVariable):
                raw.AssignVariableOp(resource=out.handle, value=value, validate_shape=True)
            else:
                out.assign(value, read_value=False)
            return out

        return self.in_order(write_value)

    def unwritable(self, out: Any) -> str | None:
        if isinstance(out, (ResourceVariable, Part)):  # first, as isinstance of tf.Variable and tf.Tensor is slow
            return None
        variable = memory_of(out)
        if variable is not None:
            if variable is not out and variable.dtype == variable.dtype.base_dtype:
                return NO_PARTS if has_copies(variable) else None
            return None if variable.dtype == variable.dtype.base_dtype else _NO_RESOURCE
        return (
            "a tf.Tensor is a value, not memory: allocate an array with empty_like, or make one of its values with "
            "asarray(x, copy=True)"
        )

    def write_simple(self, out: Any, value: Any) -> bool:
        return copy_to_variable(out, value)

    def cuts_gradient(self, out: Any, value: Any) -> str | None:
        if not is_recording():
            return None
        memory = memory_of(out)
        # A tape identifies a variable by its handle: reads before and after a write would count as the same value.
        if _is_recorded(tensor(value)) or (isinstance(memory, ResourceVariable) and _is_recorded(memory.handle)):
            return "compute it inside `with tape.stop_recording():`, or outside the tape, if no gradient is wanted"
        return None

    def may_fill(self, inputs: tuple[Any, ...], out: Any) -> bool:
        return not is_recording()

    def fill_in_place(
        self, function: str, compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], out: Any
    ) -> bool:
        return out_kernels.write_in_place(function, compute, arguments, options, out)

    def programs(self) -> int:
        return out_kernels.num_cached()

    def may_overlap(self, x: Any, y: Any) -> bool:
        first, second = memory_of(x), memory_of(y)
        if first is None or second is None:
            return False
        if first is second or holds_a_tensor(first) or holds_a_tensor(second):
            return first is second
        return first.handle is second.handle

    def share_elements(self, x: Any, y: Any) -> bool:
        if not self.may_overlap(x, y):
            return False
        first, second = layout_in_variable(x), layout_in_variable(y)
        return first is None or second is None or share_elements(first, second)

    def private_copy(self, value: Any) -> Any:
        return tf.identity(tensor(value))

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        return read_item(x, items)

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        write_item(x, items, value)

    def row_writer(self, method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
        return row_writer(method, x, count)

    def gathered(self, function: str, x: Any, index: Any = None) -> Any:
        if index is None or not isinstance(x, tf.Variable) or not has_copies(x):
            return None
        in_replica = tf.distribute.has_strategy() and not tf.distribute.in_cross_replica_context()
        if isinstance(x, ResourceVariable) or not scope.is_eager or in_replica:
            raise errors.out_not_writable(function, "x[index]", NO_PARTS)
        return array_of(tf.convert_to_tensor(x))

    def put(self, x: Any, whole: Any) -> None:
        x.assign(whole.value())

    def compare_later(self, function: str, written: list[tuple[str, Any, Any]]) -> list[Any]:
        """The values, with a check in the graph that each has the shape of its out.

        Without this a sliced assignment would broadcast, a variable declared with unknown sizes would take any shape,
        and of several outs the first would be written before the last is refused.
        """
        values = [value for _, _, value in written]
        if tf.executing_eagerly():
            return values
        unknown = [row for row in written if not (row[1].shape.is_fully_defined() and row[2].shape.is_fully_defined())]
        if not unknown:
            return values
        if function in _DATA_DEPENDENT_SHAPES and in_xla_context(tf.compat.v1.get_default_graph()):
            # XLA (2.21) drops assertions, and writes values from beyond the result, or ends the process.
            raise errors.out_not_writable(function, unknown[0][0], _UNKNOWN_SHAPE_IN_XLA)
        with tf.control_dependencies(
            [_assert_same_shape(f"{function}: {name}", out, value) for name, out, value in unknown]
        ):
            checked = [hide_static_shape(tensor(value)) for value in values]
        for value, (_, out, _) in zip(checked, written, strict=True):
            value.set_shape(out.shape)  # else a slice would be written through BroadcastTo, and XLA drops assertions
        return checked

    def in_order(self, program: Callable[[], Any]) -> Any:
        """The result of `program`; in the graph of a Session, which runs only what is fetched, after its writes."""
        return program() if keeps_order() else tf.function(program, autograph=False)()

    def compiled(self, invocation: Invocation) -> Program:
        return compile.compile_program(invocation)

    def judges_with_program(self, condition: Any) -> bool:
        conditions = conditions_here()
        if conditions is not None:
            conditions.found.append(condition)
        return conditions is not None

    def may_compile(self, arrays: list[Any]) -> bool:
        """False inside another graph, where a gradient is recorded, and for arrays on several devices."""
        if not tf.executing_eagerly() or is_recording():
            return False
        return all(array.device == arrays[0].device for array in arrays)

    def common_class(self, error: Exception) -> type[Exception] | None:
        return common_class(error)

    def memory_view(self, x: Any) -> Any:
        if not tf.executing_eagerly():
            return "a graph has no addresses before it runs"
        if self.device(x).kind != "cpu":
            return "TensorFlow tells addresses only on a CPU"
        # np.asarray of a tensor is a view of its memory; the value of a variable is its buffer, not a copy.
        if isinstance(x, Part):
            return allocations.memory_view(x.base.value())[(*x.items, ...)]
        return allocations.memory_view(tensor(x))

    def memory(self, device: Device) -> MemoryCounter | str:
        if device.kind != "cpu" or allocations.keeps_statistics():
            return _AllocatorStatistics(device)
        return process_memory()

    counts_itself_with = "TF_CPU_ALLOCATOR_USE_BFC=true"

    def threads(self) -> Threads | str:
        # 0: as the environment says, which TensorFlow reads when it starts its threads; else one for each processor
        # that the process may run on.
        variables = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
        said = os.environ.get(variables[0], "")
        count = tf.config.threading.get_intra_op_parallelism_threads() or (int(said) if said.isdecimal() else 0)
        return Threads(count or schedulable(), variables)

    def stand_in(self, out: Any) -> Any:
        if not tf.executing_eagerly():
            return "a graph cannot make variables: ask outside"
        if not isinstance(out, ResourceVariable) or not out.shape.is_fully_defined():
            return tf.identity(tensor(out))  # neither is ever written in place
        with tf.device(out.device):
            return type(out)(out.value())

    def measured(self, call: Callable[[], Any], written_to: Sequence[Any]) -> tuple[Any, Bytes | str]:
        return allocations.measure(call, written_to)

    def random_source(self) -> type[RandomSource]:
        from .random import TensorFlowSource

        return TensorFlowSource

    def makes_graph(self) -> bool:
        return not tf.executing_eagerly()

    def memory_demo(self) -> Sequence[Step]:
        from .memory_demo import steps

        return steps()

    def own_calls(self, x: np.ndarray[Any, Any]) -> Mapping[str, Callable[[], Any]]:
        t = tf.constant(x)
        return {"add": lambda: tf.add(t, t), "sum": lambda: tf.reduce_sum(t), "matmul": lambda: tf.matmul(t, t)}


BACKEND = TensorFlowBackend()
