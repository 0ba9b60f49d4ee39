"""PyTorch's fast paths that look for elements and take them."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import gather, index_select, int32, int64, unique
from torch.compiler import is_compiling

from ...common.fast_paths import Call, named
from ..namespace_fixes import UniqueCountsResult
from .conditions import INTEGERS, REAL, REFUSALS

_count_nonzero, _isin, _searchsorted, _where = torch.count_nonzero, torch.isin, torch.searchsorted, torch.where
_INFINITY = math.inf


def where(fallback: Call) -> Call:
    def where(condition: Any, x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype:
                return _where(condition, x1, x2)
        except REFUSALS:
            pass
        return fallback(condition, x1, x2)

    return where


def count_nonzero(fallback: Call) -> Call:
    def count_nonzero(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        try:
            if not keepdims and (axis is None or axis.__class__ is int):
                return _count_nonzero(x, axis)
        except REFUSALS:
            pass
        return fallback(x, axis=axis, keepdims=keepdims)

    return count_nonzero


def take(fallback: Call) -> Call:
    def take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
        try:
            # PyTorch refuses negative indices, on other devices too late; one without axes is a vector to it.
            if (indices.dtype is int64 or indices.dtype is int32) and x.ndim and x.is_cpu and indices.is_cpu:
                if indices.ndim == 1 and (axis is not None or x.ndim == 1):
                    return index_select(x, axis or 0, indices)
                if indices.ndim > 1 and x.ndim == 1:
                    return index_select(x, axis or 0, indices.reshape(-1)).view(indices.shape)
        except REFUSALS:
            pass
        return fallback(x, indices, axis=axis)

    return take


def take_along_axis(fallback: Call) -> Call:
    def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
        try:
            # PyTorch takes some of the other axes if indices has less.
            if (
                x.ndim
                and indices.dtype is int64
                and x.is_cpu
                and indices.is_cpu
                and axis.__class__ is int
                and x.shape[:axis] == indices.shape[:axis]
                and x.shape[axis:][1:] == indices.shape[axis:][1:]
            ):
                return gather(x, axis, indices)
        except REFUSALS:
            pass
        return fallback(x, indices, axis=axis)

    return take_along_axis


def searchsorted(fallback: Call) -> Call:
    def searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
        try:
            if (
                sorter is None
                and x1.dtype is x2.dtype
                and x1.is_meta is x2.is_meta
                and x1.is_contiguous()
                and x2.is_contiguous()
                # Among nan, which are last, PyTorch loses its way.
                and (x1.dtype in INTEGERS or (not is_compiling() and x1.is_cpu and x1[-1].item() <= _INFINITY))
            ):
                return _searchsorted(x1, x2, side=side)
        except REFUSALS:
            pass
        return fallback(x1, x2, side=side, sorter=sorter)

    return searchsorted


def isin(fallback: Call) -> Call:
    def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Any:
        try:
            if x1.dtype is x2.dtype and x1.is_meta is x2.is_meta and x2.is_contiguous():
                return _isin(x1, x2, invert=invert)
        except REFUSALS:
            pass
        return fallback(x1, x2, invert=invert)

    return isin


def unique_counts(fallback: Call) -> Call:
    def unique_counts(x: Any, /) -> Any:
        try:
            # On some devices PyTorch counts a nan as 0.
            if x.dtype in INTEGERS or (x.is_cpu and x.dtype in REAL):
                return UniqueCountsResult(*unique(x, return_counts=True))
        except REFUSALS:
            pass
        return fallback(x)

    return unique_counts


FAST_PATHS = named(where, count_nonzero, take, take_along_axis, searchsorted, isin, unique_counts)
