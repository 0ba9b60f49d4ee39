"""Creation functions. Those that allocate return an ArrayVariable, which can be written to; the others a tf.Tensor."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from . import _raw_ops as R
from ._arguments import cast, constant, dynamic_shape, fits, integers, is_array, short_repr, static_rank, tensor
from ._array_variable import ArrayVariable
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

# Where MatrixBandPart has kernels for GPUs too.
_BANDED = frozenset({float32, float64, complex64, complex128, tf.bool})


def asarray(obj: Any, /, *, dtype: Any = None, device: str | None = None, copy: bool | None = None) -> Any:
    """`obj` as an array: itself if it is one that fits; copy=True makes one that can be written to.

    Python integers are int64, floats float32; NumPy arrays and others keep their dtype. copy=False: ValueError if a
    copy would be needed; other libraries' memory is then shared, and must not be written to.
    """
    wanted = None if dtype is None else tf.as_dtype(dtype)
    if is_array(obj):
        if copy is True:
            with beside(obj, device):
                t = convert(tensor(obj), wanted)
                return _writable(tf.identity(t) if is_elsewhere(t, device) else t)  # a variable stays with its value
        return _fitting(obj, wanted, device, copy)
    if copy is False:
        return _fitting(from_shared_memory(obj), wanted, device, copy)
    with on(device):
        t = from_python(tuple(obj) if isinstance(obj, tf.TensorShape) else obj, wanted)
        return _writable(t) if copy else t


def from_dlpack(x: Any, /, *, device: str | None = None, copy: bool | None = None) -> Any:
    """The data of an object that has `__dlpack__`, as a tf.Tensor; copy=True makes an array that can be written to.

    It is shared only with copy=False (ValueError where that cannot be): a tensor must not change, and TensorFlow would
    write into the other library's memory once a variable has taken it over.
    """
    if is_array(x):
        return asarray(tensor(x), device=device, copy=copy)
    if not hasattr(x, "__dlpack__"):
        message = f"{type(x).__module__}.{type(x).__qualname__} has no __dlpack__: use asarray"
        raise AttributeError(message)
    return asarray(x, device=device, copy=copy)


def empty(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of `shape`, float32 if no dtype is given; its values are whatever is in memory."""
    with on(device):
        return _writable(_uninitialised(_shape(shape), _dtype(dtype, DEFAULT_REAL)))


def empty_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of the shape and dtype of `x`; its values are whatever is in memory."""
    with beside(x, device):
        return _writable(_uninitialised(dynamic_shape(x), _dtype(dtype, x.dtype)))


def full(shape: Any, fill_value: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of `shape` that holds `fill_value` everywhere; the dtype is the value's default if none is given."""
    with on(device):
        return _writable(_filled(_shape(shape), fill_value, None if dtype is None else tf.as_dtype(dtype)))


def full_like(x: Any, /, fill_value: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of the shape and dtype of `x` that holds `fill_value` everywhere."""
    with beside(x, device):
        return _writable(_filled(dynamic_shape(x), fill_value, _dtype(dtype, x.dtype)))


def zeros(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of zeros of `shape`, float32 if no dtype is given."""
    return full(shape, 0, dtype=_dtype(dtype, DEFAULT_REAL), device=device)


def zeros_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of zeros of the shape and dtype of `x`."""
    return full_like(x, 0, dtype=dtype, device=device)


def ones(shape: Any, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of ones of `shape`, float32 if no dtype is given."""
    return full(shape, 1, dtype=_dtype(dtype, DEFAULT_REAL), device=device)


def ones_like(x: Any, /, *, dtype: Any = None, device: str | None = None) -> Any:
    """An array of ones of the shape and dtype of `x`."""
    return full_like(x, 1, dtype=dtype, device=device)


def arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: str | None = None) -> Any:
    """1-D: `start`, `start` + `step`, ... up to but not including `stop`; int64 of integers, else float32."""
    start, stop, step = map(_number, (0, start, step) if stop is None else (start, stop, step))
    if step == 0:
        message = "arange needs a step that is not 0"
        raise ValueError(message)
    whole = all(isinstance(value, int) for value in (start, stop, step))
    wanted = _dtype(dtype, DEFAULT_INTEGER if whole else DEFAULT_REAL)
    count = len(range(start, stop, step)) if whole else max(0, math.ceil((stop - start) / step))
    if whole and wanted.is_integer and count:
        for value in (start, start + (count - 1) * step):
            if not fits(value, wanted):
                from_python(value, wanted)  # its OverflowError
    with on(device):
        if scope.is_eager and count <= SMALL and (wanted in _BY_NUMPY if whole else _is_plain(start, step, wanted)):
            with np.errstate(over="ignore"):
                values = _counted(count, start, step, np.int64 if whole else np.float64, _NUMPY)
                return tf.constant(values.astype(wanted.as_numpy_dtype))
        return convert(_counted(count, start, step, int64 if whole else float64), wanted)


