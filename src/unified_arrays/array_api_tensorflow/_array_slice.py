"""ArraySlice: a part of an ArrayVariable that can be written to, as NumPy's and PyTorch's views are.

TensorFlow has no memory that two arrays share. So a slice is the array that it is a part of, and the key: it reads that
part when its values are asked for, and writes to that part. TensorFlow takes it for a tensor of the values it has then,
and not for a variable, into which it would write by itself.

Where a tape or forward accumulator records, and in a graph that does not know the index, an index gives a tensor, as of
a tf.Variable: it has `.assign`, and can be out.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from ._arguments import Local, Part
from ._array_object import ArrayObject
from ._devices import beside
from ._einops import tell_einops
from ._indexing import read_arrays, read_part, read_strided, write, write_items
from ._parse_index import FULL, composed, has_arrays, has_tensors, parse, strided_shape
from ._private import EagerTensor, is_recording, scope
from ._program_order import require_order

# A forward accumulator asks for the `_id` of what it follows.
_NOT_WATCHED = "a slice of an array cannot be followed: follow the array, or a tensor, tf.convert_to_tensor(x[1:3])"


class ArraySlice(ArrayObject, Part):
    """The part `base[items]` of an ArrayVariable: reading gives what stands there now, writing writes there."""

    __array_priority__ = 100  # NumPy's operators leave it to those here, as they do for a tf.Variable

    # What was read, and a weak reference to the tensor that it was read from: it is right while `base` holds that
    # tensor. Of a `base` whose variable has been made nothing is kept, as TensorFlow may write to that by itself.
    _seen: tuple[weakref.ref[Any], tf.Tensor] | None = None
    _shape: tf.TensorShape | None = None

    def __init__(self, base: Any, items: list[Any]) -> None:
        self.base, self.items = base, items

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            message = _NOT_WATCHED if name == "_id" else f"{type(self).__name__} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(self.value(), name)

    @property
    def dtype(self) -> tf.DType:
        """The dtype of the elements."""
        return self.base.dtype

    @property
    def shape(self) -> tf.TensorShape:
        """The shape."""
        shape = self._shape
        if shape is None:
            shape = self._shape = tf.TensorShape(strided_shape(self.items, self.base.shape.as_list()))
        return shape

    @property
    def device(self) -> str:
        """The name of the device that the array lives on."""
        name: str = self.base.device
        return name

    def value(self) -> tf.Tensor:
        """The values, as a tensor."""
        base, seen = self.base, self._seen
        source = base._pending if scope.is_eager else None
        if seen is not None:
            if source is not None and seen[0]() is source:
                return seen[1]
            self._seen = None  # it may be the last that holds the memory of all of the old values
        with beside(base, None):
            values = read_strided(base.value() if source is None else source, self.items)
        if source is not None:
            self._seen = weakref.ref(source), values
        return values

    read_value = value

    def numpy(self) -> Any:
        """An ndarray of the values, or a NumPy scalar: a copy."""
        return self.value().numpy()

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> tf.Tensor:
        """Called by TensorFlow for an argument that it takes as a tensor."""
        return tf.convert_to_tensor(self.value(), dtype, name=name)

    def _trackable_children(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Called by TensorFlow to save a model that holds the slice: the array, which its functions read."""
        return {"base": self.base}

    # --------------------------------------------------------------------------------------------------- elements

    def __getitem__(self, key: Any, /) -> Any:
        return part_of(self.base, key, self)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        require_order("x[key] = value")
        items = parse(key, self.shape.as_list())
        if has_arrays(items):
            self._write_elements(key, value)
            return
        inside = composed(self.items, items, self.base.shape.as_list())
        if inside is not None and not (isinstance(value, ArraySlice) and value._is(self.base, inside)):
            self._write(inside, value)

    def assign(self, value: Any, name: str | None = None) -> Any:  # TensorFlow's slices take a name
        """Write `value` to this part of the array, and return the array."""
        self._write(self.items, value)
        return self.base

    def _write(self, items: list[Any], value: Any) -> None:
        with beside(self.base, None):
            write_items(self.base, items, value)

    def _write_elements(self, key: Any, value: Any) -> None:
        """Write to the elements that arrays of indices, or a mask, select of this part."""
        if not scope.is_eager:
            message = "x[start:stop][indices] = value in a graph: write to the array itself, x[...] = value"
            raise TypeError(message)
        whole = self.own()
        with beside(self.base, None):
            write(whole, key, value)
        self.assign(whole.value())

    def _is(self, base: Any, items: list[Any]) -> bool:
        return self.base is base and self.items == items

    def __iter__(self) -> Iterator[Any]:
        return rows_of(self.base, self)

    # ------------------------------------------------------------------------------------------------------ Python

    __hash__ = None  # type: ignore[assignment]  # two arrays are compared element by element

    def own(self) -> Any:
        """The values as an array of their own."""
        with beside(self.base, None):
            return type(self.base)(self.value())

    __copy__ = own

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        memo[id(self)] = copied = self.own()
        return copied

    def __reduce__(self) -> Any:
        return self.own().__reduce__()


