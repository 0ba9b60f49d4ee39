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
from ._arguments import dense_gradient, dynamic_shape, integer_tensor, normalize_axis, static_rank, tensor
from ._array_variable import Base as ResourceVariable
from ._indexing import gather, make_reads_cheap, read, read_value, wrap_negative_indices, write
from ._private import PRIVATE
from .manipulation import broadcast_to, joint_shape, moveaxis


def take(x: Any, indices: Any, /, *, axis: int | None = None) -> tf.Tensor:
    """The elements of `x` at the integer `indices` along `axis`, which may be left out for one axis only."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if axis is None:
        if rank != 1:
            message = f"take needs an axis for an array of {rank} axes"
            raise ValueError(message)
        axis = 0
    return gather(x, indices, normalize_axis(axis, rank))


def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> tf.Tensor:
    """The element of `x` at each of the integer `indices` along `axis`; along the other axes the two broadcast."""
    x, indices = tensor(x), integer_tensor(indices, "indices")
    rank = static_rank(x)
    if static_rank(indices) != rank:
        message = f"take_along_axis of {rank} axes with indices of {static_rank(indices)} axes: they must be as many"
        raise ValueError(message)
    axis = normalize_axis(axis, rank)
    x, indices = moveaxis(x, axis, -1), moveaxis(wrap_negative_indices(indices, x, axis), axis, -1)
    others = joint_shape(*(dynamic_shape(t)[:-1] for t in (x, indices)))
    x, indices = (_with_others(t, others) for t in (x, indices))
    taken = raw.GatherV2(params=dense_gradient(x), indices=indices, axis=rank - 1, batch_dims=rank - 1)
    return moveaxis(taken, -1, axis)


def _with_others(t: tf.Tensor, others: Any) -> tf.Tensor:
    """`t` broadcast to the shape `others` along all axes but the last."""
    if isinstance(others, tuple):
        return t if t.shape[:-1] == others else broadcast_to(t, (*others, t.shape[-1]))
    return broadcast_to(t, tf.concat([others, tf.shape(t)[-1:]], 0))


def read_item(x: Any, key: Any) -> tf.Tensor:
    """x[key] with every kind of key. What a key without arrays selects of a variable can be written to."""
    return read(x, key) if isinstance(x, tf.Variable) else read_value(tensor(x), key)


def write_item(x: Any, key: Any, value: Any) -> None:
    """x[key] = value, for a variable."""
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
    """Whether it is a variable of tf.distribute, or the copy that such a one takes slices of."""
    # The variable of a model that was loaded (2.21) has a class of its own, beside the usual one.
    is_one = isinstance(variable, ResourceVariable) or type(variable).__module__ == ResourceVariable.__module__
    return not is_one or hasattr(variable.handle, "_distributed_container")


def _accumulate(scatter: Any) -> Any:
    """Take `values` into `x` at `positions` that may repeat; all have one axis."""

    def accumulate(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        return scatter(tensor=x, indices=tf.expand_dims(positions, 1), updates=values)

    return accumulate


def _with_nan(scatter: Any) -> Any:
    """The same for TensorFlow's smallest and largest, which pass over NaN."""
    plain, added = _accumulate(scatter), _accumulate(raw.TensorScatterAdd)

    def accumulate(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        result = plain(x, positions, values)
        if not x.dtype.is_floating:
            return result
        count = added(tf.cast(tf.math.is_nan(x), tf.int32), positions, tf.cast(tf.math.is_nan(values), tf.int32))
        return tf.where(count > 0, tf.constant(float("nan"), x.dtype), result)

    return accumulate


def _product(x: tf.Tensor, positions: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    return x * tf.math.unsorted_segment_prod(values, positions, tf.shape(x)[0])


ACCUMULATE = {
    "add": _accumulate(raw.TensorScatterAdd),
    "subtract": _accumulate(raw.TensorScatterSub),
    "multiply": _product,
    "min": _with_nan(raw.TensorScatterMin),
    "max": _with_nan(raw.TensorScatterMax),
}


PRIVATE.note(
    "var, a nonlocal of the function that slices of variables have as .assign",
    why="no public attribute tells which variable a slice belongs to",
    without="a slice of a variable is refused as out, with an error that says so",
)


def _places_of_variables() -> dict[CodeType, int | None]:
    """The code of what slices of variables carry as `.assign` -> which of its nonlocals is the variable.

    Ours and TensorFlow's own; None if another TensorFlow names it otherwise.
    """
    with tf.Graph().as_default():
        variable = tf.Variable([0.0])
        codes = [one.assign.__code__ for one in (variable[:], read(variable, slice(None)))]
    return {code: code.co_freevars.index("var") if "var" in code.co_freevars else None for code in codes}


_PLACES = _places_of_variables()


def variable_of_slice(t: Any) -> tf.Variable | None:
    """The variable that the tensor `t` is a slice of, so that it can be written to; None for any other tensor."""
    assign: Any = getattr(t, "assign", None) if isinstance(t, tf.Tensor) else None
    code = getattr(assign, "__code__", None)
    if code not in _PLACES:
        return None
    place = _PLACES[code]
    if place is None:
        message = f"TensorFlow {tf.__version__} does not tell which variable a slice belongs to: write to the variable"
        raise RuntimeError(message)
    return assign.__closure__[place].cell_contents


def memory_of(x: Any) -> tf.Variable | None:
    """The variable that holds the memory of `x`: itself, the one it is a slice of, or None for a value."""
    return x if isinstance(x, tf.Variable) else variable_of_slice(x)


_ANYWHERE = np.zeros(1, np.int8)


def window_of(x: Any) -> Any:
    """Where the elements of a slice of a variable lie in it: an ndarray that is not to be read.

    All variables begin at one place: only slices of one of them can be compared. None where that is not known before a
    graph runs, and of a slice that TensorFlow itself has made.
    """
    variable = variable_of_slice(x)
    items = None if variable is None else getclosurevars(x.assign).nonlocals.get("items")
    if variable is None or items is None or not variable.shape.is_fully_defined():
        return None
    bounds = [one for item in items for one in ((item.start, item.stop, item.step) if type(item) is slice else (item,))]
    if any(isinstance(one, tf.Tensor) for one in bounds):
        return None
    shape = tuple(variable.shape.as_list())
    whole = as_strided(_ANYWHERE, shape, [prod(shape[axis + 1 :]) for axis in range(len(shape))])
    return whole[(*items, ...)]


def write_slice(slice_tensor: tf.Tensor, value: tf.Tensor) -> None:
    """Write `value`, of exactly the slice's shape and dtype, into the variable that the slice was taken from."""
    variable = variable_of_slice(slice_tensor)
    if variable is None:
        message = "this tensor is no slice of a variable, so it cannot be written to: take a slice v[...] of a variable"
        raise TypeError(message)
    slice_tensor.assign(value)
    make_reads_cheap(variable)
