"""dask.array: array_api_compat's namespace with fixes, and results that reach `out` as the new graph of a DaskMemory.

dask's arrays are graphs. What can be written to is a DaskMemory, which holds one. The mode "assign" lets it hold the
result's graph, in its own chunks: nothing is computed, and whoever has the old graph keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import dask
import dask.array as da
import numpy as np

from ..._common.private_interfaces import PrivateInterfaces, VersionRange
from ..._common.spec import SPECS
from .. import HOST, Backend, by_name, by_type
from ..base import ACCUMULATED
from ..common import held_array
from ..common.numpy_dtypes import DTYPES
from . import stores
from .dask_memory import DaskMemory, ndarray_of, value_of
from .in_chunks import accumulated
from .keys import KEYS
from .namespace import NAMESPACE
from .namespace_fixes import BEYOND_STANDARD
from .values import on_values

_VALUE = (
    "a dask array is a value, a graph, and what is written to a part of it would be lost: allocate an array with "
    "empty_like, or make one of its values with asarray(x, copy=True)"
)


class DaskBackend(Backend):
    name = "dask"
    private = PrivateInterfaces(dask.__version__, VersionRange("dask", "2026.8", "2026.8"))
    array_types = (da.Array, DaskMemory)
    dtype_types = (np.dtype,)
    namespace = NAMESPACE
    beyond_standard: Mapping[str, Callable[..., Any]] = BEYOND_STANDARD
    dtypes: Mapping[str, Any] = DTYPES
    mode = "assign"
    accumulate: Mapping[str, Callable[..., Any]] = {name: accumulated(name) for name in ACCUMULATED}

    def shape(self, x: Any) -> tuple[int | None, ...]:
        return tuple(None if size != size else size for size in x.shape)

    def ones(self, x: Any) -> Any:
        return da.ones((1,) * x.ndim, dtype=x.dtype)

    def export(self, x: Any) -> tuple[Any, str | None]:
        return ndarray_of(x), "a dask array, which is computed"

    def new_array(self, value: Any) -> Any:
        return DaskMemory(value)

    def to_device(self, x: Any, device: Any) -> Any:
        return x

    def placed(self, function: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return on_values(function, call) if function in SPECS else call

    def take_over(self, values: Any, *, dtype: Any, device: Any, copy: bool | None) -> Any:
        return on_values("asarray", self.namespace.asarray)(values, dtype=dtype, device=device, copy=copy)

    # -- writes --------------------------------------------------------------------------------------------------------

    def write(self, out: Any, value: Any) -> Any:
        out.assign(value_of(value).astype(out.dtype))
        return out

    def unwritable(self, out: Any) -> str | None:
        return None if isinstance(out, DaskMemory) else _VALUE

    def store_writer(self, x: Any) -> Callable[[str, Any], None] | None:
        is_store = by_type(type(x)) in (None, by_name(HOST)) and stores.is_store(x)
        return (lambda function, value: stores.write_to_store(function, x, value_of(value))) if is_store else None

    # -- overlap -------------------------------------------------------------------------------------------------------

    def may_overlap(self, x: Any, y: Any) -> bool:
        return held_array.may_overlap(x, y)

    def share_elements(self, x: Any, y: Any) -> bool:
        return held_array.share_elements(x, y)

    def private_copy(self, value: Any) -> Any:
        return value_of(value)  # a graph, which nobody can write to

    # -- indexing ------------------------------------------------------------------------------------------------------

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        if isinstance(x, DaskMemory):
            return x.part(items)
        return KEYS.read(x, KEYS.parse(items, x.shape))

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        x[items] = value

    # -- the rest ------------------------------------------------------------------------------------------------------

    def memory_view(self, x: Any) -> Any:
        return "a dask array is a graph, and has no memory before it is computed"

    def stand_in(self, out: Any) -> Any:
        return DaskMemory(value_of(out))


BACKEND = DaskBackend()
