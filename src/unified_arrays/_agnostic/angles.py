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
        own = xp.own("angle.of_complex")
        found = xp.atan2(xp.imag(x), xp.real(x)) if own is None else own(x)
    else:
        x = floating(xp, x)
        right = xp.full_like(x, pi / 2)
        # The last term is 0, or NaN where x is: to choose elements takes longer.
        found = right - xp.copysign(right, x) + xp.clip(x, 0, 0)
    return xp.multiply(found, 180 / pi) if deg else found
