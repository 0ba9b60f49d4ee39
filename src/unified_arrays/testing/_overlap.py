"""Inputs and outs that share memory, in every way that a backend's arrays can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ._arrays import Arrays, NDArray
from ._rows import Row

_FILLING = 77

Path = tuple[int, ...]


def arrays_in(arguments: Sequence[Any]) -> Iterator[tuple[Path, NDArray]]:
    """The arrays among the arguments and in their lists, with where they stand."""
    for i, argument in enumerate(arguments):
        if isinstance(argument, np.ndarray):
            yield (i,), argument
        elif isinstance(argument, list):
            yield from (((i, *path), one) for path, one in arrays_in(argument))


def with_elements(row: Row) -> list[tuple[Path, NDArray]]:
    """Those of a row that are not empty."""
    return [(path, argument) for path, argument in arrays_in(row.arguments) if argument.size]


def can_overlap(row: Row, arrays: Arrays) -> bool:
    """Whether an out of the row can share memory with one of its inputs."""
    result = np.asarray(row.expected())
    return bool(result.size) and any(_can_share(arrays, one, result) for _, one in with_elements(row))


def _can_share(arrays: Arrays, argument: NDArray, result: NDArray) -> bool:
    """Whether two arrays of the backend with these dtypes and shapes can have memory in common."""
    if argument.dtype == result.dtype:
        return arrays.has_views or argument.shape == result.shape  # slices as out are tested on their own
    return arrays.has_views and hasattr(arrays.memory(result[:0] if result.ndim else result), "view")


def overlapping(arrays: Arrays, argument: NDArray, result: NDArray) -> Iterator[tuple[str, Any, Any]]:
    """Arguments and outs that share memory in some way: a label, the argument with its values, the out."""
    if not _can_share(arrays, argument, result):
        return
    if argument.dtype == result.dtype and argument.shape == result.shape:
        same = arrays.memory(argument)
        yield "out is the input", same, same
    if argument.dtype != result.dtype:
        yield from _of_two_dtypes(arrays, argument, result)
    else:
        yield from _of_one_dtype(arrays, argument, result)


def _of_one_dtype(arrays: Arrays, argument: NDArray, result: NDArray) -> Iterator[tuple[str, Any, Any]]:
    """Two windows of one memory: moved against each other, and of other strides."""
    size, wanted = argument.size, result.size
    has_views = arrays.has_views
    shifts = (("shifted up", 0, 1), ("shifted down", 1, 0), ("on top", 0, 0))
    for label, offset_in, offset_out in shifts if has_views or argument.ndim == result.ndim == 1 else ():
        memory = arrays.memory(np.full(max(size, wanted) + 1, _FILLING).astype(argument.dtype))
        part, out = memory[offset_in : offset_in + size], memory[offset_out : offset_out + wanted]
        if has_views:
            part, out = _reshaped(part, argument.shape), _reshaped(out, result.shape)
        part[...] = arrays.value(argument)
        yield label, part, out
    if argument.ndim == result.ndim == 2:
        (rows, columns), (height, width) = argument.shape, result.shape
        side = 2 * max(*argument.shape, *result.shape) + 1
        for label, part_of, out_of in (
            ("strided", np.s_[0 : 2 * rows : 2, 0:columns], np.s_[1 : 1 + height, 0:width]),
            ("spread", np.s_[0:rows, 0:columns], np.s_[0:height, 0 : 2 * width : 2]),
            ("transposed", np.s_[0:rows, 0:columns], np.s_[0:width, 0:height]),
        ):
            if label == "transposed" and not has_views:
                continue
            memory = arrays.memory(np.full((side, side), _FILLING).astype(argument.dtype))
            memory[part_of] = arrays.value(argument)
            yield label, memory[part_of], memory[out_of].T if label == "transposed" else memory[out_of]


def _of_two_dtypes(arrays: Arrays, argument: NDArray, result: NDArray) -> Iterator[tuple[str, Any, Any]]:
    """The same bytes seen as two dtypes: the out begins with the argument, or in the middle of it."""
    item = max(argument.itemsize, result.itemsize)
    middle = argument.nbytes // 2 // item * item
    for label, offset in (("on top", 0), ("in the middle", middle)):
        memory = arrays.memory(np.full(max(argument.nbytes, offset + result.nbytes) + item, _FILLING, np.uint8))
        part = _seen_as(arrays, memory[: argument.nbytes], argument)
        part[...] = arrays.value(argument)
        yield f"of two dtypes, {label}", part, _seen_as(arrays, memory[offset : offset + result.nbytes], result)


def _reshaped(x: Any, shape: tuple[int, ...]) -> Any:
    """`x`, which is contiguous, in another shape: the same memory."""
    return x.reshape(shape) if hasattr(x, "reshape") else x.__array_namespace__().reshape(x, shape, copy=False)


def _seen_as(arrays: Arrays, memory: Any, like: NDArray) -> Any:
    return memory.view(arrays.value(np.empty(0, like.dtype)).dtype).reshape(like.shape)
