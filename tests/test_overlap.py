"""Promise 7 by search: inputs and out are drawn as arbitrary strided windows of one piece of memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unified_arrays as ua

from support import MEMORY as WRITABLE
from support import VALUE, assert_same, numpy_of

SIDE = 7
MEMORY = np.random.default_rng(7).integers(1, 5, (SIDE, SIDE)).astype(np.float64)


@st.composite
def windows(draw: st.DrawFn, rows: int, columns: int, may_turn: bool = True) -> Any:
    """An index for a window of that size: shifted, with steps, transposed where that is a view."""

    def axis(size: int) -> slice:
        step = draw(st.integers(1, (SIDE - 1) // max(size - 1, 1))) if size > 1 else 1
        start = draw(st.integers(0, SIDE - 1 - step * (size - 1)))
        return slice(start, start + step * (size - 1) + 1, step)

    turned = draw(st.booleans()) and may_turn
    first, second = (axis(columns), axis(rows)) if turned else (axis(rows), axis(columns))
    return (first, second), turned


def window(memory: Any, drawn: Any) -> Any:
    index, turned = drawn
    return memory[index].T if turned else memory[index]


FUNCTIONS = {
    "add": ("same", "same"),
    "maximum": ("same", "column"),
    "multiply": ("row", "same"),
    "copysign": ("same", "element"),
    "matmul": ("square", "square"),
    "exp": ("same",),
    "cumulative_sum": ("same",),
    "sort": ("same",),
    "flip": ("same",),
    "triu": ("same",),
    "tril": ("same",),
    "roll": ("same",),
    "clip": ("same", "column"),
    "cumulative_prod": ("same",),
    "reshape": ("same",),
}
SHAPES = {"same": (3, 3), "square": (3, 3), "column": (3, 1), "row": (1, 3), "element": (1, 1)}
OPTIONS: dict[str, dict[str, Any]] = {
    "cumulative_sum": {"axis": 1},
    "cumulative_prod": {"axis": 0},
    "reshape": {"shape": (3, 3)},
    "roll": {"shift": 2, "axis": 0},
}


@pytest.mark.parametrize("function", FUNCTIONS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_windows_of_one_memory(backend: str, function: str, data: st.DataObject) -> None:
    memory, may_turn = WRITABLE[backend](MEMORY), backend != "tensorflow"
    inputs = [window(memory, data.draw(windows(*SHAPES[kind], may_turn))) for kind in FUNCTIONS[function]]
    drawn = data.draw(windows(3, 3, may_turn))
    out = window(memory, drawn)
    wanted = MEMORY.copy()
    fresh = [VALUE[backend](numpy_of(one)) for one in inputs]
    options = OPTIONS.get(function, {})
    window(wanted, drawn)[...] = numpy_of(getattr(ua, function)(*fresh, **options))
    assert getattr(ua, function)(*inputs, **options, out=out) is out
    assert_same(memory, wanted)


@pytest.mark.parametrize("function", ["sum", "max", "mean", "prod", "min", "std", "var"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_reductions_into_a_part_of_their_input(backend: str, function: str, data: st.DataObject) -> None:
    memory, may_turn = WRITABLE[backend](MEMORY), backend != "tensorflow"
    x = window(memory, data.draw(windows(3, 4, may_turn)))
    drawn = data.draw(windows(3, 1, may_turn))
    axis = data.draw(st.sampled_from([1, -1, (1,)]))
    wanted = MEMORY.copy()
    fresh = VALUE[backend](numpy_of(x))
    window(wanted, drawn)[...] = numpy_of(getattr(ua, function)(fresh, axis=axis, keepdims=True))
    out = window(memory, drawn)
    assert getattr(ua, function)(x, axis=axis, keepdims=True, out=out) is out
    assert_same(memory, wanted)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(shapes=st.lists(st.lists(st.sampled_from([0, 1, 2, 3]), max_size=4), min_size=2, max_size=2), data=st.data())
def test_shapes_broadcast_or_are_refused(backend: str, shapes: list[list[int]], data: st.DataObject) -> None:
    """out of the broadcast shape is filled; out of any other shape is refused, and nothing is written."""
    first, second = (np.ones(shape) for shape in shapes)
    wrong = tuple(data.draw(st.lists(st.integers(0, 3), max_size=4)))
    namespace = ua.array_namespace(VALUE[backend](MEMORY))
    x1, x2 = VALUE[backend](first), VALUE[backend](second)
    try:
        shape = np.broadcast_shapes(first.shape, second.shape)
    except ValueError:
        with pytest.raises(Exception, match=r"(?i)broadcast|shape|size|dimension"):
            ua.add(x1, x2)
        return
    out = namespace.zeros(shape, dtype=ua.float64)
    assert ua.add(x1, x2, out=out) is out
    assert_same(out, np.full(shape, 2.0))
    if wrong != shape:
        out = namespace.zeros(wrong, dtype=ua.float64)
        with pytest.raises(ValueError, match="^add: out has shape"):
            ua.add(x1, x2, out=out)
        assert_same(out, np.zeros(wrong))
