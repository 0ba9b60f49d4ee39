"""What the surroundings of a call decide: its backend and device when no array says so, and if it fills in place.

`with use_backend(...)` is a context variable, so it is right in threads and in asyncio; `set_backend` is for the
process; then comes the environment, read once at import; then NumPy on the CPU. A setting never overrides an array.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .. import backends
from .._common import errors
from .._common.devices import Device
from .._common.framework_compilers import called_while_traced

__all__ = ["get_backend", "in_place_writes", "set_backend", "use_backend", "use_device"]

_BACKEND_VARIABLE = "UNIFIED_ARRAYS_BACKEND"
_DEVICE_VARIABLE = "UNIFIED_ARRAYS_DEVICE"

_backend_here: ContextVar[str | None] = ContextVar("unified_arrays_backend", default=None)
_device_here: ContextVar[Device | None] = ContextVar("unified_arrays_device", default=None)
_in_place_here: ContextVar[bool | None] = ContextVar("unified_arrays_in_place_writes", default=None)


def _from_environment() -> tuple[str, Device | None]:
    name = os.environ.get(_BACKEND_VARIABLE) or backends.DEFAULT
    backends.check_name(name, _BACKEND_VARIABLE)
    text = os.environ.get(_DEVICE_VARIABLE)
    try:
        return name, Device(text) if text else None
    except ValueError as error:
        raise errors.in_variable(_DEVICE_VARIABLE, error) from None


def _in_place_from_environment() -> set[str]:
    """The backends whose own variable asks for in-place writes in the whole process."""
    asked = set()
    for name, location in backends.KNOWN.items():
        text = os.environ.get(location.writes_variable) or "assign"
        if text not in ("assign", "in_place"):
            raise errors.unknown_writes(location.writes_variable, text)
        if text == "in_place":
            asked.add(name)
    return asked


_environment_backend, _environment_device = _from_environment()
_environment_in_place = _in_place_from_environment()
_process = {"backend": _environment_backend}  # what set_backend was told, or the environment


@contextmanager
def use_backend(name: str) -> Iterator[None]:
    """Inside the `with` block, calls without arrays are computed by backend `name`.

    Raises ValueError for an unknown name and ImportError if the framework is not installed.

    Parameters
    ----------
    name : str
        'numpy', 'torch', 'tensorflow', or the name of another backend that is installed.

    Yields
    ------
    None
        Nothing.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> with ua.use_backend("numpy"):
    ...     ua.zeros(2)
    array([0., 0.])
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

    Parameters
    ----------
    name : str or None
        'numpy', 'torch', 'tensorflow', or the name of another backend that is installed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.set_backend("numpy")
    >>> ua.get_backend()
    'numpy'
    >>> ua.set_backend(None)
    """
    if name is not None:
        backends.by_name(name, "set_backend")
    before = _of_process()
    _process["backend"] = _environment_backend if name is None else name
    if _of_process() != before:
        for backend in backends.loaded():
            if backend.name in (before, _of_process()):
                _tell_all(backend, backend.name != before)


def _of_process() -> str:
    """The backend of calls without arrays where no context names another one."""
    return _process["backend"]


_told_of_selecting: list[Callable[[backends.Backend, bool], None]] = []


def _tell_all(backend: backends.Backend, selected: bool) -> None:
    backend.selected_for_process(selected)
    for notify in _told_of_selecting:
        notify(backend, selected)


def tell_of_selecting(notify: Callable[[backends.Backend, bool], None]) -> None:
    """From now on `notify(backend, True)` is called when the process selects a backend that is loaded, with False when
    it no longer does; at once for the one that is selected now.
    """
    _told_of_selecting.append(notify)
    for backend in backends.loaded():
        if backend.name == _of_process():
            notify(backend, True)


def _tell(backend: backends.Backend) -> None:
    if backend.name == _of_process():
        _tell_all(backend, True)


backends.tell_of_loading(_tell)


@called_while_traced
def get_backend() -> str:
    """The name of the backend that computes calls without arrays, here and now.

    Returns
    -------
    str
        Such as 'numpy'.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.get_backend()
    'numpy'
    """
    return _backend_here.get() or _process["backend"]


@contextmanager
def use_device(device: Any) -> Iterator[None]:
    """Inside the `with` block, calls without arrays and without `device=` create their results on `device`.

    The device is looked for when an array is created, since only then the backend is known.

    Parameters
    ----------
    device : device
        A `Device`, or one of its spellings such as "gpu:0".

    Yields
    ------
    None
        Nothing.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> with ua.use_device("cpu"):
    ...     ua.device(ua.zeros(2))
    cpu:0
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


@contextmanager
def in_place_writes(enabled: bool = True) -> Iterator[None]:
    """Inside the `with` block, a call with out= on TensorFlow fills the variable's own buffer where XLA can compile it.

    Nothing is allocated and the address stays; each new shape is compiled once, and a call costs about 0.2 ms more: it
    is for large arrays. The last digit of exp and such may differ. What XLA cannot compile is assigned, as it is
    without this. NumPy and PyTorch write in place anyhow. UNIFIED_ARRAYS_TF_WRITES=in_place says it for a
    whole process.

    Parameters
    ----------
    enabled : bool
        False: inside the block writes are assigned, whatever holds outside.

    Yields
    ------
    None
        Nothing.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> c = ua.ones(3)
    >>> with ua.in_place_writes():
    ...     ua.multiply(c, 2.0, out=c)
    array([2., 2., 2.])
    """
    token = _in_place_here.set(enabled)
    try:
        yield
    finally:
        _in_place_here.reset(token)


def writes_in_place(backend: str) -> bool:
    """True where in_place_writes is in force for a backend."""
    here = _in_place_here.get()
    return backend in _environment_in_place if here is None else here
