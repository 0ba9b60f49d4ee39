"""A function of several calls as one program of jax.jit.

The program takes the values of the arrays, and returns what the arrays hold in the end that were written: they hold it
when the program has run. No buffer is donated, since other arrays may hold it; what the function allocates itself XLA
reuses anyhow. XLA computes several operations at once, so the last digit may be another one than call by call.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import jax

from ..._common.errors import first_line
from .. import Invocation, NotCompiled, Program
from .array_ref import ArrayElement, ArrayRef, ArrayWindow, Captured, Inside, program
from .values import value_of

_ARRAYS = (jax.Array, jax.Ref, ArrayRef)


@dataclass(frozen=True)
class _Argument:
    """Stands for an array of the arguments in a result: its index among them."""

    index: int


@dataclass(frozen=True)
class _Computed:
    """Stands for a computed array in a result: its index among the outputs, and whether it can be written to."""

    index: int
    is_memory: bool


@dataclass
class _Traced:
    """What a trace of the function found: which roots are written, and its result without arrays."""

    written: list[int]
    leaves: list[Any]
    structure: Any


def compile_program(invocation: Invocation) -> Program:
    """The program for invocations of that kind. It raises NotCompiled when it is first run."""
    return Program(_Run(invocation), by_value=bool(invocation.numbers))


class _Run:
    """The program: one of jax.jit for each way in which the arrays are parts of one another."""

    def __init__(self, invocation: Invocation) -> None:
        self._function = invocation.function
        self._leaves, self._structure = _flattened((invocation.arguments, invocation.options))
        self._captured: list[ArrayRef] = []  # arrays of the function's surroundings, as they are met
        self._traced: dict[Hashable, _Traced] = {}
        self._program = jax.jit(self._trace, static_argnums=(0, 1))

    def __call__(self, invocation: Invocation) -> Any:
        places, roots = _places(invocation.arrays)
        while True:
            try:
                return self._run(places, roots, invocation.arrays)
            except Captured as met:
                self._captured.append(met.array)

    def _run(self, places: Any, roots: list[Any], arrays: list[Any]) -> Any:
        # For each captured array its number, if it is an argument of this call, too.
        numbers = tuple(
            next((number for number, root in enumerate(roots) if root is array), None) for array in self._captured
        )
        more = [array for array, number in zip(self._captured, numbers, strict=True) if number is None]
        roots = [*roots, *more]
        try:
            computed, new = self._program(places, numbers, [value_of(root) for root in roots])
        except (NotCompiled, Captured):
            raise
        except Exception as error:  # the function itself raises the right error, if there is one
            raise NotCompiled(f"{type(error).__name__} while it was traced: {first_line(error)}") from error
        traced = self._traced[places, numbers]
        for index, value in zip(traced.written, new, strict=True):
            roots[index].assign(value)
        returned = [_returned(leaf, [*arrays, *self._captured], computed) for leaf in traced.leaves]
        return jax.tree.unflatten(traced.structure, returned)

    def _trace(self, places: Any, numbers: Any, values: list[Any]) -> tuple[list[Any], list[Any]]:
        roots = [ArrayRef(value) for value in values]
        arrays = [_inside(place, roots) for place in places]
        left = iter(arrays)
        leaves = [next(left) if isinstance(leaf, _ARRAYS) else leaf for leaf in self._leaves]
        arguments, options = jax.tree.unflatten(self._structure, leaves)
        more = iter(roots[len(roots) - numbers.count(None) :])
        own = [next(more) if number is None else roots[number] for number in numbers]
        before = program.set(Inside(self._captured, own))
        try:
            result = self._function(*arguments, **options)
        finally:
            program.reset(before)
        after, structure = _flattened((arguments, options))
        if structure != self._structure or any(one is not other for one, other in zip(after, leaves, strict=True)):
            raise NotCompiled("it changes a list or dict among its arguments: return new values instead")
        computed: list[Any] = []
        found, structure = _flattened(result)
        parts = [_without_array(leaf, [*arrays, *self._captured], own, computed) for leaf in found]
        written = [index for index, root in enumerate(roots) if root.value is not values[index]]
        self._traced[places, numbers] = _Traced(written, parts, structure)
        return computed, [roots[index].value for index in written]


def _flattened(tree: Any) -> tuple[list[Any], Any]:
    """The leaves and the structure of tuples, lists and dicts; arrays are leaves, and all other objects."""
    leaves, structure = jax.tree.flatten(tree, is_leaf=lambda node: not isinstance(node, (tuple, list, dict)))
    return leaves, structure


def _places(arrays: list[Any]) -> tuple[Any, list[Any]]:
    """For each array its class, the number of its root and its place there, hashable; and the roots."""
    roots: list[Any] = []
    places = []
    for array in arrays:
        if isinstance(array, (ArrayElement, jax.Ref)):
            raise NotCompiled(f"a {type(array).__name__} among its arguments: pass a slice of the array, x[i:i + 1]")
        root = array.root if isinstance(array, ArrayRef) else array
        number = next((number for number, other in enumerate(roots) if other is root), len(roots))
        if number == len(roots):
            roots.append(root)
        items = tuple(map(_hashable, array.items)) if isinstance(array, ArrayWindow) else None
        places.append((type(array), number, items))
    return tuple(places), roots


def _hashable(item: Any) -> Any:  # Python (3.11) hashes no slices
    return ("slice", item.start, item.stop, item.step) if isinstance(item, slice) else item


def _inside(place: Any, roots: list[ArrayRef]) -> Any:
    kind, number, items = place
    if items is not None:
        return ArrayWindow(roots[number], [slice(*item[1:]) if isinstance(item, tuple) else item for item in items])
    return roots[number] if issubclass(kind, ArrayRef) else roots[number].value


def _without_array(leaf: Any, arrays: list[Any], own: list[Any], computed: list[Any]) -> Any:
    if not isinstance(leaf, _ARRAYS):
        return leaf
    for index, array in enumerate(arrays):
        if leaf is array:
            return _Argument(index)
    if isinstance(leaf, ArrayWindow) and any(leaf.root is array for array in (*arrays, *own)):
        raise NotCompiled("it returns a part of an array from outside: take that part of the array outside")
    computed.append(value_of(leaf))
    return _Computed(len(computed) - 1, isinstance(leaf, ArrayRef))


def _returned(leaf: Any, arrays: list[Any], computed: list[Any]) -> Any:
    if isinstance(leaf, _Argument):
        return arrays[leaf.index]
    if isinstance(leaf, _Computed):
        return ArrayRef(computed[leaf.index]) if leaf.is_memory else computed[leaf.index]
    return leaf
