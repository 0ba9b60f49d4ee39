"""ArrayRef: an array of the array API standard that holds a jax.Array, and can be written to.

JAX's arrays are values. So a write gives an ArrayRef another one to hold, and never changes that array: whatever was
computed of it stays, and gradients pass. A slice of an ArrayRef is a window: reading gives what stands there now,
writing writes there.

An ArrayRef that is made inside a transformation (jit, grad, vmap, scan ...) holds tracers, and is written there as
anywhere. One that was made outside cannot be written inside: the transformed function runs once, and not when it is
called, so the write would be lost, or leak a tracer. Passed as an argument an ArrayRef is a pytree, as a jax.Array in a
tuple is: the function sees a copy, which is refused likewise.
"""

from __future__ import annotations

import operator
import weakref
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import get_opaque_trace_state

from ..._common.dtypes import can_hold, neutral
from ..._common.strided_keys import composed, strided_shape
from .. import NotCompiled
from . import keys
from .array_methods import BINARY, IN_PLACE, ArrayMethods, as_value

_OF_ANOTHER_TRACE = (
    "it was made outside of the JAX transformation (jit, grad, vmap, scan ...) that runs here, or in one that has "
    "ended: make it inside, and return it"
)
_ARGUMENT = (
    "it is an argument of a function that JAX transforms, or a result of one inside another, and what is written there "
    "would be lost: write to asarray(x, copy=True), and return that"
)
_OLDEST_DLPACK = (0, 5)  # of JAX 0.10


class Captured(Exception):
    """Raised where a function that is being made a program meets an array that is none of its arguments."""

    def __init__(self, array: ArrayRef) -> None:
        super().__init__()
        self.array = array


class Inside:
    """A trace that makes a program of a function: the arrays in the place of those outside. See compile.py."""

    def __init__(self, outside: list[Any], arrays: list[ArrayRef]) -> None:
        self.state = get_opaque_trace_state()
        self._inside = {id(one): array for one, array in zip(outside, arrays, strict=True)}

    def of(self, array: ArrayRef) -> ArrayRef:
        """What stands for an array in the program. Captured is raised if nothing does."""
        if array._made_in != _EAGER:
            return array
        found = self._inside.get(id(array))
        if found is None:
            raise Captured(array)
        return found


# The one that is under way, of this thread: a lookup in each read of an array, for others may compile beside it.
program: ContextVar[Inside | None] = ContextVar("unified_arrays_program_of_jax", default=None)


