"""The memory that a call of NumPy allocates, by tracemalloc: NumPy reports the memory of arrays to it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

from .. import Bytes
from ..common import process_noise

LEAST = 65536  # bytes: smaller amounts cannot be told from Python objects, of which a first call makes many


def measure(call: Callable[[], Any], memory: Sequence[Any] = ()) -> tuple[Any, Bytes | str]:
    """The result of `call`, and the bytes it allocated."""
    must_start = not tracemalloc.is_tracing()
    if must_start:
        tracemalloc.start()
    try:
        other_threads = process_noise.times()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        with process_noise.no_collection():
            result = call()
        after, peak = tracemalloc.get_traced_memory()
        if process_noise.ran_since(other_threads):
            return result, process_noise.DISTURBED
    finally:
        if must_start:
            tracemalloc.stop()
    kept = after - before if abs(after - before) >= LEAST else 0
    temporaries = peak - max(after, before)
    return result, Bytes(kept, max(kept, 0) + (temporaries if temporaries >= LEAST else 0), LEAST)
