"""The namespace of array_api_compat.cupy, with what it computes otherwise than the standard says (CuPy 14)."""

from __future__ import annotations

from typing import Any

import array_api_compat.cupy
import cupy
import numpy as np

from ..._common import errors
from ..common.overrides import astype_that_refuses_complex, bound_in_dtype_of, clip_with_own_bounds, finfo_of, iinfo_of

xp: Any = array_api_compat.cupy


def _check_indices(function: str, indices: Any, size: int, axis: int) -> None:
    """IndexError for an index out of range, which CuPy wraps."""
    for found in (int(indices.min()), int(indices.max())) if indices.size else ():
        if not -size <= found < size:
            raise errors.index_out_of_range(function, found, axis, size)


def _take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    along = 0 if axis is None else axis
    if -x.ndim <= along < x.ndim:
        _check_indices("take", indices, x.shape[along], along)
    return cupy.take(x, indices, along)


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    if -x.ndim <= axis < x.ndim:
        _check_indices("take_along_axis", indices, x.shape[axis], axis)
    return cupy.take_along_axis(x, indices, axis)


def _solve(x1: Any, x2: Any, /) -> Any:
    # CuPy takes stacks of one shape only.
    if x2.ndim > 1 and x1.shape[:-2] != x2.shape[:-2]:
        stack = np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
        x1, x2 = (cupy.broadcast_to(x, (*stack, *x.shape[-2:])) for x in (x1, x2))
    return cupy.linalg.solve(x1, x2)


def _from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Any:
    if isinstance(x, cupy.ndarray) or x.__dlpack_device__()[0] == 1:  # memory of the host, which CuPy copies
        return xp.asarray(x if isinstance(x, cupy.ndarray) else np.from_dlpack(x), device=device, copy=copy)
    found = cupy.from_dlpack(x)
    return xp.asarray(found, device=device, copy=copy) if copy or device is not None else found


def _frequencies(function: Any) -> Any:
    # array_api_compat (1.16) knows no device of CuPy here.
    def frequencies(n: int, /, *, d: float = 1.0, dtype: Any = None, device: Any = None) -> Any:
        with cupy.cuda.Device(device):
            return function(n, d).astype(np.float64 if dtype is None else dtype, copy=False)

    return frequencies


FIXES: dict[str, Any] = {
    "take": _take,
    "take_along_axis": _take_along_axis,
    "linalg.solve": _solve,
    "fft.fftfreq": _frequencies(cupy.fft.fftfreq),
    "fft.rfftfreq": _frequencies(cupy.fft.rfftfreq),
    "from_dlpack": _from_dlpack,
    "astype": astype_that_refuses_complex(xp.astype),
    "clip": clip_with_own_bounds(xp.clip, bound_in_dtype_of(cupy), np.iinfo),
    "finfo": finfo_of(np.finfo, lambda dtype: np.zeros((), dtype).real.dtype),
    "iinfo": iinfo_of(np.iinfo),
}
