"""Determinants, inverses, linear systems, pseudo-inverses and ranks."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import nan
from typing import Any, NamedTuple

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import cast, dynamic_shape, integers, is_array, promote_operands, static_rank, tensor
from ._decompositions import singular_values
from ._dtypes import COMPLEX, DEFAULT_INTEGER, REAL_PART
from ._kernels import complex_of, imaginary_part, real_part
from ._matrices import (
    adjoint,
    as_matrices,
    call_linalg_op,
    cast_result,
    matrices,
    require_square,
    square_matrices,
    to_computation_dtype,
)
from ._private import is_recording, scope
from .data_types import finfo
from .linear_algebra import matmul


class SlogdetResult(NamedTuple):
    """What slogdet returns."""

    sign: tf.Tensor
    logabsdet: tf.Tensor


def det(x: Any, /) -> tf.Tensor:
    """The determinants (...) of square matrices (..., M, M)."""
    x, dtype = square_matrices(x)
    if scope.is_eager and not is_recording():  # custom_gradient takes ten times as long as the op
        return cast_result(raw.MatrixDeterminant(input=x), dtype)
    return cast_result(_determinant(x), dtype)


def slogdet(x: Any, /) -> SlogdetResult:
    """The signs of the determinants and the real logarithms of their absolute values: 0 and -inf if singular."""
    x, dtype = square_matrices(x)
    sign, log = _sign_and_log_of(x) if scope.is_eager and not is_recording() else _sign_and_log(x)
    return SlogdetResult(cast_result(sign, dtype), cast_result(log, dtype))


def inv(x: Any, /) -> tf.Tensor:
    """The inverses of square matrices. ValueError if one has none; in a tf.function an InvalidArgumentError."""
    x, dtype = square_matrices(x)
    return cast_result(call_linalg_op("inv", raw.MatrixInverse, input=x), dtype)


def solve(x1: Any, x2: Any, /) -> tf.Tensor:
    """The x with x1 @ x = x2: x1 (..., M, M); x2 is one vector (M,) if it has 1 axis, else matrices (..., M, K).

    ValueError if there is no one solution; in a tf.function an InvalidArgumentError.
    """
    x1, x2 = promote_operands(x1, x2)
    (x1, dtype), (x2, _) = square_matrices(x1), to_computation_dtype(x2)
    rows = x2.shape[-2 if static_rank(x2) > 1 else 0] if static_rank(x2) else 0
    if not static_rank(x2) or (None not in (rows, x1.shape[-1]) and rows != x1.shape[-1]):
        message = f"solve of shapes {tuple(x1.shape)} and {tuple(x2.shape)}: x2 must be (M,) or (..., M, K) for M rows"
        raise ValueError(message)
    is_vector = static_rank(x2) == 1
    x1, x2 = _broadcast_batches(x1, raw.ExpandDims(input=x2, axis=1) if is_vector else x2)
    result = call_linalg_op("solve", raw.MatrixSolve, matrix=x1, rhs=x2)
    return cast_result(raw.Squeeze(input=result, axis=[-1]) if is_vector else result, dtype)


def pinv(x: Any, /, *, rtol: Any = None) -> tf.Tensor:
    """The pseudo-inverses (..., N, M) of matrices; singular values up to `rtol` times the largest count as 0."""
    x, dtype = matrices(x)
    tolerance = _tolerance(x, dtype, rtol)
    if scope.is_eager and not is_recording():  # as for det
        return cast_result(_pinv_with_tolerance(x, tolerance), dtype)
    return cast_result(_pseudo_inverse(x, tolerance), dtype)


def matrix_rank(x: Any, /, *, rtol: Any = None) -> tf.Tensor:
    """How many singular values are greater than `rtol` (max(M, N) * eps) times the largest: int64 (...)."""
    x, dtype = matrices(x)
    s = singular_values(x)
    exceeds_tolerance = cast(_exceeds(s, _tolerance(x, dtype, rtol)), DEFAULT_INTEGER)
    return raw.Sum(input=exceeds_tolerance, axis=integers([-1]))


def matrix_power(x: Any, n: int, /) -> tf.Tensor:
    """Square matrices multiplied n times; their inverses for a negative n. Integer dtypes are kept for n >= 0."""
    n = operator.index(n)
    power = inv(x) if n < 0 else tensor(x)
    require_square(power)
    n = abs(n)
    if n == 0:
        shape = dynamic_shape(power)
        return tf.eye(shape[-1], batch_shape=shape[:-2], dtype=power.dtype)
    result = None
    while True:
        if n % 2:
            result = power if result is None else matmul(result, power)
        n //= 2
        if not n:
            return result
        power = matmul(power, power)


# -- determinants, with gradients that TensorFlow's own lack -----------------------------------------------------
# Forward mode (tf.autodiff.ForwardAccumulator) would go through the op inside too, hence stop_gradient.

_custom_gradient: Callable[[Callable[..., Any]], Callable[..., Any]] = tf.custom_gradient


@_custom_gradient
def _determinant(x: tf.Tensor) -> Any:
    """The determinants. TensorFlow's own gradient is wrong for complex matrices and raises for singular ones."""

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        return as_matrices(upstream) * _conjugate_cofactors(x)

    return raw.MatrixDeterminant(input=tf.stop_gradient(x)), gradient


