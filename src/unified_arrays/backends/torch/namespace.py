"""The namespace of PyTorch's tensors: array_api_compat's, and what is above it, one layer on the other.

A layer is named after the file that has it. `python -m unified_arrays matrix isin` shows which layers a function has.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from operator import attrgetter
from types import ModuleType
from typing import Any

import array_api_compat.torch as compat
import torch

from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ..._common import errors
from ..._common.devices import Device
from ..common.fast_paths import layer_of
from . import half_precision, integers_and_booleans, python_scalars, unsigned
from .fast_paths import FAST_PATHS, OWN
from .namespace_fixes import FIXES

# PyTorch (2.13) does not check the devices of these: broadcast_tensors none, the others not for the meta device.
_WITHOUT_DEVICE_CHECK = frozenset(
    "broadcast_arrays einsum isin linalg.cross linalg.solve matmul repeat searchsorted take "
    "take_along_axis tensordot vecdot".split()
)


def _with_device_check(function: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """`call`, with an error for arrays on several devices; most functions of PyTorch check that themselves."""

    def check_devices_and_call(*arguments: Any, **options: Any) -> Any:
        tensors = [argument for argument in arguments if isinstance(argument, torch.Tensor)]
        tensors = [t for t in tensors if t.ndim or t.device.type != "cpu"] or tensors
        if any(t.device != tensors[0].device for t in tensors):
            raise errors.two_devices(function, {Device(t.device) for t in tensors})
        return call(*arguments, **options)

    return check_devices_and_call


def _device_checks(namespace: ModuleType) -> dict[str, Callable[..., Any]]:
    return {name: _with_device_check(name, attrgetter(name)(namespace)) for name in _WITHOUT_DEVICE_CHECK}


def _without_nan(x: torch.Tensor) -> torch.Tensor:
    return torch.nan_to_num(x, 0.0, inf, -inf)


def _extras(namespace: ModuleType) -> dict[str, Callable[..., Any]]:
    return extras_of(namespace, torch.einsum, wide=torch.int64, without_nan=_without_nan)


NAMESPACE = composed(
    compat,
    traceable_scalars=python_scalars.WITH_TRACEABLE_SCALARS,
    namespace_fixes=FIXES,
    framework_functions=OWN,
    unsigned=unsigned.layer,
    integers_and_booleans=integers_and_booleans.layer,
    half_precision=half_precision.layer,
    extras=_extras,
    device_checks=_device_checks,
    python_scalars=python_scalars.layer,
    fast_paths=layer_of(FAST_PATHS),
)
