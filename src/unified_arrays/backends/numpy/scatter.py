"""at(x)[index] where an array names places: NumPy's own ufunc.at and x[index] = value write into the memory of x.

NumPy looks at all numbers of an index before it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ..._common.dtypes import ALL
from ..._common.python_scalars import is_plain
from ..common.numpy_scatter import AT, FEW, are_rows, take_rows

ndarray, may_share_memory, array = np.ndarray, np.may_share_memory, np.array
_int64 = np.dtype(np.int64)
_SMALL = 1000  # elements: to copy all of them takes no longer than to copy those that are named


def _dtypes(kinds: str) -> frozenset[int]:
    """The dtypes of these kinds, as they are asked for."""
    known = (np.dtype(name) for name in ALL if name != "bfloat16")
    return frozenset(id(dtype) for dtype in known if dtype.kind in kinds)


INTEGERS, FLOATING, REAL, NUMERIC, STANDARD = map(_dtypes, ("iu", "fc", "iuf", "iufc", "biufc"))
_TAKEN = {"set": STANDARD, "min": REAL, "max": REAL, **dict.fromkeys(["add", "subtract", "multiply"], NUMERIC)}
_NONE: frozenset[int] = frozenset()

# ufunc.at warns of NaN, the ufunc itself does not.
_QUIET = {method: np.errstate(invalid="ignore")(AT[method]) for method in ("min", "max")}


def write_rows(method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether x[index], of an index that is an array, was written: see Backend.plain_writes."""
    dtype = x.dtype
    name = id(dtype)
    if not (
        type(index) is ndarray
        and index.dtype is _int64
        and index.ndim == 1
        and x.flags.carray
        and name in _TAKEN.get(method, _NONE)
    ):
        return False
    try:
        if type(value) is ndarray:
            if value.dtype is not dtype or value.shape != (index.shape if x.ndim == 1 else index.shape + x.shape[1:]):
                return False
        elif x.ndim == 1 and name in NUMERIC and is_plain(value, floating=name in FLOATING):
            value = array(value, dtype)
        else:
            return False
        if method == "set":
            if may_share_memory(x, index) or may_share_memory(x, value):  # NumPy (2.2) does not look
                return False
            x[index] = value
        elif value.size > FEW and x.ndim != 1:
            return _write_many_rows(method, x, index, value)
        elif name in INTEGERS:
            AT[method](x, index, value)
        elif method in _QUIET:
            _QUIET[method](x, index, value)
        else:
            _take_all_or_none(AT[method], x, index, value)
    except (IndexError, OverflowError):  # before anything was written
        return False
    return True


def _write_many_rows(method: str, x: Any, index: Any, value: Any) -> bool:
    if not x.size or not are_rows(index, len(x)) or may_share_memory(x, index) or may_share_memory(x, value):
        return False
    width = x.size // len(x)
    _take_all_or_none(partial(take_rows, _take(method, x)), x.reshape(-1, width), index, value.reshape(-1, width))
    return True


def row_writer(method: str, x: Any) -> Callable[[Any, Any], None] | None:
    """What writes values into rows of x: see Backend.row_writer."""
    if type(x) is not ndarray or id(x.dtype) not in _TAKEN[method] or not x.flags.carray:
        return None

    def write(rows: Any, values: Any) -> None:
        width = values.shape[1]
        if method == "set":
            x.reshape(-1, width)[rows] = values
        elif width == 1:
            _take_all_or_none(_take(method, x), x.reshape(-1), rows, values.reshape(-1))
        else:
            _take_all_or_none(partial(take_rows, _take(method, x)), x.reshape(-1, width), rows, values)

    return write


def _take(method: str, x: Any) -> Any:
    return _QUIET[method] if method in _QUIET and id(x.dtype) in FLOATING else AT[method]


def _take_all_or_none(take: Any, x: Any, rows: Any, values: Any) -> None:
    """Write `values` to rows. What x held is put back if NumPy raises when the work is done.

    It does for floating-point events, if np.errstate or a filter of warnings says so.
    """
    whole = x.size <= values.size + _SMALL
    held = x.copy() if whole else x[rows]
    try:
        take(x, rows, values)
    except BaseException:
        if whole:
            x[...] = held
        else:
            x[rows] = held
        raise