def _conjugate_cofactors(x: tf.Tensor) -> tf.Tensor:
    """The conjugate cofactors: the gradient of the determinant."""
    det = _determinant(x)
    singular = as_matrices(raw.Equal(x=det, y=0))
    is_nan = as_matrices(raw.NotEqual(x=det, y=det))
    not_invertible = raw.LogicalOr(x=singular, y=is_nan)  # MatrixInverse refuses both
    identity = tf.eye(dynamic_shape(x)[-1], dtype=x.dtype)
    inverse = raw.MatrixInverse(input=raw.SelectV2(condition=not_invertible, t=identity, e=x))
    regular = as_matrices(det) * inverse  # 0 where singular
    singular_cofactors = tf.cond(
        tf.reduce_any(singular),
        lambda: _cofactors_by_svd(x),
        lambda: raw.ZerosLike(x=x),
    )
    return raw.SelectV2(condition=singular, t=singular_cofactors, e=adjoint(regular))


@_custom_gradient
def _cofactors_by_svd(x: tf.Tensor) -> Any:
    """The conjugate cofactors of matrices that have no inverse. Their own gradient is not known here: nan."""
    s, u, v = tf.linalg.svd(tf.stop_gradient(x))
    products_before = raw.Cumprod(x=s, axis=-1, exclusive=True)
    products_after = raw.Cumprod(x=s, axis=-1, exclusive=True, reverse=True)
    products_of_others = products_before * products_after
    unit = raw.MatrixDeterminant(input=u) * raw.MatrixDeterminant(input=adjoint(v))
    scaled = u * cast(raw.ExpandDims(input=products_of_others, axis=-2), x.dtype)
    cofactors = as_matrices(tf.math.conj(unit)) * tf.matmul(scaled, v, adjoint_b=True)

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        unused = raw.Equal(x=upstream, y=0)
        return raw.SelectV2(condition=unused, t=upstream, e=tf.cast(nan, upstream.dtype))

    return cofactors, gradient


@_custom_gradient
def _sign_and_log(x: tf.Tensor) -> Any:
    """The sign of a determinant and the logarithm of its absolute value.

    TensorFlow's own gradient is wrong for complex matrices, as that of det, and from 2.22 on it goes through the SVD,
    which has no gradient for matrices of unknown size. Of a singular matrix the gradient is nan.
    """
    sign, log = _sign_and_log_of(tf.stop_gradient(x))

    def gradient(for_sign: tf.Tensor, for_log: tf.Tensor) -> tf.Tensor:
        has_inverse = as_matrices(raw.IsFinite(x=log))
        identity = tf.eye(dynamic_shape(x)[-1], dtype=x.dtype)
        inverse = adjoint(raw.MatrixInverse(input=raw.SelectV2(condition=has_inverse, t=x, e=identity)))
        inverse = raw.SelectV2(condition=has_inverse, t=inverse, e=tf.cast(nan, x.dtype))
        if x.dtype not in COMPLEX:
            return as_matrices(for_log) * inverse
        turn = imaginary_part(for_sign * tf.math.conj(_sign_and_log(x)[0]))
        return as_matrices(complex_of(for_log, turn)) * inverse

    return (sign, log), gradient


