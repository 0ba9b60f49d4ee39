"""Decompositions of matrices. float16 and bfloat16 are computed in float32, integers give float32."""

from __future__ import annotations

from math import inf
from typing import Any, Literal, NamedTuple

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import short_repr
from ._dtypes import COMPLEX, COMPLEX_OF
from ._kernels import real_part
from ._matrices import adjoint, call_linalg_op, cast_result, matrices, square_matrices
from ._numpy_fallback import all_true, numpy_view
from ._private import is_recording


class EigResult(NamedTuple):
    """What eig returns."""

    eigenvalues: tf.Tensor
    eigenvectors: tf.Tensor


class EighResult(NamedTuple):
    """What eigh returns."""

    eigenvalues: tf.Tensor
    eigenvectors: tf.Tensor


class QRResult(NamedTuple):
    """What qr returns."""

    Q: tf.Tensor
    R: tf.Tensor


class SVDResult(NamedTuple):
    """What svd returns."""

    U: tf.Tensor
    S: tf.Tensor
    Vh: tf.Tensor


def cholesky(x: Any, /, *, upper: bool = False) -> tf.Tensor:
    """L with x = L L^H, or U with x = U^H U if `upper`, reading only that triangle of x.

    ValueError if x is not positive definite; in a tf.function an InvalidArgumentError.
    """
    x, dtype = square_matrices(x)
    factor = call_linalg_op("cholesky", lower_factor, adjoint(x) if upper else x)
    return cast_result(adjoint(factor) if upper else factor, dtype)


def eig(x: Any, /) -> EigResult:
    """The complex eigenvalues (..., M) of any square matrices, and as columns their eigenvectors (..., M, M)."""
    return EigResult(*_eig(x, vectors=True))


def eigvals(x: Any, /) -> tf.Tensor:
    """The complex eigenvalues (..., M) of any square matrices."""
    return _eig(x, vectors=False)[0]


def eigh(x: Any, /) -> EighResult:
    """The real eigenvalues (..., M), ascending, of Hermitian matrices, and as columns their eigenvectors (..., M, M).

    Only the lower triangle of x is read.
    """
    x, dtype = square_matrices(x)
    values, vectors = raw.SelfAdjointEigV2(input=x, compute_v=True)
    return EighResult(cast_result(_real(values), dtype), cast_result(vectors, dtype))


def eigvalsh(x: Any, /) -> tf.Tensor:
    """The real eigenvalues (..., M), ascending, of Hermitian matrices, of which only the lower triangle is read."""
    x, dtype = square_matrices(x)
    return cast_result(_real(raw.SelfAdjointEigV2(input=x, compute_v=False).e), dtype)


def qr(x: Any, /, *, mode: Literal["reduced", "complete"] = "reduced") -> QRResult:
    """x = Q R, where Q (..., M, K) has orthonormal columns and R (..., K, N) is upper triangular; K = M if complete."""
    if mode not in ("reduced", "complete"):
        message = f"mode must be 'reduced' or 'complete', got {short_repr(mode)}"
        raise ValueError(message)
    x, dtype = matrices(x)
    return QRResult(*(cast_result(part, dtype) for part in raw.Qr(input=x, full_matrices=mode == "complete")))


def svd(x: Any, /, *, full_matrices: bool = True) -> SVDResult:
    """x = U diag(S) Vh, S real and descending; U (..., M, M) and Vh (..., N, N), or min(M, N) columns and rows."""
    x, dtype = matrices(x)
    s, u, v = tf.linalg.svd(x, full_matrices=full_matrices)
    return SVDResult(cast_result(u, dtype), cast_result(s, dtype), cast_result(adjoint(v), dtype))


def svdvals(x: Any, /) -> tf.Tensor:
    """The singular values (..., min(M, N)) of matrices: real and descending."""
    x, dtype = matrices(x)
    return cast_result(singular_values(x), dtype)


def singular_values(x: tf.Tensor) -> tf.Tensor:
    """The singular values of matrices of a dtype that TensorFlow decomposes."""
    return _real(raw.Svd(input=x, compute_uv=False).s)


def _eig(x: Any, *, vectors: bool) -> tuple[tf.Tensor, tf.Tensor]:
    x, dtype = square_matrices(x)
    result = call_linalg_op("eig", raw.Eig, input=x, Tout=COMPLEX_OF.get(dtype, dtype), compute_v=vectors)
    return result.e, result.v


def lower_factor(x: tf.Tensor) -> tf.Tensor:
    """The Cholesky factor. If there is none, TensorFlow 2.21 returns nan, or 0 if complex, and stale memory."""
    factor = raw.Cholesky(input=x)
    values = numpy_view(factor)
    if values is not None:
        diagonal = values.diagonal(axis1=-2, axis2=-1).real
        if all_true((diagonal > 0) & (diagonal < inf)) and not is_recording():
            return factor  # zero above the diagonal, but for the operation's gradient
    logarithms = raw.Log(x=_real(raw.MatrixDiagPart(input=factor)))  # finite if positive
    with tf.control_dependencies([raw.CheckNumerics(tensor=logarithms, message="not positive definite")]):
        return raw.MatrixBandPart(input=factor, num_lower=-1, num_upper=0)


def _real(x: tf.Tensor) -> tf.Tensor:
    return real_part(x) if x.dtype in COMPLEX else x


__all__ = [
    "EigResult",
    "EighResult",
    "QRResult",
    "SVDResult",
    "cholesky",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "qr",
    "svd",
    "svdvals",
]
