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

from contextvars import ContextVar
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import get_opaque_trace_state

from .. import NotCompiled
from ..common.array_methods import NUMBERS
from ..common.held_array import HeldArray, HeldElement, HeldWindow
from .keys import KEYS

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


class ArrayRef(HeldArray):
    """A writable array: it holds a jax.Array, and a write lets it hold another one.

    `ArrayRef(x)` adopts the jax.Array `x` without a copy; writing never changes `x`. Functions and operators of such
    arrays return such arrays; inside a transformation those without axes are JAX's own, as jax.grad asks for.
    """

    __slots__ = ("_is_argument", "_made_in")

    keys = KEYS
    namespace_name = "unified_arrays.jax"
    value_types = (jax.Array, jax.core.Tracer)

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self._made_in = get_opaque_trace_state()
        self._is_argument = False

    @property
    def value(self) -> Any:
        """The values, as a jax.Array; a tracer inside a transformation."""
        return self._standing_in()._held

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

    def hold(self, value: Any) -> None:
        """The same where it is known that it can be written to."""
        self._standing_in()._held = value

    def _standing_in(self) -> ArrayRef:
        """The array that stands for this one in the program that is being made, if one is."""
        inside = program.get()
        return self if inside is None else inside.of(self)

    @staticmethod
    def as_value(x: Any, dtype: Any) -> Any:
        """What is to be written as an array of JAX: a number in `dtype`, beside which it is."""
        value = x.value if isinstance(x, ArrayRef) else x
        if isinstance(value, NUMBERS):
            return ArrayRef.namespace().asarray(value, dtype=dtype).value
        return value if isinstance(value, ArrayRef.value_types) else jnp.asarray(value)

    @classmethod
    def sizes_of_part(cls, x: Any, items: list[Any]) -> tuple[int, ...]:
        """The shape of x[items], where arrays are among the items."""
        shape: tuple[int, ...] = jax.eval_shape(lambda: KEYS.read(jnp.zeros(x.shape, bool), items)).shape
        return shape

    # -- Python --------------------------------------------------------------------------------------------------------

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

    def __reduce__(self) -> Any:
        return of_values, (np.asarray(self.value),)

    # -- exchange ------------------------------------------------------------------------------------------------------

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


class ArrayWindow(HeldWindow, ArrayRef):
    """The part `base[items]` of an ArrayRef."""

    __slots__ = ("_base", "_items", "_seen")

    _base: ArrayRef

    @property
    def device(self) -> Any:
        """JAX's device, or sharding, of the values."""
        return self._base.device


class ArrayElement(HeldElement, ArrayWindow):
    """A single element, `x[1, 2]`, which keeps the value that it was read with."""

    __slots__ = ("_kept",)

    @property
    def value(self) -> Any:
        """The value, without axes."""
        if program.get() is not None and self._base._made_in == _EAGER:
            raise NotCompiled("it reads an element that was taken outside: take it inside, x[i]")
        return self._kept


ArrayRef.array_class, ArrayRef.window_class, ArrayRef.element_class = ArrayRef, ArrayWindow, ArrayElement


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
