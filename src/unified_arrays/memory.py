"""See where the bytes go: the addresses of arrays, and how much memory of a device is in use."""

from ._core.memory import address, allocated, nbytes, peak, reset_peak, shares_memory

__all__ = ["address", "allocated", "nbytes", "peak", "reset_peak", "shares_memory"]