def _sign_and_log_of(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    sign, log = raw.LogMatrixDeterminant(input=x)
    return sign, real_part(log) if log.dtype in COMPLEX else log


# -- singular values -------------------------------------------------------------------------------------------------


@_custom_gradient
def _pseudo_inverse(x: tf.Tensor, tolerance: tf.Tensor) -> Any:
    """The pseudo-inverses, with a gradient for a constant rank: that of the SVD has poles at equal singular values."""
    result = _pinv_with_tolerance(tf.stop_gradient(x), tolerance)

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None]:
        p = _pseudo_inverse(x, tolerance)  # again, so that this can be differentiated too
        p_h, up_h = adjoint(p), adjoint(upstream)
        inside = -p_h @ upstream @ p_h
        beside_columns = (up_h - x @ (p @ up_h)) @ p @ p_h
        beside_rows = p_h @ p @ (up_h - (up_h @ p) @ x)
        return inside + beside_columns + beside_rows, None

    return result, gradient


def _pinv_with_tolerance(x: tf.Tensor, tolerance: tf.Tensor) -> tf.Tensor:
    s, u, v = raw.Svd(input=x)
    s = real_part(s) if s.dtype.is_complex else s
    is_kept = _exceeds(s, tolerance)
    ones = raw.OnesLike(x=s)
    divisor = raw.SelectV2(condition=is_kept, t=s, e=ones)
    inverse = raw.SelectV2(condition=is_kept, t=raw.RealDiv(x=ones, y=divisor), e=raw.Mul(x=s, y=0))
    scaled = raw.Mul(x=v, y=cast(raw.ExpandDims(input=inverse, axis=-2), v.dtype))
    return tf.matmul(scaled, u, adjoint_b=True)


def _tolerance(x: tf.Tensor, dtype: tf.DType, rtol: Any) -> tf.Tensor:
    """`rtol` (None: the default) in the dtype of the singular values, with an axis to broadcast against them."""
    real = REAL_PART.get(x.dtype, x.dtype)
    if is_array(rtol):
        return raw.ExpandDims(input=cast(tensor(rtol), real), axis=-1)
    if rtol is not None:
        return tf.constant(rtol, real)
    *_, rows, columns = x.shape.as_list()
    eps = finfo(dtype).eps
    if rows is not None and columns is not None:
        return tf.constant(max(rows, columns) * eps, real)
    return cast(tf.reduce_max(dynamic_shape(x)[-2:]), real) * eps


def _exceeds(s: tf.Tensor, tolerance: tf.Tensor) -> tf.Tensor:
    largest = raw.Max(input=s, axis=integers([-1]), keep_dims=True)
    return raw.Greater(x=s, y=raw.Mul(x=tolerance, y=largest))


def _broadcast_batches(x1: tf.Tensor, x2: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Two stacks of matrices with their batch axes broadcast: MatrixSolve does not broadcast."""
    if x1.shape.rank == x2.shape.rank == 2:
        return x1, x2
    batch1, batch2 = x1.shape[:-2], x2.shape[:-2]
    if batch1.is_fully_defined() and batch1 == batch2:
        return x1, x2
    tf.broadcast_static_shape(batch1, batch2)  # ValueError if they do not fit
    shape1, shape2 = tf.shape(x1), tf.shape(x2)
    batch = tf.broadcast_dynamic_shape(shape1[:-2], shape2[:-2])
    return (
        tf.broadcast_to(x1, tf.concat([batch, shape1[-2:]], 0)),
        tf.broadcast_to(x2, tf.concat([batch, shape2[-2:]], 0)),
    )


__all__ = ["SlogdetResult", "det", "inv", "matrix_power", "matrix_rank", "pinv", "slogdet", "solve"]
