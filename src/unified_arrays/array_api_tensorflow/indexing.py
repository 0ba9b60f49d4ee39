"""Indexing functions, and writing through a slice of a variable."""

from __future__ import annotations

from inspect import getclosurevars
from math import prod
from types import CodeType
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.lib.stride_tricks import as_strided

from . import _raw_ops as raw
from ._arguments import Local, Part, dense_gradient, dynamic_shape, integer_tensor, normalize_axis, static_rank, tensor
from ._array_variable import ArrayVariable
from ._array_variable import Base as ResourceVariable
from ._indexing import gather, make_reads_cheap, read, read_value, wrap_negative_indices, write
from ._parse_index import has_tensors
from ._private import PRIVATE
from .manipulation import broadcast_dynamic_shapes, broadcast_to, moveaxis


def take(x: Any, indices: Any, /, *, axis: int | None = None) -> tf.Tensor:
    """The elements of `x` at the integer `indices`, of any shape, along `axis`; of the flattened `x` if it is None."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if axis is None:
        x = x if rank == 1 else tf.reshape(x, [-1])
        axis, rank = 0, 1
    return gather(x, indices, normalize_axis(axis, rank))


def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> tf.Tensor:
    """The element of `x` at each of the integer `indices` along `axis`; along the other axes both broadcast."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if static_rank(indices) != rank:
        message = (
            f"take_along_axis of {rank} axes with indices of {static_rank(indices)} axes: the numbers must be equal"
        )
        raise ValueError(message)
    axis = normalize_axis(axis, rank)
    x, indices = moveaxis(x, axis, -1), moveaxis(wrap_negative_indices(indices, x, axis), axis, -1)
    other_sizes = broadcast_dynamic_shapes(*(dynamic_shape(t)[:-1] for t in (x, indices)))
    x, indices = (_broadcast_other_axes(t, other_sizes) for t in (x, indices))
    selected = raw.GatherV2(params=dense_gradient(x), indices=indices, axis=rank - 1, batch_dims=rank - 1)
    return moveaxis(selected, -1, axis)


def _broadcast_other_axes(t: tf.Tensor, other_sizes: Any) -> tf.Tensor:
    """`t` broadcast to `other_sizes` along all axes but the last."""
    if isinstance(other_sizes, tuple):
        return t if t.shape[:-1] == other_sizes else broadcast_to(t, (*other_sizes, t.shape[-1]))
    return broadcast_to(t, tf.concat([other_sizes, tf.shape(t)[-1:]], 0))


def read_item(x: Any, key: Any) -> tf.Tensor:
    """x[key] for any key. The result of a key without arrays on a variable can be written to."""
    if isinstance(x, (ArrayVariable, Part)):
        return x[key]
    return read(x, key) if isinstance(x, tf.Variable) else read_value(tensor(x), key)


def write_item(x: Any, key: Any, value: Any) -> None:
    """x[key] = value, for a variable, or a slice that knows how."""
    if isinstance(x, Part):
        x[key] = value
        return
    if not isinstance(x, tf.Variable):
        message = "only a variable can be written to in part: name the variable itself, not a slice of it"
        raise ValueError(message)
    if has_copies(x):
        message = f"a part of an array cannot be written to: {NO_PARTS}"
        raise ValueError(message)
    write(x, key, value)


NO_PARTS = (
    "it is a part of a variable of tf.distribute, which has a copy for each replica, and TensorFlow (2.21) writes "
    "parts of the first copy only: compute the whole, and write it to the variable"
)

PRIVATE.note(
    "_distributed_container, an attribute of the handles of variables",
    why="no public attribute tells that a variable is one of the copies that a variable of tf.distribute has",
    without="a slice of such a variable is taken as out, and the first copy alone is written to",
)


def has_copies(variable: tf.Variable) -> bool:
    """Whether it is a variable of tf.distribute, or the replica that slices of such a variable belong to."""
    if isinstance(variable, Local):
        return False
    # Variables of a loaded model (2.21) are of another class in the same module.
    is_resource_variable = (
        isinstance(variable, ResourceVariable) or type(variable).__module__ == ResourceVariable.__module__
    )
    return not is_resource_variable or hasattr(variable.handle, "_distributed_container")


