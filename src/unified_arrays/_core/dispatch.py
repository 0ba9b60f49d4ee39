"""From the types of the arguments to the callable that serves them: worked out once, then one dict lookup.

Each public function has two tables: `plain` for calls without out=, `into` for calls with it. A key is the type of each
argument that may be an array; its value is called with the arguments as they came. A missing key is resolved here:
which backend the types belong to, or which error they deserve. So a mix of backends, a list where an array belongs and
an out of the wrong kind cost nothing in the calls that are right.

Answers that a context or the environment gives are never kept: a call without arrays asks for the selection each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from .. import backends
from ..backends import Backend, Kernel
from . import elements, errors, exchange, numbers, observation, out, plain, selection
from .devices import Device
from .dtypes import ALL, KIND_NAMES, DType, name_of
from .result_dtypes import ResultDtypes
from .shapes import shape_rule
from .source import call_text, compile_function
from .tables import BoundedTable
from .tracing import FoundTable

if TYPE_CHECKING:
    from .declare import Parameter, Spec

Call = Callable[..., Any]
SCALARS = numbers.NUMBERS


class Table(FoundTable):
    """types of the arguments -> ready callable; a key is resolved on its first use.

    The key of arguments that are all of one type is that type, which is quicker to look up than a tuple. A fixed
    namespace binds its tables to one backend, by name: arrays of any other are refused.
    """

    def __init__(self, spec: Spec, *, with_out: bool, bound: str | None = None, observed: bool = False) -> None:
        super().__init__(self._resolve)
        self._spec = spec
        self._with_out = with_out
        self._bound = bound
        self._observed = observed  # its calls with out= note what they do
        self._count = len(spec.keys) + with_out

    def _resolve(self, key: Any) -> Call:
        spec = self._spec
        types = self._types(key)
        out_type = types[-1] if self._with_out else None
        if out_type is not None and self._bound is not None:
            check_out_type(spec, out_type, backends.by_name(self._bound))
        backend = self._backend_of_types(types)
        into = call_into_observed if self._observed else call_into
        if backend is None:
            return _by_selection(spec, into if self._with_out else call_plain, with_out=self._with_out)
        if self._bound not in (None, backend.name):  # of inputs alone: the entries of out are looked at one by one
            raise errors.not_of_namespace(spec.name, str(self._bound), backend.name)
        foreign = tuple(one for one in types if isinstance(one, type) and _is_foreign_scalar(one, backend))
        ordinary = not foreign and not any(map(backend.decides_itself, _flat(types)))
        if self._with_out and not self._observed and ordinary:  # observers do without quick ways
            return call_into_quick(spec, backend.name, _arrays(spec, types, backend))
        call = (into if self._with_out else call_plain)(spec, backend.name)
        if not self._with_out:  # a way of the backend's for numbers beside arrays, or for arrays alone
            beside = any(issubclass(one, SCALARS) and not issubclass(one, backend.array_types) for one in _flat(types))
            call = getattr(call, "for_numbers" if beside else "for_arrays", call)
        return _with_python_numbers(call, foreign) if foreign else call

    def _types(self, key: Any) -> tuple[Any, ...]:
        return (key,) * self._count if self._count == 1 or isinstance(key, type) else key

    def _backend_of_types(self, types: tuple[Any, ...]) -> Backend | None:
        found = list(zip(self._spec.keys, types, strict=False))  # the last type is that of out
        return _backend_of(self._spec, found, types[-1] if self._with_out else None)

    def backend_of(self, key: Any, arguments: tuple[Any, ...]) -> Backend:
        """Who serves the call with that key and those arguments."""
        if self._bound is not None:
            return backends.by_name(self._bound)
        return self._backend_of_types(self._types(key)) or backends.by_name(_selected(self._spec, arguments))


def _flat(types: tuple[Any, ...]) -> Iterator[type]:
    for one in types:
        yield from one if isinstance(one, tuple) else (one,)


def _arrays(spec: Spec, types: tuple[Any, ...], backend: Backend) -> tuple[str, ...]:
    """The parameters that are arrays in a call of these types. Scalars of a backend are none where numbers belong."""
    found = {one.name: kind for one, kind in zip(spec.keys, types, strict=False) if not one.sequence}
    numbers_of = {name for name in spec.number_parameters if issubclass(found.get(name, object), backend.scalar_types)}
    return tuple(
        name for name, kind in found.items() if issubclass(kind, backend.array_types) and name not in numbers_of
    )


def _is_foreign_scalar(one: type, backend: Backend) -> bool:
    """True for numpy.int64 and the like in a call of another backend."""
    own = backends.by_type(one)
    return own is not None and own is not backend and issubclass(one, own.scalar_types)


def _with_python_numbers(call: Call, scalars: tuple[Any, ...]) -> Call:
    """`call` with scalars of another framework as the Python numbers that they are."""

    def converted(*arguments: Any, **options: Any) -> Any:
        return call(*(one.item() if isinstance(one, scalars) else one for one in arguments), **options)

    return converted


def element_types(function: str, parameter: str, arrays: Any) -> tuple[type, ...]:
    """The key of a parameter that holds a sequence of arrays: the different types in it."""
    if not isinstance(arrays, (list, tuple)):
        raise errors.not_an_array(function, parameter, type(arrays), "a list or tuple of arrays")
    return tuple(dict.fromkeys(map(type, arrays)))


def _backend_of(spec: Spec, found: list[tuple[Parameter, Any]], out_type: type | None) -> Backend | None:
    """The one backend that the types belong to, None if no array is among them; TypeError for a mix or a misfit."""
    seen: dict[str, tuple[str, Backend]] = {}  # backend name -> the first parameter of it
    weak: tuple[str, Backend] | None = None  # of scalars such as numpy.int64: arrays only where nothing else is
    for parameter, types in found:
        for one in types if isinstance(types, tuple) else (types,):
            backend = _backend_of_type(spec, parameter, one)
            if backend is not None and issubclass(one, backend.scalar_types):
                if parameter.name not in spec.number_parameters:  # of creation functions, which ask the selection
                    weak = (parameter.name, backend)
            elif backend is not None:
                seen.setdefault(backend.name, (parameter.name, backend))
    if spec.needs_array and not seen:
        if weak is None:
            raise errors.no_array(spec.name, [one.name for one in spec.keys])
        seen[weak[1].name] = weak
    if out_type is not None and not _holds_outs(spec, out_type):
        backend = backends.by_type(out_type)
        check_out_type(spec, out_type, backend)
        assert backend is not None  # else it has been refused
        seen.setdefault(backend.name, ("out", backend))
    if len(seen) > 1:
        (name1, (parameter1, _)), (name2, (parameter2, _)) = list(seen.items())[:2]
        raise errors.two_backends(spec.name, (parameter1, name1), (parameter2, name2))
    return next((backend for _, backend in [*seen.values(), *([weak] if weak else [])]), None)


def _holds_outs(spec: Spec, out_type: type) -> bool:
    return spec.several and issubclass(out_type, (tuple, list))


def check_out_type(spec: Spec, out_type: type, backend: Backend | None) -> None:
    """TypeError if `out` is no array of `backend` (None: of no backend), or one whose meaning would be lost."""
    if _holds_outs(spec, out_type):
        return
    if backend is None or not issubclass(out_type, backend.array_types):
        raise errors.not_an_out(spec.name, "out", out_type)
    _refuse(spec, "out", out_type, backend)


def _backend_of_type(spec: Spec, parameter: Parameter, one: type) -> Backend | None:
    """The backend of one argument's type; None for a scalar, None or a dtype's name; TypeError for a misfit."""
    backend = backends.by_type(one)
    if backend is not None:
        if issubclass(one, backend.array_types):
            _refuse(spec, parameter.name, one, backend)
            return backend
        if parameter.takes_dtypes:
            return backend
    accepted = parameter.accepts
    if accepted is not None and not issubclass(one, accepted):
        raise errors.not_an_array(spec.name, parameter.name, one, parameter.expected)
    return None


def _refuse(spec: Spec, parameter: str, one: type, backend: Backend) -> None:
    for refused, reason in backend.refused_types.items():
        if issubclass(one, refused):
            raise errors.refused_array(spec.name, parameter, reason)


def _by_selection(spec: Spec, call_of: Callable[[Spec, str], Call], *, with_out: bool) -> Call:
    """For a call whose types name no backend: asks for the selection each time, unless a nested list holds arrays."""
    calls = FoundTable(lambda name: call_of(spec, name))
    signature = spec.with_out if with_out else spec.inputs
    changed = {one: f"selected_device() if {one} is None else {one}" for one in spec.device_parameters}
    asked = f"selected(spec, ({next(iter(spec.inputs.parameters))},))" if spec.takes_nested else "get_backend()"
    body = [f"name = {asked}", f"return {call_text('(ready.get(name) or calls[name])', signature, changed)}"]
    names = {
        "spec": spec,
        "calls": calls,
        "ready": calls.ready,
        "selected": _selected,
        "get_backend": selection.get_backend,
        "selected_device": selection.selected_device,
    }
    return compile_function(spec.last_name, signature, body, names, "selecting call of")


def _selected(spec: Spec, arguments: tuple[Any, ...]) -> str:
    """The name of the backend of the arrays in a nested list, else of the one that is selected."""
    inside = _backend_inside(spec, arguments[0]) if spec.takes_nested and arguments else None
    return selection.get_backend() if inside is None else inside.name


def _backend_inside(spec: Spec, nested: Any) -> Backend | None:
    """The one backend of the arrays in a nested list; scalars are numbers there, NumPy's too. TypeError for a mix."""
    found = {backend.name: backend for backend in _backends_inside(nested)}
    if len(found) > 1:
        name = spec.keys[0].name
        first, second = list(found)[:2]
        raise errors.two_backends(spec.name, (name, first), (name, second))
    return next(iter(found.values()), None)


