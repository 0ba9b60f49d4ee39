"""How much memory of a device is in use, as far as the framework tells."""

from __future__ import annotations

from typing import Any

from .. import backends
from . import errors, selection
from .devices import Device


def allocated(device: Any, /, *, backend: str | None = None) -> int:
    """Bytes that a backend (the selected one if None) holds on `device` now.

    Raises DeviceNotFoundError for a device that is not there, and NotImplementedError, which says what to use instead,
    where the framework does not count: NumPy, and every framework on a CPU.
    """
    return _memory("memory.allocated", device, backend)[0]


def peak(device: Any, /, *, backend: str | None = None) -> int:
    """The most bytes that a backend held on `device` at once, since the start or the last `reset_peak`.

    Raises what `allocated` raises.
    """
    return _memory("memory.peak", device, backend)[1]


def reset_peak(device: Any, /, *, backend: str | None = None) -> None:
    """Let `peak` begin anew, from what is held now. Raises what `allocated` raises."""
    _memory("memory.reset_peak", device, backend)
    _backend("memory.reset_peak", backend).reset_peak(Device(device))


def _backend(function: str, name: str | None) -> backends.Backend:
    return backends.by_name(selection.get_backend() if name is None else name, function)


def _memory(function: str, device: Any, name: str | None) -> tuple[int, int]:
    backend, asked = _backend(function, name), Device(device)
    if asked not in backend.devices():
        raise errors.for_function(function, errors.device_not_found(asked, backend.name, backend.devices()))
    found = backend.memory(asked)
    if isinstance(found, str):
        raise errors.memory_not_known(function, asked, found)
    return found
