"""New arrays, and data taken in."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy

import unified_arrays as ua

from ..._common import argument_errors
from .. import _array_likes, _dtypes
from .._options import in_fortran_order

__all__ = [
    "arange",
    "array",
    "asanyarray",
    "asarray",
    "asarray_chkfinite",
    "ascontiguousarray",
    "asfortranarray",
    "astype",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "copy",
    "diag_indices_from",
    "from_dlpack",
    "fromfunction",
    "full",
    "full_like",
    "geomspace",
    "indices",
    "linspace",
    "logspace",
    "meshgrid",
    "tril_indices_from",
    "triu_indices_from",
]
_ORDERS = ("K", "A", "C", "F", None)


def array(
    object: Any,
    dtype: Any = None,
    *,
    copy: bool | None = True,
    order: str | None = "K",
    subok: bool = False,
    ndmin: int = 0,
    like: None = None,
) -> Any:
    """An array of the selected backend, or of that of the arrays in `object`; a copy, unless `copy` says otherwise."""
    _check_order("array", order)
    if like is not None:
        raise argument_errors.not_honoured("array", "like", like)
    taken = _array_likes.array("array", object)
    if dtype is not None:
        dtype = _dtypes.as_dtype("array", dtype)
    same = taken is object or (copy and isinstance(object, numpy.ndarray))
    if dtype is not None or same or copy is False:
        taken = ua.asarray(taken, dtype=dtype, copy=copy if same or copy is False else None)
    if ndmin > len(taken.shape):
        taken = ua.reshape(taken, (1,) * (ndmin - len(taken.shape)) + tuple(taken.shape))
    return in_fortran_order(taken) if order == "F" else taken


def asarray(
    a: Any,
    dtype: Any = None,
    order: str | None = None,
    *,
    device: Any = None,
    copy: bool | None = None,
    like: None = None,
) -> Any:
    """`a` as an array: of the selected backend, or of its own if it is one of another than NumPy."""
    taken = array(a, dtype, copy=copy, order=order, like=like)
    return taken if device is None else ua.to_device(taken, device)


def asanyarray(a: Any, dtype: Any = None, order: str | None = None, *, device: Any = None, copy: Any = None) -> Any:
    """`asarray`."""
    return asarray(a, dtype, order, device=device, copy=copy)


def asarray_chkfinite(a: Any, dtype: Any = None, order: str | None = None) -> Any:
    """`asarray`; ValueError if an element is not finite."""
    return ua.asarray_chkfinite(asarray(a, dtype, order))


def ascontiguousarray(a: Any, dtype: Any = None) -> Any:
    """`asarray`, of one axis at least, with its elements in C order in memory."""
    return ua.ascontiguousarray(atleast_1d(asarray(a, dtype)))


def asfortranarray(a: Any, dtype: Any = None) -> Any:
    """`asarray`, with its elements in Fortran order in memory; TensorFlow shows no order."""
    return asarray(a, dtype, "F")


def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
    """`x` in another dtype."""
    if ua.is_array(x):
        x = _array_likes.array("astype", x)
    return ua.astype(x, _dtypes.as_dtype("astype", dtype), copy=copy, device=device)


def copy(a: Any, order: str | None = "K", subok: bool = False) -> Any:
    """A copy of an array."""
    return array(a, copy=True, order=order)


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    """An array of the selected backend over the memory of another one."""
    return ua.from_dlpack(x, device=device, copy=copy)


def arange(
    start_or_stop: Any, /, stop: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None, like: None = None
) -> Any:
    """Numbers from `start` up to `stop`, evenly spaced by `step`: int64 of integers, else of the default dtype."""
    start, stop = (0, start_or_stop) if stop is None else (start_or_stop, stop)
    start, stop, step = values = [_number("arange", value) for value in (start, stop, 1 if step is None else step)]
    if dtype is None:
        dtype = "int64" if all(isinstance(value, int) for value in values) else _dtypes.default_name()
    if not step:
        raise argument_errors.wrong_value("arange", "step", step, "another number than 0")
    return ua.arange(start, stop, step, dtype=_dtypes.as_dtype("arange", dtype), device=device)


def _number(function: str, value: Any) -> Any:
    """A Python number, of one or of an array that holds one."""
    if isinstance(value, (bool, int, float, complex)):
        return value if type(value) in (int, float, complex) else value + 0
    if hasattr(value, "shape") and math.prod(tuple(value.shape)) == 1:
        return numpy.asarray(value).item()
    return operator.index(value)


def full(
    shape: Any, fill_value: Any, dtype: Any = None, order: str = "C", *, device: Any = None, like: None = None
) -> Any:
    """A new array, filled with a value, whose dtype it has unless one is named."""
    _check_order("full", order)
    fill = fill_value if type(fill_value) in (bool, int, float, complex) else _array_likes.array("full", fill_value)
    if dtype is None:
        dtype = _array_likes.array("full", fill_value).dtype
    dtype = _dtypes.as_dtype("full", dtype)
    if not hasattr(fill, "shape") or len(fill.shape) == 0:
        made = ua.full(shape, fill, dtype=dtype, device=device)
    else:
        made = ua.astype(ua.broadcast_to(fill, (shape,) if isinstance(shape, int) else tuple(shape)), dtype)
    return in_fortran_order(made) if order == "F" else made


def full_like(
    a: Any,
    fill_value: Any,
    dtype: Any = None,
    order: str = "K",
    subok: bool = True,
    shape: Any = None,
    *,
    device: Any = None,
) -> Any:
    """A new array of the shape and dtype of another one, filled with a value."""
    a = _array_likes.array("full_like", a)
    shape = tuple(a.shape) if shape is None else shape
    return full(shape, fill_value, a.dtype if dtype is None else dtype, order, device=device)


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
    *,
    device: Any = None,
) -> Any:
    """`num` numbers from `start` to `stop`, evenly spaced along a new `axis`."""
    ends = [value if type(value) in (int, float, complex) else None for value in (start, stop)]
    if None in ends:
        start, stop = _array_likes.operands("linspace", start, stop)
        start, stop = (_array_likes.in_floats(value) for value in (start, stop))
    if dtype is None and all(isinstance(value, (int, float)) for value in (start, stop)):
        computed: str | None = _dtypes.default_name()
    else:
        computed = None if dtype is None else _floating_name(dtype)
    if computed is None and any(isinstance(value, complex) for value in (start, stop)):
        computed = "complex128"
    num = operator.index(num)
    if any(len(value.shape) for value in (start, stop) if hasattr(value, "shape")):
        low, high = ua.broadcast_arrays(*_array_likes.arrays("linspace", start, stop))
        made = _between(low, high, num, endpoint)
    else:
        made = ua.linspace(
            start, stop, num, endpoint=endpoint, device=device, dtype=_dtypes.as_dtype("linspace", computed)
        )
    if axis not in (0, -made.ndim):
        made = ua.moveaxis(made, 0, axis)
    if dtype is not None:
        wanted = _dtypes.floating_dtype("linspace", dtype)
        made = ua.astype(ua.floor(made) if wanted.is_integer else made, wanted)
    if not retstep:
        return made
    intervals = num - 1 if endpoint else num
    if None not in ends:
        return made, (stop - start) / intervals if intervals else float("nan")
    return made, ua.divide(ua.subtract(*_array_likes.operands("linspace", stop, start)), intervals or float("nan"))


def _between(start: Any, stop: Any, num: int, endpoint: bool) -> Any:
    """As linspace of arrays, along a new first axis; the last one is `stop` itself."""
    intervals = max(num - 1 if endpoint else num, 1)
    steps = ua.arange(num, dtype=start.dtype, device=ua.device(start))
    steps = ua.reshape(ua.divide(steps, intervals), (num,) + (1,) * len(start.shape))
    made = ua.add(ua.multiply(steps, ua.subtract(stop, start)), start)
    if not endpoint or num < 2:
        return made
    return ua.concat([made[:-1], ua.expand_dims(ua.astype(stop, made.dtype), 0)])


def _floating_name(dtype: Any) -> str:
    name = _dtypes.name_of("linspace", dtype)
    return name if name.startswith(("float", "complex")) else "float64"


def logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10.0, dtype: Any = None, axis: int = 0
) -> Any:
    """`num` numbers from `base**start` to `base**stop`, evenly spaced in their logarithms."""
    if not isinstance(base, (int, float, complex)):
        start, stop, base = ua.broadcast_arrays(*_array_likes.arrays("logspace", start, stop, base))
        base = ua.expand_dims(_array_likes.in_floats(base), axis)
    powers = ua.pow(*_array_likes.operands("logspace", base, linspace(start, stop, num, endpoint, axis=axis)))
    return powers if dtype is None else ua.astype(powers, _dtypes.as_dtype("logspace", dtype))


def geomspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0) -> Any:
    """`num` numbers from `start` to `stop`, each the same multiple of the one before."""
    if axis == 0 and all(isinstance(value, (int, float, complex)) for value in (start, stop)):
        kind = "complex128" if complex in (type(start), type(stop)) else _dtypes.default_name()
        wanted = _dtypes.as_dtype("geomspace", kind if dtype is None else dtype)
        return ua.geomspace(start, stop, num, endpoint=endpoint, dtype=wanted)
    start, stop = (_array_likes.in_floats(value) for value in _array_likes.arrays("geomspace", start, stop))
    exponents = linspace(ua.zeros_like(start), ua.log(ua.divide(stop, start)), num, endpoint)
    made = ua.moveaxis(ua.multiply(start, ua.exp(exponents)), 0, axis)
    return made if dtype is None else ua.astype(made, _dtypes.as_dtype("geomspace", dtype))


def fromfunction(function: Callable[..., Any], shape: Any, *, dtype: Any = None, **kwargs: Any) -> Any:
    """What a function makes of the coordinates of a grid."""
    return function(*indices(shape, _dtypes.default_name() if dtype is None else dtype), **kwargs)


def indices(dimensions: Sequence[int], dtype: Any = int, sparse: bool = False) -> Any:
    """The coordinates of a grid, along a new first axis; `sparse`: a tuple of arrays that broadcast to it."""
    wanted = _dtypes.as_dtype("indices", dtype)
    if not sparse:
        return ua.indices(tuple(dimensions), dtype=wanted)
    return tuple(spread([ua.arange(size, dtype=wanted) for size in dimensions]))


def spread(vectors: Sequence[Any], places: Sequence[int] | None = None) -> list[Any]:
    """Vectors along an axis of their own each: the first one along the first axis, or along those of `places`."""
    rank = len(vectors)
    return [
        ua.reshape(x, (1,) * place + (-1,) + (1,) * (rank - place - 1))
        for place, x in zip(range(rank) if places is None else places, vectors, strict=True)
    ]


def meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: Any = "xy") -> list[Any]:
    """Coordinate matrices of coordinate vectors."""
    if indexing not in ("xy", "ij"):
        raise argument_errors.unknown_choice("meshgrid", "indexing", indexing, ("xy", "ij"))
    vectors = [ua.ravel(x) for x in _array_likes.arrays("meshgrid", *xi)]
    if sparse:
        places = list(range(len(vectors)))
        if indexing == "xy":
            places[:2] = places[:2][::-1]
        grids = spread(vectors, places)
    else:
        grids = list(ua.meshgrid(*vectors, indexing=indexing)) if vectors else []
    return [ua.asarray(grid, copy=True) for grid in grids] if copy else grids


def atleast_1d(*arys: Any) -> Any:
    """Arrays of one axis at least; one alone, or a tuple of several."""
    return _each(ua.atleast_1d, "atleast_1d", arys)


def atleast_2d(*arys: Any) -> Any:
    """Arrays of two axes at least; one alone, or a tuple of several."""
    return _each(ua.atleast_2d, "atleast_2d", arys)


def atleast_3d(*arys: Any) -> Any:
    """Arrays of three axes at least; one alone, or a tuple of several."""
    return _each(ua.atleast_3d, "atleast_3d", arys)


def _each(function: Callable[[Any], Any], name: str, values: tuple[Any, ...]) -> Any:
    results = tuple(function(_array_likes.array(name, value)) for value in values)
    return results[0] if len(results) == 1 else results


def diag_indices_from(arr: Any) -> Any:
    """The indices of the main diagonal of an array whose axes are all as long."""
    arr = _array_likes.array("diag_indices_from", arr)
    if len(arr.shape) < 2 or len(set(arr.shape)) != 1:
        raise argument_errors.wrong_shape("diag_indices_from", "arr", tuple(arr.shape), "two axes or more, all as long")
    return ua.diag_indices(arr.shape[0], ndim=len(arr.shape))


def tril_indices_from(arr: Any, k: int = 0) -> Any:
    """The indices of the lower triangle of a matrix."""
    rows, columns = _matrix_shape("tril_indices_from", arr)
    return ua.tril_indices(rows, k=k, m=columns)


def triu_indices_from(arr: Any, k: int = 0) -> Any:
    """The indices of the upper triangle of a matrix."""
    rows, columns = _matrix_shape("triu_indices_from", arr)
    return ua.triu_indices(rows, k=k, m=columns)


def _matrix_shape(function: str, arr: Any) -> tuple[int, int]:
    shape = tuple(_array_likes.array(function, arr).shape)
    if len(shape) != 2:
        raise argument_errors.wrong_shape(function, "arr", shape, "two axes")
    return shape


def _check_order(function: str, order: Any) -> None:
    if order not in _ORDERS:
        raise argument_errors.not_honoured(function, "order", order)
