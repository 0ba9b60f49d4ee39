"""copyto and at(x)[index] in the plain case: arrays of one dtype, or a number, and an index that NumPy takes itself.

NumPy's copyto and its ufuncs see to overlap, and all of this looks at index, shapes and numbers before it writes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._common.python_scalars import is_plain
from ..._common.strided_keys import BASIC
from .scatter import FLOATING, NUMERIC, REAL, STANDARD, write_rows

ndarray, may_share_memory, copyto = np.ndarray, np.may_share_memory, np.copyto
_boolean = np.dtype(np.bool_)
_NONE: frozenset[int] = frozenset()
_COMPUTED = {
    "add": (np.add, NUMERIC),
    "subtract": (np.subtract, NUMERIC),
    "multiply": (np.multiply, NUMERIC),
    "divide": (np.divide, FLOATING),
    "min": (np.minimum, REAL),
    "max": (np.maximum, REAL),
}


def copy_plain(out: Any, value: Any) -> bool:
    """Whether the value was copied: see Backend.plain_copies."""
    dtype = out.dtype
    if not out.flags.carray or id(dtype) not in STANDARD:
        return False
    if type(value) is ndarray:
        if value.dtype is not dtype or value.ndim > out.ndim:
            return False
        try:
            copyto(out, value)
        except ValueError:  # of a shape that does not broadcast
            return False
        return True
    return _fill(out, ..., value)


def write_plain(method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether x[index] was written: see Backend.plain_writes."""
    kind = type(index)
    if kind is ndarray:
        if index.dtype is _boolean:
            return (
                method == "set"
                and x.flags.carray
                and id(x.dtype) in STANDARD
                and not may_share_memory(x, index)
                and _fill(x, index, value)
            )
        return write_rows(method, x, index, value)
    if kind not in BASIC and not (kind is tuple and BASIC.issuperset(map(type, index))):
        return False
    dtype = x.dtype
    name = id(dtype)
    if not x.flags.carray or name not in STANDARD:
        return False
    if type(value) is not ndarray and method == "set":
        return _fill(x, index, value)
    try:
        part = x[index] if kind is slice else x[(*index, ...) if kind is tuple and Ellipsis not in index else index]
    except IndexError:
        return False
    if type(part) is not ndarray:  # a single element
        return False
    if type(value) is ndarray:
        if value.dtype is not dtype or value.ndim > part.ndim:
            return False
    elif name not in NUMERIC or not is_plain(value, floating=name in FLOATING):
        return False
    try:
        if method == "set":
            copyto(part, value)
            return True
        ufunc, dtypes = _COMPUTED.get(method, (None, _NONE))
        if name not in dtypes:
            return False
        ufunc(part, value, out=part)  # type: ignore[misc]
    except (ValueError, OverflowError):  # a shape that does not broadcast, a number that is too large
        return False
    return True


def _fill(x: Any, index: Any, value: Any) -> bool:
    """Whether a number was written to x[index]."""
    name = id(x.dtype)
    if name not in NUMERIC or not is_plain(value, floating=name in FLOATING):
        return False
    try:
        x[index] = value
    except (IndexError, OverflowError):  # before anything is written
        return False
    return True
