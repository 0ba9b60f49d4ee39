"""Numbers that become elements of a new array: held by the dtype that is named, and by out."""

from __future__ import annotations

from typing import Any

from .. import backends
from .._common import errors, python_scalars
from .._common.dtypes import ALL, neutral
from .._common.spec import Spec
from ..backends import Backend
from . import transfer


def number(spec: Spec, parameter: str, value: Any) -> Any:
    """An argument of a creation function that must be a number: an array there would not decide who computes."""
    if type(value) in python_scalars.NUMBERS:
        return value
    backend = backends.by_type(type(value))
    if backend is None:
        return value
    if issubclass(type(value), backend.scalar_types):
        return value.item()
    raise errors.not_a_number(spec.name, parameter, type(value))


def element(spec: Spec, backend: Backend, parameter: str, value: Any, dtype: Any, out: Any = None) -> Any:
    """The same of a number that becomes an element of the result: as the dtype holds it.

    `dtype`: the one that is named, or the array that it is taken from; None for that of the number. An array without
    axes, and a scalar of the backend's own where it gives the dtype, stays what it is.
    """
    is_own = isinstance(value, backend.array_types)
    if is_own and not isinstance(value, backend.scalar_types):
        return _array(spec, backend, parameter, value, dtype)
    if is_own and dtype is None:
        element(spec, backend, parameter, value.item(), backend.dtype(value), out)
        return value
    value = number(spec, parameter, value)
    if type(value) in python_scalars.PLAIN and python_scalars.fits_anywhere(value):
        return value
    held_by = neutral(getattr(dtype, "dtype", dtype))
    if held_by is None and isinstance(value, int):
        held_by = ALL["int64"]
    elif held_by is None and isinstance(value, (float, complex)):
        held_by = neutral(backend.namespace.result_type(backend.dtypes["bool"], value))
    value = python_scalars.written(spec.name, parameter, value, held_by)
    written_to = None if out is None else backend.dtype(out)
    if written_to is not None and written_to.is_integer and isinstance(value, int):
        python_scalars.written(spec.name, parameter, value, written_to)
    return value


def _array(spec: Spec, backend: Backend, parameter: str, value: Any, dtype: Any) -> Any:
    """An array in the place of a number: 0-d, which is cast as any array is."""
    transfer.refuse(spec.name, parameter, value, backend)
    if backend.decides_itself(type(value)):
        raise errors.loses_its_meaning(spec.name, parameter, type(value), "the result")
    if backend.shape(value):
        raise errors.not_one_number(spec.name, parameter, backend.shape(value))
    came, wanted = backend.dtype(value), neutral(getattr(dtype, "dtype", dtype))
    if came is None:
        raise errors.not_a_number(spec.name, parameter, type(value))
    if came.is_complex and wanted not in (None, "bool") and not wanted.is_complex:
        raise errors.loses_imaginary_part(spec.name, parameter, came, wanted)
    return value


def nested(spec: Spec, backend: Backend, obj: Any, dtype: Any, out: Any) -> Any:
    """What asarray writes into out; OverflowError if an integer that is to become an element is none of its dtype."""
    named, written_to = neutral(dtype), backend.dtype(out)
    if written_to is not None and written_to.is_integer and (named is None or named.is_integer):
        python_scalars.elements(spec.name, spec.keys[0].name, obj, written_to)
    return obj


def counted(spec: Spec, backend: Backend, start: Any, stop: Any, step: Any, dtype: Any, out: Any = None) -> Any:
    """`start` of arange; OverflowError if the dtype does not hold all its numbers."""
    start = number(spec, "start", start)
    if dtype is out is None or not type(start) is type(step) is int or type(stop) not in (int, type(None)):
        return start if dtype is None else element(spec, backend, "start", start, dtype)
    held = range(start) if stop is None else range(start, stop, step) if step else range(0)
    for value in (*held[:1], *held[-1:]):
        element(spec, backend, "a number of the result", value, dtype, out)
    return start
