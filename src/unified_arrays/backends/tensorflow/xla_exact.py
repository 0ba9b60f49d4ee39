"""XLA programs that compute each operation as written.

XLA (2.21) simplifies operations together: log(exp(x)) becomes x, sqrt(x * x) becomes |x|, x * x < 0 becomes False, also
for integers that overflow, x * x >= 0 becomes True, also for nan; a product and a sum are fused with one rounding, and
16-bit floats are rounded only at the end. No option of a single tf.function turns this off, and an optimization barrier
would give each result a buffer. So the bits of each result are XORed with zeros that are an argument of the program.
This happens in the loop that computes the result: nothing is allocated, and nothing can be simplified.

XLA adds float32 sequentially, where TensorFlow adds pairwise: sums, means and products are accumulated in float64, and
rounded once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import tensorflow as tf

from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._dtypes import complex64, complex128, float32, float64, int8, int16, int32, int64
from ...array_api_tensorflow._kernels import complex_of, imaginary_part, real_part
from ...array_api_tensorflow._private import PRIVATE, scope
from .xla_operations import ELEMENTWISE

HIDING = "hiding/"  # the name scope of the operations that hide results
ZERO = tf.TensorSpec([], int64)  # the argument of a program for the zeros

_REDUCTIONS = frozenset(["Mean", "Prod", "Sum"])
_WIDE = {float32: float64, complex64: complex128}
_BITS = {1: int8, 2: int16, 4: int32, 8: int64}

_callbacks = PRIVATE.find(
    "tensorflow.python.framework:op_callbacks",
    why="no public function puts an operation behind each one of a graph while it is traced",
    without="@compile computes call by call, and in_place_writes writes as outside of it",
    instead=lambda: None,
)


class Allowance:
    """A limit on the number of programs: TensorFlow (2.21) never frees compiled programs, of some 0.2 MB each."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.made = 0

    def reason_to_refuse(self) -> str | None:
        """Why no other program can be made; None if one can, and it is counted."""
        if _callbacks is None:
            return "this version of TensorFlow lacks the callback that keeps operations as written"
        if self.made >= self.limit:
            return f"{self.limit} programs were made in this process, and TensorFlow gives none of them back"
        self.made += 1
        return None


PROGRAMS = Allowance(512)


@cache
def zero_on(device: str | None) -> Any:
    """The argument for ZERO, cached since making it is slow."""
    with tf.device(device):
        return tf.constant(0, ZERO.dtype)


_call_function = PRIVATE.find(
    "tensorflow.python.eager.context:context().call_function",
    why="the public call of a concrete function looks at each argument again, which takes three times as long",
    without="programs of XLA are called by TensorFlow's public call, which is slower",
    instead=lambda: None,
)


class ProgramOfTensors:
    """A concrete function that is called with tensors and variables, as it was traced, and the zeros."""

    def __init__(self, function: Any, device: str | None) -> None:
        self._function = function
        self._device = device
        self._captured = [*function.captured_inputs]
        self._count = len(function.outputs)

    def __call__(self, inputs: list[Any]) -> list[Any]:
        """Its outputs."""
        zero = zero_on(self._device)
        with _on(self._device):
            if _call_function is None:
                return list(self._function(zero, *inputs) or [])
            given = [one.handle if isinstance(one, tf.Variable) else one for one in inputs]
            return list(_call_function(self._function.name, [zero, *given, *self._captured], self._count) or [])


def _on(device: str | None) -> Any:
    """A context for calls on that device, which takes as long as a small call."""
    is_default = device is None or (device == default_device() and not scope.device_name)
    return nullcontext() if is_default else tf.device(device)


@contextmanager
def as_written(zero: Any) -> Iterator[None]:
    """A context whose traced operations XLA does not simplify. `zero`: the program's symbolic argument for ZERO."""
    callback = _Hiding(zero)
    _callbacks.add_op_callback(callback)  # of this thread
    try:
        yield
    finally:
        _callbacks.remove_op_callback(callback)


class _Hiding:
    """A callback for each new operation of a graph that returns replacements of its outputs."""

    def __init__(self, zero: Any) -> None:
        self._graph = zero.graph
        self._zeros = {zero.dtype: zero}

    def __call__(
        self, kind: str, inputs: Any, attributes: Any, outputs: Any, op_name: str | None = None, graph: Any = None
    ) -> tuple[Any, ...] | None:
        if graph is not self._graph:  # inner functions are left as they are
            return None
        [result, *others] = outputs or [None]
        if result is None or others:
            return None
        if kind == "RealDiv" and result.dtype.is_floating and inputs[1].shape != result.shape:
            with tf.name_scope(HIDING):
                result = self._divided(*inputs)
        computed = kind in ELEMENTWISE and (result.dtype.is_integer or _is_floating(result))
        if computed or (kind == "Const" and _is_floating(result)):  # x / 3 would become x * (1 / 3)
            with tf.name_scope(HIDING):
                return (self._hide(result),)
        if kind in _REDUCTIONS and result.dtype in _WIDE:
            return (_recompute_in_wide_dtype(kind, result),)
        return None

    def _divided(self, x: Any, divisor: Any) -> Any:
        """The quotient by a divisor that is broadcast: XLA (2.22) would multiply by its reciprocal.

        So each of its elements gets bits that depend on x, and that are zeros.
        """
        bits = _BITS[x.dtype.size]
        zeros = raw.BitwiseAnd(x=raw.Bitcast(input=x, type=bits), y=self._zero(bits))
        changed = raw.BitwiseXor(x=raw.Bitcast(input=divisor, type=bits), y=zeros)
        return raw.RealDiv(x=x, y=raw.Bitcast(input=changed, type=x.dtype))

    def _hide(self, t: Any) -> Any:
        if t.dtype.is_complex:
            return complex_of(self._hide(real_part(t)), self._hide(imaginary_part(t)))
        bits = _BITS[t.dtype.size]
        changed = raw.BitwiseXor(x=raw.Bitcast(input=t, type=bits), y=self._zero(bits))
        return raw.Bitcast(input=changed, type=t.dtype)

    def _zero(self, dtype: tf.DType) -> Any:
        if dtype not in self._zeros:
            self._zeros[dtype] = raw.Cast(x=self._zeros[ZERO.dtype], DstT=dtype)
        return self._zeros[dtype]


def _is_floating(t: Any) -> bool:
    return bool(t.dtype.is_floating or t.dtype.is_complex)


def _recompute_in_wide_dtype(kind: str, result: Any) -> Any:
    """The same reduction, computed in a wider dtype and cast back."""
    operation = result.op
    terms, axes = operation.inputs
    reduce = getattr(raw, kind)
    wide_terms = raw.Cast(x=terms, DstT=_WIDE[result.dtype])
    total = reduce(input=wide_terms, axis=axes, keep_dims=operation.get_attr("keep_dims"))
    return raw.Cast(x=total, DstT=result.dtype)
