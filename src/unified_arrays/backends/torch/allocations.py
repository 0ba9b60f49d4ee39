"""The memory that a call of PyTorch allocates, on any device: this thread's allocations, from the profiler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import torch

from .. import Bytes
from ..common import process_noise
from .private_interfaces import disable_profiler, enable_profiler, has_profiler, profiler_config, profiler_options


def measure(call: Callable[[], Any], memory: Sequence[Any] = ()) -> tuple[Any, Bytes | str]:
    """The result of `call`, and the bytes it allocated."""
    if not has_profiler:
        return call(), "this version of PyTorch lacks the profiler that is used"
    try:
        enable_profiler(_profiler_config())
    except RuntimeError:  # not an error of `call`, which is not called yet
        return call(), "a profiler is running in this thread"
    try:
        with process_noise.no_collection():
            result = call()
    finally:
        threads = disable_profiler()
    events = [event for thread in threads for event in thread if _is_memory(event)]
    changes = [event.cpu_memory_usage() + event.cuda_memory_usage() for event in events]
    held = list(accumulate(changes, initial=0))
    return result, Bytes(held[-1], max(held))


def _is_memory(event: Any) -> bool:
    return bool(event.kind() == "memory_alloc")


def _profiler_config() -> Any:
    off = False
    return profiler_config(
        torch.autograd.ProfilerState.CPU,  # type: ignore[attr-defined]
        off,  # shapes of arguments
        True,  # memory
        off,  # Python's stacks
        off,  # floating-point operations
        off,  # modules
        profiler_options,
    )
