"""Arrays of one backend as arrays of another: the one way for to_backend, asarray and from_dlpack, and all pairs.

The source gives a NumPy array over its memory, or over a copy and why; the target takes it in with its own asarray.
The frameworks' own from_dlpack is not used between them: it ignores that memory is read-only (PyTorch), drops lazy
negatives (PyTorch), and ends the process on reversed arrays (PyTorch) and on strings (TensorFlow).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import backends
from .._common import errors, python_scalars
from .._common.devices import Device
from .._common.dtypes import ALL, neutral
from .._common.framework_compilers import FoundTable, as_written
from .._common.trees import leaves
from .._out import contract
from ..backends import Backend
from . import selection
from .inspection import backend_of

__all__ = ["to_backend", "to_device"]

OF_NUMBERS = frozenset(python_scalars.NUMBERS)
OF_PYTHON = OF_NUMBERS | {list, tuple, range}
# How objects of other libraries hand over their data: to NumPy, and to others.
_OF_NUMPY = ("__array__", "__array_interface__", "__array_struct__")
_OF_OTHERS = ("__dlpack__", "__buffer__")
_EXPECTED = "an array, a number or a nested sequence of numbers"
TAKING_IN = ("asarray", "from_dlpack")  # the functions that take arrays of other backends


def taken_in(
    function: str, parameter: str, x: Any, source: Backend, target: Backend, *, dtype: Any, device: Any, copy: Any
) -> Any:
    """`x`, an array of the backend `source`, as an array of `target`; dtype and device are the target's own, or None.

    Raises TypeError for what `target` cannot hold, GradientError where a gradient would end, and ValueError where
    memory cannot be shared and copy is False.
    """
    refuse(function, parameter, x, source)
    remedy = source.cuts_gradient(x, x)
    if remedy is not None:
        raise errors.gradient_ends(function, parameter, target.name, remedy)
    known = source.dtype(x)
    wanted = target.dtypes.get(known.name) if known is not None and dtype is None else dtype
    if known is None or wanted is None:
        raise errors.dtype_not_here(function, known or x.dtype, target.name)
    values, why_copied = source.export(x)
    if values is None:
        raise errors.refused_array(function, parameter, str(why_copied))
    if copy is False and why_copied is not None:
        raise errors.not_shared(function, parameter, why_copied)
    try:
        return target.take_over(values, dtype=wanted, device=device, copy=copy)
    except ValueError as error:  # the target cannot share such memory, or has no such device
        raise type(error)(f"{function}: {error}") from None


def refuse(function: str, parameter: str, x: Any, backend: Backend) -> None:
    """TypeError for an array whose meaning would be lost."""
    reason = backend.reason_to_refuse(type(x))
    if reason is not None:
        raise errors.refused_array(function, parameter, reason)


def _kinds_inside(nested: Any) -> set[type]:
    """The types of what a nested list holds, but for numbers."""
    kinds = set(map(type, nested)) - OF_NUMBERS
    lists = {kind for kind in kinds if issubclass(kind, (list, tuple))}
    return (kinds - lists).union(*(_kinds_inside(item) for item in nested if type(item) in lists)) if lists else kinds


def _refuse_inside(function: str, parameter: str, kinds: set[type]) -> None:
    """TypeError if one of the types in a nested list is that of such an array, or of strings."""
    for kind in kinds:
        if issubclass(kind, (str, bytes)):  # of which TensorFlow (2.21) makes rows of numbers
            raise errors.not_an_array(function, f"an element of {parameter}", kind, "a number")
        backend = backends.by_type(kind)
        reason = None if backend is None else backend.reason_to_refuse(kind)
        if reason is not None:
            raise errors.refused_array(function, f"{parameter} holds an array that", reason)


def _refuse_lost(function: str, parameter: str, kinds: set[type], array: Any) -> None:
    """TypeError if `array`, made of a nested list with those types, has lost what their classes say of functions."""
    for kind in kinds:
        backend = backends.by_type(kind)
        if backend is not None and backend.decides_itself(kind) and not isinstance(array, kind):
            raise errors.loses_its_meaning(function, f"an element of {parameter}", kind, "the result")


def _check_leaves(function: str, parameter: str, nested: Any) -> None:
    """The error for what is in a nested list and no number, or one that no integer dtype holds; None if all is well."""
    for item in leaves(nested):
        if isinstance(item, int):
            python_scalars.written(function, parameter, item, ALL["uint64" if item > 0 else "int64"])
        elif not (isinstance(item, python_scalars.NUMBERS) or backends.of_array(item) is not None):
            raise errors.not_an_array(function, f"an element of {parameter}", type(item), "a number")


def _is_own(kind: type, target: Backend) -> bool:
    """True for arrays of `target` that it computes with as they are."""
    return issubclass(kind, target.array_types) and not issubclass(kind, tuple(target.refused_types))


def taking_in(function: str, target: Backend, own: Callable[..., Any]) -> Callable[..., Any]:
    """`own`, which is asarray or from_dlpack of `target`, for arrays of the other backends too."""
    by_dlpack = function == "from_dlpack"
    parameter = "x" if by_dlpack else "obj"
    neutral_of = {native: ALL[name] for name, native in target.dtypes.items()}
    own_types = FoundTable(
        lambda kind: _is_own(kind, target) or ("Python" if kind in OF_PYTHON and not by_dlpack else 0)
    )

    def call(x: Any, /, *, device: Any = None, copy: bool | None = None, **options: Any) -> Any:
        own_type = own_types[type(x)]
        if own_type:
            if own_type == "Python":
                return of_python(x, device, copy, options["dtype"])
            return own(x, device=device, copy=copy, **options)
        source = target if isinstance(x, target.array_types) else backends.by_type(type(x))
        if source is not None and isinstance(x, source.array_types):
            if source is not target:
                if by_dlpack and device is None and source.device(x).kind == "gpu":
                    device = target.native_device(source.device(x))
                dtype = options.get("dtype")
                return taken_in(function, parameter, x, source, target, dtype=dtype, device=device, copy=copy)
            refuse(function, parameter, x, source)
        elif by_dlpack and (isinstance(x, type) or not hasattr(x, "__dlpack__") or not hasattr(x, "__dlpack_device__")):
            raise errors.no_dlpack(function, parameter, type(x))
        elif not by_dlpack:
            return of_stranger(x, device, copy, options["dtype"])
        return own(x, device=device, copy=copy, **options)

    def of_python(x: Any, device: Any, copy: Any, dtype: Any) -> Any:
        kinds = _kinds_inside(x) if isinstance(x, (list, tuple)) else set()
        _refuse_inside(function, parameter, kinds)
        if dtype is not None:
            x = python_scalars.elements(function, parameter, x, neutral_of.get(dtype) or neutral(dtype))
        try:
            array = standard(x, own(x, device=device, copy=copy, dtype=dtype))
        except (RuntimeError, TypeError, ValueError) as error:
            try:
                _check_leaves(function, parameter, x)
            except (TypeError, OverflowError) as better:
                raise better from None
            raise error
        _refuse_lost(function, parameter, kinds, array)
        return array

    def of_stranger(x: Any, device: Any, copy: Any, dtype: Any) -> Any:
        """Of an object of no backend: it hands over its data, or is a sequence."""
        if x is None or isinstance(x, (str, bytes)):  # of which frameworks make a nan, or numbers of characters
            raise errors.not_an_array(function, parameter, type(x), _EXPECTED)
        try:
            return standard(x, own(x, device=device, copy=copy, dtype=dtype))
        except (AttributeError, RuntimeError, TypeError, ValueError) as error:
            if str(error).startswith(f"{function}: "):
                raise
            if not any(hasattr(type(x), protocol) for protocol in _OF_NUMPY):
                if any(hasattr(type(x), protocol) for protocol in _OF_OTHERS):
                    raise
                raise errors.not_an_array(function, parameter, type(x), _EXPECTED) from error
        # Made for NumPy, and for an older one: PyTorch (2.13) and TensorFlow (2.21) do not know __array_interface__,
        # and NumPy (2.4) has an __array__ that takes no dtype called with one.
        numpy = backends.by_name(backends.HOST)
        values = standard(x, numpy.namespace.asarray(x, copy=False if copy is False else None), numpy)
        return call(values, device=device, copy=copy, dtype=dtype)

    def standard(x: Any, array: Any, backend: Backend = target) -> Any:
        """`array`, made of `x`. TypeError for one of objects or strings, which NumPy makes of anything."""
        if array.dtype not in dtypes and backend.dtype(array) is None:
            raise errors.not_an_array(function, parameter, type(x), _EXPECTED)
        return array

    dtypes = frozenset(target.dtypes.values())
    return call


@as_written
def to_device(x: Any, device: Any, /, *, out: Any = None) -> Any:
    """`x` on another device: itself if it lives there already, else a copy; with `out`, copied into out.

    Raises DeviceNotFoundError, with the devices that are there, for one that is not.

    Parameters
    ----------
    x : array
        An array of any backend.
    device : device
        A `Device`, or one of its spellings such as "gpu:0".
    out : array, optional
        Memory on that device to write to.

    Returns
    -------
    array
        `x`, a copy of it, or `out`.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.to_device(ua.asarray([1, 2]), "cpu")
    array([1, 2])
    """
    backend = backend_of("to_device", "x", x)
    native = native_device("to_device", backend, device)
    if out is None:
        return backend.to_device(x, native)
    out_backend = backend_of("to_device", "out", out)
    if out_backend is not backend:
        raise errors.two_backends("to_device", ("x", backend.name), ("out", out_backend.name))
    return contract.general_call("to_device", backend, backend.to_device)(out, x, native)


def native_device(function: str, backend: Backend, device: Any) -> Any:
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

    Parameters
    ----------
    x : array
        An array of any backend.
    name : str, optional
        The backend; None is the selected one.
    device : device, optional
        Where the result lives; None is the device of `use_device`, or the backend's own default.
    copy : bool, optional
        True always copies, False never; None copies where memory cannot be shared.

    Returns
    -------
    array
        An array of that backend.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> ua.to_backend(ua.asarray([1, 2]), "numpy")
    array([1, 2])
    """
    target = backends.by_name(selection.get_backend() if name is None else name, "to_backend")
    source = backend_of("to_backend", "x", x)
    if source is not target and device is None:
        device = selection.selected_device()
    where = None if device is None else native_device("to_backend", target, device)
    if source is target:
        refuse("to_backend", "x", x, source)
        return target.take_over(x, dtype=None, device=where, copy=copy)
    return taken_in("to_backend", "x", x, source, target, dtype=None, device=where, copy=copy)
