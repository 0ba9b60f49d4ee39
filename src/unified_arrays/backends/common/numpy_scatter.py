"""Values taken into the rows of an ndarray that an index names, one after the other where a row is named again."""

from __future__ import annotations

from typing import Any

import numpy as np

AT = {
    "add": np.add.at,
    "subtract": np.subtract.at,
    "multiply": np.multiply.at,
    "min": np.minimum.at,
    "max": np.maximum.at,
}
FEW = 200  # elements: up to so many ufunc.at itself is the quickest
_SHORT = 8  # elements of a row: up to so many it is quicker to go by columns
_AT_ONCE = 65_536  # elements whose positions are worked out together


def take_rows(take: Any, x: Any, rows: Any, values: Any) -> None:
    """Let `take`, the `at` of a ufunc, write `values` of shape (n, width) into `x`, which is contiguous.

    `rows` are n numbers in int64 of rows that are there, none of them negative. NumPy (2.4) takes elements three to ten
    times as fast as rows.
    """
    width = x.shape[1]
    if values.size <= FEW:
        take(x, rows, values)
    elif width <= _SHORT:
        for column in range(width):
            take(x[:, column], rows, values[:, column])
    else:
        flat, along, length = x.reshape(-1), np.arange(width), max(1, _AT_ONCE // width)
        for start in range(0, len(rows), length):
            part = slice(start, start + length)
            positions = np.add.outer(rows[part] * width, along).reshape(-1)
            take(flat, positions, values[part].reshape(-1))


def are_rows(rows: Any, height: int) -> bool:
    """Whether all numbers, of int64, are those of rows: read as unsigned ones, negative numbers are too large."""
    return not rows.size or bool(rows.view(np.uint64).max() < height)
