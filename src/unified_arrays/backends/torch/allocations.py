"""What a call of PyTorch allocates, on any device: each allocation of this thread, as the profiler notes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import torch

from .. import Bytes
from ..common import process_noise
from .private_interfaces import disable_profiler, enable_profiler, has_profiler, profiler_config, profiler_options


def measured(call: Callable[[], Any], memory: Sequence[Any] = ()) -> tuple[Any, Bytes | str]:
    """The result of `call`, and what it allocated."""
    if not has_profiler:
        return call(), "this version of PyTorch lacks the profiler that is used"
    try:
        enable_profiler(_what_to_note())
    except RuntimeError:  # of another kind than any a call raises: it has not been made yet
        return call(), "a profiler is running in this thread"
    try:
        with process_noise.no_collection():
            result = call()
    finally:
        threads = disable_profiler()
    changes = [
        one.cpu_memory_usage() + one.cuda_memory_usage() for thread in threads for one in thread if _is_memory(one)
    ]
    held = list(accumulate(changes, initial=0))
    return result, Bytes(held[-1], max(held))


def _is_memory(event: Any) -> bool:
    return bool(event.kind() == "memory_alloc")


def _what_to_note() -> Any:
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
