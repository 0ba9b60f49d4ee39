"""PyTorch: array_api_compat's namespace with fixes; the kernels with out= are in `out_kernels`."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.autograd.forward_ad import unpack_dual

from ..._common.devices import CPU, Device
from ..._common.dtypes import ALL, DType
from ..._common.overlap import SHARED_ELEMENTS, share_elements
from .. import Backend, Bytes, FastPathConditions, Invocation, MemoryCounter, Program, Step, Threads
from ..common.process_memory import process_memory
from . import allocations, compile, distributed
from .beyond_standard import BEYOND_STANDARD
from .engine import TorchEngine
from .error_classes import common_class
from .in_programs import errors_are_undone
from .memory_layout import (
    byte_bounds,
    has_internal_overlap,
    is_interleaved,
    may_overlap,
    num_bytes_spanned,
    same_memory,
)
from .namespace import NAMESPACE
from .out_kernels import NATIVE, VIEWS
from .plain_writes import copy_plain, write_plain
from .private_interfaces import PRIVATE, disabled_protocols, forward_ad, is_autocast_enabled
from .scatter import ACCUMULATE, row_writer, write_item

if TYPE_CHECKING:
    from ..randomness import RandomSource

_NOT_STRIDED = "only dense (strided) tensors are memory that can be filled: make one with x.to_dense()"


_INFERENCE = (
    "it was made in torch.inference_mode(), and only there can it be written to: allocate one with empty_like, or make "
    "a copy with asarray(x, copy=True)"
)


def _is_locked(out: Any) -> bool:
    """True for an inference tensor outside inference mode: PyTorch (2.13) refuses the write only after it is done."""
    if torch.compiler.is_compiling():  # Dynamo (2.13) cannot trace is_inference
        return False
    return bool(out.is_inference()) and not torch.is_inference_mode_enabled()


def _is_forward_mode() -> bool:
    """True where tensors may have tangents. PyTorch's kernels with out= then raise only after they have written."""
    return bool(forward_ad._current_level >= 0)


def _has_tangent(x: Any) -> bool:
    try:
        return unpack_dual(x).tangent is not None  # type: ignore[no-untyped-call]
    except RuntimeError:  # unknown in a vmap (2.13); a copy_ there keeps the tangent
        return False


# Each input is out itself or disjoint from it: PyTorch (2.13) checks for overlap within one storage only, and imported
# memory may be in two storages. Dynamo cannot trace addresses; the tensors of other compilers have none.
_DISJOINT = (
    "(not first - ({x}.nbytes if {x}.is_contiguous() else num_bytes_spanned({x})) < {x}.data_ptr() < last "
    "or not dense and is_interleaved({x}, out))"
)
_SAME = "{x}.data_ptr() == first and {x}.stride() == out.stride() and {x}.shape == out.shape and {x}.dtype is out.dtype"
_CONDITIONS = FastPathConditions(
    out=(
        "not is_dynamo_compiling() and ((dense := out.is_contiguous()) or not has_internal_overlap(out)) "
        "and forward_ad._current_level < 0 and (not out.requires_grad or not is_grad_enabled()) "
        "and (not out.is_inference() or is_inference_mode_enabled())"
    ),
    addresses="first = out.data_ptr(); last = first + (out.nbytes if dense else num_bytes_spanned(out))",
    disjoint={"same": f"({{x}} is out or {_DISJOINT} or {_SAME})", "none": _DISJOINT},
    not_casting="not is_autocast_enabled()",
    shape_of_two="(shape := out.shape) == x1.shape and (shape == x2.shape or not x2.ndim)",
    same_device="{x}.device == out.device and (not {x}.requires_grad or not is_grad_enabled())",
    names={
        "is_dynamo_compiling": torch.compiler.is_dynamo_compiling,
        "forward_ad": forward_ad,
        "is_autocast_enabled": is_autocast_enabled,
        "is_grad_enabled": torch.is_grad_enabled,
        "is_inference_mode_enabled": torch.is_inference_mode_enabled,
        "is_interleaved": is_interleaved,
        "num_bytes_spanned": num_bytes_spanned,
        "has_internal_overlap": has_internal_overlap,
    },
)


def _unbound(method: Any) -> Any:
    return getattr(method, "__func__", method)


class _Devices(dict[torch.device, Device]):
    """A cache torch.device -> Device. A dict, since torch.compile warns of functools.cache."""

    def __missing__(self, device: torch.device) -> Device:
        known = self[device] = Device(device)
        return known


_DEVICES = _Devices()


def _accelerator() -> tuple[str, int]:
    """The kind of the available accelerator ("cuda", "mps", "xpu") and the number of devices; ("", 0) if none."""
    if not torch.accelerator.is_available():
        return "", 0
    return torch.accelerator.current_accelerator().type, torch.accelerator.device_count()  # type: ignore[union-attr]


def _devices() -> tuple[Device, ...]:
    _, count = _accelerator()
    return (CPU, *[Device("gpu", i) for i in range(count)], Device("meta"))


