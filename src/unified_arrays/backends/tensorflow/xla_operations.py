"""The operations allowed in XLA programs: those that XLA computes as TensorFlow does, errors included.

XLA drops TensorFlow's assertions, and its kernels check no values: integers divided by zero and a singular matrix would
pass silently. So this is an allowlist. Most of it are the operations of the functions of `out_kernels.FUNCTIONS`;
tests/_dispatch/test_compile.py compares every function of the library. Indices are looked at by the program itself: see
xla_conditions.py.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import tensorflow as tf

# Grouped by purpose. No function of the library needs control flow in a graph of known shapes.
ELEMENTWISE = frozenset(
    "Abs Acos Acosh AddN AddV2 Asin Asinh Atan Atan2 Atanh BitwiseAnd BitwiseOr BitwiseXor Cast Ceil Complex "
    "ComplexAbs Conj Cos Cosh Equal Exp Expm1 Floor Greater GreaterEqual Imag Invert IsFinite IsInf IsNan Less "
    "LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mul Neg NotEqual Pow Real RealDiv Reciprocal "
    "Round SelectV2 Sign Sin Sinh Sqrt Square SquaredDifference Sub Tan Tanh".split()
)
_ALLOWED = (ELEMENTWISE - {"Pow"}) | frozenset(
    # constants, reads, writes and shapes
    "Const Placeholder Identity IdentityN NoOp StopGradient ReadVariableOp AssignVariableOp AssignAddVariableOp "
    "AssignSubVariableOp Shape ShapeN Size Rank VariableShape Bitcast BroadcastTo ConcatV2 ExpandDims Fill "
    "Empty MatrixBandPart OnesLike Pack Range Reshape ReverseV2 Roll Squeeze Tile Transpose Unpack ZerosLike "
    # reductions and products along axes
    "All Any ArgMax ArgMin BatchMatMulV2 Cumprod Cumsum Einsum MatMul Max Mean Min Prod Sum "
    # indices, which are looked at: xla_conditions.py
    "GatherNd ResourceScatterNdUpdate ResourceScatterUpdate TensorScatterMax TensorScatterMin "
    "TensorScatterUpdate".split()
)


def _is_floating(operation: Any) -> bool:
    """Integer powers are excluded: they check for negative exponents."""
    dtype = operation.get_attr("T")
    return bool(dtype.is_floating or dtype.is_complex)


def _has_static_inputs(*inputs: int) -> Callable[[Any], bool]:
    """A condition: these inputs are constants, which are checked while the program is traced."""
    return lambda operation: all(tf.get_static_value(operation.inputs[i]) is not None for i in inputs)


def _is_exact_when_added(operation: Any) -> bool:
    """XLA adds one after the other, as TensorFlow's kernels and NumPy do, but 16-bit floats with more digits."""
    dtype = operation.outputs[0].dtype
    return bool(dtype.size > 2 or dtype.is_integer)


def _is_of_integers(operation: Any) -> bool:
    return bool(operation.outputs[0].dtype.is_integer)


_ALLOWED_IF: dict[str, Callable[[Any], bool]] = {
    "Pow": _is_floating,
    "Pad": _has_static_inputs(1),
    "PadV2": _has_static_inputs(1),
    "MirrorPad": _has_static_inputs(1),
    "GatherV2": _has_static_inputs(2),
    "Slice": _has_static_inputs(1, 2),
    "StridedSlice": _has_static_inputs(1, 2, 3),
    "ResourceStridedSliceAssign": _has_static_inputs(1, 2, 3),
    "TensorStridedSliceUpdate": _has_static_inputs(1, 2, 3),
    "TensorScatterAdd": _is_exact_when_added,
    "TensorScatterSub": _is_exact_when_added,
    "UnsortedSegmentProd": _is_of_integers,  # at(x)[index].multiply takes floats one after the other
    "UnsortedSegmentSum": _is_exact_when_added,
}


def first_not_allowed(operations: list[Any], device: str | None) -> str | None:
    """A message about the first operation that XLA computes differently from TensorFlow; None if there is none."""
    for op in operations:
        condition = _ALLOWED_IF.get(op.type)
        if op.type not in _ALLOWED and (condition is None or not condition(op)):
            return not_computed(op)
        if op.device and not _same_device(op.device, device):
            return f"{_describe(op)} is computed on {op.device}, and the arguments are on {device or 'no device'}"
    return None


def not_computed(operation: Any) -> str:
    """A message about an operation that there cannot be a program with."""
    return f"{_describe(operation)} is not computed by XLA as it is by TensorFlow"


_HERE = str(Path(__file__).parents[1])


def _describe(operation: Any) -> str:
    """An operation in terms of the user's code: the function of the library that was called, and the line."""
    frames = list(operation.traceback)
    # The frames before the traced function are TensorFlow's and those of the decorator.
    start = max((i for i, frame in enumerate(frames) if frame.name == TRACED_FUNCTION), default=-1)
    for before, frame in pairwise(frames[start + 1 :]):
        if frame.filename.startswith(("<unified_arrays", _HERE)) and frame.name != before.name:
            return f"{frame.name} ({operation.type}) in line {before.lineno} of {Path(before.filename).name}"
    return f"the operation {operation.type}"


TRACED_FUNCTION = "traced_by_compile"  # the name of the function that is traced for each program


def _same_device(first: str, second: str | None) -> bool:
    if second is None:
        return False
    spec1, spec2 = tf.DeviceSpec.from_string(first), tf.DeviceSpec.from_string(second)
    return (spec1.device_type, spec1.device_index or 0) == (spec2.device_type, spec2.device_index or 0)
