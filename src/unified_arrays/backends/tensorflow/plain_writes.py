"""copyto and at(x)[index] in the plain case: variables and parts of arrays, with values of their dtype or a number.

What TensorFlow refuses, it refuses before it writes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from ..._common.python_scalars import is_plain
from ..._common.strided_keys import BASIC
from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._arguments import constant
from ...array_api_tensorflow._array_slice import ArraySlice
from ...array_api_tensorflow._array_variable import ArrayVariable
from ...array_api_tensorflow._array_variable import Base as ResourceVariable
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._indexing import write_items
from ...array_api_tensorflow._numpy_fallback import tensor_of
from ...array_api_tensorflow._parse_index import parse, strided_shape
from ...array_api_tensorflow._private import EagerTensor, is_recording, scope
from ...array_api_tensorflow.indexing import has_copies
from .scatter import FLOATING, NUMERIC, write_rows
from .variables import hold, holds_a_tensor, is_plain_variable, view_of

_BOOLEAN = frozenset([id(tf.bool)])
_SMALL = 10_000  # elements: more of them TensorFlow chooses more quickly than NumPy copies and writes
_REFUSALS = (ValueError, TypeError, IndexError, OverflowError, tf.errors.OpError)


def copy_to_variable(out: Any, value: Any) -> bool:
    """Whether a variable was given the value: see Backend.plain_copies and Backend.write_simple."""
    writable = type(out) is ArrayVariable or isinstance(out, ResourceVariable)  # isinstance is slow
    if type(value) is ArrayVariable:
        value = value.value()
    if not writable or type(value) is not EagerTensor or value.dtype is not out.dtype:
        return False
    if is_recording() or not scope.is_eager or value.device != out.device:
        return False
    if holds_a_tensor(out):
        if value.shape != out.shape:
            return False
        out._pending = value
        return True
    handle = out.handle
    try:
        raw.AssignVariableOp(resource=handle, value=value, validate_shape=True)
    except tf.errors.InvalidArgumentError:  # of another shape
        return False
    return True


def _copy_to_part(out: Any, value: Any) -> bool:
    base = out.base
    value = _plain_value(base, value)
    if value is None or (type(value) is EagerTensor and value.shape != out.shape):
        return False
    try:
        write_items(base, out.items, value)
    except _REFUSALS:
        return False
    return True


def _write_plain(method: str, x: Any, index: Any, value: Any) -> bool:
    kind = type(index)
    if kind is EagerTensor or kind is ArrayVariable:
        return (method == "set" and _fill_where(x, index, value)) or write_rows(method, x, index, value)
    if method != "set" or not (kind in BASIC or (kind is tuple and BASIC.issuperset(map(type, index)))):
        return False
    value = _plain_value(x, value)
    if value is None:
        return False
    shape = x.shape.as_list()
    try:
        items = parse(index, shape)
        if type(value) is EagerTensor and value.shape.rank > len(strided_shape(items, shape)):
            return False
        write_items(x, items, value)
    except _REFUSALS:
        return False
    return True


PLAIN_COPIES = {ArrayVariable: copy_to_variable, ResourceVariable: copy_to_variable, ArraySlice: _copy_to_part}
PLAIN_WRITES = {ArrayVariable: _write_plain, ResourceVariable: _write_plain}


def _plain_value(x: Any, value: Any) -> Any:
    """A number, or a tensor of the dtype of x, that can be written to a part of x by TensorFlow itself; None if not."""
    if not scope.is_eager or is_recording() or scope.device_name or x.device != default_device():
        return None
    if not x.shape.is_fully_defined() or (not holds_a_tensor(x) and has_copies(x)):
        return None
    if type(value) is ArrayVariable:
        value = value.value()
    if type(value) is EagerTensor:
        return value if value.dtype is x.dtype and value.device == x.device else None
    name = id(x.dtype)
    return value if name in NUMERIC and is_plain(value, floating=name in FLOATING) else None


def _fill_where(x: Any, mask: Any, value: Any) -> bool:
    """Whether a number was written to where a mask is true."""
    name = id(x.dtype)
    if name not in NUMERIC or not is_plain(value, floating=name in FLOATING) or not is_plain_variable(x):
        return False
    places = view_of(mask, _BOOLEAN, x.device)
    if places is None:
        return False
    if places.size > _SMALL and mask.shape == x.shape and x.device == default_device() and not scope.device_name:
        try:
            number = constant(value, x.dtype)
        except OverflowError:
            return False
        hold(x, raw.SelectV2(condition=mask if type(mask) is EagerTensor else mask.value(), t=number, e=x.value()))
        return True
    new = np.array(x.value())
    try:
        new[places] = value
    except (IndexError, OverflowError):
        return False
    hold(x, tensor_of(new, x.device))
    return True
