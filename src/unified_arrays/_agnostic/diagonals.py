"""Diagonals and triangles of matrices: what lies there, and where they are."""

from __future__ import annotations

from itertools import accumulate
from operator import index
from typing import Any

from .._common import argument_errors
from .parts import beside, flat, moved, positions, rank_of, sizes_of


def diag(xp: Any, x: Any, /, *, k: int = 0) -> Any:
    if rank_of(x) == 2:
        return xp.linalg.diagonal(x, offset=index(k))
    if rank_of(x) != 1:
        raise argument_errors.wrong_shape("diag", "x", tuple(x.shape), "one axis or two")
    return _matrix(xp, x, index(k))


def diagflat(xp: Any, x: Any, /, *, k: int = 0) -> Any:
    return _matrix(xp, flat(xp, x), index(k))


def _matrix(xp: Any, values: Any, k: int) -> Any:
    """The square matrix with the vector `values` on its k-th diagonal."""
    size = sizes_of(xp, values)[0] + abs(k)
    # Each element where it belongs in its column (k > 0) or in its row, beside |k| that are not on the diagonal.
    beyond = xp.zeros((abs(k),), dtype=values.dtype, **beside(values))
    line = xp.concat([beyond, values], axis=0) if k else values
    numbers = positions(xp, size, values)
    columns, rows = xp.expand_dims(numbers, axis=0), xp.expand_dims(numbers, axis=1)
    spread = xp.expand_dims(line, axis=0 if k > 0 else 1)
    return xp.where(xp.equal(xp.subtract(columns, rows), k), spread, xp.zeros_like(spread))


def tri(xp: Any, N: int, /, M: int | None = None, *, k: int = 0, dtype: Any = None, device: Any = None) -> Any:
    ones = xp.ones((index(N), index(N if M is None else M)), dtype=dtype)
    return moved(xp, xp.tril(ones, k=index(k)), device)


def diag_indices(xp: Any, n: int, /, *, ndim: int = 2, device: Any = None) -> tuple[Any, ...]:
    return tuple(xp.arange(index(n), dtype=xp.int64, device=device) for _ in range(ndim))


def tril_indices(xp: Any, n: int, /, *, k: int = 0, m: int | None = None, device: Any = None) -> tuple[Any, ...]:
    height, width = index(n), index(n if m is None else m)
    return _triangle(xp, [range(min(max(row + k + 1, 0), width)) for row in range(height)], device)


def triu_indices(xp: Any, n: int, /, *, k: int = 0, m: int | None = None, device: Any = None) -> tuple[Any, ...]:
    height, width = index(n), index(n if m is None else m)
    return _triangle(xp, [range(min(max(row + k, 0), width), width) for row in range(height)], device)


def _triangle(xp: Any, columns: list[range], device: Any) -> tuple[Any, Any]:
    """The rows and the columns of the elements of a triangle, by row: `columns` holds those of each row."""
    ends = list(accumulate(map(len, columns)))
    numbers = xp.arange(ends[-1] if ends else 0, dtype=xp.int64)
    rows = others = numbers
    if ends and ends[-1]:
        rows = xp.searchsorted(xp.asarray(ends, dtype=xp.int64), numbers, side="right")
        shifts = [part.start - end + len(part) for part, end in zip(columns, ends, strict=True)]
        others = xp.add(numbers, xp.take(xp.asarray(shifts, dtype=xp.int64), rows, axis=0))
    return moved(xp, rows, device), moved(xp, others, device)
