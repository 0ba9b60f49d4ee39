"""NumPy's functions on the chunks of dask arrays: what dask lacks, where the axes that matter are in one chunk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import dask
import dask.array as da
import numpy as np

from .. import by_name
from .checks import refuse_chunked
from .dask_memory import value_of


class OnChunk:
    """A function of the backend of NumPy with its options: what workers call. Its pickle has the name alone."""

    def __init__(self, name: str, options: Mapping[str, Any], after: tuple[Any, ...] = ()) -> None:
        self._name = name
        self._after = after  # arguments after the arrays
        self._options = dict(options)

    def __call__(self, *chunks: Any) -> Any:
        function: Any = by_name("numpy").functions.function(self._name)
        return function(*chunks, *self._after, **self._options)

    def __dask_tokenize__(self) -> Any:
        return self._name, self._after, sorted(self._options.items())


def is_chunked(x: Any, axes: int) -> bool:
    """Whether one of the last axes, so many, is in several chunks."""
    return any(count > 1 for count in x.numblocks[x.ndim - axes :])


def on_cores(
    function: str,
    signature: str,
    *arrays: Any,
    sizes: Mapping[str, int] | None = None,
    after: tuple[Any, ...] = (),
    dtype: Any = None,
    parameters: tuple[str, ...] = (),
    **options: Any,
) -> Any:
    """A function of NumPy on the last axes of arrays, as a signature such as "(m,n),(n)->(m)" names them.

    `sizes`: of axes that only the results have. `dtype`: of the result, where it is not tried. ValueError if a named
    axis of an array is in several chunks, or if the array has too few.
    """
    cores = [len(re.findall(r"\w+", core)) for core in re.findall(r"\(([^)]*)\)", signature.partition("->")[0])]
    names = parameters or (("x",) if len(arrays) == 1 else ("x1", "x2"))
    for parameter, array, core in zip(names, arrays, cores, strict=True):
        if array.ndim < core:
            message = f"{parameter} has shape {array.shape}, expected {core} axes or more: reshape it"
            raise ValueError(message)
        refuse_chunked(function, parameter, array, tuple(range(-core, 0)))
    call = OnChunk(function, options, after)
    dtypes: Any = dtype
    if dtype is None:
        with np.errstate(all="ignore"):
            tried = call(*(np.ones((1,) * core, array.dtype) for array, core in zip(arrays, cores, strict=True)))
        dtypes = [one.dtype for one in tried] if isinstance(tried, tuple) else tried.dtype
    arrays = _in_like_chunks(arrays, cores)
    return da.apply_gufunc(call, signature, *arrays, output_dtypes=dtypes, output_sizes=dict(sizes or {}))


def on_elements(function: str, *arguments: Any, **options: Any) -> Any:
    """A function of NumPy that treats each element alone: one task for each chunk, whatever it consists of."""
    call = OnChunk(function, options)
    tried = (np.ones((1,) * one.ndim, one.dtype) if isinstance(one, da.Array) else one for one in arguments)
    with np.errstate(all="ignore"):
        dtype = call(*tried).dtype
    rank = max(one.ndim for one in arguments if isinstance(one, da.Array))
    axes = tuple(range(rank))  # counted from the last one, as arrays broadcast
    pairs = ((one, axes[: one.ndim][::-1] if isinstance(one, da.Array) else None) for one in arguments)
    return da.blockwise(call, axes[::-1], *(part for pair in pairs for part in pair), dtype=dtype)


def _in_like_chunks(arrays: tuple[Any, ...], cores: list[int]) -> tuple[Any, ...]:
    """The arrays, in chunks along the other axes that go together with those of the first one."""
    first, first_core = arrays[0], cores[0]
    found = [first]
    for array, core in zip(arrays[1:], cores[1:], strict=True):
        chunks = dict[int, Any]()
        for place in range(1, min(array.ndim - core, first.ndim - first_core) + 1):
            axis, other = array.ndim - core - place, first.ndim - first_core - place
            if array.shape[axis] == first.shape[other]:
                chunks[axis] = first.chunks[other]
        found.append(array.rechunk(chunks) if chunks else array)
    return tuple(found)


def accumulated(operation: str) -> Callable[[Any, Any, Any], Any]:
    """What at(x)[rows] does with several values for one row: one task that has all of x."""

    def accumulate(x: Any, rows: Any, values: Any) -> Any:
        x = value_of(x)
        found = dask.delayed(_accumulate)(operation, x, value_of(rows), value_of(values))
        return da.from_delayed(found, x.shape, x.dtype).rechunk(x.chunks)

    return accumulate


def _accumulate(operation: str, x: Any, rows: Any, values: Any) -> Any:
    return by_name("numpy").accumulate[operation](x, rows, values)


def computed(function: str, *arguments: Any, **options: Any) -> Any:
    """A function of NumPy on arrays that are computed now: for results whose shape depends on values."""
    known = [np.asarray(one) if isinstance(one, da.Array) else one for one in arguments]
    found = OnChunk(function, options)(*known)
    if isinstance(found, tuple):
        arrays = [da.from_array(np.asarray(one)) for one in found]
        return type(found)(*arrays) if hasattr(found, "_fields") else tuple(arrays)
    return da.from_array(np.asarray(found))
