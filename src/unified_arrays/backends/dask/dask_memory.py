"""DaskMemory: an array of the array API standard that holds a dask array, and can be written to.

dask's arrays are graphs of what is to be computed. A write gives a DaskMemory another graph to hold, of the same shape,
dtype and chunks: nothing is computed, and whatever was made of the old graph stays as it is. A slice is a window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dask.array as da
import numpy as np

from ..common.array_methods import NUMBERS
from ..common.held_array import HeldArray, HeldElement, HeldWindow
from .checks import of_known_sizes
from .keys import KEYS


def _apart(value: Any) -> Any:
    """The same graph in an array that nobody else has: `x[0] = 1` gives an array of dask itself another graph."""
    value = of_known_sizes(value_of(value))
    return da.Array(value.dask, value.name, value.chunks, meta=value)


class DaskMemory(HeldArray):
    """A writable array: it holds a dask array, and a write lets it hold another one, in the same chunks.

    `DaskMemory(x)` takes the graph of the dask array `x`, whose sizes must be known; writing never changes `x`.
    Functions and operators of such arrays return such arrays. `dask.compute`, `dask.persist` and `dask.visualize` take
    it as it is, and so do most functions of dask; to the others pass `x.value`, the dask array.
    """

    __slots__ = ()

    keys = KEYS
    namespace_name = "unified_arrays.dask"
    value_types = (da.Array,)

    def __init__(self, value: Any) -> None:
        super().__init__(_apart(value))

    @property
    def chunks(self) -> tuple[tuple[int, ...], ...]:
        """The sizes of the chunks along each axis, which stay as they are."""
        chunks: tuple[tuple[int, ...], ...] = self.value.chunks
        return chunks

    @property
    def device(self) -> str:
        """Where dask computes."""
        return "cpu"

    def hold(self, value: Any) -> None:
        """Hold `value`, of the same shape and dtype, in the chunks that are there."""
        value = _apart(value)
        self._held = value if value.chunks == self._held.chunks else value.rechunk(self._held.chunks)

    def to_dask_array(self) -> Any:
        """The dask array that it holds now: called by functions of dask."""
        return self.value

    def compute(self, **options: Any) -> Any:
        """The values as an ndarray."""
        return self.value.compute(**options)

    def persist(self, **options: Any) -> DaskMemory:
        """Compute what it holds, in memory or on the cluster, and hold that: the graph ends there. Returns itself."""
        self.assign(self.value.persist(**options))
        return self

    @staticmethod
    def as_value(x: Any, dtype: Any) -> Any:
        """What is to be written as a dask array: a number in `dtype`, beside which it is."""
        value = x.value if isinstance(x, DaskMemory) else x
        if isinstance(value, NUMBERS):
            return DaskMemory.namespace().asarray(value, dtype=dtype).value
        return of_known_sizes(value) if isinstance(value, da.Array) else da.asarray(value)

    # -- Python --------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        value = self.value
        return f"{type(self).__name__}(shape={self.shape}, dtype={self.dtype.name}, chunksize={value.chunksize})"

    def __format__(self, specification: str) -> str:
        return format(self.compute()[()], specification) if specification else str(self)

    def __reduce__(self) -> Any:
        return DaskMemory, (self.value,)

    # -- a collection of dask ------------------------------------------------------------------------------------------

    def __dask_graph__(self) -> Any:
        return self.value.__dask_graph__()

    def __dask_keys__(self) -> Any:
        return self.value.__dask_keys__()

    def __dask_layers__(self) -> Any:
        return self.value.__dask_layers__()

    def __dask_tokenize__(self) -> Any:
        return self.value.__dask_tokenize__()

    def __dask_postcompute__(self) -> Any:
        return self.value.__dask_postcompute__()

    def __dask_postpersist__(self) -> Any:
        return self.value.__dask_postpersist__()

    @property
    def __dask_optimize__(self) -> Callable[..., Any]:
        optimize: Callable[..., Any] = da.Array.__dask_optimize__
        return optimize

    @property
    def __dask_scheduler__(self) -> Callable[..., Any]:
        scheduler: Callable[..., Any] = da.Array.__dask_scheduler__
        return scheduler


class DaskWindow(HeldWindow, DaskMemory):
    """The part `base[items]` of a DaskMemory."""

    __slots__ = ("_base", "_items", "_seen")


class DaskElement(HeldElement, DaskWindow):
    """A single element, `x[1, 2]`, which keeps the value that it was read with."""

    __slots__ = ("_kept",)


DaskMemory.array_class, DaskMemory.window_class, DaskMemory.element_class = DaskMemory, DaskWindow, DaskElement


def value_of(x: Any) -> Any:
    """The dask array that an array holds."""
    return x.value if isinstance(x, DaskMemory) else x


def ndarray_of(x: Any) -> np.ndarray[Any, Any]:
    """The values, computed."""
    return np.asarray(value_of(x).compute())
