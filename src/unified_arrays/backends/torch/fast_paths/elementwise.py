"""PyTorch's fast paths of elementwise functions."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import torch
from torch import clamp
from torch.compiler import is_compiling

from ...common.fast_paths import Call, FastPath, named
from ..special_values import floor_divide_floats
from .conditions import INTEGERS, NUMBERS, REAL, REFUSALS

_NAN = math.nan


def of_two(own: Call, fallback: Call) -> Call:
    def of_two(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype:
                return own(x1, x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return of_two


def _of_one(own: Call, fallback: Call) -> Call:
    def of_one(x: Any, /) -> Any:
        try:
            return own(x)
        except REFUSALS:
            pass
        return fallback(x)

    return of_one


# A division of integers by 0 is refused on the CPU, and anything elsewhere. Of floating numbers PyTorch's two have
# other signs and infinities.
def floor_divide(fallback: Call) -> Call:
    def floor_divide(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype:
                if x1.dtype in REAL:
                    return floor_divide_floats(x1, x2)
                if x1.dtype in INTEGERS and x1.is_cpu:
                    return x1.floor_divide(x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return floor_divide


def remainder(fallback: Call) -> Call:
    def remainder(x1: Any, x2: Any, /) -> Any:
        try:
            if x1.dtype is x2.dtype:
                if x1.dtype in REAL and not is_compiling():
                    new = x1.remainder(x2)
                    new.detach().copysign_(x2.detach())
                    return new
                if x1.dtype in INTEGERS and x1.is_cpu:
                    return x1.remainder(x2)
        except REFUSALS:
            pass
        return fallback(x1, x2)

    return remainder


def sign(fallback: Call) -> Call:
    def sign(x: Any, /) -> Any:
        try:
            if x.dtype in REAL:
                return x.sign().masked_fill_(x != x, _NAN)  # of nan it is 0
            if x.dtype in INTEGERS:
                return x.sign()
        except REFUSALS:
            pass
        return fallback(x)

    return sign


def isfinite(fallback: Call) -> Call:
    def isfinite(x: Any, /) -> Any:
        try:
            if x.dtype in REAL:
                zero = x.sub(x)  # or a nan
                return zero.eq(zero)
        except REFUSALS:
            pass
        return fallback(x)

    return isfinite


def clip(fallback: Call) -> Call:
    def clip(x: Any, /, min: Any = None, max: Any = None) -> Any:
        try:
            # PyTorch passes over a bound that is nan.
            if x.dtype in REAL and min.__class__ in NUMBERS and max.__class__ in NUMBERS and min == min and max == max:
                return clamp(x, min, max)
        except REFUSALS:
            pass
        return fallback(x, min, max)

    return clip


# The standard's name -> PyTorch's.
_OF_TWO = {name: name for name in (
    "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign hypot logaddexp "
    "logical_and logical_or logical_xor maximum minimum nextafter pow"
).split()} | {
    "divide": "div", "multiply": "mul", "subtract": "sub", "equal": "eq", "not_equal": "ne",
    "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le",
}  # fmt: skip
_OF_ONE = {"abs": "abs", "negative": "neg", "round": "round"}

FAST_PATHS: dict[str, FastPath] = {
    **{name: partial(of_two, getattr(torch, own)) for name, own in _OF_TWO.items()},
    **{name: partial(_of_one, getattr(torch, own)) for name, own in _OF_ONE.items()},
    **named(floor_divide, remainder, sign, isfinite, clip),
}