def linspace(
    start: Any, stop: Any, /, num: int, *, dtype: Any = None, device: str | None = None, endpoint: bool = True
) -> Any:
    """1-D: `num` numbers evenly spaced from `start` to `stop`.

    If no dtype is given it is float32 or complex64, of 0-d arrays the floating dtype that they promote to.
    """
    if num < 0:
        message = f"linspace needs a count of at least 0, got {num}"
        raise ValueError(message)
    if is_array(start) or is_array(stop):
        natural = result_dtype(start, stop, 1.0)
        of_complex, wide = natural.is_complex, complex128 if natural.is_complex else float64
        start, stop = (cast(tensor(one), wide) if is_array(one) else one for one in (start, stop))
    else:
        of_complex = isinstance(start, complex) or isinstance(stop, complex)
        natural = DEFAULT_COMPLEX if of_complex else DEFAULT_REAL
    wanted = _dtype(dtype, natural)
    intervals = num - 1 if endpoint else num
    step = (stop - start) / intervals if intervals > 0 else 0
    with on(device):
        t = _counted(num, start, step, complex128 if of_complex else float64)
        if endpoint and num > 1:  # the last one exactly
            t = tf.concat([t[:-1], [stop if is_array(stop) else tf.constant(stop, t.dtype)]], 0)
        return convert(R.Floor(x=t) if wanted.is_integer else t, wanted)


def eye(n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: str | None = None) -> Any:
    """2-D: ones on diagonal `k` (above the main one for k > 0), zeros elsewhere; float32 if no dtype is given."""
    columns, wanted = n_rows if n_cols is None else n_cols, _dtype(dtype, DEFAULT_REAL)
    with on(device):
        known = type(n_rows) is type(columns) is type(k) is int and n_rows >= 0 <= columns
        if scope.is_eager and known and n_rows * columns <= SMALL:
            return tf.constant(np.eye(n_rows, columns, max(-n_rows, min(k, columns)), wanted.as_numpy_dtype))
        on_diagonal = R.Equal(x=_diagonal_of(n_rows, columns), y=_clamped(k))
        return convert(on_diagonal, wanted)


def tril(x: Any, /, *, k: int = 0) -> Any:
    """The lower triangles of the matrices in `x`, up to and including diagonal `k`; zeros above."""
    t = _stack_of_matrices(x)
    if _crosses(t, k):
        return _band(t, -1, k) if k >= 0 else _outside_band(t, -k - 1, -1)
    return _where_diagonal(t, lambda diagonal: R.LessEqual(x=diagonal, y=_clamped(k)))


def triu(x: Any, /, *, k: int = 0) -> Any:
    """The upper triangles of the matrices in `x`, from diagonal `k` on; zeros below."""
    t = _stack_of_matrices(x)
    if _crosses(t, k):
        return _band(t, -k, -1) if k <= 0 else _outside_band(t, -1, k - 1)
    return _where_diagonal(t, lambda diagonal: R.GreaterEqual(x=diagonal, y=_clamped(k)))


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
    shape = _dims(tuple(sizes[axis] for axis in axes), tf.int32)
    columns = [integers([-1 if axis == own else 1 for axis in axes]) for own in range(len(flat))]
    return tuple(
        R.BroadcastTo(input=R.Reshape(tensor=t, shape=column), shape=shape)
        for t, column in zip(flat, columns, strict=True)
    )


def _writable(t: tf.Tensor) -> Any:
    """`t` as an array that can be written to; in a tf.function, where no variable can be made per call, `t` itself."""
    return ArrayVariable(t) if scope.is_eager else t


def _fitting(x: Any, dtype: tf.DType | None, device: str | None, copy: bool | None) -> Any:
    """`x` itself if it has `dtype` and is on `device`, else (unless copy=False) a tensor that has and is."""
    moves, casts = is_elsewhere(x, device), dtype is not None and x.dtype != dtype
    if not moves and not casts:
        return x
    if copy is False:
        wanted = " on ".join(str(one) for one in (dtype and dtype.name, device) if one)
        message = f"copy=False, but {x.dtype.name} on {x.device} has to be copied to be {wanted}: leave copy out"
        raise ValueError(message)
    with beside(x, device):
        t = convert(tensor(x), dtype)
        return tf.identity(t) if moves else t


def _dtype(dtype: Any, default: tf.DType) -> tf.DType:
    return default if dtype is None else tf.as_dtype(dtype)


def _shape(shape: Any) -> tuple[Any, ...]:
    sizes = tuple(shape) if isinstance(shape, (tuple, list, tf.TensorShape)) else (shape,)
    sizes = tuple(size if is_array(size) else operator.index(size) for size in sizes)
    if any(isinstance(size, int) and size < 0 for size in sizes):
        message = f"a shape has no negative sizes, got {short_repr(shape)}"
        raise ValueError(message)
    return sizes


