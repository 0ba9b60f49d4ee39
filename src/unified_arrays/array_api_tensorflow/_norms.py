"""Norms of vectors and matrices: real, of complex arrays too; of integers float32."""

from __future__ import annotations

from math import inf
from numbers import Real
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from . import statistical
from ._arguments import cast, shown
from ._decompositions import singular_values
from ._dtypes import COMPLEX, float64
from ._kernels import imaginary_part, magnitude, nonzero, real_part
from ._matrices import back, floating, matrices

Axis = int | tuple[int, ...] | None


def vector_norm(x: Any, /, *, axis: Axis = None, keepdims: bool = False, ord: float = 2) -> tf.Tensor:
    """sum(abs(x)**ord)**(1/ord) along `axis` (None: all axes); for inf and -inf the greatest and least, for 0 a count.

    Its gradient at a vector of zeros is 0 for ord >= 1, as in PyTorch.
    """
    if not isinstance(ord, Real):
        message = f"ord of a vector norm must be a number, inf or -inf, got {shown(ord)}"
        raise ValueError(message)
    x, dtype = floating(x)
    return back(_vector_norm(x, axis, keepdims, float(ord)), dtype)


def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: float | str | None = "fro") -> tf.Tensor:
    """The norms (...) of matrices (..., M, N): 'fro', 'nuc', or 1, -1, 2, -2, inf, -inf."""
    x, dtype = matrices(x)
    if ord is None or ord == "fro":
        return back(_vector_norm(x, (-2, -1), keepdims, 2.0), dtype)
    if ord not in _MATRIX_NORMS:
        message = f"ord of a matrix norm must be one of 'fro', {', '.join(map(repr, _MATRIX_NORMS))}, got {shown(ord)}"
        raise ValueError(message)
    summed, axis, reduction = _MATRIX_NORMS[ord]
    if summed is None:
        parts = raw.ExpandDims(input=singular_values(x), axis=axis + 1)
    else:
        parts = statistical.sum(_size(x), axis=summed, keepdims=True)
    norm = reduction(parts, axis=axis, keepdims=True)
    return back(norm if keepdims else raw.Squeeze(input=norm, axis=[-2, -1]), dtype)


def _largest(sizes: tf.Tensor, *, axis: Axis, keepdims: bool) -> tf.Tensor:
    """The greatest of numbers that are at least 0: 0 of none, as in NumPy."""
    return raw.Maximum(x=tf.reduce_max(sizes, axis=axis, keepdims=keepdims), y=0)


def _count(sizes: tf.Tensor, *, axis: Axis, keepdims: bool) -> tf.Tensor:
    return statistical.sum(raw.Cast(x=nonzero(sizes), DstT=sizes.dtype), axis=axis, keepdims=keepdims)


_VECTOR_NORMS: dict[float, Any] = {
    inf: _largest,
    -inf: statistical.min,
    0: _count,
    1: statistical.sum,
}

# The axis that absolute values are summed over first (None: singular values instead), then what of the sums.
_MATRIX_NORMS: dict[Any, tuple[int | None, int, Any]] = {
    "nuc": (None, -2, statistical.sum),
    1: (-2, -1, _largest),
    -1: (-2, -1, statistical.min),
    2: (None, -2, _largest),
    -2: (None, -2, statistical.min),
    inf: (-1, -2, _largest),
    -inf: (-1, -2, statistical.min),
}


def _vector_norm(x: tf.Tensor, axis: Axis, keepdims: bool, ord: float) -> tf.Tensor:
    if ord in _VECTOR_NORMS:
        return _VECTOR_NORMS[ord](_size(x), axis=axis, keepdims=keepdims)
    if ord == 2:
        return _root(statistical.sum(_squares(x), axis=axis, keepdims=keepdims), ord)
    size = _size(x)  # whose powers leave the range of float32 before it does
    powers = raw.Pow(x=cast(size, float64), y=ord)
    return cast(_root(statistical.sum(powers, axis=axis, keepdims=keepdims), ord), size.dtype)


def _size(x: tf.Tensor) -> tf.Tensor:
    return magnitude(x) if x.dtype in COMPLEX else raw.Abs(x=x)


def _squares(x: tf.Tensor) -> tf.Tensor:
    if x.dtype in COMPLEX:
        return raw.AddV2(x=raw.Square(x=real_part(x)), y=raw.Square(x=imaginary_part(x)))
    return raw.Square(x=x)


def _root(total: tf.Tensor, ord: float) -> tf.Tensor:
    """total ** (1 / ord), where 0 has the gradient 0: it is infinite, and makes nan of the 0 that comes after it."""
    zero = raw.Equal(x=total, y=0)
    positive = raw.SelectV2(condition=zero, t=raw.OnesLike(x=total), e=total)
    root = raw.Sqrt(x=positive) if ord == 2 else raw.Pow(x=positive, y=1 / ord)
    return raw.SelectV2(condition=zero, t=tf.constant(0 if ord > 0 else inf, root.dtype), e=root)


__all__ = ["matrix_norm", "vector_norm"]
