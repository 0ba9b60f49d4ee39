"""Data type functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from ._arguments import is_array, short_repr, tensor
from ._conversion import convert, result_dtype
from ._devices import beside, is_elsewhere
from ._dtypes import ALL, KINDS, PROMOTION, REAL_PART, bfloat16, float16, float32, float64

# Bits of the significand (with the hidden one) and the greatest exponent.
PRECISION = {float16: (11, 15), bfloat16: (8, 127), float32: (24, 127), float64: (53, 1023)}


@dataclass(frozen=True)
class FloatLimits:
    """What finfo returns: the limits of a real floating dtype, as Python numbers."""

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
    """`x` in `dtype`: `x` itself with copy=False if it has it already. TypeError from complex to real."""
    wanted = tf.as_dtype(dtype)
    if x.dtype == wanted and not is_elsewhere(x, device):
        return tf.identity(tensor(x)) if copy else x
    with beside(x, device):
        t = convert(tensor(x), wanted)
        return tf.identity(t) if x.dtype == wanted else t


def can_cast(from_: Any, to: Any, /) -> bool:
    """Whether an array or dtype becomes `to` by promotion, without losing its kind or range."""
    wanted = tf.as_dtype(to)
    return bool(PROMOTION.get((_dtype(from_), wanted)) == wanted)


def finfo(type: Any, /) -> FloatLimits:
    """The limits of a floating dtype, or of an array's; of a complex one those of its parts."""
    dtype = REAL_PART.get(_dtype(type), _dtype(type))
    if dtype not in PRECISION:
        message = f"finfo is about floating dtypes, got {dtype.name}: use iinfo for an integer one"
        raise TypeError(message)
    digits, exponent = PRECISION[dtype]
    eps = 2.0 ** (1 - digits)
    greatest = (2 - eps) * 2.0**exponent
    return FloatLimits(8 * dtype.size, eps, greatest, -greatest, 2.0 ** (1 - exponent), dtype)


def iinfo(type: Any, /) -> IntegerLimits:
    """The limits of an integer dtype, or of an array's."""
    dtype = _dtype(type)
    if dtype not in KINDS["integral"]:
        message = f"iinfo is about integer dtypes, got {dtype.name}: use finfo for a floating one"
        raise TypeError(message)
    return IntegerLimits(8 * dtype.size, int(dtype.max), int(dtype.min), dtype)


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether `dtype` is of a kind ('integral', 'real floating' ...), is a dtype, or is one of a tuple of these."""
    if isinstance(kind, tuple):
        return any(isdtype(dtype, one) for one in kind)
    own = tf.as_dtype(dtype)
    if not isinstance(kind, str):
        return bool(own == tf.as_dtype(kind))
    if kind not in KINDS:
        message = f"{short_repr(kind)} is no kind of dtype; the standard has {', '.join(KINDS)}"
        raise ValueError(message)
    return own in KINDS[kind]


def result_type(*arrays_and_dtypes: Any) -> tf.DType:
    """The dtype that arrays, dtypes and Python scalars promote to."""
    if not arrays_and_dtypes:
        message = "result_type needs at least one array, dtype or scalar"
        raise ValueError(message)
    return result_dtype(*arrays_and_dtypes)


def _dtype(x: Any) -> tf.DType:
    dtype = x.dtype if is_array(x) else tf.as_dtype(x)
    if dtype not in ALL:
        message = f"expected a dtype of numbers or booleans, got {dtype.name}"
        raise TypeError(message)
    return dtype
