"""Shared by the linalg extension: operands in a dtype that TensorFlow computes in, and error messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import cast, integers, static_rank, tensor
from ._dtypes import ALL, COMPLEX, DEFAULT_REAL, HALF, REAL, bfloat16, float16, float32, float64

# Input dtype -> the dtype of the result, and the one it is computed in: TensorFlow has no 16-bit decompositions.
RESULT_DTYPES = {dtype: dtype if dtype in REAL + COMPLEX else DEFAULT_REAL for dtype in ALL}
COMPUTATION_DTYPES = {dtype: float32 if RESULT_DTYPES[dtype] in HALF else RESULT_DTYPES[dtype] for dtype in ALL}

# Error messages for what TensorFlow's kernels refuse with little more than "Input is not invertible".
REASONS = {
    "cholesky": "a matrix is not positive definite (or not finite): use eigh for those that have negative eigenvalues",
    "eig": "no eigenvalues found: a matrix has nan or infinities",
    "inv": "a matrix is singular (or has nan) and has no inverse: use pinv",
    "solve": "a matrix of x1 is singular (or has nan), so that there is no one solution: use pinv(x1) and matmul",
}


def to_computation_dtype(x: Any) -> tuple[tf.Tensor, tf.DType]:
    """`x` in the dtype to compute in, and the dtype of the result."""
    x = tensor(x)
    dtype = x.dtype
    if dtype is float32 or dtype is float64:  # the common case, without a table
        return x, dtype
    return cast(x, COMPUTATION_DTYPES[dtype]), RESULT_DTYPES[dtype]


def matrices(x: Any) -> tuple[tf.Tensor, tf.DType]:
    """A matrix or a stack of matrices in the dtype to compute in, and the dtype of the result."""
    x, dtype = to_computation_dtype(x)
    require_matrices(x)
    return x, dtype


def square_matrices(x: Any) -> tuple[tf.Tensor, tf.DType]:
    """The same for square matrices."""
    x, dtype = to_computation_dtype(x)
    require_square(x)
    return x, dtype


def require_matrices(x: tf.Tensor) -> None:
    """ValueError if `x` is not a matrix or a stack of matrices."""
    if static_rank(x) < 2:
        message = f"expected a matrix or a stack of matrices, got an array of shape {tuple(x.shape)}"
        raise ValueError(message)


def require_square(x: tf.Tensor) -> None:
    """ValueError if `x` is known not to be a square matrix or a stack of them."""
    require_matrices(x)
    *_, rows, columns = x.shape.as_list()
    if rows != columns and rows is not None and columns is not None:
        message = f"expected square matrices, got an array of shape {tuple(x.shape)}: its last two axes must be equal"
        raise ValueError(message)


def cast_result(part: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    """A result cast to its dtype; only float16 and bfloat16 are computed in another one."""
    return cast(part, dtype) if dtype is float16 or dtype is bfloat16 else part


def adjoint(x: tf.Tensor) -> tf.Tensor:
    """The conjugate transposes of matrices."""
    rank = static_rank(x)
    transpose = raw.ConjugateTranspose if x.dtype in COMPLEX else raw.Transpose
    return transpose(x=x, perm=integers([*range(rank - 2), rank - 1, rank - 2]))


def as_matrices(x: tf.Tensor) -> tf.Tensor:
    """Scalars (...) as 1x1 matrices (..., 1, 1), to broadcast them against the matrices they belong to."""
    return x[..., tf.newaxis, tf.newaxis]


def call_linalg_op(name: str, op: Callable[..., Any], *operands: tf.Tensor, **options: Any) -> Any:
    """The result of `op`; TensorFlow's InvalidArgumentError becomes a ValueError that says what to do."""
    try:
        return op(*operands, **options)
    except tf.errors.InvalidArgumentError as error:
        tensors = [*operands, *(value for value in options.values() if isinstance(value, tf.Tensor))]
        message = f"{name} of {' and '.join(f'{t.dtype.name}{t.shape.as_list()}' for t in tensors)}: {REASONS[name]}"
        raise ValueError(message) from error
