"""Writes that fill a variable's own buffer: a small XLA program for each function and kind of arguments.

A compiled function that assigns to a variable and returns nothing is given the variable's buffer to write to: nothing
is allocated, and the address stays. It is compiled anew for every shape, and a call costs about 0.2 ms more, so this is
for large arrays, and only where it is asked for.

XLA drops TensorFlow's assertions. So a function that judges its arguments by their values (an index out of range,
integers divided by zero, a singular matrix) is not written this way, and neither is what XLA cannot compile or computes
otherwise: astype of floats that do not fit, nextafter of subnormals, and sums and products of many numbers (sum, mean,
prod, matmul, tensordot, vecdot), which it takes one after another, with a larger error. What is computed inside is as
it is written: see xla_exact.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ..._common.caches import RecentTable
from ...array_api_tensorflow._arguments import PYTHON_SCALARS, cast, constant, is_array
from ...array_api_tensorflow._array_variable import Base as ResourceVariable
from ...array_api_tensorflow._dtypes import is_same_kind, with_scalar
from .xla_exact import PROGRAMS, ZERO, as_written, zero_on

Program = Callable[..., Any]

FUNCTIONS = frozenset(
    "abs acos acosh add all any asin asinh atan atan2 atanh bitwise_and bitwise_invert bitwise_or bitwise_xor "
    "broadcast_to ceil clip concat conj copysign cos cosh count_nonzero cumulative_prod cumulative_sum diff divide "
    "equal exp expm1 flip floor greater greater_equal hypot imag isfinite isinf isnan less less_equal log "
    "log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor matrix_transpose max maximum "
    "min minimum moveaxis multiply negative not_equal permute_dims positive real reciprocal reshape roll "
    "round sign signbit sin sinh sqrt square stack std subtract tan tanh tile tril triu trunc var where".split()
)

# Of complex numbers that are not finite, XLA (2.21) gives other values; tests/test_xla.py has them.
NOT_OF_COMPLEX = frozenset(
    "acos acosh asin asinh atan atanh cos cosh divide exp reciprocal sign sin sinh sqrt tan tanh".split()
)

_CANNOT = "cannot"  # in the place of a program that XLA does not compile
_programs = RecentTable()


def kept() -> int:
    """How many programs are kept, 256 at most."""
    return sum(program is not _CANNOT for program in _programs.values())


def fill(name: str, compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], out: Any) -> bool:
    """Write the result into the buffer of `out`. False, and nothing is written, where that cannot be."""
    if name not in FUNCTIONS or not isinstance(out, ResourceVariable) or not tf.executing_eagerly():
        return False
    arguments = _numbers_as_arrays(name, arguments)
    arrays: list[Any] = []
    form = _form((arguments, options), arrays)
    everything = [out, *arrays]
    if any(one.device != out.device or not one.shape.is_fully_defined() for one in everything):
        return False  # XLA drops the comparison of sizes that are not known before it runs
    if name in NOT_OF_COMPLEX and any(one.dtype.is_complex for one in everything):
        return False
    # Which arrays are one object is a part of the program: it reads and writes a single variable then.
    alike = tuple(next(i for i, other in enumerate(everything) if other is one) for one in everything)
    kinds = tuple((type(one), one.dtype, tuple(one.shape), one.device) for one in everything)
    key = (name, form, kinds, alike)
    try:
        program = _programs.get(key)
    except TypeError:
        return False  # an option that is no value: the general way says so
    if program is _CANNOT:
        return False
    if program is None and PROGRAMS.refused() is not None:
        return False
    inputs = [one for i, one in enumerate(everything) if alike[i] == i]
    made = program or _compiled(compute, arguments, options, inputs, alike)
    if made is None or not _ran(made, inputs, out.device, first=program is None):
        _programs.keep(key, _CANNOT)
        return False
    if program is None:
        _programs.keep(key, made)
    return True


def _ran(program: Program, inputs: list[Any], device: str, *, first: bool) -> bool:
    """Run it. False if it was the first time, when XLA compiles it, and XLA cannot: nothing is written then."""
    try:
        with tf.device(device):
            program(zero_on(device), *inputs)
    except tf.errors.OpError as error:
        if not first or isinstance(error, tf.errors.ResourceExhaustedError):
            raise
        return False
    return True


def _numbers_as_arrays(name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments, a number beside an array as an array without axes: not every number is to have its own program."""
    if name == "clip":
        x, *bounds = arguments
        return x, *(_beside(one, x) if _has_dtype_of(one, x) else one for one in bounds)
    if len(arguments) != 2:
        return arguments
    numbers = [isinstance(one, PYTHON_SCALARS) for one in arguments]
    if numbers == [True, False] and is_array(arguments[1]):
        return _beside(arguments[0], arguments[1]), arguments[1]
    if numbers == [False, True] and is_array(arguments[0]):
        return arguments[0], _beside(arguments[1], arguments[0])
    return arguments


def _has_dtype_of(value: Any, x: Any) -> bool:
    """Whether it is a number that has the dtype of x beside x."""
    return isinstance(value, PYTHON_SCALARS) and with_scalar(x.dtype, value) == x.dtype


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
    compute: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], inputs: list[Any], alike: Any
) -> Program | None:
    """The program for different arrays of these kinds, out first; None if the result does not belong in out.

    `alike`: of out and each array in arguments and options, the place where it comes first.
    """

    def write(zero: Any, *given: Any) -> None:
        symbols = dict(zip(sorted(set(alike)), given, strict=True))
        following = iter([symbols[place] for place in alike[1:]])
        with as_written(zero):
            value = compute(*_filled(arguments, following), **_filled(options, following))
        target = given[0]
        if not is_same_kind(value.dtype, target.dtype):
            raise TypeError
        target.assign(cast(value, target.dtype), read_value=False)

    program = tf.function(write, jit_compile=True, autograph=False)
    try:
        return program.get_concrete_function(ZERO, *inputs)  # type: ignore[no-any-return]
    except Exception:  # whatever the reason is, the general way meets it, and words it
        return None


def _filled(argument: Any, following: Any) -> Any:
    """`argument` with the arrays that follow in the place of its own."""
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        return next(following)
    if isinstance(argument, (list, tuple)):
        return type(argument)(_filled(one, following) for one in argument)
    if isinstance(argument, dict):
        return {name: _filled(one, following) for name, one in argument.items()}
    return argument
