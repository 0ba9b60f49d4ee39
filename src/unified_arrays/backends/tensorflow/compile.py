"""A function of several calls as one program of XLA, which writes into the buffers of the variables.

A compiled function that assigns to a variable and does not return it is given the variable's buffer to write to: what
it returned would be a copy. So variables are left out of what the program returns, and the caller gets the very objects
that the function names in its result: those of this call for arguments, the same ones for what it has captured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from ..._common.dtypes import DType
from ..._common.errors import first_line
from ...array_api_tensorflow._dtypes import DEFAULT_REAL
from ...array_api_tensorflow.indexing import variable_of_slice
from .. import Invocation, NotCompiled, Program, is_real_number
from .xla_exact import HIDING, PROGRAMS, ZERO, as_written, zero_on
from .xla_operations import first_not_allowed

# What a result may hold besides arrays: values that nobody can change.
_VALUES = (bool, int, float, complex, str, bytes, type(None), DType, tf.DType, tf.TensorShape)


@dataclass(frozen=True)
class _Given:
    """In the place of an argument in a result: the one of this call, by its place among arrays and numbers."""

    place: int


@dataclass(frozen=True)
class _Computed:
    """In the place of what the program returns."""

    place: int


@dataclass(frozen=True)
class _Captured:
    """A variable or tensor that the function has from elsewhere."""

    array: Any


@dataclass
class _Trace:
    """A function that was called on symbols: its graph, and its result with places instead of arrays."""

    graph: Any
    result: Any
    device: str | None


def compiled(invocation: Invocation) -> Program:
    """The program for invocations of that kind; NotCompiled if XLA would not do what TensorFlow does."""
    reason = PROGRAMS.refused()
    if reason is not None:
        raise NotCompiled(reason)
    device = invocation.arrays[0].device if invocation.arrays else None
    exact = _traced(invocation, None, device)
    reason = first_not_allowed(exact.graph.graph.get_operations(), device)
    if reason is not None:
        raise NotCompiled(reason)
    found = _with_open_numbers(invocation, exact, device) if invocation.numbers else None
    if found is not None:
        return Program(_Run(invocation, found, open_numbers=True))
    return Program(_Run(invocation, exact, open_numbers=False), by_value=bool(invocation.numbers))


def _with_open_numbers(invocation: Invocation, exact: _Trace, device: str | None) -> _Trace | None:
    """The program with floats as arguments, None if that would be another one.

    A float takes the dtype of the array that it meets. As an argument it has one dtype from the start: right if every
    array it meets has that, so that both programs compute the same in the same dtypes, and Python computes nothing.
    """
    dtypes = {one.dtype for one in invocation.arrays if one.dtype.is_floating}
    if len(dtypes) > 1:
        return None
    try:
        found = _traced(invocation, next(iter(dtypes), DEFAULT_REAL), device)
    except NotCompiled:  # it asks for the number itself
        return None
    return found if _computations(found) == _computations(exact) and _alike(exact.result, found.result) else None


def _computations(trace: _Trace) -> Counter[Any]:
    operations = (one for one in trace.graph.graph.get_operations() if one.type not in ("Const", "Placeholder"))
    computed = (one for one in operations if not one.name.startswith(HIDING))  # a constant is hidden, an argument not
    return Counter((one.type, tuple(out.dtype for out in one.outputs)) for one in computed)


def _alike(exact: Any, found: Any) -> bool:
    """Whether two results are the same but for floats, which are arguments in the second."""
    if isinstance(exact, (list, tuple)):
        return len(exact) == len(found) and all(map(_alike, exact, found))
    if isinstance(exact, dict):
        return all(_alike(one, found[name]) for name, one in exact.items())
    if isinstance(exact, _Captured):
        return isinstance(found, _Captured) and exact.array is found.array
    return bool((is_real_number(exact) and isinstance(found, _Given)) or exact == found)


def _traced(invocation: Invocation, number_dtype: tf.DType | None, device: str | None) -> _Trace:
    """The function called on symbols for its arrays, and for its floats if they are given a dtype."""
    arrays, numbers = invocation.arrays, invocation.numbers
    chosen = _once(arrays)
    results: list[Any] = []

    def traced_by_compile(zero: Any, *inputs: Any) -> list[Any]:
        symbols = dict(zip(chosen, inputs, strict=False))
        given = [symbols[next(i for i in chosen if arrays[i] is one)] for one in arrays]
        open_numbers = inputs[len(chosen) :] or numbers
        taken = invocation.arguments, invocation.options
        arguments, options = _filled(taken, iter(given), iter(open_numbers))
        with as_written(zero):
            result = invocation.function(*arguments, **options)
        if not _unchanged((arguments, options), _filled(taken, iter(given), iter(open_numbers))):
            raise NotCompiled("it changes a list or dict among its arguments: return what is new")
        returned: list[Any] = []
        results.append(_places(result, [*given, *open_numbers], returned))
        return returned

    inputs = [_specification(arrays[i]) for i in chosen]
    if number_dtype is not None:
        inputs += [tf.TensorSpec([], number_dtype)] * len(numbers)
    program = tf.function(traced_by_compile, jit_compile=True, autograph=False)
    try:
        graph = program.get_concrete_function(ZERO, *inputs)
    except NotCompiled:
        raise
    except Exception as error:  # the call without a program says what is wrong, if anything is
        raise NotCompiled(f"{type(error).__name__} while it was traced: {first_line(error)}") from error
    return _Trace(graph, results[-1], device)


def _specification(array: Any) -> Any:
    return array if isinstance(array, tf.Variable) else tf.TensorSpec(array.shape, array.dtype)


def _once(arrays: list[Any]) -> list[int]:
    """The first place of each array: a program takes an array once, however often it is named."""
    return [i for i, one in enumerate(arrays) if not any(other is one for other in arrays[:i])]


def _filled(argument: Any, arrays: Iterator[Any], numbers: Iterator[Any]) -> Any:
    """`argument` with the arrays and floats that follow in the place of its own."""
    if is_real_number(argument):
        return next(numbers)
    if isinstance(argument, (tf.Tensor, tf.Variable)):
        return next(arrays)
    if isinstance(argument, (list, tuple)):
        filled = [_filled(one, arrays, numbers) for one in argument]
        return _of_type(argument, filled)
    if isinstance(argument, dict):
        return _dict_of_type(argument, {name: _filled(one, arrays, numbers) for name, one in argument.items()})
    return argument


def _unchanged(container: Any, before: Any) -> bool:
    """Whether lists and dicts hold what they held."""
    if isinstance(before, (list, tuple)):
        return len(container) == len(before) and all(map(_unchanged, container, before))
    if isinstance(before, dict):
        return list(container) == list(before) and all(_unchanged(container[name], before[name]) for name in before)
    return container is before


def _of_type(sequence: Any, values: list[Any]) -> Any:
    """A list, tuple or namedtuple of `values` like `sequence`."""
    if hasattr(sequence, "_make"):
        return sequence._make(values)
    return values if type(sequence) is list else tuple(values) if type(sequence) is tuple else _other(sequence)


def _dict_of_type(mapping: dict[Any, Any], values: dict[Any, Any]) -> Any:
    return values if type(mapping) is dict else _other(mapping)


def _other(container: Any) -> Any:
    raise NotCompiled(f"a {type(container).__name__} among its arguments or in its result: use a tuple, list or dict")


def _places(result: Any, given: list[Any], returned: list[Any]) -> Any:
    """`result` with places for arrays; what the program is to return is appended to `returned`."""
    if isinstance(result, (list, tuple)):
        return _of_type(result, [_places(one, given, returned) for one in result])
    if isinstance(result, dict):
        return _dict_of_type(result, {name: _places(one, given, returned) for name, one in result.items()})
    for place, one in enumerate(given):
        if one is result and isinstance(one, (tf.Tensor, tf.Variable)):
            return _Given(place)
    if isinstance(result, tf.Variable):
        for place, one in enumerate(given):
            if isinstance(one, tf.Variable) and one.handle is result.handle:  # what v.assign(x) returns
                return _Given(place)
        return _Captured(result)
    if isinstance(result, tf.Tensor):
        if variable_of_slice(result) is not None:
            raise NotCompiled("a slice of a variable in its result, which could be written to: return the variable")
        if tf.is_symbolic_tensor(result):
            returned.append(result)
            return _Computed(len(returned) - 1)
        return _Captured(result)
    if isinstance(result, _VALUES):
        return result
    raise NotCompiled(f"a {type(result).__name__} in its result: return arrays, and tuples, lists or dicts of them")


class _Run:
    """What runs a program on the arrays of an invocation."""

    def __init__(self, invocation: Invocation, trace: _Trace, *, open_numbers: bool) -> None:
        self._trace = trace
        self._open_numbers = open_numbers
        self._chosen = _once(invocation.arrays)
        self._captured = [one for one in trace.graph.captured_inputs if one.dtype == tf.resource]
        self._variables = trace.graph.variables  # a graph alone would let the captured ones go
        self._ran = False

    def __call__(self, invocation: Invocation) -> Any:
        arrays = [invocation.arrays[i] for i in self._chosen]
        if self._captured and any(_handle(one) is other for one in arrays for other in self._captured):
            return NotImplemented  # one memory under two names, which XLA would take for two
        inputs = [*arrays, *map(float, invocation.numbers)] if self._open_numbers else arrays
        try:
            with tf.device(self._trace.device):
                returned = self._trace.graph(zero_on(self._trace.device), *inputs)
        except tf.errors.OpError as error:
            if self._ran or isinstance(error, tf.errors.ResourceExhaustedError):
                raise
            raise NotCompiled(f"XLA says: {first_line(error.message)}") from error
        self._ran = True
        return _with_arrays(self._trace.result, [*invocation.arrays, *invocation.numbers], returned)


def _handle(array: Any) -> Any:
    return array.handle if isinstance(array, tf.Variable) else None


def _with_arrays(result: Any, given: list[Any], returned: list[Any]) -> Any:
    """A result with the arrays of this call in their places."""
    kind = type(result)
    if kind is _Given:
        return given[result.place]
    if kind is _Computed:
        return returned[result.place]
    if kind is _Captured:
        return result.array
    if isinstance(result, (list, tuple)):
        return _of_type(result, [_with_arrays(one, given, returned) for one in result])
    if isinstance(result, dict):
        return {name: _with_arrays(one, given, returned) for name, one in result.items()}
    return result
