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
from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._arguments import Part, integers, is_array, tensor
from ...array_api_tensorflow._array_slice import ArrayElement
from ...array_api_tensorflow._array_variable import ArrayVariable, LocalArray, array_of
from ...array_api_tensorflow._conditions import collected
from ...array_api_tensorflow._dtypes import DEFAULT_REAL
from ...array_api_tensorflow.indexing import variable_of_slice
from .. import Invocation, NotCompiled, Program, is_real_number
from ..common.failures import Failures
from .variables import holds_a_tensor
from .xla_conditions import Guard, Written, whether_all_hold
from .xla_exact import HIDING, PROGRAMS, ZERO, ProgramOfTensors, as_written
from .xla_operations import first_not_allowed

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
    result: Any
    # Arguments that are given as values, and written to: their values then are outputs, after those of the result.
    changed: list[int]
    unread: set[int]  # those whose values before it does not read
    has_conditions: bool  # its last output says whether they hold: see xla_conditions.py
    written: Written  # variables
    are_arrays: list[bool]  # whether the outputs of the result are arrays that can be written to


def compile_program(invocation: Invocation) -> Program:
    """The program for invocations of that kind; NotCompiled if XLA would compute something else than TensorFlow."""
    reason = PROGRAMS.reason_to_refuse()
    if reason is not None:
        raise NotCompiled(reason)
    tracing = _Tracing(invocation)
    exact = tracing.exact()
    general = _with_float_arguments(tracing, exact) if invocation.numbers else None
    run = _Run(tracing, exact, None) if general is None else _Run(tracing, general, tracing.float_dtype())
    if run.is_confused_by(invocation):
        raise NotCompiled("it writes to an array that shares memory with another one: a slice, or one that it captures")
    return Program(run, by_value=general is None and bool(invocation.numbers))


