"""Data type functions.

Dtypes are neutral ones (`unified_arrays.float32`), their names, or native ones; an array or a native dtype among
the arguments says which backend answers, else the selected one does.
"""

from __future__ import annotations

from typing import Any

from .._common.types import Array, DeviceLike, DTypeLike
from .._dispatch.declare import array_function, inspection

__all__ = ["astype", "can_cast", "finfo", "iinfo", "isdtype", "result_type"]


@array_function
def astype(
    x: Array,
    dtype: DTypeLike,
    /,
    *,
    copy: bool = True,
    device: DeviceLike | None = None,
    out: Array | None = None,
) -> Array:
    """`x` in another dtype.

    Floating to integer truncates; complex to real raises TypeError; to bool, what is not zero is True.
    """


@inspection
def can_cast(from_: DTypeLike | Array, to: DTypeLike, /) -> bool:
    """True if the promotion rules let `from_` (a dtype, or the dtype of an array) become `to`."""


@inspection
def finfo(type: DTypeLike | Array, /) -> Any:
    """Limits of a floating dtype: bits, eps, max, min, smallest_normal, dtype."""


@inspection
def iinfo(type: DTypeLike | Array, /) -> Any:
    """Limits of an integer dtype: bits, max, min, dtype."""


@inspection
def isdtype(dtype: DTypeLike, kind: DTypeLike | tuple[DTypeLike, ...]) -> bool:
    """True if `dtype` is of that kind, or of one of several kinds.

    A kind is a dtype, 'bool', 'signed integer', 'unsigned integer', 'integral', 'real floating', 'complex floating' or
    'numeric'; a tuple holds several.
    """


@inspection
def result_type(*arrays_and_dtypes: DTypeLike | Array | complex) -> Any:
    """The native dtype that arrays, dtypes and Python numbers promote to together."""
