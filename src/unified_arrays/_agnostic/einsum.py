"""Einstein's convention by products and sums of the standard: every operand spread over all labels, and summed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._common import errors

_LABELS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def einsum_of(xp: Any) -> Callable[..., Any]:
    """einsum for explicit subscripts ("ij,jk->ik") and operands of one dtype."""

    def einsum(subscripts: str, *operands: Any) -> Any:
        left, _, result_labels = subscripts.partition("->")
        labels_of = left.split(",")
        if len(labels_of) != len(operands):
            raise errors.einsum_operands("einsum", subscripts, len(labels_of), len(operands))
        unused = [label for label in _LABELS if label not in subscripts]
        spare = max(x.ndim - len(labels.replace("...", "")) for labels, x in zip(labels_of, operands, strict=True))
        ellipsis = "".join(unused[: max(spare, 0)])
        spread = []
        for labels, x in zip(labels_of, operands, strict=True):
            count = x.ndim - len(labels.replace("...", ""))
            named = labels.replace("...", ellipsis[len(ellipsis) - count :]) if "..." in labels else labels
            if len(named) != x.ndim:
                raise errors.einsum_axes("einsum", labels, tuple(x.shape))
            spread.append(_diagonals(xp, named, x))
        result_labels = result_labels.replace("...", ellipsis)
        used = "".join(named for named, _ in spread)
        order = result_labels + "".join(sorted(set(used) - set(result_labels)))
        if len(set(result_labels)) != len(result_labels) or not set(result_labels) <= set(used):
            raise errors.einsum_result("einsum", subscripts)
        product: Any = None
        for named, x in spread:
            x = xp.permute_dims(x, tuple(sorted(range(x.ndim), key=lambda axis: order.index(named[axis]))))
            for axis, label in enumerate(order):
                x = x if label in named else xp.expand_dims(x, axis=axis)
            product = x if product is None else xp.multiply(product, x)
        summed = tuple(range(len(result_labels), len(order)))
        return xp.sum(product, axis=summed, dtype=product.dtype) if summed else xp.asarray(product, copy=True)

    return einsum


def _diagonals(xp: Any, labels: str, x: Any) -> tuple[str, Any]:
    """Labels and array of an operand with one axis for each label: of a label that is repeated, the diagonal."""
    for label in set(labels):
        while labels.count(label) > 1:
            first, second = labels.index(label), labels.rindex(label)
            others = [axis for axis in range(x.ndim) if axis not in (first, second)]
            x = xp.linalg.diagonal(xp.permute_dims(x, (*others, first, second)))
            labels = "".join(labels[axis] for axis in others) + label
    return labels, x
