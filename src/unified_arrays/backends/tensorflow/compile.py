"""A function of several calls as one program of XLA, which writes into the buffers of the variables.

A compiled function writes into the buffer of a variable that it assigns to, unless it returns the variable: that would
be a copy. So the program does not return variables. Instead the result of the call is built of the objects themselves:
the arguments of this call, and the captured variables and tensors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from ..._common.dtypes import DType
from ..._common.errors import first_line
from ...array_api_tensorflow._arguments import Part, is_array
from ...array_api_tensorflow._array_slice import ArrayElement
from ...array_api_tensorflow._array_variable import ArrayVariable
from ...array_api_tensorflow._conditions import collected
from ...array_api_tensorflow._dtypes import DEFAULT_REAL
from ...array_api_tensorflow.indexing import variable_of_slice
from .. import Invocation, NotCompiled, Program, is_real_number
from .xla_conditions import Guard, Written, whether_all_hold
from .xla_exact import HIDING, PROGRAMS, ZERO, as_written, zero_on
from .xla_operations import first_not_allowed

_FAILURES = 3  # calls after each other whose conditions do not hold, after which there is no program any more

# The immutable values that a result may hold besides arrays.
_VALUES = (bool, int, float, complex, str, bytes, type(None), DType, tf.DType, tf.TensorShape)


@dataclass(frozen=True)
class _Argument:
    """Stands for an argument in a result: its index among the arrays and Python scalars of the call."""

    index: int


@dataclass(frozen=True)
class _Computed:
    """Stands for a computed array in a result: its index among the outputs of the program."""

    index: int


@dataclass(frozen=True)
class _SliceOfArgument:
    """Stands for a slice of an argument in a result, which can be written to: the argument's index, and the key."""

    index: int
    key: tuple[Any, ...]


@dataclass(frozen=True)
class _Captured:
    """A variable or tensor that the function captures from its surroundings."""

    array: Any


@dataclass
class _TracedFunction:
    """A traced function: its graph, and its result with _Argument, _Computed and _Captured instead of arrays."""

    graph: Any
    device: str | None
    result: Any
    has_holders: bool  # see _holders
    has_conditions: bool  # its last output says whether they hold: see xla_conditions.py
    written: Written


def compile_program(invocation: Invocation) -> Program:
    """The program for invocations of that kind; NotCompiled if XLA would compute something else than TensorFlow."""
    reason = PROGRAMS.reason_to_refuse()
    if reason is not None:
        raise NotCompiled(reason)
    device = invocation.arrays[0].device if invocation.arrays else None
    holders: dict[int, Any] = {}
    try:
        exact = _trace_function(invocation, None, device, holders)
    except NotCompiled:  # it may have written to a slice
        holders = _holders(invocation.arrays)
        if not holders:
            raise
        exact = _trace_function(invocation, None, device, holders)
    reason = first_not_allowed(exact.graph.graph.get_operations(), device)
    if reason is not None:
        raise NotCompiled(reason)
    if exact.has_conditions and exact.written:  # now it is known which variables have to be read before all else
        exact = _trace_function(invocation, None, device, holders, exact.written)
    general = _trace_with_float_arguments(invocation, exact, device, holders) if invocation.numbers else None
    if general is not None:
        return Program(_Run(invocation, general, float_arguments=True))
    return Program(_Run(invocation, exact, float_arguments=False), by_value=bool(invocation.numbers))


def _holders(arrays: list[Any]) -> dict[int, Any]:
    """A variable for each slice among the arguments: a program writes to that, and the slice is written to afterwards.

    So one program serves all slices of a shape. There are none if a slice shares elements with another argument.
    """
    slices = {i: array for i, array in enumerate(arrays) if isinstance(array, Part)}
    for array in slices.values():
        if any(_base(other) is array.base and other is not array for other in arrays):
            return {}
    return {i: ArrayVariable(array.value()) for i, array in slices.items()}


def _base(array: Any) -> Any:
    return array.base if isinstance(array, Part) else array


def _trace_with_float_arguments(
    invocation: Invocation, exact: _TracedFunction, device: str | None, holders: dict[int, Any]
) -> _TracedFunction | None:
    """The program with its floats as arguments instead of constants; None if it would compute something else.

    A Python float takes the dtype of the array it is combined with. As an argument it has a fixed dtype: correct if all
    floating arrays have that dtype, and both programs have the same operations, so that Python computes with no float.
    """
    dtypes = {array.dtype for array in invocation.arrays if array.dtype.is_floating}
    if len(dtypes) > 1:
        return None
    try:
        general = _trace_function(invocation, next(iter(dtypes), DEFAULT_REAL), device, holders, exact.written)
    except NotCompiled:  # it needs the value of a float
        return None
    is_same = _computations(general) == _computations(exact) and _is_same_result(exact.result, general.result)
    return general if is_same else None


