"""Data type functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from ._arguments import is_array, short_repr, tensor
from ._conversion import convert, result_dtype
from ._devices import beside, is_elsewhere
from ._dtypes import ALL, KINDS, PROMOTION, REAL_PART, bfloat16, float16, float32, float64

# Bits of the significand (with the implicit one) and the largest exponent.
PRECISION = {float16: (11, 15), bfloat16: (8, 127), float32: (24, 127), float64: (53, 1023)}


@dataclass(frozen=True)
class FloatLimits:
    """What finfo returns: the limits of a real floating dtype, as Python scalars."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: tf.DType


@dataclass(frozen=True)
class IntegerLimits:
    """What iinfo returns: the limits of an integer dtype, as Python integers."""

    bits: int
    max: int
    min: int
    dtype: tf.DType


def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: str | None = None) -> Any:
    """`x` cast to `dtype`; with copy=False `x` itself if it has that dtype. TypeError from complex to real."""
    target = tf.as_dtype(dtype)
    if x.dtype == target and not is_elsewhere(x, device):
        return tf.identity(tensor(x)) if copy else x
    with beside(x, device):
        t = convert(tensor(x), target)
        return tf.identity(t) if x.dtype == target else t


def can_cast(from_: Any, to: Any, /) -> bool:
    """Whether an array or dtype becomes `to` by promotion, without losing its kind or range."""
    target = tf.as_dtype(to)
    return bool(PROMOTION.get((_dtype_of(from_), target)) == target)


def finfo(type: Any, /) -> FloatLimits:
    """The limits of a floating dtype, or of an array's; for a complex dtype those of its parts."""
    dtype = REAL_PART.get(_dtype_of(type), _dtype_of(type))
    if dtype not in PRECISION:
        message = f"finfo takes floating dtypes, got {dtype.name}: use iinfo for an integer one"
        raise TypeError(message)
    digits, exponent = PRECISION[dtype]
    eps = 2.0 ** (1 - digits)
    largest = (2 - eps) * 2.0**exponent
    return FloatLimits(8 * dtype.size, eps, largest, -largest, 2.0 ** (1 - exponent), dtype)


def iinfo(type: Any, /) -> IntegerLimits:
    """The limits of an integer dtype, or of an array's."""
    dtype = _dtype_of(type)
    if dtype not in KINDS["integral"]:
        message = f"iinfo takes integer dtypes, got {dtype.name}: use finfo for a floating one"
        raise TypeError(message)
    return IntegerLimits(8 * dtype.size, int(dtype.max), int(dtype.min), dtype)


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether `dtype` is of a kind ('integral', 'real floating' ...), is a dtype, or is one of a tuple of these."""
    if isinstance(kind, tuple):
        return any(isdtype(dtype, item) for item in kind)
    tf_dtype = tf.as_dtype(dtype)
    if not isinstance(kind, str):
        return bool(tf_dtype == tf.as_dtype(kind))
    if kind not in KINDS:
        message = f"{short_repr(kind)} is no kind of dtype; the standard has {', '.join(KINDS)}"
        raise ValueError(message)
    return tf_dtype in KINDS[kind]


def result_type(*arrays_and_dtypes: Any) -> tf.DType:
    """The dtype that arrays, dtypes and Python scalars promote to."""
    if not arrays_and_dtypes:
        message = "result_type needs at least one array, dtype or scalar"
        raise ValueError(message)
    return result_dtype(*arrays_and_dtypes)


def _dtype_of(x: Any) -> tf.DType:
    dtype = x.dtype if is_array(x) else tf.as_dtype(x)
    if dtype not in ALL:
        message = f"expected a numeric or boolean dtype, got {dtype.name}"
        raise TypeError(message)
    return dtype
