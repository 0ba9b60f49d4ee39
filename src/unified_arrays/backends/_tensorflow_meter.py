"""What a call of TensorFlow allocates: each allocation of the process, as the profiler notes it.

`tf.config.experimental.get_memory_info` rounds, by up to the size of a freed block; the profiler says what was asked
for. Neither sees what is smaller than 256 KB on a CPU, which the allocator serves from blocks of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import tensorflow as tf

from . import Bytes, _disturbances

LEAST = 2**18
_OPTIONS = tf.profiler.experimental.ProfilerOptions(host_tracer_level=2, python_tracer_level=0, device_tracer_level=0)
_SIGNS = {"MemoryAllocation": 1, "MemoryDeallocation": -1}


def measured(call: Callable[[], Any]) -> tuple[Any, Bytes | str]:
    """The result of `call`, and what it allocated."""
    if not tf.executing_eagerly():
        return call(), "in a graph, which allocates when it runs"
    reason = _cannot_count()
    if reason is not None:
        return call(), reason
    with tempfile.TemporaryDirectory() as folder:
        others = _disturbances.times()
        try:
            tf.profiler.experimental.start(folder, _OPTIONS)
        except tf.errors.AlreadyExistsError:
            return call(), "another profiler of TensorFlow is running"
        try:
            with _disturbances.no_collection():
                result = call()
        finally:
            tf.profiler.experimental.stop()
        if _disturbances.ran_since(others):
            return result, _disturbances.DISTURBED
        changes = [change for _, change in sorted(_changes(Path(folder)))]
    held = list(accumulate(changes, initial=0))
    return result, Bytes(held[-1], max(held), LEAST)


def _cannot_count() -> str | None:
    try:
        tf.config.experimental.get_memory_info("CPU:0")
    except ValueError:  # then the profiler sees nothing, either
        return "TensorFlow's allocator keeps no statistics: unset TF_ENABLE_ONEDNN_OPTS"
    return None


def _changes(folder: Path) -> Iterator[tuple[int, int]]:
    """When memory was taken or given back, and how much."""
    from tensorflow.tsl.profiler.protobuf import xplane_pb2  # private: there is no other reader of a profile

    for file in folder.rglob("*.xplane.pb"):
        space = xplane_pb2.XSpace.FromString(file.read_bytes())
        for plane in space.planes:
            names = {number: one.name for number, one in plane.stat_metadata.items()}
            for line in plane.lines:
                for event in line.events:
                    sign = _SIGNS.get(plane.event_metadata[event.metadata_id].name)
                    if sign is not None:
                        sizes = {names[one.metadata_id]: one.int64_value or one.uint64_value for one in event.stats}
                        when = line.timestamp_ns * 1000 + event.offset_ps
                        yield when, sign * sizes["requested_bytes"]
