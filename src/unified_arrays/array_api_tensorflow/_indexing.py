"""Reading x[key] and writing x[key] = value, for variables and for every kind of key.

Three ways: a key without arrays is a strided slice; one array of integers is a gather; anything else is turned into
the position of each element, which one gather or one scatter then takes.
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
from ._arguments import PYTHON_SCALARS, constant, dynamic_shape, integers, tensor
from ._dtypes import is_same_kind, with_scalar
from ._many_axes import MOST
from ._many_axes_index import is_beyond, places, read_places, written_places
from ._numpy_fallback import seen
from ._parse_index import (
    FULL,
    Array,
    Shape,
    has_arrays,
    is_full,
    parse,
    slice_size,
    strided,
    strided_shape,
    without_ellipsis,
)
from ._private import in_xla_context, scope

# The strided-slice kernel writes element by element (1.7 to 3.6 ns each), the scatter kernel row by row (12 times as
# fast for rows of 1000 floats). From this row length on, whole rows go to the scatter.
_SCATTER_ROW_LENGTH = 8


# ---------------------------------------------------------------------------------------------------------- reading


def read(variable: tf.Variable, key: Any) -> tf.Tensor:
    """variable[key]. What a key without arrays selects can be written to: it has TensorFlow's `.assign(value)`."""
    values = variable.value()
    items = parse(key, tuple(values.shape.as_list()))
    if has_arrays(items):
        return _read_arrays(values, items)
    selected = _read_strided(values, items)
    selected.assign = _slice_writer(variable, items)
    return selected


def read_value(values: tf.Tensor, key: Any) -> tf.Tensor:
    """values[key], with arrays in the key too."""
    items = parse(key, tuple(values.shape.as_list()))
    return (_read_arrays if has_arrays(items) else _read_strided)(values, items)


def _read_strided(values: tf.Tensor, items: list[Any]) -> tf.Tensor:
    if len(items) > MOST and is_beyond(items, values.shape.as_list()):
        return read_places(values, places(items, values.shape.as_list()))
    return raw.StridedSlice(input=values, **strided(items))


def _slice_writer(var: tf.Variable, items: list[Any]) -> Callable[..., tf.Variable]:
    def assign(value: Any, name: str | None = None) -> tf.Variable:  # TensorFlow's slices take a name
        _write_items(var, items, value)
        return var  # by this name variable_of_slice finds it, as in TensorFlow's own slices

    return assign


def _read_arrays(values: tf.Tensor, items: list[Any]) -> tf.Tensor:
    if is_beyond(items, values.shape.as_list()):
        return read_places(values, places(items, values.shape.as_list()))
    arrays = [one for one in items if isinstance(one, Array)]
    if len(arrays) == 1 and not any(_is_element(one) for one in items):
        (array,) = arrays
        plain = without_ellipsis(items)
        axis = plain.index(array)
        others = [one for one in plain if one is not array]
        if array.is_mask and array.axes and axis == 0 and all(is_full(one) for one in others):
            return _gather_nd(values, raw.Where(condition=array.values))
        if not array.is_mask:
            if not all(is_full(one) for one in others):
                values = raw.StridedSlice(input=values, **strided([*plain[:axis], FULL, *plain[axis + 1 :]]))
            return gather(values, array.values, axis)
    return _gather_nd(values, _positions(items, values))


def gather(values: tf.Tensor, indices: tf.Tensor, axis: int) -> tf.Tensor:
    """The elements of `values` at `indices` (any integer dtype, negative from the end) along `axis`."""
    if not (indices.dtype is tf.int64 or indices.dtype is tf.int32) or not _are_from_front(indices, values.shape[axis]):
        indices = from_front(indices, values, axis)
    return raw.GatherV2(params=values, indices=indices, axis=axis)


def _are_from_front(indices: tf.Tensor, size: int | None) -> bool:
    """True if it is seen that all of `indices` are in range and counted from the front."""
    places = seen(indices) if size else None
    return places is not None and (not places.size or (places.min() >= 0 and bool(places.max() < size)))


def _gather_nd(values: tf.Tensor, positions: tf.Tensor) -> tf.Tensor:
    """What is at `positions`, whose last axis counts leading axes of `values`."""
    if positions.shape[-1] == 0:  # all of `values`, once for each place
        return tf.broadcast_to(values, tf.concat([tf.shape(positions)[:-1], tf.shape(values)], 0))
    if values.shape.num_elements() == 0:  # of which GatherNd takes nothing, not even empty rows
        rest = tf.shape(values)[positions.shape[-1] :]
        return tf.zeros(tf.concat([tf.shape(positions)[:-1], rest], 0), values.dtype)
    if positions.shape.rank == 2 and positions.shape[1] == 1:
        # GatherNd has no derivative in a forward accumulator then (2.21), since that of its gradient is sparse.
        return raw.GatherV2(params=values, indices=raw.Reshape(tensor=positions, shape=[-1]), axis=0)
    return raw.GatherNd(params=values, indices=positions)


