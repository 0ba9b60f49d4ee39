"""Reading x[key] and writing x[key] = value, for variables and for every kind of key.

A key without arrays is a strided slice; a single array of integers is a gather; any other key is turned into the
positions of the selected elements, for one gather_nd or scatter_nd.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from functools import partial, reduce
from math import prod
from typing import Any

import numpy as np
import tensorflow as tf

from . import _raw_ops as raw
from ._arguments import PYTHON_SCALARS, Local, Part, constant, dynamic_shape, integers, tensor
from ._conditions import checked_indices
from ._dtypes import is_same_kind, with_scalar
from ._many_axes import MAX_AXES
from ._many_axes_index import flat_positions, gather_flat, has_too_many_axes, scatter_flat
from ._numpy_fallback import numpy_view
from ._parse_index import (
    FULL,
    Array,
    Shape,
    has_arrays,
    is_full,
    parse,
    slice_size,
    strided_shape,
    strided_slice_arguments,
    without_ellipsis,
)
from ._private import in_xla_context, scope

# The strided-slice kernel writes element by element (1.7 to 3.6 ns each), the scatter kernel row by row (12 times as
# fast for rows of 1000 floats). From this row length on, full rows are written by the scatter kernel, which needs two
# operations more: as long as 4000 elements take.
_SCATTER_ROW_LENGTH, _FEW = 8, 4000


# ---------------------------------------------------------------------------------------------------------- reading


def read(variable: tf.Variable, key: Any) -> tf.Tensor:
    """variable[key]. The result of a key without arrays can be written to: it has TensorFlow's `.assign(value)`."""
    values = variable.value()
    items = parse(key, tuple(values.shape.as_list()))
    if has_arrays(items):
        return read_arrays(values, items)
    return _with_writer(read_strided(values, items), variable, items)


def read_part(variable: tf.Variable, items: list[Any]) -> tf.Tensor:
    """variable[key] for the items of a key without arrays, as `read` returns it."""
    return _with_writer(read_strided(variable.value(), items), variable, items)


def _with_writer(selected: tf.Tensor, variable: tf.Variable, items: list[Any]) -> tf.Tensor:
    selected.assign = _slice_writer(variable, items)
    return selected


def read_value(values: tf.Tensor, key: Any) -> tf.Tensor:
    """values[key], for any key."""
    items = parse(key, tuple(values.shape.as_list()))
    return (read_arrays if has_arrays(items) else read_strided)(values, items)


def read_strided(values: tf.Tensor, items: list[Any]) -> tf.Tensor:
    """values[key] for the items of a key without arrays."""
    if len(items) > MAX_AXES and has_too_many_axes(items, values.shape.as_list()):
        return gather_flat(values, flat_positions(items, values.shape.as_list()))
    return raw.StridedSlice(input=values, **strided_slice_arguments(items))


def _slice_writer(var: tf.Variable, items: list[Any]) -> Callable[..., tf.Variable]:
    def assign(value: Any, name: str | None = None) -> tf.Variable:  # TensorFlow's slices take a name
        write_items(var, items, value)
        return var  # variable_of_slice finds the variable by this name, as in TensorFlow's own slices

    return assign


def read_arrays(values: tf.Tensor, items: list[Any]) -> tf.Tensor:
    """values[key] for the items of a key with arrays."""
    if has_too_many_axes(items, values.shape.as_list()):
        return gather_flat(values, flat_positions(items, values.shape.as_list()))
    arrays = [item for item in items if isinstance(item, Array)]
    if len(arrays) == 1 and not any(_is_element(item) for item in items):
        (array,) = arrays
        indexed_items = without_ellipsis(items)
        axis = indexed_items.index(array)
        other_items = [item for item in indexed_items if item is not array]
        if array.is_mask and array.axes and axis == 0 and all(is_full(item) for item in other_items):
            return _gather_nd(values, raw.Where(condition=array.values))
        if not array.is_mask:
            if not all(is_full(item) for item in other_items):
                values = raw.StridedSlice(
                    input=values, **strided_slice_arguments([*indexed_items[:axis], FULL, *indexed_items[axis + 1 :]])
                )
            return gather(values, array.values, axis)
    return _gather_nd(values, _element_positions(items, values))


