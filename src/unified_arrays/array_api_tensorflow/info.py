"""The standard's inspection functions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ._devices import known_devices, resolve
from ._dtypes import DEFAULT_COMPLEX, DEFAULT_INTEGER, DEFAULT_REAL, HALF, KINDS

MAX_DIMENSIONS = 254  # TensorShape's limit; single ops have lower ones


class NamespaceInfo:
    """What `__array_namespace_info__()` returns."""

    def capabilities(self) -> dict[str, Any]:
        """Optional features, and the maximum number of dimensions."""
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": MAX_DIMENSIONS}

    def default_device(self) -> str:
        """Where arrays are made unless a device is named."""
        devices = known_devices()
        return next((device for device in devices if "GPU" in device), devices[0])

    def devices(self) -> tuple[str, ...]:
        """TensorFlow's logical devices, by their full names, as arrays have them in `.device`."""
        return known_devices()

    def default_dtypes(self, *, device: str | None = None) -> dict[str, tf.DType]:
        """The dtypes of arrays made from Python scalars; the same on every device."""
        _check_device(device)
        return {
            "real floating": DEFAULT_REAL,
            "complex floating": DEFAULT_COMPLEX,
            "integral": DEFAULT_INTEGER,
            "indexing": DEFAULT_INTEGER,
        }

    def dtypes(self, *, device: str | None = None, kind: str | tuple[str, ...] | None = None) -> dict[str, tf.DType]:
        """The standard's dtypes, all or of a kind, by name. The 16-bit floats are not among them."""
        _check_device(device)
        kinds = ("bool", "numeric") if kind is None else kind if isinstance(kind, tuple) else (kind,)
        unknown = [name for name in kinds if name not in KINDS]
        if unknown:
            message = f"{unknown[0]!r} is no kind of dtype; the standard has {', '.join(KINDS)}"
            raise ValueError(message)
        return {dtype.name: dtype for name in kinds for dtype in KINDS[name] if dtype not in HALF}


def __array_namespace_info__() -> NamespaceInfo:
    """The inspection functions of this namespace."""
    return NamespaceInfo()


def _check_device(device: str | None) -> None:
    if device is not None:
        resolve(device)
