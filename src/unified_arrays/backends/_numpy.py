"""NumPy: array_api_compat's namespace with its faults repaired, and the ufuncs that fill out themselves.

NumPy's ufuncs, reductions and matmul give the right answer for any overlap of out with the inputs (they make a hidden
temporary where they need one); `concatenate`, `stack`, `copyto` and what is built on it do not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import array_api_compat.numpy
import numpy as np

from .._core.devices import CPU, Device
from .._core.dtypes import ALL, neutral
from . import Backend, Kernel
from ._extras import extras_of
from ._repair import (
    SHARED_ELEMENTS,
    astype_that_refuses_complex,
    clip_with_own_bounds,
    device_or_error,
    finfo_of,
    iinfo_of,
    overlaps_itself,
    repaired,
)

compat: Any = array_api_compat.numpy  # untyped

_DTYPES = {name: np.dtype(name) for name in ALL if name != "bfloat16"}

# The standard's name -> the ufunc, for elementwise functions whose name is not the ufunc's.
_RENAMED = {
    "bitwise_invert": "invert",
    "bitwise_left_shift": "left_shift",
    "bitwise_right_shift": "right_shift",
}
_SAME_NAME = (
    "abs acos acosh add asin asinh atan atan2 atanh bitwise_and bitwise_or bitwise_xor ceil conj copysign cos "
    "cosh divide equal exp expm1 floor floor_divide greater greater_equal hypot less less_equal log log10 "
    "log1p log2 logaddexp logical_and logical_not logical_or logical_xor maximum minimum multiply negative "
    "nextafter not_equal positive reciprocal remainder sign sin sinh sqrt square subtract tan tanh trunc "
).split()


def _reduce(ufunc: Any) -> Callable[..., Any]:
    """np.add.reduce and the like: what np.sum calls in the end, at half the price."""

    def fill(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False, out: Any) -> Any:
        return ufunc.reduce(x, axis, dtype, out, keepdims)

    return fill


def _accumulate(ufunc: Any) -> Callable[..., Any]:
    def fill(x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False, out: Any) -> Any:
        return ufunc.accumulate(x, axis=0 if axis is None else axis, dtype=dtype, out=out)

    return fill


def _if_contiguous(ufunc: Any) -> Callable[..., Any]:
    # NumPy 2.4.6 writes wrong values into a strided bool out from 16 elements on (AVX512 loops of these ufuncs).
    # Remove when np.isfinite(np.ones(20, "f4"), out=np.zeros(40, bool)[::2]).all() is true on such a processor.
    def fill(x: Any, /, *, out: Any) -> Any:
        return ufunc(x, out=out) if out.flags.c_contiguous else NotImplemented

    return fill


def _mean(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any) -> Any:
    if out.dtype == np.float16:  # out would be the accumulator, and overflow at 65504
        return NotImplemented
    return np.mean(x, axis=axis, keepdims=keepdims, out=out)


def _power(x1: Any, x2: Any, /, *, out: Any) -> Any:
    # Integers to a negative power raise after the first elements are written: only floating results are filled.
    return np.power(x1, x2, out) if out.dtype.kind in "fc" else NotImplemented


def _astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None, out: Any) -> Any:
    if device is not None or (x.dtype.kind == "c" and out.dtype.kind != "c"):
        return NotImplemented
    np.copyto(out, x, casting="unsafe")
    return out


def _where(condition: Any, x1: Any, x2: Any, /, *, out: Any) -> Any:
    if condition.dtype != np.bool:
        return NotImplemented
    x1, x2 = np.asarray(x1, out.dtype), np.asarray(x2, out.dtype)  # a scalar that does not fit raises here
    np.copyto(out, x2)
    np.copyto(out, x1, where=condition)
    return out


def _concat(arrays: Any, /, *, axis: int | None = 0, out: Any) -> Any:
    return np.concatenate(arrays, axis=axis, out=out)


def _stack(arrays: Any, /, *, axis: int = 0, out: Any) -> Any:
    return np.stack(arrays, axis=axis, out=out)


_NATIVE = (
    {name: Kernel(getattr(np, _RENAMED.get(name, name)), "any") for name in (*_SAME_NAME, *_RENAMED)}
    | {name: Kernel(_if_contiguous(getattr(np, name)), "any") for name in ("isfinite", "isinf", "isnan", "signbit")}
    | {"round": Kernel(np.round, "none"), "pow": Kernel(_power, "any")}
    | {
        name: Kernel(_reduce(ufunc), "any")
        for name, ufunc in {
            "sum": np.add,
            "prod": np.multiply,
            "max": np.maximum,
            "min": np.minimum,
            "all": np.logical_and,
            "any": np.logical_or,
        }.items()
    }
    | {
        "cumulative_sum": Kernel(_accumulate(np.add), "any"),
        "cumulative_prod": Kernel(_accumulate(np.multiply), "any"),
        "mean": Kernel(_mean, "any"),
        "matmul": Kernel(np.matmul, "any"),
        "astype": Kernel(_astype, "none"),
        "where": Kernel(_where, "none"),
        "concat": Kernel(_concat, "none"),
        "stack": Kernel(_stack, "none"),
    }
)


def _unwritable(out: Any) -> str | None:
    if not isinstance(out, np.ndarray):
        return "a NumPy scalar is a value, not memory: allocate empty(())"
    flags = out.flags
    if flags.c_contiguous and flags.writeable:
        return None
    if not flags.writeable:
        return "it is a read-only ndarray: allocate one with empty_like, or make a copy with asarray(x, copy=True)"
    return SHARED_ELEMENTS if overlaps_itself(out.shape, out.strides, out.itemsize) else None


def _write(out: Any, value: Any) -> Any:
    np.copyto(out, value, casting="same_kind")
    return out


def _may_overlap(x: Any, y: Any) -> bool:
    return np.may_share_memory(x, y)


def _same_memory(x: Any, y: Any) -> bool:
    return bool(x.__array_interface__ == y.__array_interface__)


def _accumulate_at(ufunc: Any, **events: Any) -> Callable[..., Any]:
    def accumulate(x: Any, positions: Any, values: Any) -> Any:
        result = x.copy()
        with np.errstate(**events):
            ufunc.at(result, positions, values)
        return result

    return accumulate


_ACCUMULATE = {
    "add": _accumulate_at(np.add),
    "subtract": _accumulate_at(np.subtract),
    "multiply": _accumulate_at(np.multiply),
    "min": _accumulate_at(np.minimum, invalid="ignore"),  # `at` warns of NaN, where the ufunc itself does not
    "max": _accumulate_at(np.maximum, invalid="ignore"),
}


def _native_device(device: Device) -> str:
    device_or_error(device, "numpy", (CPU,))
    return "cpu"


def _diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
    # np.diff takes None for an array.
    ends = {name: end for name, end in (("prepend", prepend), ("append", append)) if end is not None}
    return np.diff(x, n, axis, **ends)


def _unique_values(x: Any, /) -> Any:
    return np.unique(x, equal_nan=False)  # np.unique_values leaves the order open; the other functions sort


_REPAIRS = {
    **extras_of(compat, np.einsum),
    "diff": _diff,
    "unique_values": _unique_values,
    "clip": clip_with_own_bounds(compat.clip, np.copy),
    "astype": astype_that_refuses_complex(compat.astype),
    "finfo": finfo_of(np.finfo, lambda dtype: np.zeros((), dtype).real.dtype),
    "iinfo": iinfo_of(np.iinfo),
}


BACKEND = Backend(
    name="numpy",
    array_types=(np.ndarray, np.generic),
    scalar_types=(np.generic,),
    dtype_types=(np.dtype,),
    refused_types={
        np.matrix: "a numpy.matrix, whose operators mean something else: pass numpy.asarray(x)",
        np.ma.MaskedArray: "a masked array, whose mask would be lost: pass x.filled(value)",
    },
    namespace=repaired(compat, _REPAIRS),
    dtypes=_DTYPES,
    native=_NATIVE,
    mode="copy",
    write=_write,
    shape=lambda x: x.shape,
    dtype=lambda x: neutral(x.dtype if x.dtype.isnative else x.dtype.newbyteorder("=")),
    unwritable=_unwritable,
    cuts_gradient=lambda out, value: None,
    may_fill=lambda inputs, out: True,
    is_simple=lambda out, *inputs: out.flags.carray,
    may_overlap=_may_overlap,
    same_memory=_same_memory,
    private_copy=lambda value: value.copy(),
    read_item=operator.getitem,
    write_item=operator.setitem,
    accumulate=_ACCUMULATE,
    ones=lambda x: np.ones((1,) * x.ndim, x.dtype),
    device=lambda x: CPU,
    native_device=_native_device,
    devices=lambda: (CPU,),
    to_device=lambda x, device: x,
    to_numpy=lambda x: x if x.dtype.isnative else x.astype(x.dtype.newbyteorder("=")),
    quietly=lambda: np.errstate(all="ignore"),
)