def gather(values: tf.Tensor, indices: tf.Tensor, axis: int) -> tf.Tensor:
    """The elements of `values` at `indices` (of any integer dtype, negative ones from the end) along `axis`."""
    if not (indices.dtype is tf.int64 or indices.dtype is tf.int32) or not _all_in_range(indices, values.shape[axis]):
        indices = wrap_negative_indices(indices, values, axis)
    return raw.GatherV2(params=values, indices=indices, axis=axis)


def _all_in_range(indices: tf.Tensor, size: int | None) -> bool:
    """True if `indices` have values, all of them non-negative and in range."""
    values = numpy_view(indices) if size else None
    return values is not None and (not values.size or (values.min() >= 0 and bool(values.max() < size)))


def _gather_nd(values: tf.Tensor, positions: tf.Tensor) -> tf.Tensor:
    """The elements of `values` at `positions`, whose last axis holds an index for each leading axis of `values`."""
    if positions.shape[-1] == 0:  # all of `values`, once for each position
        return tf.broadcast_to(values, tf.concat([tf.shape(positions)[:-1], tf.shape(values)], 0))
    if values.shape.num_elements() == 0:  # GatherNd refuses empty arrays, even for empty rows
        trailing_shape = tf.shape(values)[positions.shape[-1] :]
        return tf.zeros(tf.concat([tf.shape(positions)[:-1], trailing_shape], 0), values.dtype)
    if positions.shape.rank == 2 and positions.shape[1] == 1:
        # GatherNd has no derivative in a forward accumulator then (2.21), since that of its gradient is sparse.
        return raw.GatherV2(params=values, indices=raw.Reshape(tensor=positions, shape=[-1]), axis=0)
    return raw.GatherNd(params=values, indices=positions)


def _is_element(item: Any) -> bool:
    return isinstance(item, (int, tf.Tensor))


def wrap_negative_indices(indices: tf.Tensor, values: Any, axis: int) -> tf.Tensor:
    """`indices` into an axis of `values` as non-negative int64. IndexError if one is out of range."""
    size = _axis_size(values, axis)
    indices = indices if indices.dtype == tf.int64 else raw.Cast(x=indices, DstT=tf.int64)
    wrapped = raw.SelectV2(condition=raw.Less(x=indices, y=0), t=raw.AddV2(x=indices, y=size), e=indices)
    # As unsigned integers, those that are still negative are too large: one comparison for both bounds.
    below = raw.Less(x=raw.Bitcast(input=wrapped, type=tf.uint64), y=raw.Bitcast(input=size, type=tf.uint64))
    in_range = raw.All(input=below, axis=integers(range(wrapped.shape.rank)))
    if not scope.is_eager:
        return checked_indices(wrapped, in_range, values.shape.as_list()[axis], axis)
    if not in_range:
        wrong = indices.numpy()[~below.numpy()].flat[0]
        message = f"index {wrong} is out of range for axis {axis}, which has {int(size)} elements"
        raise IndexError(message)
    return wrapped


def _axis_size(values: Any, axis: int) -> Any:
    size = values.shape.as_list()[axis]
    return tf.shape(values, tf.int64)[axis] if size is None else tf.constant(size, tf.int64)


# -------------------------------------------------------------------------------------------------------- positions


def _element_positions(items: Sequence[Any], values: Any) -> tf.Tensor:
    """The positions in `values` of the elements that a key with arrays selects: int64, one index for each leading axis.

    Trailing axes with a full slice are left to gather_nd and scatter_nd.
    """
    items = _masks_as_integers(items)
    while is_full(items[-1]) or items[-1] is Ellipsis:
        items = items[:-1]
    # Integers beside arrays are 0-d arrays. The broadcast axes of the arrays take the place of the arrays if these are
    # adjacent, else they come first.
    array_items = [i for i, item in enumerate(items) if isinstance(item, Array) or _is_element(item)]
    other_items = [i for i, item in enumerate(items) if i not in array_items and item is not Ellipsis]
    block_rank = max(items[i].values.shape.rank for i in array_items if isinstance(items[i], Array))
    adjacent = array_items == list(range(array_items[0], array_items[0] + len(array_items)))
    block_start = sum(adjacent and i < array_items[0] for i in other_items)
    rank = block_rank + len(other_items)

    indices, axis = [], 0
    for i, item in enumerate(items):
        if item is Ellipsis:
            continue
        is_axis = item is not None and not (isinstance(item, Array) and not item.axes)
        if i in array_items:
            if isinstance(item, Array):
                item = item.values
            elif isinstance(item, int):
                item = tf.constant(item, tf.int64)
            index = wrap_negative_indices(item, values, axis) if is_axis else item
            after = rank - block_start - block_rank
        else:
            number = other_items.index(i)
            after = rank - 1 - (number if number < block_start else number + block_rank)
            index = tf.zeros((1,), tf.int64) if item is None else tf.range(_axis_size(values, axis))[item]
        before = rank - after - index.shape.rank
        index = tf.reshape(index, tf.concat([[1] * before, tf.shape(index), [1] * after], 0))
        indices.append((is_axis, index))
        axis += is_axis
    shape = reduce(partial(_broadcast_shapes, rank), (dynamic_shape(index) for _, index in indices))
    broadcast = [tf.broadcast_to(index, shape) for is_axis, index in indices if is_axis]
    return tf.stack(broadcast, axis=-1) if broadcast else tf.zeros(tf.concat([shape, [0]], 0), tf.int64)


