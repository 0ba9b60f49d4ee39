"""at(x)[index] where an array names places: NumPy works out what a variable on a CPU will hold, and that is assigned.

NumPy takes values one after the other in a twentieth of the time of TensorFlow's scatter kernels (2.21). A few places
of a large x are written by TensorFlow, in the variable's memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ..._common.python_scalars import is_plain
from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._conditions import Conditions, conditions_here
from ...array_api_tensorflow._dtypes import SIGNED, UNSIGNED, complex64, complex128, float32, float64, int32, int64
from ...array_api_tensorflow._indexing import make_reads_cheap
from ...array_api_tensorflow._numpy_fallback import tensor_of
from ...array_api_tensorflow.indexing import ACCUMULATE
from ..common.numpy_scatter import AT, are_rows, take_rows
from .variables import VARIABLES, hold, is_plain_variable, view_of

INTEGERS = frozenset(map(id, (*SIGNED, *UNSIGNED)))
FLOATING = frozenset(map(id, (float32, float64, complex64, complex128)))
REAL, NUMERIC = INTEGERS | {id(float32), id(float64)}, INTEGERS | FLOATING
_TAKEN = {"add": NUMERIC, "subtract": NUMERIC, "multiply": NUMERIC, "min": REAL, "max": REAL}
_TAKEN["set"] = NUMERIC | {id(tf.bool)}
_NONE: frozenset[int] = frozenset()
_INDICES = frozenset(map(id, (int32, int64)))
# Where x has so many elements for each value, and this many more, a copy of it takes longer than TensorFlow's kernel.
_ELEMENTS_FOR_EACH, _SMALL = 16, 10_000
_IN_MEMORY = {
    "set": raw.ResourceScatterUpdate,
    "add": raw.ResourceScatterAdd,
    "subtract": raw.ResourceScatterSub,
    "multiply": raw.ResourceScatterMul,
    "min": raw.ResourceScatterMin,
    "max": raw.ResourceScatterMax,
}


def write_rows(method: str, x: Any, index: Any, value: Any) -> bool:
    """Whether x[index], of an index that is an array, was written: see Backend.plain_writes."""
    name = id(x.dtype)
    if name not in _TAKEN.get(method, _NONE) or not is_plain_variable(x):
        return False
    rows, values = view_of(index, _INDICES, x.device), view_of(value, (name,), x.device)
    if rows is None or rows.ndim != 1:
        return False
    current = np.asarray(x.value())
    if not current.size or not current.ndim:
        return False
    selected = rows.shape + current.shape[1:]
    if values is None:
        if name not in NUMERIC or not is_plain(value, floating=name in FLOATING):
            return False
        try:
            values = np.broadcast_to(np.array(value, current.dtype), selected)
        except OverflowError:
            return False
    elif values.shape != selected:
        return False
    rows = rows.astype(np.int64, copy=False)
    if not are_rows(rows, len(current)):
        return False
    if _is_much_larger(current.size, values.size):
        return _write_in_memory(method, x, rows, values)
    _write(method, x, current, current.size // len(current), rows, values)
    return True


def row_writer(method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
    """What writes values into rows of x: see Backend.row_writer."""
    conditions = conditions_here()
    if conditions is not None:
        return _row_writer_of_program(method, x, conditions)
    if type(x) not in VARIABLES or id(x.dtype) not in _TAKEN[method] or not is_plain_variable(x):
        return None
    current = np.asarray(x.value())
    if _is_much_larger(current.size, count):
        return None

    def write(rows: Any, values: Any) -> None:
        _write(method, x, current, values.shape[1], np.asarray(rows), np.asarray(values))

    return write


def _row_writer_of_program(method: str, x: Any, conditions: Conditions) -> Callable[[Any, Any], None] | None:
    """The same in a program that is traced; None of what a kernel does not take in their order on all devices."""
    if not isinstance(x, VARIABLES) or method not in ACCUMULATE or not x.shape.is_fully_defined():
        return None

    def write(rows: Any, values: Any) -> None:
        kept = raw.Reshape(tensor=x.value(), shape=(-1, values.shape[1]))
        conditions.sizes[rows.ref()] = kept.shape[0]  # they are there
        hold(x, raw.Reshape(tensor=ACCUMULATE[method](kept, rows, values), shape=x.shape.as_list()))

    return write


def _is_much_larger(size: int, count: int) -> bool:
    return size > _ELEMENTS_FOR_EACH * count + _SMALL


def _write(method: str, x: Any, current: Any, width: int, rows: Any, values: Any) -> None:
    """Let x hold what becomes of its `current` values, taken for an array of rows of that width."""
    new = np.array(current)
    taking, values = (
        (new.reshape(-1), values.reshape(-1)) if width == 1 else (new.reshape(-1, width), values.reshape(-1, width))
    )
    with np.errstate(all="ignore"):
        if method == "set":
            taking[rows] = values
        elif width == 1:
            AT[method](taking, rows, values)
        else:
            take_rows(AT[method], taking, rows, values)
    hold(x, tensor_of(new, x.device))


def _write_in_memory(method: str, x: Any, rows: Any, values: Any) -> bool:
    """Whether TensorFlow's kernel wrote into the memory of x: its minimum and maximum pass over NaN."""
    if method in ("min", "max") and values.dtype.kind == "f":
        return False
    if method == "set":  # each place once, as kernels have no order
        rows, last = np.unique(rows[::-1], return_index=True)
        values = values[::-1][last]
    indices, updates = (tensor_of(np.ascontiguousarray(one), x.device) for one in (rows, values))
    _IN_MEMORY[method](resource=x.handle, indices=indices, updates=updates)
    make_reads_cheap(x)
    return True
