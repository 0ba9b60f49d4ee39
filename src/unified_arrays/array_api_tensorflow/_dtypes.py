"""Dtypes of the array API standard on TensorFlow: names, kinds, promotion.

The standard's promotion rules are a table here and nowhere else. Where the standard leaves a case undefined, the rule
is PyTorch's: bool with another dtype gives that dtype, and an integer with a floating dtype gives the floating one.
`uint64` with a signed integer has no exact common dtype: a TypeError.
"""

from __future__ import annotations

import builtins
from itertools import product

import tensorflow as tf

bool = tf.bool
int8, int16, int32, int64 = tf.int8, tf.int16, tf.int32, tf.int64
uint8, uint16, uint32, uint64 = tf.uint8, tf.uint16, tf.uint32, tf.uint64
bfloat16, float16, float32, float64 = tf.bfloat16, tf.float16, tf.float32, tf.float64
complex64, complex128 = tf.complex64, tf.complex128

SIGNED = (int8, int16, int32, int64)
UNSIGNED = (uint8, uint16, uint32, uint64)
HALF = (float16, bfloat16)
REAL = (float16, bfloat16, float32, float64)
COMPLEX = (complex64, complex128)

# The standard's names of kinds (isdtype, __array_namespace_info__().dtypes).
KINDS: dict[str, tuple[tf.DType, ...]] = {
    "bool": (bool,),
    "signed integer": SIGNED,
    "unsigned integer": UNSIGNED,
    "integral": SIGNED + UNSIGNED,
    "real floating": REAL,
    "complex floating": COMPLEX,
    "numeric": SIGNED + UNSIGNED + REAL + COMPLEX,
}
ALL = KINDS["bool"] + KINDS["numeric"]

# By id: TensorFlow has one object for each dtype, whose __eq__ and __hash__ are slow.
STANDARD = frozenset(map(id, ALL))

DEFAULT_INTEGER = int64
DEFAULT_REAL = float32
DEFAULT_COMPLEX = complex64

# Complex dtype -> the real dtype of its parts; real dtype -> the complex dtype of such parts.
REAL_PART = {complex64: float32, complex128: float64}
COMPLEX_OF = {float16: complex64, bfloat16: complex64, float32: complex64, float64: complex128}


def _promote_pair(first: tf.DType, second: tf.DType) -> tf.DType | None:
    """The common dtype of two different dtypes; None if there is none."""
    if first == bool or second == bool:
        return second if first == bool else first
    if {first, second} == set(HALF):
        return float32
    for kind in (SIGNED, UNSIGNED, REAL, COMPLEX):
        if first in kind and second in kind:
            return first if first.size >= second.size else second
    if first in COMPLEX or second in COMPLEX:
        complex_, real = (first, second) if first in COMPLEX else (second, first)
        return complex128 if real == float64 else complex_
    if first in REAL or second in REAL:
        return first if first in REAL else second
    signed, unsigned = (first, second) if first in SIGNED else (second, first)
    if unsigned == uint64:
        return None
    return signed if signed.size > unsigned.size else SIGNED[UNSIGNED.index(unsigned) + 1]


PROMOTION: dict[tuple[tf.DType, tf.DType], tf.DType] = {
    (first, second): common
    for first, second in product(ALL, ALL)
    if (common := first if first == second else _promote_pair(first, second)) is not None
}


def promote(*dtypes: tf.DType) -> tf.DType:
    """The common dtype of `dtypes`. TypeError where the standard has none."""
    common = dtypes[0]
    for dtype in dtypes[1:]:
        try:
            common = PROMOTION[common, dtype]
        except KeyError:
            message = f"{common.name} and {dtype.name} have no common dtype that holds both exactly: use astype on one"
            raise TypeError(message) from None
    return common


def with_scalar(dtype: tf.DType, scalar: complex) -> tf.DType:
    """The common dtype of an array of `dtype` and a Python scalar: `dtype`, unless the scalar is of a higher kind."""
    if isinstance(scalar, complex):
        return dtype if dtype in COMPLEX else COMPLEX_OF.get(dtype, DEFAULT_COMPLEX)
    if isinstance(scalar, float):
        return dtype if dtype in REAL or dtype in COMPLEX else DEFAULT_REAL
    if isinstance(scalar, int) and scalar is not True and scalar is not False and dtype == bool:
        return DEFAULT_INTEGER
    return dtype


def default_for(scalar: complex) -> tf.DType:
    """The dtype of an array made from one Python scalar."""
    if scalar is True or scalar is False:
        return bool
    if isinstance(scalar, int):
        return DEFAULT_INTEGER
    return DEFAULT_REAL if isinstance(scalar, float) else DEFAULT_COMPLEX


# The order of kinds in NumPy's "same_kind" casting: a dtype may be cast within its kind and to any later one.
_KIND_ORDER = {
    dtype: position for position, kind in enumerate(((bool,), UNSIGNED, SIGNED, REAL, COMPLEX)) for dtype in kind
}


def is_same_kind(source: tf.DType, target: tf.DType) -> builtins.bool:
    """True if values of `source` may be written into an array of `target`: float64 into float32, but not into int64."""
    return source == target or _KIND_ORDER[source] <= _KIND_ORDER[target]
