"""NumPy: array_api_compat's namespace with fixes; the kernels with out= are in `out_kernels`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np

from ..._common.devices import Device
from ..._common.dtypes import ALL, DType, neutral
from ..._common.overlap import SHARED_ELEMENTS, overlaps_itself
from ..._common.private_interfaces import PrivateInterfaces, VersionRange
from .. import Backend, Bytes, FastPathConditions, MemoryCounter, Step, Threads
from ..common.numpy_dtypes import DTYPES
from ..common.process_memory import process_memory
from ..common.ufuncs import VIEWS
from . import allocations
from .beyond_standard import BEYOND_STANDARD
from .mapped_files import place_in_file
from .namespace import NAMESPACE
from .out_kernels import NATIVE
from .plain_writes import copy_plain, write_plain
from .scatter import row_writer
from .threads import blas_threads

if TYPE_CHECKING:
    from ..randomness import RandomSource

_NEUTRAL = {native: ALL[name] for name, native in DTYPES.items()}


def _unwritable(out: Any) -> str | None:
    if not isinstance(out, np.ndarray):
        return "a NumPy scalar is a value, not memory: allocate empty(())"
    flags = out.flags
    if flags.c_contiguous and flags.writeable:
        return None
    if not flags.writeable:
        return "it is a read-only ndarray: allocate one with empty_like, or make a copy with asarray(x, copy=True)"
    return SHARED_ELEMENTS if overlaps_itself(out.shape, out.strides, out.itemsize) else None


_CONDITIONS = FastPathConditions(
    out="(out.flags.carray or unwritable(out) is None)",
    contiguous="out.flags.carray",
    disjoint={"same": "({x} is out or not may_share_memory({x}, out))", "none": "not may_share_memory({x}, out)"},
    shape_of_two="x1.shape == out.shape",  # the ufunc itself refuses an x2 that out would have to broadcast to
    out_argument="out",
    write="copyto(out, value)",
    names={"may_share_memory": np.may_share_memory, "copyto": np.copyto, "unwritable": _unwritable},
)


def _make_accumulate(ufunc: Any, **events: Any) -> Callable[..., Any]:
    def accumulate_at(x: Any, positions: Any, values: Any) -> Any:
        result = x.copy()
        if x.ndim > 1:  # ufunc.at is three times as fast for elements as for rows
            width = x[0].size
            positions = np.add.outer(positions * width, np.arange(width)).reshape(-1)
        with np.errstate(**events):
            ufunc.at(result.reshape(-1), positions, values.reshape(-1))
        return result

    return accumulate_at


_ACCUMULATE = {
    "add": _make_accumulate(np.add),
    "subtract": _make_accumulate(np.subtract),
    "multiply": _make_accumulate(np.multiply),
    "min": _make_accumulate(np.minimum, invalid="ignore"),  # ufunc.at warns of NaN, the ufunc itself does not
    "max": _make_accumulate(np.maximum, invalid="ignore"),
}


class NumPyBackend(Backend):
    name = "numpy"
    private = PrivateInterfaces(np.__version__, VersionRange("NumPy", "2.2", "2.5"))
    array_types = (np.ndarray, np.generic)
    scalar_types = (np.generic,)
    dtype_types = (np.dtype,)
    refused_types: Mapping[type, str] = {
        np.matrix: "a numpy.matrix, whose operators mean something else: pass numpy.asarray(x)",
        np.ma.MaskedArray: "a masked array, whose mask would be lost: pass x.filled(value)",
    }
    namespace = NAMESPACE
    beyond_standard = BEYOND_STANDARD
    numpy_functions = np
    dtypes = DTYPES
    native = NATIVE
    views = VIEWS
    fast_path_conditions = _CONDITIONS
    accumulate = _ACCUMULATE
    plain_copies: Mapping[type, Callable[..., bool]] = {np.ndarray: copy_plain}
    plain_writes: Mapping[type, Callable[..., bool]] = {np.ndarray: write_plain}

    def shape(self, x: Any) -> tuple[int, ...]:
        return x.shape  # type: ignore[no-any-return]

    def dtype(self, x: Any) -> DType | None:
        dtype = x.dtype
        known = _NEUTRAL.get(dtype)  # the name of a dtype takes NumPy a microsecond
        return neutral(dtype if dtype.isnative else dtype.newbyteorder("=")) if known is None else known

    def ones(self, x: Any) -> Any:
        return np.ones((1,) * x.ndim, x.dtype)

    def decides_itself(self, kind: type) -> bool:
        protocols = ("__array_ufunc__", "__array_function__")
        return any(getattr(kind, name, None) not in (None, getattr(np.ndarray, name)) for name in protocols)

    def export(self, x: Any) -> tuple[Any, str | None]:
        if not isinstance(x, np.ndarray):
            return np.asarray(x), "a NumPy scalar, a value without memory"
        if x.dtype.name == "bfloat16":  # of ml_dtypes, which only TensorFlow uses; float32 is exact for it
            return x.astype(np.float32), "a bfloat16, which NumPy does not have"
        if not x.dtype.isnative:
            return x.astype(x.dtype.newbyteorder("=")), "in another byte order than this machine's"
        return x, None

    def native_device(self, device: Device) -> str:
        super().native_device(device)
        return "cpu"

    def to_device(self, x: Any, device: Any) -> Any:
        return x

    def write(self, out: Any, value: Any) -> Any:
        np.copyto(out, value, casting="same_kind")
        return out

    def unwritable(self, out: Any) -> str | None:
        return _unwritable(out)

    def may_overlap(self, x: Any, y: Any) -> bool:
        return np.may_share_memory(x, y)

    def same_memory(self, x: Any, y: Any) -> bool:
        return bool(x.__array_interface__ == y.__array_interface__)

    def place_in_file(self, x: Any) -> tuple[Any, ...] | None:
        return place_in_file(x)

    def private_copy(self, value: Any) -> Any:
        return value.copy()

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        return x[items]

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        x[items] = value

    def row_writer(self, method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
        return row_writer(method, x)

    def quietly(self) -> AbstractContextManager[Any]:
        return np.errstate(all="ignore")

    def memory_view(self, x: Any) -> Any:
        return x if isinstance(x, np.ndarray) else "a NumPy scalar is a value, not memory"

    def memory(self, device: Device) -> MemoryCounter | str:
        return process_memory()

    processor_faults = (
        "isfinite, isinf, isnan, signbit and negative write wrong numbers into strided memory with AVX-512 (NumPy 2.4)",
    )

    def threads(self) -> Threads | str:
        return blas_threads()

    def stand_in(self, out: Any) -> Any:
        low, high = np.lib.array_utils.byte_bounds(out)
        offset = low % 16  # NumPy's own memory is aligned to 16 bytes
        memory = np.empty(offset + high - low, np.uint8)
        stand_in = np.ndarray(out.shape, out.dtype, memory, offset + out.ctypes.data - low, out.strides)
        stand_in[...] = out
        return stand_in

    def measured(self, call: Callable[[], Any], written_to: Sequence[Any]) -> tuple[Any, Bytes | str]:
        return allocations.measure(call, written_to)

    def random_source(self) -> type[RandomSource]:
        from .random import NumPySource

        return NumPySource

    def memory_demo(self) -> Sequence[Step]:
        from .memory_demo import steps

        return steps()

    def own_calls(self, x: np.ndarray[Any, Any]) -> Mapping[str, Callable[[], Any]]:
        return {"add": lambda: np.add(x, x), "sum": lambda: np.sum(x), "matmul": lambda: np.matmul(x, x)}


BACKEND = NumPyBackend()