def _masks_as_integers(items: Sequence[Any]) -> list[Any]:
    """The items with a mask over m axes replaced by m integer arrays: the indices where it is True.

    A 0-d mask becomes an array over no axes, of one element if it is True and of none if it is False.
    """
    result: list[Any] = []
    for item in items:
        if not (isinstance(item, Array) and item.is_mask):
            result.append(item)
        elif item.axes:
            result.extend(Array(indices) for indices in tf.unstack(tf.where(item.values), num=item.axes, axis=1))
        else:
            rows = Array(raw.Where(condition=raw.Reshape(tensor=item.values, shape=[1]))[:, 0])
            rows.axes = 0
            result.append(rows)
    return result


def _broadcast_shapes(rank: int, first: Any, second: Any) -> Any:
    if not (isinstance(first, tuple) and isinstance(second, tuple)):
        shape = raw.BroadcastArgs(s0=tf.convert_to_tensor(first, tf.int32), s1=tf.convert_to_tensor(second, tf.int32))
        return tf.ensure_shape(shape, (rank,))
    if any(size1 != size2 and 1 not in (size1, size2) for size1, size2 in zip(first, second, strict=True)):
        message = f"index arrays of shapes {first} and {second} do not broadcast to one shape"
        raise IndexError(message)
    return tuple(size2 if size1 == 1 else size1 for size1, size2 in zip(first, second, strict=True))


# ---------------------------------------------------------------------------------------------------------- writing


def write(variable: tf.Variable, key: Any, value: Any) -> None:
    """variable[key] = value. TypeError, ValueError or IndexError before anything is written."""
    write_items(variable, parse(key, _static_shape(variable)), value)


def assign_variable(variable: tf.Variable, value: tf.Tensor) -> None:
    """Assign `value`, of exactly the variable's shape and castable to its dtype by the same_kind rule."""
    if not variable.shape.is_compatible_with(value.shape):
        message = (
            f"the result has shape {tuple(value.shape)}, but an array written in place keeps its shape"
            f" {tuple(variable.shape)}: assign the result to a new name instead"
        )
        raise ValueError(message)
    if isinstance(variable, Part):
        variable.assign(value)
    else:
        _assign(variable, _cast_same_kind(variable.dtype, value))


def make_reads_cheap(variable: tf.Variable) -> None:
    """Call after a write into a part of a variable: TensorFlow would copy the variable at each later read.

    XLA has neither the op nor the copies. So a tf.function that writes slices and has been traced by itself cannot be
    called from one with jit_compile=True: XLA's error names DisableCopyOnRead.
    """
    if not isinstance(variable, Local) and not in_xla_context(tf.compat.v1.get_default_graph()):
        raw.DisableCopyOnRead(resource=variable.handle)


def shape_of(variable: tf.Variable) -> Any:
    """The shape of a variable: a tuple of ints, or a tensor if a tf.function does not know it."""
    return tuple(variable.shape.as_list()) if variable.shape.is_fully_defined() else tf.shape(variable.value())


def write_items(variable: tf.Variable, items: list[Any], value: Any) -> None:
    """variable[key] = value for the items of a parsed key."""
    value = _convert_value(variable.dtype, value)
    (_write_arrays if has_arrays(items) else _write_strided)(variable, items, value)


