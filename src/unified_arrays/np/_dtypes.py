"""Which dtype NumPy means by what is given for one, and which one new arrays have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy

from .._common import argument_errors, dtypes, errors

_VARIABLE = "UNIFIED_ARRAYS_DTYPE"
_OF_DEFAULT = ("float32", "float64")  # what may be the default dtype
_default_here: ContextVar[str | None] = ContextVar("unified_arrays_np_default_dtype", default=None)
DEFAULT = os.environ.get(_VARIABLE) or "float64"  # outside of use_default_dtype
if DEFAULT not in _OF_DEFAULT:
    raise argument_errors.unknown_choice(_VARIABLE, "the default dtype", DEFAULT, _OF_DEFAULT)


def name_of(function: str, dtype: Any) -> str:
    """The name of what NumPy takes for a dtype; TypeError for one that no array here has. None is the default one."""
    name = default_name() if dtype is None else dtypes.name_of(dtype)
    if name is None:
        try:
            name = numpy.dtype(dtype).name
        except TypeError:
            name = ""
    if name not in dtypes.ALL:
        raise errors.not_a_dtype(function, dtype, dtypes.ALL)
    return name


def default_name() -> str:
    """The name of the floating dtype of new arrays."""
    return _default_here.get() or DEFAULT


def as_dtype(function: str, dtype: Any) -> Any:
    """What `dtype=` was given, as a dtype that every backend takes; None as None."""
    return None if dtype is None else dtypes.ALL[name_of(function, dtype)]


def floating_dtype(function: str, dtype: Any) -> dtypes.DType:
    """What `dtype=` of a function that makes arrays was given; None as the default dtype."""
    return dtypes.ALL[default_name() if dtype is None else name_of(function, dtype)]


@contextmanager
def use_default_dtype(dtype: Any) -> Iterator[None]:
    """Inside the `with` block, new arrays of `unified_arrays.np` are of this floating dtype where none is named.

    It is float64 otherwise, as NumPy's is, on every backend; the environment variable UNIFIED_ARRAYS_DTYPE says it for
    a process.

    Parameters
    ----------
    dtype : dtype
        float32 or float64.

    Raises
    ------
    TypeError
        For another one.
    """
    name = dtypes.name_of(dtype)
    if name not in _OF_DEFAULT:
        raise errors.not_a_dtype("use_default_dtype", dtype, _OF_DEFAULT)
    token = _default_here.set(name)
    try:
        yield
    finally:
        _default_here.reset(token)
