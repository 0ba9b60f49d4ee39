"""Writes into a variable's own buffer: a small XLA program for each function and kind of arguments.

A compiled function that assigns to a variable and returns nothing writes into the variable's buffer: nothing is
allocated, and the address stays. It is compiled anew for every shape, and a call costs about 0.2 ms more, so this is
for large arrays, and only on request.

XLA drops TensorFlow's assertions. So functions that check the values of their arguments (an index out of range,
integers divided by zero, a singular matrix) are left out, and so is what XLA cannot compile or computes differently:
astype of floats that do not fit, nextafter of subnormals, and sums and products of many numbers (sum, mean, prod,
matmul, tensordot, vecdot), which it accumulates sequentially, with a larger error. Inside a program each operation is
computed as written: see xla_exact.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ..._common.caches import RecentTable
from ...array_api_tensorflow._arguments import PYTHON_SCALARS, Part, cast, constant, is_array
from ...array_api_tensorflow._array_variable import Base as ResourceVariable
from ...array_api_tensorflow._dtypes import is_same_kind, with_scalar
from .xla_exact import PROGRAMS, ZERO, ProgramOfTensors, as_written

Program = Callable[..., Any]

FUNCTIONS = frozenset(
    "abs acos acosh add all any asin asinh atan atan2 atanh bitwise_and bitwise_invert bitwise_or bitwise_xor "
    "broadcast_to ceil clip concat conj copysign cos cosh count_nonzero cumulative_prod cumulative_sum diff divide "
    "equal exp expm1 flip floor greater greater_equal hypot imag isfinite isinf isnan less less_equal log "
    "log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor matrix_transpose max maximum "
    "min minimum moveaxis multiply negative not_equal permute_dims positive real reciprocal reshape roll "
    "round sign signbit sin sinh sqrt square stack std subtract tan tanh tile tril triu trunc var where".split()
)

# XLA (2.21) has other results for complex numbers that are not finite: see tests/test_xla.py.
NOT_OF_COMPLEX = frozenset(
    "acos acosh asin asinh atan atanh cos cosh divide exp reciprocal sign sin sinh sqrt tan tanh".split()
)

_CANNOT = "cannot"  # cached instead of a program that XLA does not compile
_programs = RecentTable()


def num_cached() -> int:
    """The number of cached programs, 256 at most."""
    return sum(program is not _CANNOT for program in _programs.values())


def write_in_place(
    name: str, compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], out: Any
) -> bool:
    """Write the result into the buffer of `out`. False if that is not possible; nothing is written then."""
    if name not in FUNCTIONS or not isinstance(out, ResourceVariable) or not tf.executing_eagerly():
        return False
    arguments, options = _with_slices_read((_scalars_to_tensors(name, arguments), options))
    inputs: list[Any] = []
    structure = _structure((arguments, options), inputs)
    arrays = [out, *inputs]
    if any(array.device != out.device or not array.shape.is_fully_defined() for array in arrays):
        return False  # XLA drops the comparison of sizes that are unknown until it runs
    if name in NOT_OF_COMPLEX and any(array.dtype.is_complex for array in arrays):
        return False
    # Which arrays are the same object is a part of the program: it reads and writes a single variable then.
    first_indices = tuple(next(i for i, other in enumerate(arrays) if other is array) for array in arrays)
    kinds = tuple((type(array), array.dtype, tuple(array.shape), array.device) for array in arrays)
    key = (name, structure, kinds, first_indices)
    try:
        cached = _programs.get(key)
    except TypeError:
        return False  # an option that is not hashable: the fallback raises the error
    if cached is _CANNOT:
        return False
    if cached is None and PROGRAMS.reason_to_refuse() is not None:
        return False
    distinct = [array for i, array in enumerate(arrays) if first_indices[i] == i]
    program = cached or _compile(compute, arguments, options, distinct, first_indices)
    if program is None or not _try_run(program, distinct, first=cached is None):
        _programs.keep(key, _CANNOT)
        return False
    if cached is None:
        _programs.keep(key, program)
    return True


def _try_run(program: ProgramOfTensors, inputs: list[Any], *, first: bool) -> bool:
    """Run the program. False if XLA cannot compile it, which the first run shows: nothing is written then."""
    try:
        program(inputs)
    except tf.errors.OpError as error:
        if not first or isinstance(error, tf.errors.ResourceExhaustedError):
            raise
        return False
    return True


def _scalars_to_tensors(name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments, with a Python scalar beside an array as a 0-d tensor, so that its value is not part of the key."""
    if name == "clip":
        x, *bounds = arguments
        return x, *(_to_tensor_beside(bound, x) if _has_dtype_of(bound, x) else bound for bound in bounds)
    if len(arguments) != 2:
        return arguments
    are_scalars = [isinstance(argument, PYTHON_SCALARS) for argument in arguments]
    if are_scalars == [True, False] and is_array(arguments[1]):
        return _to_tensor_beside(arguments[0], arguments[1]), arguments[1]
    if are_scalars == [False, True] and is_array(arguments[0]):
        return arguments[0], _to_tensor_beside(arguments[1], arguments[0])
    return arguments


