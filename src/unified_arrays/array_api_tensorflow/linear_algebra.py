"""Products of vectors, matrices and stacks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import integers, normalize_axis, promote_operands, static_rank, tensor
from ._dtypes import COMPLEX, float32, int8, int16, int32, uint8, uint16, uint32, uint64
from ._dtypes import bool as boolean


def _cast_to(dtype: tf.DType) -> Callable[[tf.Tensor], tf.Tensor]:
    return lambda t: raw.Cast(x=t, DstT=dtype)


def _bits_as(dtype: tf.DType) -> Callable[[tf.Tensor], tf.Tensor]:
    return lambda t: raw.Bitcast(input=t, type=dtype)


# For dtypes without a matmul kernel: the conversions before and after. All are exact: integer products are modulo
# 2**bits, where signed and unsigned agree; a float32 sum of ones and zeros is 0 only if all are 0.
_BEFORE_AND_AFTER = {
    boolean: (_cast_to(float32), _cast_to(boolean)),
    int8: (_cast_to(int32), _cast_to(int8)),
    uint8: (_cast_to(int32), _cast_to(uint8)),
    uint16: (_bits_as(int16), _bits_as(uint16)),
    uint32: (_bits_as(int32), _bits_as(uint32)),
    uint64: (_bits_as(tf.int64), _bits_as(uint64)),
}


def matmul(x1: Any, x2: Any, /) -> tf.Tensor:
    """The matrix product (..., M, K) x (..., K, N) -> (..., M, N); a vector is a row in x1, a column in x2."""
    x1, x2 = promote_operands(x1, x2)
    rank1, rank2 = static_rank(x1), static_rank(x2)
    if not rank1 or not rank2:
        message = f"matmul does not take 0-d arrays, got shapes {tuple(x1.shape)} and {tuple(x2.shape)}: use multiply"
        raise ValueError(message)
    x1 = raw.ExpandDims(input=x1, axis=0) if rank1 == 1 else x1
    x2 = raw.ExpandDims(input=x2, axis=1) if rank2 == 1 else x2
    result = _product(x1, x2)
    added_axes = [-2] * (rank1 == 1) + [-1] * (rank2 == 1)
    return raw.Squeeze(input=result, axis=added_axes) if added_axes else result


def matrix_transpose(x: Any, /) -> tf.Tensor:
    """`x` with its last two axes exchanged: (..., M, N) -> (..., N, M)."""
    x = tensor(x)
    rank = static_rank(x)
    if rank < 2:
        message = f"matrix_transpose takes an array of two or more axes, got shape {tuple(x.shape)}"
        raise ValueError(message)
    return raw.Transpose(x=x, perm=integers([*range(rank - 2), rank - 1, rank - 2]))


def tensordot(x1: Any, x2: Any, /, *, axes: int | tuple[Sequence[int], Sequence[int]] = 2) -> tf.Tensor:
    """The sum of products over `axes`: the last n of x1 with the first n of x2, or the pairs of axes of two lists."""
    x1, x2 = promote_operands(x1, x2)
    axes1, axes2 = _contracted_axes(axes, static_rank(x1), static_rank(x2))
    sizes1, sizes2 = [x1.shape[axis] for axis in axes1], [x2.shape[axis] for axis in axes2]
    if len(axes1) != len(axes2) or any(
        None not in pair and pair[0] != pair[1] for pair in zip(sizes1, sizes2, strict=True)
    ):
        message = f"tensordot of shapes {tuple(x1.shape)} and {tuple(x2.shape)}: axes {axes1} and {axes2} do not match"
        raise ValueError(message)
    matrix1, free1 = _as_matrix(x1, axes1, contracted_last=True)
    matrix2, free2 = _as_matrix(x2, axes2, contracted_last=False)
    return raw.Reshape(tensor=_product(matrix1, matrix2), shape=_concat_shapes(free1, free2))


def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> tf.Tensor:
    """The dot products of the vectors along `axis`: sum(conj(x1) * x2), over axes of the same size."""
    x1, x2 = promote_operands(x1, x2)
    x1, x2 = _with_axis_last(x1, axis), _with_axis_last(x2, axis)
    sizes = (x1.shape[-1], x2.shape[-1])
    if None not in sizes and sizes[0] != sizes[1]:
        message = f"vecdot along axes of {sizes[0]} and {sizes[1]} elements: they must have the same size"
        raise ValueError(message)
    x1 = raw.Conj(input=x1) if x1.dtype in COMPLEX else x1
    product = _product(raw.ExpandDims(input=x1, axis=-2), raw.ExpandDims(input=x2, axis=-1))
    return raw.Squeeze(input=product, axis=[-2, -1])


def _product(x1: tf.Tensor, x2: tf.Tensor) -> tf.Tensor:
    """The matrix product of two arrays of one dtype and two or more axes each."""
    if x1.dtype in _BEFORE_AND_AFTER:
        before, after = _BEFORE_AND_AFTER[x1.dtype]
        return after(_product(before(x1), before(x2)))
    try:
        if x1.shape.rank == 2 and x2.shape.rank == 2 and x1.dtype != int16:  # MatMul has no kernel for int16
            return raw.MatMul(a=x1, b=x2)
        return raw.BatchMatMulV2(x=x1, y=x2)
    except tf.errors.InvalidArgumentError:
        message = f"matrices of shapes {tuple(x1.shape)} and {tuple(x2.shape)} cannot be multiplied"
        raise ValueError(message) from None


def _contracted_axes(axes: Any, rank1: int, rank2: int) -> tuple[list[int], list[int]]:
    """The axes of x1 and of x2 that tensordot sums over, non-negative."""
    if isinstance(axes, int):
        if not 0 <= axes <= min(rank1, rank2):
            message = f"tensordot over {axes} axes of arrays of {rank1} and {rank2} axes"
            raise ValueError(message)
        return list(range(rank1 - axes, rank1)), list(range(axes))
    first, second = ([item] if isinstance(item, int) else item for item in axes)
    return [normalize_axis(axis, rank1) for axis in first], [normalize_axis(axis, rank2) for axis in second]


def _as_matrix(x: tf.Tensor, axes: list[int], *, contracted_last: bool) -> tuple[tf.Tensor, Any]:
    """`x` as a matrix, free axes by contracted axes (or the reverse), and the sizes of the free axes."""
    free = [axis for axis in range(static_rank(x)) if axis not in axes]
    order = [*free, *axes] if contracted_last else [*axes, *free]
    if order != list(range(len(order))):
        x = raw.Transpose(x=x, perm=integers(order))
    if x.shape.is_fully_defined():
        sizes: Any = tuple(x.shape.as_list())
        product = prod
    else:
        sizes, product = tf.shape(x), tf.reduce_prod
    split = len(free) if contracted_last else len(axes)
    shape = [product(sizes[:split]), product(sizes[split:])]
    as_matrix = raw.Reshape(tensor=x, shape=integers(shape)) if isinstance(sizes, tuple) else tf.reshape(x, shape)
    return as_matrix, sizes[:split] if contracted_last else sizes[split:]


def _concat_shapes(first: Any, second: Any) -> tf.Tensor:
    if isinstance(first, tuple) and isinstance(second, tuple):
        return integers(first + second)
    return tf.concat([tf.cast(shape, tf.int32) for shape in (first, second)], 0)


def _with_axis_last(x: tf.Tensor, axis: int) -> tf.Tensor:
    rank = static_rank(x)
    axis = normalize_axis(axis, rank)
    if axis == rank - 1:
        return x
    return raw.Transpose(x=x, perm=integers([*(i for i in range(rank) if i != axis), axis]))


__all__ = ["matmul", "matrix_transpose", "tensordot", "vecdot"]
