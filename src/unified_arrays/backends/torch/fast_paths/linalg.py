"""PyTorch's fast paths of linear algebra."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import bmm, dot, is_autocast_enabled, mm

from ...common.fast_paths import Call, FastPath, named
from .conditions import FLOATING, REAL, REFUSALS
from .elementwise import of_two

_matmul, _einsum, _diagonal = torch.matmul, torch.einsum, torch.diagonal
_cross, _solve = torch.linalg.cross, torch.linalg.solve
_matrix_norm, _vector_norm = torch.linalg.matrix_norm, torch.linalg.vector_norm
_OF_BLAS = (torch.float32, torch.float64)


# `is_meta` here and elsewhere: PyTorch itself refuses all other pairs of devices.
def matmul(fallback: Call) -> Call:
    def matmul(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype and x1.is_meta is x2.is_meta:
                return _matmul(x1, x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return matmul


def tensordot(fallback: Call) -> Call:
    def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        try:
            # For two matrices torch.tensordot is a product, but computed in their dtype where others are not.
            if (
                axes.__class__ is int
                and axes == 1
                and x1.dtype is x2.dtype
                and x1.is_cpu
                and x2.is_cpu
                and not is_autocast_enabled("cpu")
            ):
                return mm(x1, x2)
        except REFUSALS:
            pass
        return fallback(x1, x2, axes=axes)

    return tensordot


def vecdot(fallback: Call) -> Call:
    def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
        try:
            if axis == -1 and x1.dtype is x2.dtype and x1.is_meta is x2.is_meta and x1.dtype in REAL:
                if x1.ndim == 1 == x2.ndim and x1.dtype in _OF_BLAS:
                    return dot(x1, x2)
                if x1.ndim == 2 and x1.shape == x2.shape:
                    return bmm(x1.unsqueeze(1), x2.unsqueeze(2)).squeeze((1, 2))
        except REFUSALS:
            pass
        return fallback(x1, x2, axis=axis)

    return vecdot


def einsum(fallback: Call) -> Call:
    def einsum(subscripts: Any, /, *operands: Any) -> Any:
        try:
            if (
                subscripts.__class__ is str
                and len(operands) == 2
                and operands[0].dtype is operands[1].dtype
                and operands[0].dtype in FLOATING
                and operands[0].is_meta is operands[1].is_meta
            ):
                return _einsum(subscripts, *operands)
        except REFUSALS:
            pass
        return fallback(subscripts, *operands)

    return einsum


def matrix_transpose(fallback: Call) -> Call:
    def matrix_transpose(x: Any, /) -> Any:
        try:
            if x.ndim > 1:
                return x.mT
        except REFUSALS:
            pass
        return fallback(x)

    return matrix_transpose


def cross(fallback: Call) -> Call:
    def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
        try:
            if axis.__class__ is int and axis == -1 and x1.dtype is x2.dtype and x1.is_meta is x2.is_meta:
                return _cross(x1, x2)
        except REFUSALS:
            pass
        return fallback(x1, x2, axis=axis)

    return cross


def solve(fallback: Call) -> Call:
    def solve(x1: Any, x2: Any, /) -> Any:
        try:
            # Of other pairs of axes PyTorch could take x2 for a stack of vectors.
            if x1.dtype is x2.dtype and x1.is_meta is x2.is_meta and x1.ndim == x2.ndim:
                return _solve(x1, x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return solve


def trace(fallback: Call) -> Call:
    def trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
        try:
            if dtype is None and x.ndim == 2 and x.dtype in FLOATING:
                return _diagonal(x, offset).sum()
        except REFUSALS:
            pass
        return fallback(x, offset=offset, dtype=dtype)

    return trace


def matrix_norm(fallback: Call) -> Call:
    def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
        try:
            if not keepdims and ord.__class__ is str and ord == "fro":
                return _matrix_norm(x)
        except REFUSALS:
            pass
        return fallback(x, keepdims=keepdims, ord=ord)

    return matrix_norm


def vector_norm(fallback: Call) -> Call:
    def vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
        try:
            if axis.__class__ is int:
                return _vector_norm(x, ord, axis, keepdims)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims, ord=ord)

    return vector_norm


FAST_PATHS: dict[str, FastPath] = {
    **named(matmul, tensordot, vecdot, einsum, matrix_transpose),
    **named(cross, solve, trace, matrix_norm, vector_norm, extension="linalg."),
    "linalg.outer": partial(of_two, torch.outer),
}