class _Tracing:
    """A function that is traced with the arrays of an invocation.

    An ArrayVariable that is not written to, and a slice, are given as their values: that TensorFlow makes no variable
    of the first, and a slice is none. What is written to is known once the function has been traced.
    """

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation
        self.device = invocation.arrays[0].device if invocation.arrays else None
        self.distinct = _distinct_indices(invocation.arrays)
        self.variables = {i for i in self.distinct if self._is_variable(i) and not self._is_array(i)}
        self._guarded: Written | None = None

    def _is_variable(self, i: int) -> bool:
        return isinstance(self.invocation.arrays[i], tf.Variable)

    def _is_array(self, i: int) -> bool:
        return type(self.invocation.arrays[i]) is ArrayVariable

    def exact(self) -> _TracedFunction:
        """The program with its floats as constants."""
        arrays = {i for i in self.distinct if self._is_array(i)}
        try:
            found = self.trace(None)
        except NotCompiled:
            if not arrays:
                raise
            self.variables |= arrays  # it may have asked for what only variables have
            found = self.trace(None)
        self._check_operations(found)
        written = arrays.intersection(found.changed)
        if written or (found.has_conditions and found.written):
            self.variables |= written
            if found.has_conditions:
                self._guarded = found.written
                for i in written:
                    self._guarded.add(i, self.invocation.arrays[i].dtype)
            found = self.trace(None)
            self._check_operations(found)
        return found

    def _check_operations(self, found: _TracedFunction) -> None:
        reason = first_not_allowed(found.graph.graph.get_operations(), self.device)
        if reason is not None:
            raise NotCompiled(reason)

    def float_dtype(self) -> tf.DType | None:
        """The dtype of floats as arguments; None where it would not be that of all that they are combined with."""
        dtypes = {array.dtype for array in self.invocation.arrays if array.dtype.is_floating}
        return None if len(dtypes) > 1 else next(iter(dtypes), DEFAULT_REAL)

    def _specification(self, i: int) -> Any:
        array = self.invocation.arrays[i]
        return array if i in self.variables else tf.TensorSpec(array.shape, array.dtype)

    def _symbol(self, i: int, given: Any) -> Any:
        return LocalArray(given) if self._is_array_by_value(i) else given

    def _is_array_by_value(self, i: int) -> bool:
        return i not in self.variables and isinstance(self.invocation.arrays[i], (tf.Variable, Part))

    def trace(self, number_dtype: tf.DType | None) -> _TracedFunction:
        """The function traced with symbolic arrays, and with symbolic floats if `number_dtype` is not None."""
        arrays, numbers, distinct = self.invocation.arrays, self.invocation.numbers, self.distinct
        traced: list[Any] = []

        def traced_by_compile(zero: Any, *inputs: Any) -> list[Any]:
            graph = tf.compat.v1.get_default_graph()
            with as_written(zero), collected(graph) as conditions:
                symbols = {i: self._symbol(i, given) for i, given in zip(distinct, inputs, strict=False)}
                symbolic_arrays = [symbols[next(i for i in distinct if arrays[i] is array)] for array in arrays]
                symbolic_numbers = inputs[len(distinct) :] or numbers
                original = self.invocation.arguments, self.invocation.options
                arguments, options = _substitute(original, iter(symbolic_arrays), iter(symbolic_numbers))
                guard = Guard([] if self._guarded is None else self._guarded.handles(symbols))
                result = self.invocation.function(*arguments, **options)
                before = _substitute(original, iter(symbolic_arrays), iter(symbolic_numbers))
                if not _is_unchanged((arguments, options), before):
                    raise NotCompiled("it changes a list or dict among its arguments: return new values instead")
                outputs = _Outputs()
                returned = _without_arrays(result, [*symbolic_arrays, *symbolic_numbers], outputs)
            changed = [i for i, one in symbols.items() if isinstance(one, LocalArray) and one.was_written]
            operations = graph.get_operations()
            holds = whether_all_hold(conditions, operations)
            variables = {i: symbols[i] for i in self.variables}
            written = Written(graph, operations, variables)
            unread = {i for i in changed if not inputs[distinct.index(i)].consumers()}
            traced.append((returned, changed, unread, holds is not None, written, outputs.are_arrays))
            if holds is not None:
                guard.restore_unless(holds)
            values = [symbols[i].value() for i in changed]
            return [*outputs.tensors, *values, *([] if holds is None else [holds])]

        inputs = [self._specification(i) for i in distinct]
        if number_dtype is not None:
            inputs += [tf.TensorSpec([], number_dtype)] * len(numbers)
        program = tf.function(traced_by_compile, jit_compile=True, autograph=False)
        try:
            graph = program.get_concrete_function(ZERO, *inputs)
        except NotCompiled:
            raise
        except Exception as error:  # the uncompiled call raises the right error, if there is one
            raise NotCompiled(f"{type(error).__name__} while it was traced: {first_line(error)}") from error
        return _TracedFunction(graph, *traced[-1])


def _with_float_arguments(tracing: _Tracing, exact: _TracedFunction) -> _TracedFunction | None:
    """The program with its floats as arguments instead of constants; None if it would compute something else.

    A Python float takes the dtype of the array it is combined with. As an argument it has a fixed dtype: correct if all
    floating arrays have that dtype, and both programs have the same operations, so that Python computes with no float.
    """
    dtype = tracing.float_dtype()
    if dtype is None:
        return None
    try:
        general = tracing.trace(dtype)
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


class _Outputs:
    """The computed arrays of a result, each once."""

    def __init__(self) -> None:
        self.tensors: list[Any] = []
        self.are_arrays: list[bool] = []
        self._places: dict[int, _Computed] = {}
        self._kept: list[Any] = []  # so that no other object gets the id of one

    def add(self, array: Any) -> _Computed:
        if id(array) not in self._places:
            is_array = not isinstance(array, tf.Tensor)
            self._places[id(array)] = _Computed(len(self.tensors))
            self._kept.append(array)
            self.tensors.append(array.value() if is_array else array)
            self.are_arrays.append(is_array)
        return self._places[id(array)]


