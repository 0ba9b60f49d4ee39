"""Which operations may be in a program that XLA compiles: those that it computes as TensorFlow does, errors included.

XLA drops TensorFlow's assertions, and its kernels judge no values: an index out of range, integers divided by zero and
a singular matrix would pass without a word. So what is allowed is listed. Most of it is what the functions of
`out_kernels.FUNCTIONS` are made of; tests/_dispatch/test_compile.py compares every function of the library.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import tensorflow as tf

# By what they compute. No function of the library needs control flow in a graph of known shapes.
ELEMENTWISE = frozenset(
    "Abs Acos Acosh AddN AddV2 Asin Asinh Atan Atan2 Atanh BitwiseAnd BitwiseOr BitwiseXor Cast Ceil Complex "
    "ComplexAbs Conj Cos Cosh Equal Exp Expm1 Floor Greater GreaterEqual Imag Invert IsFinite IsInf IsNan Less "
    "LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mul Neg NotEqual Pow Real RealDiv Reciprocal "
    "Round SelectV2 Sign Sin Sinh Sqrt Square SquaredDifference Sub Tan Tanh".split()
)
_ALLOWED = (ELEMENTWISE - {"Pow"}) | frozenset(
    # values, and where they stand
    "Const Placeholder Identity IdentityN NoOp StopGradient ReadVariableOp AssignVariableOp AssignAddVariableOp "
    "AssignSubVariableOp Shape ShapeN Size Rank VariableShape Bitcast BroadcastTo ConcatV2 ExpandDims Fill "
    "MatrixBandPart OnesLike Pack Range Reshape ReverseV2 Roll Squeeze Tile Transpose Unpack ZerosLike "
    # along axes
    "All Any BatchMatMulV2 Cumprod Cumsum MatMul Max Mean Min Prod Sum".split()
)


def _floating(operation: Any) -> bool:
    """Integers are judged by their values there: a negative power."""
    dtype = operation.get_attr("T")
    return bool(dtype.is_floating or dtype.is_complex)


def _known(*inputs: int) -> Callable[[Any], bool]:
    """What says where something stands is known when the program is made, and was judged then."""
    return lambda operation: all(tf.get_static_value(operation.inputs[i]) is not None for i in inputs)


_ALLOWED_IF: dict[str, Callable[[Any], bool]] = {
    "Pow": _floating,
    "GatherV2": _known(1, 2),
    "Slice": _known(1, 2),
    "StridedSlice": _known(1, 2, 3),
    "ResourceStridedSliceAssign": _known(1, 2, 3),
    "TensorScatterUpdate": _known(1),
}


def first_not_allowed(operations: list[Any], device: str | None) -> str | None:
    """What of a program XLA would do otherwise than TensorFlow, named for a message; None if nothing."""
    for one in operations:
        condition = _ALLOWED_IF.get(one.type)
        if one.type not in _ALLOWED and (condition is None or not condition(one)):
            return f"{_called(one)} is not computed by XLA as it is by TensorFlow"
        if one.device and not _same_device(one.device, device):
            return f"{_called(one)} is computed on {one.device}, and the arguments are on {device or 'no device'}"
    return None


_HERE = str(Path(__file__).parents[1])


def _called(operation: Any) -> str:
    """An operation as its user knows it: the function of the library that was called, and where."""
    frames = list(operation.traceback)
    # What was called before the function is TensorFlow's, and the way from the decorator to here.
    start = max((i for i, frame in enumerate(frames) if frame.name == TRACED), default=-1)
    for before, frame in pairwise(frames[start + 1 :]):
        if frame.filename.startswith(("<unified_arrays", _HERE)) and frame.name != before.name:
            return f"{frame.name} ({operation.type}) in line {before.lineno} of {Path(before.filename).name}"
    return f"the operation {operation.type}"


TRACED = "traced_by_compile"  # the name of the function in whose call everything of a program is made


def _same_device(first: str, second: str | None) -> bool:
    if second is None:
        return False
    one, other = tf.DeviceSpec.from_string(first), tf.DeviceSpec.from_string(second)
    return (one.device_type, one.device_index or 0) == (other.device_type, other.device_index or 0)
