"""The namespace of array_api_compat.numpy: what it lacks or computes otherwise than the standard says (NumPy 2.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat.numpy
import numpy as np

from ..common.overrides import astype_that_refuses_complex, clip_with_own_bounds, finfo_of, iinfo_of

compat: Any = array_api_compat.numpy  # untyped

# np.fft.irfft (2.4), and with it hfft and irfftn, reads the first point of an empty axis: an axis that n or s pads with
# zeros then starts with a value from beyond the array. Remove when
# `np.fft.irfft(np.ones((1, 2), complex)[:, :0], n=4)` is 0.


def _pad_empty_axis(x: Any, axis: int) -> Any:
    """`x`, padded with one 0 along the axis if that is empty."""
    if -x.ndim <= axis < x.ndim and x.shape[axis] == 0:
        return np.zeros([1 if i == axis % x.ndim else size for i, size in enumerate(x.shape)], x.dtype)
    return x


def _irfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Any = "backward") -> Any:
    return np.fft.irfft(x if n is None else _pad_empty_axis(x, axis), n, axis, norm)


def _hfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: Any = "backward") -> Any:
    return np.fft.hfft(x if n is None else _pad_empty_axis(x, axis), n, axis, norm)


def _irfftn(x: Any, /, *, s: Any = None, axes: Any = None, norm: Any = "backward") -> Any:
    last = -1 if axes is None else axes[-1]
    return np.fft.irfftn(x if s is None else _pad_empty_axis(x, last), s, axes, norm)


def _diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
    # np.diff treats None as an array.
    ends = {name: end for name, end in (("prepend", prepend), ("append", append)) if end is not None}
    return np.diff(x, n, axis, **ends)


def _repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Any:
    # np.repeat refuses uint64, which may be out of range of intp.
    return np.repeat(x, repeats.astype(np.intp) if getattr(repeats, "dtype", None) == np.uint64 else repeats, axis)


def _cast_bound(bound: Any, dtype: Any) -> Any:
    if bound.dtype.kind != "b" and dtype.kind in "iu" and not np.can_cast(bound.dtype, dtype):
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
        if bound.dtype.kind in "iu":
            own_limits = np.iinfo(bound.dtype)
            return np.clip(bound, max(own_limits.min, low), min(own_limits.max, high)).astype(dtype)
        too_large = bound >= high  # as a float the maximum may be rounded up by one
        return np.where(too_large, high, np.maximum(np.where(too_large, 0, bound), low).astype(dtype)).astype(dtype)
    return bound.astype(dtype)


def _clip(x: Any, /, min: Any = None, max: Any = None) -> Any:
    # array_api_compat's clip (1.16) raises for an x in another byte order.
    return _clip_with_own_bounds(x if x.dtype.isnative else x.astype(x.dtype.newbyteorder("=")), min, max)


_clip_with_own_bounds = clip_with_own_bounds(compat.clip, _cast_bound, np.iinfo)


def _unique_values(x: Any, /) -> Any:
    return np.unique(x, equal_nan=False)  # np.unique_values is unsorted; the other functions sort


def _from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    # np.from_dlpack takes no scalars and no other byte orders; NumPy arrays need no exchange.
    if isinstance(x, (np.ndarray, np.generic)):
        return compat.asarray(x, device=device, copy=copy)
    return compat.from_dlpack(x, device=device, copy=copy)


def _pinv(x: Any, /, *, rtol: Any = None) -> Any:
    # np.linalg.pinv (2.4) calls finfo of an integer dtype if rtol is None.
    return np.linalg.pinv(x.astype(np.float64) if x.dtype.kind in "biu" else x, rtol=rtol)


FIXES: dict[str, Callable[..., Any]] = {
    "fft.irfft": _irfft,
    "fft.hfft": _hfft,
    "fft.irfftn": _irfftn,
    "linalg.pinv": _pinv,
    "from_dlpack": _from_dlpack,
    "diff": _diff,
    "repeat": _repeat,
    "unique_values": _unique_values,
    "clip": _clip,
    "astype": astype_that_refuses_complex(compat.astype),
    "finfo": finfo_of(np.finfo, lambda dtype: np.zeros((), dtype).real.dtype),
    "iinfo": iinfo_of(np.iinfo),
}
