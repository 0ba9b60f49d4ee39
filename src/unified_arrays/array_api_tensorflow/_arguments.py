"""Argument handling of every function here: tensors from arguments, promotion to one dtype, axes, shapes."""

from __future__ import annotations

import reprlib
from functools import lru_cache
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._dtypes import SIGNED, UNSIGNED, default_for, promote, with_scalar
from ._private import TensorType, Trackable, scope

PYTHON_SCALARS = (bool, int, float, complex)  # np.float64 is a float and np.complex128 a complex: scalars too


_LIMITS = {id(dtype): (dtype.min, dtype.max) for dtype in SIGNED + UNSIGNED}  # dtype.min and dtype.max are slow

_short = reprlib.Repr()
_short.maxtuple = _short.maxlist = 16


def short_repr(value: Any) -> str:
    """The repr of an argument for an error message, shortened."""
    return _short.repr(value)


class Part(TensorType, Trackable):  # type: ignore[misc]
    """A part of an array, as the modules below _array_slice.py know it: see ArraySlice there."""

    base: Any  # the ArrayVariable that it is a part of
    items: list[Any]  # the key of that part: ints, slices of ints, and None

    def value(self) -> tf.Tensor:
        """The values, as a tensor."""
        raise NotImplementedError

    def assign(self, value: Any) -> Any:
        """Write `value` to this part of the array."""
        raise NotImplementedError


class Local:
    """An array in a program that is traced, as the modules below _array_variable.py know it: see LocalArray there."""

    def value(self) -> tf.Tensor:
        """The values now, as a tensor."""
        raise NotImplementedError

    def replace(self, value: tf.Tensor) -> None:
        """Hold `value`, of the same shape and dtype, from now on."""
        raise NotImplementedError


ARRAY_TYPES = (tf.Tensor, tf.Variable, Part)


def is_array(x: Any) -> bool:
    """True for what this namespace computes with: a dense tensor, a resource variable or a part of one."""
    return isinstance(x, ARRAY_TYPES)


def tensor(x: Any) -> tf.Tensor:
    """`x` as a tensor: a tensor itself, a variable's value (no copy). TypeError for anything else."""
    if isinstance(x, tf.Tensor):
        return x
    if isinstance(x, (Part, tf.Variable)):
        return x.value()
    class_name = f"{type(x).__module__}.{type(x).__qualname__}"
    holds_variable = isinstance(getattr(type(x), "value", None), property)  # as a keras.Variable does
    advice = "pass its .value" if holds_variable else "make one with asarray"
    message = f"expected a tf.Tensor or tf.Variable, got {class_name}: {advice}"
    raise TypeError(message)


def integer_tensor(x: Any, what: str) -> tf.Tensor:
    """`x` as an integer tensor. TypeError for another dtype; `what` names the argument in the message."""
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
    """False if `dtype` is an integer dtype and `scalar` is out of its range."""
    limits = _LIMITS.get(id(dtype))
    return limits is None or limits[0] <= scalar <= limits[1]


def promote_operands(x1: Any, x2: Any) -> tuple[tf.Tensor, tf.Tensor]:
    """`x1` and `x2` as tensors of their common dtype; one of them may be a Python scalar."""
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
    """`t` cast to `dtype`; `t` itself if it has that dtype."""
    return t if t.dtype is dtype else raw.Cast(x=t, DstT=dtype)


def static_rank(t: tf.Tensor) -> int:
    """The rank of `t`. ValueError if it is unknown: in a tf.function sizes may be unknown, the rank may not."""
    rank: int | None = t.shape.rank
    if rank is None:
        message = "the number of axes of a tensor must be known: give the tf.function an input_signature with a rank"
        raise ValueError(message)
    return rank


def normalize_axis(axis: int, rank: int) -> int:
    """`axis` as a non-negative integer. IndexError if it is out of range."""
    if not -rank <= axis < rank:
        message = f"axis {axis} is out of range for an array of {rank} axes"
        raise IndexError(message)
    return axis % rank if rank else 0


def normalize_axes(axis: int | tuple[int, ...] | None, rank: int) -> tuple[int, ...]:
    """`axis` (None: all) as a tuple of non-negative integers. ValueError for a repeated axis."""
    if axis is None:
        return tuple(range(rank))
    axes = tuple(normalize_axis(item, rank) for item in (axis if isinstance(axis, (tuple, list)) else (axis,)))
    if len(set(axes)) != len(axes):
        message = f"axis {axis} names an axis twice"
        raise ValueError(message)
    return axes


def dynamic_shape(t: tf.Tensor) -> Any:
    """The shape of `t`: a tuple of ints if it is known, else an int32 tensor (in a tf.function)."""
    return tuple(t.shape.as_list()) if t.shape.is_fully_defined() else tf.shape(t)


def dense_gradient(t: tf.Tensor) -> tf.Tensor:
    """`t` with a dense gradient. The gradient of a gather is sparse (tf.IndexedSlices); that of Reshape is dense."""
    return raw.Reshape(tensor=t, shape=integers(dynamic_shape(t)))


def integers(values: Any) -> tf.Tensor:
    """A shape, axes or bounds as a tensor: int32, or int64 where a value needs it.

    Ops take lists of integers too, but their own conversion costs three times as much (22 against 8 us each).
    """
    if type(values) not in (list, tuple) and is_array(values):  # first, as isinstance of tf.Variable is slow
        return tensor(values)
    values = tuple(values)
    if scope.is_eager and set(map(type, values)) <= _INTEGERS:
        return _cached_integers(values, scope.device_name)
    return _integers(values)


def _integers(values: tuple[Any, ...], device: str | None = None) -> tf.Tensor:
    del device  # only a part of the cache key
    small = all(-(2**31) <= value < 2**31 for value in values if isinstance(value, int))
    return tf.constant(values, tf.int32 if small else tf.int64)


_INTEGERS = {int}  # no others are cached: True and 1.0 would be the same key as 1
# Tensors are immutable, and making one takes longer than most ops.
_cached_integers = lru_cache(maxsize=1024)(_integers)