def _has_dtype_of(value: Any, x: Any) -> bool:
    """Whether it is a Python scalar that does not change the dtype of `x`."""
    return isinstance(value, PYTHON_SCALARS) and with_scalar(x.dtype, value) == x.dtype


def _to_tensor_beside(scalar: complex, array: Any) -> Any:
    try:
        with tf.device(array.device):
            return constant(scalar, with_scalar(array.dtype, scalar))
    except OverflowError:
        return scalar  # the fallback raises the error


def _with_slices_read(argument: Any) -> Any:
    """`argument` with the values of the slices in it, which a program takes for tensors."""
    if isinstance(argument, Part):
        return argument.value()
    if isinstance(argument, (list, tuple)):
        return type(argument)(map(_with_slices_read, argument))
    if isinstance(argument, dict):
        return {name: _with_slices_read(item) for name, item in argument.items()}
    return argument


def _structure(argument: Any, arrays: list[Any]) -> Any:
    """The hashable structure of `argument`, with a mark for each array; the arrays are appended to `arrays`."""
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        arrays.append(argument)
        return "an array"
    if isinstance(argument, (list, tuple)):
        return tuple(_structure(item, arrays) for item in argument)
    if isinstance(argument, dict):
        return tuple((name, _structure(item, arrays)) for name, item in argument.items())
    return type(argument), repr(argument) if isinstance(argument, (float, complex)) else argument  # -0.0 equals 0.0


def _compile(
    compute: Callable[..., Any],
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    distinct: list[Any],
    first_indices: tuple[int, ...],
) -> ProgramOfTensors | None:
    """The program for different arrays of these kinds, out first; None if the result cannot be written into out.

    `first_indices`: for out and each array in arguments and options, the index of its first occurrence.
    """

    def compute_and_assign(zero: Any, *symbols: Any) -> None:
        symbol_of = dict(zip(sorted(set(first_indices)), symbols, strict=True))
        symbolic_inputs = iter([symbol_of[i] for i in first_indices[1:]])
        with as_written(zero):
            value = compute(*_substitute(arguments, symbolic_inputs), **_substitute(options, symbolic_inputs))
        target = symbols[0]
        if not is_same_kind(value.dtype, target.dtype):
            raise TypeError
        target.assign(cast(value, target.dtype), read_value=False)

    program = tf.function(compute_and_assign, jit_compile=True, autograph=False)
    try:
        return ProgramOfTensors(program.get_concrete_function(ZERO, *distinct), distinct[0].device)
    except Exception:  # whatever the reason is, the fallback meets it too, and raises the error
        return None


def _substitute(argument: Any, arrays: Any) -> Any:
    """`argument` with its arrays replaced by the next ones of `arrays`."""
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        return next(arrays)
    if isinstance(argument, (list, tuple)):
        return type(argument)(_substitute(item, arrays) for item in argument)
    if isinstance(argument, dict):
        return {name: _substitute(item, arrays) for name, item in argument.items()}
    return argument
