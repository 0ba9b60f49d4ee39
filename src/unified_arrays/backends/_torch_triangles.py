"""PyTorch: tril and triu of stacks of matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def stacked(x: Any) -> Any:
    """`x` with one axis for all its matrices.

    torch.tril and torch.triu (2.13) go from matrix to matrix by the stride of the axis before the last two. If that has
    one element, its stride means nothing: they read, and write to an out, beside the memory. Of three axes there is one
    matrix then. Remove when no byte of torch.zeros(40) beyond the first 12 changes in
    torch.tril(torch.ones(3, 1, 2, 2), out=torch.zeros(40)[:12].view(1, 3, 2, 2).transpose(0, 1)).
    """
    return x.flatten(0, -3) if x.ndim > 3 else x


def _of_stacks(triangle: Callable[..., Any]) -> Callable[..., Any]:
    def call(x: Any, /, *, k: int = 0) -> Any:
        return triangle(stacked(x), k).reshape(x.shape)

    return call


TRIANGLES = {"tril": _of_stacks(torch.tril), "triu": _of_stacks(torch.triu)}
