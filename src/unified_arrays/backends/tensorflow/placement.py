"""Computing on the device of the arrays: TensorFlow's eager operations do not follow their inputs.

No device scope is needed for arrays on the default device. That is checked first; for elementwise functions together
with the other conditions of the fast path.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import tensorflow as tf

from ..._common import errors
from ..._common.devices import CPU, Device
from ..._common.spec import SPECS, Call
from ...array_api_tensorflow._arguments import is_array
from ...array_api_tensorflow._array_variable import ARRAYS, array_of
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._private import EagerTensor, scope
from ..common.fast_paths import in_front
from .fast_paths import FAST_PATHS


def with_device_of_arrays(function: str, call: Call) -> Call:
    """`call`, computed on the device of its arrays; of arrays, and of nothing that is one, it makes arrays."""
    spec = SPECS.get(function)
    makes_new = spec is not None and (spec.family == "creation" or bool(spec.device_parameters))

    def call_on_device_of_arrays(*arguments: Any, **options: Any) -> Any:
        for argument in arguments:
            kind = type(argument)
            if argument.device != default_device() if kind is EagerTensor else kind not in _NO_ARRAYS:
                break
        else:
            if not scope.device_name:
                result = call(*arguments, **options)
                return array_of(result) if makes_new and not _has_tensor(arguments) else result
        device = _common_device(function, arguments)
        if device is None or (device == default_device() and not scope.device_name):
            result = call(*arguments, **options)
        else:
            with tf.device(device):
                result = call(*arguments, **options)
        return array_of(result) if _has_array(arguments) or (makes_new and not _has_tensor(arguments)) else result

    if function in FAST_PATHS:
        return in_front(call_on_device_of_arrays, function, FAST_PATHS[function])
    with_fast_path = _ELEMENTWISE.get(getattr(call, "operands", 0))
    if with_fast_path is None:
        return call_on_device_of_arrays
    return with_fast_path(call.kernels, call_on_device_of_arrays)  # type: ignore[attr-defined]


def _has_array(arguments: Any) -> bool:
    return any(
        type(argument) in ARRAYS or (type(argument) in (list, tuple) and _has_array(argument)) for argument in arguments
    )


def _has_tensor(arguments: Any) -> bool:
    return any(
        is_array(argument) or (type(argument) in (list, tuple) and _has_tensor(argument)) for argument in arguments
    )


_NO_ARRAYS = frozenset([int, float, complex, bool, str, type(None)])


def _unary_with_fast_path(kernels: dict[int, Call], fallback: Call) -> Call:
    """An elementwise function of one array, with a fast path for an array on the default device."""

    def call_kernel_or_fallback(x: Any, /) -> Any:
        if type(x) is EagerTensor and x.device == default_device() and not scope.device_name:
            kernel = kernels.get(id(x.dtype))
            if kernel is not None:
                try:
                    return kernel(x=x)
                except tf.errors.UnimplementedError:
                    pass  # too many axes for the kernel, not for the fallback
        return fallback(x)

    return call_kernel_or_fallback


def _binary_with_fast_path(kernels: dict[int, Call], fallback: Call) -> Call:
    """An elementwise function of two arrays, with a fast path for arrays of one dtype on the default device."""

    def call_kernel_or_fallback(x1: Any, x2: Any, /) -> Any:
        if type(x1) is EagerTensor is type(x2) and x1.device == default_device() == x2.device:
            dtype = x1.dtype
            kernel = kernels.get(id(dtype))
            if kernel is not None and dtype is x2.dtype and not scope.device_name:
                try:
                    return kernel(x=x1, y=x2)
                except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
                    pass  # the fallback raises the error, or computes it
        return fallback(x1, x2)

    return call_kernel_or_fallback


_ELEMENTWISE = {1: _unary_with_fast_path, 2: _binary_with_fast_path}


@cache
def device_of_name(name: str) -> Device:
    """The library's Device of a device name of TensorFlow."""
    return Device(name)


def _common_device(function: str, arguments: tuple[Any, ...]) -> str | None:
    """The device of all arrays among the arguments, None without arrays; 0-d arrays on the CPU go everywhere."""
    found: str | None = None
    for argument in arguments:
        if isinstance(argument, (list, tuple)):
            device = _common_device(function, tuple(argument))
        elif is_array(argument):
            device = argument.device
        else:
            continue
        if found is None:
            found = device
        elif device and found and device != found:
            return _one_device(function, arguments)
    return found or None


def _one_device(function: str, arguments: tuple[Any, ...]) -> str:
    """The rare case of several devices. Only 0-d arrays on the CPU may be elsewhere, as in PyTorch."""
    flat = [item for part in arguments for item in (part if isinstance(part, (list, tuple)) else (part,))]
    arrays = [array for array in flat if is_array(array)]
    moving = [array for array in arrays if device_of_name(array.device) == CPU and array.shape.rank == 0]
    names = {array.device for array in arrays if not any(array is other for other in moving)}
    if len(names) > 1:
        raise errors.two_devices(function, [device_of_name(name) for name in names])
    return str(names.pop() if names else arrays[0].device)
