"""What the adapters share: replacing functions of an array-API namespace, and repairs that more than one needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..._common import errors
from ..._common.caches import BoundedTable
from ..._common.dtypes import neutral
from ..._common.python_scalars import NUMBERS


def clip_with_own_bounds(
    clip: Callable[..., Any], bound_as: Callable[[Any, Any], Any], limits: Callable[[Any], Any]
) -> Callable[..., Any]:
    """clip whose result has the dtype of x, and that does not write into the caller's bounds.

    bound_as: (array, dtype) -> a copy of it in that dtype; of an integer one, what lies beyond it is its limit.
    limits: the framework's iinfo.
    """

    def as_own(bound: Any, dtype: Any) -> Any:
        is_array = not (bound is None or isinstance(bound, NUMBERS))
        if is_array:
            return bound_as(bound, dtype)
        known = neutral(dtype)
        if bound is None or known is None or not known.is_integer or bound != bound:
            return bound
        least, largest = int(limits(dtype).min), int(limits(dtype).max)
        return least if bound < least else largest if bound > largest else int(bound)  # cut off, as NumPy does

    # array_api_compat 1.16 replaces elements of min and max in place, where they exceed the range of x's dtype
    # (numpy/_aliases.py and common/_aliases.py, clip), and gives PyTorch the dtype of a bound. Remove when it does not.
    def clip_safely(x: Any, /, min: Any = None, max: Any = None) -> Any:
        return clip(x, *(as_own(bound, x.dtype) for bound in (min, max)))

    return clip_safely


def bound_in_dtype_of(xp: Any) -> Callable[[Any, Any], Any]:
    """The `bound_as` of clip for arrays whose dtypes are NumPy's; xp: their own namespace."""

    def bound_as(bound: Any, dtype: Any) -> Any:
        if dtype.kind in "iu" and bound.dtype != dtype and bound.dtype.kind != "b":
            info = np.iinfo(dtype)
            if bound.dtype.kind in "iu":
                own = np.iinfo(bound.dtype)
                bound = xp.clip(bound, max(own.min, info.min), min(own.max, info.max))
            else:
                is_large, is_small = bound >= info.max, bound <= info.min  # as a float the maximum may be rounded up
                cut = xp.where(is_large | is_small, 0, bound).astype(dtype)
                return xp.where(is_large, info.max, xp.where(is_small, info.min, cut)).astype(dtype)
        return bound.astype(dtype)

    return bound_as


def hold_bounds(limits: Any, array_type: type, *bounds: Any) -> bool:
    """True if each bound of clip that is a number is an integer within `limits`, the iinfo of an integer dtype."""
    return all(
        bound is None or isinstance(bound, array_type) or (type(bound) is int and limits.min <= bound <= limits.max)
        for bound in bounds
    )


def astype_that_refuses_complex(astype: Callable[..., Any]) -> Callable[..., Any]:
    """astype that raises from complex to real, as the standard says, instead of dropping the imaginary part."""

    def astype_safely(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
        came, wanted = neutral(x.dtype), neutral(dtype)
        if came is not None and wanted is not None and came.is_complex and wanted != "bool" and not wanted.is_complex:
            raise errors.loses_imaginary_part("astype", "x", came, wanted)
        return astype(x, dtype, copy=copy, device=device)

    return astype_safely


@dataclass(frozen=True)
class FloatInfo:
    """What finfo says of a floating dtype; for a complex one, of its real part."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: Any


@dataclass(frozen=True)
class IntegerInfo:
    """What iinfo says of an integer dtype."""

    bits: int
    max: int
    min: int
    dtype: Any


def finfo_of(limits: Callable[[Any], Any], real_part: Callable[[Any], Any]) -> Callable[[Any], FloatInfo]:
    """finfo on top of the framework's own, which gives its attributes other types than the standard asks for."""

    def of_dtype(dtype: Any) -> FloatInfo:
        if not _is_kind(dtype, "floating"):
            raise errors.wrong_kind("finfo", dtype, "a floating dtype")
        info = limits(dtype)
        return FloatInfo(
            bits=int(info.bits),
            eps=float(info.eps),
            max=float(info.max),
            min=float(info.min),
            smallest_normal=float(info.smallest_normal),
            dtype=real_part(dtype),
        )

    return _kept_by_dtype(of_dtype)


def iinfo_of(limits: Callable[[Any], Any]) -> Callable[[Any], IntegerInfo]:
    """iinfo likewise."""

    def of_dtype(dtype: Any) -> IntegerInfo:
        if not _is_kind(dtype, "integer"):
            raise errors.wrong_kind("iinfo", dtype, "an integer dtype")
        info = limits(dtype)
        return IntegerInfo(int(info.bits), int(info.max), int(info.min), dtype)

    return _kept_by_dtype(of_dtype)


def _kept_by_dtype(of_dtype: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """finfo or iinfo of a dtype or an array; what is said of a dtype never changes."""
    known = BoundedTable()

    def info(type: Any, /) -> Any:
        dtype = getattr(type, "dtype", type)
        return known.ready[dtype] if dtype in known.ready else known.keep(dtype, of_dtype(dtype))

    return info


def _is_kind(dtype: Any, kind: str) -> bool:
    known = neutral(dtype.newbyteorder("=") if hasattr(dtype, "newbyteorder") else dtype)  # limits have no byte order
    return known is not None and kind in known.kind
