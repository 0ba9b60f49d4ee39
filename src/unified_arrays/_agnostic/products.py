"""Products of arrays that are not in the standard, or have other rules there."""

from __future__ import annotations

from typing import Any

from .._common import errors
from .._common.known_sizes import shapes_agree
from .arguments import promoted
from .parts import flat, sizes_of


def dot(xp: Any, x1: Any, x2: Any, /) -> Any:
    return _contracted(xp, "dot", x1, x2, -2 if x2.ndim > 1 else -1)


def inner(xp: Any, x1: Any, x2: Any, /) -> Any:
    return _contracted(xp, "inner", x1, x2, -1)


def vdot(xp: Any, x1: Any, x2: Any, /) -> Any:
    shapes = {"x1": tuple(x1.shape), "x2": tuple(x2.shape)}
    x1, x2 = promoted(xp, flat(xp, x1), flat(xp, x2))
    if not shapes_agree(tuple(x1.shape), tuple(x2.shape)):
        raise errors.shapes_apart("vdot", shapes, "as many elements in both")
    if xp.isdtype(x1.dtype, "bool"):
        return xp.any(xp.logical_and(x1, x2))
    return xp.matmul(xp.conj(x1) if xp.isdtype(x1.dtype, "complex floating") else x1, x2)


def outer(xp: Any, x1: Any, x2: Any, /) -> Any:
    return _times(xp, xp.reshape(x1, (-1, 1)), xp.reshape(x2, (1, -1)))


def kron(xp: Any, x1: Any, x2: Any, /) -> Any:
    rank = max(x1.ndim, x2.ndim)
    x1 = xp.expand_dims(x1, axis=tuple(range(rank - x1.ndim))) if x1.ndim < rank else x1
    x2 = xp.expand_dims(x2, axis=tuple(range(rank - x2.ndim))) if x2.ndim < rank else x2
    shape = tuple(size * other for size, other in zip(sizes_of(xp, x1), sizes_of(xp, x2), strict=True))
    if not rank:
        return _times(xp, x1, x2)
    odd, even = tuple(range(1, 2 * rank, 2)), tuple(range(0, 2 * rank, 2))
    return xp.reshape(_times(xp, xp.expand_dims(x1, axis=odd), xp.expand_dims(x2, axis=even)), shape)


def _contracted(xp: Any, function: str, x1: Any, x2: Any, axis: int) -> Any:
    """The products summed over the last axis of `x1` and that axis of `x2`."""
    if not x1.ndim or not x2.ndim:
        return _times(xp, x1, x2)
    if not shapes_agree((x1.shape[-1],), (x2.shape[axis],)):
        shapes = {"x1": tuple(x1.shape), "x2": tuple(x2.shape)}
        expected = f"the last axis of x1 as long as the last{' but one' if axis == -2 else ''} of x2"
        raise errors.shapes_apart(function, shapes, expected)
    if xp.isdtype(x1.dtype, "bool") and xp.isdtype(x2.dtype, "bool"):
        x1, x2 = xp.astype(x1, xp.int64), xp.astype(x2, xp.int64)
        return xp.not_equal(_contracted(xp, function, x1, x2, axis), 0)
    if x1.ndim < 3 and x2.ndim < 3:
        return xp.matmul(x1, x2 if axis == -2 or x2.ndim == 1 else xp.matrix_transpose(x2))
    x1, x2 = promoted(xp, x1, x2)
    return xp.tensordot(x1, x2, axes=((x1.ndim - 1,), (x2.ndim + axis,)))


def _times(xp: Any, x1: Any, x2: Any) -> Any:
    both_bool = xp.isdtype(x1.dtype, "bool") and xp.isdtype(x2.dtype, "bool")
    return xp.logical_and(x1, x2) if both_bool else xp.multiply(x1, x2)
