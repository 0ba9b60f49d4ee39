"""What a computation costs: its seconds, and how far it raises the memory of the process above where it began."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


@dataclass
class Cost:
    """Filled when the `with measured()` block ends."""

    seconds: float = 0.0
    peak_bytes: int = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure the block: `with measured() as cost: ...; print(cost.seconds, cost.peak_bytes)`."""
    gc.collect()
    cost = Cost()
    before = _peak_from_here()
    started = time.perf_counter()
    yield cost
    cost.seconds = time.perf_counter() - started
    cost.peak_bytes = _peak() - before


def memory_source() -> str:
    """Where the peak comes from, for those who print it."""
    return "VmHWM, reset before the computation" if _resettable() else "ru_maxrss, the peak of the whole process so far"


def _peak_from_here() -> int:
    """Forget the peak so far, where the system can; the peak now, in bytes."""
    if _resettable():
        _CLEAR.write_text("5")
    return _peak()


def _peak() -> int:
    if _resettable():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _resettable() -> bool:
    return _CLEAR.exists()
