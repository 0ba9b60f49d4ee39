"""The shape that a result will have, known before anything is computed: rules by family or by function.

Only a native write needs this: the kernel fills `out` at once, so a wrong `out` must be refused before. Every other
call computes first and compares. So a rule may say None ("not known here"): the call is then made by the fallback.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from operator import index
from typing import Any

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
    if not all(isinstance(axis, int) and -rank <= axis < rank for axis in axes):
        return None
    gone = {axis % rank for axis in axes}
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


def solved(x1: Any, x2: Any, /) -> Shape | None:
    """linalg.solve: x2 is one vector if it has one axis, whatever the batch of x1; else matrices."""
    first, second = tuple(x1.shape), tuple(x2.shape)
    if len(second) != 1:
        return None if len(first) < 2 or first[-1] != first[-2] else matrix_product(x1, x2) if second else None
    return first[:-1] if len(first) > 1 and first[-1] == first[-2] == second[0] else None


def unchanged(x: Any, /, *_arguments: Any, **_options: Any) -> Shape | None:
    """The shape of x."""
    return tuple(x.shape)


def accumulated(x: Any, /, *, axis: int | None = None, include_initial: bool = False, **_options: Any) -> Shape | None:
    """cumulative_sum, cumulative_prod: the shape of x; with the initial element it is made by the fallback."""
    if include_initial or not (isinstance(axis, int) or (axis is None and len(x.shape) == 1)):
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
        len(shape) != len(first) or shape[:axis] != first[:axis] or shape[axis + 1 :] != first[axis + 1 :]
        for shape in others
    ):
        return None
    return (*first[:axis], sum(shape[axis] for shape in others), *first[axis + 1 :])


def stacked(arrays: Any, /, *, axis: int = 0) -> Shape | None:
    """stack along a new axis."""
    first = tuple(arrays[0].shape)
    if not -len(first) - 1 <= axis <= len(first) or any(tuple(array.shape) != first for array in arrays):
        return None
    axis %= len(first) + 1
    return (*first[:axis], len(arrays), *first[axis:])


def created(shape: Any, /, *_values: Any, device: Any = None, **_options: Any) -> Shape | None:
    """zeros and the like: the shape asked for; where a device is named, the result is made and compared."""
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    return None if device is not None or any(isinstance(size, bool) for size in sizes) else tuple(map(index, sizes))


def filled(shape: Any, fill_value: Any, /, **options: Any) -> Shape | None:
    """full: as `created`, if the dtype depends on nothing but the type of the number."""
    return created(shape, **options) if _is_plain_number(fill_value) else None


def created_like(x: Any, /, *_values: Any, device: Any = None, **_options: Any) -> Shape | None:
    """zeros_like and the like: the shape of x."""
    return tuple(x.shape) if device is None else None


def filled_like(x: Any, fill_value: Any, /, **options: Any) -> Shape | None:
    """full_like: as `filled`."""
    return created_like(x, **options) if _is_plain_number(fill_value) else None


def _is_plain_number(value: Any) -> bool:
    """A Python number, no integer that only a wider dtype than int64 holds."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return isinstance(value, (float, complex))


def identity(n_rows: int, n_cols: int | None = None, /, **options: Any) -> Shape | None:
    """eye: square if the number of columns is None."""
    return created((n_rows, n_rows if n_cols is None else n_cols), device=options.get("device"))


def spaced(start: Any, stop: Any, num: int, /, *, endpoint: bool = True, **options: Any) -> Shape | None:
    """linspace of numbers, with its end."""
    of_numbers = not (hasattr(start, "shape") or hasattr(stop, "shape"))
    return created(num, device=options.get("device")) if endpoint and of_numbers else None


def counted(start: Any, stop: Any = None, step: Any = 1, /, *, device: Any = None, **_options: Any) -> Shape | None:
    """arange of integers; how many floats there are, the framework rounds."""
    first, last = (0, start) if stop is None else (start, stop)
    if (
        device is not None
        or step == 0
        or not all(type(number) is int and abs(number) < 2**53 for number in (first, last, step))
    ):
        return None
    return (len(range(first, last, step)),)


def matrices(x: Any, /, **_options: Any) -> Shape | None:
    """tril, triu: the shape of x, which has two axes at least."""
    return tuple(x.shape) if len(x.shape) > 1 else None


def traced(x: Any, /, **_options: Any) -> Shape | None:
    """trace: without the last two axes."""
    return tuple(x.shape[:-2]) if len(x.shape) > 1 else None


