"""The namespace of jax.numpy, with what it lacks or computes otherwise than the standard says (JAX 0.10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ..._common import errors
from ..common.overrides import astype_that_refuses_complex, bound_in_dtype_of, clip_with_own_bounds, finfo_of, iinfo_of
from .keys import KEYS
from .values import refuse_wide

xp: Any = jnp


def _canonical(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, whose dtype is one of 32 bits where JAX has no others: JAX would warn. Users' were looked at."""

    @wraps(function)
    def canonical(*arguments: Any, dtype: Any = None, **options: Any) -> Any:
        return function(*arguments, dtype=None if dtype is None else jax.dtypes.canonicalize_dtype(dtype), **options)

    return canonical


_TAKING_DTYPE = (
    "arange empty empty_like eye full full_like linspace ones ones_like zeros zeros_like sum prod cumulative_sum"
).split()


def _asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    # JAX takes NumPy's memory for its own where that is aligned, though others may write to it.
    if isinstance(obj, np.ndarray):
        if copy is False:
            message = "asarray: a jax.Array is a value, and cannot share the memory of a NumPy array: leave copy out"
            raise ValueError(message)
        copy = True
        refuse_wide("asarray", obj.dtype if dtype is None else np.dtype(dtype))
    dtype = None if dtype is None else jax.dtypes.canonicalize_dtype(dtype)
    return jnp.asarray(obj, dtype=dtype, device=device, copy=copy)


def _astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
    return jnp.astype(x, jax.dtypes.canonicalize_dtype(dtype), copy=copy, device=device)


def _searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
    # JAX gives int32.
    return jnp.searchsorted(x1, x2, side=side, sorter=sorter).astype(jax.dtypes.canonicalize_dtype(np.int64))


def _check_indices(function: str, indices: Any, size: int, axis: int) -> None:
    """IndexError for an index out of range, of which JAX makes nan."""
    found = KEYS.beyond(indices, size)
    if found is not None:
        raise errors.index_out_of_range(function, found, axis, size)


def default_float() -> Any:
    return jax.dtypes.canonicalize_dtype(np.float64)  # the flag may change


def _of_integers(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, whose results are floating: of integers in the default dtype, where JAX takes one of their size."""

    @wraps(function)
    def of_integers(*arguments: Any, **options: Any) -> Any:
        kinds = {argument.dtype.kind for argument in arguments if hasattr(argument, "dtype")}
        if kinds and kinds <= set("biu"):
            dtype = default_float()
            arguments = tuple(
                argument.astype(dtype) if hasattr(argument, "dtype") else argument for argument in arguments
            )
        return function(*arguments, **options)

    return of_integers


_FLOATING = (
    "acos acosh asin asinh atan atan2 atanh cos cosh copysign divide exp expm1 hypot log log10 log1p log2 logaddexp "
    "mean nextafter reciprocal sin sinh sqrt std tan tanh var"
).split()


def _sign(x: Any, /) -> Any:
    found = jnp.sign(x)  # that of -0.0 is -0.0 in JAX
    return jnp.where(found == 0, jnp.zeros((), found.dtype), found) if found.dtype.kind in "fcV" else found


def _floor_divide(x1: Any, x2: Any, /) -> Any:
    found = jnp.floor_divide(x1, x2)
    if found.dtype.kind not in "fV":
        return found
    # JAX makes nan of an infinity, and forgets the sign of zeros.
    is_special = jnp.isinf(x1) | jnp.isinf(x2) | jnp.equal(x1, 0)
    return jnp.where(is_special, jnp.floor(jnp.divide(x1, x2)), found).astype(found.dtype)


def _remainder(x1: Any, x2: Any, /) -> Any:
    found = jnp.remainder(x1, x2)
    if found.dtype.kind not in "fV":
        return found
    return jnp.where(found == 0, jnp.copysign(jnp.zeros_like(found), x2), found).astype(found.dtype)  # the sign of x2


def _meshgrid(*arrays: Any, indexing: str = "xy") -> tuple[Any, ...]:
    return tuple(jnp.meshgrid(*arrays, indexing=indexing))  # JAX returns lists


def _broadcast_arrays(*arrays: Any) -> tuple[Any, ...]:
    return tuple(jnp.broadcast_arrays(*arrays))


def _cumulative_prod(x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False) -> Any:
    if dtype is None and x.dtype.kind in "biu":  # JAX takes that of x
        dtype = np.uint64 if x.dtype.kind == "u" else np.int64
    dtype = None if dtype is None else jax.dtypes.canonicalize_dtype(dtype)
    return jnp.cumulative_prod(x, axis=axis, dtype=dtype, include_initial=include_initial)


class Info:
    """What JAX says of its namespace, as it is where no function is transformed."""

    def __init__(self) -> None:
        self._own = xp.__array_namespace_info__()

    def capabilities(self) -> dict[str, Any]:
        """What can be done: masks and results whose shape depends on values, too."""
        return {**self._own.capabilities(), "boolean indexing": True, "data-dependent shapes": True}

    def devices(self) -> tuple[Any, ...]:
        """The devices, without None, which JAX names among them."""
        return tuple(device for device in self._own.devices() if device is not None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def _take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    along = 0 if axis is None else axis
    if -x.ndim <= along < x.ndim:
        _check_indices("take", indices, x.shape[along], along)
    return jnp.take(x, indices, axis=axis if axis is not None or x.ndim != 1 else 0)


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    if -x.ndim <= axis < x.ndim:
        _check_indices("take_along_axis", indices, x.shape[axis], axis)
    return jnp.take_along_axis(x, indices, axis=axis)


def _matrix_rank(x: Any, /, *, rtol: Any = None) -> Any:
    return jnp.linalg.matrix_rank(x, rtol)


def _pinv(x: Any, /, *, rtol: Any = None) -> Any:
    return jnp.linalg.pinv(x, rtol)


FIXES: dict[str, Callable[..., Any]] = {
    **{name: _canonical(getattr(xp, name)) for name in _TAKING_DTYPE},
    **{name: _of_integers(getattr(xp, name)) for name in _FLOATING},
    "sign": _sign,
    "floor_divide": _floor_divide,
    "remainder": _remainder,
    "meshgrid": _meshgrid,
    "broadcast_arrays": _broadcast_arrays,
    "cumulative_prod": _cumulative_prod,
    "asarray": _asarray,
    "astype": astype_that_refuses_complex(_astype),
    "searchsorted": _searchsorted,
    "take": _take,
    "take_along_axis": _take_along_axis,
    "linalg.matrix_rank": _matrix_rank,
    "linalg.pinv": _pinv,
    "clip": clip_with_own_bounds(xp.clip, bound_in_dtype_of(jnp), np.iinfo),
    "finfo": finfo_of(jnp.finfo, lambda dtype: np.zeros((), dtype).real.dtype),
    "iinfo": iinfo_of(jnp.iinfo),
}
