"""CuPy: array_api_compat's namespace with fixes; the kernels with out= are in `out_kernels`.

Written after CuPy's documentation and source, and tested on a double of it on NumPy (tests/cupy_double). It has not run
on a GPU: so no kernel is trusted where out shares memory with an input, which then goes through a temporary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from typing import Any

import array_api_compat
import cupy
import numpy as np

from ..._common import errors
from ..._common.devices import Device
from ..._common.dtypes import DType, neutral
from ..._common.overlap import SHARED_ELEMENTS, overlaps_itself
from .. import Backend
from ..base import ACCUMULATED
from ..common.numpy_dtypes import DTYPES
from ..common.ufuncs import VIEWS
from .namespace import NAMESPACE
from .out_kernels import NATIVE
from .places import accumulated, read_places, write_places


class _Memory:
    """Addresses, shape and strides of memory of a GPU, as NumPy asks for them; nothing of it can be read."""

    def __init__(self, x: Any) -> None:
        own = x.__cuda_array_interface__
        self.__array_interface__ = {**{key: own[key] for key in ("shape", "typestr", "version")}, "strides": x.strides}
        self.__array_interface__["data"] = (x.data.ptr, False)


class CuPyBackend(Backend):
    name = "cupy"
    array_types = (cupy.ndarray,)
    dtype_types = (np.dtype,)
    namespace = NAMESPACE
    dtypes: Mapping[str, Any] = DTYPES
    native = NATIVE
    views = VIEWS
    accumulate: Mapping[str, Callable[..., Any]] = {name: accumulated(name) for name in ACCUMULATED}

    def shape(self, x: Any) -> tuple[int, ...]:
        return x.shape  # type: ignore[no-any-return]

    def dtype(self, x: Any) -> DType | None:
        return neutral(x.dtype)

    def ones(self, x: Any) -> Any:
        with x.device:
            return cupy.ones((1,) * x.ndim, x.dtype)

    def export(self, x: Any) -> tuple[Any, str | None]:
        return cupy.asnumpy(x), f"on {self.device(x)}"

    # -- devices -------------------------------------------------------------------------------------------------------

    def device(self, x: Any) -> Device:
        return Device("gpu", x.device.id)

    def devices(self) -> tuple[Device, ...]:
        try:
            count = cupy.cuda.runtime.getDeviceCount()
        except cupy.cuda.runtime.CUDARuntimeError:  # there is no GPU, or no driver
            count = 0
        return tuple(Device("gpu", i) for i in range(count))

    def native_device(self, device: Device) -> Any:
        super().native_device(device)
        return cupy.cuda.Device(device.index)

    def to_device(self, x: Any, device: Any) -> Any:
        return x if device is None or x.device == device else array_api_compat.to_device(x, device)

    def placed(self, function: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """CuPy computes on the current device, and refuses arrays of another one, or reads them slowly.

        array_api_compat (1.16) drops `device` of creation functions.
        """
        if len(self.devices()) < 2:
            return call

        def on_device_of_arrays(*arguments: Any, **options: Any) -> Any:
            named = options.get("device")
            devices = {x.device for x in _arrays((*arguments, *options.values()))} if named is None else {named}
            if len(devices) > 1:
                raise errors.two_devices(function, {Device("gpu", device.id) for device in devices})
            with next(iter(devices), nullcontext()):
                return call(*arguments, **options)

        return on_device_of_arrays

    # -- writes --------------------------------------------------------------------------------------------------------

    def write(self, out: Any, value: Any) -> Any:
        with out.device:
            out[...] = value
        return out

    def unwritable(self, out: Any) -> str | None:
        if out.flags.c_contiguous:
            return None
        return SHARED_ELEMENTS if overlaps_itself(out.shape, out.strides, out.itemsize) else None

    def may_fill(self, inputs: tuple[Any, ...], out: Any) -> bool:
        return all(x.device == out.device for x in _arrays(inputs))

    # -- overlap -------------------------------------------------------------------------------------------------------

    def may_overlap(self, x: Any, y: Any) -> bool:
        return x.device == y.device and np.may_share_memory(self.memory_view(x), self.memory_view(y))

    def same_memory(self, x: Any, y: Any) -> bool:
        return bool(x.data.ptr == y.data.ptr and x.strides == y.strides and x.shape == y.shape and x.dtype == y.dtype)

    def private_copy(self, value: Any) -> Any:
        with value.device:
            return value.copy()

    # -- indexing ------------------------------------------------------------------------------------------------------

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        if not any(isinstance(item, cupy.ndarray) for item in items):
            return x[items]
        with x.device:
            return read_places(x, self._positions(x, items))

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        with x.device:
            if any(isinstance(item, cupy.ndarray) for item in items):
                write_places(x, self._positions(x, items), value)
            else:
                x[items] = value

    # -- measurement ---------------------------------------------------------------------------------------------------

    def memory_view(self, x: Any) -> Any:
        return np.asarray(_Memory(x))


def _arrays(arguments: Any) -> Iterator[Any]:
    """Those among the arguments and in their lists."""
    for argument in arguments:
        if isinstance(argument, cupy.ndarray):
            yield argument
        elif isinstance(argument, (list, tuple)):
            yield from _arrays(argument)


BACKEND = CuPyBackend()