def _write_strided(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    shape = _static_shape(variable)
    selected = strided_shape(items, shape)
    value = _check_broadcast(value, selected)
    if 0 in selected:
        return
    if len(items) > MAX_AXES and has_too_many_axes(items, shape):
        _write_flat(variable, items, value)
        return
    if all(is_full(item) for item in items):
        _assign(variable, _broadcast_to(value, shape_of(variable)))
        return
    rows = _rows(items, shape)
    if scope.is_eager:
        by_window = rows is None or prod(size or 0 for size in selected) < _FEW
    else:
        by_window = rows is None or rows.step == 1  # a scatter is slow in programs of XLA
    if rows is None or by_window:
        if not scope.is_eager and None not in selected:  # the kernels broadcast, but XLA's does not
            value = _broadcast_to(value, tuple(selected))
        _put_window(variable, items, value)
    else:
        if value.shape.rank:
            value = raw.Reshape(tensor=_broadcast_to(value, tuple(selected)), shape=integers((len(rows), *shape[1:])))
        _put_rows(variable, raw.Range(start=rows.start, limit=rows.stop, delta=rows.step), value)
    make_reads_cheap(variable)


def _rows(items: Sequence[Any], shape: Shape) -> range | None:
    """The selected rows, if the key selects full rows that are long enough for the scatter kernel; else None."""
    if not shape:
        return None
    size, *trailing_sizes = shape
    row_length = prod(size or 0 for size in trailing_sizes)
    first = items[0]
    if size is None or row_length < _SCATTER_ROW_LENGTH or not all(is_full(item) for item in items[1:]):
        return None
    if isinstance(first, int):
        return range(first % size, first % size + 1)
    if isinstance(first, slice) and slice_size(first, size) is not None:
        return range(*first.indices(size))
    return None


def _write_flat(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    positions, current = flat_positions(items, _static_shape(variable)), variable.value()
    value = _check_broadcast(value, positions.shape)
    _assign(variable, scatter_flat(current, positions, value))


def _write_arrays(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    if has_too_many_axes(items, _static_shape(variable)):
        _write_flat(variable, items, value)
        return
    indexed_items = without_ellipsis(items)
    mask = _leading_mask(indexed_items)
    if mask is not None:
        num_trailing = len(indexed_items) - 1
        value = _without_extra_axes(value, num_trailing)
        if value.shape.rank <= num_trailing:
            # One value, or one row of values, for all positions: no need to find the positions.
            current = variable.value()
            value = _check_broadcast(value, current.shape.as_list()[mask.shape.rank :])
            mask = tf.reshape(mask, tf.concat([tf.shape(mask), [1] * num_trailing], 0))
            _assign(variable, raw.SelectV2(condition=mask, t=value, e=current))
            return
        if not mask.shape.rank:
            # A 0-d mask selects the array as one row, or no row.
            shape = shape_of(variable)
            rows = _broadcast_to(value, tf.concat([tf.shape(value)[:1], shape], 0))
            _assign(variable, tf.ensure_shape(tf.concat([rows, variable.value()[None]], 0)[0], variable.shape))
            return
    first = indexed_items[0]
    if isinstance(first, Array) and not first.is_mask and all(is_full(item) for item in indexed_items[1:]):
        rows = wrap_negative_indices(first.values, variable, 0)
        if value.shape.rank:
            value = _check_broadcast(value, [*rows.shape, *_static_shape(variable)[1:]])
            value = tf.broadcast_to(value, tf.concat([tf.shape(rows), shape_of(variable)[1:]], 0))
        _put_rows(variable, rows, value)
        make_reads_cheap(variable)
        return
    positions = _element_positions(items, variable)
    trailing_sizes = _static_shape(variable)[positions.shape[-1] :]
    value = _check_broadcast(value, [*positions.shape[:-1], *trailing_sizes])
    updates_shape = tf.concat([tf.shape(positions)[:-1], shape_of(variable)[positions.shape[-1] :]], 0)
    value = tf.broadcast_to(value, updates_shape)
    if 0 in trailing_sizes:  # the kernel refuses empty rows
        return
    if isinstance(variable, Local):
        variable.replace(raw.TensorScatterUpdate(tensor=variable.value(), indices=positions, updates=value))
    else:
        raw.ResourceScatterNdUpdate(ref=variable.handle, indices=positions, updates=value)
    make_reads_cheap(variable)


def _leading_mask(items: Sequence[Any]) -> tf.Tensor | None:
    """The mask, if the key is a mask over the leading axes and nothing else; else None."""
    first = items[0]
    if isinstance(first, Array) and first.is_mask and all(is_full(item) for item in items[1:]):
        return first.values
    return None


def _put_window(variable: Any, items: list[Any], value: tf.Tensor) -> None:
    where = strided_slice_arguments(items)
    if isinstance(variable, Local):
        variable.replace(raw.TensorStridedSliceUpdate(input=variable.value(), value=value, **where))
    else:
        raw.ResourceStridedSliceAssign(ref=variable.handle, value=value, **where)


def _put_rows(variable: Any, rows: tf.Tensor, value: tf.Tensor) -> None:
    """Write a number, or a row for each of `rows`."""
    if isinstance(variable, Local):
        current = variable.value()
        value = _broadcast_to(value, (*rows.shape, *current.shape[1:]))
        positions = raw.ExpandDims(input=rows, axis=-1)
        variable.replace(raw.TensorScatterUpdate(tensor=current, indices=positions, updates=value))
    else:
        raw.ResourceScatterUpdate(resource=variable.handle, indices=rows, updates=value)


def _assign(variable: Any, value: tf.Tensor) -> None:
    if isinstance(variable, Local):
        variable.replace(value)
        return
    is_static = variable.shape.is_fully_defined()
    raw.AssignVariableOp(resource=variable.handle, value=value, validate_shape=is_static)


def _static_shape(variable: tf.Variable) -> tuple[int | None, ...]:
    """The shape of the variable's value: eagerly it is known, also of a variable made with an unknown shape."""
    return tuple((variable if variable.shape.is_fully_defined() else variable.value()).shape)


def _broadcast_to(value: tf.Tensor, shape: Any) -> tf.Tensor:
    """`value` broadcast to `shape`; `value` itself if it has that shape."""
    if isinstance(shape, tuple) and value.shape == shape:
        return value
    return raw.BroadcastTo(input=value, shape=integers(shape))


def _check_broadcast(value: tf.Tensor, selected: Sequence[int | None]) -> tf.Tensor:
    """`value` without leading axes of length 1 that `selected` lacks. ValueError if it does not broadcast to it."""
    value = _without_extra_axes(value, len(selected))
    if not broadcasts_to(value.shape, selected):
        message = f"a value of shape {tuple(value.shape)} does not broadcast to the selected shape {tuple(selected)}"
        raise ValueError(message)
    return value


def _without_extra_axes(value: tf.Tensor, rank: int) -> tf.Tensor:
    """`value` with its leading axes beyond `rank` removed, if they are of length 1; else `value` itself."""
    extra = value.shape.rank - rank
    if extra > 0 and all(size == 1 for size in value.shape[:extra]):
        return raw.Reshape(tensor=value, shape=integers(dynamic_shape(value)[extra:]))
    return value


def broadcasts_to(shape: Shape, target: Shape) -> builtins.bool:
    """True if an array of `shape` broadcasts to `target`, as far as the sizes are known."""
    extra = len(target) - len(shape)
    return extra >= 0 and all(
        size in (1, None, target_size) or target_size is None
        for size, target_size in zip(shape, target[extra:], strict=True)
    )


def _convert_value(dtype: tf.DType, value: Any) -> tf.Tensor:
    """A value to be written, as a tensor of `dtype`. TypeError if its kind is higher, as a float for integers."""
    if isinstance(value, PYTHON_SCALARS):
        if with_scalar(dtype, value) != dtype:
            message = (
                f"a Python {type(value).__name__} cannot be written into an array of dtype {dtype.name}: use astype"
            )
            raise TypeError(message)
        return constant(value, dtype)
    if isinstance(value, (list, tuple)):
        array = np.asarray(value)
        if array.size and with_scalar(dtype, array.flat[0].item()) != dtype:
            message = (
                f"a list of {array.dtype} numbers cannot be written into an array of dtype {dtype.name}: use astype"
            )
            raise TypeError(message)
        return tf.constant(value, dtype)
    return _cast_same_kind(dtype, tf.constant(value) if isinstance(value, (np.ndarray, np.generic)) else tensor(value))


def _cast_same_kind(dtype: tf.DType, value: tf.Tensor) -> tf.Tensor:
    if value.dtype == dtype:
        return value
    if not is_same_kind(value.dtype, dtype):
        message = (
            f"{value.dtype.name} values cannot be written into an array of dtype {dtype.name}: convert them with astype"
        )
        raise TypeError(message)
    return tf.cast(value, dtype)
