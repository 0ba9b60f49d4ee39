"""Attacks by endurance: many calls, many types. Memory stays flat, tables stay bounded.

A short run counts what Python allocates, byte by byte; a long one (--minutes) makes as many calls as it can and looks
at the memory of the whole process.
"""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
import warnings
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from frameworks import function_of
from unified_arrays._common import caches
from unified_arrays._common.spec import SPECS
from unified_arrays._out.result_dtypes import ResultDtypes
from unified_arrays.testing._inputs import EVERY, Row

from attack import Attack, Wrong, fail
from support import MEMORY, arrays_of, selected

MOST = 256  # entries of one table
LEFT_BY_FRAMEWORKS = 100_000  # bytes: TensorFlow's own caches fill slowly, by 80 kB in 6000 calls


def resident() -> int:
    """Bytes of memory that the process has now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def every(kind: type) -> list[Any]:
    """All objects of a type. Some objects of torch warn when they are asked for their class."""
    return [one for one in gc.get_objects() if issubclass(type(one), kind)]


def every_table() -> list[caches.BoundedTable]:
    return every(caches.BoundedTable)


def longest(found: list[caches.BoundedTable]) -> int:
    return max(map(len, found))


# -- calls ------------------------------------------------------------------------------------------------------------


def ready(row: Row, backend: str) -> Callable[[], Any]:
    """A call of a row, with and without out; what it needs is made once."""
    function = function_of(row.function)
    arguments = arrays_of(backend, list(row.arguments), MEMORY)
    result = function(*arguments, **row.options)
    many = isinstance(result, (tuple, list))
    copies = [ua.asarray(one, copy=True) for one in (result if many else [result])]
    out = tuple(copies) if many else copies[0]

    def call() -> None:
        function(*arguments, **row.options)
        function(*arguments, **row.options, out=out)

    return call


def mixed_calls(backend: str, seed: int) -> Iterator[Callable[[], Any]]:
    calls = [ready(row, backend) for row in ROWS]
    drawn = random.Random(seed)
    yield from calls  # each at least once
    while True:
        yield drawn.choice(calls)


ROWS = [row for row in EVERY if SPECS[row.function].takes_out]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_many_calls(attack: Attack, backend: str) -> None:
    calls = mixed_calls(backend, time.time_ns() if attack.seconds else 0)
    if attack.seconds is None:
        warm, measured = 2 * len(ROWS), 700
        make(attack, calls, warm)
        gc.collect()
        tracemalloc.start()
        try:
            make(attack, calls, warm)  # memory from before tracing is replaced by memory that is traced
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            make(attack, calls, measured)
            gc.collect()
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
        if grown > LEFT_BY_FRAMEWORKS + 16 * measured:
            fail(f"{measured} calls left {grown} bytes behind")
        return
    end = time.monotonic() + attack.seconds
    make(attack, calls, 20_000 if backend == "numpy" else 3_000)
    gc.collect()
    before, count = resident(), attack.counts["right"]
    while time.monotonic() < end:
        make(attack, calls, 1000)
    gc.collect()
    grown, count = resident() - before, attack.counts["right"] - count
    if grown > 32 * 2**20:
        fail(f"the process has grown by {grown} bytes in {count} calls")


def make(attack: Attack, calls: Iterator[Callable[[], Any]], count: int) -> None:
    for _ in range(count):
        next(calls)()
    attack.counts["right"] += 2 * count


# -- types that come and go -------------------------------------------------------------------------------------------


def throw_away(backend: str, number: int) -> Any:
    """An array of a class of its own."""
    if backend == "numpy":
        return np.ones(2).view(type(f"Sub{number}", (np.ndarray,), {}))
    if backend == "torch":
        import torch

        return torch.ones(2).as_subclass(type(f"Sub{number}", (torch.Tensor,), {}))
    return type(f"Sub{number}", (ua.tensorflow.ArrayVariable,), {})(ua.tensorflow.ones(2).value())


def test_classes_that_come_and_go(attack: Attack, backend: str) -> None:
    namespace = getattr(ua, backend)
    plain = MEMORY[backend](np.ones(2))
    classes: list[weakref.ref[type]] = []
    short = {"numpy": 2000, "torch": 700, "tensorflow": 400}[backend]

    def calls(count: int) -> None:
        for one in range(count):
            x = throw_away(backend, one)
            classes.append(weakref.ref(type(x)))
            ua.add(x, x, out=x)
            ua.multiply(plain, type("Number", (float,), {})(1.0), out=plain)
            ua.concat([x, plain])
            ua.sum(x)
            ua.where(plain > 0, x, plain, out=x)
            namespace.subtract(plain, plain, out=x)
            attack.counts["right"] += 6

    end = time.monotonic() + (attack.seconds or 0)
    calls(short)
    while time.monotonic() < end:
        calls(short)
    gc.collect()
    found = every_table()
    if longest(found) > MOST:
        fail(f"a table has {longest(found)} entries")
    alive = sum(one() is not None for one in classes)
    # Each of six tables may hold the classes of its last keys.
    if alive > 2 * MOST:
        fail(f"{alive} of {len(classes)} classes are kept alive")


def test_dtypes_that_come_and_go() -> None:
    for one in range(2 * MOST):
        record = np.zeros(2, dtype=[(f"field{one}", "f8")])
        with pytest.raises(TypeError):
            ua.negative(record, out=record)
        for dtype in (record.dtype, type("float32", (), {})):
            with pytest.raises(TypeError, match="^zeros: dtype is"):
                ua.zeros(2, dtype=dtype)
        text = np.full(2, b"1", dtype=f"S{one + 1}")
        assert ua.astype(text, ua.float64, out=np.ones(2)).tolist() == [1.0, 1.0]
    assert longest(every_table()) <= MOST


def test_a_full_table_starts_again() -> None:
    table = caches.BoundedTable()
    for one in range(MOST):
        assert table.keep(one, -one) == -one
    assert len(table) == MOST == caches.LIMIT
    table.keep("one more", 1)
    assert table.ready == {"one more": 1}


def test_a_table_that_was_emptied_serves_on(backend: str) -> None:
    x, out = MEMORY[backend](np.ones(3)), MEMORY[backend](np.zeros(3))
    for _ in range(2):
        assert float(ua.sum(ua.add(x, x, out=out))) == 6.0
        for one in every_table():
            one.ready.clear()


def test_the_bound_is_the_one_of_every_table_that_types_or_dtypes_fill() -> None:
    """No dict of the core that is filled as it is used is an ordinary one."""
    dtypes = every(ResultDtypes)
    assert dtypes
    assert all(isinstance(one._known, caches.BoundedTable) for one in dtypes)


# -- output -----------------------------------------------------------------------------------------------------------


def test_no_warning_comes_with_every_call(backend: str, capfd: pytest.CaptureFixture[str]) -> None:
    with selected(backend), warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        for row in ROWS:
            call = ready(row, backend)
            for _ in range(3):
                call()
    places = [(str(one.message), one.filename, one.lineno) for one in shown]
    assert len(places) == len(set(places))
    written = [line for line in capfd.readouterr().err.splitlines() if line]
    assert len(written) == len(set(written))


def test_the_judge_sees_growth() -> None:
    kept: list[bytearray] = []
    attack = Attack("growth", "numpy")

    def growing(seed: int) -> Iterator[Callable[[], Any]]:
        while True:
            yield lambda: kept.append(bytearray(1000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "mixed_calls", lambda backend, seed: growing(seed))
        with pytest.raises(Wrong, match="left .* bytes behind"):
            test_many_calls(attack, "numpy")
