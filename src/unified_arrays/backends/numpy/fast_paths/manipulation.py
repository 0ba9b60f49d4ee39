"""NumPy's fast paths that lay elements out otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import broadcast, concatenate, empty

from ...common.fast_paths import Call, named
from .conditions import ALL, FEW, NEW, REFUSALS

_REVERSED = (slice(None, None, -1),)
_NOTHING = np.dtype([])  # elements without memory


def reshape(fallback: Call) -> Call:
    def reshape(x: Any, /, shape: Any, *, copy: bool | None = None) -> Any:
        try:
            if copy is None:
                return x.reshape(shape)
        except REFUSALS:
            pass
        return fallback(x, shape, copy=copy)

    return reshape


def permute_dims(fallback: Call) -> Call:
    def permute_dims(x: Any, /, axes: Any) -> Any:
        try:
            return x.transpose(axes)
        except REFUSALS:
            pass
        return fallback(x, axes)

    return permute_dims


def moveaxis(fallback: Call) -> Call:
    def moveaxis(x: Any, source: Any, destination: Any, /) -> Any:
        try:
            if source.__class__ is int and destination.__class__ is int and -x.ndim <= destination < x.ndim:
                return _moved(x, source, destination)
        except REFUSALS:
            pass
        return fallback(x, source, destination)

    return moveaxis


def _moved(x: Any, source: int, destination: int) -> Any:
    order = list(range(x.ndim))
    order.insert(destination % x.ndim, order.pop(source))
    return x.transpose(order)


def unstack(fallback: Call) -> Call:
    def unstack(x: Any, /, *, axis: int = 0) -> Any:
        try:
            if axis.__class__ is int and -x.ndim <= axis < x.ndim:
                return tuple(_moved(x, axis, 0) if axis else x)
        except REFUSALS:
            pass
        return fallback(x, axis=axis)

    return unstack


def squeeze(fallback: Call) -> Call:
    def squeeze(x: Any, /, axis: Any) -> Any:
        try:
            return x.squeeze(axis)
        except REFUSALS:
            pass
        return fallback(x, axis)

    return squeeze


def expand_dims(fallback: Call) -> Call:
    def expand_dims(x: Any, /, axis: Any) -> Any:
        try:
            if axis.__class__ is int and -x.ndim - 1 <= axis <= x.ndim:
                return x[(ALL,) * (axis % (x.ndim + 1)) + NEW]
        except REFUSALS:
            pass
        return fallback(x, axis)

    return expand_dims


def flip(fallback: Call) -> Call:
    def flip(x: Any, /, *, axis: Any = None) -> Any:
        try:
            if axis is None:
                return x[_REVERSED * x.ndim]
            if axis.__class__ is int and -x.ndim <= axis < x.ndim:
                return x[(ALL,) * (axis % x.ndim) + _REVERSED]
        except REFUSALS:
            pass
        return fallback(x, axis=axis)

    return flip


def roll(fallback: Call) -> Call:
    def roll(x: Any, /, shift: Any, *, axis: Any = None) -> Any:
        try:
            if 0 < x.size <= FEW and x.dtype.isnative:
                if axis.__class__ is int and shift.__class__ is int:
                    return _rolled(x, (shift,), (axis,))
                if axis.__class__ is tuple and shift.__class__ is tuple and len(axis) == len(shift) > 0:
                    return _rolled(x, shift, axis)
        except REFUSALS:
            pass
        return fallback(x, shift, axis=axis)

    return roll


def _rolled(x: Any, shifts: tuple[int, ...], axes: tuple[int, ...]) -> Any:
    for shift, axis in zip(shifts, axes, strict=True):
        cut, before = -shift % x.shape[axis], (ALL,) * (axis % x.ndim)
        x = concatenate((x[(*before, slice(cut, None))], x[(*before, slice(cut))]), axis)
    return x


def repeat(fallback: Call) -> Call:
    def repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Any:
        try:
            return x.repeat(repeats, axis)
        except REFUSALS:
            pass
        return fallback(x, repeats, axis=axis)

    return repeat


def tile(fallback: Call) -> Call:
    def tile(x: Any, repetitions: Any, /) -> Any:
        try:
            if x.ndim == 2 and repetitions.__class__ is tuple and len(repetitions) == 2:
                down, right = repetitions
                tiled = x[None, :, None].repeat(down, 0).repeat(right, 2)
                return tiled.reshape(down * x.shape[0], right * x.shape[1])
        except REFUSALS:
            pass
        return fallback(x, repetitions)

    return tile


def stack(fallback: Call) -> Call:
    def stack(arrays: Any, /, *, axis: int = 0) -> Any:
        try:
            if axis.__class__ is int and axis >= 0:
                return concatenate([x[(ALL,) * axis + NEW] for x in arrays], axis)
        except REFUSALS:
            pass
        return fallback(arrays, axis=axis)

    return stack


def broadcast_shapes(fallback: Call) -> Call:
    def broadcast_shapes(*shapes: Any) -> Any:
        try:
            return broadcast(*[empty(shape, _NOTHING) for shape in shapes]).shape
        except REFUSALS:
            pass
        return fallback(*shapes)

    return broadcast_shapes


FAST_PATHS = named(
    *(reshape, permute_dims, moveaxis, unstack, squeeze, expand_dims),
    *(flip, roll, repeat, tile, stack, broadcast_shapes),
)
