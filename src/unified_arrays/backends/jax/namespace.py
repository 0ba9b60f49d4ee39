"""The namespace of JAX's arrays: that of jax.numpy, and what is above it, one layer on the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

import jax.numpy as jnp
import numpy as np

from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ..._common.dtypes import ALL
from ..._common.python_scalars import OF_TWO, SEARCHING, Fitting
from ..common.held_values import all_taking_held
from .namespace_fixes import FIXES, Info, default_float, xp
from .values import taking_refs

_NAMES = {jnp.dtype(getattr(jnp, name)): name for name in ALL}


def _with_large_numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, for integers that only uint64 holds: JAX takes every integer for an int64."""

    @wraps(function)
    def with_large_numbers(*arguments: Any, **options: Any) -> Any:
        return function(*(np.uint64(x) if type(x) is int and x >= 2**63 else x for x in arguments), **options)

    return with_large_numbers


def _dtype_name(x: Any) -> str | None:
    return _NAMES.get(getattr(x, "dtype", None))


def _python_scalars(namespace: ModuleType) -> dict[str, Any]:
    """Functions for Python scalars that are out of range of a dtype."""
    fitting = Fitting(lambda name: getattr(namespace, name), _dtype_name, lambda: default_float().name)
    large = {name: _with_large_numbers(getattr(namespace, name)) for name in (*OF_TWO, *SEARCHING, "where", "clip")}
    return {
        **{name: fitting.of_two(name, getattr(namespace, name), large[name]) for name in OF_TWO},
        **{name: fitting.searching(name, large[name]) for name in SEARCHING},
        "where": fitting.where(large["where"]),
        "clip": fitting.clip(large["clip"]),
    }


NAMESPACE = composed(
    xp,
    namespace_fixes=FIXES,
    extras=lambda namespace: extras_of(namespace, xp.einsum),
    python_scalars=_python_scalars,
    held_values=lambda namespace: all_taking_held(namespace, taking_refs),
    information={"__array_namespace_info__": Info},
)
