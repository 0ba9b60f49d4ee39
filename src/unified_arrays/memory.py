"""See where the bytes go: how much memory of a device is in use."""

from ._core.memory import allocated, peak, reset_peak

__all__ = ["allocated", "peak", "reset_peak"]
