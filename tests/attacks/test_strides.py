"""Inputs and outs whose strides say more than their sizes need: no byte beside out changes, and no value depends on it.

A stride along an axis of one element, or of an array without elements, names no place: it may be any number. Arrays
that do not overlap may have strides that do not nest. A kernel that takes a stride for what it looks like writes, or
reads, somewhere else. All arrays are windows of one piece of memory, with bytes around them that must not change.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import note
from hypothesis import strategies as st

from frameworks import arranged, copied, function_of, leaves, values
from unified_arrays.testing._inputs import BROADCAST, COMPLEX, EVERY, ONE_RESULT, REAL, TENSOR, Row

from attack import Attack, Choices, rows
from support import MEMORY, VALUE, arrays_of, assert_same
from windows import Pool, Window

ANY_STEP = (0, 1, 2, 3, 5, 7, 40, 333)  # items: along an axis that names no second place
HUGE_STEP = 1 << 40

GUARD = 1 << 14  # bytes on either side of all windows


def strided(choose: Choices, shape: tuple[int, ...], dtype: str, *, negative: bool) -> Window:
    """A window of that shape whose elements share no place; whatever else may be said of its strides is said."""
    item = Window(shape, dtype, 0, ()).itemsize
    steps, covered = [0] * len(shape), 1
    order = list(range(len(shape)))
    looks_contiguous = choose.below(2)
    while order:
        axis = order.pop(-1 - choose.below(len(order)) if not looks_contiguous and choose.rarely(3) else -1)
        if shape[axis] < 2 or not prod(shape):
            steps[axis] = HUGE_STEP if choose.rarely(30) else choose.one_of(ANY_STEP)
            continue
        steps[axis] = covered * (2 if not looks_contiguous and choose.rarely(4) else 1)
        covered = steps[axis] * shape[axis]
    if not looks_contiguous and choose.rarely(3) and 1 < prod(shape) < 500:  # strides that do not nest
        tried = [choose.one_of((1, 2, 3, 4, 5, 7, 9, 11, 13, 17)) if size > 1 else step
                 for size, step in zip(shape, steps, strict=True)]  # fmt: skip
        if not Window(shape, dtype, 0, tuple(item * step for step in tried)).shares_places:
            steps = tried
    if negative:
        steps = [-one if choose.rarely(4) else one for one in steps]
    return Window(shape, dtype, 0, tuple(item * step for step in steps))


def resized(choose: Choices, row: Row) -> Row:
    """The row with fewer elements along some axes, or with more axes in front: sizes of 0 and 1 among them.

    What the function does not take then, it refuses with and without out=.
    """
    arrays = leaves(list(row.arguments))
    kind = choose.below(4)
    if kind == 0 or not arrays:
        return row
    if kind > 1:
        front = choose.one_of([(1,), (1, 1), (2, 1), (1, 2), (0,), (1, 0), (3,)])
        arrays = [np.array(np.broadcast_to(one, (*front, *one.shape))) for one in arrays]
    else:
        rank = max(one.ndim for one in arrays)
        sizes = [choose.one_of((9, 1, 0, 2)) for _ in range(rank)]
        arrays = [
            one[tuple(slice(size) for size in sizes[rank - one.ndim :])].copy() if one.ndim else one for one in arrays
        ]
    arguments = tuple(arranged(list(row.arguments), arrays))
    return Row(row.function, arguments, row.options, row.oracle, (), row.backend_dtype, f"{row.label}resized")


def apart(windows: list[Window]) -> list[Window]:
    """The windows beside each other, so that none shares a byte with another one."""
    placed, free = [], 0
    for one in windows:
        first, _ = one.ends
        placed.append(one.moved((free - first + 127) // 64 * 64 + 64))
        free = placed[-1].ends[1]
    return placed


def guarded(backend: str, windows: list[Window]) -> Pool:
    first, last = min(one.ends[0] for one in windows), max(one.ends[1] for one in windows)
    return Pool(
        backend, [*windows, Window((GUARD,), "uint8", first - GUARD, (1,)), Window((GUARD,), "uint8", last, (1,))]
    )


def one_case(attack: Attack, data: st.DataObject, any_row: st.SearchStrategy[Row]) -> None:
    backend = attack.backend
    drawn = data.draw(any_row, "row")
    choose = Choices(data, count=96)
    row = resized(choose, drawn)
    function, given = function_of(row.function), leaves(list(row.arguments))
    note(f"shapes: {[one.shape for one in given]}, options: {row.options}")
    negative = backend == "numpy"
    try:
        results = function(*arrays_of(backend, list(row.arguments)), **row.options)
    except Exception:
        results = values(VALUE[backend](TENSOR))  # it is refused into any out
    several = isinstance(results, tuple)
    kinds = [values(one) for one in results] if several else [values(results)]
    windows = [strided(choose, one.shape, one.dtype.name, negative=negative) for one in [*given, *kinds]]
    windows = apart(windows)
    note(f"inputs: {windows[: len(given)]}\nouts: {windows[len(given) :]}")
    pool = guarded(backend, windows)
    arrays = [pool.array(one) for one in windows]
    for place, argument in zip(windows, given, strict=False):
        pool.fill(place, argument)
    arguments = arranged(list(row.arguments), arrays[: len(given)])
    fresh, outs = copied(arguments), arrays[len(given) :]
    if given:
        attack.alike(
            lambda: function(*fresh, **row.options),
            lambda: function(*arguments, **row.options),
            tolerance=4.0,
            messages=False,
            about=f"{row.function} without out=",
        )
    attack.call(row.function, arguments, row.options, tuple(outs) if several else outs[0], around=[pool.memory])


@pytest.mark.backends("numpy", "torch")  # a variable has no strides
def test_any_strides(attack: Attack, backend: str) -> None:
    any_row = rows([*EVERY, *BROADCAST])
    attack.run(lambda data: one_case(attack, data, any_row), examples=500)


TRIANGLES = [
    Row(name, (x,), {"k": k}, also=("int32", "complex64"))
    for name in ("tril", "triu")
    for k in (-1, 0, 1)
    for x in (REAL, TENSOR)
]
# What is filled up with zeros.
TRANSFORMS = [
    *(Row(f"fft.{name}", (COMPLEX,), {"n": 5}, also=("complex64",)) for name in ("fft", "ifft", "irfft", "hfft")),
    *(Row(f"fft.{name}", (REAL,), {"n": 5, "axis": 0}) for name in ("rfft", "ihfft")),
    *(Row(f"fft.{name}", (COMPLEX,), {"s": (2, 5), "axes": (0, 1)}, also=()) for name in ("fftn", "ifftn", "irfftn")),
]


@pytest.mark.backends("numpy", "torch")
def test_any_strides_of_matrices(attack: Attack, backend: str) -> None:
    of_matrices = [row for row in ONE_RESULT if row.function.startswith(("linalg", "matmul", "fft"))]
    any_row = rows([*TRIANGLES, *TRANSFORMS, *of_matrices])
    attack.run(lambda data: one_case(attack, data, any_row), examples=300)


@pytest.mark.parametrize("name", ["irfft", "hfft", "irfftn"])
def test_what_is_filled_up_without_a_point_is_zero(backend: str, name: str) -> None:
    memory = np.full((3, 4), 7 + 7j)
    x = memory[:, :0] if backend == "numpy" else VALUE[backend](memory[:, :0])
    options: dict[str, Any] = {"s": (4,), "axes": (1,)} if name == "irfftn" else {"n": 4}
    transform = function_of(f"fft.{name}")
    assert_same(transform(x, **options), np.zeros((3, 4)))
    out = MEMORY[backend](np.ones((3, 4)))
    assert transform(x, **options, out=out) is out
    assert_same(out, np.zeros((3, 4)))
