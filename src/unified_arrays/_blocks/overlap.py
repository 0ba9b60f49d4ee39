"""Whether a block of an input is read after its memory was written, as a part of another block of out."""

from __future__ import annotations

from typing import Any

from .. import backends
from .._common import argument_errors, errors
from .operands import Operand


def refuse_overlap(function: str, inputs: list[Operand], outs: list[Operand]) -> None:
    """ValueError for outs that share memory, and for an input that shares memory with out in other places.

    An input that is out itself is cut as out is: each of its blocks is read before that block is written.
    """
    for i, out in enumerate(outs):
        for other in outs[:i]:
            if _is_same(out, other) or _share_elements(out, other):
                raise errors.out_twice(function, other.name, out.name)
        for operand in inputs:
            if not _is_same(operand, out) and _share_elements(operand, out):
                raise argument_errors.overlaps_shifted(function, operand.name, out.name)


def _is_same(x: Operand, out: Operand) -> bool:
    """The same elements in the same places."""
    if x.array is out.array:
        return True
    if x.shape != out.shape or x.backend is None or out.backend is None:
        return False
    if x.backend is out.backend and x.backend.same_memory(x.array, out.array):
        return True
    first, second = _layout_in_file(x), _layout_in_file(out)
    return first is not None and first == second


def _share_elements(x: Operand, out: Operand) -> bool:
    if x.backend is None or out.backend is None:
        return x.array is out.array
    if x.backend is out.backend:
        if x.backend.may_overlap(x.array, out.array) is not False:
            return x.backend.share_elements(x.array, out.array)
    else:
        views = x.backend.memory_view(x.array), out.backend.memory_view(out.array)
        if not any(isinstance(view, str) for view in views):
            return backends.by_name(backends.HOST).share_elements(*views)
    first, second = _layout_in_file(x), _layout_in_file(out)
    if first is None or second is None or first[0] != second[0]:
        return False
    return bool(first[1] < second[2] and second[1] < first[2])  # mapped twice: only bytes can be compared


def _layout_in_file(x: Operand) -> Any:
    """The file that holds the memory, the first byte and the end there, and the strides; None if there is no file."""
    return None if x.backend is None else x.backend.place_in_file(x.array)
