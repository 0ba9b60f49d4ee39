"""See where the bytes go: the addresses of arrays, and how much memory of a device is in use."""

from ._core.memory import CountedBy, address, allocated, counted_by, nbytes, peak, programs, reset_peak, shares_memory
from ._core.recording import Row, Trace, trace

__all__ = [
    "CountedBy",
    "Row",
    "Trace",
    "address",
    "allocated",
    "counted_by",
    "nbytes",
    "peak",
    "programs",
    "reset_peak",
    "shares_memory",
    "trace",
]
