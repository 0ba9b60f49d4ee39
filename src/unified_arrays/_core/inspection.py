"""Questions about arrays and backends, and moving arrays between devices and backends."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from .. import backends
from ..backends import Backend, WriteMode
from . import entrances, errors, exchange, selection
from . import out as write
from .autograph import as_written
from .declare import SPECS, Spec
from .devices import Device
from .observation import observing
from .shapes import shape_rule
from .tracing import FoundTable


def backend_of(function: str, parameter: str, x: Any) -> Backend:
    """The backend that `x` is an array of; TypeError for anything else."""
    backend = backends.of_array(x)
    if backend is None:
        raise errors.not_an_array(function, parameter, type(x))
    return backend


@as_written
def is_array(x: Any) -> bool:
    """True if `x` is an array of a known backend: ndarray or NumPy scalar, torch.Tensor, tf.Tensor or tf.Variable."""
    return backends.of_array(x) is not None


@as_written
def array_namespace(*arrays: Any) -> ModuleType:
    """The fixed namespace of the backend that all `arrays` belong to; Python numbers and None have no say.

    Raises TypeError for arrays of two backends, for none, and for anything else.
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
    """Where `x` lives."""
    return backend_of("device", "x", x).device(x)


@as_written
def devices(backend: str | None = None) -> tuple[Device, ...]:
    """The devices that a backend can use here; of the selected backend if none is named."""
    name = selection.get_backend() if backend is None else backend
    return backends.by_name(name, "devices").devices()


@as_written
def to_device(x: Any, device: Any, /, *, out: Any = None) -> Any:
    """`x` on another device: itself if it lives there already, else a copy; with `out`, copied into out.

    Raises DeviceNotFoundError, with the devices that are there, for one that is not.
    """
    backend = backend_of("to_device", "x", x)
    native = _native_device("to_device", backend, device)
    if out is None:
        return backend.to_device(x, native)
    out_backend = backend_of("to_device", "out", out)
    if out_backend is not backend:
        raise errors.two_backends("to_device", ("x", backend.name), ("out", out_backend.name))
    return write.one_result("to_device", backend, backend.to_device)(out, x, native)


def _native_device(function: str, backend: Backend, device: Any) -> Any:
    try:
        return backend.native_device(Device(device))
    except errors.DeviceNotFoundError as error:
        raise errors.for_function(function, error) from None


@as_written
def to_backend(x: Any, name: str | None = None, /, *, device: Any = None, copy: bool | None = None) -> Any:
    """The values of `x` as an array of backend `name` (the selected one if None), in the same dtype.

    This is how data enters: NumPy arrays from a file or a dataset, results of another library. An array that is of
    that backend already is returned as it is, unless `copy` is True. `copy=False` raises ValueError where memory
    cannot be shared; docs/conversions.md says where it can. TypeError if the backend has no such dtype or `x` no
    values, GradientError if a gradient of `x` would end here.
    """
    target = backends.by_name(selection.get_backend() if name is None else name, "to_backend")
    source = backend_of("to_backend", "x", x)
    if source is not target and device is None:
        device = selection.selected_device()
    where = None if device is None else _native_device("to_backend", target, device)
    if source is target:
        exchange.refuse("to_backend", "x", x, source)
        return target.namespace.asarray(x, device=where, copy=copy)
    return exchange.taken_in("to_backend", "x", x, source, target, dtype=None, device=where, copy=copy)


def namespace_info() -> Any:
    """What the standard asks of a namespace, `__array_namespace_info__`, as the selected backend answers it."""
    return selection.selected_backend().namespace.__array_namespace_info__()


def write_mode(
    function: str | Callable[..., Any],
    backend: str | None = None,
    *,
    arguments: Sequence[Any] | None = None,
    options: Mapping[str, Any] | None = None,
    out: Any = None,
) -> WriteMode:
    """How `function(..., out=)` reaches out's memory on a backend (the selected one if None), where the case is plain.

    "native": the library's kernel fills out, no temporary; "copy": computed, checked, copied into out; "assign": the
    result's buffer becomes the variable's; "update": in place where out is an input, assigned elsewhere. Inside
    `in_place_writes()` what XLA can compile is "native" on TensorFlow, too.

    With `out`, it is how the call `function(*arguments, **options, out=out)` would write, here and now. The call is
    made, with all its checks, but nothing is written: it takes the call's time, and memory of the size of out. An out
    of None in a tuple is left out, as in the call.

    Raises ValueError for an unknown function or one without out=; with `out`, what the call would raise, and
    NotImplementedError inside a graph.
    """
    name = function if isinstance(function, str) else _name_of(function)
    spec = SPECS.get(name) or SPECS.get(name.removeprefix("linalg."))  # the products have two names
    if spec is None or not spec.takes_out:
        message = f"write_mode: {name!r} is no function that takes out=, expected a name such as 'add' or 'linalg.svd'"
        raise ValueError(message)
    if arguments is not None or options is not None or out is not None:
        if backend is not None:
            raise errors.rehearsal_names_backend("write_mode")
        called = function if callable(function) else getattr(sys.modules[spec.module], spec.last_name)
        return _rehearsed(spec, called, arguments or (), options or {}, out)
    chosen = backends.by_name(selection.get_backend() if backend is None else backend, "write_mode")
    if spec.name in chosen.views or (selection.writes_in_place() and spec.name in chosen.filled_in_place):
        return "native"
    kernel = chosen.native.get(spec.name)
    return kernel.mode if kernel is not None and shape_rule(spec.name, spec.family) is not None else chosen.mode


def _rehearsed(
    spec: Spec, function: Callable[..., Any], arguments: Sequence[Any], options: Mapping[str, Any], out: Any
) -> WriteMode:
    """How a call would write: the call itself, on a backend that notes what it does and writes to a stand-in."""
    outs = [one for one in (out if isinstance(out, (tuple, list)) else [out]) if one is not None]
    if not outs:
        raise errors.rehearsal_without_out("write_mode")
    backend = backend_of("write_mode", "out", outs[0])
    stand_in = out if backend.unwritable(outs[0]) else backend.stand_in(outs[0])  # the call refuses what is unwritable
    if isinstance(stand_in, str):
        raise errors.no_rehearsal("write_mode", stand_in)
    with entrances.watched(), observing(stand_in) as seen:
        function(*arguments, **options, out=out)
    mode = seen.mode(backend, of_view=spec.name in backend.views)
    assert mode is not None  # what returns has written
    return mode


def _name_of(function: Callable[..., Any]) -> str:
    return next(
        (name for name, spec in SPECS.items() if spec.stub is getattr(function, "__wrapped__", None)), repr(function)
    )
