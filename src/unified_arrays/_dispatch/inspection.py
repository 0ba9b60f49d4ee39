"""Questions about arrays and backends."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from .. import backends
from .._common import errors
from .._common.devices import Device
from .._common.framework_compilers import FoundTable, as_written
from ..backends import Backend
from . import selection

__all__ = ["array_namespace", "device", "devices", "is_array"]


def backend_of(function: str, parameter: str, x: Any) -> Backend:
    """The backend that `x` is an array of; TypeError for anything else."""
    backend = backends.of_array(x)
    if backend is None:
        raise errors.not_an_array(function, parameter, type(x))
    return backend


@as_written
def is_array(x: Any) -> bool:
    """True if `x` is an array of a known backend: ndarray or NumPy scalar, torch.Tensor, tf.Tensor or tf.Variable.

    Parameters
    ----------
    x : object
        Anything.

    Returns
    -------
    bool
        Whether it is one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.is_array(ua.ones(3)), ua.is_array([1.0])
    (True, False)
    """
    return backends.of_array(x) is not None


@as_written
def array_namespace(*arrays: Any) -> ModuleType:
    """The fixed namespace of the backend that all `arrays` belong to; Python numbers and None have no say.

    Raises TypeError for arrays of two backends, for none, and for anything else.

    Parameters
    ----------
    *arrays : arrays, numbers and None
        One array at least.

    Returns
    -------
    module
        Such as `unified_arrays.torch`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.array_namespace(ua.ones(3)).__name__
    'unified_arrays.numpy'
    """
    found: dict[str, int] = {}
    for i, array in enumerate(arrays):
        if array is not None and not (isinstance(array, (int, float, complex)) and not is_array(array)):
            found.setdefault(backend_of("array_namespace", f"arrays[{i}]", array).name, i)
    if not found:
        raise errors.no_array("array_namespace", ["arrays"])
    if len(found) > 1:
        (name1, i), (name2, j) = list(found.items())[:2]
        raise errors.two_backends("array_namespace", (f"arrays[{i}]", name1), (f"arrays[{j}]", name2))
    namespace: ModuleType = _namespaces[next(iter(found))]
    return namespace


_namespaces = FoundTable(lambda name: importlib.import_module(f"unified_arrays.{name}"))


@as_written
def device(x: Any, /) -> Device:
    """Where `x` lives.

    Parameters
    ----------
    x : array
        An array of any backend.

    Returns
    -------
    Device
        Equal to all of its spellings.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.device(ua.ones(3)) == "cpu"
    True
    """
    return backend_of("device", "x", x).device(x)


@as_written
def devices(backend: str | None = None) -> tuple[Device, ...]:
    """The devices that a backend can use here; of the selected backend if none is named.

    Parameters
    ----------
    backend : str, optional
        The name of a backend.

    Returns
    -------
    tuple of Devices
        The CPU is the first one.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.devices("numpy")
    (cpu:0,)
    """
    name = selection.get_backend() if backend is None else backend
    return backends.by_name(name, "devices").devices()


def namespace_info() -> Any:
    """What the standard asks of a namespace, `__array_namespace_info__`, as the selected backend answers it."""
    return selection.selected_backend().namespace.__array_namespace_info__()