def _backends_inside(nested: Any) -> Iterator[Backend]:
    for one in nested if isinstance(nested, (list, tuple)) else ():
        if isinstance(one, (list, tuple)):
            yield from _backends_inside(one)
        elif not isinstance(one, SCALARS):
            backend = backends.by_type(type(one))
            if backend is not None and not isinstance(one, backend.scalar_types):
                yield backend


@cache
def call_plain(spec: Spec, name: str) -> Call:
    """The backend's own function, taking neutral dtypes and devices too."""
    backend = backends.by_name(name)
    function: Any = backend.namespace
    for part in spec.name.split("."):
        function = getattr(function, part)
    function = backend.placed(spec.name, function)
    if spec.name in exchange.TAKING_IN:
        function = exchange.taking_in(spec.name, backend, function)
    changed = _native_arguments(spec)
    changed |= {one: f"{one} if {one} is None else native_device({one})" for one in spec.device_parameters}
    changed |= {one: f"native_dtypes.{_inspection_of(spec, one)}({one})" for one in spec.inspected_parameters}
    if not changed:
        return function  # type: ignore[no-any-return]
    names = {
        "function": function,
        **_names_of_native_arguments(spec, backend),
        "native_device": _native_devices(backend),
    }
    body = [f"return {call_text('function', spec.inputs, changed)}"]
    return compile_function(spec.last_name, spec.inputs, body, names, f"{name} call of")


