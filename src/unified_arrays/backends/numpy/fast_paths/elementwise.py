"""NumPy's fast paths of elementwise functions; most of them are ufuncs, to which nothing is quicker."""

from __future__ import annotations

from typing import Any

from ...common.fast_paths import Call, named
from .conditions import NUMBERS, REFUSALS


def real(fallback: Call) -> Call:
    def real(x: Any, /) -> Any:
        try:
            return x.real
        except REFUSALS:
            pass
        return fallback(x)

    return real


def imag(fallback: Call) -> Call:
    def imag(x: Any, /) -> Any:
        try:
            return x.imag
        except REFUSALS:
            pass
        return fallback(x)

    return imag


def round(fallback: Call) -> Call:
    def round(x: Any, /) -> Any:
        try:
            return x.round()
        except REFUSALS:
            pass
        return fallback(x)

    return round


def clip(fallback: Call) -> Call:
    def clip(x: Any, /, min: Any = None, max: Any = None) -> Any:
        try:
            # Of float64, which holds every Python number that can be a bound.
            if x.dtype.char == "d" and min.__class__ in NUMBERS and max.__class__ in NUMBERS:
                return x.clip(min, max)
        except REFUSALS:
            pass
        return fallback(x, min, max)

    return clip


FAST_PATHS = named(real, imag, round, clip)