class ArrayElement(ArraySlice):
    """A single element, `x[1, 2]`: as NumPy's scalars it keeps the value that it was read with.

    So `x[0], x[1] = x[1], x[0]` exchanges two elements, and `e += 1` gives `e` a new value. But it can be out, as a 0-d
    tensor of PyTorch can.
    """

    _kept: tf.Tensor | None = None

    def value(self) -> tf.Tensor:
        """The value, as a 0-d tensor."""
        kept = self._kept
        if kept is None:
            kept = super().value()
            if scope.is_eager:
                self._kept = kept
        return kept

    read_value = value

    def _write(self, items: list[Any], value: Any) -> None:
        super()._write(items, value)
        self._kept = self._seen = None


def part_of(base: Any, key: Any, part: ArraySlice | None = None) -> Any:
    """base[key], or part[key] of a part of `base`."""
    whole = base if part is None else part
    items = parse(key, whole.shape.as_list())
    if has_arrays(items):
        with beside(base, None):
            return _as_array(base, read_arrays(whole.value(), items))
    if part is not None:
        inside = composed(part.items, items, base.shape.as_list())
        if inside is None:
            with beside(base, None):
                return _as_array(base, read_strided(part.value(), items))
        items = inside
    if is_recording() or (not scope.is_eager and has_tensors(items)):
        with beside(base, None):
            return read_part(base, items)
    tell_einops(ArraySlice)
    if _are_of_element(items) and not _has_ellipsis(key):
        element = ArrayElement(base, items)
        element._kept = element.value()
        return element
    return ArraySlice(base, items)


def _are_of_element(items: list[Any]) -> bool:
    return all(type(item) is int for item in items)


def _as_array(base: Any, result: tf.Tensor) -> Any:
    is_array = type(result) is EagerTensor or isinstance(base, Local)
    return type(base)(result) if is_array and not is_recording() else result


def _has_ellipsis(key: Any) -> bool:
    """True for x[..., 0] of a vector: as in NumPy a view, where x[0] is a value."""
    return key is Ellipsis or (type(key) is tuple and any(item is Ellipsis for item in key))


def is_same_part(base: Any, key: Any, part: ArraySlice) -> bool:
    """Whether base[key] is that part."""
    return part.base is base and part._is(base, parse(key, base.shape.as_list()))


def rows_of(base: Any, part: ArraySlice | None = None) -> Iterator[Any]:
    """The parts along the first axis of `base`, or of a part of it. TypeError if it has no axis."""
    whole = base if part is None else part
    if not whole.ndim:
        message = "a 0-d array cannot be iterated over"
        raise TypeError(message)
    if not scope.is_eager or is_recording():
        with beside(base, None):
            return iter(tf.unstack(whole.value()))
    return _rows(base, whole)


def _rows(base: Any, whole: Any) -> Iterator[ArraySlice]:
    """Each row when it is asked for; read all at once, as long as `base` holds the tensor that they are read from."""
    source, shape = base._pending, base.shape.as_list()
    rest = [FULL] * (whole.ndim - 1)
    with beside(base, None):
        rows = [] if source is None else tf.unstack(whole.value())
    for number in range(len(whole)):
        items: Any = [number, *rest]
        if whole is not base:
            items = composed(whole.items, items, shape)  # never None: each row has elements, or lacks them by itself
        row = (ArrayElement if _are_of_element(items) else ArraySlice)(base, items)
        if source is not None and base._pending is source:
            row._seen = weakref.ref(source), rows[number]
        if type(row) is ArrayElement:
            row.value()  # which it keeps
        yield row