def _native_devices(backend: Backend) -> Call:
    """Whatever names a device -> the backend's own."""
    known = FoundTable(lambda device: backend.native_device(Device(device)))

    def native_device(device: Any) -> Any:
        try:
            return known[device]
        except TypeError:  # of what cannot be hashed, or is no device
            return backend.native_device(Device(device))

    return native_device


# Creation functions whose numbers become elements of the result.
_ELEMENTS = {"full": ("fill_value",), "full_like": ("fill_value",), "linspace": ("start", "stop")}


def _native_arguments(spec: Spec, *, with_out: bool = False) -> dict[str, str]:
    """The text that makes dtypes the backend's own, and sees that numbers are numbers, by parameter."""
    dtypes = {one: f"{one} if {one} is None else native_dtypes.of({one})" for one in spec.dtype_parameters}
    numbers_of = {one: f"{one} if type({one}) in plain else number({one!r}, {one})" for one in spec.number_parameters}
    # Whose dtype full_like takes.
    first = next((one for one in spec.keys if one.name not in spec.number_parameters), None)
    dtype = "dtype" if first is None else f"{first.name} if dtype is None else dtype"
    held_by = f"{dtype}, out" if with_out else dtype
    fits = "type({0}) in plain and 0 <= {0} <= 127"  # every dtype holds it
    for one in _ELEMENTS.get(spec.name, ()):
        numbers_of[one] = f"{one} if {fits.format(one)} else element({one!r}, {one}, {held_by})"
    if spec.takes_nested and with_out:
        first_name = next(iter(spec.inputs.parameters))
        numbers_of[first_name] = (
            f"{first_name} if type({first_name}) not in of_python else elements({first_name}, dtype, out)"
        )
    if spec.name == "arange":
        has_room = "False" if with_out else "dtype is None"
        numbers_of["start"] = f"start if type(start) in plain and {has_room} else counted(start, stop, step, {held_by})"
    return dtypes | numbers_of


def _names_of_native_arguments(spec: Spec, backend: Backend) -> dict[str, Any]:
    """What that text refers to."""
    return {
        "native_dtypes": NativeDtypes(spec.name, backend),
        "plain": numbers.PLAIN,
        "number": partial(elements.number, spec),
        "element": partial(elements.element, spec, backend),
        "counted": partial(elements.counted, spec, backend),
        "of_python": exchange.OF_PYTHON,
        "elements": partial(elements.nested, spec, backend),
    }


def _inspection_of(spec: Spec, name: str) -> str:
    """The method of NativeDtypes for a parameter that may be a dtype: one, several, or a kind of dtypes."""
    parameter = spec.signature.parameters[name]
    if parameter.kind is parameter.VAR_POSITIONAL:
        return "each_inspected"
    return "kind" if "tuple" in str(parameter.annotation) else "inspected"


