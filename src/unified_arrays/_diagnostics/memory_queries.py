"""Where the bytes of arrays are, and how many of a device are in use, as far as the frameworks tell."""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np  # for its exact answer to: do two sets of strided places overlap

from .. import backends
from .._common import errors
from .._common.devices import Device
from .._dispatch import selection
from .._dispatch.inspection import backend_of, device


def address(x: Any, /) -> int:
    """The address of the first element of `x`. Of a tf.Variable, that of the buffer that it has now.

    Raises NotImplementedError for what has no address, or none that the framework tells.

    Parameters
    ----------
    x : array
        An array of any backend.

    Returns
    -------
    int
        Where its memory begins.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.ones(3)
    >>> ua.memory.address(x) == ua.memory.address(ua.reshape(x, (3, 1)))
    True
    """
    return int(_memory_view("memory.address", "x", x).__array_interface__["data"][0])


def nbytes(x: Any, /) -> int:
    """The bytes of the elements of `x`: their number times the size of one.

    Parameters
    ----------
    x : array
        An array of any backend.

    Returns
    -------
    int
        Whether it is a view or not.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.memory.nbytes(ua.zeros(3, dtype=ua.float32))
    12
    """
    backend = backend_of("memory.nbytes", "x", x)
    dtype = backend.dtype(x)
    size = dtype.itemsize if dtype is not None else x.dtype.itemsize
    return int(prod(x.shape) * size)


def shares_memory(x: Any, y: Any, /) -> bool:
    """True if an element of `x` and one of `y` lie at the same place; exact, for arrays of two backends too.

    Raises NotImplementedError for what has no address, or none that the framework tells.

    Parameters
    ----------
    x, y : array
        Arrays of any backends.

    Returns
    -------
    bool
        Whether they share an element.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> x = ua.ones(3)
    >>> ua.memory.shares_memory(x, ua.reshape(x, (3, 1)))
    True
    """
    function = "memory.shares_memory"
    first, second = _memory_view(function, "x", x), _memory_view(function, "y", y)
    return device(x) == device(y) and bool(np.shares_memory(first, second))


def _memory_view(function: str, parameter: str, x: Any) -> Any:
    memory = backend_of(function, parameter, x).memory_view(x)
    if isinstance(memory, str):
        raise errors.no_address(function, parameter, memory)
    return memory


def allocated(on: Any, /, *, backend: str | None = None) -> int:
    """Bytes that are held on a device now, as a backend (the selected one if None) counts them.

    On a GPU, and on a CPU where TensorFlow's allocator keeps statistics, this is what the framework holds. Elsewhere on
    a CPU it is what the whole process holds: the difference of two figures is what counts. `counted_by` says which it
    is, and how small an array may be to be seen. Raises DeviceNotFoundError for a device that is not there, and
    NotImplementedError, which says why, where nobody counts.

    Parameters
    ----------
    on : device
        Such as "cpu" or "gpu:0".
    backend : str, optional
        The backend that is asked; None is the selected one.

    Returns
    -------
    int
        Bytes.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> before = ua.memory.allocated("cpu")
    >>> x = ua.ones(1_000_000, dtype=ua.float64)
    >>> ua.memory.allocated("cpu") - before > 7_000_000
    True
    """
    return _counter("memory.allocated", on, backend).allocated()


def peak(on: Any, /, *, backend: str | None = None) -> int:
    """The most bytes that were held on a device at once, since the start or the last `reset_peak`.

    Where the whole process is counted, in pages that were written to: arrays that are only allocated are not seen, and
    about 1 MB is uncertain. Raises what `allocated` raises.

    Parameters
    ----------
    on : device
        Such as "cpu" or "gpu:0".
    backend : str, optional
        The backend that is asked; None is the selected one.

    Returns
    -------
    int
        Bytes.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.memory.peak("cpu") >= 0
    True
    """
    return _counter("memory.peak", on, backend).peak()


def reset_peak(on: Any, /, *, backend: str | None = None) -> None:
    """Let `peak` begin anew, from what is held now. Raises what `allocated` raises.

    Parameters
    ----------
    on : device
        Such as "cpu" or "gpu:0".
    backend : str, optional
        The backend that is asked; None is the selected one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.memory.reset_peak("cpu")
    """
    _counter("memory.reset_peak", on, backend).reset_peak()


class CountedBy(NamedTuple):
    """What the figures of a device mean."""

    who: str  # what counts, and for whom
    resolution: int  # bytes: a smaller array may not be seen in `allocated`


def counted_by(on: Any, /, *, backend: str | None = None) -> CountedBy:
    """Who counts the memory of a device, and with which resolution. Raises what `allocated` raises.

    Parameters
    ----------
    on : device
        Such as "cpu" or "gpu:0".
    backend : str, optional
        The backend that is asked; None is the selected one.

    Returns
    -------
    CountedBy
        A tuple (who, resolution).

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.memory.counted_by("cpu").resolution
    65536
    """
    counter = _counter("memory.counted_by", on, backend)
    return CountedBy(counter.who, counter.resolution)


def programs(backend: str | None = None) -> int:
    """How many compiled programs a backend (the selected one if None) keeps for `in_place_writes`, 256 at most.

    There is one for each function, and the shapes and dtypes of its arguments; what has not been used for longest goes
    first. NumPy and PyTorch need none.

    Parameters
    ----------
    backend : str, optional
        The backend; None is the selected one.

    Returns
    -------
    int
        How many.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.memory.programs("numpy")
    0
    """
    return _backend("memory.programs", backend).programs()


def _backend(function: str, name: str | None) -> backends.Backend:
    return backends.by_name(selection.get_backend() if name is None else name, function)


def _counter(function: str, on: Any, name: str | None) -> backends.MemoryCounter:
    backend, asked = _backend(function, name), Device(on)
    if asked not in backend.devices():
        raise errors.for_function(function, errors.device_not_found(asked, backend.name, backend.devices()))
    counter = backend.memory(asked)
    if isinstance(counter, str):
        raise errors.memory_not_known(function, asked, counter)
    return counter