def reshaped(x: Any, /, shape: Any, *, copy: bool | None = None) -> Shape | None:
    """reshape: the shape asked for, with a length in the place of -1."""
    sizes, total = tuple(map(index, shape)), prod(x.shape)
    if -1 in sizes:
        known = -prod(sizes)
        if sizes.count(-1) > 1 or known <= 0 or total % known:
            return None
        sizes = tuple(total // known if size == -1 else size for size in sizes)
    return sizes if prod(sizes) == total and copy is not False else None


def tiled(x: Any, repetitions: Any, /) -> Shape | None:
    """tile: both shapes filled up with 1 in front."""
    shape, times = tuple(x.shape), tuple(map(index, repetitions))
    rank = max(len(shape), len(times))
    shape, times = (1,) * (rank - len(shape)) + shape, (1,) * (rank - len(times)) + times
    return tuple(size * time for size, time in zip(shape, times, strict=True)) if min(times, default=0) >= 0 else None


def repeated(x: Any, repeats: Any, /, *, axis: int | None = None) -> Shape | None:
    """repeat: each element as often as the others."""
    if type(repeats) is not int or repeats < 0:
        return None
    shape = tuple(x.shape) if axis is not None else (prod(x.shape),)
    return _with_length(shape, 0 if axis is None else axis, lambda size: size * repeats)


def _with_length(shape: Shape, axis: int, length: Callable[[int], int]) -> Shape | None:
    """`shape` with another length along one axis."""
    if not -len(shape) <= axis < len(shape):
        return None
    axis %= len(shape)
    return (*shape[:axis], length(shape[axis]), *shape[axis + 1 :])


def taken(x: Any, indices: Any, /, *, axis: int | None = None) -> Shape | None:
    """take: the axes of the indices in the place of one."""
    shape = tuple(x.shape)
    rank = len(shape)
    replaced = axis or 0
    if (axis is None and rank != 1) or not -rank <= replaced < rank:
        return None
    replaced %= rank
    return (*shape[:replaced], *indices.shape, *shape[replaced + 1 :])


def taken_along(x: Any, indices: Any, /, *, axis: int = -1) -> Shape | None:
    """take_along_axis: as long as the indices along the axis, broadcast along the others."""
    first, second = tuple(x.shape), tuple(indices.shape)
    if len(first) != len(second) or not -len(first) <= axis < len(first):
        return None
    return _broadcast_two(_with_length(first, axis, lambda _: 1) or (), second)


def searched(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Shape | None:
    """searchsorted in one sorted vector: the shape of x2."""
    return tuple(getattr(x2, "shape", ())) if len(x1.shape) == 1 and sorter is None and side else None


def differences(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Shape | None:
    """diff of neighbours, taken once: one less along the axis."""
    if n != 1 or prepend is not None or append is not None:
        return None
    return _with_length(tuple(x.shape), axis, lambda size: max(size - 1, 0))


def outer_product(x1: Any, x2: Any, /) -> Shape | None:
    """outer of two vectors."""
    return (*x1.shape, *x2.shape) if len(x1.shape) == len(x2.shape) == 1 else None


def vector_product(x1: Any, x2: Any, /, *, axis: int = -1) -> Shape | None:
    """vecdot: the axis, counted from the end, is as long in both and gone in the result."""
    first, second = tuple(x1.shape), tuple(x2.shape)
    if not -min(len(first), len(second)) <= axis < 0 or first[axis] != second[axis]:
        return None
    return _broadcast_two(*((*shape[:axis], *shape[len(shape) + axis + 1 :]) for shape in (first, second)))


def cross_product(x1: Any, x2: Any, /, *, axis: int = -1) -> Shape | None:
    """cross: the axis, counted from the end, has length 3 in both."""
    first, second = tuple(x1.shape), tuple(x2.shape)
    if not -min(len(first), len(second)) <= axis < 0 or not first[axis] == second[axis] == 3:
        return None
    return _broadcast_two(first, second)


def transformed(length: Callable[[int], int], points: Callable[[int], int] = lambda size: size) -> ShapeRule:
    """fft along one axis of `points(size)` or n elements: `length(n)` of them in the result."""

    def rule(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Shape | None:
        return _with_length(tuple(x.shape), axis, lambda size: length(points(size) if n is None else index(n)))

    return rule


def transformed_along_axes(length: Callable[[int], int]) -> ShapeRule:
    """fftn of the shape that x has: `length(size)` along the last one of the axes."""

    def rule(x: Any, /, *, s: Any = None, axes: Any = None, norm: str = "backward") -> Shape | None:
        rank = len(x.shape)
        places = [*range(rank)] if axes is None else [axis % rank for axis in axes if -rank <= axis < rank]
        if s is not None or not places or len(set(places)) < len(places) or len(places) < len(axes or ()):
            return None
        return _with_length(tuple(x.shape), places[-1], length)

    return rule


def _whole(size: int) -> int:
    return size


def _half(size: int) -> int:
    return size // 2 + 1


def _of_half(size: int) -> int:
    return 2 * (size - 1)


BY_FAMILY: dict[str, ShapeRule] = {"elementwise": broadcast, "reduction": reduced}
BY_FUNCTION: dict[str, ShapeRule] = {
    "astype": unchanged,
    "matmul": matrix_product,
    "cumulative_sum": accumulated,
    "cumulative_prod": accumulated,
    "concat": concatenated,
    "stack": stacked,
    "where": broadcast,
    **dict.fromkeys(("empty", "zeros", "ones"), created),
    **dict.fromkeys(("empty_like", "zeros_like", "ones_like"), created_like),
    "full": filled,
    "full_like": filled_like,
    "eye": identity,
    "linspace": spaced,
    "arange": counted,
    "tril": matrices,
    "triu": matrices,
    "linalg.trace": traced,
    "reshape": reshaped,
    **dict.fromkeys(("roll", "fft.fftshift", "fft.ifftshift"), unchanged),
    "tile": tiled,
    "repeat": repeated,
    "take": taken,
    "take_along_axis": taken_along,
    "searchsorted": searched,
    "diff": differences,
    "linalg.outer": outer_product,
    "linalg.cross": cross_product,
    "vecdot": vector_product,
    **dict.fromkeys(("fft.fft", "fft.ifft"), transformed(_whole)),
    **dict.fromkeys(("fft.rfft", "fft.ihfft"), transformed(_half)),
    "fft.irfft": transformed(_whole, points=_of_half),
    **dict.fromkeys(("fft.fftn", "fft.ifftn"), transformed_along_axes(_whole)),
    "fft.rfftn": transformed_along_axes(_half),
}


# Creation functions whose shape depends on the numbers among their arguments.
BY_NUMBER = frozenset({"arange"})


def shape_rule(function: str, family: str) -> ShapeRule | None:
    """The rule for a function: its own, else that of its family; None if there is none."""
    return BY_FUNCTION.get(function) or BY_FAMILY.get(family)
