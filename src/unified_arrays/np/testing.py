"""NumPy's `testing`, whose assert functions take arrays of every backend: they come to the host first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy.testing

from ._array_likes import on_host

_COMPARING = (
    "assert_allclose", "assert_almost_equal", "assert_approx_equal", "assert_array_almost_equal",
    "assert_array_almost_equal_nulp", "assert_array_compare", "assert_array_equal", "assert_array_less",
    "assert_array_max_ulp", "assert_equal",
)  # fmt: skip


def _host(value: Any) -> Any:
    """`value` with the arrays in it as NumPy's, however deep."""
    if type(value) in (list, tuple):
        return type(value)(map(_host, value))
    if type(value) is dict:
        return {key: _host(part) for key, part in value.items()}
    return on_host(value)


def _of_arrays(name: str) -> Callable[..., Any]:
    function = getattr(numpy.testing, name)

    @wraps(function)
    def check(*arguments: Any, **options: Any) -> Any:
        return function(*map(_host, arguments), **_host(options))

    return check


globals().update({name: _of_arrays(name) for name in _COMPARING})


def __getattr__(name: str) -> Any:
    """Whatever compares no arrays is NumPy's."""
    return getattr(numpy.testing, name)


__all__ = list(_COMPARING)