def _without_arrays(result: Any, arguments: list[Any], outputs: _Outputs) -> Any:
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
        return outputs.add(result) if isinstance(result.base, LocalArray) else _Captured(result)
    if isinstance(result, LocalArray):
        return outputs.add(result)
    if isinstance(result, tf.Variable):
        for i, argument in enumerate(arguments):
            if _handle(argument) is result.handle:  # what v.assign(x) returns
                return _Argument(i)
        return _Captured(result)
    if isinstance(result, tf.Tensor):
        if variable_of_slice(result) is not None:
            raise NotCompiled("a slice of a variable in its result, which could be written to: return the variable")
        if tf.is_symbolic_tensor(result):
            return outputs.add(result)
        return _Captured(result)
    if isinstance(result, _VALUES):
        return result
    raise NotCompiled(f"a {type(result).__name__} in its result: return arrays, and tuples, lists or dicts of them")


class _Run:
    """Runs a program on the arrays of an invocation."""

    def __init__(self, tracing: _Tracing, trace: _TracedFunction, float_dtype: tf.DType | None) -> None:
        self._trace = trace
        self._program = ProgramOfTensors(trace.graph, tracing.device)
        self._float_dtype = float_dtype
        self._distinct = tracing.distinct
        self._are_variables = frozenset(tracing.variables)
        self._captured = [t for t in trace.graph.captured_inputs if t.dtype == tf.resource]
        self._variables = trace.graph.variables  # kept alive here: a graph holds captured variables weakly
        self._written = {*trace.changed, *trace.written.arguments}
        self._has_slices = any(isinstance(array, Part) for array in tracing.invocation.arrays)
        self._ran = False
        self._failures = Failures()

    def is_confused_by(self, invocation: Invocation) -> bool:
        """Whether it would write to memory that another array has too: a slice, its array, a captured argument.

        XLA takes a variable that is an argument and captured for two.
        """
        arrays = invocation.arrays
        for i in self._distinct if self._captured else []:
            captured = (
                self._captured if i in self._are_variables or i in self._written else self._trace.written.captured
            )
            handle = _handle(_base(arrays[i]))
            if handle is not None and any(handle is one for one in captured):
                return True
        if not self._has_slices:
            return False
        written = [(arrays[i], _base(arrays[i])) for i in self._written]
        return any(other is not array and _base(other) is base for array, base in written for other in arrays)

    def __call__(self, invocation: Invocation) -> Any:
        if (self._captured or self._has_slices) and self.is_confused_by(invocation):
            return NotImplemented
        inputs = [self._given(i, invocation.arrays[i]) for i in self._distinct]
        if self._float_dtype is not None:
            inputs += [tf.constant(float(number), self._float_dtype) for number in invocation.numbers]
        trace = self._trace
        try:
            outputs = self._program(inputs)
        except tf.errors.OpError as error:
            if self._ran or isinstance(error, tf.errors.ResourceExhaustedError):
                raise
            raise NotCompiled(f"XLA says: {first_line(error.message)}") from error
        self._ran = True
        if trace.has_conditions and not outputs[-1]:
            return self._failures.result()
        self._failures.end()
        for i, value in zip(trace.changed, outputs[len(trace.are_arrays) :], strict=False):
            invocation.arrays[i].assign(value)
        results = zip(outputs, trace.are_arrays, strict=False)
        computed = [array_of(one) if is_array else one for one, is_array in results]
        return _with_arrays_of_call(trace.result, [*invocation.arrays, *invocation.numbers], computed)

    def _given(self, i: int, array: Any) -> Any:
        """What the program takes for an array: the variable, or its values; of those that it does not read, any."""
        if i in self._are_variables:
            return array
        if i in self._trace.unread:
            return raw.Empty(shape=integers(array.shape.as_list()), dtype=array.dtype)
        return tensor(array)


def _base(array: Any) -> Any:
    return array.base if isinstance(array, Part) else array


def _handle(array: Any) -> Any:
    """The handle of a variable, if it has one; that of an ArrayVariable is made when it is asked for."""
    return array.handle if isinstance(array, tf.Variable) and not holds_a_tensor(array) else None


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
