"""See where the bytes go: the addresses of arrays, and how much memory of a device is in use."""

from ._core.memory import address, allocated, nbytes, peak, programs, reset_peak, shares_memory
from ._core.recording import Row, Trace, trace

__all__ = ["Row", "Trace", "address", "allocated", "nbytes", "peak", "programs", "reset_peak", "shares_memory", "trace"]
