"""Outs that are parts of one buffer: those that share no element are memory like any other, however they lie."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import unified_arrays as ua
from unified_arrays import backends
from unified_arrays._common.overlap import overlaps_itself

from support import MEMORY, VALUE, assert_same

ROWS = np.arange(6.0).reshape(2, 3)


def buffer(backend: str, *shape: int) -> Any:
    return MEMORY[backend](np.full(shape, 7.0))


PARTS = {
    "columns": ((3, 2), (slice(None), 0), (slice(None), 1)),
    "rows": ((2, 3), (0,), (1,)),
    "every other element": ((6,), (slice(0, None, 2),), (slice(1, None, 2),)),
    "from the ends": ((7,), (slice(0, 3),), (slice(4, 7),)),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_share_no_element(backend: str, name: str) -> None:
    shape, first, second = PARTS[name]
    memory, expected = buffer(backend, *shape), np.full(shape, 7.0)
    ua.unstack(VALUE[backend](ROWS), out=(memory[first], memory[second]))
    expected[first], expected[second] = ROWS
    assert_same(memory, expected)


@pytest.mark.parametrize(
    ("first", "second"),
    [(slice(0, 3), slice(2, 5)), (slice(0, 5, 2), slice(4, None)), (slice(0, 3), slice(0, 3))],
    ids=["the end and the beginning", "a single one", "all"],
)
def test_parts_that_share_elements_are_refused(backend: str, first: slice, second: slice) -> None:
    memory = buffer(backend, 7)
    with pytest.raises(ValueError, match=r"^unstack: out\[0\] and out\[1\] share memory"):
        ua.unstack(VALUE[backend](ROWS), out=(memory[first], memory[second]))
    assert_same(memory, np.full(7, 7.0))


@pytest.mark.backends("tensorflow")
def test_parts_that_only_the_run_knows_are_refused(backend: str) -> None:
    import tensorflow as tf

    memory = buffer(backend, 6)

    @tf.function
    def write(start: Any) -> None:
        ua.unstack(tf.constant(ROWS), out=(memory[start : start + 3], memory[3:]))

    with pytest.raises(ValueError, match="share memory"):
        write(tf.constant(0))


@pytest.mark.backends("numpy", "torch")
@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_two_windows_share_elements_or_do_not(backend: str, data: st.DataObject) -> None:
    """An exact answer, for strides of any kind."""
    memory = np.zeros(400, np.int8)
    places, arrays = [], []
    for _ in range(2):
        shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
        steps = [data.draw(st.integers(1, 30)) for _ in shape]
        start = data.draw(st.integers(0, 20))
        index = sum((np.arange(size) * step).reshape(-1, *(1,) * after)
                    for after, (size, step) in enumerate(zip(shape[::-1], steps[::-1], strict=True)))  # fmt: skip
        places.append(set((index + start).ravel().tolist()))
        arrays.append(np.ndarray(shape, np.int8, memory, start, steps))
    if backend == "torch":
        import torch

        arrays = [torch.from_numpy(one) for one in arrays]
    share_elements = backends.by_name(backend).share_elements
    assert share_elements(*arrays) == bool(places[0] & places[1])


LARGE = ((28, 15, 27), (-227, 175, 805))


@pytest.mark.backends("numpy", "torch")
def test_strides_that_do_not_nest_but_share_no_place(backend: str) -> None:
    shape, strides = LARGE
    memory = np.zeros(40_000, np.int8)
    steps = strides if backend == "numpy" else tuple(map(abs, strides))
    out: Any = np.ndarray(shape, np.int8, memory, 27 * 227 if backend == "numpy" else 0, steps)
    if backend == "torch":
        import torch

        out = torch.from_numpy(out)
    assert ua.full(shape, 1, dtype=ua.int8, out=out) is out
    assert int(memory.sum()) == np.prod(shape)


@pytest.mark.backends("numpy", "torch")
def test_few_places_of_many_that_are_shared_are_found(backend: str) -> None:
    """Of 112 x 112 elements two share the place of another one: 111 * 110 == 110 * 111."""
    memory = np.zeros(30_000, np.int8)
    out: Any = np.ndarray((112, 112), np.int8, memory, 0, (110, 111))
    if backend == "torch":
        import torch

        out = torch.from_numpy(out)
    with pytest.raises(ValueError, match="several of its elements share one place"):
        ua.full((112, 112), 1, dtype=ua.int8, out=out)
    assert not memory.any()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data())
def test_what_overlaps_itself_is_what_counting_finds(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(0, 8), min_size=1, max_size=4))
    strides = [data.draw(st.integers(-60, 60)) for _ in shape]
    element = data.draw(st.sampled_from([1, 2, 8]))
    assume(np.prod(shape) < 3000)
    places = np.arange(element)
    for size, step in zip(shape, strides, strict=True):
        places = np.add.outer(places, np.arange(size) * step)
    assert overlaps_itself(shape, strides, element) == (len(np.unique(places)) < places.size)
