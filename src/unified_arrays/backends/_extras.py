"""Functions beyond the standard, written once on any namespace that conforms to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._core import errors


def extras_of(xp: Any, einsum: Callable[..., Any]) -> dict[str, Any]:
    """average, and einsum with the standard's promotion on top of the framework's own."""

    def promoting_einsum(subscripts: str, /, *operands: Any) -> Any:
        if not isinstance(subscripts, str):
            raise errors.not_a_text("einsum", "subscripts", type(subscripts), "a text such as 'ij,jk->ik'")
        dtype = xp.result_type(*operands)
        return einsum(subscripts, *(one if one.dtype == dtype else xp.astype(one, dtype) for one in operands))

    def average(x: Any, /, *, axis: Any = None, weights: Any = None, keepdims: bool = False) -> Any:
        if weights is None:
            return xp.mean(_floating(x), axis=axis, keepdims=keepdims)
        weights = _floating(_beside(x, weights, axis))
        total = xp.sum(weights, axis=axis, keepdims=keepdims)
        return xp.divide(xp.sum(xp.multiply(x, weights), axis=axis, keepdims=keepdims), total)

    def _beside(x: Any, weights: Any, axis: Any) -> Any:
        """`weights` in the shape of `x`: as it is, or along the axes averaged over."""
        shape, given = tuple(x.shape), tuple(weights.shape)
        if given == shape:
            return weights
        rank = len(shape)
        axes = () if axis is None else tuple(one % rank for one in (axis if isinstance(axis, tuple) else (axis,)))
        along = tuple(shape[one] for one in axes)
        if given != along:
            raise errors.weights_shape("average", given, shape, along)
        # The axes of weights follow those of `axis`; for broadcasting they must stand in the order of x.
        weights = xp.permute_dims(weights, tuple(sorted(range(len(axes)), key=lambda i: axes[i])))
        beside = xp.reshape(weights, tuple(shape[one] if one in axes else 1 for one in range(rank)))
        return xp.broadcast_to(beside, shape)

    def _floating(x: Any) -> Any:
        if xp.isdtype(x.dtype, ("real floating", "complex floating")):
            return x
        return xp.astype(x, xp.__array_namespace_info__().default_dtypes()["real floating"])

    return {"average": average, "einsum": promoting_einsum}
