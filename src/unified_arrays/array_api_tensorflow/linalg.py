"""The standard's linalg extension: decompositions, and the products of the main namespace."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import tensorflow as tf

from ._dtypes import COMPLEX, DEFAULT_REAL, HALF, float32
from ._operands import static_rank, tensor
from .linear_algebra import matmul, matrix_transpose, tensordot, vecdot

raw = tf.raw_ops


class QRResult(NamedTuple):
    """What qr returns."""

    Q: tf.Tensor
    R: tf.Tensor


class SVDResult(NamedTuple):
    """What svd returns."""

    U: tf.Tensor
    S: tf.Tensor
    Vh: tf.Tensor


def qr(x: Any, /, *, mode: Literal["reduced", "complete"] = "reduced") -> QRResult:
    """x = Q R, where Q (..., M, K) has orthonormal columns and R (..., K, N) is upper triangular; K = M if complete."""
    if mode not in ("reduced", "complete"):
        message = f"mode must be 'reduced' or 'complete', got {mode!r}"
        raise ValueError(message)
    x, dtype = _matrices(x)
    return QRResult(*(_back(part, dtype) for part in raw.Qr(input=x, full_matrices=mode == "complete")))


def svd(x: Any, /, *, full_matrices: bool = True) -> SVDResult:
    """x = U diag(S) Vh, S real and descending; U (..., M, M) and Vh (..., N, N), or min(M, N) columns and rows."""
    x, dtype = _matrices(x)
    s, u, v = tf.linalg.svd(x, full_matrices=full_matrices)
    vh = matrix_transpose(raw.Conj(input=v) if v.dtype in COMPLEX else v)
    return SVDResult(_back(u, dtype), _back(s, dtype), _back(vh, dtype))


def _matrices(x: Any) -> tuple[tf.Tensor, tf.DType]:
    """`x` in a dtype that TensorFlow decomposes, and the dtype of the result."""
    x = tensor(x)
    if static_rank(x) < 2:
        message = f"expected a matrix or a stack of matrices, got an array of shape {tuple(x.shape)}"
        raise ValueError(message)
    dtype = DEFAULT_REAL if x.dtype.is_integer or x.dtype == tf.bool else x.dtype
    return tf.cast(x, float32 if dtype in HALF else dtype), dtype


def _back(part: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    return tf.cast(part, dtype) if dtype in HALF else part


__all__ = ["QRResult", "SVDResult", "matmul", "matrix_transpose", "qr", "svd", "tensordot", "vecdot"]
