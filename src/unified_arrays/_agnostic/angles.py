"""Angles: degrees and radians."""

from __future__ import annotations

from math import pi
from typing import Any

from .arguments import floating


def deg2rad(xp: Any, x: Any, /) -> Any:
    return xp.multiply(floating(xp, x), pi / 180)


def rad2deg(xp: Any, x: Any, /) -> Any:
    return xp.multiply(floating(xp, x), 180 / pi)


radians, degrees = deg2rad, rad2deg


def angle(xp: Any, x: Any, /, *, deg: bool = False) -> Any:
    if xp.isdtype(x.dtype, "complex floating"):
        found = xp.atan2(xp.imag(x), xp.real(x))
    else:
        x = floating(xp, x)
        found = xp.where(xp.signbit(x), xp.full_like(x, pi), xp.zeros_like(x))
        found = xp.where(xp.isnan(x), x, found)
    return xp.multiply(found, 180 / pi) if deg else found
