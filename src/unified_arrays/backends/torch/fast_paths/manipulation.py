"""PyTorch's fast paths that lay elements out otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import broadcast_to, cat, repeat_interleave, unbind
from torch.compiler import is_compiling

from ...common.fast_paths import Call, named
from .conditions import REFUSALS

_squeeze, _unsqueeze = torch.squeeze, torch.unsqueeze
_broadcast_shapes = np.broadcast_shapes
_broadcast_tensors: Any = torch.broadcast_tensors  # untyped


def reshape(fallback: Call) -> Call:
    def reshape(x: Any, /, shape: Any, *, copy: bool | None = None) -> Any:
        try:
            if copy is None:
                return x.reshape(shape)
        except REFUSALS:
            pass
        return fallback(x, shape, copy=copy)

    return reshape


def concat(fallback: Call) -> Call:
    def concat(arrays: Any, /, *, axis: int | None = 0) -> Any:
        try:
            if axis is not None:
                return cat(arrays, axis)
        except REFUSALS:
            pass
        return fallback(arrays, axis=axis)

    return concat


def unstack(fallback: Call) -> Call:
    def unstack(x: Any, /, *, axis: int = 0) -> Any:
        try:
            if x.ndim:
                return unbind(x, axis)
        except REFUSALS:
            pass
        return fallback(x, axis=axis)

    return unstack


def broadcast_arrays(fallback: Call) -> Call:
    def broadcast_arrays(*arrays: Any) -> Any:
        try:
            if len(arrays) == 2 and arrays[0].device == arrays[1].device:
                shape = _broadcast_tensors(*arrays)[0].shape
                return broadcast_to(arrays[0], shape), broadcast_to(arrays[1], shape)
        except REFUSALS:
            pass
        return fallback(*arrays)

    return broadcast_arrays


def broadcast_shapes(fallback: Call) -> Call:
    def broadcast_shapes(*shapes: Any) -> Any:
        try:
            # Python's arithmetic on sizes is what a compiler traces.
            if len(shapes) == 2 and shapes[0].__class__ is shapes[1].__class__ is tuple and not is_compiling():
                return _broadcast_shapes(*shapes)
        except REFUSALS:
            pass
        return fallback(*shapes)

    return broadcast_shapes


def expand_dims(fallback: Call) -> Call:
    def expand_dims(x: Any, /, axis: Any) -> Any:
        try:
            if axis.__class__ is int:
                return _unsqueeze(x, axis)
        except REFUSALS:
            pass
        return fallback(x, axis)

    return expand_dims


def squeeze(fallback: Call) -> Call:
    def squeeze(x: Any, /, axis: Any) -> Any:
        try:
            if axis.__class__ is int and x.shape[axis] == 1:
                return _squeeze(x, axis)
        except REFUSALS:
            pass
        return fallback(x, axis)

    return squeeze


def flip(fallback: Call) -> Call:
    def flip(x: Any, /, *, axis: Any = None) -> Any:
        try:
            if axis.__class__ is int:
                return x.flip(axis)
        except REFUSALS:
            pass
        return fallback(x, axis=axis)

    return flip


def repeat(fallback: Call) -> Call:
    def repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Any:
        try:
            if repeats.__class__ is int:
                return repeat_interleave(x, repeats, axis)
        except REFUSALS:
            pass
        return fallback(x, repeats, axis=axis)

    return repeat


FAST_PATHS = named(
    *(reshape, concat, unstack, broadcast_arrays, broadcast_shapes),
    *(expand_dims, squeeze, flip, repeat),
)
