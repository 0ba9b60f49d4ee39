"""What a process holds, as the C library and Linux count it: for frameworks that do not count the memory of a CPU.

The C library (glibc) knows how many bytes its callers hold, so `allocated` is exact but for what it adds to each block.
Linux knows the most memory that the process ever had in pages that were written to, so `peak` is in whole pages, and
`reset_peak` lets that begin anew.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path
from typing import Any

from .. import MemoryCounter

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_FORGET_THE_PEAK = "5"  # what clear_refs is told: proc(5)


class _Mallinfo2(ctypes.Structure):
    """struct mallinfo2 of malloc.h."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    )


class ProcessMemory(MemoryCounter):
    """The bytes that everybody in this process holds, whatever they are for."""

    who = "the C library, for the whole process"
    whole_process = True
    resolution = 2**16  # of `allocated`; Linux reports the pages behind `peak` with about 1 MB to spare

    def __init__(self, c_library: Any) -> None:
        self._c_library = c_library

    def allocated(self) -> int:
        info = self._c_library.mallinfo2()
        return int(info.uordblks + info.hblkhd)

    def peak(self) -> int:
        self._c_library.malloc_trim(0)  # pages that hold nothing go back: what is resident is in use
        resident, most = (_status(name) for name in ("VmRSS", "VmHWM"))
        return self.allocated() + max(most - resident, 0)

    def reset_peak(self) -> None:
        self._c_library.malloc_trim(0)
        _CLEAR.write_text(_FORGET_THE_PEAK)


def _status(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


@cache
def process_memory() -> ProcessMemory | str:
    """The counter of this process; a str that says why there is none."""
    if not sys.platform.startswith("linux"):
        return f"the C library counts it on Linux, not on {sys.platform}"
    c_library = ctypes.CDLL(None)
    try:
        c_library.mallinfo2.restype = _Mallinfo2
        c_library.malloc_trim.argtypes = [ctypes.c_size_t]
    except AttributeError:
        return "the C library counts it from glibc 2.33 on"
    return ProcessMemory(c_library)
