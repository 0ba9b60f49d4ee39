"""Kernels that move elements and compute nothing, for every framework whose arrays have views to write through.

Each copies views of x into views of out; nothing of the result's size is made. What is no plain move (a flattened
array that is not contiguous, an axis named twice) is left to the fallback.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, product
from typing import Any

from .. import Kernel


def _reshape(x: Any, /, shape: Any, *, copy: bool | None = None, out: Any) -> Any:
    out.reshape(x.shape)[...] = x  # a view, as out is contiguous
    return out


def _tile(x: Any, repetitions: Any, /, *, out: Any) -> Any:
    shape, rank = tuple(x.shape), out.ndim
    shape = (1,) * (rank - len(shape)) + shape
    times = (1,) * (rank - len(repetitions)) + tuple(repetitions)
    # Splitting an axis gives a view, whatever the strides.
    places = out.reshape(tuple(chain.from_iterable(zip(times, shape, strict=True))))
    places[...] = x.reshape(tuple(chain.from_iterable((1, size) for size in shape)))
    return out


def _repeat(x: Any, repeats: int, /, *, axis: int | None = None, out: Any) -> Any:
    if isinstance(axis, bool) or isinstance(repeats, bool):  # PyTorch takes none
        return NotImplemented
    if axis is None:
        x, axis = x.reshape(-1), 0
    before, after = tuple(x.shape)[: axis % x.ndim], tuple(x.shape)[axis % x.ndim :]
    out.reshape((*before, after[0], repeats, *after[1:]))[...] = x.reshape((*before, after[0], 1, *after[1:]))
    return out


def _roll(x: Any, /, shift: Any, *, axis: Any = None, out: Any) -> Any:
    if axis is None:
        return NotImplemented if _by_axis(x.reshape(-1), (shift,), (0,), out.reshape(-1)) is NotImplemented else out
    shifts, axes = (value if isinstance(value, tuple) else (value,) for value in (shift, axis))
    if len(shifts) != len(axes):
        return NotImplemented
    return _by_axis(x, shifts, axes, out)


def _fftshift(x: Any, /, *, axes: Any = None, out: Any) -> Any:
    places = _places(x, axes)
    return _by_axis(x, [x.shape[axis] // 2 for axis in places], places, out)


def _ifftshift(x: Any, /, *, axes: Any = None, out: Any) -> Any:
    places = _places(x, axes)
    return _by_axis(x, [-(x.shape[axis] // 2) for axis in places], places, out)


def _places(x: Any, axes: Any) -> Any:
    if axes is None:
        return tuple(range(x.ndim))
    return (axes,) if isinstance(axes, int) else tuple(axes)


def _by_axis(x: Any, shifts: Any, axes: Any, out: Any) -> Any:
    whole = all(type(value) is int for value in (*shifts, *axes)) and all(-x.ndim <= value < x.ndim for value in axes)
    by = {axis % x.ndim: shift for axis, shift in zip(axes, shifts, strict=True)} if whole else {}
    if len(by) < len(axes) or not by:
        return NotImplemented
    _fill_rolled(x, out, by)
    return out


def _fill_rolled(x: Any, out: Any, by: dict[int, int]) -> None:
    """out is x rolled `by` places along each axis: the pieces before and after a cut change their order."""
    cuts = []
    for axis, shift in by.items():
        size = x.shape[axis]
        cut = -shift % size if size else 0
        cuts.append(((axis, slice(cut, None), slice(0, size - cut)), (axis, slice(0, cut), slice(size - cut, None))))
    for pieces in product(*cuts):
        source, target = [slice(None)] * x.ndim, [slice(None)] * x.ndim
        for axis, here, there in pieces:
            source[axis], target[axis] = here, there
        out[tuple(target)] = x[tuple(source)]


def movements(is_contiguous: Callable[[Any], bool]) -> dict[str, Kernel]:
    """The kernels for one framework; `is_contiguous`: in row-major order, so that any reshape is a view."""

    def into_contiguous(x: Any, /, *arguments: Any, out: Any, **options: Any) -> Any:
        return _reshape(x, *arguments, out=out, **options) if is_contiguous(out) else NotImplemented

    def flat(kernel: Callable[..., Any], x: Any, *arguments: Any, axis: Any = None, out: Any) -> Any:
        if axis is None and not (is_contiguous(x) and is_contiguous(out)):
            return NotImplemented
        return kernel(x, *arguments, axis=axis, out=out)

    return {
        "reshape": Kernel(into_contiguous, "none"),
        "tile": Kernel(_tile, "none"),
        "repeat": Kernel(lambda x, repeats, /, **options: flat(_repeat, x, repeats, **options), "none"),
        "roll": Kernel(lambda x, /, shift, **options: flat(_roll, x, shift, **options), "none"),
        "fft.fftshift": Kernel(_fftshift, "none"),
        "fft.ifftshift": Kernel(_ifftshift, "none"),
    }
