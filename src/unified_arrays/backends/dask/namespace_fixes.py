"""The namespace of array_api_compat.dask.array, with what it lacks or computes otherwise than the standard says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import array_api_compat.dask.array
import dask.array as da
import numpy as np

from ..._common.spec import SPECS
from ..common.overrides import astype_that_refuses_complex, bound_in_dtype_of, clip_with_own_bounds, finfo_of, iinfo_of
from .checks import refuse_other
from .in_chunks import computed, on_cores, on_elements
from .keys import taken
from .linear_algebra import FIXES as OF_MATRICES

xp: Any = array_api_compat.dask.array


def _astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
    return xp.astype(x, dtype, copy=copy)


def _asarray(obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None) -> Any:
    if copy is False and not isinstance(obj, da.Array):
        message = "asarray: a dask array is a graph, and cannot share memory: leave copy out"
        raise ValueError(message)
    return xp.asarray(obj, dtype=dtype, copy=copy)


def _from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    if isinstance(x, da.Array):
        return x.copy() if copy else x
    return _asarray(np.from_dlpack(x), copy=copy)


def _diagonal_mask(rows: int, columns: int, k: int, chunks: Any) -> Any:
    """Whether the column of an element lies beyond its row by less than k."""
    row = da.arange(rows, chunks=(chunks[0],) if chunks else "auto")
    column = da.arange(columns, chunks=(chunks[1],) if chunks else "auto")
    return column[None, :] - row[:, None] - k


def _eye(n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: Any = None, device: Any = None) -> Any:
    # dask (2026.8) loses chunks of one that is not square.
    return (_diagonal_mask(n_rows, n_rows if n_cols is None else n_cols, k, ()) == 0).astype(dtype or np.float64)


def _part(keeps: Callable[[Any], Any]) -> Callable[..., Any]:
    """tril and triu: dask (2026.8) makes a range of complex numbers for them."""

    def part(x: Any, /, *, k: int = 0) -> Any:
        mask = keeps(_diagonal_mask(x.shape[-2], x.shape[-1], k, x.chunks[-2:]))
        return da.where(mask, x, np.zeros((), x.dtype))

    return part


def _reshape(x: Any, /, shape: tuple[int, ...], *, copy: bool | None = None) -> Any:
    try:
        return da.reshape(x, shape)
    except NotImplementedError:  # of chunks that neither merge nor split
        return da.reshape(da.reshape(x, (-1,)), shape)


def _take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    return taken(x, indices, 0 if axis is None else axis)


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    if x.ndim != indices.ndim:
        message = f"take_along_axis: indices has shape {indices.shape}, expected as many axes as x of shape {x.shape}"
        raise ValueError(message)
    first, second = da.moveaxis(x, axis, -1), da.moveaxis(indices, axis, -1)
    named = {"dtype": x.dtype, "parameters": ("x", "indices")}
    whole = (one.rechunk({-1: -1}) for one in (first, second))  # as for sort and argsort, whose indices it takes
    found = on_cores("take_along_axis", "(m),(k)->(k)", *whole, **named)
    return da.moveaxis(found, -1, axis)


def _searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
    refuse_other("searchsorted", "side", side, ("left", "right"))
    x2 = x2 if isinstance(x2, da.Array) else da.asarray(x2)
    if sorter is not None:
        x1 = x1[sorter]
    found = da.searchsorted(x1, x2.reshape(-1), side=side)
    return found.reshape(x2.shape).astype(np.int64)


def _repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Any:
    if axis is None:
        x, axis = x.reshape(-1), 0
    if isinstance(repeats, int):
        return da.repeat(x, repeats, axis=axis)
    counts = np.broadcast_to(np.asarray(repeats).astype(np.intp), (x.shape[axis],))  # they decide the shape
    return da.take(x, np.repeat(np.arange(x.shape[axis]), counts), axis=axis)


def _with_sizes(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, whose results have as many elements as values say: that is computed now."""

    def with_sizes(*arguments: Any, **options: Any) -> Any:
        result = function(*arguments, **options)
        if not isinstance(result, tuple):
            return result.compute_chunk_sizes()
        sized = [one.compute_chunk_sizes() for one in result]
        return type(result)(*sized) if hasattr(result, "_fields") else tuple(sized)

    return with_sizes


def _unique(name: str) -> Callable[..., Any]:
    """Of values that are computed now: they say how many results there are."""

    def unique(x: Any, /) -> Any:
        return computed(name, x)

    return unique


FIXES: dict[str, Callable[..., Any]] = {
    **OF_MATRICES,
    "asarray": _asarray,
    "from_dlpack": _from_dlpack,
    "astype": astype_that_refuses_complex(_astype),
    "eye": _eye,
    "tril": _part(lambda distance: distance <= 0),
    "triu": _part(lambda distance: distance >= 0),
    "reshape": _reshape,
    "take": _take,
    "take_along_axis": _take_along_axis,
    "searchsorted": _searchsorted,
    "repeat": _repeat,
    "nonzero": _with_sizes(xp.nonzero),
    **{name: _unique(name) for name in ("unique_all", "unique_counts", "unique_inverse", "unique_values")},
    "clip": clip_with_own_bounds(xp.clip, bound_in_dtype_of(da), np.iinfo),
    "finfo": finfo_of(np.finfo, lambda dtype: np.zeros((), dtype).real.dtype),
    "iinfo": iinfo_of(np.iinfo),
}


# Whose results have as many elements as values say, or that look at values to know what to do.
_COMPUTED = (
    "argwhere compress extract flatnonzero intersect1d ix_ roots setdiff1d setxor1d trim_zeros union1d unique"
).split()
BEYOND_STANDARD: dict[str, Callable[..., Any]] = {
    **{name: partial(computed, name) for name in _COMPUTED},
    **{
        name: partial(on_elements, name)
        for name, spec in SPECS.items()
        if spec.family == "elementwise" and spec.category_beyond_standard is not None
    },
}
