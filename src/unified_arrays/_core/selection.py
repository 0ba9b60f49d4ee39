"""Which backend and which device serve a call when no array among its arguments says so.

`with use_backend(...)` is a context variable, so it is right in threads and in asyncio; `set_backend` is for the
process; then comes the environment, read once at import; then NumPy on the CPU. A setting never overrides an array.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .. import backends
from .devices import Device
from .tracing import called_while_traced

_BACKEND_VARIABLE = "UNIFIED_ARRAYS_BACKEND"
_DEVICE_VARIABLE = "UNIFIED_ARRAYS_DEVICE"

_backend_here: ContextVar[str | None] = ContextVar("unified_arrays_backend", default=None)
_device_here: ContextVar[Device | None] = ContextVar("unified_arrays_device", default=None)


def _from_environment() -> tuple[str, Device | None]:
    name = os.environ.get(_BACKEND_VARIABLE) or "numpy"
    device = os.environ.get(_DEVICE_VARIABLE)
    return backends.check_name(name, _BACKEND_VARIABLE), Device(device) if device else None


_environment_backend, _environment_device = _from_environment()
_process: dict[str, str] = {}  # at most the one key "backend": what set_backend was told


@contextmanager
def use_backend(name: str) -> Iterator[None]:
    """Inside the `with` block, calls without arrays are computed by backend `name`.

    Raises ValueError for an unknown name and ImportError if the framework is not installed.
    """
    backends.by_name(name, "use_backend")
    token = _backend_here.set(name)
    try:
        yield
    finally:
        _backend_here.reset(token)


def set_backend(name: str | None) -> None:
    """From now on, in the whole process, calls without arrays are computed by backend `name`; None: as at the start.

    Raises ValueError for an unknown name and ImportError if the framework is not installed.
    """
    if name is None:
        _process.clear()
    else:
        backends.by_name(name, "set_backend")
        _process["backend"] = name


@called_while_traced
def get_backend() -> str:
    """The name of the backend that computes calls without arrays, here and now."""
    return _backend_here.get() or _process.get("backend") or _environment_backend


@contextmanager
def use_device(device: Any) -> Iterator[None]:
    """Inside the `with` block, calls without arrays and without `device=` create their results on `device`.

    The device is looked for when an array is created, since only then the backend is known.
    """
    token = _device_here.set(Device(device))
    try:
        yield
    finally:
        _device_here.reset(token)


def selected_backend() -> backends.Backend:
    """The backend that computes calls without arrays, loaded."""
    return backends.by_name(get_backend())


@called_while_traced
def selected_device() -> Device | None:
    """The device that was set for calls without arrays; None if none was: the framework's own default."""
    return _device_here.get() or _environment_device