def _is_element(item: Any) -> bool:
    return isinstance(item, (int, tf.Tensor))


def from_front(indices: tf.Tensor, values: Any, axis: int) -> tf.Tensor:
    """`indices` into an axis of `values` counted from the front, as int64. IndexError if one is out of range."""
    size = _size(values, axis)
    indices = indices if indices.dtype == tf.int64 else raw.Cast(x=indices, DstT=tf.int64)
    wrapped = raw.SelectV2(condition=raw.Less(x=indices, y=0), t=raw.AddV2(x=indices, y=size), e=indices)
    # Seen as unsigned, what is still negative is too large: one comparison for both ends.
    below = raw.Less(x=raw.Bitcast(input=wrapped, type=tf.uint64), y=raw.Bitcast(input=size, type=tf.uint64))
    in_range = raw.All(input=below, axis=integers(range(wrapped.shape.rank)))
    if not scope.is_eager:
        # The scatter kernels write what comes before the first bad index, so nothing may run before this is known.
        checked = tf.debugging.Assert(in_range, [f"an index is out of range for axis {axis}"])
        with tf.control_dependencies([] if checked is None else [checked]):
            return tf.identity(wrapped)
    if not in_range:
        message = f"an index is out of range for axis {axis}, which has {int(size)} elements"
        raise IndexError(message)
    return wrapped


def _size(values: Any, axis: int) -> Any:
    size = values.shape.as_list()[axis]
    return tf.shape(values, tf.int64)[axis] if size is None else tf.constant(size, tf.int64)


# -------------------------------------------------------------------------------------------------------- positions


def _positions(items: Sequence[Any], values: Any) -> tf.Tensor:
    """Where in `values` each element selected by a key with arrays is: int64, the last axis counts axes of `values`.

    Only leading axes are named: trailing axes that the key takes whole are left to gather_nd and scatter_nd.
    """
    items = _masks_as_integers(items)
    while is_full(items[-1]) or items[-1] is Ellipsis:
        items = items[:-1]
    # Integers among arrays are arrays of no axes. The arrays' common axes stand where the arrays stand, or first of
    # all if something stands between them.
    places = [place for place, one in enumerate(items) if isinstance(one, Array) or _is_element(one)]
    block = max(items[place].values.shape.rank for place in places if isinstance(items[place], Array))
    others = [place for place, one in enumerate(items) if place not in places and one is not Ellipsis]
    adjacent = places == list(range(places[0], places[0] + len(places)))
    before_block = [place for place in others if adjacent and place < places[0]]
    rank = block + len(others)
    first_of_block = len(before_block)

    indices, axis = [], 0
    for place, one in enumerate(items):
        if one is Ellipsis:
            continue
        is_axis = one is not None and not (isinstance(one, Array) and not one.axes)
        if place in places:
            one = one.values if isinstance(one, Array) else tf.constant(one, tf.int64) if isinstance(one, int) else one
            along = from_front(one, values, axis) if is_axis else one
            after = rank - first_of_block - block
        else:
            number = others.index(place)
            after = rank - 1 - (number if number < first_of_block else number + block)
            along = tf.zeros((1,), tf.int64) if one is None else tf.range(_size(values, axis))[one]
        before = rank - after - along.shape.rank
        along = tf.reshape(along, tf.concat([[1] * before, tf.shape(along), [1] * after], 0))
        indices.append((is_axis, along))
        axis += is_axis
    grid = reduce(partial(_broadcast_shapes, rank), (dynamic_shape(along) for _, along in indices))
    named = [tf.broadcast_to(along, grid) for is_axis, along in indices if is_axis]
    return tf.stack(named, axis=-1) if named else tf.zeros(tf.concat([grid, [0]], 0), tf.int64)


def _masks_as_integers(items: Sequence[Any]) -> list[Any]:
    """The items with a mask over m axes replaced by m arrays of the places where it is true.

    A single boolean, which has no axis, becomes an array of one place on none, or of no place.
    """
    result: list[Any] = []
    for one in items:
        if not (isinstance(one, Array) and one.is_mask):
            result.append(one)
        elif one.axes:
            result.extend(Array(places) for places in tf.unstack(tf.where(one.values), num=one.axes, axis=1))
        else:
            truth = Array(raw.Where(condition=raw.Reshape(tensor=one.values, shape=[1]))[:, 0])
            truth.axes = 0
            result.append(truth)
    return result


