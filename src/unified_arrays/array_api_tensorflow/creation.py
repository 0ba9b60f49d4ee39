"""Creation functions. They return a writable ArrayVariable, but for what `asarray` shares."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from . import _raw_ops as R
from ._arguments import cast, constant, dynamic_shape, fits, integers, is_array, short_repr, static_rank, tensor
from ._array_variable import ArrayVariable, array_of
from ._conversion import convert, from_python, from_shared_memory, result_dtype
from ._devices import beside, is_elsewhere, on
from ._dtypes import (
    DEFAULT_COMPLEX,
    DEFAULT_INTEGER,
    DEFAULT_REAL,
    SIGNED,
    UNSIGNED,
    complex64,
    complex128,
    float32,
    float64,
    int64,
)
from ._numpy_fallback import SMALL
from ._private import scope
from ._tensor_behavior import tensors_are_arrays

# The dtypes for which MatrixBandPart has GPU kernels too.
_BANDED = frozenset({float32, float64, complex64, complex128, tf.bool})


def asarray(obj: Any, /, *, dtype: Any = None, device: str | None = None, copy: bool | None = None) -> Any:
    """`obj` as an array: itself if it has the dtype and device; copy=True makes a writable array.

    A tensor stays one; while `enable_array_api_behavior` is in force it becomes a writable array, without a copy.
    Python integers are int64, floats float32; NumPy arrays and others keep their dtype. copy=False: ValueError if a
    copy would be needed; memory of other libraries is shared, and must not be written to.
    """
    target = None if dtype is None else tf.as_dtype(dtype)
    if is_array(obj):
        if copy is True:
            with beside(obj, device):
                t = convert(tensor(obj), target)
                # A variable is placed on the device of its value.
                return _as_writable(tf.identity(t) if is_elsewhere(t, device) else t)
        array = _cast_or_move(obj, target, device, copy)
        # Libraries write into what asarray returned: with the switch on a tensor is an array like any other.
        return array_of(array) if copy is None and tensors_are_arrays() else array
    if copy is False:
        return _cast_or_move(from_shared_memory(obj), target, device, copy)
    with on(device):
        t = from_python(obj, target)
        return _as_writable(t) if copy else array_of(t)


def from_dlpack(x: Any, /, *, device: str | None = None, copy: bool | None = None) -> Any:
    """The data of an object with `__dlpack__`, as a tf.Tensor; copy=True makes a writable array.

    Memory is shared only with copy=False (ValueError if it cannot be): a tensor must not change, and a variable that
    adopts it would write into the other library's memory.
    """
    if is_array(x):
        return asarray(tensor(x), device=device, copy=copy)
    if not hasattr(x, "__dlpack__"):
        message = f"{type(x).__module__}.{type(x).__qualname__} has no __dlpack__: use asarray"
        raise AttributeError(message)
    return asarray(x, device=device, copy=copy)


def empty(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of `shape`, float32 if no dtype is given; its values are uninitialized."""
    with on(device):
        return _as_writable(_allocate(_parse_shape(shape), _dtype_or_default(dtype, DEFAULT_REAL)))


def empty_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of the shape and dtype of `x`; its values are uninitialized."""
    with beside(x, device):
        return _as_writable(_allocate(dynamic_shape(x), _dtype_or_default(dtype, x.dtype)))


def full(shape: Any, fill_value: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of `shape` filled with `fill_value`; the dtype is the value's default if none is given."""
    with on(device):
        return _as_writable(_fill(_parse_shape(shape), fill_value, None if dtype is None else tf.as_dtype(dtype)))