class _CudaMemory(MemoryCounter):
    """The statistics of PyTorch's own allocator of a CUDA device."""

    who = "PyTorch's allocator"
    resolution = 512  # sizes are rounded up to a multiple of this

    def __init__(self, index: int) -> None:
        self._index = index

    def allocated(self) -> int:
        return torch.cuda.memory_allocated(self._index)

    def peak(self) -> int:
        return torch.cuda.max_memory_allocated(self._index)

    def reset_peak(self) -> None:
        torch.cuda.reset_peak_memory_stats(self._index)


_DTYPES = {name: getattr(torch, name) for name in ALL}
_NEUTRAL = {native: ALL[name] for name, native in _DTYPES.items()}


# torch.load(weights_only=True) may load these: immutable values, whose constructors have no side effects.
torch.serialization.add_safe_globals([Device, DType])


class TorchBackend(Backend):
    name = "torch"
    private = PRIVATE
    array_types = (torch.Tensor,)
    dtype_types = (torch.dtype,)
    namespace = NAMESPACE
    beyond_standard = BEYOND_STANDARD
    dtypes = _DTYPES
    native = NATIVE
    views = VIEWS
    fast_path_conditions = _CONDITIONS
    accumulate = ACCUMULATE
    plain_copies: Mapping[type, Callable[..., bool]] = {torch.Tensor: copy_plain}
    plain_writes: Mapping[type, Callable[..., bool]] = {torch.Tensor: write_plain}
    compiles = True
    engine = TorchEngine()

    def dtype(self, x: Any) -> DType | None:
        return _NEUTRAL.get(x.dtype)

    def default_dtype(self) -> torch.dtype:
        return torch.get_default_dtype()

    def use_default_float(self, name: str | None) -> None:
        if name is None:
            if self._own_default is not None:
                torch.set_default_dtype(self._own_default)
            self._own_default = None
            return
        if self._own_default is None:
            self._own_default = torch.get_default_dtype()
        torch.set_default_dtype(getattr(torch, name))

    _own_default: torch.dtype | None = None  # what it was before use_default_float

    def ones(self, x: Any) -> torch.Tensor:
        return torch.ones((1,) * x.ndim, dtype=x.dtype, device=x.device)

    def decides_itself(self, kind: type) -> bool:
        if not issubclass(kind, torch.Tensor):
            return False
        return any(
            _unbound(getattr(kind, name)) not in (_unbound(getattr(torch.Tensor, name)), disabled)
            for name, disabled in disabled_protocols.items()
        )

    def export(self, x: Any) -> tuple[Any, str | None]:
        if x.device.type == "meta":
            return None, "a tensor on the meta device, which holds no values: make one on cpu or gpu"
        if x.layout is not torch.strided or x.is_nested:
            return None, "not dense: make a dense tensor with x.to_dense(), of a nested one with to_padded_tensor"
        reason, plain = None, x.detach()
        if plain.is_conj() or plain.is_neg():
            reason, plain = "a lazy conjugate or negative", plain.resolve_conj().resolve_neg()
        if plain.dtype is torch.bfloat16:  # float32 represents each of its values exactly
            reason, plain = "a bfloat16, which NumPy does not have", plain.to(torch.float32)
        if plain.device.type != "cpu":
            reason, plain = f"on {_DEVICES[plain.device]}", plain.cpu()
        return plain.numpy(), reason

    def device(self, x: Any) -> Device:
        return _DEVICES[x.device]

    def devices(self) -> tuple[Device, ...]:
        _, count = _accelerator()
        return (CPU, *[Device("gpu", i) for i in range(count)], Device("meta"))

    def native_device(self, device: Device) -> torch.device:
        super().native_device(device)
        return torch.device(_accelerator()[0], device.index) if device.kind == "gpu" else torch.device(device.kind)

    def to_device(self, x: Any, device: Any) -> Any:
        return x.to(device)

    def write(self, out: Any, value: Any) -> Any:
        if not out.ndim and torch.compiler.is_compiling():
            # A write into a 0-d float64 parameter is lost (2.13, except with the compiler "eager"), unless it goes
            # through a view. Remove when torch.compile(lambda x: x.add_(1.0))(x) changes such an x.
            out.unsqueeze(0).copy_(value)
        elif distributed.is_distributed(out):
            distributed.write(out, value)
        else:
            out.copy_(value)
        return out

    def unwritable(self, out: Any) -> str | None:
        if out.layout is not torch.strided or out.is_quantized or out.is_nested:
            return _NOT_STRIDED
        if _is_locked(out):
            return _INFERENCE
        if distributed.is_gathered(out):
            return distributed.GATHERED
        if out.is_contiguous():
            return None
        return SHARED_ELEMENTS if has_internal_overlap(out) else None

    def cuts_gradient(self, out: Any, value: Any) -> str | None:
        if torch.is_grad_enabled() and (value.requires_grad or out.requires_grad):
            return "compute it inside `with torch.no_grad():` if no gradient is wanted"
        if _is_forward_mode() and (_has_tangent(value) or _has_tangent(out)):
            return "compute it of x.detach() and write it into memory without a tangent if no gradient is wanted"
        return None

    def may_fill(self, inputs: tuple[Any, ...], out: Any) -> bool:
        # Most out= functions of PyTorch (2.13) refuse gradients and other devices; but conj_physical cuts the gradient,
        # sum crosses devices, and a fill or copy into an out that requires a gradient is recorded. In a compiled
        # program there is nothing to gain: the compiler decides what is allocated.
        # Under autocast functions compute in other dtypes, but not with out=.
        if torch.compiler.is_compiling() or _is_forward_mode() or is_autocast_enabled():
            return False
        tensors = [x for x in inputs if isinstance(x, torch.Tensor)]
        if any(t.device != out.device for t in tensors):
            return False
        return not (torch.is_grad_enabled() and (out.requires_grad or any(t.requires_grad for t in tensors)))

    def may_overlap(self, x: Any, y: Any) -> bool | None:
        return may_overlap(x, y)

    def share_elements(self, x: Any, y: Any) -> bool:
        if not may_overlap(x, y):
            return False
        first, second = self.memory_view(x), self.memory_view(y)
        return isinstance(first, str) or isinstance(second, str) or share_elements(first, second)

    def same_memory(self, x: Any, y: Any) -> bool:
        return same_memory(x, y)

    def private_copy(self, value: Any) -> torch.Tensor:
        return torch.clone(value)

    def read_item(self, x: Any, items: tuple[Any, ...]) -> Any:
        return x[items]

    def write_item(self, x: Any, items: tuple[Any, ...], value: Any) -> None:
        write_item(x, items, value)

    def row_writer(self, method: str, x: Any, count: int) -> Callable[[Any, Any], None] | None:
        return row_writer(method, x)

    def gathered(self, function: str, x: Any, index: Any = None) -> Any:
        return distributed.gathered(x, index)

    def put(self, x: Any, whole: Any) -> None:
        distributed.write(x, whole)

    def is_compiling(self) -> bool:
        return torch.compiler.is_compiling()

    def compiled(self, invocation: Invocation) -> Program:
        return compile.compile_program(invocation)

    def judges_with_program(self, condition: Any) -> bool:
        # Of a GPU nobody could go on after such an error.
        return condition.device.type == "cpu" and errors_are_undone()

    def may_compile(self, arrays: list[Any]) -> bool:
        """False inside another program, in transforms, and for overlapping memory, which compilers do not detect."""
        if torch.compiler.is_compiling() or _is_forward_mode() or any(map(_is_locked, arrays)):
            return False
        found = []
        for array in {id(array): array for array in arrays}.values():
            if array.numel() and not array.is_meta:
                bounds = byte_bounds(array)
                if bounds is None:
                    return False
                found.append(bounds)
        found.sort()
        return all(first[1] <= second[0] for first, second in itertools.pairwise(found))

    def common_class(self, error: Exception) -> type[Exception] | None:
        return common_class(error)

    def memory_view(self, x: Any) -> Any:
        if x.is_meta or x.layout is not torch.strided or x.is_nested or byte_bounds(x) is None:
            return "it has no address of its own: a tensor that is sparse, nested, traced, or on the meta device"
        itemsize = x.element_size()
        # The memory is only described, not read: it may be a GPU's.
        memory: Any = (ctypes.c_char * (num_bytes_spanned(x) if x.numel() else 0)).from_address(x.data_ptr())
        strides = tuple(stride * itemsize for stride in x.stride())
        return np.ndarray(tuple(x.shape), f"V{itemsize}", memory, strides=strides)

    def memory(self, device: Device) -> MemoryCounter | str:
        if device.kind == "cpu":
            return process_memory()
        if device.kind == "gpu" and torch.cuda.is_available():
            return _CudaMemory(device.index)
        return "PyTorch counts the memory of CUDA devices only"

    def threads(self) -> Threads | str:
        return Threads(torch.get_num_threads(), ("OMP_NUM_THREADS", "MKL_NUM_THREADS"))

    def stand_in(self, out: Any) -> Any:
        return torch.empty_strided(out.shape, out.stride(), dtype=out.dtype, device=out.device).copy_(out.detach())

    def measured(self, call: Callable[[], Any], written_to: Sequence[Any]) -> tuple[Any, Bytes | str]:
        return allocations.measure(call, written_to)

    def random_source(self) -> type[RandomSource]:
        from .random import TorchSource

        return TorchSource

    def outside_programs(self, function: Callable[..., Any]) -> Callable[..., Any]:
        disabled: Callable[..., Any] = torch.compiler.disable(function)  # type: ignore[no-untyped-call]
        return disabled

    def memory_demo(self) -> Sequence[Step]:
        from .memory_demo import steps

        return steps()

    def own_calls(self, x: np.ndarray[Any, Any]) -> Mapping[str, Callable[[], Any]]:
        t = torch.tensor(x)
        return {"add": lambda: torch.add(t, t), "sum": lambda: torch.sum(t), "matmul": lambda: torch.matmul(t, t)}


BACKEND = TorchBackend()
