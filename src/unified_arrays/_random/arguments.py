"""What the methods of a generator are given: parameters, sizes and dtypes, checked before anything is drawn."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from .. import backends
from .._common import argument_errors, errors, python_scalars
from .._common.caches import BoundedTable
from .._common.dtypes import DType, neutral
from .._common.known_sizes import Shape, broadcasts_to, shapes_agree
from .._common.spec import SPECS
from .._dispatch.calls import call_without_out
from .._dispatch.native_arguments import NativeDtypes
from ..backends import Backend
from .drawing import Domain, Joint, Parameter

REAL = ("real floating",)
INTEGERS = ("signed integer", "unsigned integer", "bool")
COUNTS = ("signed integer", "unsigned integer", "real floating")

_NUMBER_OR_ARRAY = "an array or a Python number"


class Place:
    """The backend and device of a generator: which arrays its methods take."""

    def __init__(self, backend: Backend, native_device: Any, device: Any, default: Callable[[], str] | None) -> None:
        self.backend = backend
        self._default = default  # names the dtype of draws where none is given; None: the one of the backend
        self.native_device = native_device  # as the namespace takes it; None: the framework's default
        # A Device; where it is not known, the one where the framework puts what it is given.
        self.device = backend.device(backend.namespace.empty((0,), device=native_device)) if device is None else device
        self.xp: Any = backend.namespace
        self._dtypes = BoundedTable()

    def default_float(self) -> Any:
        """The dtype of draws where none is given."""
        if self._default is not None:
            return self.backend.dtypes[self._default()]
        return self.xp.__array_namespace_info__().default_dtypes()["real floating"]

    @property
    def is_known(self) -> bool:
        """Whether the values of arrays can be looked at here and now."""
        return not (self.backend.is_compiling() or self.backend.makes_graph() or self.device.kind == "meta")

    # -- arrays and numbers --------------------------------------------------------------------------------------------

    def array(self, function: str, name: str, value: Any, expected: str = "an array", dtype: Any = None) -> Any:
        """`value`, an array of this place or a nested sequence of numbers, as an array."""
        own = None if backends.is_scalar(value) else backends.of_array(value)
        if own is not None:
            if own is not self.backend:
                raise errors.two_backends(function, (name, own.name), ("the generator", self.backend.name))
            reason = own.reason_to_refuse(type(value))
            if reason is not None:
                raise errors.refused_array(function, name, reason)
            if own.decides_itself(type(value)):
                raise errors.loses_its_meaning(function, name, type(value), "the result")
            if self.is_known and own.device(value) != self.device:
                raise errors.two_devices(function, [own.device(value), self.device])
            return value
        if not isinstance(value, (list, tuple)):
            raise errors.not_an_array(function, name, type(value), expected)
        return call_without_out(SPECS["asarray"], self.backend.name)(value, dtype=dtype, device=self.native_device)

    def parameter(self, function: str, parameter: Parameter, value: Any) -> Any:
        """A number or an array, real, and in the domain of the parameter."""
        name = parameter.name
        if type(value) not in (float, int) and backends.is_scalar(value):
            value = value.item()
        if isinstance(value, (bool, int, float)):
            value = _integer(function, name, value) if parameter.is_integer else float(value)
        else:
            value = self.array(function, name, value, _NUMBER_OR_ARRAY)
            self.check_kind(function, name, value, INTEGERS if parameter.is_integer else (*INTEGERS, *REAL))
        if parameter.domain is not None:
            self.check_domain(function, name, value, parameter.domain)
        return value

    def check_kind(self, function: str, name: str, array: Any, kinds: tuple[str, ...]) -> None:
        """TypeError for an array of another kind of numbers."""
        dtype = self.backend.dtype(array)
        if dtype is None or dtype.kind not in kinds:
            raise errors.not_an_array(
                function, f"{name} of dtype {dtype or array.dtype}", type(array), " or ".join(kinds)
            )

    def check_domain(self, function: str, name: str, value: Any, domain: Domain) -> None:
        """ValueError for numbers that a parameter cannot be; in a graph nobody knows those of arrays."""
        if not self.is_array(value):
            if domain.excludes(value):
                raise argument_errors.bad_parameter(function, name, errors.shown(value), domain.text)
        elif self.is_known and self.any(domain.excludes(self.xp.asarray(value))):
            raise argument_errors.bad_parameter(function, name, "an array that holds others", domain.text)

    def check_joint(self, function: str, joint: Joint, given: dict[str, Any]) -> None:
        """ValueError for parameters that cannot be what they are together."""
        if not any(map(self.is_array, given.values())):
            if joint.excludes(*given.values()):
                came = errors.shown(given[joint.name])
                raise argument_errors.bad_parameter(function, joint.name, came, joint.text)
        elif self.is_known:
            self.shape(function, None, None, given)
            wide = self.backend.dtypes["float64"]
            arrays = [self.xp.astype(self.xp.asarray(value), wide) for value in given.values()]
            with self.backend.quietly():
                excluded = self.any(joint.excludes(*arrays))
            if excluded:
                raise argument_errors.bad_parameter(function, joint.name, "an array that holds others", joint.text)

    def is_array(self, value: Any) -> bool:
        return isinstance(value, self.backend.array_types)

    def any(self, array: Any) -> bool:
        return bool(self.xp.any(array))

    def cast(self, value: Any, dtype: Any) -> Any:
        """An array as one of that dtype; a number as it is."""
        return self.xp.astype(value, dtype, copy=False) if self.is_array(value) else value

    # -- dtypes --------------------------------------------------------------------------------------------------------

    def dtype(
        self, function: str, dtype: Any, out: Any, default: str, kinds: tuple[str, ...], arrays: Sequence[Any] = ()
    ) -> tuple[Any, DType]:
        """The dtype of the result, and what it is called: named, else that of out, else the default one.

        That is never less precise than floating parameters are.
        """
        held = out.dtype if dtype is None and out is not None else None
        floating = () if dtype is not None or default != "real floating" else tuple(array.dtype for array in arrays)
        if type(dtype) is DType:
            dtype = dtype.name  # neutral dtypes are equal to what is not
        key = (
            type(dtype),
            dtype,
            held,
            floating,
            kinds,
            self.default_float() if self._default else self.backend.default_dtype(),
        )
        try:
            return self._dtypes.ready[key]  # type: ignore[no-any-return]
        except (KeyError, TypeError):  # it is new, or cannot be hashed and is none
            pass
        found: tuple[Any, DType] = self._dtypes.keep(key, self._dtype(function, dtype, out, default, kinds, arrays))
        return found

    def _dtype(
        self, function: str, dtype: Any, out: Any, default: str, kinds: tuple[str, ...], arrays: Sequence[Any]
    ) -> tuple[Any, DType]:
        if dtype is None and out is not None:
            held = self.backend.dtype(out)
            dtype = self.backend.dtypes[held.name] if held is not None and held.kind in kinds else None
        if dtype is not None:
            native = NativeDtypes(function, self.backend).of(dtype)
        elif default == "real floating":
            floating = [array.dtype for array in arrays if self._is_floating(array)]
            native = self.xp.result_type(self.default_float(), *floating)
        else:
            native = self.backend.dtypes[default]
        named = neutral(native)
        if named is None or named.kind not in kinds:
            raise errors.wrong_kind(function, native if named is None else named, " or ".join(kinds))
        return native, named

    def _is_floating(self, value: Any) -> bool:
        dtype = self.backend.dtype(value)
        return dtype is not None and dtype.kind in REAL

    # -- shapes --------------------------------------------------------------------------------------------------------

    def shape(self, function: str, size: Any, out: Any, given: dict[str, Any], event: Shape = ()) -> Any:
        """The shape of the result: `size`, else that of out, else the one that the parameters broadcast to.

        `event`: the axes of one draw, at the end, which size does not name. In a graph a size may be None, and all None
        where out has an unknown number of axes.
        """
        shapes = {name: self.backend.shape(value) for name, value in given.items() if self.is_array(value)}
        if size is not None and not shapes:
            return (*size_of(function, size), *event)
        common = broadcast(function, shapes)
        if size is not None:
            wanted: Any = size_of(function, size)
            if not broadcasts_to(common, wanted):
                raise argument_errors.size_apart(function, wanted, common, "size")
            return (*wanted, *event)
        held = None if out is None else self.backend.shape(out)
        if held is None:
            return (*common, *event)
        cut = len(held) - len(event)
        if cut < 0 or not shapes_agree(held[cut:], event) or not broadcasts_to(common, held[:cut]):
            raise errors.out_shape(function, "out", held, (*common, *event))
        return held


def broadcast(function: str, shapes: dict[str, Any]) -> Shape:
    """The shape that arrays of these shapes broadcast to, as far as it is known; ValueError if there is none."""
    common: list[int | None] = [1] * max(map(len, shapes.values()), default=0)
    for shape in shapes.values():
        for axis in range(-len(shape), 0):
            size, before = shape[axis], common[axis]
            if before == 1 or (before is None and size != 1):
                common[axis] = size
            elif size not in (1, None, before):
                raise errors.shapes_apart(function, shapes, "shapes that broadcast together")
    return tuple(common)


def size_of(function: str, size: Any) -> tuple[int, ...]:
    """A size as a shape."""
    if type(size) is int and size >= 0:
        return (size,)
    try:
        shape = tuple(map(operator.index, size)) if isinstance(size, (tuple, list)) else (operator.index(size),)
    except TypeError:
        raise argument_errors.bad_size(function, size, TypeError) from None
    if any(length < 0 for length in shape):
        raise argument_errors.bad_size(function, size, ValueError)
    return shape


def _integer(function: str, name: str, value: Any) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise errors.not_an_array(function, f"{name}, {value},", float, "an integer or an array of integers")
    return int(value)


def integer(function: str, name: str, value: Any) -> int:
    """A parameter that is one integer, Python's or a framework's scalar."""
    if backends.is_scalar(value):
        value = value.item()
    if type(value) not in python_scalars.NUMBERS or isinstance(value, complex):
        raise errors.not_an_array(function, name, type(value), "an integer")
    return _integer(function, name, value)
