"""Which backends there are, and how the one of a name or of a type is found.

Adapters import their framework, so they are imported only when somebody names the backend or passes an array of it.
An array can exist only if its framework is in sys.modules already: nothing is ever imported on suspicion.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any, NamedTuple

from .._common import errors
from .._common.caches import Locked
from .._common.framework_compilers import FoundTable
from .base import Backend


class Location(NamedTuple):
    """Where a backend lives: its adapter, the module whose types are its arrays, and the pip extra it needs."""

    adapter: str
    framework: str
    extra: str
    demonstrations: str  # a module with `steps()`, for `python -m unified_arrays memory`


KNOWN: dict[str, Location] = {
    "numpy": Location(
        "unified_arrays.backends.numpy.adapter", "numpy", "numpy", "unified_arrays.backends.numpy.memory_demo"
    ),
    "torch": Location(
        "unified_arrays.backends.torch.adapter", "torch", "torch", "unified_arrays.backends.torch.memory_demo"
    ),
    "tensorflow": Location(
        "unified_arrays.backends.tensorflow.adapter",
        "tensorflow",
        "tensorflow",
        "unified_arrays.backends.tensorflow.memory_demo",
    ),
}

_loaded: dict[str, Backend] = {}
_loading = Locked()  # two threads that import two frameworks at once can see modules that are half imported


def by_name(name: str, where: str = "backend") -> Backend:
    """The backend of that name, imported if need be.

    Raises ValueError for an unknown name (with the known ones) and ImportError if its framework is not installed.
    """
    backend = _loaded.get(name) if isinstance(name, str) else None
    if backend is None:
        location = KNOWN.get(check_name(name, where))
        assert location is not None  # check_name has looked
        if importlib.util.find_spec(location.framework) is None:
            raise errors.not_installed(name, location.extra)
        with _loading.lock:
            backend = _loaded.setdefault(name, importlib.import_module(location.adapter).BACKEND)
    return backend


def loaded() -> tuple[Backend, ...]:
    """The backends that somebody has used so far."""
    return tuple(_loaded.values())


def check_name(name: Any, where: str) -> str:
    """`name` if a backend is called so. Only registered names are ever imported."""
    if not isinstance(name, str) or name not in KNOWN:
        raise errors.unknown_backend(where, name, KNOWN)
    return name


def by_type(value_type: type) -> Backend | None:
    """The backend whose arrays (or dtypes) are of that type, or None."""
    found: Backend | None = _of_types[value_type]
    return found


def of_array(x: Any) -> Backend | None:
    """The backend that `x` is an array of, or None."""
    backend = by_type(type(x))
    return backend if backend is not None and isinstance(x, backend.array_types) else None


def is_real_number(value: Any) -> bool:
    """True of a float, Python's own or a scalar of a backend such as numpy.float32."""
    if type(value) is float:
        return True
    backend = by_type(type(value))
    if backend is None or not isinstance(value, backend.scalar_types):
        return False
    dtype = backend.dtype(value)
    return dtype is not None and dtype.kind == "real floating"


def _by_type(value_type: type) -> Backend | None:
    modules = {str(base.__module__).partition(".")[0] for base in value_type.__mro__}
    for name, location in KNOWN.items():
        if location.framework in modules and location.framework in sys.modules:  # a class may claim any module
            backend = by_name(name)
            if issubclass(value_type, backend.array_types + backend.dtype_types):
                return backend
    return None


_of_types = FoundTable(_by_type)