def _make_scatter(op: Any) -> Any:
    """A function that scatters `values` into `x` at `positions` along axis 0, which may repeat."""

    def scatter(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        return op(tensor=x, indices=tf.expand_dims(positions, 1), updates=values)

    return scatter


def _make_scatter_with_nan(op: Any) -> Any:
    """The same for TensorFlow's minimum and maximum, which ignore NaN."""
    scatter, scatter_add = _make_scatter(op), _make_scatter(raw.TensorScatterAdd)

    def scatter_with_nan(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        result = scatter(x, positions, values)
        if not x.dtype.is_floating:
            return result
        nans = scatter_add(tf.cast(tf.math.is_nan(x), tf.int32), positions, tf.cast(tf.math.is_nan(values), tf.int32))
        return tf.where(nans > 0, tf.constant(float("nan"), x.dtype), result)

    return scatter_with_nan


def _scatter_multiply(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    return x * tf.math.unsorted_segment_prod(values, positions, dynamic_shape(x)[0])


ACCUMULATE = {
    "add": _make_scatter(raw.TensorScatterAdd),
    "subtract": _make_scatter(raw.TensorScatterSub),
    "multiply": _scatter_multiply,
    "min": _make_scatter_with_nan(raw.TensorScatterMin),
    "max": _make_scatter_with_nan(raw.TensorScatterMax),
}


PRIVATE.note(
    "var, a nonlocal of the function that slices of variables have as .assign",
    why="no public attribute tells which variable a slice belongs to",
    without="a slice of a variable is refused as out, with an error that says so",
)


def _variable_cells() -> dict[CodeType, int | None]:
    """The code object of a slice's `.assign` -> the index of its closure cell that holds the variable.

    For slices of this package and of TensorFlow; None if this version of TensorFlow names the variable otherwise.
    """
    with tf.Graph().as_default():
        variable = tf.Variable([0.0])
        codes = [selected.assign.__code__ for selected in (variable[:], read(variable, slice(None)))]
    return {code: code.co_freevars.index("var") if "var" in code.co_freevars else None for code in codes}


_VARIABLE_CELLS = _variable_cells()


def variable_of_slice(t: Any) -> tf.Variable | None:
    """The variable that `t` is a slice of; None for any other tensor."""
    if isinstance(t, Part):
        return t.base
    assign: Any = getattr(t, "assign", None) if isinstance(t, tf.Tensor) else None
    code = getattr(assign, "__code__", None)
    if code not in _VARIABLE_CELLS:
        return None
    cell = _VARIABLE_CELLS[code]
    if cell is None:
        message = f"TensorFlow {tf.__version__} does not tell which variable a slice belongs to: write to the variable"
        raise RuntimeError(message)
    return assign.__closure__[cell].cell_contents


def memory_of(x: Any) -> tf.Variable | None:
    """The variable that `x` writes to: itself, or the variable it is a slice of; None for an ordinary tensor."""
    return x if isinstance(x, tf.Variable) else variable_of_slice(x)


_ANY_MEMORY = np.zeros(1, np.int8)


def layout_in_variable(x: Any) -> Any:
    """The memory layout of a slice within its variable: an ndarray whose elements must not be read.

    All variables get the same address here, so only slices of one variable can be compared. None if the layout is
    unknown until a graph runs, and for a slice that TensorFlow itself has made.
    """
    variable = variable_of_slice(x)
    if isinstance(x, Part):
        items: Any = x.items
    else:
        items = None if variable is None else getclosurevars(x.assign).nonlocals.get("items")
    if variable is None or items is None or not variable.shape.is_fully_defined() or has_tensors(items):
        return None
    shape = tuple(variable.shape.as_list())
    layout = as_strided(_ANY_MEMORY, shape, [prod(shape[axis + 1 :]) for axis in range(len(shape))])
    return layout[(*items, ...)]


def write_slice(slice_tensor: tf.Tensor, value: tf.Tensor) -> None:
    """Write `value`, of exactly the slice's shape and dtype, into the variable that the slice was taken from."""
    variable = variable_of_slice(slice_tensor)
    if variable is None:
        message = "this tensor is no slice of a variable, so it cannot be written to: take a slice v[...] of a variable"
        raise TypeError(message)
    slice_tensor.assign(value)
    if not isinstance(slice_tensor, Part):
        make_reads_cheap(variable)
