"""CuPy: the functions with a kernel that writes into out, without a temporary of the size of the result.

Its ufuncs have NumPy's names. Its reductions are methods, for `ufunc.reduce` has fewer options there. None of them has
been seen on a GPU with an out that overlaps an input, so all are "none".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cupy

from .. import Kernel
from ..common.copy_kernels import movements
from ..common.ufuncs import ufuncs

# cupy.sign is 0 for NaN.
_NOT_OF_STANDARD = {"sign"}


def _reduction(name: str) -> Callable[..., Any]:
    def reduce_into(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any, **options: Any) -> Any:
        return getattr(x, name)(axis=axis, keepdims=keepdims, out=out, **options)

    return reduce_into


def _of_floats(name: str) -> Callable[..., Any]:
    """A sum of halves: out would be what it is added up in."""

    def reduce_into(x: Any, /, *, axis: Any = None, keepdims: bool = False, out: Any, **options: Any) -> Any:
        if out.dtype.kind not in "fc" or out.dtype.itemsize == 2:
            return NotImplemented
        return getattr(x, name)(axis=axis, keepdims=keepdims, out=out, **options)

    return reduce_into


def _power(x1: Any, x2: Any, /, *, out: Any) -> Any:
    return cupy.power(x1, x2, out=out) if out.dtype.kind in "fc" else NotImplemented


def _matmul(x1: Any, x2: Any, /, *, out: Any) -> Any:
    return cupy.matmul(x1, x2, out=out) if out.flags.c_contiguous else NotImplemented


def _concat(arrays: Any, /, *, axis: int | None = 0, out: Any) -> Any:
    return cupy.concatenate(arrays, axis=axis, out=out)


def _stack(arrays: Any, /, *, axis: int = 0, out: Any) -> Any:
    return cupy.stack(arrays, axis=axis, out=out)


def _filled(value: int) -> Callable[..., Any]:
    def fill(*_arguments: Any, out: Any, device: Any = None, **_options: Any) -> Any:
        if out.device != (cupy.cuda.Device() if device is None else device):
            return NotImplemented
        with out.device:
            out[...] = value
        return out

    return fill


def _as_it_is(*_arguments: Any, out: Any, device: Any = None, **_options: Any) -> Any:
    return out if out.device == (cupy.cuda.Device() if device is None else device) else NotImplemented


NATIVE = {
    **{name: Kernel(ufunc, "none") for name, ufunc in ufuncs(cupy).items() if name not in _NOT_OF_STANDARD},
    "pow": Kernel(_power, "none"),
    **{name: Kernel(_reduction(name), "none") for name in ("max", "min", "all", "any")},
    **{name: Kernel(_of_floats(name), "none") for name in ("sum", "prod", "mean")},
    "matmul": Kernel(_matmul, "none"),
    "concat": Kernel(_concat, "none"),
    "stack": Kernel(_stack, "none"),
    **dict.fromkeys(("empty", "empty_like"), Kernel(_as_it_is, "any")),
    **dict.fromkeys(("zeros", "zeros_like"), Kernel(_filled(0), "any")),
    **dict.fromkeys(("ones", "ones_like"), Kernel(_filled(1), "any")),
    **movements(lambda x: x.flags.c_contiguous),
}
