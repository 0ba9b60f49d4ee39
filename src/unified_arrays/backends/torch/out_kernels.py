"""PyTorch: the functions with a kernel that writes into out, without a temporary of the size of the result.

PyTorch's out= resizes an out of another shape, and is silently wrong for most overlaps of out with an input; the core
calls these kernels only where neither can happen. Elementwise kernels are right if out *is* an input, reductions and
matrix products never. https://github.com/pytorch/pytorch/issues/41027, https://github.com/pytorch/pytorch/issues/23063

Left out: floor_divide and remainder, which raise for integer zeros while they write; sign, whose nan is fixed by
array_api_compat; fft, whose out= copies from a temporary.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from operator import index
from typing import Any

import array_api_compat.torch as compat
import torch

from ..._common.python_scalars import fits_anywhere
from .. import Kernel
from ..common.copy_kernels import movements
from ..common.overrides import hold_bounds
from .creation import merge_batch_axes
from .special_values import SPECIAL_VALUES

# Functions whose result is always a view: the fallback copies it into out.
VIEWS = frozenset(
    "broadcast_arrays broadcast_to expand_dims imag linalg.diagonal matrix_transpose meshgrid moveaxis permute_dims "
    "positive real squeeze unstack".split()
)

# The standard's name -> PyTorch's, for elementwise functions with out= whose special cases are the standard's.
_UNARY = {name: name for name in (
    "acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor log log10 log1p log2 logical_not reciprocal round "
    "signbit sin sinh sqrt square tan tanh trunc abs negative"
).split()} | {"bitwise_invert": "bitwise_not", "conj": "conj_physical"}  # fmt: skip
_BINARY = {name: name for name in (
    "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide "
    "greater greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor maximum minimum "
    "multiply nextafter not_equal pow subtract "
).split()} | {"equal": "eq"}  # fmt: skip


# The fixes of special values in functions with a kernel are for complex dtypes only; conj_physical (2.13) does not
# refuse a gradient.
_WITHOUT_FAST_KERNEL = frozenset(SPECIAL_VALUES) | {"conj_physical"}


def _fast_kernel(name: str) -> Callable[..., Any] | None:
    return None if name in _WITHOUT_FAST_KERNEL else getattr(torch, name)


def _unary(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def unary_into(x: Any, /, *, out: Any) -> Any:
        return kernel(x, out=out)

    def real_unary_into(x: Any, /, *, out: Any) -> Any:
        return NotImplemented if x.is_complex() else kernel(x, out=out)

    return real_unary_into if kernel.__name__ in SPECIAL_VALUES else unary_into


# Functions of PyTorch that take a Python scalar as their second operand; none takes one as its first.
_TAKES_SCALAR = frozenset(
    "add bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide eq greater "
    "greater_equal less less_equal multiply not_equal pow subtract".split()
)


def _binary(name: str) -> Callable[..., Any]:
    kernel = getattr(torch, name)
    takes_scalar = name in _TAKES_SCALAR

    def binary_into(x1: Any, x2: Any, /, *, out: Any) -> Any:
        if not isinstance(x1, torch.Tensor):
            x1 = _to_tensor_beside(x1, x2)
        elif not isinstance(x2, torch.Tensor):
            if not (takes_scalar and fits_anywhere(x2)):
                x2 = _to_tensor_beside(x2, x1)
        elif x1.dtype is not x2.dtype:
            # With two dtypes PyTorch lets an array of 1 or more axes outrank a 0-d one, also in precision.
            return NotImplemented
        return NotImplemented if x1 is None or x2 is None else kernel(x1, x2, out=out)

    return binary_into


def _to_tensor_beside(scalar: Any, like: Any) -> Any:
    """A Python scalar as a 0-d tensor of the dtype of `like`; None if it is of a higher kind or out of range."""
    if isinstance(scalar, complex) and not like.is_complex():
        return None
    if isinstance(scalar, int) and not -(2**63) <= scalar < 2**64:
        return None
    if not like.is_floating_point() and not like.is_complex() and like.dtype is not torch.bool:
        limits = torch.iinfo(like.dtype)
        if not limits.min <= scalar <= limits.max:
            return None
    if isinstance(scalar, float) and not (like.is_floating_point() or like.is_complex()):
        return None
    if isinstance(scalar, int) and not isinstance(scalar, bool) and like.dtype is torch.bool:
        return None
    return torch.full((), scalar, dtype=like.dtype, device=like.device)


def _matmul(x1: Any, x2: Any, /, *, out: Any) -> Any:
    # torch.matmul of a vector and a matrix (2.13) temporarily resizes an out of the right shape to (1, n).
    if x1.ndim < 2 or x2.ndim < 2:
        return NotImplemented
    return torch.matmul(x1, x2, out=out)


def _axes(x: Any, axis: Any) -> Any:
    return tuple(range(x.ndim)) if axis is None else axis


def _sum_like(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def reduce_with_dtype_into(
        x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False, out: Any
    ) -> Any:
        if axis == ():  # PyTorch reduces all axes, the standard none
            return NotImplemented
        return kernel(x, _axes(x, axis), keepdims, dtype=out.dtype, out=out)

    return reduce_with_dtype_into


def _max_like(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def reduce_into(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any) -> Any:
        if axis == ():
            return NotImplemented
        return kernel(x, _axes(x, axis), keepdims, out=out)

    return reduce_into


def _cumulative(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def accumulate_into(
        x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False, out: Any
    ) -> Any:
        return kernel(x, 0 if axis is None else axis, dtype=out.dtype, out=out)

    return accumulate_into


def _astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None, out: Any) -> Any:
    if device is not None or (x.is_complex() and not out.is_complex()):
        return NotImplemented
    return out.copy_(x)


# torch.cat (2.13) does not write into an out of length 1 along the axis unless its strides are contiguous.
def _concat(arrays: Any, /, *, axis: int | None = 0, out: Any) -> Any:
    if not out.is_contiguous() or 1 in out.shape:
        return NotImplemented
    return torch.cat(arrays, 0 if axis is None else axis, out=out)


def _stack(arrays: Any, /, *, axis: int = 0, out: Any) -> Any:
    if not out.is_contiguous() or 1 in out.shape:
        return NotImplemented
    return torch.stack(arrays, axis, out=out)


def _where(condition: Any, x1: Any, x2: Any, /, *, out: Any) -> Any:
    if not (isinstance(x1, torch.Tensor) and isinstance(x2, torch.Tensor)) or x1.dtype is not x2.dtype:
        return NotImplemented
    return torch.where(condition, x1, x2, out=out)


def _isnan(x: Any, /, *, out: Any) -> Any:
    return torch.ne(x, x, out=out)


def _clip(x: Any, min: Any = None, max: Any = None, /, *, out: Any) -> Any:
    if any(isinstance(bound, torch.Tensor) and bound.dtype is not x.dtype for bound in (min, max)):
        return NotImplemented
    is_integer = not (x.is_floating_point() or x.is_complex() or x.dtype is torch.bool)
    if is_integer and not hold_bounds(torch.iinfo(x.dtype), torch.Tensor, min, max):
        return NotImplemented
    result = compat.clip(x, min, max, out=out)
    return out if result.data_ptr() == out.data_ptr() else NotImplemented  # where no kernel is called


def _argmax_like(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def argmax_into(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any) -> Any:
        return kernel(x, axis, keepdims, out=out)

    return argmax_into


def _prod(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False, out: Any) -> Any:
    # torch.prod takes one axis, and multiplies in another order if out is not contiguous.
    if not isinstance(axis, int) or not out.is_contiguous():
        return NotImplemented
    return torch.prod(x, axis, keepdims, dtype=out.dtype, out=out)


def _var_like(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def moment_into(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False, out: Any) -> Any:
        # For too few elements PyTorch warns after it has written; a warning may be an error.
        if axis == () or x.numel() <= correction * out.numel():
            return NotImplemented
        axes = (axis,) if isinstance(axis, int) else _axes(x, axis)
        return kernel(x, axes, correction=correction, keepdim=keepdims, out=out)

    return moment_into


def _vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2, out: Any) -> Any:
    if axis == ():
        return NotImplemented
    return torch.linalg.vector_norm(x, ord, axis, keepdims, out=out)


def _trace(x: Any, /, *, offset: int = 0, dtype: Any = None, out: Any) -> Any:
    return torch.sum(torch.diagonal(x, offset, -2, -1), -1, dtype=out.dtype, out=out)


def _triangle(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def triangle_into(x: Any, /, *, k: int = 0, out: Any) -> Any:
        return (
            kernel(merge_batch_axes(x), index(k), out=merge_batch_axes(out)) if out.is_contiguous() else NotImplemented
        )

    return triangle_into


def _diff(x: Any, /, *, axis: int = -1, out: Any, **_options: Any) -> Any:
    return torch.diff(x, 1, axis, out=out) if x.shape[axis] else NotImplemented  # out= refuses an empty axis


def _outer(x1: Any, x2: Any, /, *, out: Any) -> Any:
    # Complex products are rounded differently if out is not contiguous.
    if x1.dtype is not x2.dtype or (x1.is_complex() and not out.is_contiguous()):
        return NotImplemented
    return torch.outer(x1, x2, out=out)


def _cross(x1: Any, x2: Any, /, *, axis: int = -1, out: Any) -> Any:
    if x1.dtype is not x2.dtype:
        return NotImplemented
    x1, x2 = torch.broadcast_tensors(x1, x2)  # type: ignore[no-untyped-call]
    return torch.linalg.cross(x1, x2, dim=axis, out=out)


def _take(x: Any, indices: Any, /, *, axis: int | None = None, out: Any) -> Any:
    axis = 0 if axis is None else axis
    if not _are_in_range(indices, x.shape[axis]):
        return NotImplemented
    if indices.ndim == 1:
        return torch.index_select(x, axis, indices, out=out)
    # It takes vectors of indices only.
    if axis % x.ndim or not out.is_contiguous() or indices.dtype not in (torch.int32, torch.int64):
        return NotImplemented
    torch.index_select(x, 0, indices.reshape(-1), out=out.view(indices.numel(), *x.shape[1:]))
    return out


def _take_along_axis(x: Any, indices: Any, /, *, axis: int = -1, out: Any) -> Any:
    if indices.dtype is not torch.int64 or not _are_in_range(indices, x.shape[axis]):
        return NotImplemented
    # take_along_dim makes a copy of the indices.
    shape = list(out.shape)
    shape[axis] = x.shape[axis]
    return torch.gather(x.expand(shape), axis, indices.expand(out.shape), out=out)


def _are_in_range(indices: Any, size: int) -> bool:
    """True if all indices are non-negative and in range: PyTorch takes no others, and detects them while it writes."""
    if not indices.numel():
        return True
    least, largest = torch.aminmax(indices)
    return int(least) >= 0 and int(largest) < size


def _searchsorted(x1: Any, x2: Any, /, *, side: Any = "left", sorter: Any = None, out: Any) -> Any:
    # Arrays that are not contiguous are copied, with a warning.
    if not fits_anywhere(x2) or not all(x.is_contiguous() for x in (x1, x2, out) if isinstance(x, torch.Tensor)):
        return NotImplemented
    # Its search fails with nan at the end of x1. On a GPU this check would wait for the device.
    if x1.is_floating_point() and not (x1.is_cpu and x1.numel() and x1[-1].item() <= inf):
        return NotImplemented
    return torch.searchsorted(x1, x2, side=side, out=out)


def _full(_shape: Any, fill_value: Any, /, *, out: Any, **_options: Any) -> Any:
    return out.fill_(fill_value)


def _eye(*_sizes: Any, k: int = 0, out: Any, **_options: Any) -> Any:
    diagonal = out.diagonal(k) if abs(k) <= sum(out.shape) else out[:0]
    out.zero_()
    diagonal.fill_(1)
    return out


def _arange(start: int, stop: int | None = None, step: int = 1, /, *, out: Any, **_options: Any) -> Any:
    first, last = (0, start) if stop is None else (start, stop)
    exact = out.is_contiguous() and out.dtype not in (torch.float16, torch.bfloat16, torch.float32)
    return torch.arange(first, last, step, out=out) if exact else NotImplemented


# Functions that torch.autocast (2.13) computes in another dtype, on CPUs or GPUs, but not with out=.
_CASTS = frozenset(
    "acos asin atan2 concat cosh cumulative_prod cumulative_sum exp expm1 linalg.cross linalg.trace linalg.vector_norm "
    "log log10 log1p log2 matmul pow prod reciprocal sinh stack sum tan".split()
)

_KERNELS = (
    {name: Kernel(_unary(getattr(torch, own)), "same", fast=_fast_kernel(own)) for name, own in _UNARY.items()}
    | {name: Kernel(_binary(own), "same", fast=_fast_kernel(own)) for name, own in _BINARY.items()}
    | {
        "sum": Kernel(_sum_like(torch.sum), "none"),
        "mean": Kernel(_sum_like(torch.mean), "none"),
        "max": Kernel(_max_like(torch.amax), "none"),
        "min": Kernel(_max_like(torch.amin), "none"),
        "all": Kernel(_max_like(torch.all), "none"),
        "any": Kernel(_max_like(torch.any), "none"),
        "cumulative_sum": Kernel(_cumulative(torch.cumsum), "none"),
        "cumulative_prod": Kernel(_cumulative(torch.cumprod), "none"),
        "matmul": Kernel(_matmul, "none"),
        "concat": Kernel(_concat, "none"),
        "stack": Kernel(_stack, "none"),
        "astype": Kernel(_astype, "none"),
        "where": Kernel(_where, "same"),
        "isnan": Kernel(_isnan, "same"),
        "clip": Kernel(_clip, "same"),
        "argmax": Kernel(_argmax_like(torch.argmax), "none"),
        "argmin": Kernel(_argmax_like(torch.argmin), "none"),
        "prod": Kernel(_prod, "none"),
        "var": Kernel(_var_like(torch.var), "none"),
        "std": Kernel(_var_like(torch.std), "none"),
        "linalg.vector_norm": Kernel(_vector_norm, "none"),
        "linalg.trace": Kernel(_trace, "none"),
        "tril": Kernel(_triangle(torch.tril), "same"),
        "triu": Kernel(_triangle(torch.triu), "same"),
        "diff": Kernel(_diff, "none"),
        "linalg.outer": Kernel(_outer, "none"),
        "linalg.cross": Kernel(_cross, "none"),
        "take": Kernel(_take, "none"),
        "take_along_axis": Kernel(_take_along_axis, "none"),
        "searchsorted": Kernel(_searchsorted, "none"),
    }
    | dict.fromkeys(("empty", "empty_like"), Kernel(lambda *_arguments, out, **_options: out, "any"))
    | dict.fromkeys(("zeros", "zeros_like"), Kernel(lambda *_arguments, out, **_options: out.zero_(), "any"))
    | dict.fromkeys(("ones", "ones_like"), Kernel(lambda *_arguments, out, **_options: out.fill_(1), "any"))
    | dict.fromkeys(("full", "full_like"), Kernel(_full, "any"))
    | {
        "eye": Kernel(_eye, "any"),
        "arange": Kernel(_arange, "any"),
    }
    | movements(lambda x: x.is_contiguous())
)

NATIVE = {name: kernel._replace(casts=name in _CASTS) for name, kernel in _KERNELS.items()}