class ArrayRef(ArrayMethods):
    """A writable array: it holds a jax.Array, and a write lets it hold another one.

    `ArrayRef(x)` adopts the jax.Array `x` without a copy; writing never changes `x`. Functions and operators of such
    arrays return such arrays; inside a transformation those without axes are JAX's own, as jax.grad asks for.
    """

    __slots__ = ("__weakref__", "_held", "_is_argument", "_made_in")
    __array_priority__ = 100  # NumPy's operators leave it to those here
    __hash__ = None  # type: ignore[assignment]  # two arrays are compared element by element

    def __init__(self, value: Any) -> None:
        self._held = value
        self._made_in = get_opaque_trace_state()
        self._is_argument = False

    @property
    def value(self) -> Any:
        """The values, as a jax.Array; a tracer inside a transformation."""
        return self._standing_in()._held

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        shape: tuple[int, ...] = self._held.shape
        return shape

    @property
    def dtype(self) -> Any:
        """The dtype of the elements."""
        return self._held.dtype

    @property
    def device(self) -> Any:
        """JAX's device, or sharding, of the values."""
        return self._held.device

    def __jax_array__(self) -> Any:
        """Called by functions of JAX."""
        return self.value

    def unwritable(self) -> str | None:
        """Why it cannot be written to here, and what to do instead; None if it can."""
        inside = self._standing_in()
        if inside is not self:
            return inside.unwritable()
        if self._is_argument:
            return _ARGUMENT
        return None if self._made_in == get_opaque_trace_state() else _OF_ANOTHER_TRACE

    def assign(self, value: Any) -> None:
        """Hold `value`, a jax.Array of the same shape and dtype. ValueError if it cannot be written to here."""
        reason = self.unwritable()
        if reason is not None:
            message = f"this ArrayRef cannot be written to: {reason}"
            raise ValueError(message)
        self.hold(value)

    def hold(self, value: Any) -> None:
        """The same where it is known that it can be written to."""
        self._standing_in()._held = value

    def _standing_in(self) -> ArrayRef:
        """The array that stands for this one in the program that is being made, if one is."""
        inside = program.get()
        return self if inside is None else inside.of(self)

    @property
    def root(self) -> ArrayRef:
        """The array that holds the values."""
        return self

    # -- elements ------------------------------------------------------------------------------------------------------

    def __getitem__(self, key: Any, /) -> Any:
        return part_of(self, key)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        items = keys.parse(key, self.shape)
        if isinstance(value, ArrayWindow) and value.is_part(self, items):
            return  # as x[key] += 1 ends, which has written already
        self._write(items, value)

    def _write(self, items: list[Any], value: Any) -> None:
        held = self.value
        value = _in_dtype(self.dtype, value)
        if value.ndim:  # a mask of a transformation selects nobody knows how many elements
            value = _in_shape(_shape_of(held, items), value)
        self.assign(keys.written(held, items, value))

    def __iter__(self) -> Iterator[Any]:
        if not self.ndim:
            message = "a 0-d array cannot be iterated over"
            raise TypeError(message)
        return (self[number] for number in range(self.shape[0]))

    # -- Python --------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        if not self.ndim:
            message = "a 0-d array has no len(): use size"
            raise TypeError(message)
        return self.shape[0]

    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __index__(self) -> int:
        return operator.index(self.value)

    def __float__(self) -> float:
        return float(self.value)

    def __complex__(self) -> complex:
        return complex(self.value)

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(np.asarray(self.value).item(), ndigits)

    def __format__(self, specification: str) -> str:
        return format(self.value, specification) if specification else str(self)

    def __str__(self) -> str:
        """As NumPy prints an array."""
        value = self.value
        return repr(self) if isinstance(value, jax.core.Tracer) else str(np.asarray(value))

    def __repr__(self) -> str:
        value, name = self.value, type(self).__name__
        about = f"shape={tuple(self.shape)}, dtype={self.dtype.name}"
        if isinstance(value, jax.core.Tracer):
            return f"{name}({about})"
        return f"{name}({np.array2string(np.asarray(value), separator=', ', prefix=f'{name}(')}, {about})"

    def __copy__(self) -> Any:
        return ArrayRef(self.value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        memo[id(self)] = copied = ArrayRef(self.value)
        return copied

    def __reduce__(self) -> Any:
        return of_values, (np.asarray(self.value),)

    # -- exchange ------------------------------------------------------------------------------------------------------

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        """An ndarray of the current values: without a copy, a read-only view of JAX's memory."""
        return np.array(np.asarray(self.value), dtype=dtype, copy=copy)

    def __dlpack_device__(self) -> Any:
        return self.value.__dlpack_device__()

    def __dlpack__(
        self,
        /,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """A DLPack capsule of the current values, which it keeps: the next write goes to new memory."""
        if max_version is not None and max_version < _OLDEST_DLPACK:
            max_version = None  # JAX refuses to make what everybody reads
        return self.value.__dlpack__(stream=stream, max_version=max_version, dl_device=dl_device, copy=copy)


class ArrayWindow(ArrayRef):
    """The part `base[items]` of an ArrayRef."""

    __slots__ = ("_base", "_items", "_seen")

    def __init__(self, base: ArrayRef, items: list[Any]) -> None:
        self._base, self._items = base, items
        self._seen: Any = None

    @property
    def value(self) -> Any:
        """The values that stand there now."""
        held: Any = self._base.value
        seen: Any = self._seen
        if seen is not None and seen[0]() is held:
            return seen[1]
        values = keys.read(held, self._items)
        self._seen = weakref.ref(held), values
        return values

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        return _shape_of(self._base, self._items)

    @property
    def dtype(self) -> Any:
        """The dtype of the elements."""
        return self._base.dtype

    @property
    def device(self) -> Any:
        """JAX's device, or sharding, of the values."""
        return self._base.device

    @property
    def root(self) -> ArrayRef:
        """The array that this is a part of."""
        return self._base

    @property
    def items(self) -> list[Any]:
        """The key of this part, an item for each axis of the array."""
        return self._items

    def unwritable(self) -> str | None:
        """As the array that it is a part of."""
        return self._base.unwritable()

    def assign(self, value: Any) -> None:
        """Write a jax.Array of the same shape and dtype to this part."""
        self._base.assign(keys.written(self._base.value, self._items, value))

    hold = assign

    def is_part(self, base: ArrayRef, items: list[Any]) -> bool:
        """Whether it is base[items], where `base` may itself be a part."""
        if keys.has_arrays(items):
            return False
        if isinstance(base, ArrayWindow):
            inside = composed(base._items, items, base._base.shape)
            return inside is not None and self._base is base._base and self._items == inside
        return self._base is base and self._items == items


class ArrayElement(ArrayWindow):
    """A single element, `x[1, 2]`: as NumPy's scalars it keeps the value that it was read with.

    So `x[0], x[1] = x[1], x[0]` exchanges two elements, and `e += 1` gives `e` a new value. But it can be out.
    """

    __slots__ = ("_kept",)

    def __init__(self, base: ArrayRef, items: list[Any]) -> None:
        super().__init__(base, items)
        self._kept = keys.read(base.value, items)

    @property
    def value(self) -> Any:
        """The value, without axes."""
        if program.get() is not None and self._base._made_in == _EAGER:
            raise NotCompiled("it reads an element that was taken outside: take it inside, x[i]")
        return self._kept

    def assign(self, value: Any) -> None:
        """Write a value to that element."""
        super().assign(value)
        self._kept = value

    hold = assign


for _dunder, _stem in zip(IN_PLACE, BINARY, strict=True):  # as of NumPy's scalars
    setattr(ArrayElement, _dunder, getattr(ArrayRef, f"__{_stem}__"))


def part_of(x: ArrayRef, key: Any) -> Any:
    """x[key]: a window, or where arrays select elements an array of its own."""
    items = keys.parse(key, x.shape)
    if keys.has_arrays(items):
        return ArrayRef(keys.read(x.value, items))
    base: ArrayRef = x
    if isinstance(x, ArrayWindow):
        base = x._base
        inside = composed(x._items, items, base.shape)
        if inside is None:
            return ArrayRef(keys.read(x.value, items))
        items = inside
    is_element = all(type(item) is int for item in items) and not _has_ellipsis(key)
    return (ArrayElement if is_element else ArrayWindow)(base, items)


def _has_ellipsis(key: Any) -> bool:
    """True for x[..., 0] of a vector: as in NumPy a view, where x[0] is a value."""
    return key is Ellipsis or (type(key) is tuple and any(item is Ellipsis for item in key))


def _shape_of(x: Any, items: list[Any]) -> tuple[int, ...]:
    """The shape of x[items]."""
    if keys.has_arrays(items):
        shape: tuple[int, ...] = jax.eval_shape(lambda: keys.read(jnp.zeros(x.shape, bool), items)).shape
        return shape
    return tuple(strided_shape(items, x.shape))  # type: ignore[arg-type]  # sizes are known here


def _in_dtype(dtype: Any, value: Any) -> Any:
    """A value to be written, in `dtype`. TypeError if its kind is higher, as a float for integers."""
    value = as_value(value, dtype)
    came, held = neutral(value.dtype), neutral(dtype)
    if came is None or held is None or not can_hold(came, held):
        message = f"a value of {value.dtype.name} cannot be written to an array of {dtype.name}: convert it with astype"
        raise TypeError(message)
    return value.astype(dtype)


def _in_shape(shape: tuple[int, ...], value: Any) -> Any:
    """A value without leading axes of length 1 that `shape` lacks. ValueError if it does not broadcast to it."""
    extra = value.ndim - len(shape)
    if extra > 0 and set(value.shape[:extra]) == {1}:
        value = value.reshape(value.shape[extra:])
    sizes = value.shape[::-1]
    if len(sizes) > len(shape) or any(size not in (1, own) for size, own in zip(sizes, shape[::-1], strict=False)):
        message = f"a value of shape {tuple(value.shape)} does not broadcast to the selected shape {shape}"
        raise ValueError(message)
    return value


def of_values(values: np.ndarray[Any, Any]) -> ArrayRef:
    """Called by pickle (its name is in saved files): an array with the saved values."""
    return ArrayRef(jnp.asarray(values))


def in_transformation() -> bool:
    """Whether JAX runs a function to transform it."""
    return bool(get_opaque_trace_state() != _EAGER)


def array_of(value: Any) -> Any:
    """What a function of arrays returns: as an ArrayRef, but for what has no axes inside a transformation of users.

    So a loss is what jax.grad takes, and a condition what jax.lax.while_loop does.
    """
    if value.shape:
        return ArrayRef(value)
    here = get_opaque_trace_state()
    inside = program.get()
    return ArrayRef(value) if here == _EAGER or (inside is not None and here == inside.state) else value


with jax.ensure_compile_time_eval():  # this may be imported inside a transformation
    _EAGER = get_opaque_trace_state()


def _unflattened(_: None, leaves: tuple[Any, ...]) -> ArrayRef:
    array = ArrayRef(leaves[0])
    array._is_argument = isinstance(leaves[0], jax.core.Tracer)
    return array


for _class in (ArrayRef, ArrayWindow, ArrayElement):
    jax.tree_util.register_pytree_node(_class, lambda array: ((array.value,), None), _unflattened)
