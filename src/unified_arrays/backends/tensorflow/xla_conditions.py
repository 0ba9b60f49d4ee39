"""What must be true of the values in a program of XLA, which checks none: above all that indices are in range.

A program returns whether all of it is true. If not, the variables have the values that they had before, and the
function is computed call by call, which raises the right error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import tensorflow as tf

from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._arguments import integers
from ...array_api_tensorflow._conditions import Conditions
from .. import NotCompiled
from .xla_operations import not_computed

_Sizes = tuple[int, ...]  # those that indices are less than: one, or one for each place on their last axis


def _of_gather(op: Any, shape: Sequence[int]) -> _Sizes:
    return (shape[int(tf.get_static_value(op.inputs[2]))],)


def _of_positions(op: Any, shape: Sequence[int]) -> _Sizes:
    return tuple(shape[: op.inputs[1].shape[-1]])


def _of_rows(op: Any, shape: Sequence[int]) -> _Sizes:
    return (shape[0],)


def _of_segments(op: Any, shape: Sequence[int]) -> _Sizes:
    return (int(tf.get_static_value(op.inputs[2])),)


# Operations whose second input are indices -> the sizes that these are less than, by the shape of the first input.
_INDEXING: dict[str, Callable[[Any, Sequence[int]], _Sizes]] = {
    "GatherV2": _of_gather,
    "GatherNd": _of_positions,
    "ResourceScatterUpdate": _of_rows,
    "ResourceScatterNdUpdate": _of_positions,
    "UnsortedSegmentProd": _of_segments,
    "UnsortedSegmentSum": _of_segments,
    **dict.fromkeys((f"TensorScatter{kind}" for kind in ("Add", "Max", "Min", "Sub", "Update")), _of_positions),
}
_KEEP_INDICES = frozenset(("BroadcastTo", "ExpandDims", "Identity", "Reshape", "Squeeze", "Transpose"))


def whether_all_hold(conditions: Conditions, operations: list[Any]) -> Any:
    """Whether all conditions are true, and each index of the operations is in range; None if there is nothing to judge.

    NotCompiled if it cannot be judged.
    """
    found = list(conditions.found)
    for op in operations:
        if op.type in _INDEXING:
            found += _conditions_of(op, conditions)
    return reduce(lambda x, y: raw.LogicalAnd(x=x, y=y), found) if found else None


def _conditions_of(op: Any, conditions: Conditions) -> list[Any]:
    x = op.inputs[0]
    shape = (_value(x, _dtype(op)) if x.dtype == tf.resource else x).shape
    if not shape.is_fully_defined():
        raise NotCompiled(not_computed(op))
    try:
        sizes = _INDEXING[op.type](op, shape.as_list())
    except TypeError:  # an axis or a number of segments without a static value
        raise NotCompiled(not_computed(op)) from None
    indices = op.inputs[1]
    if _sizes_of(indices, conditions) == sizes:
        return []
    values = tf.get_static_value(indices)
    if values is not None:
        if np.any(values < 0) or np.any(values >= np.array(sizes)):
            raise NotCompiled(f"{not_computed(op)}: an index is out of range")
        return []
    limits = tf.constant(sizes if len(sizes) > 1 else sizes[0], indices.dtype)
    below = raw.LogicalAnd(x=raw.GreaterEqual(x=indices, y=tf.zeros_like(limits)), y=raw.Less(x=indices, y=limits))
    return [raw.All(input=below, axis=integers(range(below.shape.rank)))]


def _sizes_of(indices: Any, conditions: Conditions) -> _Sizes | None:
    """The sizes that indices were found to be less than, by a condition that has been collected; None if none was."""
    while indices.ref() not in conditions.sizes:
        op = indices.op
        if op.type == "Pack":
            packed = [_sizes_of(one, conditions) for one in op.inputs]
            return None if None in packed else tuple(size for sizes in packed if sizes for size in sizes)
        if op.type not in _KEEP_INDICES:
            return None
        indices = op.inputs[0]
    return (conditions.sizes[indices.ref()],)


def _value(handle: Any, dtype: tf.DType) -> Any:
    return raw.ReadVariableOp(resource=handle, dtype=dtype)


def _dtype(op: Any) -> tf.DType:
    """The dtype of the variable that an operation writes to."""
    name = "dtype" if "dtype" in op.node_def.attr else "T"
    return op.get_attr(name)


class Written:
    """The variables that a traced function writes to: the arguments by their index, the captured ones by their handle.

    Known once it has been traced. Traced again, it reads them first.
    """

    def __init__(self, graph: Any, operations: list[Any], arguments: dict[int, Any]) -> None:
        names = {internal.ref(): external for external, internal in graph.captures}
        names |= {graph.capture(variable.handle).ref(): index for index, variable in arguments.items()}
        handles = {
            op.inputs[0].ref(): _dtype(op)
            for op in operations
            if op.inputs and op.inputs[0].dtype == tf.resource and op.type not in _READS
        }
        self._variables = [(names[handle], dtype) for handle, dtype in handles.items()]

    def __bool__(self) -> bool:
        return bool(self._variables)

    @property
    def arguments(self) -> list[int]:
        """The arguments among them."""
        return [one for one, _ in self._variables if type(one) is int]

    @property
    def captured(self) -> list[Any]:
        """The handles of the captured variables among them."""
        return [one for one, _ in self._variables if type(one) is not int]

    def add(self, index: int, dtype: tf.DType) -> None:
        """Note that an argument, too, is to be given as a variable, and is written to."""
        self._variables.append((index, dtype))

    def handles(self, arguments: dict[int, Any]) -> list[tuple[Any, tf.DType]]:
        """The handle and the dtype of each, in the graph that is made."""
        return [(arguments[one].handle if type(one) is int else one, dtype) for one, dtype in self._variables]


_READS = frozenset(("ReadVariableOp", "VariableShape"))


class Guard:
    """Variables that were read before all else, to have that value again if a condition does not hold."""

    def __init__(self, handles: list[tuple[Any, tf.DType]]) -> None:
        self._before = [(handle, _value(handle, dtype)) for handle, dtype in handles]

    def restore_unless(self, holds: Any) -> None:
        """Write the values before, or those that were written: one choice, in the loop that writes."""
        for handle, before in self._before:
            chosen = raw.SelectV2(condition=holds, t=_value(handle, before.dtype), e=before)
            raw.AssignVariableOp(resource=handle, value=chosen, validate_shape=True)
