"""Vector and matrix norms: real also for complex arrays; float32 for integers."""

from __future__ import annotations

from math import inf
from numbers import Real
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from . import statistical
from ._arguments import cast, short_repr
from ._decompositions import singular_values
from ._dtypes import COMPLEX, float64
from ._kernels import imaginary_part, magnitude, nonzero, real_part
from ._matrices import cast_result, matrices, to_computation_dtype

Axis = int | tuple[int, ...] | None


def vector_norm(x: Any, /, *, axis: Axis = None, keepdims: bool = False, ord: float = 2) -> tf.Tensor:
    """sum(abs(x)**ord)**(1/ord) along `axis` (None: all axes); inf and -inf: the largest and smallest; 0: a count.

    Its gradient at a vector of zeros is 0 for ord >= 1, as in PyTorch.
    """
    if not isinstance(ord, Real):
        message = f"ord of a vector norm must be a number, inf or -inf, got {short_repr(ord)}"
        raise ValueError(message)
    x, dtype = to_computation_dtype(x)
    return cast_result(_vector_norm(x, axis, keepdims, float(ord)), dtype)


def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: float | str | None = "fro") -> tf.Tensor:
    """The norms (...) of matrices (..., M, N): 'fro', 'nuc', or 1, -1, 2, -2, inf, -inf."""
    x, dtype = matrices(x)
    if ord is None or ord == "fro":
        return cast_result(_vector_norm(x, (-2, -1), keepdims, 2.0), dtype)
    if ord not in _MATRIX_NORMS:
        message = (
            f"ord of a matrix norm must be one of 'fro', {', '.join(map(repr, _MATRIX_NORMS))}, got {short_repr(ord)}"
        )
        raise ValueError(message)
    summed_axis, axis, reduction = _MATRIX_NORMS[ord]
    if summed_axis is None:
        parts = raw.ExpandDims(input=singular_values(x), axis=axis + 1)
    else:
        parts = statistical.sum(_absolute(x), axis=summed_axis, keepdims=True)
    norm = reduction(parts, axis=axis, keepdims=True)
    return cast_result(norm if keepdims else raw.Squeeze(input=norm, axis=[-2, -1]), dtype)


def _largest(absolute_values: tf.Tensor, *, axis: Axis, keepdims: bool) -> tf.Tensor:
    """The maximum of non-negative numbers; 0 for no elements, as in NumPy."""
    return raw.Maximum(x=tf.reduce_max(absolute_values, axis=axis, keepdims=keepdims), y=0)


def _count(values: tf.Tensor, *, axis: Axis, keepdims: bool) -> tf.Tensor:
    return statistical.sum(raw.Cast(x=nonzero(values), DstT=values.dtype), axis=axis, keepdims=keepdims)


_VECTOR_NORMS: dict[float, Any] = {
    inf: _largest,
    -inf: statistical.min,
    0: _count,
    1: statistical.sum,
}

# The axis that absolute values are summed over first (None: singular values instead), then the axis and reduction of
# the sums.
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
        return _VECTOR_NORMS[ord](_absolute(x), axis=axis, keepdims=keepdims)
    if ord == 2:
        return _root(statistical.sum(_squares(x), axis=axis, keepdims=keepdims), ord)
    absolute_values = _absolute(x)  # in float64: the powers may overflow float32 where the norm does not
    powers = raw.Pow(x=cast(absolute_values, float64), y=ord)
    return cast(_root(statistical.sum(powers, axis=axis, keepdims=keepdims), ord), absolute_values.dtype)


def _absolute(x: tf.Tensor) -> tf.Tensor:
    return magnitude(x) if x.dtype in COMPLEX else raw.Abs(x=x)


def _squares(x: tf.Tensor) -> tf.Tensor:
    if x.dtype in COMPLEX:
        return raw.AddV2(x=raw.Square(x=real_part(x)), y=raw.Square(x=imaginary_part(x)))
    return raw.Square(x=x)


def _root(total: tf.Tensor, ord: float) -> tf.Tensor:
    """total ** (1 / ord) with the gradient 0 at 0: the true one is infinite, and nan when it is multiplied by 0."""
    zero = raw.Equal(x=total, y=0)
    positive = raw.SelectV2(condition=zero, t=raw.OnesLike(x=total), e=total)
    root = raw.Sqrt(x=positive) if ord == 2 else raw.Pow(x=positive, y=1 / ord)
    return raw.SelectV2(condition=zero, t=tf.constant(0 if ord > 0 else inf, root.dtype), e=root)


__all__ = ["matrix_norm", "vector_norm"]
