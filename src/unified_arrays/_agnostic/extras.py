"""Functions beyond the standard, written once on any namespace that conforms to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._common import errors
from .._common.known_sizes import shapes_agree

EXTRAS = ("average", "einsum", "nansum")


def _explicit(subscripts: str) -> str:
    """Subscripts with what they mean where they name no result: TensorFlow (2.21) forgets the ellipsis there."""
    if ">" in subscripts:
        return subscripts
    labels = subscripts.replace(",", "").replace(".", "")
    once = sorted(label for label in set(labels) if labels.count(label) == 1)
    return f"{subscripts}->{'...' if '...' in subscripts else ''}{''.join(once)}"


def _sized_already(what: str, array: Any, x: Any, axes: tuple[int, ...]) -> Any:
    return array


def extras_of(
    xp: Any,
    einsum: Callable[..., Any],
    sized_later: Callable[[str, Any, Any, tuple[int, ...]], Any] = _sized_already,
    *,
    wide: Any = None,
    without_nan: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """average and nansum, and einsum with the standard's promotion on top of the framework's own.

    Where a graph does not know all sizes, `sized_later(what, array, x, axes)` is `array`, there only if it has those
    of the axes of `x`. `wide`: the dtype to sum products of integers and booleans in, where the framework has no
    einsum of them in their own, or gives another dtype; what is cut back is right, since both are modulo 2**bits.
    `without_nan(x)`: real floating x with 0 for NaN, where the framework has a kernel for that.
    """

    def promoting_einsum(subscripts: str, /, *operands: Any) -> Any:
        if not isinstance(subscripts, str):
            raise errors.not_a_string("einsum", "subscripts", type(subscripts), "a string such as 'ij,jk->ik'")
        dtype = xp.result_type(*operands)
        computed = dtype if xp.isdtype(dtype, ("real floating", "complex floating")) else wide or dtype
        subscripts = _explicit(subscripts.replace(" ", ""))
        result = einsum(
            subscripts,
            *(operand if operand.dtype == computed else xp.astype(operand, computed) for operand in operands),
        )
        if result.dtype == dtype or computed == dtype:  # or in that of PyTorch's autocast
            return result
        return xp.not_equal(result, 0) if dtype == xp.bool else xp.astype(result, dtype)

    def average(x: Any, /, *, axis: Any = None, weights: Any = None, keepdims: bool = False) -> Any:
        if weights is None:
            return xp.mean(_floating(x), axis=axis, keepdims=keepdims)
        weights = _floating(_beside(x, weights, axis))
        total = xp.sum(weights, axis=axis, keepdims=keepdims)
        return xp.divide(xp.sum(xp.multiply(x, weights), axis=axis, keepdims=keepdims), total)

    def nansum(x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        if without_nan is not None and xp.isdtype(x.dtype, "real floating"):
            x = without_nan(x)
        elif xp.isdtype(x.dtype, ("real floating", "complex floating")):
            x = xp.where(xp.isnan(x), xp.zeros_like(x), x)
        return xp.sum(x, axis=axis, dtype=dtype, keepdims=keepdims)

    def _beside(x: Any, weights: Any, axis: Any) -> Any:
        """`weights` with as many axes as `x`, so that they broadcast: in its shape, or along the axes averaged over."""
        shape, given = tuple(x.shape), tuple(weights.shape)
        rank = len(shape)
        if shapes_agree(given, shape):
            return sized_later("average: weights", weights, x, tuple(range(rank)))
        axes = () if axis is None else tuple(number % rank for number in (axis if isinstance(axis, tuple) else (axis,)))
        along = tuple(shape[number] for number in axes)
        if not shapes_agree(given, along):
            raise errors.weights_shape("average", given, shape, along)
        weights = sized_later("average: weights", weights, x, axes)
        # The axes of weights follow those of `axis`; for broadcasting they must stand in the order of x.
        weights = xp.permute_dims(weights, tuple(sorted(range(len(axes)), key=lambda i: axes[i])))
        for number in range(rank):
            weights = weights if number in axes else xp.expand_dims(weights, axis=number)
        return weights

    def _floating(x: Any) -> Any:
        if xp.isdtype(x.dtype, ("real floating", "complex floating")):
            return x
        return xp.astype(x, xp.__array_namespace_info__().default_dtypes()["real floating"])

    return {"average": average, "einsum": promoting_einsum, "nansum": nansum}