@cache
def call_into(
    spec: Spec, name: str, called: str | None = None, parameter: str = "out", *, observed: bool = False
) -> Call:
    """The call with out= on one backend, out first: native where there is a kernel and a shape rule, else general.

    Messages call the function and its out by other names if `called` and `parameter` say so. If `observed`, the call
    notes what it does (see observation.py).
    """
    backend = observation.observed(name) if observed else backends.by_name(name)
    if spec.several:
        return out.several_results(spec.name, backend, call_plain(spec, name))
    general = out.one_result(called or spec.name, backend, call_plain(spec, name), parameter)
    return _with_native_arguments(spec, backend, _native(spec, backend, _placed_general(spec, backend, general)))


call_into_observed = partial(call_into, observed=True)


@cache
def call_into_quick(spec: Spec, name: str, arrays: tuple[str, ...]) -> Call:
    """The same where these parameters are arrays, with quick ways for plain cases."""
    backend = backends.by_name(name)
    case, kernel = backend.plain_case, _kernel(spec, backend)
    if case is None or spec.several:
        return call_into(spec, name)
    compute = call_plain(spec, name)
    whole = out.one_result(spec.name, backend, compute)
    general = plain.computed(spec, backend, case, compute, out.finished(spec.name, backend), whole)
    general = _placed_general(spec, backend, general)
    into = _native(spec, backend, general)
    if kernel is not None:
        dtypes = _result_dtypes(spec, backend)
        if kernel.quick is not None and len(arrays) == len(spec.keys):
            into = plain.alike(spec, backend, case, dtypes, into)
        else:
            into = plain.seen(spec, backend, case, arrays, dtypes, into, general)
    return _with_native_arguments(spec, backend, into)


def _placed_general(spec: Spec, backend: Backend, general: Call) -> Call:
    """The general way, or another one where memory or places ask for it."""
    if spec.name in backend.filled_in_place:
        general = out.in_place(spec.name, backend, call_plain(spec, backend.name), selection.writes_in_place, general)
    return _where_out_is(general, backend) if spec.device_parameters else general


def _native(spec: Spec, backend: Backend, general: Call) -> Call:
    """The native way in front of the general one, where there is a kernel."""
    kernel = _kernel(spec, backend)
    if kernel is None:
        return general
    if kernel.mode == "update":
        return out.update(backend, kernel.function, general)
    shape = shape_rule(spec.name, spec.family)
    assert shape is not None  # _kernel has looked
    return out.native(backend, kernel, shape, _result_dtypes(spec, backend), general)


def _kernel(spec: Spec, backend: Backend) -> Kernel | None:
    """What fills out itself, if it is known beforehand what shape the result will have."""
    return None if shape_rule(spec.name, spec.family) is None else backend.native.get(spec.name)


def _result_dtypes(spec: Spec, backend: Backend) -> ResultDtypes:
    takes_sequence = bool(spec.keys) and spec.keys[0].sequence
    return ResultDtypes(spec.name, call_plain(spec, backend.name), backend, takes_sequence=takes_sequence)


def _with_native_arguments(spec: Spec, backend: Backend, into: Call) -> Call:
    """`into`, taking neutral dtypes too."""
    changed = _native_arguments(spec, with_out=True)
    written_here = spec.takes_nested or spec.name in ("arange", *_ELEMENTS) or _kernel(spec, backend) is not None
    if not changed or spec.several or not written_here:
        return into
    names = {"into": into, **_names_of_native_arguments(spec, backend)}
    body = [f"return {call_text('into', spec.with_out, changed)}"]
    return compile_function(spec.last_name, spec.with_out, body, names, f"{backend.name} out= call of")


def _where_out_is(into: Call, backend: Backend) -> Call:
    """A creation call that names no device and no array creates where its out lives."""

    def call(out: Any, /, *arguments: Any, device: Any = None, **options: Any) -> Any:
        if device is None and not isinstance(arguments[0], backend.array_types):
            device = backend.device(out)
        return into(out, *arguments, device=device, **options)

    return call


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
        """An argument of result_type, finfo, ...: names of dtypes become native; arrays, numbers and dtypes stay."""
        return self.of(argument) if isinstance(argument, (str, type, tuple)) else argument

    def each_inspected(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(map(self.inspected, arguments))

    def kind(self, argument: Any) -> Any:
        """What isdtype compares with: a dtype, the name of a kind, or a tuple of these."""
        if isinstance(argument, tuple):
            return tuple(map(self.kind, argument))
        is_kind = isinstance(argument, str) and argument in KIND_NAMES and argument not in ALL
        return argument if is_kind or isinstance(argument, self._backend.dtype_types) else self.of(argument)
