"""Arguments that PyTorch and array_api_compat take for something else, made plain in front of the functions."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from types import ModuleType
from typing import Any

import numpy as np
import torch

from ._repair import repaired
from ._torch_unsigned import promoted

Call = Callable[..., Any]

# Functions with an axis, axes or keepdims: `axis == ()`, which array_api_compat (1.16) asks, is no truth value of a
# numpy.int64, and PyTorch (2.13) takes no numpy.bool.
_WITH_AXES = (
    "all any argmax argmin concat count_nonzero cumulative_prod cumulative_sum diff expand_dims flip max mean min prod "
    "repeat roll squeeze stack std sum take take_along_axis tensordot unstack var vecdot linalg.cross "
    "linalg.matrix_norm linalg.vector_norm"
).split()

# PyTorch lets an array with axes outrank a 0-d one of its kind; array_api_compat (1.16) mends that for the dtypes of
# the standard, which float16 and bfloat16 are not.
_OF_TWO = (
    "add atan2 copysign divide equal floor_divide greater greater_equal hypot less less_equal logaddexp maximum "
    "minimum multiply nextafter not_equal pow remainder subtract matmul tensordot vecdot linalg.cross linalg.outer "
    "searchsorted"
).split()
_HALF = frozenset({torch.float16, torch.bfloat16})


def _python(value: Any) -> Any:
    """A scalar of NumPy as the Python number that it is."""
    if isinstance(value, np.generic):
        return value.item()
    is_mixed = type(value) is tuple and any(isinstance(one, np.generic) for one in value)
    return tuple(map(_python, value)) if is_mixed else value


def _with_python_numbers(function: Call) -> Call:
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except (TypeError, ValueError, RuntimeError):
            given = [*arguments, *options.values()]
            plain = list(map(_python, given))
            if all(one is other for one, other in zip(given, plain, strict=True)):
                raise
        count = len(arguments)
        return function(*plain[:count], **dict(zip(options, plain[count:], strict=True)))

    return call


def _promoting(function: Call, first: int = 0) -> Call:
    def call(*arguments: Any, **options: Any) -> Any:
        x1, x2 = arguments[first : first + 2]
        dtypes = {one.dtype for one in (x1, x2) if isinstance(one, torch.Tensor)}
        if len(dtypes) == 2 and not _HALF.isdisjoint(dtypes):
            dtype = promoted(x1.dtype, x2.dtype)
            arguments = (*arguments[:first], x1.to(dtype), x2.to(dtype), *arguments[first + 2 :])
        return function(*arguments, **options)

    return call


def with_plain_arguments(namespace: ModuleType) -> ModuleType:
    """`namespace`, for scalars of NumPy as axes, and for half precision beside another dtype."""
    repairs = {name: _promoting(attrgetter(name)(namespace)) for name in _OF_TWO}
    repairs["where"] = _promoting(namespace.where, first=1)
    with_axes = {name: _with_python_numbers(repairs.get(name) or attrgetter(name)(namespace)) for name in _WITH_AXES}
    return repaired(namespace, repairs | with_axes)