def full_like(x: Any, /, fill_value: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of the shape and dtype of `x` filled with `fill_value`."""
    with beside(x, device):
        return _as_writable(_fill(dynamic_shape(x), fill_value, _dtype_or_default(dtype, x.dtype)))


def zeros(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of zeros of `shape`, float32 if no dtype is given."""
    return full(shape, 0, dtype=_dtype_or_default(dtype, DEFAULT_REAL), device=device)


def zeros_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of zeros of the shape and dtype of `x`."""
    return full_like(x, 0, dtype=dtype, device=device)


def ones(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of ones of `shape`, float32 if no dtype is given."""
    return full(shape, 1, dtype=_dtype_or_default(dtype, DEFAULT_REAL), device=device)


def ones_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of ones of the shape and dtype of `x`."""
    return full_like(x, 1, dtype=dtype, device=device)


def arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: str | None = None) -> Any:
    """1-D: `start`, `start` + `step`, ... up to but not including `stop`; int64 of integers, else float32."""
    start, stop, step = map(_as_python_scalar, (0, start, step) if stop is None else (start, stop, step))
    if step == 0:
        message = "arange needs a step that is not 0"
        raise ValueError(message)
    all_integers = all(isinstance(value, int) for value in (start, stop, step))
    target = _dtype_or_default(dtype, DEFAULT_INTEGER if all_integers else DEFAULT_REAL)
    count = len(range(start, stop, step)) if all_integers else max(0, math.ceil((stop - start) / step))
    if all_integers and target.is_integer and count:
        for value in (start, start + (count - 1) * step):
            if not fits(value, target):
                from_python(value, target)  # raises OverflowError
    with on(device):
        same_in_numpy = target in _NUMPY_DTYPES if all_integers else _is_normal(start, step, target)
        if scope.is_eager and count <= SMALL and same_in_numpy:
            with np.errstate(over="ignore"):
                values = _arithmetic_progression(count, start, step, np.int64 if all_integers else np.float64, _NUMPY)
                return _as_writable(tf.constant(values.astype(target.as_numpy_dtype)))
        return _as_writable(
            convert(_arithmetic_progression(count, start, step, int64 if all_integers else float64), target)
        )


def linspace(
    start: Any, stop: Any, /, num: int, *, dtype: Any = None, device: str | None = None, endpoint: bool = True
) -> Any:
    """1-D: `num` evenly spaced numbers from `start` to `stop`.

    The default dtype is float32 or complex64; for 0-d arrays the floating dtype that they promote to.
    """
    if num < 0:
        message = f"linspace needs a count of at least 0, got {num}"
        raise ValueError(message)
    if is_array(start) or is_array(stop):
        default = result_dtype(start, stop, 1.0)
        is_complex, wide_dtype = default.is_complex, complex128 if default.is_complex else float64
        start, stop = (cast(tensor(bound), wide_dtype) if is_array(bound) else bound for bound in (start, stop))
    else:
        is_complex = isinstance(start, complex) or isinstance(stop, complex)
        default = DEFAULT_COMPLEX if is_complex else DEFAULT_REAL
    target = _dtype_or_default(dtype, default)
    intervals = num - 1 if endpoint else num
    step = (stop - start) / intervals if intervals > 0 else 0
    with on(device):
        t = _arithmetic_progression(num, start, step, complex128 if is_complex else float64)
        if endpoint and num > 1:  # the last element is exact
            t = tf.concat([t[:-1], [stop if is_array(stop) else tf.constant(stop, t.dtype)]], 0)
        return array_of(convert(R.Floor(x=t) if target.is_integer else t, target))


def eye(n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: str | None = None) -> Any:
    """2-D: ones on diagonal `k` (above the main one for k > 0), zeros elsewhere; float32 if no dtype is given."""
    columns, target = n_rows if n_cols is None else n_cols, _dtype_or_default(dtype, DEFAULT_REAL)
    with on(device):
        are_ints = type(n_rows) is type(columns) is type(k) is int and n_rows >= 0 <= columns
        if scope.is_eager and are_ints and n_rows * columns <= SMALL:
            return _as_writable(
                tf.constant(np.eye(n_rows, columns, max(-n_rows, min(k, columns)), target.as_numpy_dtype))
            )
        on_diagonal = R.Equal(x=_diagonal_numbers(n_rows, columns), y=_clamp_diagonal(k))
        return _as_writable(convert(on_diagonal, target))


def tril(x: Any, /, *, k: int = 0) -> Any:
    """The lower triangles of the matrices in `x`, up to and including diagonal `k`; zeros above."""
    t = _stack_of_matrices(x)
    if _has_diagonal(t, k):
        return _band(t, -1, k) if k >= 0 else _outside_band(t, -k - 1, -1)
    return _select_diagonals(t, lambda diagonal: R.LessEqual(x=diagonal, y=_clamp_diagonal(k)))


def triu(x: Any, /, *, k: int = 0) -> Any:
    """The upper triangles of the matrices in `x`, from diagonal `k` on; zeros below."""
    t = _stack_of_matrices(x)
    if _has_diagonal(t, k):
        return _band(t, -k, -1) if k <= 0 else _outside_band(t, -1, k - 1)
    return _select_diagonals(t, lambda diagonal: R.GreaterEqual(x=diagonal, y=_clamp_diagonal(k)))


def meshgrid(*arrays: Any, indexing: str = "xy") -> tuple[Any, ...]:
    """The coordinates of a grid: for N 1-D arrays, N arrays of N axes. 'xy' swaps the first two axes."""
    if indexing not in ("xy", "ij"):
        message = f"indexing is 'xy' or 'ij', got {short_repr(indexing)}"
        raise ValueError(message)
    flat = [R.Reshape(tensor=tensor(x), shape=integers([-1])) for x in arrays]
    axes = list(range(len(flat)))
    if indexing == "xy":
        axes[:2] = axes[1::-1]
    sizes = [t.shape[0] if t.shape.is_fully_defined() else tf.size(t) for t in flat]
    shape = _shape_tensor(tuple(sizes[axis] for axis in axes), tf.int32)
    column_shapes = [integers([-1 if axis == i else 1 for axis in axes]) for i in range(len(flat))]
    return tuple(
        R.BroadcastTo(input=R.Reshape(tensor=t, shape=column_shape), shape=shape)
        for t, column_shape in zip(flat, column_shapes, strict=True)
    )


def _as_writable(t: tf.Tensor) -> Any:
    """`t` as an array; in a tf.function, where no variable can be made at each call, `t` itself."""
    return ArrayVariable(t) if scope.is_eager else array_of(t)


def _cast_or_move(x: Any, dtype: tf.DType | None, device: str | None, copy: bool | None) -> Any:
    """`x` itself if it has `dtype` and is on `device`, else a cast or moved copy; ValueError if copy=False."""
    must_move, must_cast = is_elsewhere(x, device), dtype is not None and x.dtype != dtype
    if not must_move and not must_cast:
        return x
    if copy is False:
        target = " on ".join(str(part) for part in (dtype and dtype.name, device) if part)
        message = f"copy=False, but {x.dtype.name} on {x.device} has to be copied to be {target}: leave copy out"
        raise ValueError(message)
    with beside(x, device):
        t = convert(tensor(x), dtype)
        return tf.identity(t) if must_move else t


def _dtype_or_default(dtype: Any, default: tf.DType) -> tf.DType:
    return default if dtype is None else tf.as_dtype(dtype)


def _parse_shape(shape: Any) -> tuple[Any, ...]:
    sizes = tuple(shape) if isinstance(shape, (tuple, list, tf.TensorShape)) else (shape,)
    sizes = tuple(size if is_array(size) else operator.index(size) for size in sizes)
    if any(isinstance(size, int) and size < 0 for size in sizes):
        message = f"a shape has no negative sizes, got {short_repr(shape)}"
        raise ValueError(message)
    return sizes


def _shape_tensor(shape: Any, dtype: tf.DType) -> tf.Tensor:
    """A shape as a tensor. The shape () has no element to infer a dtype from, hence the `dtype`."""
    if isinstance(shape, tuple) and any(is_array(size) for size in shape):
        return tf.stack([tf.cast(size, dtype) for size in shape])
    if isinstance(shape, tuple) and scope.is_eager and max(shape, default=0) < 2**31:
        return integers(shape)
    return tf.cast(shape, dtype) if is_array(shape) else tf.constant(shape, dtype, [len(shape)])


def _allocate(shape: Any, dtype: tf.DType) -> tf.Tensor:
    return R.Empty(shape=_shape_tensor(shape, tf.int32), dtype=dtype, init=False)


def _fill(shape: Any, value: Any, dtype: tf.DType | None) -> tf.Tensor:
    value = convert(tensor(value), dtype) if is_array(value) else _scalar(value, dtype)
    return R.Fill(dims=_shape_tensor(shape, int64), value=value)


def _scalar(value: Any, dtype: tf.DType | None) -> tf.Tensor:
    if type(value) is int and value in (0, 1) and dtype is not None and dtype is not tf.bool:
        return constant(value, dtype)  # through NumPy it takes three times as long
    return from_python(value, dtype)


def _as_python_scalar(value: Any) -> float:
    return operator.index(value) if hasattr(value, "__index__") else float(value)


class _Arithmetic(NamedTuple):
    """The functions that compute a progression: by NumPy or by TensorFlow."""

    count_up: Callable[[int, Any], Any]  # 0, 1, ... in a dtype
    multiply: Callable[[Any, Any], Any]
    add: Callable[[Any, Any], Any]


_NUMPY = _Arithmetic(lambda count, dtype: np.arange(count, dtype=dtype), np.multiply, np.add)
_TENSORFLOW = _Arithmetic(
    lambda count, dtype: cast(R.Range(start=tf.constant(0, int64), limit=count, delta=1), dtype),
    lambda x, y: R.Mul(x=x, y=y),
    lambda x, y: R.AddV2(x=x, y=y),
)
_NUMPY_DTYPES = frozenset({*SIGNED, *UNSIGNED, float32, float64})  # NumPy casts integers to these as TensorFlow does


def _is_normal(start: float, step: float, dtype: tf.DType) -> bool:
    """True if all elements of a progression are 0 or normal in `dtype`: TensorFlow flushes subnormals to 0."""
    return dtype in (float32, float64) and abs(step) > _LEAST and (start == 0 or abs(start) > _LEAST)


_LEAST = 2.0**-60


def _arithmetic_progression(
    count: int, start: Any, step: Any, dtype: Any, arithmetic: _Arithmetic = _TENSORFLOW
) -> Any:
    """`start` + `step` * (0, 1, ... count - 1); integers modulo 2**64, so that a cast to uint64 is exact."""
    numbers = arithmetic.count_up(count, dtype)
    if dtype == int64:
        start, step = ((value + 2**63) % 2**64 - 2**63 for value in (start, step))
    if is_array(step) or step != 1:
        numbers = arithmetic.multiply(numbers, step)
    return arithmetic.add(numbers, start) if is_array(start) or start != 0 else numbers


def _clamp_diagonal(k: int) -> int:
    """The number of a diagonal clamped to int64: no matrix has diagonals beyond."""
    return max(-(2**62), min(k, 2**62))


def _diagonal_numbers(rows: Any, columns: Any) -> tf.Tensor:
    """The number of the diagonal of each element of a matrix."""
    return tf.range(columns, dtype=int64) - tf.expand_dims(tf.range(rows, dtype=int64), 1)


def _stack_of_matrices(x: Any) -> tf.Tensor:
    t = tensor(x)
    if static_rank(t) < 2:
        message = f"a triangle needs an array of at least 2 axes, got shape {t.shape}"
        raise ValueError(message)
    return t


def _has_diagonal(t: tf.Tensor, k: int) -> bool:
    """Whether the matrices are known to have diagonal `k`, or it is just beyond a corner."""
    *_, rows, columns = t.shape.as_list()
    return rows is not None and columns is not None and -rows <= k <= columns


def _band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    """The diagonals from `below` under the main one to `above` over it (-1: all); zeros elsewhere."""
    if t.dtype in _BANDED:
        return R.MatrixBandPart(input=t, num_lower=below, num_upper=above)
    return R.SelectV2(condition=_in_band(t, below, above), t=t, e=_zero(t.dtype))


def _outside_band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    """The diagonals outside the band; zeros inside."""
    return R.SelectV2(condition=_in_band(t, below, above), t=_zero(t.dtype), e=t)


def _in_band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    everywhere = R.Fill(dims=integers(t.shape.as_list()[-2:]), value=True)
    return R.MatrixBandPart(input=everywhere, num_lower=below, num_upper=above)


def _zero(dtype: tf.DType) -> tf.Tensor:
    return tf.constant(False if dtype == tf.bool else 0, dtype)


def _select_diagonals(t: tf.Tensor, is_kept: Any) -> tf.Tensor:
    """The elements on the diagonals that `is_kept` is True for; zeros elsewhere."""
    shape = dynamic_shape(t)
    return R.SelectV2(condition=is_kept(_diagonal_numbers(shape[-2], shape[-1])), t=t, e=tf.zeros([], t.dtype))
