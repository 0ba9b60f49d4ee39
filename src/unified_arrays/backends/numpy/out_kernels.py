"""NumPy: the functions with a kernel that writes into out, without a temporary of the size of the result.

NumPy's ufuncs, reductions, transforms and matmul are right for any overlap of out with the inputs (they allocate a
temporary where they need one); `concatenate`, `stack`, `copyto` and functions built on it are not.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import Any

import array_api_compat.numpy
import numpy as np

from .. import Kernel
from ..common.copy_kernels import movements
from ..common.overrides import hold_bounds
from ..common.ufuncs import ufuncs

compat: Any = array_api_compat.numpy  # untyped

# Beyond the standard.
_BEYOND = (
    "cbrt deg2rad degrees exp2 float_power fmax fmin fmod gcd heaviside lcm ldexp logaddexp2 rad2deg radians spacing"
).split()


def _reduce(ufunc: Any) -> Callable[..., Any]:
    """np.add.reduce and the like, which np.sum calls: half the cost."""

    def reduce_into(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False, out: Any) -> Any:
        return ufunc.reduce(x, axis, dtype, out, keepdims)

    return reduce_into


def _accumulate(ufunc: Any) -> Callable[..., Any]:
    def accumulate_into(
        x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False, out: Any
    ) -> Any:
        return ufunc.accumulate(x, axis=0 if axis is None else axis, dtype=dtype, out=out)

    return accumulate_into


def _elementwise(ufunc: Any) -> Kernel:
    return Kernel(ufunc, "any", fast=_OUT_BY_KEYWORD.get(ufunc, ufunc))


# NumPy (2.4) deprecates a positional out of these two.
_OUT_BY_KEYWORD = {
    np.maximum: lambda x1, x2, out: np.maximum(x1, x2, out=out),
    np.minimum: lambda x1, x2, out: np.minimum(x1, x2, out=out),
}


def _if_contiguous(ufunc: Any) -> Kernel:
    # NumPy 2.4.6 writes wrong values into a strided out: isfinite and the like from 16 elements on, negative where the
    # elements of x lie itemsize**2 apart (AVX512 loops of these ufuncs). Remove when both are true on such a processor:
    # np.isfinite(np.ones(20, "f4"), out=np.zeros(40, bool)[::2]).all();
    # x = np.arange(32.0).reshape(4, 8)[:, 1]; list(np.negative(x, out=np.ones(8)[::2])) == [-1, -9, -17, -25].
    def write_if_contiguous(x: Any, /, *, out: Any) -> Any:
        return ufunc(x, out=out) if out.flags.c_contiguous else NotImplemented

    return Kernel(write_if_contiguous, "any", fast=ufunc, strided=False)


def _mean(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any) -> Any:
    if out.dtype == np.float16:  # out would be the accumulator, which overflows at 65504
        return NotImplemented
    return np.mean(x, axis=axis, keepdims=keepdims, out=out)


def _power(x1: Any, x2: Any, /, *, out: Any) -> Any:
    # Negative powers of integers raise after the first elements are written: only floating results are computed here.
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


def _imag(x: Any, /, *, out: Any) -> Any:
    np.copyto(out, x.imag if x.dtype.kind == "c" else 0)
    return out


def _clip(x: Any, min: Any = None, max: Any = None, /, *, out: Any) -> Any:
    # Bounds of another dtype would be cast, and integer bounds are compared with the limits of the dtype.
    bounds = [bound for bound in (min, max) if isinstance(bound, np.ndarray)]
    if bounds and (x.dtype.kind != "f" or any(bound.dtype != x.dtype for bound in bounds)):
        return NotImplemented
    # A scalar out of range of the dtype raises only after x is copied to out.
    if x.dtype.kind in "iu" and not hold_bounds(np.iinfo(x.dtype), np.ndarray, min, max):
        return NotImplemented
    compat.clip(x, min, max, out=out)
    return out


def _argmax_like(function: Any) -> Callable[..., Any]:
    def argmax_into(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any) -> Any:
        return function(x, axis, out, keepdims=keepdims) if out.flags.carray else NotImplemented

    return argmax_into


def _make_fill(value: int) -> Callable[..., Any]:
    def fill_with_value(*_arguments: Any, out: Any, **_options: Any) -> Any:
        np.copyto(out, value, casting="unsafe")
        return out

    return fill_with_value


def _full(_shape: Any, fill_value: Any, /, *, out: Any, **_options: Any) -> Any:
    np.copyto(out, fill_value, casting="unsafe")
    return out


def _eye(*_sizes: Any, k: int = 0, out: Any, **_options: Any) -> Any:
    part = out[max(-index(k), 0) :, max(index(k), 0) :]
    np.copyto(out, 0, casting="unsafe")
    np.fill_diagonal(part, 1)
    return out


def _triu(x: Any, /, *, k: int = 0, out: Any) -> Any:
    if abs(index(k)) > sum(out.shape):
        return NotImplemented
    np.copyto(out, x)
    _set_below_to_zero(out, index(k))
    return out


def _tril(x: Any, /, *, k: int = 0, out: Any) -> Any:
    if abs(index(k)) > sum(out.shape):
        return NotImplemented
    np.copyto(out, x)
    _set_below_to_zero(out.mT, -index(k))
    return out


def _set_below_to_zero(matrices: Any, k: int) -> None:
    """Set elements with column < row + k to zero, in a loop over the shorter of the two axes."""
    rows, columns = matrices.shape[-2:]
    if rows <= columns:
        for row in range(max(0, 1 - k), rows):
            matrices[..., row, : row + k] = 0
    else:
        for column in range(columns):
            matrices[..., max(column - k + 1, 0) :, column] = 0


def _diff(x: Any, /, *, axis: int = -1, out: Any, **_options: Any) -> Any:
    before = (slice(None),) * (axis % x.ndim)
    subtract = np.not_equal if x.dtype == np.bool else np.subtract
    return subtract(x[(*before, slice(1, None))], x[(*before, slice(None, -1))], out=out)


BLOCK = 2**15  # indices that are converted at once: in a cache of the processor


def take(x: Any, indices: Any, /, *, axis: int | None = None, out: Any) -> Any:
    # NumPy checks indices while it writes, except in other modes, and copies arrays that are not contiguous.
    if indices.dtype.kind not in "iu" or not (x.flags.carray and out.flags.carray):
        return NotImplemented
    size, least = x.shape[0 if axis is None else axis], 0
    if indices.size:
        least = int(indices.min())
        if not -size <= least <= int(indices.max()) < size:
            return NotImplemented
    mode: Any = "wrap" if least < 0 else "clip"
    if indices.dtype == np.intp or indices.size <= BLOCK or x.ndim > 1:
        return np.take(x, indices.astype(np.intp, copy=False), axis, out, mode)
    # NumPy takes intp: it would copy all indices, which takes twice the time, and twice their memory.
    given, taken = indices.reshape(-1), out.reshape(-1)  # of out, which is contiguous, a view
    for i in range(0, given.size, BLOCK):
        np.take(x, given[i : i + BLOCK].astype(np.intp), None, taken[i : i + BLOCK], mode)
    return out


def _outer(x1: Any, x2: Any, /, *, out: Any) -> Any:
    return np.multiply(x1[:, None], x2[None, :], out=out)


def _trace(x: Any, /, *, offset: int = 0, dtype: Any = None, out: Any) -> Any:
    return np.trace(x, offset, -2, -1, dtype, out)


def _transform(function: Any) -> Callable[..., Any]:
    def transform_into(x: Any, /, *, out: Any, **options: Any) -> Any:
        return function(x, out=out, **options) if x.size else NotImplemented

    return transform_into


NATIVE = (
    {name: _elementwise(ufunc) for name, ufunc in ufuncs(np).items()}
    | {name: _elementwise(getattr(np, name)) for name in _BEYOND}
    | {name: _if_contiguous(getattr(np, name)) for name in ("isfinite", "isinf", "isnan", "negative", "signbit")}
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
        "imag": Kernel(_imag, "none"),
        "clip": Kernel(_clip, "same"),
        "argmax": Kernel(_argmax_like(np.argmax), "none"),
        "argmin": Kernel(_argmax_like(np.argmin), "none"),
        "tril": Kernel(_tril, "same"),
        "triu": Kernel(_triu, "same"),
        "diff": Kernel(_diff, "any"),
        "take": Kernel(take, "none"),
        "vecdot": Kernel(np.vecdot, "none"),
        "linalg.outer": Kernel(_outer, "any"),
        "linalg.trace": Kernel(_trace, "none"),
    }
    # irfftn and hfft make a temporary.
    | {
        f"fft.{name}": Kernel(_transform(getattr(np.fft, name)), "any")
        for name in "fft ifft rfft irfft ihfft fftn ifftn rfftn".split()
    }
    | dict.fromkeys(("empty", "empty_like"), Kernel(lambda *_arguments, out, **_options: out, "any"))
    | dict.fromkeys(("zeros", "zeros_like"), Kernel(_make_fill(0), "any"))
    | dict.fromkeys(("ones", "ones_like"), Kernel(_make_fill(1), "any"))
    | dict.fromkeys(("full", "full_like"), Kernel(_full, "any"))
    | {"eye": Kernel(_eye, "any")}
    | movements(lambda x: x.flags.c_contiguous)
)