def _dims(shape: Any, dtype: tf.DType) -> tf.Tensor:
    """A shape as a tensor; its dtype has to be said for the shape (), which has no number in it."""
    if isinstance(shape, tuple) and any(is_array(size) for size in shape):
        return tf.stack([tf.cast(size, dtype) for size in shape])
    if isinstance(shape, tuple) and scope.is_eager and max(shape, default=0) < 2**31:
        return integers(shape)
    return tf.cast(shape, dtype) if is_array(shape) else tf.constant(shape, dtype, [len(shape)])


def _uninitialised(shape: Any, dtype: tf.DType) -> tf.Tensor:
    return R.Empty(shape=_dims(shape, tf.int32), dtype=dtype, init=False)


def _filled(shape: Any, value: Any, dtype: tf.DType | None) -> tf.Tensor:
    value = convert(tensor(value), dtype) if is_array(value) else _scalar(value, dtype)
    return R.Fill(dims=_dims(shape, int64), value=value)


def _scalar(value: Any, dtype: tf.DType | None) -> tf.Tensor:
    if type(value) is int and value in (0, 1) and dtype is not None and dtype is not tf.bool:
        return constant(value, dtype)  # by way of NumPy it takes thrice as long
    return from_python(value, dtype)


def _number(value: Any) -> float:
    return operator.index(value) if hasattr(value, "__index__") else float(value)


class _Arithmetic(NamedTuple):
    """Who counts: up to a number in a dtype, and what is multiplied by a number or added to it."""

    upto: Callable[[int, Any], Any]
    multiply: Callable[[Any, Any], Any]
    add: Callable[[Any, Any], Any]


_NUMPY = _Arithmetic(lambda count, dtype: np.arange(count, dtype=dtype), np.multiply, np.add)
_TENSORFLOW = _Arithmetic(
    lambda count, dtype: cast(R.Range(start=tf.constant(0, int64), limit=count, delta=1), dtype),
    lambda x, y: R.Mul(x=x, y=y),
    lambda x, y: R.AddV2(x=x, y=y),
)
_BY_NUMPY = frozenset({*SIGNED, *UNSIGNED, float32, float64})  # what it converts integers to as TensorFlow does


def _is_plain(start: float, step: float, dtype: tf.DType) -> bool:
    """True if all numbers of a progression are 0 or normal in `dtype`: others are 0 to TensorFlow."""
    return dtype in (float32, float64) and abs(step) > _LEAST and (start == 0 or abs(start) > _LEAST)


_LEAST = 2.0**-60


def _counted(count: int, start: Any, step: Any, dtype: Any, by: _Arithmetic = _TENSORFLOW) -> Any:
    """`start` + `step` * (0, 1, ... count - 1); integers modulo 2**64: those of uint64 are right after a cast."""
    numbers = by.upto(count, dtype)
    if dtype == int64:
        start, step = ((value + 2**63) % 2**64 - 2**63 for value in (start, step))
    if is_array(step) or step != 1:
        numbers = by.multiply(numbers, step)
    return by.add(numbers, start) if is_array(start) or start != 0 else numbers


def _clamped(k: int) -> int:
    """The number of a diagonal, in int64: no matrix has those that are left out."""
    return max(-(2**62), min(k, 2**62))


def _diagonal_of(rows: Any, columns: Any) -> tf.Tensor:
    """Which diagonal each place of a matrix is on."""
    return tf.range(columns, dtype=int64) - tf.expand_dims(tf.range(rows, dtype=int64), 1)


def _stack_of_matrices(x: Any) -> tf.Tensor:
    t = tensor(x)
    if static_rank(t) < 2:
        message = f"a triangle needs an array of at least 2 axes, got shape {t.shape}"
        raise ValueError(message)
    return t


def _crosses(t: tf.Tensor, k: int) -> bool:
    """Whether diagonal `k` is known to be one of the matrices, or next to their corners."""
    *_, rows, columns = t.shape.as_list()
    return rows is not None and columns is not None and -rows <= k <= columns


def _band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    """The diagonals of matrices from that many below the main one to that many above; -1: all. Zeros elsewhere."""
    if t.dtype in _BANDED:
        return R.MatrixBandPart(input=t, num_lower=below, num_upper=above)
    return R.SelectV2(condition=_in_band(t, below, above), t=t, e=_zero(t.dtype))


def _outside_band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    """The other diagonals, and zeros in the band."""
    return R.SelectV2(condition=_in_band(t, below, above), t=_zero(t.dtype), e=t)


def _in_band(t: tf.Tensor, below: int, above: int) -> tf.Tensor:
    everywhere = R.Fill(dims=integers(t.shape.as_list()[-2:]), value=True)
    return R.MatrixBandPart(input=everywhere, num_lower=below, num_upper=above)


def _zero(dtype: tf.DType) -> tf.Tensor:
    return tf.constant(False if dtype == tf.bool else 0, dtype)


def _where_diagonal(t: tf.Tensor, kept: Any) -> tf.Tensor:
    """The elements of matrices on the diagonals that are kept; zeros elsewhere."""
    shape = dynamic_shape(t)
    return R.SelectV2(condition=kept(_diagonal_of(shape[-2], shape[-1])), t=t, e=tf.zeros([], t.dtype))
