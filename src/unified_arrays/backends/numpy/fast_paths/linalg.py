"""NumPy's fast paths of linear algebra."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import add, empty, multiply, ndarray, sqrt, subtract

from ...common.fast_paths import Call, named
from .conditions import NUMBERS, REFUSALS

_einsum, _matrix_rank = np.einsum, np.linalg.matrix_rank
_total: Any = add.reduce  # to its types keepdims is a literal


def matrix_transpose(fallback: Call) -> Call:
    def matrix_transpose(x: Any, /) -> Any:
        try:
            return x.mT
        except REFUSALS:
            pass
        return fallback(x)

    return matrix_transpose


def tensordot(fallback: Call) -> Call:
    def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        try:
            # For two matrices np.tensordot is np.dot.
            if axes.__class__ is int and axes == 1 and x1.ndim == x2.ndim == 2:
                return x1.dot(x2)
        except REFUSALS:
            pass
        return fallback(x1, x2, axes=axes)

    return tensordot


def einsum(fallback: Call) -> Call:
    def einsum(subscripts: Any, /, *operands: Any) -> Any:
        try:
            if (
                subscripts.__class__ is str
                and len(operands) == 2
                and operands[0].dtype is operands[1].dtype
                and operands[0].dtype.isnative
            ):
                return _einsum(subscripts, *operands)
        except REFUSALS:
            pass
        return fallback(subscripts, *operands)

    return einsum


def outer(fallback: Call) -> Call:
    def outer(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.ndim == x2.ndim == 1:
                return multiply(x1[:, None], x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return outer


def cross(fallback: Call) -> Call:
    def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
        try:
            dtype, shape = x1.dtype, x1.shape
            if axis == -1 and dtype is x2.dtype and dtype.isnative and shape == x2.shape and shape[-1] == 3:
                a, b = (tuple(x[..., i] for i in range(3)) for x in (x1, x2))
                result = empty(shape, dtype)
                for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
                    subtract(a[j] * b[k], a[k] * b[j], out=result[..., i])
                return result
        except REFUSALS:
            pass
        return fallback(x1, x2, axis=axis)

    return cross


def diagonal(fallback: Call) -> Call:
    def diagonal(x: Any, /, *, offset: int = 0) -> Any:
        try:
            return x.diagonal(offset, -2, -1)
        except REFUSALS:
            pass
        return fallback(x, offset=offset)

    return diagonal


def trace(fallback: Call) -> Call:
    def trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
        try:
            return x.trace(offset, -2, -1, dtype)
        except REFUSALS:
            pass
        return fallback(x, offset=offset, dtype=dtype)

    return trace


def matrix_rank(fallback: Call) -> Call:
    def matrix_rank(x: Any, /, *, rtol: Any = None) -> Any:
        try:
            if x.ndim > 1 and x.size:
                return _matrix_rank(x, rtol=rtol)
        except REFUSALS:
            pass
        return fallback(x, rtol=rtol)

    return matrix_rank


def matrix_norm(fallback: Call) -> Call:
    def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
        try:
            if x.__class__ is ndarray and x.dtype.char in "fd" and ord.__class__ is str and ord == "fro":
                return sqrt(_total(multiply(x, x), (-2, -1), None, None, keepdims))
        except REFUSALS:
            pass
        return fallback(x, keepdims=keepdims, ord=ord)

    return matrix_norm


def vector_norm(fallback: Call) -> Call:
    def vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
        try:
            if (
                x.__class__ is ndarray
                and x.dtype.char in "fd"
                and axis.__class__ is int
                and -x.ndim <= axis < x.ndim
                and ord.__class__ in NUMBERS
                and ord == 2
            ):
                return sqrt(_total(multiply(x, x), axis, None, None, keepdims))
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims, ord=ord)

    return vector_norm


FAST_PATHS = {
    **named(matrix_transpose, tensordot, einsum),
    **named(outer, cross, diagonal, trace, matrix_rank, matrix_norm, vector_norm, extension="linalg."),
}
