"""What every function here does first: turn its arguments into tensors, of one dtype where it takes two."""

from __future__ import annotations

import reprlib
from functools import lru_cache
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._dtypes import SIGNED, UNSIGNED, default_for, promote, with_scalar
from ._private import scope

PYTHON_SCALARS = (bool, int, float, complex)  # np.float64 is a float and np.complex128 a complex: scalars too


_LIMITS = {id(dtype): (dtype.min, dtype.max) for dtype in SIGNED + UNSIGNED}  # a dtype takes long to say them

_short = reprlib.Repr()
_short.maxtuple = _short.maxlist = 16


def shown(value: Any) -> str:
    """An argument as a message shows it: as it prints, cut short."""
    return _short.repr(value)


def is_array(x: Any) -> bool:
    """True for what this namespace computes with: a dense tensor or a resource variable."""
    return isinstance(x, (tf.Tensor, tf.Variable))


def tensor(x: Any) -> tf.Tensor:
    """`x` as a tensor: a tensor itself, a variable's value (no copy). TypeError for anything else."""
    if isinstance(x, tf.Tensor):
        return x
    if isinstance(x, tf.Variable):
        return x.value()
    given = f"{type(x).__module__}.{type(x).__qualname__}"
    holds_variable = isinstance(getattr(type(x), "value", None), property)  # as a keras.Variable does
    instead = "pass its .value" if holds_variable else "make one with asarray"
    message = f"expected a tf.Tensor or tf.Variable, got {given}: {instead}"
    raise TypeError(message)


def integer_tensor(x: Any, what: str) -> tf.Tensor:
    """`x` as a tensor of integers, which are the `what` of a function. TypeError for another dtype."""
    t = tensor(x)
    if not t.dtype.is_integer:
        message = f"{what} must be integers, got {t.dtype.name}"
        raise TypeError(message)
    return t


def constant(scalar: complex, dtype: tf.DType) -> tf.Tensor:
    """A 0-d tensor of `dtype` holding a Python scalar. OverflowError if an integer dtype cannot hold it."""
    if not fits(scalar, dtype):
        message = f"Python integer {scalar} does not fit in {dtype.name}"
        raise OverflowError(message)
    if isinstance(scalar, bool) and dtype != tf.bool:  # TensorFlow makes no constant of some dtypes from a bool
        scalar = int(scalar)
    return tf.constant(scalar, dtype)


def fits(scalar: complex, dtype: tf.DType) -> bool:
    """True unless `dtype` is one of integers that does not hold the number `scalar`."""
    limits = _LIMITS.get(id(dtype))
    return limits is None or limits[0] <= scalar <= limits[1]


def promoted(x1: Any, x2: Any) -> tuple[tf.Tensor, tf.Tensor]:
    """`x1` and `x2` as tensors of the dtype that they promote to; one of them may be a Python scalar."""
    scalar1, scalar2 = isinstance(x1, PYTHON_SCALARS), isinstance(x2, PYTHON_SCALARS)
    if scalar1 and scalar2:
        dtype = promote(default_for(x1), default_for(x2))
        return tf.constant(x1, dtype), tf.constant(x2, dtype)
    if scalar2:
        t1 = tensor(x1)
        dtype = with_scalar(t1.dtype, x2)
        return cast(t1, dtype), constant(x2, dtype)
    if scalar1:
        t2 = tensor(x2)
        dtype = with_scalar(t2.dtype, x1)
        return constant(x1, dtype), cast(t2, dtype)
    t1, t2 = tensor(x1), tensor(x2)
    if t1.dtype is t2.dtype:
        return t1, t2
    dtype = promote(t1.dtype, t2.dtype)
    return cast(t1, dtype), cast(t2, dtype)


def cast(t: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    """`t` in `dtype`: itself if it has it already."""
    return t if t.dtype is dtype else raw.Cast(x=t, DstT=dtype)


def static_rank(t: tf.Tensor) -> int:
    """The number of axes of `t`, which must be known: sizes may be unknown in a tf.function, the rank may not."""
    rank: int | None = t.shape.rank
    if rank is None:
        message = "the number of axes of a tensor must be known: give the tf.function an input_signature with a rank"
        raise ValueError(message)
    return rank


def normalize_axis(axis: int, rank: int) -> int:
    """`axis` counted from the front. IndexError if it is out of range."""
    if not -rank <= axis < rank:
        message = f"axis {axis} is out of range for an array of {rank} axes"
        raise IndexError(message)
    return axis % rank if rank else 0


def normalize_axes(axis: int | tuple[int, ...] | None, rank: int) -> tuple[int, ...]:
    """`axis` (None: all) as a tuple counted from the front. ValueError for one named twice."""
    if axis is None:
        return tuple(range(rank))
    axes = tuple(normalize_axis(one, rank) for one in (axis if isinstance(axis, (tuple, list)) else (axis,)))
    if len(set(axes)) != len(axes):
        message = f"axis {axis} names an axis twice"
        raise ValueError(message)
    return axes


def dynamic_shape(t: tf.Tensor) -> Any:
    """The shape of `t`: a tuple of ints where it is known, else an int32 tensor (inside tf.function)."""
    return tuple(t.shape.as_list()) if t.shape.is_fully_defined() else tf.shape(t)


def dense_gradient(t: tf.Tensor) -> tf.Tensor:
    """`t`, to gather from: the gradient of a gather is sparse (tf.IndexedSlices), that of this op makes it dense."""
    return raw.Reshape(tensor=t, shape=integers(dynamic_shape(t)))


def integers(values: Any) -> tf.Tensor:
    """A shape, axes or bounds as the tensor that an op takes: int32, or int64 where a value needs it.

    Ops take lists of integers too, but convert them themselves, at three times the cost of this (22 against 8 us each).
    """
    if isinstance(values, tf.Tensor):
        return values
    values = tuple(values)
    if scope.is_eager and set(map(type, values)) <= _INTEGERS:
        return _kept_integers(values, scope.device_name)
    return _integers(values)


def _integers(values: tuple[Any, ...], device: str | None = None) -> tf.Tensor:
    del device  # that it is made for
    small = all(-(2**31) <= value < 2**31 for value in values if isinstance(value, int))
    return tf.constant(values, tf.int32 if small else tf.int64)


_INTEGERS = {int}  # whose equals are one constant: True and 1.0 are refused
_kept_integers = lru_cache(maxsize=1024)(_integers)  # a tensor is a value, and making one takes longer than most ops
