"""From a table of kernels to a function of the standard.

A row is `(dtypes, kernel)`: what computes for arrays of these dtypes. A kernel is an op of tf.raw_ops or a function of
`_kernels`; both take `x` (and `y`) by keyword. The table is laid out per dtype when the module loads, so that a call is
one look-up and then the op.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import promote_operands, tensor
from ._dtypes import (
    ALL,
    COMPLEX,
    DEFAULT_REAL,
    HALF,
    REAL,
    SIGNED,
    UNSIGNED,
    float32,
    float64,
    int64,
    uint8,
    uint16,
    uint32,
)
from ._dtypes import bool as boolean
from ._many_axes import apply_flattened
from ._python_scalars import FITTING

Kernel = Callable[..., Any]
Row = tuple[tuple[tf.DType, ...], Kernel]

BOOL = (boolean,)
INTEGRAL = SIGNED + UNSIGNED
FLOATING = REAL + COMPLEX

# Where TensorFlow has no CPU kernel for a dtype, or an inexact one, the dtype to compute in; the result is cast back.
# Unsigned powers are right modulo 2**64, hence also after the cast.
THROUGH: dict[str, dict[tf.DType, tf.DType]] = {
    "floor_divide": dict.fromkeys(HALF, float32),
    # ComplexAbs of float32 (2.21) overflows and underflows on the way; float64 has room for all its squares.
    "hypot": {**dict.fromkeys(HALF, float32), float32: float64},
    # Near 0 both terms of the sum cancel.
    "logaddexp": {**dict.fromkeys(HALF, float32), float32: float64},
    "remainder": dict.fromkeys(HALF, float32),
    "pow": dict.fromkeys((uint8, uint16, uint32), int64),
    # TensorFlow adds float16 in float16: 30000 times 0.1 is 256, and a count above 65504 is infinite.
    "sum": dict.fromkeys(HALF, float32),
    "mean": dict.fromkeys(HALF, float32),
    "var": dict.fromkeys(HALF, float32),
}


def converted(dtype: tf.DType, kernel: Kernel) -> Kernel:
    """`kernel` on operands converted to `dtype`."""

    def call(**operands: tf.Tensor) -> tf.Tensor:
        return kernel(**{name: raw.Cast(x=t, DstT=dtype) for name, t in operands.items()})

    return call


def through(name: str, dtype: tf.DType, kernel: Kernel) -> Kernel:
    """`kernel` in the dtype that THROUGH has for the function and `dtype`, its result cast back; or `kernel` itself."""
    wide = THROUGH.get(name, {}).get(dtype)
    if wide is None:
        return kernel
    in_wide = converted(wide, kernel)
    return lambda **operands: raw.Cast(x=in_wide(**operands), DstT=dtype)


def floating(kernel: Kernel, dtypes: tuple[tf.DType, ...] = FLOATING) -> tuple[Row, Row]:
    """The rows of a function of floating dtypes: booleans and integers are taken in the default one."""
    return (dtypes, kernel), (BOOL + INTEGRAL, converted(DEFAULT_REAL, kernel))


def routes(name: str, rows: tuple[Row, ...]) -> dict[tf.DType, Kernel]:
    """Which kernel computes for which dtype."""
    return {dtype: through(name, dtype, kernel) for dtypes, kernel in rows for dtype in dtypes}


def unsupported(name: str, dtype: tf.DType, supported: dict[tf.DType, Kernel]) -> TypeError:
    """The error for an array of a dtype that a function does not take."""
    names = ", ".join(known.name for known in ALL if known in supported)
    return TypeError(f"{name} does not take arrays of dtype {dtype.name}, only {names}: convert with astype")


def refused(name: str, error: Exception, **operands: tf.Tensor) -> ValueError:
    """The ValueError for what TensorFlow calls an InvalidArgumentError: shapes that do not match, a negative power."""
    reason = re.sub(r"\{\{.*?\}\} ?|\[Op:.*", "", str(error)).strip()
    given = " and ".join(f"{t.dtype.name}{t.shape.as_list()}" for t in operands.values())
    return ValueError(f"{name} of {given}: {reason}")


def unary(name: str, doc: str, *rows: Row) -> Callable[[Any], Any]:
    """The function `name` of one array, computed by `rows`."""
    table = routes(name, rows)
    kernels = _by_identity(table)

    def function(x: Any, /) -> Any:
        t = x if isinstance(x, tf.Tensor) else tensor(x)
        kernel = kernels.get(id(t.dtype))
        if kernel is None:
            raise unsupported(name, t.dtype, table)
        try:
            return kernel(x=t)
        except tf.errors.UnimplementedError:
            return apply_flattened(kernel, x=t)

    return named(function, name, doc, kernels, 1)


def binary(name: str, doc: str, *rows: Row) -> Callable[[Any, Any], Any]:
    """The function `name` of two arrays that are promoted to one dtype and broadcast, computed by `rows`."""
    table = routes(name, rows)
    kernels = _by_identity(table)

    def function(x1: Any, x2: Any, /) -> Any:
        # No walrus here, nor in anything that runs in a tf.function: AutoGraph cannot read it and warns.
        both_tensors = isinstance(x1, tf.Tensor) and isinstance(x2, tf.Tensor)
        t1, t2 = (x1, x2) if both_tensors and x1.dtype is x2.dtype else promote_operands(x1, x2)
        dtype = t1.dtype
        kernel = kernels.get(id(dtype))
        if kernel is None:
            raise unsupported(name, dtype, table)
        try:
            return kernel(x=t1, y=t2)
        except tf.errors.UnimplementedError:
            return apply_flattened(kernel, x=t1, y=t2)
        except tf.errors.InvalidArgumentError as error:
            raise refused(name, error, x1=t1, x2=t2) from None

    return named(FITTING.of_two(name, function), name, doc, kernels, 2)


def _by_identity(table: dict[tf.DType, Kernel]) -> dict[int, Kernel]:
    """`table` by the identity of its dtypes, of which TensorFlow has one each: they take long to say their hash."""
    return {id(dtype): kernel for dtype, kernel in table.items()}


def named(
    function: Callable[..., Any], name: str, doc: str, kernels: dict[int, Kernel], operands: int
) -> Callable[..., Any]:
    """`function` under the name and with the docstring that it has in the standard's namespace.

    `kernels`: what it is for that many tensors of one dtype, by the identity of the dtype.
    """
    function.kernels, function.operands = kernels, operands  # type: ignore[attr-defined]
    function.__name__ = function.__qualname__ = name
    function.__module__ = f"{__package__}.elementwise"
    function.__doc__ = doc
    return function
