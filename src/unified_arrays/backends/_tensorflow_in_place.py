"""Writes that fill a variable's own buffer: a small XLA program for each function and kind of arguments.

A compiled function that assigns to a variable and returns nothing is given the variable's buffer to write to: nothing
is allocated, and the address stays. It is compiled anew for every shape, and a call costs about 0.2 ms more, so this is
for large arrays, and only where it is asked for.

XLA drops TensorFlow's assertions. So a function that judges its arguments by their values (an index out of range,
integers divided by zero, a singular matrix) is not written this way, and neither is what XLA cannot compile.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ..array_api_tensorflow._array_variable import Base as ResourceVariable
from ..array_api_tensorflow._dtypes import is_same_kind, with_scalar
from ..array_api_tensorflow._operands import PYTHON_SCALARS, cast, constant, is_array

Program = Callable[..., Any]

FUNCTIONS = frozenset(
    "abs acos acosh add all any asin asinh atan atan2 atanh bitwise_and bitwise_invert bitwise_or bitwise_xor ceil "
    "concat conj copysign cos cosh cumulative_prod cumulative_sum divide equal exp expm1 flip floor greater "
    "greater_equal hypot imag isfinite isinf isnan less less_equal log log10 log1p log2 logaddexp logical_and "
    "logical_not logical_or logical_xor matmul matrix_transpose max maximum mean min minimum multiply negative "
    "not_equal permute_dims positive prod real reciprocal round sign sin sinh sqrt square stack std subtract sum tan "
    "tanh tensordot tril triu trunc var vecdot where".split()
)

LIMIT = 256
_programs: OrderedDict[Any, Program | None] = OrderedDict()  # the last used is last; None: XLA cannot


def kept() -> int:
    """How many programs are kept, LIMIT at most."""
    return sum(program is not None for program in _programs.values())


def fill(name: str, compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], out: Any) -> bool:
    """Write the result into the buffer of `out`. False, and nothing is written, where that cannot be."""
    if name not in FUNCTIONS or not isinstance(out, ResourceVariable) or not tf.executing_eagerly():
        return False
    arguments = _number_as_array(arguments)
    arrays: list[Any] = []
    form = _form((arguments, options), arrays)
    everything = [*arrays, out]
    if any(one.device != out.device or not one.shape.is_fully_defined() for one in everything):
        return False  # XLA drops the comparison of sizes that are not known before it runs
    # Which arrays are one object is a part of the program: it reads and writes a single variable then.
    alike = tuple(next(i for i, other in enumerate(everything) if other is one) for one in everything)
    kinds = tuple((type(one), one.dtype, tuple(one.shape), one.device) for one in everything)
    key = (name, form, kinds, alike)
    try:
        hash(key)
    except TypeError:
        return False  # an option that is no value: the general way says so
    if key not in _programs:
        _programs[key] = _compiled(compute, arguments, options, arrays, out)
        if len(_programs) > LIMIT:
            _programs.popitem(last=False)
    _programs.move_to_end(key)
    program = _programs[key]
    if program is None:
        return False
    with tf.device(out.device):
        program(out, *arrays)
    return True


def _number_as_array(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments, a number beside an array as an array without axes: not every number is to have its own program."""
    if len(arguments) != 2:
        return arguments
    numbers = [isinstance(one, PYTHON_SCALARS) for one in arguments]
    if numbers == [True, False] and is_array(arguments[1]):
        return _beside(arguments[0], arguments[1]), arguments[1]
    if numbers == [False, True] and is_array(arguments[0]):
        return arguments[0], _beside(arguments[1], arguments[0])
    return arguments


def _beside(number: complex, array: Any) -> Any:
    try:
        with tf.device(array.device):
            return constant(number, with_scalar(array.dtype, number))
    except OverflowError:
        return number  # the general way says so


def _form(argument: Any, arrays: list[Any]) -> Any:
    """`argument` with a mark in the place of each array, which is appended to `arrays`: what a program is made for."""
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        arrays.append(argument)
        return "an array"
    if isinstance(argument, (list, tuple)):
        return tuple(_form(one, arrays) for one in argument)
    if isinstance(argument, dict):
        return tuple((name, _form(one, arrays)) for name, one in argument.items())
    return type(argument), repr(argument) if isinstance(argument, (float, complex)) else argument  # -0.0 equals 0.0


def _compiled(
    compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], arrays: list[Any], out: Any
) -> Program | None:
    """The program for arguments of these kinds; None if XLA cannot compile it or the result does not belong in out."""

    def write(target: Any, *inputs: Any) -> None:
        following = iter(inputs)
        value = compute(*_filled(arguments, following), **_filled(options, following))
        if not is_same_kind(value.dtype, target.dtype):
            raise TypeError
        target.assign(cast(value, target.dtype), read_value=False)

    program = tf.function(write, jit_compile=True, autograph=False)
    try:
        with tf.device(out.device):
            program.experimental_get_compiler_ir(out, *arrays)(stage="optimized_hlo")
    except Exception:  # whatever the reason is, the general way meets it, and words it
        return None
    return program  # type: ignore[no-any-return]


def _filled(argument: Any, following: Any) -> Any:
    """`argument` with the arrays that follow in the place of its own."""
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        return next(following)
    if isinstance(argument, (list, tuple)):
        return type(argument)(_filled(one, following) for one in argument)
    if isinstance(argument, dict):
        return {name: _filled(one, following) for name, one in argument.items()}
    return argument