def _computations(trace: _TracedFunction) -> Counter[Any]:
    operations = (op for op in trace.graph.graph.get_operations() if op.type not in ("Const", "Placeholder"))
    computed = (op for op in operations if not op.name.startswith(HIDING))  # constants are hidden, arguments are not
    return Counter((op.type, tuple(output.dtype for output in op.outputs)) for op in computed)


def _is_same_result(exact: Any, general: Any) -> bool:
    """Whether two results are the same, except that floats are arguments in the second."""
    if isinstance(exact, (list, tuple)):
        return len(exact) == len(general) and all(map(_is_same_result, exact, general))
    if isinstance(exact, dict):
        return all(_is_same_result(item, general[name]) for name, item in exact.items())
    if isinstance(exact, _Captured):
        return isinstance(general, _Captured) and exact.array is general.array
    return bool((is_real_number(exact) and isinstance(general, _Argument)) or exact == general)


def _trace_function(
    invocation: Invocation,
    number_dtype: tf.DType | None,
    device: str | None,
    holders: dict[int, Any],
    written: Written | None = None,
) -> _TracedFunction:
    """The function traced with symbolic arrays, and with symbolic floats if `number_dtype` is not None.

    `written`: the variables that are written to, which is known once it has been traced. Each is read before all else
    if there are conditions, so that it has the same value after a program whose conditions do not hold.
    """
    arrays, numbers = invocation.arrays, invocation.numbers
    distinct = _distinct_indices(arrays)
    traced: list[Any] = []

    def traced_by_compile(zero: Any, *inputs: Any) -> list[Any]:
        symbols = dict(zip(distinct, inputs, strict=False))
        symbolic_arrays = [symbols[next(i for i in distinct if arrays[i] is array)] for array in arrays]
        symbolic_numbers = inputs[len(distinct) :] or numbers
        original = invocation.arguments, invocation.options
        arguments, options = _substitute(original, iter(symbolic_arrays), iter(symbolic_numbers))
        graph = tf.compat.v1.get_default_graph()
        with as_written(zero), collected(graph) as conditions:
            guard = Guard([] if written is None else written.handles(symbols))
            result = invocation.function(*arguments, **options)
        before = _substitute(original, iter(symbolic_arrays), iter(symbolic_numbers))
        if not _is_unchanged((arguments, options), before):
            raise NotCompiled("it changes a list or dict among its arguments: return new values instead")
        outputs: list[Any] = []
        returned = _without_arrays(result, [*symbolic_arrays, *symbolic_numbers], outputs)
        operations = graph.get_operations()
        variables = {i: symbol for i, symbol in symbols.items() if isinstance(symbol, tf.Variable)}
        holds = whether_all_hold(conditions, operations)
        traced.append((returned, bool(holders), holds is not None, Written(graph, operations, variables)))
        if holds is not None:
            guard.restore_unless(holds)
            outputs.append(holds)
        return outputs

    inputs = [_specification(holders.get(i, arrays[i])) for i in distinct]
    if number_dtype is not None:
        inputs += [tf.TensorSpec([], number_dtype)] * len(numbers)
    program = tf.function(traced_by_compile, jit_compile=True, autograph=False)
    try:
        graph = program.get_concrete_function(ZERO, *inputs)
    except NotCompiled:
        raise
    except Exception as error:  # the uncompiled call raises the right error, if there is one
        raise NotCompiled(f"{type(error).__name__} while it was traced: {first_line(error)}") from error
    return _TracedFunction(graph, device, *traced[-1])


def _specification(array: Any) -> Any:
    return array if isinstance(array, tf.Variable) else tf.TensorSpec(array.shape, array.dtype)


def _distinct_indices(arrays: list[Any]) -> list[int]:
    """The index of the first occurrence of each array: a program takes an array once, however often it is passed."""
    return [i for i, array in enumerate(arrays) if not any(other is array for other in arrays[:i])]


def _substitute(argument: Any, arrays: Iterator[Any], numbers: Iterator[Any]) -> Any:
    """`argument` with its arrays and floats replaced by the next ones of `arrays` and `numbers`."""
    if is_real_number(argument):
        return next(numbers)
    if is_array(argument):
        return next(arrays)
    if isinstance(argument, (list, tuple)):
        items = [_substitute(item, arrays, numbers) for item in argument]
        return _of_type(argument, items)
    if isinstance(argument, dict):
        return _dict_of_type(argument, {name: _substitute(item, arrays, numbers) for name, item in argument.items()})
    return argument


def _is_unchanged(container: Any, before: Any) -> bool:
    """Whether lists and dicts hold the same objects as before."""
    if isinstance(before, (list, tuple)):
        return len(container) == len(before) and all(map(_is_unchanged, container, before))
    if isinstance(before, dict):
        return list(container) == list(before) and all(_is_unchanged(container[name], before[name]) for name in before)
    return container is before


