"""Variables that are read and written outside of graphs: which are plain, what they hold, and how they are given it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from ...array_api_tensorflow import _raw_ops as raw
from ...array_api_tensorflow._array_variable import ArrayVariable, LocalArray
from ...array_api_tensorflow._array_variable import Base as ResourceVariable
from ...array_api_tensorflow._private import EagerTensor, is_recording, scope
from ...array_api_tensorflow.indexing import has_copies

_HOLDING = (ArrayVariable, LocalArray)
VARIABLES = (ArrayVariable, ResourceVariable)


def holds_a_tensor(variable: Any) -> bool:
    """True of an ArrayVariable that nobody has written to in part: it has no memory of its own yet."""
    return type(variable) in _HOLDING and variable._pending is not None


def is_plain_variable(x: Any) -> bool:
    """Whether x is a variable on a CPU, of which no gradient is recorded, outside of a graph."""
    if not scope.is_eager or is_recording() or "CPU" not in x.device:
        return False
    return holds_a_tensor(x) or not has_copies(x)


def view_of(x: Any, dtypes: Collection[int], device: str) -> Any:
    """The values of a tensor or array on that CPU, of one of the dtypes; None of anything else."""
    if type(x) is ArrayVariable:
        x = x.value()
    return np.asarray(x) if type(x) is EagerTensor and id(x.dtype) in dtypes and x.device == device else None


def hold(x: Any, held: Any) -> None:
    """Let x hold the values of a tensor of its shape, dtype and device."""
    if type(x) is LocalArray:
        x.replace(held)
    elif holds_a_tensor(x):
        x._pending = held
    else:
        raw.AssignVariableOp(resource=x.handle, value=held, validate_shape=True)
