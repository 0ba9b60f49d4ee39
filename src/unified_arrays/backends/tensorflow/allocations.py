"""The memory that a call of TensorFlow allocates: each allocation of the process, as the profiler records it.

The profiler gets its events from the CPU allocator, of which there are two. That of oneDNN, used on processors with
AVX-512, always reports blocks of 256 KB and more. The plain one reports every block while its statistics are enabled,
but for a freed block only the address. So sizes are looked up by address, among the blocks that the call allocated and
the arrays that it may free. Other blocks freed meanwhile, by late threads of an earlier call, are ignored.
"""

from __future__ import annotations

import ctypes
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from ...array_api_tensorflow._private import PRIVATE, profile_class, stop_recording
from ...array_api_tensorflow.indexing import memory_of
from .. import Bytes
from ..common import process_noise

COUNTED_FROM = 2**18  # bytes: the allocator of oneDNN serves smaller requests from its own pool
_OPTIONS = tf.profiler.experimental.ProfilerOptions(host_tracer_level=2, python_tracer_level=0, device_tracer_level=0)


class _Event(NamedTuple):
    """A block of memory that was allocated or freed."""

    when: int
    taken: bool
    address: int
    size: int  # 0 for a freed block whose size is not reported


def measure(call: Callable[[], Any], memory: Sequence[Any] = ()) -> tuple[Any, Bytes | str]:
    """The result of `call`, and the bytes it allocated; `memory`: arrays or slices that it may write to."""
    if not tf.executing_eagerly():
        return call(), "in a graph, which allocates when it runs"
    if profile_class() is None:
        return call(), "this version of TensorFlow lacks the format of profiles that is read"
    if not keeps_statistics() and _switches() is None:
        return call(), NO_STATISTICS
    variables = [variable for array in memory if (variable := memory_of(array)) is not None]
    sizes = dict(map(_buffer, variables)) if all("CPU" in array.device for array in variables) else None
    with tempfile.TemporaryDirectory() as folder, _statistics():
        other_threads = process_noise.times()
        try:
            tf.profiler.experimental.start(folder, _OPTIONS)
        except tf.errors.AlreadyExistsError:
            return call(), "another profiler of TensorFlow is running"
        try:
            with process_noise.no_collection():
                result = call()
        finally:
            tf.profiler.experimental.stop()
        if process_noise.ran_since(other_threads):
            return result, process_noise.DISTURBED
        events = sorted(_events(Path(folder)))
    return result, _count_bytes(events, sizes)


def _count_bytes(events: Sequence[_Event], before: dict[int, int] | None) -> Bytes:
    """The bytes held at the end, and at the peak.

    `before`: address -> size of the existing blocks that may be freed. None if unknown, as on a GPU: then every freed
    block counts, with the size that is reported.
    """
    sizes = dict(before or {})
    held = peak = 0
    for event in events:
        if event.taken:
            sizes[event.address] = event.size
            held += event.size
        else:
            held -= sizes.pop(event.address, event.size if before is None else 0)
        peak = max(peak, held)
    return Bytes(held, peak, COUNTED_FROM if keeps_statistics() else 0)


def memory_view(tensor: Any) -> Any:
    """An ndarray view of the memory of an eager tensor on a CPU."""
    if tensor.dtype == tf.bfloat16 and not tensor.shape.rank:  # whose __array__ (2.21) returns a scalar
        tensor = tf.reshape(tensor, (1,))  # the same buffer
    return np.asarray(tensor)


def _buffer(variable: Any) -> tuple[int, int]:
    """The address and the size in bytes of the buffer of a variable."""
    with stop_recording():  # a tape watches variables that are read
        values = memory_view(variable.value())
    return int(values.__array_interface__["data"][0]), values.nbytes


# -- the allocator ----------------------------------------------------------------------------------------------------

NO_STATISTICS = (
    "the allocator of TensorFlow keeps no statistics here: set TF_CPU_ALLOCATOR_USE_BFC=true before TensorFlow is "
    "imported, and it does"
)


@cache
def keeps_statistics() -> bool:
    """True if the allocator of the CPU always counts, as that of oneDNN does."""
    try:
        tf.config.experimental.get_memory_info("CPU:0")
    except ValueError:
        return False
    return True


class _Switches(NamedTuple):
    """C++ functions without arguments that enable and disable the statistics of the plain allocator."""

    on: Callable[[], None]
    off: Callable[[], None]


PRIVATE.note(
    "tsl::EnableCPUAllocatorStats and tsl::DisableCPUAllocatorStats of libtensorflow_framework",
    why="no function of Python switches on the statistics of the plain CPU allocator",
    without="on a processor without AVX-512 what a call allocates is known with TF_CPU_ALLOCATOR_USE_BFC=true only",
)


@cache
def _switches() -> _Switches | None:
    for library in Path(tf.sysconfig.get_lib()).glob("libtensorflow_framework*"):
        try:
            symbols = ctypes.CDLL(str(library))
            return _Switches(symbols._ZN3tsl23EnableCPUAllocatorStatsEv, symbols._ZN3tsl24DisableCPUAllocatorStatsEv)
        except (OSError, AttributeError):
            continue
    return None


@contextmanager
def _statistics() -> Iterator[None]:
    """Inside the `with` block the allocator reports to the profiler."""
    switches = None if keeps_statistics() else _switches()
    if switches is None:
        yield
        return
    switches.on()
    try:
        yield
    finally:
        switches.off()


# -- the profile ------------------------------------------------------------------------------------------------------

_TAKEN = {"MemoryAllocation": True, "MemoryDeallocation": False}


def _events(folder: Path) -> Iterator[_Event]:
    for file in folder.rglob("*.xplane.pb"):
        space = profile_class().FromString(file.read_bytes())
        for plane in space.planes:
            names = {number: metadata.name for number, metadata in plane.stat_metadata.items()}
            for line in plane.lines:
                for event in line.events:
                    taken = _TAKEN.get(plane.event_metadata[event.metadata_id].name)
                    if taken is not None:
                        stats = {names[stat.metadata_id]: stat.int64_value or stat.uint64_value for stat in event.stats}
                        when = line.timestamp_ns * 1000 + event.offset_ps
                        yield _Event(when, taken, stats["addr"], stats["requested_bytes"])