def _of_type(sequence: Any, values: list[Any]) -> Any:
    """A list, tuple or namedtuple of `values` like `sequence`."""
    if hasattr(sequence, "_make"):
        return sequence._make(values)
    if type(sequence) is list:
        return values
    return tuple(values) if type(sequence) is tuple else _refuse_container(sequence)


def _dict_of_type(mapping: dict[Any, Any], values: dict[Any, Any]) -> Any:
    return values if type(mapping) is dict else _refuse_container(mapping)


def _refuse_container(container: Any) -> Any:
    raise NotCompiled(f"a {type(container).__name__} among its arguments or in its result: use a tuple, list or dict")


def _without_arrays(result: Any, arguments: list[Any], outputs: list[Any]) -> Any:
    """`result` with _Argument, _Computed or _Captured for each array; computed arrays are appended to `outputs`."""
    if isinstance(result, (list, tuple)):
        return _of_type(result, [_without_arrays(item, arguments, outputs) for item in result])
    if isinstance(result, dict):
        return _dict_of_type(result, {name: _without_arrays(item, arguments, outputs) for name, item in result.items()})
    for i, argument in enumerate(arguments):
        if argument is result and is_array(argument):
            return _Argument(i)
    if isinstance(result, Part):
        for i, argument in enumerate(arguments):
            if argument is result.base:
                return _SliceOfArgument(i, (*result.items, *(() if isinstance(result, ArrayElement) else (...,))))
        return _Captured(result)
    if isinstance(result, tf.Variable):
        for i, argument in enumerate(arguments):
            if isinstance(argument, tf.Variable) and argument.handle is result.handle:  # what v.assign(x) returns
                return _Argument(i)
        return _Captured(result)
    if isinstance(result, tf.Tensor):
        if variable_of_slice(result) is not None:
            raise NotCompiled("a slice of a variable in its result, which could be written to: return the variable")
        if tf.is_symbolic_tensor(result):
            outputs.append(result)
            return _Computed(len(outputs) - 1)
        return _Captured(result)
    if isinstance(result, _VALUES):
        return result
    raise NotCompiled(f"a {type(result).__name__} in its result: return arrays, and tuples, lists or dicts of them")


class _Run:
    """Runs a program on the arrays of an invocation."""

    def __init__(self, invocation: Invocation, trace: _TracedFunction, *, float_arguments: bool) -> None:
        self._trace = trace
        self._float_arguments = float_arguments
        self._distinct = _distinct_indices(invocation.arrays)
        self._captured = [t for t in trace.graph.captured_inputs if t.dtype == tf.resource]
        self._variables = trace.graph.variables  # kept alive here: a graph holds captured variables weakly
        self._ran = False
        self._failed = 0

    def __call__(self, invocation: Invocation) -> Any:
        holders: dict[int, Any] = {}
        if self._trace.has_holders:
            holders = _holders([*invocation.arrays, *self._variables])
            if not holders:
                return NotImplemented
        arrays = [holders.get(i, invocation.arrays[i]) for i in self._distinct]
        if self._captured and any(_handle(array) is captured for array in arrays for captured in self._captured):
            return NotImplemented  # an argument is also captured: XLA would treat them as two variables
        inputs = [*arrays, *map(float, invocation.numbers)] if self._float_arguments else arrays
        try:
            with tf.device(self._trace.device):
                outputs = self._trace.graph(zero_on(self._trace.device), *inputs)
        except tf.errors.OpError as error:
            if self._ran or isinstance(error, tf.errors.ResourceExhaustedError):
                raise
            raise NotCompiled(f"XLA says: {first_line(error.message)}") from error
        self._ran = True
        if self._trace.has_conditions and not outputs[-1]:
            return self._not_held()
        self._failed = 0
        for i in self._distinct:
            if i in holders:
                invocation.arrays[i].assign(holders[i].value())
        return _with_arrays_of_call(self._trace.result, [*invocation.arrays, *invocation.numbers], outputs)

    def _not_held(self) -> Any:
        """What a call returns for values that the program is not for: the function raises the error, or computes it."""
        self._failed += 1
        if self._failed > _FAILURES:
            message = f"{self._failed} times one after the other its values were not those that a program is for"
            raise NotCompiled(message)
        return NotImplemented


def _handle(array: Any) -> Any:
    return array.handle if isinstance(array, tf.Variable) else None


def _with_arrays_of_call(result: Any, arguments: list[Any], outputs: list[Any]) -> Any:
    """`result` with the arrays of this call for _Argument, _Computed and _Captured."""
    kind = type(result)
    if kind is _Argument:
        return arguments[result.index]
    if kind is _Computed:
        return outputs[result.index]
    if kind is _SliceOfArgument:
        return arguments[result.index][result.key]
    if kind is _Captured:
        return result.array
    if isinstance(result, (list, tuple)):
        return _of_type(result, [_with_arrays_of_call(item, arguments, outputs) for item in result])
    if isinstance(result, dict):
        return {name: _with_arrays_of_call(item, arguments, outputs) for name, item in result.items()}
    return result
