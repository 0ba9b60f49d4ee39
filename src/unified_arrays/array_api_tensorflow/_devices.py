"""Validation of TensorFlow's device names: TensorFlow itself silently falls back to the CPU."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

import tensorflow as tf

LOCAL = "/job:localhost/replica:0/task:0"


def known_devices() -> tuple[str, ...]:
    """The full names of TensorFlow's logical devices, as arrays have them in `.device`."""
    return tuple(_full_name(device.name) for device in tf.config.list_logical_devices())


@cache
def default_device() -> str:
    """TensorFlow's default device: the first GPU, or the CPU. Call it only once an array exists."""
    names = known_devices()
    return next((name for name in names if "GPU" in name), names[0])


@cache
def resolve(device: str) -> str:
    """The full name of a device in any of TensorFlow's forms ('CPU:1', '/GPU:0'). ValueError if there is none."""
    try:
        spec = tf.DeviceSpec.from_string(device)
    except (ValueError, TypeError, AttributeError):
        spec = tf.DeviceSpec()
    index = spec.device_index or 0
    full_name = _full_name(spec.replace(device_type=str(spec.device_type).upper(), device_index=index).to_string())
    if full_name not in known_devices():
        message = f"there is no device {device!r}; TensorFlow has {', '.join(known_devices())}"
        raise ValueError(message)
    return full_name


def on(device: str | None) -> AbstractContextManager[Any]:
    """A context in which arrays are made on `device`; for None where TensorFlow places them."""
    return nullcontext() if device is None else tf.device(resolve(device))


def beside(x: Any, device: str | None) -> AbstractContextManager[Any]:
    """A context in which arrays are made on `device`; for None on the device of `x` (unknown in a tf.function)."""
    if device is not None:
        return on(device)
    return tf.device(x.device) if _has_several_devices() and x.device else nullcontext()


def is_elsewhere(x: Any, device: str | None) -> bool:
    """Whether `device` is named and `x` is not on it."""
    return device is not None and x.device != resolve(device)


@cache
def _has_several_devices() -> bool:
    # Called only once an array exists: from then on TensorFlow's list of devices is fixed.
    return len(tf.config.list_logical_devices()) > 1


def _full_name(name: str) -> str:
    return name if name.startswith("/job:") else LOCAL + name
