"""What a call of PyTorch allocates, on any device: each allocation of this thread, as the profiler notes it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import torch

from . import Bytes, _disturbances


def measured(call: Callable[[], Any]) -> tuple[Any, Bytes | str]:
    """The result of `call`, and what it allocated."""
    # Private, because each session of torch.profiler (2.13) writes two lines to stderr. Can go when it does not.
    try:
        torch.autograd._enable_profiler_legacy(_what_to_note())  # type: ignore[attr-defined]
    except RuntimeError:  # of another kind than any a call raises: it has not been made yet
        return call(), "a profiler is running in this thread"
    try:
        with _disturbances.no_collection():
            result = call()
    finally:
        threads = torch.autograd._disable_profiler_legacy()  # type: ignore[attr-defined]
    changes = [
        one.cpu_memory_usage() + one.cuda_memory_usage() for thread in threads for one in thread if _is_memory(one)
    ]
    held = list(accumulate(changes, initial=0))
    return result, Bytes(held[-1], max(held))


def _is_memory(event: Any) -> bool:
    return bool(event.kind() == "memory_alloc")


def _what_to_note() -> Any:
    off = False
    return torch.autograd.ProfilerConfig(  # type: ignore[attr-defined]
        torch.autograd.ProfilerState.CPU,  # type: ignore[attr-defined]
        off,  # shapes of arguments
        True,  # memory
        off,  # Python's stacks
        off,  # floating-point operations
        off,  # modules
        torch._C._profiler._ExperimentalConfig(),
    )
