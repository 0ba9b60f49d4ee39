"""Slices are windows in programs too: drawn programs that write and read through them find what NumPy's views find."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch.compile import kept

from support import MEMORY, assert_same, numpy_of

SHAPE = (4, 6)
KEYS: list[Any] = [
    (slice(1, -1), slice(1, -1)), (slice(None), slice(2, 5)), 0, 2, -1, (slice(None), 3), (slice(None), -1),
    (..., slice(0, 3)), (slice(1, 3),), (slice(0, 2), slice(2, 4)),
]  # fmt: skip
STEPS = ["double", "add", "fill", "whole", "at", "copy"]
SEEDS = range(12)
# To make a program takes seconds on PyTorch and JAX.
is_drawn = pytest.mark.applies(where=lambda seed, backend: backend in ("numpy", "tensorflow") or seed < 1)


def drawn(seed: int) -> Callable[[Any], list[Any]]:
    """A program of an array: some windows of it, writes through them and to the whole, and what all hold at the end."""
    draw = np.random.default_rng(seed)
    keys = [KEYS[i] for i in draw.choice(len(KEYS), 3, replace=False)]
    steps = [(STEPS[draw.integers(len(STEPS))], int(draw.integers(3))) for _ in range(5)]

    def program(u: Any) -> list[Any]:
        windows, read = [u[key] for key in keys], []
        for step, number in steps:
            window = windows[number]
            if step == "double":
                ua.multiply(window, 2.0, out=window)
            elif step == "add":
                ua.add(window, window, out=window)
            elif step == "fill":
                window[...] = 7.0
            elif step == "whole":
                ua.subtract(u, 1.0, out=u)
            elif step == "at":
                ua.at(u)[1:3].add(0.5)
            else:
                ua.copyto(window, window * 3.0)
            read.append(ua.sum(windows[number - 1]))
        return [*read, *(window + 0.0 for window in windows)]

    return program


def found_by(program: Callable[[Any], list[Any]], backend: str) -> list[Any]:
    u = MEMORY[backend](np.arange(24.0).reshape(SHAPE))
    return [*map(numpy_of, program(u)), numpy_of(u)]


@is_drawn
@pytest.mark.parametrize("seed", SEEDS)
def test_a_program_finds_what_numpy_finds(seed: int, backend: str) -> None:
    program = drawn(seed)
    wanted = found_by(program, "numpy")
    ways = {"call by call": program, "compiled": ua.compile(program)}
    if backend == "tensorflow":
        tf = pytest.importorskip("tensorflow")
        ways["tf.function"] = tf.function(program)
    for way, run in ways.items():
        for found, right in zip(found_by(run, backend), wanted, strict=True):
            assert_same(found, right, label=(way, seed))


@pytest.mark.filterwarnings("ignore::unified_arrays.CompileWarning")  # of JAX, which returns none from programs
def test_a_slice_is_returned_as_one(backend: str) -> None:
    @ua.compile
    def program(u: Any) -> tuple[Any, Any]:
        ua.multiply(u, 2.0, out=u)
        return u[1:], u[0, 1:]

    for factor in (1.0, 5.0):
        u = MEMORY[backend](np.full((2, 3), factor))
        rows, row = program(u)
        assert_same(rows, np.full((1, 3), 2 * factor))
        rows[...] = 0.0
        row[...] = 1.0
        assert_same(u, np.array([[2 * factor, 1.0, 1.0], [0.0, 0.0, 0.0]]))


def test_rows_are_out(backend: str) -> None:
    """With rows long and short, which TensorFlow writes in different ways."""

    @ua.compile
    def stages(y: Any, k: Any) -> Any:
        for i in range(3):
            ua.multiply(y if i == 0 else k[i - 1], 2.0, out=k[i])
        return k[2] + k[0]

    for size in (2, 300):
        y, k = MEMORY[backend](np.arange(size, dtype="f8")), MEMORY[backend](np.zeros((3, size)))
        assert_same(stages(y, k), np.arange(size) * 10.0)
        assert_same(k, np.arange(size) * np.array([[2.0], [4.0], [8.0]]))


@pytest.mark.filterwarnings("ignore::unified_arrays.CompileWarning")  # of JAX
def test_slices_among_the_arguments_are_written_to(backend: str) -> None:
    """One program serves all rows; what a row shares with another argument is no matter."""

    @ua.compile
    def step(row: Any, x: Any, element: Any) -> Any:
        ua.add(row, x, out=row)
        ua.multiply(row, 2.0, out=row)
        ua.add(element, 1.0, out=element)
        return row[1:]

    k, counts = MEMORY[backend](np.zeros((4, 3))), MEMORY[backend](np.zeros(4))
    for i in range(4):
        rest = step(k[i], k[i - 1] + 1.0, counts[i : i + 1])
        rest[1] = 0.0
    assert_same(k, np.array([[2.0, 2, 0], [6, 6, 0], [14, 14, 0], [30, 30, 0]]))
    assert_same(counts, np.ones(4))
    if backend == "tensorflow":
        assert kept(step) == 1
    step(k[0], k[1], counts[:1])  # two slices of one array
    assert_same(k[0], np.array([16.0, 16, 0]))
    with pytest.raises(ValueError, match=r"add: out has shape \(3,\)"):
        step(k[0], MEMORY[backend](np.zeros((2, 3))), counts[:1])
    assert_same(k[0], np.array([16.0, 16, 0]))


@pytest.mark.backends("tensorflow")
def test_slices_among_the_arguments_in_threads(backend: str) -> None:
    @ua.compile
    def step(row: Any) -> None:
        ua.add(row, 1.0, out=row)

    arrays = [MEMORY[backend](np.zeros((2, 500))) for _ in range(8)]
    step(MEMORY[backend](np.zeros((2, 500)))[0])
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda array: [step(array[0]) for _ in range(20)], arrays))
    for array in arrays:
        assert_same(array, np.array([[20.0], [0.0]]) * np.ones(500))
