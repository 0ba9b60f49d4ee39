"""From a table of kernels to a function of the standard.

A row is `(dtypes, kernel)`: the kernel for arrays of these dtypes. A kernel is an op of tf.raw_ops or a function of
`_kernels`; both take `x` (and `y`) by keyword. The table is expanded per dtype when the module is imported, so that a
call is one lookup and then the op.
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

# The dtype to compute in where TensorFlow has no CPU kernel for a dtype, or an inexact one; the result is cast back.
# Unsigned powers are exact modulo 2**64, hence also after the cast.
COMPUTATION_DTYPES: dict[str, dict[tf.DType, tf.DType]] = {
    "floor_divide": dict.fromkeys(HALF, float32),
    # ComplexAbs of float32 (2.21) overflows and underflows in intermediate results; float64 holds all its squares.
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


def convert_operands(dtype: tf.DType, kernel: Kernel) -> Kernel:
    """`kernel` with its operands cast to `dtype`."""

    def call_with_cast_operands(**operands: tf.Tensor) -> tf.Tensor:
        return kernel(**{name: raw.Cast(x=t, DstT=dtype) for name, t in operands.items()})

    return call_with_cast_operands


def compute_in_wide_dtype(name: str, dtype: tf.DType, kernel: Kernel) -> Kernel:
    """`kernel` in the dtype of COMPUTATION_DTYPES for the function and `dtype`, its result cast back; else `kernel`."""
    wide = COMPUTATION_DTYPES.get(name, {}).get(dtype)
    if wide is None:
        return kernel
    in_wide = convert_operands(wide, kernel)
    return lambda **operands: raw.Cast(x=in_wide(**operands), DstT=dtype)


def floating_rows(kernel: Kernel, dtypes: tuple[tf.DType, ...] = FLOATING) -> tuple[Row, Row]:
    """The rows of a function of floating dtypes: booleans and integers are cast to the default one."""
    return (dtypes, kernel), (BOOL + INTEGRAL, convert_operands(DEFAULT_REAL, kernel))


def kernels_by_dtype(name: str, rows: tuple[Row, ...]) -> dict[tf.DType, Kernel]:
    """The table dtype -> kernel."""
    return {dtype: compute_in_wide_dtype(name, dtype, kernel) for dtypes, kernel in rows for dtype in dtypes}


def unsupported_dtype_error(name: str, dtype: tf.DType, supported: dict[tf.DType, Kernel]) -> TypeError:
    """The TypeError for an array of a dtype that a function does not support."""
    names = ", ".join(known.name for known in ALL if known in supported)
    return TypeError(f"{name} does not take arrays of dtype {dtype.name}, only {names}: convert with astype")


def invalid_argument_error(name: str, error: Exception, **operands: tf.Tensor) -> ValueError:
    """The ValueError for an InvalidArgumentError: shapes that do not broadcast, a negative power of integers."""
    reason = re.sub(r"\{\{.*?\}\} ?|\[Op:.*", "", str(error)).strip()
    arrays = " and ".join(f"{t.dtype.name}{t.shape.as_list()}" for t in operands.values())
    return ValueError(f"{name} of {arrays}: {reason}")


def unary(name: str, doc: str, *rows: Row) -> Callable[[Any], Any]:
    """The function `name` of one array, computed by `rows`."""
    table = kernels_by_dtype(name, rows)
    kernels = _keyed_by_id(table)

    def call_unary(x: Any, /) -> Any:
        t = x if isinstance(x, tf.Tensor) else tensor(x)
        kernel = kernels.get(id(t.dtype))
        if kernel is None:
            raise unsupported_dtype_error(name, t.dtype, table)
        try:
            return kernel(x=t)
        except tf.errors.UnimplementedError:
            return apply_flattened(kernel, x=t)

    return with_metadata(call_unary, name, doc, kernels, 1)


def binary(name: str, doc: str, *rows: Row) -> Callable[[Any, Any], Any]:
    """The function `name` of two arrays, which it promotes and broadcasts, computed by `rows`."""
    table = kernels_by_dtype(name, rows)
    kernels = _keyed_by_id(table)

    def call_binary(x1: Any, x2: Any, /) -> Any:
        # No walrus here, nor in anything that runs in a tf.function: AutoGraph cannot parse it and warns.
        both_tensors = isinstance(x1, tf.Tensor) and isinstance(x2, tf.Tensor)
        t1, t2 = (x1, x2) if both_tensors and x1.dtype is x2.dtype else promote_operands(x1, x2)
        dtype = t1.dtype
        kernel = kernels.get(id(dtype))
        if kernel is None:
            raise unsupported_dtype_error(name, dtype, table)
        try:
            return kernel(x=t1, y=t2)
        except tf.errors.UnimplementedError:
            return apply_flattened(kernel, x=t1, y=t2)
        except tf.errors.InvalidArgumentError as error:
            raise invalid_argument_error(name, error, x1=t1, x2=t2) from None

    return with_metadata(FITTING.of_two(name, call_binary), name, doc, kernels, 2)


def _keyed_by_id(table: dict[tf.DType, Kernel]) -> dict[int, Kernel]:
    """`table` keyed by the id of the dtypes, of which TensorFlow has one object each: their __hash__ is slow."""
    return {id(dtype): kernel for dtype, kernel in table.items()}


def with_metadata(
    function: Callable[..., Any], name: str, doc: str, kernels: dict[int, Kernel], operands: int
) -> Callable[..., Any]:
    """`function` with the name and docstring that it has in the standard's namespace.

    `kernels`: id of a dtype -> the kernel for `operands` tensors of that dtype.
    """
    function.kernels, function.operands = kernels, operands  # type: ignore[attr-defined]
    function.__name__ = function.__qualname__ = name
    function.__module__ = f"{__package__}.elementwise"
    function.__doc__ = doc
    return function
