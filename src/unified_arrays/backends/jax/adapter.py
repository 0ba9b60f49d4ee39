"""JAX: its own array-API namespace with fixes, and results that reach `out` as the new value of an ArrayRef.

JAX's arrays are values. What can be written to is an ArrayRef, which holds one, and a jax.Ref. The mode "assign" lets
an ArrayRef hold the result: no copy, but the old and the new value exist at the same time for a moment, and whoever has
the old one keeps it. So a write never changes an input that is read later, and cuts no gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from ..._common.devices import CPU, Device
from ..._common.dtypes import ALL, DType, neutral
from ..._common.private_interfaces import PrivateInterfaces, VersionRange
from ..._common.spec import SPECS
from .. import Backend, Invocation, MemoryCounter, Program
from ..common import held_array
from ..common.process_memory import process_memory
from .array_ref import ArrayRef, in_transformation
from .error_classes import common_class
from .keys import KEYS
from .namespace import NAMESPACE
from .values import on_values, value_of

if TYPE_CHECKING:
    from ..randomness import RandomSource

_VALUE = (
    "a jax.Array is a value, not memory: allocate an array with empty_like, or make one of its values with "
    "asarray(x, copy=True)"
)


def _make_accumulate(method: str) -> Callable[..., Any]:
    def accumulate(x: Any, rows: Any, values: Any) -> Any:
        return getattr(value_of(x).at[value_of(rows)], method)(value_of(values))

    return accumulate


def _values_are_known(x: Any) -> bool:
    """Whether a program may branch on the values of `x`."""
    return not isinstance(value_of(x), jax.core.Tracer)


@cache
def _devices() -> dict[Device, Any]:
    found = list(jax.local_devices())
    if not any(device.platform == "cpu" for device in found):
        found += jax.local_devices(backend="cpu")
    return {Device(device): device for device in found}


@cache
def _device_of(native: Any) -> Device:
    return Device(native)


class _DeviceStatistics(MemoryCounter):
    """What JAX's allocator of an accelerator counts."""

    who = "JAX's allocator"
    resolution = 256

    def __init__(self, device: Any) -> None:
        self._device = device
        self._before = 0  # JAX (0.10) cannot let the peak begin anew

    def allocated(self) -> int:
        return int(self._device.memory_stats()["bytes_in_use"])

    def peak(self) -> int:
        return int(self._device.memory_stats()["peak_bytes_in_use"])


