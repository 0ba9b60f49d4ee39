"""memory.trace: what a row says is what happened, in bytes and addresses; and what nobody traces is as ever."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import importlib
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays._dispatch import call_sites
from unified_arrays.memory import Row

from support import MEMORY, VALUE, selected

N = 1_000_000
SIZE = 4 * N
SMALL = 10_000  # bytes that may be there for a number, or for Python's own objects


@pytest.fixture
def x(backend: str) -> Any:
    return VALUE[backend](np.linspace(0.5, 1.5, N, dtype=np.float32))


@pytest.fixture
def v(backend: str) -> Any:
    """Memory that nobody else holds."""
    with selected(backend):
        v = MEMORY[backend](np.ones(N, np.float32))
        ua.add(v, VALUE[backend](np.ones(N, np.float32)), out=v)
        return v


@pytest.fixture(autouse=True)
def nothing_is_watched_afterwards() -> Iterator[None]:
    yield
    assert call_sites._watchers == []
    for site in call_sites._sites:
        assert {name: site.names[name] for name in site.usual} == dict(site.usual)


def row_of(call: Callable[[], Any]) -> Row:
    call()  # what only a first call needs is there now
    with ua.memory.trace() as trace:
        call()
    (row,) = trace.rows
    assert (row.note, row.peak) == ("", max(row.results or 0, 0) + (row.temporaries or 0))
    return row


def close(count: int | None, expected: int) -> bool:
    return count is not None and abs(count - expected) < SMALL


# -- one row ----------------------------------------------------------------------------------------------------------


def test_a_plain_call_allocates_its_result(x: Any, backend: str) -> None:
    row = row_of(lambda: ua.add(x, x))
    assert (row.function, row.backend, row.result) == ("add", backend, f"float32[{N}]")
    assert (row.mode, row.address_kept) == (None, None)
    assert close(row.results, SIZE) and close(row.temporaries, 0)


NATIVE: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, v: ua.add(x, x, out=v),
    "exp": lambda x, v: ua.exp(x, out=v),
    "multiply": lambda x, v: ua.multiply(v, x, out=v),
}


@pytest.mark.parametrize("name", NATIVE)
def test_a_native_write_allocates_nothing(name: str, x: Any, v: Any) -> None:
    with ua.in_place_writes():
        row = row_of(lambda: NATIVE[name](x, v))
    assert (row.function, row.mode, row.address_kept) == (name, "native", True)
    assert close(row.results, 0) and close(row.temporaries, 0)


@pytest.mark.backends("numpy", "torch")
def test_a_copied_write_makes_a_temporary_of_the_results_size(x: Any, v: Any) -> None:
    row = row_of(lambda: ua.flip(x, out=v) if ua.write_mode("flip", row_backend(x)) == "copy" else ua.sort(x, out=v))
    assert (row.mode, row.address_kept) == ("copy", True)
    assert close(row.results, 0)
    assert row.temporaries is not None and row.temporaries > SIZE - SMALL


def row_backend(x: Any) -> str:
    return "numpy" if isinstance(x, np.ndarray) else "torch"


@pytest.mark.backends("numpy", "torch")
def test_another_dtype_of_out_makes_exactly_one_temporary(x: Any, backend: str) -> None:
    wide = MEMORY[backend](np.ones(N))
    row = row_of(lambda: ua.add(x, x, out=wide))
    assert (row.mode, row.address_kept, row.result) == ("copy", True, f"float64[{N}]")
    assert close(row.results, 0) and close(row.temporaries, SIZE)


@pytest.mark.backends("tensorflow")
def test_an_assigned_write_makes_one_temporary_and_moves(x: Any, v: Any) -> None:
    row = row_of(lambda: ua.multiply(x, x, out=v))
    assert (row.mode, row.address_kept) == ("assign", False)
    assert close(row.results, 0) and close(row.temporaries, SIZE)


@pytest.mark.backends("tensorflow")
def test_an_update_allocates_nothing_and_stays(x: Any, v: Any) -> None:
    row = row_of(lambda: ua.add(v, x, out=v))
    assert (row.mode, row.address_kept) == ("update", True)
    assert (row.results, row.temporaries) == (0, 0)


@pytest.mark.backends("tensorflow")
def test_of_a_slice_that_is_a_copy_no_address_is_told(x: Any) -> None:
    import tensorflow as tf

    variable = tf.Variable(x)
    row = row_of(lambda: ua.multiply(x[1:], 2.0, out=variable[1:]))
    assert (row.mode, row.address_kept) == ("assign", None)


@pytest.mark.backends("tensorflow")
def test_a_slice_that_is_a_view_lies_in_the_array(x: Any, v: Any) -> None:
    part, other = v[1::2], v[::2]
    ua.multiply(x[1::2], 2.0, out=part)
    row = row_of(lambda: ua.multiply(x[1::2], 2.0, out=part))  # into the variable, which has been made
    assert (row.mode, row.address_kept) == ("assign", True)
    assert ua.memory.address(part) == ua.memory.address(v) + 4
    assert ua.memory.shares_memory(part, v)
    assert ua.memory.shares_memory(part[1:2], v[2:4])
    assert not ua.memory.shares_memory(part, other)


def test_garbage_of_before_is_not_taken_for_ours(x: Any, backend: str) -> None:
    ua.exp(x)
    gc.collect()
    cycle: list[Any] = [VALUE[backend](np.ones(N, np.float32))]
    cycle.append(cycle)
    del cycle
    thresholds = gc.get_threshold()
    gc.set_threshold(1)
    try:
        with ua.memory.trace() as trace:
            ua.exp(x)
    finally:
        gc.set_threshold(*thresholds)
    assert gc.isenabled()
    assert close(trace.rows[0].results, SIZE)


def test_a_view_allocates_nothing(x: Any) -> None:
    assert close(row_of(lambda: ua.reshape(x, (1000, 1000))).peak, 0)


WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "copyto": lambda x, v: ua.copyto(v, x),
    "at.set": lambda x, v: ua.at(v)[2:5].set(1.0),
    "at.add": lambda x, v: ua.at(v)[2:-2].add(1.0),
}


@pytest.mark.parametrize("name", WRITES)
def test_copyto_and_at_have_rows(name: str, x: Any, v: Any, backend: str) -> None:
    row = row_of(lambda: WRITES[name](x, v))
    assert (row.function, row.backend) == (name, backend)
    assert row.mode == ("assign" if backend == "tensorflow" else "native")
    if backend != "tensorflow":
        assert row.address_kept is True
        assert close(row.peak, 0)


@pytest.mark.parametrize("method", ["add", "divide"])
def test_places_that_repeat(method: str, v: Any, backend: str) -> None:
    """What the framework takes one after the other is written at once; what is divided is computed first."""
    places = VALUE[backend](np.array([1, 1]))
    row = row_of(lambda: getattr(ua.at(v)[places], method)(1.0))
    mode = "assign" if backend == "tensorflow" else "native" if method == "add" else "copy"
    assert (row.function, row.mode) == (f"at.{method}", mode)


def test_extensions_and_fixed_namespaces_have_rows(x: Any, v: Any, backend: str) -> None:
    xp = importlib.import_module(f"unified_arrays.{backend}")
    with selected(backend), ua.memory.trace() as trace:
        square = ua.eye(300, dtype=ua.float64)
        ua.linalg.inv(square)
        ua.fft.fftfreq(3)
        xp.exp(x)
        xp.linalg.inv(square)
        xp.exp(x, out=v)
    names = ["eye", "linalg.inv", "fft.fftfreq", "exp", "linalg.inv", "exp"]
    assert [row.function for row in trace.rows] == names
    assert {row.backend for row in trace.rows} == {backend}
    assert trace.rows[-1].mode == ua.write_mode("exp", backend)
    assert close(trace.rows[3].results, SIZE)


def test_several_outs(x: Any, backend: str) -> None:
    values = VALUE[backend](np.array([1.0, 2.0, 2.0]))
    counts = MEMORY[backend](np.zeros(2, np.int64))
    with ua.memory.trace() as trace:
        ua.unique_counts(values, out=(None, counts))
    (row,) = trace.rows
    assert (row.mode, row.result) == ("assign" if backend == "tensorflow" else "copy", "float64[2], int64[2]")
    assert row.address_kept is (backend != "tensorflow")


def test_a_failed_call_loses_nothing(x: Any, v: Any) -> None:
    with ua.memory.trace() as trace:
        ua.exp(x)
        with pytest.raises(ValueError, match="^exp: out has shape"):
            ua.exp(x[1:], out=v)
        ua.exp(x)
    assert [row.note for row in trace.rows] == ["", "it raised an error", ""]
    assert trace.rows[1].peak is None


def test_a_note_of_several_rows_stands_once() -> None:
    small = np.ones(3)
    with ua.memory.trace() as trace:
        ua.add(small, small)
        ua.add(small, small)
        ua.multiply(np.ones(N), 2.0)
    assert trace.rows[0].note == trace.rows[1].note != trace.rows[2].note == ""
    headers, _, *lines, footnote = str(trace).splitlines()
    assert headers.split()[-1] == "note"
    assert [line.split()[-1] for line in lines] == ["1", "1", "MB"]
    assert footnote == f"note 1: {trace.rows[0].note}"


def test_an_error_inside_ends_the_trace_and_keeps_its_rows(x: Any) -> None:
    with pytest.raises(KeyError), ua.memory.trace() as trace:
        ua.exp(x)
        raise KeyError
    ua.exp(x)
    assert len(trace.rows) == 1


def test_questions_have_no_rows(x: Any) -> None:
    with ua.memory.trace() as trace:
        ua.result_type(x, ua.float64)
        ua.finfo(ua.float32)
    assert trace.rows == ()
    assert trace.peak is None
    assert str(trace).splitlines()[0].split() == [
        "call", "backend", "result", "write", "results", "temporaries", "peak", "address"
    ]  # fmt: skip


# -- what cannot be told ----------------------------------------------------------------------------------------------


def test_small_arrays_are_counted_exactly_or_it_is_said(backend: str) -> None:
    small = VALUE[backend](np.ones(3))
    with ua.memory.trace() as trace:
        ua.add(small, small)
    (row,) = trace.rows
    by_tensorflow = ua.memory.counted_by("cpu", backend=backend).who == "TensorFlow's allocator"
    if backend == "torch" or (backend == "tensorflow" and not by_tensorflow):
        assert (row.results, row.temporaries, row.peak, row.note) == (24, 0, 24, "")
    else:
        assert (row.results, row.temporaries, row.peak) == (None, None, None)
        assert row.note.endswith("KB are not counted")


@pytest.mark.backends("numpy", "tensorflow")
def test_what_another_thread_does_is_not_taken_for_ours(x: Any, backend: str) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            VALUE[backend](np.ones(100_000))

    ua.exp(x)
    thread = threading.Thread(target=work)
    thread.start()
    try:
        with ua.memory.trace() as trace:
            for _ in range(30):
                ua.exp(x)
    finally:
        stop.set()
        thread.join()
    disturbed = [row for row in trace.rows if row.note]
    assert disturbed != []
    assert all("another thread" in row.note and row.peak is None for row in disturbed)
    assert all(close(row.results, SIZE) and close(row.temporaries, 0) for row in trace.rows if not row.note)


def test_a_thread_that_waits_does_not_disturb(x: Any) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with ua.memory.trace() as trace:
            for _ in range(10):  # the thread may still be on its way to where it waits
                ua.add(x, x)
        assert close(trace.rows[-1].results, SIZE)
    finally:
        stop.set()
        thread.join()


@pytest.mark.backends("torch")
def test_inside_another_profiler_nothing_is_told(x: Any) -> None:
    torch = pytest.importorskip("torch")
    with torch.autograd.profiler.profile(use_kineto=False) as profile, ua.memory.trace() as trace:
        ua.add(x, x)
    assert trace.rows[0].note == "a profiler is running in this thread"
    assert [one.name for one in profile.function_events] != []


@pytest.mark.backends("tensorflow")
def test_inside_another_profiler_of_tensorflow_nothing_is_told(x: Any, tmp_path: Any) -> None:
    tf = pytest.importorskip("tensorflow")
    tf.profiler.experimental.start(str(tmp_path))
    try:
        with ua.memory.trace() as trace:
            ua.add(x, x)
    finally:
        tf.profiler.experimental.stop()
    assert trace.rows[0].note == "another profiler of TensorFlow is running"


@pytest.mark.backends("numpy")
def test_tracemalloc_goes_on_if_it_ran(x: Any) -> None:
    tracemalloc.start()
    try:
        assert close(row_of(lambda: ua.add(x, x)).results, SIZE)
        assert tracemalloc.is_tracing()
    finally:
        tracemalloc.stop()
    row_of(lambda: ua.add(x, x))
    assert not tracemalloc.is_tracing()


@pytest.mark.backends("tensorflow")
def test_in_a_graph_the_row_says_so(x: Any, v: Any) -> None:
    tf = pytest.importorskip("tensorflow")

    @tf.function
    def write(x: Any) -> None:
        ua.multiply(x, 2.0, out=v)

    with ua.memory.trace() as trace:
        write(x)
        write(x)
    (row,) = trace.rows  # the second call runs the graph, which calls no function of ours
    assert (row.function, row.mode, row.results, row.address_kept) == ("multiply", "assign", None, None)
    assert row.note == "in a graph, which allocates when it runs"


@pytest.mark.backends("torch")
def test_a_compiled_function_runs_inside_a_trace(x: Any) -> None:
    torch = pytest.importorskip("torch")

    def twice(x: Any) -> Any:
        return ua.exp(ua.add(x, x))

    twice(x)
    compiled = torch.compile(twice, backend="eager", fullgraph=True)
    with ua.memory.trace() as trace:
        inside = compiled(x)
    assert trace.rows == ()  # a compiled function calls none of ours
    assert torch.equal(inside, twice(x))
    assert torch.equal(compiled(x), inside)


# -- who is traced ----------------------------------------------------------------------------------------------------


def test_nested_traces_see_their_own(x: Any) -> None:
    with ua.memory.trace() as outer:
        ua.exp(x)
        with ua.memory.trace() as inner:
            ua.sin(x)
        ua.cos(x)
    assert [row.function for row in outer.rows] == ["exp", "sin", "cos"]
    assert [row.function for row in inner.rows] == ["sin"]


def test_a_thread_is_traced_where_its_context_says(x: Any) -> None:
    with ua.memory.trace() as trace:
        threads = [
            threading.Thread(target=lambda: ua.exp(x)),
            threading.Thread(target=contextvars.copy_context().run, args=(lambda: ua.sin(x),)),
        ]
        for thread in threads:
            thread.start()
            thread.join()
    assert [row.function for row in trace.rows] == ["sin"]


def test_traces_in_many_threads_at_once(x: Any, v: Any) -> None:
    functions = [ua.exp, ua.sin, ua.cos, ua.tan]
    found: dict[str, list[str]] = {}
    failed: list[BaseException] = []

    def work(function: Callable[..., Any]) -> None:
        try:
            for _ in range(3):
                with ua.memory.trace() as trace:
                    function(x)
                    function(x)
                found.setdefault(function.__name__, []).extend(row.function for row in trace.rows)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert found == {function.__name__: [function.__name__] * 6 for function in functions}


def test_tasks_are_traced_apart(x: Any) -> None:
    async def work(function: Callable[..., Any], here: asyncio.Event, there: asyncio.Event) -> list[str]:
        with ua.memory.trace() as trace:
            function(x)
            here.set()
            await there.wait()
            function(x)
        return [row.function for row in trace.rows]

    async def both() -> list[list[str]]:
        first, second = asyncio.Event(), asyncio.Event()
        return await asyncio.gather(work(ua.exp, first, second), work(ua.sin, second, first))

    assert asyncio.run(both()) == [["exp", "exp"], ["sin", "sin"]]


def test_a_task_that_outlives_its_trace_is_traced_no_more(x: Any) -> None:
    async def late(closed: asyncio.Event) -> None:
        ua.exp(x)
        await closed.wait()
        ua.sin(x)

    async def program() -> ua.memory.Trace:
        closed = asyncio.Event()
        with ua.memory.trace() as trace:
            task = asyncio.create_task(late(closed))
            await asyncio.sleep(0)
        closed.set()
        await task
        return trace

    assert [row.function for row in asyncio.run(program()).rows] == ["exp"]


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_in_plain_text(x: Any, v: Any, backend: str) -> None:
    with ua.memory.trace() as trace:
        ua.exp(x)
        ua.copyto(v, x)
    lines = str(trace).splitlines()
    assert len(lines) == 4
    assert lines[2].split()[:3] == ["exp", backend, f"float32[{N}]"]
    assert "4.0 MB" in lines[2]
    assert lines[3].split()[3] == trace.rows[1].mode
    assert trace.peak == trace.rows[0].peak


def test_the_table_of_rich(x: Any) -> None:
    console = pytest.importorskip("rich.console")
    with ua.memory.trace() as trace:
        ua.exp(x)
    with (made := console.Console(width=200)).capture() as captured:
        made.print(trace)
    assert f"float32[{N}]" in captured.get()
    assert "temporaries" in captured.get()


def test_a_narrow_terminal_hides_nothing_that_was_measured() -> None:
    console = pytest.importorskip("rich.console")
    x, small = np.ones(N, np.float32), np.ones(3)
    with ua.memory.trace() as trace:
        ua.multiply(x, x, out=x)
        ua.add(small, small)  # with a note
    with (made := console.Console(width=80)).capture() as captured:
        made.print(trace)
    lines = [line.split("\u2502") for line in captured.get().splitlines() if "\u2502" in line]
    columns = ["".join(cells).replace(" ", "") for cells in zip(*lines, strict=True)]
    assert any(f"float32[{N}]float64[3]" in column for column in columns)
    assert f"note 1: {trace.rows[1].note}" in captured.get().splitlines()
    for shown in ("native", "stays", "temporaries", "0B"):
        assert shown in captured.get().replace(" ", "")


@pytest.mark.parametrize("axis", [np.int64(0), (np.int64(0),)], ids=repr)
def test_a_call_that_is_made_again_is_one_call(axis: Any, backend: str) -> None:
    """Options that a framework does not take as they are, numpy.int64 among them, become Python's numbers first."""
    x, wrong = VALUE[backend](np.ones((3, 2))), MEMORY[backend](np.zeros(5))
    with ua.memory.trace() as trace:
        ua.max(x, axis=axis)
        with pytest.raises(ValueError, match="^max: out has shape"):
            ua.max(x, axis=axis, out=wrong)
    assert [row.note for row in trace.rows if row.note == "it raised an error"] == ["it raised an error"]
    assert len(trace.rows) == 2


@pytest.mark.applies(where=lambda dtype, backend: (backend, dtype) != ("numpy", "bfloat16"))  # it has none
@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float16", "bfloat16", "float32", "complex128"])
@pytest.mark.parametrize("shape", [(), (1,), (2, 3)], ids=str)
def test_arrays_of_every_kind_have_addresses(shape: tuple[int, ...], dtype: str, backend: str) -> None:
    """An out of any dtype, without axes too, has an address before and after a call."""
    with selected(backend):
        x, out = (
            ua.ones(shape, dtype=getattr(ua, dtype)),
            ua.asarray(ua.zeros(shape, dtype=getattr(ua, dtype)), copy=True),
        )
        assert isinstance(ua.memory.address(out), int)
        with ua.memory.trace() as trace:
            ua.positive(x, out=out) if dtype != "bool" else ua.logical_not(x, out=out)
    assert trace.rows[-1].address_kept is not None