def _broadcast_shapes(rank: int, first: Any, second: Any) -> Any:
    if not (isinstance(first, tuple) and isinstance(second, tuple)):
        shape = raw.BroadcastArgs(s0=tf.convert_to_tensor(first, tf.int32), s1=tf.convert_to_tensor(second, tf.int32))
        return tf.ensure_shape(shape, (rank,))
    if any(one != other and 1 not in (one, other) for one, other in zip(first, second, strict=True)):
        message = f"index arrays of shapes {first} and {second} do not broadcast to one shape"
        raise IndexError(message)
    return tuple(other if one == 1 else one for one, other in zip(first, second, strict=True))


# ---------------------------------------------------------------------------------------------------------- writing


def write(variable: tf.Variable, key: Any, value: Any) -> None:
    """variable[key] = value. TypeError, ValueError or IndexError before anything is written."""
    _write_items(variable, parse(key, _static_shape(variable)), value)


def assign_whole(variable: tf.Variable, value: tf.Tensor) -> None:
    """Make `value`, of exactly the variable's shape and of its kind or a lower one, the variable's value."""
    if not variable.shape.is_compatible_with(value.shape):
        message = (
            f"the result has shape {tuple(value.shape)}, but an array written in place keeps its shape"
            f" {tuple(variable.shape)}: assign the result to a new name instead"
        )
        raise ValueError(message)
    _assign(variable, _same_kind(variable.dtype, value))


def make_reads_cheap(variable: tf.Variable) -> None:
    """To be called after a write into a part of a variable: TensorFlow would copy the whole at each later read.

    XLA has no such op, nor the trap. So a tf.function that writes slices and has been traced by itself cannot be called
    from one with jit_compile=True: XLA's error names DisableCopyOnRead.
    """
    if not in_xla_context(tf.compat.v1.get_default_graph()):
        raw.DisableCopyOnRead(resource=variable.handle)


def shape_of(variable: tf.Variable) -> Any:
    """The shape of a variable as ints, or as a tensor where a tf.function does not know it."""
    return tuple(variable.shape.as_list()) if variable.shape.is_fully_defined() else tf.shape(variable.value())


def _write_items(variable: tf.Variable, items: list[Any], value: Any) -> None:
    value = _converted(variable.dtype, value)
    (_write_arrays if has_arrays(items) else _write_strided)(variable, items, value)