class JaxBackend(Backend):
    name = "jax"
    private = PrivateInterfaces(jax.__version__, VersionRange("JAX", "0.10", "0.10"))
    array_types = (jax.Array, jax.core.Tracer, ArrayRef, jax.Ref)
    dtype_types = (np.dtype,)
    namespace = NAMESPACE
    dtypes: Mapping[str, Any] = {name: jnp.dtype(getattr(jnp, name)) for name in ALL}
    beyond_standard: Mapping[str, Callable[..., Any]] = {"values_are_known": _values_are_known}
    mode = "assign"
    compiles = True
    accumulate: Mapping[str, Callable[..., Any]] = {
        "add": _make_accumulate("add"),
        "subtract": _make_accumulate("subtract"),
        "multiply": _make_accumulate("multiply"),
        "min": _make_accumulate("min"),
        "max": _make_accumulate("max"),
    }

    def dtype(self, x: Any) -> DType | None:
        return neutral(x.dtype)

    def ones(self, x: Any) -> Any:
        return jnp.ones((1,) * len(x.shape), x.dtype)

    def export(self, x: Any) -> tuple[Any, str | None]:
        value, reason = value_of(x), None
        if isinstance(value, jax.core.Tracer):
            return None, "a tracer of JAX, which has no values while a function is transformed: convert it outside"
        if value.dtype == jnp.bfloat16:  # float32 represents each of its values exactly
            value, reason = value.astype(np.float32), "a bfloat16, which NumPy does not have"
        if self.device(x).kind != "cpu":
            reason = f"on {self.device(x)}"
        return np.asarray(value), reason

    def new_array(self, value: Any) -> Any:
        return ArrayRef(value)

    # -- devices -------------------------------------------------------------------------------------------------------

    def device(self, x: Any) -> Device:
        value = value_of(x)
        if isinstance(value, jax.core.Tracer):  # it has none while a function is transformed
            return _device_of(jax.local_devices()[0])
        where = value.device
        if not isinstance(where, jax.Device):  # a sharding: the first of its devices stands for all
            where = min(where.device_set, key=lambda device: device.id)
        return _device_of(where)

    def devices(self) -> tuple[Device, ...]:
        return tuple(_devices())

    def native_device(self, device: Device) -> Any:
        super().native_device(device)
        return _devices()[device]

    def to_device(self, x: Any, device: Any) -> Any:
        if device is None or self.device(x) == Device(device):
            return x
        moved = jax.device_put(value_of(x), device)
        return ArrayRef(moved) if isinstance(x, ArrayRef) else moved

    def take_over(self, values: Any, *, dtype: Any, device: Any, copy: bool | None) -> Any:
        return on_values("asarray", self.namespace.asarray)(values, dtype=dtype, device=device, copy=copy)

    def placed(self, function: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return on_values(function, call) if function in SPECS else call

    # -- writes --------------------------------------------------------------------------------------------------------

    def write(self, out: Any, value: Any) -> Any:
        value = value_of(value).astype(out.dtype)
        if isinstance(out, ArrayRef):
            out.assign(value)
        else:
            out[...] = value
        return out

    def unwritable(self, out: Any) -> str | None:
        if isinstance(out, ArrayRef):
            return out.unwritable()
        return None if isinstance(out, jax.Ref) else _VALUE

    def write_simple(self, out: Any, value: Any) -> bool:
        if not isinstance(out, ArrayRef):
            return False
        value = value_of(value)
        held = out.value
        if value is held:
            return out.unwritable() is None
        if type(value) is not type(held) or value.dtype != held.dtype or value.shape != held.shape:
            return False
        if isinstance(value, jax.core.Tracer) or value.sharding != held.sharding or out.unwritable() is not None:
            return False
        out.hold(value)
        return True

    # -- overlap -------------------------------------------------------------------------------------------------------

    def may_overlap(self, x: Any, y: Any) -> bool:
        return held_array.may_overlap(x, y)

    def share_elements(self, x: Any, y: Any) -> bool:
        return held_array.share_elements(x, y)

    def private_copy(self, value: Any) -> Any:
        return value_of(value)  # which nobody can write to

    # -- indexing ------------------------------------------------------------------------------------------------------

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        if isinstance(x, ArrayRef):
            return x.part(items)
        value = value_of(x)
        return KEYS.read(value, KEYS.parse(items, value.shape))

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        if isinstance(x, ArrayRef):
            x[items] = value
        else:
            held = value_of(x)
            x[...] = KEYS.written(held, KEYS.parse(items, held.shape), value_of(value))

    # -- transformations -----------------------------------------------------------------------------------------------

    def makes_graph(self) -> bool:
        return in_transformation()

    def compiled(self, invocation: Invocation) -> Program:
        from .compile import compile_program

        return compile_program(invocation)

    def may_compile(self, arrays: list[Any]) -> bool:
        return not in_transformation()

    # -- the rest ------------------------------------------------------------------------------------------------------

    def common_class(self, error: Exception) -> type[Exception] | None:
        return common_class(error)

    def memory_view(self, x: Any) -> Any:
        value = value_of(x)
        if isinstance(value, jax.core.Tracer):
            return "a tracer has no memory while a function is transformed"
        if self.device(x).kind != "cpu":
            return "JAX tells addresses only on a CPU"
        return np.asarray(value)

    def memory(self, device: Device) -> MemoryCounter | str:
        return process_memory() if device == CPU else _DeviceStatistics(self.native_device(device))

    def stand_in(self, out: Any) -> Any:
        return ArrayRef(value_of(out))

    def random_source(self) -> type[RandomSource] | None:
        return None

    def own_calls(self, x: np.ndarray[Any, Any]) -> Mapping[str, Callable[[], Any]]:
        t = jnp.asarray(x)
        return {"add": lambda: jnp.add(t, t), "sum": lambda: jnp.sum(t), "matmul": lambda: jnp.matmul(t, t)}


BACKEND = JaxBackend()
