"""Computing where the arrays live: TensorFlow's eager operations do not follow their inputs.

Nothing has to be said where arrays are on the device that TensorFlow computes on by itself. That is asked first, and of
elementwise functions in one breath with what else makes a call plain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import tensorflow as tf

from ..._common import errors
from ..._common.devices import CPU, Device
from ...array_api_tensorflow._devices import default_device
from ...array_api_tensorflow._private import EagerTensor, scope
from ..common.fast_paths import in_front
from .fast_paths import NAMES, REFUSALS, WAYS

Call = Callable[..., Any]


def placed(function: str, call: Call) -> Call:
    """`call`, computed where its arrays live."""

    def place(*arguments: Any, **options: Any) -> Any:
        for one in arguments:
            kind = type(one)
            if one.device != default_device() if kind is EagerTensor else kind not in _NO_ARRAYS:
                break
        else:
            if not scope.device_name:
                return call(*arguments, **options)
        device = _common_device(function, arguments)
        if device is None or (device == default_device() and not scope.device_name):
            return call(*arguments, **options)
        with tf.device(device):
            return call(*arguments, **options)

    if function in WAYS:
        return in_front(place, function, WAYS[function], NAMES, REFUSALS)
    quick = _ELEMENTWISE.get(getattr(call, "operands", 0))
    return quick(call.kernels, place) if quick is not None else place  # type: ignore[attr-defined]


_NO_ARRAYS = frozenset([int, float, complex, bool, str, type(None)])


def _of_one(kernels: dict[int, Call], whole: Call) -> Call:
    """An elementwise function of one array, quick for one that is computed where it lives."""

    def place(x: Any, /) -> Any:
        if type(x) is EagerTensor and x.device == default_device() and not scope.device_name:
            kernel = kernels.get(id(x.dtype))
            if kernel is not None:
                try:
                    return kernel(x=x)
                except tf.errors.UnimplementedError:
                    pass  # more axes than it takes, which the whole function knows
        return whole(x)

    return place


def _of_two(kernels: dict[int, Call], whole: Call) -> Call:
    """An elementwise function of two arrays, quick for those of one dtype that are computed where they live."""

    def place(x1: Any, x2: Any, /) -> Any:
        if type(x1) is EagerTensor is type(x2) and x1.device == default_device() == x2.device:
            dtype = x1.dtype
            kernel = kernels.get(id(dtype))
            if kernel is not None and dtype is x2.dtype and not scope.device_name:
                try:
                    return kernel(x=x1, y=x2)
                except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
                    pass  # for the whole function to word, or to compute
        return whole(x1, x2)

    return place


_ELEMENTWISE = {1: _of_one, 2: _of_two}


@cache
def device_of_name(name: str) -> Device:
    """A device of TensorFlow as the library names it."""
    return Device(name)


def _common_device(function: str, arguments: tuple[Any, ...]) -> str | None:
    """The device of all arrays among the arguments, None without arrays; 0-d arrays on the CPU go everywhere."""
    found: str | None = None
    for one in arguments:
        if isinstance(one, (list, tuple)):
            device = _common_device(function, tuple(one))
        elif isinstance(one, (tf.Tensor, tf.Variable)):
            device = one.device
        else:
            continue
        if found is None:
            found = device
        elif device and found and device != found:
            return _one_device(function, arguments)
    return found or None


def _one_device(function: str, arguments: tuple[Any, ...]) -> str:
    """The rare case: several devices are named. Only 0-d arrays on the CPU may differ, as PyTorch has it."""
    flat = [one for part in arguments for one in (part if isinstance(part, (list, tuple)) else (part,))]
    arrays = [one for one in flat if isinstance(one, (tf.Tensor, tf.Variable))]
    moving = [one for one in arrays if device_of_name(one.device) == CPU and one.shape.rank == 0]
    names = {one.device for one in arrays if not any(one is other for other in moving)}
    if len(names) > 1:
        raise errors.two_devices(function, [device_of_name(name) for name in names])
    return str(names.pop() if names else arrays[0].device)
