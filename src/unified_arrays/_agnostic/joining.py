"""Joining arrays, and taking them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def hstack(xp: Any, arrays: Sequence[Any], /) -> Any:
    arrays = [xp.reshape(array, (1,)) if array.ndim == 0 else array for array in arrays]
    return xp.concat(arrays, axis=1 if arrays and arrays[0].ndim > 1 else 0)
