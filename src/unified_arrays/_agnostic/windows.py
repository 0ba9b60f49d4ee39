"""Windows: weights of the samples of a signal, symmetric, largest in the middle."""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import Any

from .arguments import created
from .parts import device_of


def hanning(xp: Any, M: int, /, *, dtype: Any = None, device: Any = None) -> Any:
    return _window(xp, M, dtype, device, lambda n: 0.5 + 0.5 * xp.cos(pi * n))


def hamming(xp: Any, M: int, /, *, dtype: Any = None, device: Any = None) -> Any:
    return _window(xp, M, dtype, device, lambda n: 0.54 + 0.46 * xp.cos(pi * n))


def blackman(xp: Any, M: int, /, *, dtype: Any = None, device: Any = None) -> Any:
    return _window(xp, M, dtype, device, lambda n: 0.42 + 0.5 * xp.cos(pi * n) + 0.08 * xp.cos(2 * pi * n))


def bartlett(xp: Any, M: int, /, *, dtype: Any = None, device: Any = None) -> Any:
    return _window(xp, M, dtype, device, lambda n: 1 - xp.abs(n))


def kaiser(xp: Any, M: int, beta: float, /, *, dtype: Any = None, device: Any = None) -> Any:
    def weights(n: Any) -> Any:
        whole = xp.i0(xp.full((), float(beta), dtype=n.dtype, device=device_of(n)))
        return xp.i0(beta * xp.sqrt(1 - n * n)) / whole

    return _window(xp, M, dtype, device, weights)


def _window(xp: Any, M: int, dtype: Any, device: Any, weights: Callable[[Any], Any]) -> Any:
    """The weights of `M` places from -1 to 1, computed in float64."""
    if M < 2:
        return created(xp, xp.ones((max(M, 0),)), dtype, device)
    places = xp.astype(xp.arange(1 - M, M, 2, dtype=xp.int64), xp.float64)
    return created(xp, weights(places / (M - 1)), dtype, device)
