"""Windows: the number of points may be a float or an array of one element, as NumPy takes it."""

from __future__ import annotations

from typing import Any

import unified_arrays as ua

from ..._common import argument_errors
from .. import _dtypes

__all__ = ["bartlett", "blackman", "hamming", "hanning", "kaiser"]


def bartlett(M: Any) -> Any:
    """Bartlett's window of `M` points: a triangle."""
    return _window("bartlett", M)


def blackman(M: Any) -> Any:
    """Blackman's window of `M` points."""
    return _window("blackman", M)


def hamming(M: Any) -> Any:
    """Hamming's window of `M` points."""
    return _window("hamming", M)


def hanning(M: Any) -> Any:
    """Hann's window of `M` points."""
    return _window("hanning", M)


def kaiser(M: Any, beta: Any) -> Any:
    """Kaiser's window of `M` points."""
    return _window("kaiser", M, float(beta))


def _window(name: str, M: Any, *parameters: float) -> Any:
    points = int(M)
    if points != M:
        raise argument_errors.wrong_value(name, "M", M, "a whole number of points")
    return getattr(ua, name)(max(points, 0), *parameters, dtype=_dtypes.floating_dtype(name, None))
