"""The shape and the dtype that a result will have, known before anything is computed.

Only a native write needs this: the kernel fills `out` at once, so a wrong `out` must be refused before. Every other
call computes first and compares. So a rule may say None ("not known here"): the call is then made the general way.

Shapes are rules by family or by function. Dtypes are not written down anywhere: the function is tried once, on arrays
of one element of those dtypes, and the answer kept. What the framework does is by definition what the table says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..backends import Backend
from .tables import BoundedTable

Shape = tuple[int, ...]
ShapeRule = Callable[..., Shape | None]


def broadcast(*arrays: Any, **_options: Any) -> Shape | None:
    """Elementwise: the shapes of all arrays broadcast together; scalars and None have no say."""
    shapes = [tuple(array.shape) for array in arrays if hasattr(array, "shape")]
    if not shapes:
        return None
    result: Shape = shapes[0]
    for shape in shapes[1:]:
        if shape != result:
            joined = _broadcast_two(result, shape)
            if joined is None:
                return None
            result = joined
    return result


def _broadcast_two(first: Shape, second: Shape) -> Shape | None:
    if len(first) < len(second):
        first, second = second, first
    result = list(first)
    for axis in range(-len(second), 0):
        if result[axis] == 1:
            result[axis] = second[axis]
        elif second[axis] not in (1, result[axis]):
            return None
    return tuple(result)


def reduced(x: Any, /, *, axis: Any = None, keepdims: bool = False, **_options: Any) -> Shape | None:
    """Reductions: the axes are gone, or 1 with keepdims."""
    rank = len(x.shape)
    if axis is None:
        return (1,) * rank if keepdims else ()
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(one, int) and -rank <= one < rank for one in axes):
        return None
    gone = {one % rank for one in axes}
    if len(gone) != len(axes):
        return None
    sizes = enumerate(x.shape)
    return tuple(1 if i in gone else n for i, n in sizes) if keepdims else tuple(n for i, n in sizes if i not in gone)


def matrix_product(x1: Any, x2: Any, /) -> Shape | None:
    """matmul: the last axis of x1 against the last but one of x2; an array of one axis is a row or a column."""
    first, second = tuple(x1.shape), tuple(x2.shape)
    if not first or not second or first[-1] != second[-2 if len(second) > 1 else -1]:
        return None
    batch = _broadcast_two(first[:-2], second[:-2])
    return None if batch is None else (*batch, *first[-2:-1], *second[max(1, len(second) - 1) :])


def unchanged(x: Any, /, *_arguments: Any, **_options: Any) -> Shape | None:
    """The shape of x."""
    return tuple(x.shape)


def accumulated(x: Any, /, *, axis: int | None = None, include_initial: bool = False, **_options: Any) -> Shape | None:
    """cumulative_sum, cumulative_prod: the shape of x; with the initial element it is made the general way."""
    if include_initial or (axis is None and len(x.shape) != 1):
        return None
    return tuple(x.shape)


def concatenated(arrays: Any, /, *, axis: int | None = 0) -> Shape | None:
    """concat along one axis."""
    first = tuple(arrays[0].shape)
    if axis is None or not -len(first) <= axis < len(first):
        return None
    axis %= len(first)
    others = [tuple(array.shape) for array in arrays]
    if any(
        len(one) != len(first) or one[:axis] != first[:axis] or one[axis + 1 :] != first[axis + 1 :] for one in others
    ):
        return None
    return (*first[:axis], sum(one[axis] for one in others), *first[axis + 1 :])


def stacked(arrays: Any, /, *, axis: int = 0) -> Shape | None:
    """stack along a new axis."""
    first = tuple(arrays[0].shape)
    if not -len(first) - 1 <= axis <= len(first) or any(tuple(array.shape) != first for array in arrays):
        return None
    axis %= len(first) + 1
    return (*first[:axis], len(arrays), *first[axis:])


BY_FAMILY: dict[str, ShapeRule] = {"elementwise": broadcast, "reduction": reduced}
BY_FUNCTION: dict[str, ShapeRule] = {
    "astype": unchanged,
    "matmul": matrix_product,
    "cumulative_sum": accumulated,
    "cumulative_prod": accumulated,
    "concat": concatenated,
    "stack": stacked,
    "where": broadcast,
}


def shape_rule(function: str, family: str) -> ShapeRule | None:
    """The rule for a function: its own, else that of its family; None if there is none."""
    return BY_FUNCTION.get(function) or BY_FAMILY.get(family)


class ResultDtypes:
    """Which native dtype a function gives for inputs of these dtypes, found by trying it once on tiny arrays."""

    def __init__(self, function: Callable[..., Any], backend: Backend) -> None:
        self._function = function
        self._backend = backend
        self._known = BoundedTable()

    def __call__(self, arrays: tuple[Any, ...], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """The dtype for this call; None if the function does not take such inputs (the general way will say why)."""
        key = (*map(self._key, arrays), options.get("dtype"))
        try:
            return self._known[key]
        except KeyError:
            dtype = self._try(arguments, options)
            if dtype is not None:  # a failure may come from other arguments than the dtypes
                self._known.keep(key, dtype)
            return dtype

    def _key(self, argument: Any) -> Any:
        """What the result's dtype can depend on: the dtype of an array, a dtype itself, the type of anything else."""
        if isinstance(argument, self._backend.dtype_types):
            return argument
        return getattr(argument, "dtype", type(argument))

    def _try(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        try:
            with self._backend.quietly():
                result = self._function(*map(self._tiny, arguments), **options)
        except Exception:  # whatever is wrong with these inputs, the real call will raise it with the user's values
            return None
        return result.dtype if self._backend.dtype(result) is not None else None

    def _tiny(self, argument: Any) -> Any:
        if isinstance(argument, (list, tuple)):
            return [self._tiny(one) for one in argument]
        if isinstance(argument, self._backend.array_types):
            return self._backend.ones(argument)
        # A Python number of the same kind, 1: True, 1, 1.0, 1 + 0j.
        return next((kind(1) for kind in (bool, int, float, complex) if isinstance(argument, kind)), argument)
