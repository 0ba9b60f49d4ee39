"""Neutral dtypes, devices and Python scalars among the arguments of a call, as the backend's own."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

from .. import backends
from .._common import errors, python_scalars
from .._common.caches import BoundedTable
from .._common.devices import Device
from .._common.dtypes import ALL, KIND_NAMES, DType, name_of
from .._common.framework_compilers import FoundTable
from .._common.spec import Call, Spec
from ..backends import Backend
from . import element_values, transfer


def native_devices(backend: Backend) -> Call:
    """Whatever names a device -> the backend's own."""
    known = FoundTable(lambda device: backend.native_device(Device(device)))

    def native_device(device: Any) -> Any:
        if type(device) is Device:
            device = f"{device.kind}:{device.index}"  # Dynamo (2.13) calls what finds it with an instance that is empty
        try:
            return known[device]
        except TypeError:  # of what cannot be hashed, or is no device
            return backend.native_device(Device(device))

    return native_device


# Creation functions whose numbers become elements of the result.
ELEMENTS = {"full": ("fill_value",), "full_like": ("fill_value",), "linspace": ("start", "stop")}


def native_arguments(spec: Spec, *, with_out: bool = False) -> dict[str, str]:
    """The text that makes dtypes the backend's own, and sees that numbers are numbers, by parameter."""
    dtypes = {name: f"{name} if {name} is None else native_dtypes.of({name})" for name in spec.dtype_parameters}
    numbers_of = {
        name: f"{name} if type({name}) in plain else number({name!r}, {name})" for name in spec.number_parameters
    }
    # Whose dtype full_like takes.
    first = next((parameter for parameter in spec.keys if parameter.name not in spec.number_parameters), None)
    dtype = "dtype" if first is None else f"{first.name} if dtype is None else dtype"
    held_by = f"{dtype}, out" if with_out else dtype
    fits = "type({0}) in plain and 0 <= {0} <= 127"  # every dtype holds it
    for name in ELEMENTS.get(spec.name, ()):
        numbers_of[name] = f"{name} if {fits.format(name)} else element({name!r}, {name}, {held_by})"
    if spec.takes_nested and with_out:
        first_name = next(iter(spec.inputs.parameters))
        named = "dtype" if "dtype" in spec.dtype_parameters else None
        numbers_of[first_name] = (
            f"{first_name} if type({first_name}) not in of_python else elements({first_name}, {named}, out)"
        )
    if spec.name == "arange":
        has_room = "False" if with_out else "dtype is None"
        numbers_of["start"] = f"start if type(start) in plain and {has_room} else counted(start, stop, step, {held_by})"
    return dtypes | numbers_of


def names_of_native_arguments(spec: Spec, backend: Backend) -> dict[str, Any]:
    """What that text refers to."""
    return {
        "native_dtypes": NativeDtypes(spec.name, backend),
        "plain": python_scalars.PLAIN,
        "number": partial(element_values.number, spec),
        "element": partial(element_values.element, spec, backend),
        "counted": partial(element_values.counted, spec, backend),
        "of_python": transfer.OF_PYTHON,
        "elements": partial(element_values.nested, spec, backend),
    }


def inspection_of(spec: Spec, name: str) -> str:
    """The method of NativeDtypes for a parameter that may be a dtype: one, several, or a kind of dtypes."""
    parameter = spec.signature.parameters[name]
    if parameter.kind is parameter.VAR_POSITIONAL:
        return "each_inspected"
    return "kind" if "tuple" in str(parameter.annotation) else "inspected"


class NativeDtypes(BoundedTable):
    """Whatever names a dtype -> the backend's own; filled on first use. None stays None."""

    def __init__(self, function: str, backend: Backend) -> None:
        super().__init__()
        self._function = function
        self._backend = backend

    def of(self, dtype: Any) -> Any:
        if type(dtype) is DType:
            dtype = dtype.name  # torch.compile cannot hash an instance
        try:
            return self.ready[dtype]
        except KeyError:
            pass  # an error of another dtype is not to mention this one
        except TypeError:
            if isinstance(dtype, Hashable):
                raise
            raise errors.not_a_dtype(self._function, dtype, ALL) from None
        if dtype is None:
            return self.keep(None, None)
        name = name_of(dtype)
        if name is None:
            raise errors.not_a_dtype(self._function, dtype, ALL)
        if name not in self._backend.dtypes:
            raise errors.dtype_not_here(self._function, name, self._backend.name)
        return self.keep(dtype, self._backend.dtypes[name])

    def inspected(self, argument: Any) -> Any:
        """An argument of result_type, finfo, ...: names and other backends' dtypes become native; all else stays."""
        if isinstance(argument, self._backend.array_types):
            return argument
        if isinstance(argument, (str, type, tuple)):
            return self.of(argument)
        owner = backends.by_type(type(argument))
        is_own = owner is None or owner is self._backend or isinstance(argument, owner.array_types)
        return argument if is_own else self.of(argument)

    def each_inspected(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(map(self.inspected, arguments))

    def kind(self, argument: Any) -> Any:
        """What isdtype compares with: a dtype, the name of a kind, or a tuple of these."""
        if isinstance(argument, tuple):
            return tuple(map(self.kind, argument))
        is_kind = isinstance(argument, str) and argument in KIND_NAMES and argument not in ALL
        return argument if is_kind or isinstance(argument, self._backend.dtype_types) else self.of(argument)
