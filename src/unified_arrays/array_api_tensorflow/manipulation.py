"""Functions that change the shape of arrays, or join them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import prod
from operator import index
from typing import Any

import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import (
    cast,
    dense_gradient,
    dynamic_shape,
    integer_tensor,
    integers,
    is_array,
    normalize_axes,
    normalize_axis,
    short_repr,
    static_rank,
    tensor,
)
from ._dtypes import STANDARD, int16, promote, uint16
from ._many_axes import has_many_axes, with_three_axes

# Tile has no kernel for these dtypes -> the dtype to bitcast to.
_TILED_AS = {uint16: int16}

# BroadcastTo supports this many groups of adjacent axes, alternately repeated and not. Tile has no such limit.
_BROADCAST_GROUPS = 5


def reshape(x: Any, /, shape: int | tuple[int, ...], *, copy: bool | None = None) -> tf.Tensor:
    """`x` in `shape`, one size of which may be -1. `copy` has no effect: tensors are immutable."""
    del copy
    x = tensor(x)
    shape = (shape,) if isinstance(shape, int) else shape
    size = x.shape.num_elements()
    if size is not None and _are_sizes(shape) and not _matches_size(shape, size):
        target = short_repr(tuple(shape))
        message = f"an array of shape {tuple(x.shape)} cannot be reshaped to {target}: {size} elements do not fit"
        raise ValueError(message)
    return raw.Reshape(tensor=x, shape=_shape_tensor(shape))


def permute_dims(x: Any, /, axes: tuple[int, ...]) -> tf.Tensor:
    """`x` with its axes in the order `axes`, which names each once."""
    x = tensor(x)
    order = normalize_axes(axes, static_rank(x))
    if len(order) != static_rank(x):
        message = f"axes {short_repr(tuple(axes))} must name each of the {static_rank(x)} axes once"
        raise ValueError(message)
    return raw.Transpose(x=x, perm=integers(order))


def broadcast_to(x: Any, /, shape: tuple[int, ...]) -> tf.Tensor:
    """`x` broadcast to `shape`."""
    x = tensor(x)
    if _are_sizes(shape):
        num_new_axes = len(shape) - static_rank(x)
        known = zip(x.shape, shape[num_new_axes:], strict=True) if num_new_axes >= 0 else ()
        if num_new_axes < 0 or any(size not in (1, None, target_size) for size, target_size in known):
            message = f"an array of shape {tuple(x.shape)} does not broadcast to {short_repr(tuple(shape))}"
            raise ValueError(message)
        if len(shape) > _BROADCAST_GROUPS and x.shape.is_fully_defined():
            sizes = [1] * num_new_axes + x.shape.as_list()
            counts = [target_size if size == 1 else 1 for size, target_size in zip(sizes, shape, strict=True)]
            return tile(x, tuple(counts))
    return raw.BroadcastTo(input=x, shape=_shape_tensor(shape))


def broadcast_shapes(*shapes: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """The shape that arrays of `shapes` broadcast to; () for no shapes. A size is None if one of the sizes is."""
    rank = max(map(len, shapes), default=0)
    common = []
    for axis in range(-rank, 0):
        sizes = {shape[axis] for shape in shapes if len(shape) >= -axis}
        known = sizes - {1, None}
        if len(known) > 1:
            message = f"shapes {', '.join(str(tuple(shape)) for shape in shapes)} do not broadcast to one shape"
            raise ValueError(message)
        common.append(None if None in sizes else known.pop() if known else 1)
    return tuple(common)


def broadcast_arrays(*arrays: Any) -> tuple[tf.Tensor, ...]:
    """The arrays, each of its own dtype, in the one shape that they broadcast to."""
    tensors = [tensor(x) for x in arrays]
    shape = broadcast_dynamic_shapes(*(dynamic_shape(x) for x in tensors))
    is_static = isinstance(shape, tuple)
    return tuple(x if is_static and x.shape == shape else broadcast_to(x, shape) for x in tensors)


def broadcast_dynamic_shapes(*shapes: Any) -> Any:
    """The shape that `shapes` broadcast to: a tuple, or a tensor if one of them is a tensor (in a tf.function)."""
    if all(isinstance(shape, tuple) for shape in shapes):
        return broadcast_shapes(*shapes)
    return reduce(lambda first, second: raw.BroadcastArgs(s0=integers(first), s1=integers(second)), shapes)


def expand_dims(x: Any, /, axis: int | tuple[int, ...]) -> tf.Tensor:
    """`x` with axes of length 1 added at the positions `axis` of the result."""
    x = tensor(x)
    if isinstance(axis, int):
        return raw.ExpandDims(input=x, axis=normalize_axis(axis, static_rank(x) + 1))
    for new_axis in sorted(normalize_axes(tuple(axis), static_rank(x) + len(axis))):
        x = raw.ExpandDims(input=x, axis=new_axis)
    return x


def moveaxis(x: Any, source: int | tuple[int, ...], destination: int | tuple[int, ...], /) -> tf.Tensor:
    """`x` with the axes `source` moved to `destination`; the other axes keep their order."""
    x = tensor(x)
    rank = static_rank(x)
    sources, destinations = normalize_axes(source, rank), normalize_axes(destination, rank)
    if len(sources) != len(destinations):
        message = (
            f"moveaxis of {len(sources)} axes to {len(destinations)} positions: give one destination for each axis"
        )
        raise ValueError(message)
    order = [axis for axis in range(rank) if axis not in sources]
    for new_position, axis in sorted(zip(destinations, sources, strict=True)):
        order.insert(new_position, axis)
    return x if order == list(range(rank)) else raw.Transpose(x=x, perm=integers(order))


def repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> tf.Tensor:
    """Each element of `x` `repeats` times in a row along `axis` (None: of the flattened array).

    `repeats` is an int, or an integer array with one count for all elements or one for each.
    """
    x = tensor(x)
    if axis is None:
        x, axis = raw.Reshape(tensor=x, shape=integers([-1])), 0
    axis = normalize_axis(axis, static_rank(x))
    sizes = sizes_of(x)
    if is_array(repeats):
        indices = _repeated_indices(integer_tensor(repeats, "repeats"), x.shape[axis], sizes[axis])
        return raw.GatherV2(params=dense_gradient(x), indices=indices, axis=axis)
    counts = [1] * (len(sizes) + 1)
    counts[axis + 1] = index(repeats)
    tiled = _tile("repeat", raw.ExpandDims(input=x, axis=axis + 1), counts)
    return raw.Reshape(tensor=tiled, shape=_shape_tensor([*sizes[:axis], sizes[axis] * repeats, *sizes[axis + 1 :]]))


def roll(x: Any, /, shift: int | tuple[int, ...], *, axis: int | tuple[int, ...] | None = None) -> tf.Tensor:
    """`x` with its elements shifted cyclically by `shift` along `axis` (None: of the flattened array)."""
    x = tensor(x)
    if axis is None:
        flat = raw.Reshape(tensor=x, shape=integers([-1]))
        return raw.Reshape(tensor=roll(flat, shift, axis=0), shape=integers(dynamic_shape(x)))
    axes = [normalize_axis(item, static_rank(x)) for item in _as_tuple(axis)]
    shifts = _as_tuple(shift) if isinstance(shift, (tuple, list)) else (shift,) * len(axes)
    if len(shifts) != len(axes):
        message = f"roll by {len(shifts)} shifts along {len(axes)} axes: give one shift, or one for each axis"
        raise ValueError(message)
    sizes = sizes_of(x)
    # The op takes int64 shifts, but silently computes in int32.
    small_shifts = [count % _at_least_1(sizes[i]) for count, i in zip(shifts, axes, strict=True)]
    return raw.Roll(input=x, shift=_shape_tensor(small_shifts), axis=integers(axes))


def squeeze(x: Any, /, axis: int | tuple[int, ...]) -> tf.Tensor:
    """`x` without the axes `axis`, which must have length 1."""
    x = tensor(x)
    axes = normalize_axes(axis, static_rank(x))
    invalid = [i for i in axes if x.shape[i] not in (1, None)]
    if invalid:
        message = f"cannot squeeze axis {invalid[0]} of an array of shape {tuple(x.shape)}: it must have one element"
        raise ValueError(message)
    return raw.Squeeze(input=x, axis=list(axes)) if axes else x  # without axes the op removes all of length 1


def flip(x: Any, /, *, axis: int | tuple[int, ...] | None = None) -> tf.Tensor:
    """`x` in reverse order along `axis` (None: along every axis)."""
    x = tensor(x)
    axes = normalize_axes(axis, static_rank(x))
    if not has_many_axes(x):
        return raw.ReverseV2(tensor=x, axis=integers(axes))
    shape = x.shape
    for reversed_axis in axes:
        x = raw.Reshape(
            tensor=raw.ReverseV2(tensor=with_three_axes(tf.reshape(x, shape), reversed_axis), axis=integers((1,))),
            shape=shape,
        )
    return x


def tile(x: Any, repetitions: tuple[int, ...], /) -> tf.Tensor:
    """`x` repeated `repetitions` times along each axis: along the last axes if these are fewer, new ones if more."""
    x = tensor(x)
    counts, rank = _as_tuple(repetitions), static_rank(x)
    num_new_axes = len(counts) - rank
    if num_new_axes > 0:
        x = raw.Reshape(tensor=x, shape=_shape_tensor([1] * num_new_axes + sizes_of(x)))
    return _tile("tile", x, [1] * -num_new_axes + [index(count) for count in counts])


def concat(arrays: Sequence[Any], /, *, axis: int | None = 0) -> tf.Tensor:
    """The arrays joined along `axis`; flattened first if it is None."""
    tensors = _promote_all(arrays)
    if axis is None:
        tensors, axis = [raw.Reshape(tensor=t, shape=integers([-1])) for t in tensors], 0
    rank = static_rank(tensors[0])
    if not rank:
        message = "0-d arrays cannot be concatenated: use stack, or axis=None"
        raise ValueError(message)
    axis = normalize_axis(axis, rank)
    _check_shapes(tensors, axis)
    return raw.ConcatV2(values=tensors, axis=axis) if len(tensors) > 1 else tensors[0]


def stack(arrays: Sequence[Any], /, *, axis: int = 0) -> tf.Tensor:
    """The arrays, of one shape, joined along a new axis `axis` of the result."""
    tensors = _promote_all(arrays)
    axis = normalize_axis(axis, static_rank(tensors[0]) + 1)
    _check_shapes(tensors, None)
    return raw.Pack(values=tensors, axis=axis)


def unstack(x: Any, /, *, axis: int = 0) -> tuple[tf.Tensor, ...]:
    """The slices of `x` along `axis`, without that axis."""
    x = tensor(x)
    axis = normalize_axis(axis, static_rank(x))
    size = x.shape.as_list()[axis]
    if size is None:
        message = f"unstack of an unknown number of parts: the size of axis {axis} must be known in the tf.function"
        raise ValueError(message)
    return tuple(raw.Unpack(value=x, num=size, axis=axis))


def _as_tuple(one_or_more: Any) -> tuple[Any, ...]:
    return tuple(one_or_more) if isinstance(one_or_more, (tuple, list)) else (one_or_more,)


def sizes_of(x: tf.Tensor) -> list[Any]:
    """The shape of `x`, with tensors for sizes that a tf.function does not know."""
    if x.shape.is_fully_defined():
        return list(x.shape.as_list())
    return [size if size is not None else tf.shape(x, tf.int64)[axis] for axis, size in enumerate(x.shape.as_list())]


def _at_least_1(size: Any) -> Any:
    return max(size, 1) if isinstance(size, int) else tf.maximum(size, 1)


def _tile(name: str, x: tf.Tensor, counts: list[int]) -> tf.Tensor:
    """`x` repeated `counts` times along each axis."""
    if any(count < 0 for count in counts):
        message = f"{name} takes counts of 0 or more, got {counts}"
        raise ValueError(message)
    counts = integers(counts)
    if x.dtype in _TILED_AS:
        same_bits = raw.Bitcast(input=x, type=_TILED_AS[x.dtype])
        return raw.Bitcast(input=raw.Tile(input=same_bits, multiples=counts), type=x.dtype)
    return raw.Tile(input=x, multiples=counts)


def _repeated_indices(repeats: tf.Tensor, static_size: int | None, size: Any) -> tf.Tensor:
    """The indices 0 ... `size` - 1, each repeated as often as `repeats` says."""
    num_repeats = repeats.shape.num_elements()
    if static_rank(repeats) > 1 or (None not in (num_repeats, static_size) and num_repeats not in (1, static_size)):
        message = f"repeats of shape {tuple(repeats.shape)} for {static_size} elements: give one, or one for each"
        raise ValueError(message)
    counts = tf.cast(repeats, tf.int64)
    try:
        tf.debugging.assert_non_negative(counts)
    except tf.errors.InvalidArgumentError:
        message = "repeat takes counts of 0 or more, and some are negative"
        raise ValueError(message) from None
    ends = raw.Cumsum(x=broadcast_to(counts, (size,)), axis=0)
    total = raw.Max(input=tf.concat([[0], ends], 0), axis=0)  # the last end, or 0 for no elements
    indices = raw.UpperBound(sorted_inputs=[ends], values=[tf.range(total)], out_type=tf.int64)
    return raw.Squeeze(input=indices, axis=[0])


def _are_sizes(shape: Any) -> bool:
    """True if the sizes are known: in a tf.function they may be tensors."""
    return isinstance(shape, (tuple, list)) and all(isinstance(size, int) for size in shape)


def _matches_size(shape: Sequence[int], size: int) -> bool:
    """True if `shape`, one size of which may be -1, has `size` elements."""
    known = prod(length for length in shape if length != -1)
    unknown = sum(length == -1 for length in shape)
    if unknown:
        return unknown == 1 and known > 0 and size % known == 0
    return known == size and all(length >= 0 for length in shape)


def _shape_tensor(shape: Any) -> tf.Tensor:
    if _are_sizes(shape) or is_array(shape):
        return integers(shape)
    if isinstance(shape, tf.TensorShape):
        return integers(shape.as_list())
    if isinstance(shape, (tuple, list)):
        return tf.stack([tf.cast(size, tf.int64) for size in shape])
    message = f"a shape is a tuple of integers, got {type(shape).__qualname__}"
    raise TypeError(message)


def _promote_all(arrays: Sequence[Any]) -> list[tf.Tensor]:
    if not isinstance(arrays, (list, tuple)) or not arrays:
        message = "expected a list or tuple of one or more arrays"
        raise ValueError(message)
    tensors = [tensor(x) for x in arrays]
    first = tensors[0].dtype
    if id(first) in STANDARD and all(t.dtype is first for t in tensors):
        return tensors
    dtype = promote(*(t.dtype for t in tensors))
    return [cast(t, dtype) for t in tensors]


def _check_shapes(tensors: Sequence[tf.Tensor], axis: int | None) -> None:
    """ValueError if the tensors' shapes differ anywhere but in `axis`."""
    expected = tensors[0].shape
    sizes = expected.as_list() if expected.is_fully_defined() else None
    for t in tensors[1:]:
        if sizes is not None and t.shape.rank is not None and t.shape.as_list() == sizes:
            continue
        same_rank = t.shape.rank == expected.rank
        pairs = enumerate(zip(expected, t.shape, strict=True)) if same_rank else ()
        if not same_rank or any(i != axis and None not in pair and pair[0] != pair[1] for i, pair in pairs):
            message = f"arrays of shapes {tuple(expected)} and {tuple(t.shape)} do not fit together"
            raise ValueError(message)


__all__ = [
    "broadcast_arrays",
    "broadcast_shapes",
    "broadcast_to",
    "concat",
    "expand_dims",
    "flip",
    "moveaxis",
    "permute_dims",
    "repeat",
    "reshape",
    "roll",
    "squeeze",
    "stack",
    "tile",
    "unstack",
]
