"""Which backends there are, and how the one of a name or of a type is found.

A backend is found by name in a table. Those of other packages come into it by `register_backend`, or by an entry point
of the group "unified_arrays.backends", which is looked for when a name or a type is met that the table does not know.

Adapters import their framework, so they are imported only when somebody names the backend or passes an array of it.
An array can exist only if its framework is in sys.modules already: nothing is ever imported on suspicion.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from .._common import errors
from .._common.caches import Locked
from .._common.framework_compilers import FoundTable
from .base import Backend

ENTRY_POINTS = "unified_arrays.backends"


class Location(NamedTuple):
    """Where a backend lives, known without an import of its framework."""

    adapter: str  # "package.module:NAME" of the Backend
    array_modules: tuple[str, ...]  # root modules of its array types; the first one has to be installed
    install: str = ""  # what to do if it is not: "pip install ..."; if empty, to install that one
    writes_variable: str = ""  # an environment variable that asks for in_place_writes in the whole process


def _own(name: str, writes_variable: str = "", also: tuple[str, ...] = ()) -> Location:
    adapter = f"unified_arrays.backends.{name}.adapter:BACKEND"
    return Location(adapter, (name, *also), f"pip install 'unified_arrays[{name}]'", writes_variable)


DEFAULT = "numpy"  # computes calls without arrays where nothing else is selected
HOST = "numpy"  # whose arrays are memory of this process, and what stores and other libraries give and take
KNOWN: dict[str, Location] = {
    "numpy": _own("numpy"),
    "torch": _own("torch"),
    "tensorflow": _own("tensorflow", "UNIFIED_ARRAYS_TF_WRITES"),
    "jax": _own("jax", also=("jaxlib",)),
    "dask": _own("dask"),
    "cupy": _own("cupy"),
}

_told_of_loading: list[Callable[[Backend], None]] = []
_loaded: dict[str, Backend] = {}
_loading = Locked()  # two threads that import two frameworks at once can see modules that are half imported
_looked_for: list[str] = []  # the group of entry points, once its members are registered


def register_backend(name: str, location: Location) -> None:
    """Let `name` be a backend: for `use_backend`, UNIFIED_ARRAYS_BACKEND and `import unified_arrays.<name>`.

    Nothing is imported before the backend is named or an array of it is met. A package that is installed does this by
    an entry point of the group "unified_arrays.backends", whose name is that of the backend and whose object is its
    `Location`. Raises ValueError for a name that is taken by another backend or is no identifier.

    Parameters
    ----------
    name : str
        An identifier.
    location : Location
        Where it is.

    Examples
    --------
    >>> from unified_arrays.backends import KNOWN, register_backend
    >>> register_backend("numpy", KNOWN["numpy"])  # the same one again is no error
    """
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise errors.no_backend_name("register_backend", name)
    if not isinstance(location, Location) or not location.array_modules or ":" not in location.adapter:
        raise errors.no_location("register_backend", location)
    if KNOWN.setdefault(name, location) != location:
        raise errors.backend_taken("register_backend", name, KNOWN[name].adapter)
    _of_types.ready.clear()  # types that were of no backend may be of this one


def _look_for_entry_points() -> None:
    """Register what other packages provide; once in a process."""
    with _loading.lock:
        if _looked_for:
            return
        _looked_for.append(ENTRY_POINTS)
        from importlib.metadata import entry_points  # which takes longer than most of this package

        for entry in entry_points(group=ENTRY_POINTS):
            try:
                register_backend(entry.name, entry.load())
            except Exception as error:  # another package's: this one works without it
                message = f"the backend {entry.name!r} of {entry.value} cannot be used: {type(error).__name__}: {error}"
                warnings.warn(message, RuntimeWarning, stacklevel=2)


def is_installed(name: str) -> bool:
    """Whether the framework of a known backend is there."""
    return importlib.util.find_spec(KNOWN[name].array_modules[0]) is not None


def not_installed(name: str) -> ImportError:
    """The error for a backend whose framework is missing: it says what to do."""
    return errors.not_installed(name, KNOWN[name].install or f"install {KNOWN[name].array_modules[0]}")


def by_name(name: str, where: str = "backend") -> Backend:
    """The backend of that name, imported if need be.

    Raises ValueError for an unknown name (with the known ones) and ImportError if its framework is not installed.
    """
    backend = _loaded.get(name) if isinstance(name, str) else None
    if backend is None:
        location = KNOWN[check_name(name, where)]
        if not is_installed(name):
            raise not_installed(name)
        module, _, attribute = location.adapter.partition(":")
        with _loading.lock:
            found = getattr(importlib.import_module(module), attribute, None)
            if not isinstance(found, Backend):
                raise errors.no_adapter(name, location.adapter, found)
            backend = _loaded.setdefault(name, found)
        for notify in _told_of_loading:
            notify(backend)
    return backend


def tell_of_loading(notify: Callable[[Backend], None]) -> None:
    """From now on `notify` is called with each backend that is loaded."""
    _told_of_loading.append(notify)


def loaded() -> tuple[Backend, ...]:
    """The backends that somebody has used so far."""
    return tuple(_loaded.values())


def check_name(name: Any, where: str) -> str:
    """`name` if a backend is called so. Only registered names are ever imported."""
    if isinstance(name, str) and name.isidentifier() and name not in KNOWN:
        _look_for_entry_points()
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


def is_scalar(value: Any) -> bool:
    """True of a scalar of a backend such as numpy.int64, which is a value like a Python number."""
    backend = by_type(type(value))
    return backend is not None and issubclass(type(value), backend.scalar_types)


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
    known = {module for location in KNOWN.values() for module in location.array_modules}
    if not modules <= {"builtins", *known}:
        _look_for_entry_points()
    # A class may claim any module.
    named = [
        name
        for name, location in KNOWN.items()
        if any(m in modules and m in sys.modules for m in location.array_modules) or _is_made_by(value_type, location)
    ]
    candidates = [by_name(name) for name in named]
    of_arrays = [backend for backend in candidates if issubclass(value_type, backend.array_types)]
    if len(of_arrays) > 1:  # the one whose type is the nearest: a class may derive from arrays of another backend
        order = {base: i for i, base in enumerate(value_type.__mro__)}
        of_arrays.sort(key=lambda backend: min(order.get(kind, len(order)) for kind in backend.array_types))
    return next((backend for backend in (*of_arrays, *candidates) if _is_of(value_type, backend)), None)


def _is_made_by(value_type: type, location: Location) -> bool:
    """True of a class in the package of the adapter, as arrays are that a backend makes itself."""
    package = location.adapter.partition(":")[0].rpartition(".")[0]
    return bool(package) and any(str(base.__module__).startswith(f"{package}.") for base in value_type.__mro__)


def _is_of(value_type: type, backend: Backend) -> bool:
    return issubclass(value_type, (*backend.array_types, *backend.dtype_types))


_of_types = FoundTable(_by_type)
