"""Linear algebra beyond the standard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import inf
from typing import Any

from .._common import argument_errors, errors
from .arguments import axes_of, floating, holds, promoted, restored
from .parts import flat, sizes_of


def norm(xp: Any, x: Any, /, *, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x = floating(xp, x)
    if axis is None and (ord is None or x.ndim < 2):
        if ord is not None and not x.ndim:
            raise argument_errors.wrong_shape("linalg.norm", "x", tuple(x.shape), "one or two axes if ord is named")
        if isinstance(ord, str):
            raise argument_errors.wrong_value("linalg.norm", "ord", ord, "a number, for x has one axis")
        result = xp.linalg.vector_norm(flat(xp, x), ord=2 if ord is None else ord)
        return restored(xp, result, tuple(range(x.ndim)), keepdims)
    axes = axes_of("linalg.norm", axis, x.ndim)
    if len(axes) == 1:
        if isinstance(ord, str):
            raise argument_errors.wrong_value("linalg.norm", "ord", ord, "a number, for it is the norm of vectors")
        return xp.linalg.vector_norm(x, axis=axes[0], ord=2 if ord is None else ord, keepdims=keepdims)
    if len(axes) != 2:
        raise argument_errors.wrong_value("linalg.norm", "axis", axis, "one or two axes")
    if ord is None or ord == "fro":
        return xp.linalg.vector_norm(x, axis=axes, keepdims=keepdims)
    if ord not in ("nuc", 1, -1, 2, -2, float("inf"), -float("inf")):
        raise argument_errors.wrong_value(
            "linalg.norm", "ord", ord, "'fro', 'nuc', 1, -1, 2, -2, inf or -inf for matrices"
        )
    matrices = xp.moveaxis(x, axes, (-2, -1))
    return restored(xp, xp.linalg.matrix_norm(matrices, ord=ord), axes, keepdims)


def cond(xp: Any, x: Any, /, *, p: Any = None) -> Any:
    if x.ndim < 2 or 0 in tuple(x.shape)[-2:]:
        raise argument_errors.wrong_shape("linalg.cond", "x", tuple(x.shape), "matrices that are not empty (..., M, N)")
    x = floating(xp, x)
    if p in (None, 2, -2):
        values = xp.linalg.svdvals(x)
        largest, least = values[..., 0], values[..., -1]
        above, below = (least, largest) if p == -2 else (largest, least)
        singular = xp.equal(below, 0)
        ratio = xp.divide(above, xp.where(singular, xp.ones_like(below), below))
    else:
        # The inverse by the singular values, which a singular matrix has, too.
        u, s, vh = xp.linalg.svd(x)
        singular = xp.equal(s[..., -1], 0)
        s = xp.where(xp.equal(s, 0), xp.ones_like(s), s)
        scaled = xp.divide(_adjoint(xp, u), xp.astype(xp.expand_dims(s, axis=-1), x.dtype))
        inverse = xp.matmul(_adjoint(xp, vh), scaled)
        ratio = xp.multiply(norm(xp, x, ord=p, axis=(-2, -1)), norm(xp, inverse, ord=p, axis=(-2, -1)))
    return xp.where(singular, xp.full_like(ratio, inf), ratio)


def lstsq(xp: Any, x1: Any, x2: Any, /, *, rcond: float | None = None) -> tuple[Any, Any, Any, Any]:
    if x1.ndim != 2:
        raise argument_errors.wrong_shape("linalg.lstsq", "x1", tuple(x1.shape), "one matrix (M, N)")
    if x2.ndim not in (1, 2) or (None not in (x1.shape[0], x2.shape[0]) and x1.shape[0] != x2.shape[0]):
        expected = "a vector (M,) or a matrix (M, K), M as in x1"
        raise errors.shapes_apart("linalg.lstsq", {"x1": tuple(x1.shape), "x2": tuple(x2.shape)}, expected)
    a, b = (floating(xp, x) for x in promoted(xp, x1, x2))
    own = xp.own("linalg.lstsq.of_floats")
    if own is not None:
        return own(a, b, rcond)  # type: ignore[no-any-return]
    columns = b if b.ndim == 2 else xp.expand_dims(b, axis=1)
    u, s, vh = xp.linalg.svd(a, full_matrices=False)
    rows, width = sizes_of(xp, a)
    if rcond is None or (isinstance(rcond, (int, float)) and rcond == -1):  # it may be an array, of polyfit
        relative = float(xp.finfo(s.dtype).eps)
        known = isinstance(rows, int) and isinstance(width, int)
        longest = max(rows, width) if known else xp.astype(xp.maximum(rows, width), s.dtype)
        relative = relative if rcond == -1 else xp.multiply(longest, relative) if not known else longest * relative
    else:
        relative = rcond
    kept = xp.greater(s, xp.multiply(s[:1], relative))
    inverse = xp.where(kept, xp.divide(1.0, xp.where(kept, s, xp.ones_like(s))), xp.zeros_like(s))
    projected = xp.matmul(_adjoint(xp, u), columns)
    solution = xp.matmul(_adjoint(xp, vh), xp.multiply(projected, xp.astype(xp.expand_dims(inverse, axis=1), b.dtype)))
    rank = xp.count_nonzero(kept)
    residuals = xp.sum(xp.square(xp.abs(xp.subtract(columns, xp.matmul(a, solution)))), axis=0)
    overdetermined = not (isinstance(rows, int) and isinstance(width, int)) or rows > width
    if not overdetermined or holds(xp, xp.less(rank, width)):
        residuals = residuals[:0]
    return solution if b.ndim == 2 else solution[:, 0], residuals, xp.astype(rank, xp.int32), s


def _adjoint(xp: Any, x: Any) -> Any:
    x = xp.matrix_transpose(x)
    return xp.conj(x) if xp.isdtype(x.dtype, "complex floating") else x


def multi_dot(xp: Any, arrays: Sequence[Any], /) -> Any:
    if len(arrays) < 2:
        raise argument_errors.wrong_value("linalg.multi_dot", "arrays", len(arrays), "two arrays or more")
    for place, x in enumerate(arrays):
        if x.ndim != 2 and not (x.ndim == 1 and place in (0, len(arrays) - 1)):
            expected = "a matrix; the first and the last may be vectors"
            raise argument_errors.wrong_shape("linalg.multi_dot", f"arrays[{place}]", tuple(x.shape), expected)
    if len(arrays) == 2 or any(None in tuple(x.shape) for x in arrays):
        return reduce(xp.matmul, arrays)
    first, last = tuple(arrays[0].shape), tuple(arrays[-1].shape)
    lengths = [first[0] if len(first) == 2 else 1, *(x.shape[0] for x in arrays[1:]), last[1] if len(last) == 2 else 1]
    return _product(xp, arrays, _cheapest(lengths), 0, len(arrays) - 1)


def _cheapest(lengths: list[int]) -> dict[tuple[int, int], int]:
    """Where to part each run of the matrices, of lengths[i] times lengths[i + 1], so that the product costs least."""
    count = len(lengths) - 1
    cost = {(i, i): 0 for i in range(count)}
    parted = {}
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            costs = {k: cost[i, k] + cost[k + 1, j] + lengths[i] * lengths[k + 1] * lengths[j + 1] for k in range(i, j)}
            parted[i, j] = min(costs, key=costs.__getitem__)
            cost[i, j] = costs[parted[i, j]]
    return parted


def _product(xp: Any, arrays: Sequence[Any], parted: dict[tuple[int, int], int], i: int, j: int) -> Any:
    if i == j:
        return arrays[i]
    k = parted[i, j]
    return xp.matmul(_product(xp, arrays, parted, i, k), _product(xp, arrays, parted, k + 1, j))


def solve_triangular(xp: Any, x1: Any, x2: Any, /, *, lower: bool = False, unit_diagonal: bool = False) -> Any:
    if x1.ndim < 2 or (None not in tuple(x1.shape)[-2:] and x1.shape[-1] != x1.shape[-2]):
        raise argument_errors.wrong_shape(
            "linalg.solve_triangular", "x1", tuple(x1.shape), "square matrices (..., M, M)"
        )
    part = xp.tril if lower else xp.triu
    x1, x2 = (floating(xp, x) for x in promoted(xp, x1, x2))
    triangle = part(x1, k=(-1 if lower else 1) if unit_diagonal else 0)
    if unit_diagonal:
        whole = xp.ones_like(triangle)
        triangle = xp.add(triangle, xp.triu(xp.tril(whole)))
    return xp.linalg.solve(triangle, x2)
