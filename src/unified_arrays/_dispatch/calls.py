"""The call of a function on one backend, composed once: without out=, and with it."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from .. import backends
from .._common import errors
from .._common.codegen import call_text, compile_function
from .._common.spec import Call, Spec
from .._out import contract, fast_paths
from .._out.result_dtypes import ResultDtypes
from .._out.result_shapes import shape_rule
from ..backends import Backend, Kernel
from . import selection, transfer
from .native_arguments import ELEMENTS, inspection_of, names_of_native_arguments, native_arguments, native_devices


@cache
def call_without_out(spec: Spec, name: str) -> Call:
    """The backend's own function, taking neutral dtypes and devices too."""
    backend = backends.by_name(name)
    own = backend.functions.function(spec.name)
    if own is None:
        raise errors.not_there(spec.name, backend.name)
    function = backend.placed(spec.name, own)
    if spec.name in transfer.TAKING_IN:
        function = transfer.taking_in(spec.name, backend, function)
    changed = native_arguments(spec)
    changed |= {name: f"{name} if {name} is None else native_device({name})" for name in spec.device_parameters}
    changed |= {name: f"native_dtypes.{inspection_of(spec, name)}({name})" for name in spec.inspected_parameters}
    if not changed:
        return function
    names = {
        "function": function,
        **names_of_native_arguments(spec, backend),
        "native_device": native_devices(backend),
    }
    body = [f"return {call_text('function', spec.inputs, changed)}"]
    return compile_function(spec.last_name, spec.inputs, body, names, f"{name} call of")


@cache
def call_with_out(spec: Spec, backend: Backend, called: str | None = None, parameter: str = "out") -> Call:
    """The call with out= on one backend, out first: native where there is a kernel and a shape rule, else general.

    Messages call the function and its out by other names if `called` and `parameter` say so.
    """
    compute = call_without_out(spec, backend.name)
    if spec.several:
        return contract.general_call_of_several(spec.name, backend, compute)
    if spec.may_be_several:
        return contract.general_call_of_one_or_several(spec.name, backend, compute)
    general = contract.general_call(called or spec.name, backend, compute, parameter)
    return _with_native_arguments(spec, backend, _native(spec, backend, _placed_general(spec, backend, general)))


@cache
def fast_call_with_out(spec: Spec, backend: Backend, arrays: tuple[str, ...]) -> Call:
    """The same where these parameters are arrays, with fast paths for plain cases."""
    case, kernel = backend.fast_path_conditions, _kernel(spec, backend)
    if case is None or spec.may_be_several:
        return call_with_out(spec, backend)
    compute = call_without_out(spec, backend.name)
    whole = contract.general_call(spec.name, backend, compute)
    general = fast_paths.compute_and_write_path(
        spec, backend, case, compute, contract.make_check_and_write(spec.name, backend), whole
    )
    general = _placed_general(spec, backend, general)
    into = _native(spec, backend, general)
    if kernel is not None:
        dtypes = _result_dtypes(spec, backend)
        into = fast_paths.keyed_path(spec, backend, case, arrays, dtypes, into, general)
        if kernel.fast is not None and len(arrays) == len(spec.keys):
            into = fast_paths.elementwise_path(spec, backend, case, dtypes, into, general)
    return _with_native_arguments(spec, backend, into)


def _placed_general(spec: Spec, backend: Backend, general: Call) -> Call:
    """The fallback, or another one where memory or places ask for it."""
    if spec.name in backend.filled_in_place:
        wanted = partial(selection.writes_in_place, backend.name)
        general = contract.try_in_place(spec.name, backend, call_without_out(spec, backend.name), wanted, general)
    return _where_out_is(general, backend) if spec.device_parameters else general


def _native(spec: Spec, backend: Backend, general: Call) -> Call:
    """The native way in front of the general one, where there is a kernel."""
    kernel = _kernel(spec, backend)
    if kernel is None:
        return general
    if kernel.mode == "update":
        return contract.try_update(backend, kernel.function, general)
    shape = shape_rule(spec.name, spec.family)
    assert shape is not None  # _kernel has looked
    return contract.try_kernel(backend, kernel, shape, _result_dtypes(spec, backend), general)


def _kernel(spec: Spec, backend: Backend) -> Kernel | None:
    """What fills out itself, if it is known beforehand what shape the result will have."""
    return None if shape_rule(spec.name, spec.family) is None else backend.native.get(spec.name)


def _result_dtypes(spec: Spec, backend: Backend) -> ResultDtypes:
    takes_sequence = bool(spec.keys) and spec.keys[0].sequence
    return ResultDtypes(spec.name, call_without_out(spec, backend.name), backend, takes_sequence=takes_sequence)


def _with_native_arguments(spec: Spec, backend: Backend, into: Call) -> Call:
    """`into`, taking neutral dtypes too."""
    changed = native_arguments(spec, with_out=True)
    written_here = spec.takes_nested or spec.name in ("arange", *ELEMENTS) or _kernel(spec, backend) is not None
    if not changed or spec.may_be_several or not written_here:
        return into
    names = {"into": into, **names_of_native_arguments(spec, backend)}
    body = [f"return {call_text('into', spec.with_out, changed)}"]
    return compile_function(spec.last_name, spec.with_out, body, names, f"{backend.name} out= call of")


def _where_out_is(into: Call, backend: Backend) -> Call:
    """A creation call that names no device and no array creates where its out lives."""

    def call(out: Any, /, *arguments: Any, device: Any = None, **options: Any) -> Any:
        if device is None and not isinstance(arguments[0], backend.array_types):
            device = backend.device(out)
        return into(out, *arguments, device=device, **options)

    return call
