"""Elements of an array of CuPy that arrays name, with NumPy's meaning.

CuPy wraps indices that are out of range, and of several values for one element any may win. So NumPy works out the
positions on the host, and each is named once when CuPy writes. Values for elements that are named again are also added
up there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cupy
import numpy as np

from ..common.numpy_scatter import AT


def _per_axis(positions: Any, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """An index of CuPy for positions in the flat array."""
    return tuple(cupy.asarray(along) for along in np.unravel_index(positions, shape))


def read_places(x: Any, positions: Any) -> Any:
    """The elements at these positions of a flat x, in their shape."""
    return x.reshape(-1)[cupy.asarray(positions)]


def write_places(x: Any, positions: Any, value: Any) -> None:
    """Write `value`, of the shape of `positions`; the last one where a position is named again."""
    flat = positions.reshape(-1)
    if not flat.size:
        return
    if not x.ndim:
        x[...] = value.reshape(-1)[-1]
        return
    named, last = np.unique(flat[::-1], return_index=True)
    values = value.reshape(-1)
    if len(named) < len(flat):
        values = values[cupy.asarray(len(flat) - 1 - last)]
    else:
        named = flat
    x[_per_axis(named, x.shape)] = values


def accumulated(method: str) -> Callable[[Any, Any, Any], Any]:
    """See Backend.accumulate: x with values taken into its rows, one after the other."""

    def accumulate(x: Any, rows: Any, values: Any) -> Any:
        host = cupy.asnumpy(x)
        with np.errstate(all="ignore"):
            AT[method](host, cupy.asnumpy(rows), cupy.asnumpy(values))
        with x.device:
            return cupy.asarray(host)

    return accumulate
