"""What a call of NumPy allocates, as tracemalloc counts it: NumPy reports each array's memory there."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

from .. import Bytes
from ..common import process_noise

LEAST = 65536  # what is smaller cannot be told from Python's own objects, of which a first call makes many


def measured(call: Callable[[], Any], memory: Sequence[Any] = ()) -> tuple[Any, Bytes | str]:
    """The result of `call`, and what it allocated."""
    starts = not tracemalloc.is_tracing()
    if starts:
        tracemalloc.start()
    try:
        others = process_noise.times()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        with process_noise.no_collection():
            result = call()
        after, peak = tracemalloc.get_traced_memory()
        if process_noise.ran_since(others):
            return result, process_noise.DISTURBED
    finally:
        if starts:
            tracemalloc.stop()
    kept = after - before if abs(after - before) >= LEAST else 0
    temporaries = peak - max(after, before)
    return result, Bytes(kept, max(kept, 0) + (temporaries if temporaries >= LEAST else 0), LEAST)
