"""The operations allowed in XLA programs: those that XLA computes as TensorFlow does, errors included.

XLA drops TensorFlow's assertions, and its kernels check no values: an index out of range, integers divided by zero and
a singular matrix would pass silently. So this is an allowlist. Most of it are the operations of the functions of
`out_kernels.FUNCTIONS`; tests/_dispatch/test_compile.py compares every function of the library.
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
    "MatrixBandPart OnesLike Pack Range Reshape ReverseV2 Roll Squeeze Tile Transpose Unpack ZerosLike "
    # reductions and products along axes
    "All Any ArgMax ArgMin BatchMatMulV2 Cumprod Cumsum Einsum MatMul Max Mean Min Prod Sum".split()
)


def _is_floating(operation: Any) -> bool:
    """Integer powers are excluded: they check for negative exponents."""
    dtype = operation.get_attr("T")
    return bool(dtype.is_floating or dtype.is_complex)


def _has_static_inputs(*inputs: int) -> Callable[[Any], bool]:
    """A condition: these inputs are constants, which are checked while the program is traced."""
    return lambda operation: all(tf.get_static_value(operation.inputs[i]) is not None for i in inputs)


_ALLOWED_IF: dict[str, Callable[[Any], bool]] = {
    "Pow": _is_floating,
    "Pad": _has_static_inputs(1),
    "PadV2": _has_static_inputs(1),
    "MirrorPad": _has_static_inputs(1),
    "ResourceScatterUpdate": _has_static_inputs(1),
    "GatherV2": _has_static_inputs(1, 2),
    "Slice": _has_static_inputs(1, 2),
    "StridedSlice": _has_static_inputs(1, 2, 3),
    "ResourceStridedSliceAssign": _has_static_inputs(1, 2, 3),
    "TensorScatterUpdate": _has_static_inputs(1),
}


def first_not_allowed(operations: list[Any], device: str | None) -> str | None:
    """A message about the first operation that XLA computes differently from TensorFlow; None if there is none."""
    for op in operations:
        condition = _ALLOWED_IF.get(op.type)
        if op.type not in _ALLOWED and (condition is None or not condition(op)):
            return f"{_describe(op)} is not computed by XLA as it is by TensorFlow"
        if op.device and not _same_device(op.device, device):
            return f"{_describe(op)} is computed on {op.device}, and the arguments are on {device or 'no device'}"
    return None


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