def _write_strided(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    shape = _static_shape(variable)
    selected = strided_shape(items, shape)
    value = _fitting(value, selected)
    if 0 in selected:
        return
    if len(items) > MOST and is_beyond(items, shape):
        _write_places(variable, items, value)
        return
    if all(is_full(one) for one in items):
        _assign(variable, _spread(value, shape_of(variable)))
        return
    rows = _rows(items, shape)
    if rows is None:
        if not scope.is_eager and None not in selected:  # the kernels broadcast, but XLA's does not
            value = _spread(value, tuple(selected))
        raw.ResourceStridedSliceAssign(ref=variable.handle, value=value, **strided(items))
    else:
        if value.shape.rank:
            value = raw.Reshape(tensor=_spread(value, tuple(selected)), shape=integers((len(rows), *shape[1:])))
        indices = raw.Range(start=rows.start, limit=rows.stop, delta=rows.step)
        raw.ResourceScatterUpdate(resource=variable.handle, indices=indices, updates=value)
    make_reads_cheap(variable)


def _rows(items: Sequence[Any], shape: Shape) -> range | None:
    """The places along the first axis, if whole rows are selected and are long enough for the scatter kernel."""
    if not shape:
        return None
    size, *rest = shape
    row_length = prod(one or 0 for one in rest)
    first = items[0]
    if size is None or row_length < _SCATTER_ROW_LENGTH or not all(is_full(one) for one in items[1:]):
        return None
    if isinstance(first, int):
        return range(first % size, first % size + 1)
    if isinstance(first, slice) and slice_size(first, size) is not None:
        return range(*first.indices(size))
    return None


def _write_places(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    where, current = places(items, _static_shape(variable)), variable.value()
    value = _fitting(value, where.shape)
    _assign(variable, written_places(current, where, value))


def _write_arrays(variable: tf.Variable, items: list[Any], value: tf.Tensor) -> None:
    if is_beyond(items, _static_shape(variable)):
        _write_places(variable, items, value)
        return
    plain = without_ellipsis(items)
    mask = _leading_mask(plain)
    if mask is not None:
        rest = len(plain) - 1
        value = _without_extra_axes(value, rest)
        if value.shape.rank <= rest:
            # One value, or one row of values, for all places: no need to look for the places.
            current = variable.value()
            value = _fitting(value, current.shape.as_list()[mask.shape.rank :])
            mask = tf.reshape(mask, tf.concat([tf.shape(mask), [1] * rest], 0))
            _assign(variable, raw.SelectV2(condition=mask, t=value, e=current))
            return
        if not mask.shape.rank:
            # A single boolean selects the whole as a first row, or no row.
            shape = shape_of(variable)
            rows = _spread(value, tf.concat([tf.shape(value)[:1], shape], 0))
            _assign(variable, tf.ensure_shape(tf.concat([rows, variable.value()[None]], 0)[0], variable.shape))
            return
    first = plain[0]
    if isinstance(first, Array) and not first.is_mask and all(is_full(one) for one in plain[1:]):
        rows = from_front(first.values, variable, 0)
        if value.shape.rank:
            value = _fitting(value, [*rows.shape, *_static_shape(variable)[1:]])
            value = tf.broadcast_to(value, tf.concat([tf.shape(rows), shape_of(variable)[1:]], 0))
        raw.ResourceScatterUpdate(resource=variable.handle, indices=rows, updates=value)
        make_reads_cheap(variable)
        return
    positions = _positions(items, variable)
    trailing = _static_shape(variable)[positions.shape[-1] :]
    value = _fitting(value, [*positions.shape[:-1], *trailing])
    updates_shape = tf.concat([tf.shape(positions)[:-1], shape_of(variable)[positions.shape[-1] :]], 0)
    value = tf.broadcast_to(value, updates_shape)
    if 0 in trailing:  # which the kernel refuses
        return
    raw.ResourceScatterNdUpdate(ref=variable.handle, indices=positions, updates=value)
    make_reads_cheap(variable)


def _leading_mask(items: Sequence[Any]) -> tf.Tensor | None:
    """The mask, if the key is one over leading axes and nothing else."""
    first = items[0]
    if isinstance(first, Array) and first.is_mask and all(is_full(one) for one in items[1:]):
        return first.values
    return None


def _assign(variable: tf.Variable, value: tf.Tensor) -> None:
    known = variable.shape.is_fully_defined()
    raw.AssignVariableOp(resource=variable.handle, value=value, validate_shape=known)


def _static_shape(variable: tf.Variable) -> tuple[int | None, ...]:
    """The sizes of the variable's axes. A variable made with an open shape has them all the same, eagerly."""
    return tuple((variable if variable.shape.is_fully_defined() else variable.value()).shape)


def _spread(value: tf.Tensor, shape: Any) -> tf.Tensor:
    """`value` broadcast to `shape`: itself if it has that shape."""
    if isinstance(shape, tuple) and value.shape == shape:
        return value
    return raw.BroadcastTo(input=value, shape=integers(shape))


def _fitting(value: tf.Tensor, selected: Sequence[int | None]) -> tf.Tensor:
    """`value` without leading axes of one element that `selected` lacks. ValueError if it does not broadcast to it."""
    value = _without_extra_axes(value, len(selected))
    if not broadcasts_to(value.shape, selected):
        message = f"a value of shape {tuple(value.shape)} does not broadcast to the selected shape {tuple(selected)}"
        raise ValueError(message)
    return value


def _without_extra_axes(value: tf.Tensor, rank: int) -> tf.Tensor:
    """`value` with `rank` axes, if the axes it has before them are of one element; `value` itself if not."""
    extra = value.shape.rank - rank
    if extra > 0 and all(size == 1 for size in value.shape[:extra]):
        return raw.Reshape(tensor=value, shape=integers(dynamic_shape(value)[extra:]))
    return value


def broadcasts_to(shape: Shape, target: Shape) -> builtins.bool:
    """True if an array of `shape` broadcasts to `target`, as far as the sizes are known."""
    extra = len(target) - len(shape)
    return extra >= 0 and all(
        size in (1, None, wanted) or wanted is None for size, wanted in zip(shape, target[extra:], strict=True)
    )


def _converted(dtype: tf.DType, value: Any) -> tf.Tensor:
    """A value to be written, in `dtype`. TypeError if its kind is higher: a float does not go into integers."""
    if isinstance(value, PYTHON_SCALARS):
        if with_scalar(dtype, value) != dtype:
            message = f"a Python {type(value).__name__} cannot be written into an array of {dtype.name}: use astype"
            raise TypeError(message)
        return constant(value, dtype)
    if isinstance(value, (list, tuple)):
        numbers = np.asarray(value)
        if numbers.size and with_scalar(dtype, numbers.flat[0].item()) != dtype:
            message = f"a list of {numbers.dtype} numbers cannot be written into an array of {dtype.name}: use astype"
            raise TypeError(message)
        return tf.constant(value, dtype)
    return _same_kind(dtype, tf.constant(value) if isinstance(value, (np.ndarray, np.generic)) else tensor(value))


def _same_kind(dtype: tf.DType, value: tf.Tensor) -> tf.Tensor:
    if value.dtype == dtype:
        return value
    if not is_same_kind(value.dtype, dtype):
        message = f"{value.dtype.name} values cannot be written into an array of {dtype.name}: convert them with astype"
        raise TypeError(message)
    return tf.cast(value, dtype)
