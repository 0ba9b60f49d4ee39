"""Functions that change the shape of arrays, or join them."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import tensorflow as tf

from ._dtypes import promote
from ._operands import cast, integers, normalize_axes, normalize_axis, static_rank, tensor

raw = tf.raw_ops


def reshape(x: Any, /, shape: tuple[int, ...], *, copy: bool | None = None) -> tf.Tensor:
    """`x` in `shape`, one size of which may be -1. `copy` changes nothing: tensors are values that nobody can write."""
    del copy
    x = tensor(x)
    size = x.shape.num_elements()
    if size is not None and _are_sizes(shape) and not _holds(shape, size):
        message = f"an array of shape {tuple(x.shape)} cannot be reshaped to {tuple(shape)}: {size} elements do not fit"
        raise ValueError(message)
    return raw.Reshape(tensor=x, shape=_shape_tensor(shape))


def permute_dims(x: Any, /, axes: tuple[int, ...]) -> tf.Tensor:
    """`x` with its axes in the order `axes`, which names each once."""
    x = tensor(x)
    order = normalize_axes(axes, static_rank(x))
    if len(order) != static_rank(x):
        message = f"axes {tuple(axes)} must name each of the {static_rank(x)} axes once"
        raise ValueError(message)
    return raw.Transpose(x=x, perm=integers(order))


def broadcast_to(x: Any, /, shape: tuple[int, ...]) -> tf.Tensor:
    """`x` repeated along new axes, and along those of one element, to fill `shape`."""
    x = tensor(x)
    if _are_sizes(shape):
        missing = len(shape) - static_rank(x)
        known = zip(x.shape, shape[missing:], strict=True) if missing >= 0 else ()
        if missing < 0 or any(size not in (1, None, wanted) for size, wanted in known):
            message = f"an array of shape {tuple(x.shape)} does not broadcast to {tuple(shape)}"
            raise ValueError(message)
    return raw.BroadcastTo(input=x, shape=_shape_tensor(shape))


def expand_dims(x: Any, /, axis: int | tuple[int, ...]) -> tf.Tensor:
    """`x` with axes of one element added, which stand at `axis` in the result."""
    x = tensor(x)
    if isinstance(axis, int):
        return raw.ExpandDims(input=x, axis=normalize_axis(axis, static_rank(x) + 1))
    for place in sorted(normalize_axes(tuple(axis), static_rank(x) + len(axis))):
        x = raw.ExpandDims(input=x, axis=place)
    return x


def squeeze(x: Any, /, axis: int | tuple[int, ...]) -> tf.Tensor:
    """`x` without the axes `axis`, which have one element each."""
    x = tensor(x)
    axes = normalize_axes(axis, static_rank(x))
    wrong = [place for place in axes if x.shape[place] not in (1, None)]
    if wrong:
        message = f"cannot squeeze axis {wrong[0]} of an array of shape {tuple(x.shape)}: it must have one element"
        raise ValueError(message)
    return raw.Squeeze(input=x, axis=list(axes)) if axes else x  # no axes would mean all to the op


def flip(x: Any, /, *, axis: int | tuple[int, ...] | None = None) -> tf.Tensor:
    """`x` in reverse order along `axis` (None: along every axis)."""
    x = tensor(x)
    return raw.ReverseV2(tensor=x, axis=integers(normalize_axes(axis, static_rank(x))))


def concat(arrays: Sequence[Any], /, *, axis: int | None = 0) -> tf.Tensor:
    """The arrays one after the other along `axis`; flattened first if it is None."""
    tensors = _of_one_dtype(arrays)
    if axis is None:
        tensors, axis = [raw.Reshape(tensor=one, shape=integers([-1])) for one in tensors], 0
    rank = static_rank(tensors[0])
    if not rank:
        message = "arrays without axes cannot be concatenated: use stack, or axis=None"
        raise ValueError(message)
    axis = normalize_axis(axis, rank)
    _check_shapes(tensors, axis)
    return raw.ConcatV2(values=tensors, axis=axis) if len(tensors) > 1 else tensors[0]


def stack(arrays: Sequence[Any], /, *, axis: int = 0) -> tf.Tensor:
    """The arrays, of one shape, along a new axis that stands at `axis` in the result."""
    tensors = _of_one_dtype(arrays)
    axis = normalize_axis(axis, static_rank(tensors[0]) + 1)
    _check_shapes(tensors, None)
    return raw.Pack(values=tensors, axis=axis)


def _are_sizes(shape: Any) -> bool:
    """True if the sizes are known: in a tf.function they may be tensors."""
    return isinstance(shape, (tuple, list)) and all(isinstance(size, int) for size in shape)


def _holds(shape: Sequence[int], size: int) -> bool:
    """True if `size` elements fill `shape`, one size of which may be -1."""
    known = prod(one for one in shape if one != -1)
    unknown = sum(one == -1 for one in shape)
    if unknown:
        return unknown == 1 and known > 0 and size % known == 0
    return known == size and all(one >= 0 for one in shape)


def _shape_tensor(shape: Any) -> tf.Tensor:
    if _are_sizes(shape) or isinstance(shape, tf.Tensor):
        return integers(shape)
    if isinstance(shape, tf.TensorShape):
        return integers(shape.as_list())
    if isinstance(shape, (tuple, list)):
        return tf.stack([tf.cast(size, tf.int64) for size in shape])
    message = f"a shape is a tuple of integers, got {type(shape).__qualname__}"
    raise TypeError(message)


def _of_one_dtype(arrays: Sequence[Any]) -> list[tf.Tensor]:
    if not isinstance(arrays, (list, tuple)) or not arrays:
        message = "expected a list or tuple of one or more arrays"
        raise ValueError(message)
    tensors = [tensor(one) for one in arrays]
    dtype = promote(*(one.dtype for one in tensors))
    return [cast(one, dtype) for one in tensors]


def _check_shapes(tensors: Sequence[tf.Tensor], axis: int | None) -> None:
    """ValueError if the tensors' shapes differ anywhere but in `axis`."""
    expected = tensors[0].shape
    for one in tensors[1:]:
        same_rank = one.shape.rank == expected.rank
        pairs = enumerate(zip(expected, one.shape, strict=True)) if same_rank else ()
        if not same_rank or any(place != axis and None not in pair and pair[0] != pair[1] for place, pair in pairs):
            message = f"arrays of shapes {tuple(expected)} and {tuple(one.shape)} do not fit together"
            raise ValueError(message)


__all__ = ["broadcast_to", "concat", "expand_dims", "flip", "permute_dims", "reshape", "squeeze", "stack"]
