"""From the types of the arguments to the callable that serves them: worked out once, then one dict lookup.

Each public function has two tables: `plain` for calls without out=, `into` for calls with it. A key is the type of each
argument that may be an array; its value is called with the arguments as they came. A missing key is resolved here:
which backend the types belong to, or which error they deserve. So a mix of backends, a list where an array belongs and
an out of the wrong kind cost nothing in the calls that are right.

Answers that a context or the environment gives are never kept: a call without arrays asks for the selection each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .. import backends
from .._common import errors, python_scalars
from .._common.codegen import call_text, compile_function
from .._common.framework_compilers import FoundTable
from .._common.spec import Call, Parameter, Spec
from .._common.trees import leaves
from ..backends import Backend
from . import selection
from .calls import call_with_out, call_without_out, fast_call_with_out

SCALARS = python_scalars.NUMBERS


class Table(FoundTable):
    """types of the arguments -> ready callable; a key is resolved on its first use.

    The key of arguments that are all of one type is that type, which is quicker to look up than a tuple. A fixed
    namespace binds its tables to one backend, by name: arrays of any other are refused.
    """

    def __init__(self, spec: Spec, *, with_out: bool, bound: str | None = None) -> None:
        super().__init__(self._resolve)
        self._spec = spec
        self._with_out = with_out
        self._bound = bound
        self._count = len(spec.keys) + with_out

    def _resolve(self, key: Any) -> Call:
        spec = self._spec
        types = self._types(key)
        out_type = types[-1] if self._with_out else None
        if out_type is not None and self._bound is not None:
            check_out_type(spec, out_type, backends.by_name(self._bound))
        backend = self._backend_of_types(types)
        if backend is None:
            return _by_selection(spec, self._call_by_name, with_out=self._with_out)
        if self._bound not in (None, backend.name):  # of inputs alone: the entries of out are looked at one by one
            raise errors.not_of_namespace(spec.name, str(self._bound), backend.name)
        foreign = tuple(kind for kind in types if isinstance(kind, type) and _is_foreign_scalar(kind, backend))
        ordinary = not foreign and not any(map(backend.decides_itself, _flat(types)))
        if self._with_out and ordinary:
            return self.call_with_out(backend, _arrays(spec, types, backend))
        call = self._call_by_name(backend.name)
        if not self._with_out:  # a way of the backend's for numbers beside arrays, or for arrays alone
            beside = any(
                issubclass(kind, SCALARS) and not issubclass(kind, backend.array_types) for kind in _flat(types)
            )
            call = getattr(call, "for_numbers" if beside else "for_arrays", call)
        return _with_python_numbers(call, foreign) if foreign else call

    def call_with_out(self, backend: Backend, arrays: tuple[str, ...] | None) -> Call:
        """The call with out= on a backend; `arrays`: the parameters that are some, None where no fast path is right."""
        return call_with_out(self._spec, backend) if arrays is None else fast_call_with_out(self._spec, backend, arrays)

    def _call_by_name(self, name: str) -> Call:
        return (
            self.call_with_out(backends.by_name(name), None) if self._with_out else call_without_out(self._spec, name)
        )

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
    for kind in types:
        yield from kind if isinstance(kind, tuple) else (kind,)


def _arrays(spec: Spec, types: tuple[Any, ...], backend: Backend) -> tuple[str, ...]:
    """The parameters that are arrays in a call of these types. Scalars of a backend are none where numbers belong."""
    found = {parameter.name: kind for parameter, kind in zip(spec.keys, types, strict=False) if not parameter.sequence}
    numbers_of = {name for name in spec.number_parameters if issubclass(found.get(name, object), backend.scalar_types)}
    return tuple(
        name for name, kind in found.items() if issubclass(kind, backend.array_types) and name not in numbers_of
    )


def _is_foreign_scalar(kind: type, backend: Backend) -> bool:
    """True for numpy.int64 and the like in a call of another backend."""
    own = backends.by_type(kind)
    return own is not None and own is not backend and issubclass(kind, own.scalar_types)


def _with_python_numbers(call: Call, scalars: tuple[Any, ...]) -> Call:
    """`call` with scalars of another framework as the Python numbers that they are."""

    def converted(*arguments: Any, **options: Any) -> Any:
        return call(*(value.item() if isinstance(value, scalars) else value for value in arguments), **options)

    return converted


def element_types(function: str, parameter: str, arrays: Any) -> tuple[type, ...]:
    """The key of a parameter that holds a sequence of arrays: the different types in it."""
    if not isinstance(arrays, (list, tuple)):
        raise errors.not_an_array(function, parameter, type(arrays), "a list or tuple of arrays")
    return tuple(dict.fromkeys(map(type, arrays)))


def _backend_of(spec: Spec, found: list[tuple[Parameter, Any]], out_type: type | None) -> Backend | None:
    """The one backend that the types belong to, None if no array is among them; TypeError for a mix or a misfit."""
    seen: dict[str, tuple[str, Backend]] = {}  # backend name -> the first array of it
    named: dict[str, tuple[str, Backend]] = {}  # likewise of dtypes, which never decide against an array
    weak: tuple[str, Backend] | None = None  # of scalars such as numpy.int64: arrays only where nothing else is
    for parameter, types in found:
        for kind in types if isinstance(types, tuple) else (types,):
            backend = _backend_of_type(spec, parameter, kind)
            if backend is not None and issubclass(kind, backend.scalar_types):
                if parameter.name not in spec.number_parameters:  # of creation functions, which ask the selection
                    weak = (parameter.name, backend)
            elif backend is not None:
                found_here = seen if issubclass(kind, backend.array_types) else named
                found_here.setdefault(backend.name, (parameter.name, backend))
    if spec.needs_array and not seen:
        if weak is None:
            raise errors.no_array(spec.name, [parameter.name for parameter in spec.keys])
        seen[weak[1].name] = weak
    if out_type is not None and not _holds_outs(spec, out_type):
        backend = backends.by_type(out_type)
        check_out_type(spec, out_type, backend)
        assert backend is not None  # else it has been refused
        seen.setdefault(backend.name, ("out", backend))
    seen = seen or named
    if len(seen) > 1:
        (name1, (parameter1, _)), (name2, (parameter2, _)) = list(seen.items())[:2]
        raise errors.two_backends(spec.name, (parameter1, name1), (parameter2, name2))
    return next((backend for _, backend in [*seen.values(), *([weak] if weak else [])]), None)


def _holds_outs(spec: Spec, out_type: type) -> bool:
    return (spec.several and issubclass(out_type, list)) or (spec.may_be_several and issubclass(out_type, tuple))


def check_out_type(spec: Spec, out_type: type, backend: Backend | None) -> None:
    """TypeError if `out` is no array of `backend` (None: of no backend), or one whose meaning would be lost."""
    if _holds_outs(spec, out_type):
        return
    if backend is None or not issubclass(out_type, backend.array_types):
        raise errors.not_an_out(spec.name, "out", out_type)
    _refuse(spec, "out", out_type, backend)


def _backend_of_type(spec: Spec, parameter: Parameter, kind: type) -> Backend | None:
    """The backend of one argument's type; None for a scalar, None or a dtype's name; TypeError for a misfit."""
    backend = backends.by_type(kind)
    if backend is not None:
        if issubclass(kind, backend.array_types):
            _refuse(spec, parameter.name, kind, backend)
            return backend
        if parameter.takes_dtypes:
            return backend
    accepted = parameter.accepts
    if accepted is not None and not issubclass(kind, accepted):
        raise errors.not_an_array(spec.name, parameter.name, kind, parameter.expected)
    return None


def _refuse(spec: Spec, parameter: str, kind: type, backend: Backend) -> None:
    reason = backend.reason_to_refuse(kind)
    if reason is not None:
        raise errors.refused_array(spec.name, parameter, reason)


def _by_selection(spec: Spec, call_of: Callable[[str], Call], *, with_out: bool) -> Call:
    """For a call whose types name no backend: asks for the selection each time, unless a nested list holds arrays."""
    calls = FoundTable(call_of)
    signature = spec.with_out if with_out else spec.inputs
    changed = {name: f"selected_device() if {name} is None else {name}" for name in spec.device_parameters}
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
    for item in leaves(nested) if isinstance(nested, (list, tuple)) else ():
        if not isinstance(item, SCALARS):
            backend = backends.by_type(type(item))
            if backend is not None and not isinstance(item, backend.scalar_types):
                yield backend
