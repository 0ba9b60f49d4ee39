"""The standard's linalg extension: the products of the main namespace, decompositions, solving, norms."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from . import statistical
from ._arguments import normalize_axis, promote_operands, static_rank, tensor
from ._decompositions import (
    EighResult,
    EigResult,
    QRResult,
    SVDResult,
    cholesky,
    eig,
    eigh,
    eigvals,
    eigvalsh,
    qr,
    svd,
    svdvals,
)
from ._dtypes import REAL, SIGNED
from ._matrices import require_matrices
from ._norms import matrix_norm, vector_norm
from ._solving import SlogdetResult, det, inv, matrix_power, matrix_rank, pinv, slogdet, solve
from .elementwise import multiply, subtract
from .linear_algebra import matmul, matrix_transpose, tensordot, vecdot

_CROSS_DTYPES = (*REAL, *SIGNED)  # the dtypes of TensorFlow's own cross product


def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> tf.Tensor:
    """The cross products of 3-vectors along `axis`, negative if the ranks differ; the other axes broadcast."""
    x1, x2 = promote_operands(x1, x2)
    ranks = static_rank(x1), static_rank(x2)
    negative_axes = {normalize_axis(axis, rank) - rank for rank in ranks}
    if len(negative_axes) > 1:
        message = f"cross along axis {axis} of arrays of {ranks[0]} and {ranks[1]} axes: use a negative axis"
        raise ValueError(message)
    negative_axis = negative_axes.pop()
    if any(x.shape[negative_axis] not in (3, None) for x in (x1, x2)):
        message = f"cross of shapes {tuple(x1.shape)} and {tuple(x2.shape)}: axis {axis} must have 3 elements in both"
        raise ValueError(message)
    same_shape = x1.shape.is_fully_defined() and x1.shape == x2.shape
    if same_shape and negative_axis == -1 and x1.dtype in _CROSS_DTYPES:
        return raw.Cross(a=x1, b=x2)
    a, b = (raw.Unpack(value=x, num=3, axis=negative_axis) for x in (x1, x2))
    components = [subtract(multiply(a[i], b[j]), multiply(a[j], b[i])) for i, j in ((1, 2), (2, 0), (0, 1))]
    return raw.Pack(values=components, axis=negative_axis)


def diagonal(x: Any, /, *, offset: int = 0) -> tf.Tensor:
    """The diagonals (..., K) of matrices (..., M, N), above the main one for offset > 0; empty beyond the corners."""
    x = tensor(x)
    require_matrices(x)
    rows, columns = x.shape.as_list()[-2:]
    if isinstance(offset, int) and offset and None not in (rows, columns) and -rows < offset < columns:
        padding = False if x.dtype == tf.bool else 0
        return raw.MatrixDiagPartV3(input=x, k=offset, padding_value=padding)
    if offset:  # slice, since a slice can be empty, while the op's own offset must be in range
        x = x[..., offset:] if offset > 0 else x[..., -offset:, :]
    return raw.MatrixDiagPart(input=x)


def outer(x1: Any, x2: Any, /) -> tf.Tensor:
    """The products (N, M) of each element of a vector (N,) with each of a vector (M,)."""
    x1, x2 = promote_operands(x1, x2)
    if static_rank(x1) != 1 or static_rank(x2) != 1:
        message = f"outer takes two 1-D arrays, got shapes {tuple(x1.shape)} and {tuple(x2.shape)}"
        raise ValueError(message)
    return multiply(raw.ExpandDims(input=x1, axis=1), x2)


def trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> tf.Tensor:
    """The sums (...) of the diagonals of matrices. Integers and booleans: int64 or uint64, unless `dtype` is given."""
    return statistical.sum(diagonal(x, offset=offset), axis=-1, dtype=dtype)


__all__ = [
    "EigResult",
    "EighResult",
    "QRResult",
    "SVDResult",
    "SlogdetResult",
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inv",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "trace",
    "vecdot",
    "vector_norm",
]
