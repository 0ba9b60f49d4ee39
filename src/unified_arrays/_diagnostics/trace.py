"""A record of each call: how its result reached out, what it allocated, whether out stayed where it was.

A context variable says which traces are open here, so a trace is right in threads and in asyncio. One call is measured
at a time, as some frameworks count the memory of the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from .. import backends
from .._common.caches import Locked
from .._common.spec import Call
from .._common.trees import leaves
from .._dispatch.call_sites import recorder
from ..backends import Backend, Bytes, WriteMode
from .probe import probing
from .watched_calls import watched

if TYPE_CHECKING:
    from .text_table import TextTable


@dataclass(frozen=True)
class Row:
    """One call. None stands for what does not apply or is not known; `note` says why it is not."""

    function: str  # "add", "linalg.svd", "copyto", "at.add"
    backend: str
    result: str  # dtype and shape of what it returned: "float32[1000, 3]"
    mode: WriteMode | None  # how the result reached out; None without out
    results: int | None  # bytes that it allocated and that were held when it returned, less what it freed
    temporaries: int | None  # the most bytes that it held besides these
    address_kept: bool | None  # out lies where it did; None without out
    note: str = ""

    @property
    def peak(self) -> int | None:
        """The most bytes that the call held at once, beyond what was held before it."""
        return None if self.temporaries is None else max(self.results or 0, 0) + self.temporaries


class Trace:
    """The calls made inside `with memory.trace() as trace:`, in their order, while it is open and afterwards.

    `print(trace)` shows them as a table; where rich is installed, `rich.print(trace)` in colour.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._open = True

    @property
    def rows(self) -> tuple[Row, ...]:
        """The calls so far."""
        return tuple(self._rows)

    @property
    def peak(self) -> int | None:
        """The largest peak of a call; None if no call was measured."""
        return max((row.peak for row in self._rows if row.peak is not None), default=None)

    def __str__(self) -> str:
        return str(self._table())

    def __rich__(self) -> TextTable:
        return self._table()

    def _table(self) -> TextTable:
        from .text_table import TextTable  # only who prints a trace needs it

        rows = self.rows
        return TextTable(
            ("call", "backend", "result", "write", "results", "temporaries", "peak", "address"),
            [_cells(row) for row in rows],
            numbers=("results", "temporaries", "peak"),
            folding=("result",),
            colours=[_COLOURS.get(row.mode, "") for row in rows],
            notes=[row.note for row in rows],
        )


_COLOURS: dict[WriteMode | None, str] = {"native": "green", "update": "green", "copy": "yellow", "assign": "yellow"}


def _cells(row: Row) -> tuple[str, ...]:
    from .text_table import size

    address = {None: "", True: "stays", False: "changes"}[row.address_kept]
    sizes = (size(row.results), size(row.temporaries), size(row.peak))
    return row.function, row.backend, row.result, row.mode or "", *sizes, address


@contextmanager
def trace() -> Iterator[Trace]:
    """Inside the `with` block, every call of a function of unified_arrays is measured and recorded.

    Each call has a `Row` in `trace.rows`: its function and backend, how its result reached out, the bytes of its
    results and of its temporaries, and whether out kept its address. `print(trace)` shows them. What a framework does
    not tell is None, and the row's note says why: docs/memory.md has the limits.

    A trace follows its context: tasks and `asyncio.to_thread` that start inside it are traced, a bare thread is not. It
    is for looking, not for speed: a measured call takes up to 20 ms more.

    Yields
    ------
    Trace
        With the `rows` of the calls made so far; it can be printed.

    Examples
    --------
    >>> import unified_arrays as ua
    >>> with ua.memory.trace() as trace:
    ...     c = ua.add(ua.ones(3), 1.0)
    >>> [row.function for row in trace.rows]
    ['ones', 'add']
    """
    here = Trace()
    outer = recorder.get()
    token = recorder.set(_Recorder((*(outer.traces if isinstance(outer, _Recorder) else ()), here)))
    try:
        with watched():
            yield here
    finally:
        here._open = False
        recorder.reset(token)


_one_at_a_time = Locked()


class _Recorder:
    """What the context variable holds: who is to know of a call."""

    def __init__(self, traces: tuple[Trace, ...]) -> None:
        self.traces = traces

    def __call__(self, function: str, backend: Backend, call: Call) -> Call:
        traces = [trace for trace in self.traces if trace._open]  # a task may outlive the trace that it was started in

        def recorded(*arguments: Any, **options: Any) -> Any:
            try:
                result, row = _measured(function, backend, call, arguments, options)
            except BaseException as error:
                row = Row(function, backend.name, "", None, None, None, None, "it raised an error")
                error._unified_arrays_row = row  # type: ignore[attr-defined]  # see forget
                _keep(traces, row)
                raise
            _keep(traces, row)
            return result

        return recorded if traces else call

    def forget(self, error: Exception) -> None:
        """The call that raised this is made once more, and is one call."""
        row = getattr(error, "_unified_arrays_row", None)
        for trace in self.traces:
            trace._rows[:] = [kept for kept in trace._rows if kept is not row]


def _keep(traces: list[Trace], row: Row) -> None:
    for trace in traces:
        trace._rows.append(row)


# Functions of this package whose result is memory that is there already, as that of a backend's `views` is.
_VIEWS = frozenset(["copyto", "at.set"])


def _measured(
    function: str, backend: Backend, call: Call, arguments: tuple[Any, ...], options: dict[str, Any]
) -> tuple[Any, Row]:
    out = options.get("out")
    outs = out if isinstance(out, (tuple, list)) else [out]
    with _one_at_a_time.lock, probing() as seen:
        token = recorder.set(None)  # what is called inside is a part of this call
        try:
            before = [_address(backend, array) for array in outs]
            result, amount = backend.measured(lambda: call(*arguments, **options), _written_to(arguments, outs))
            after = [_address(backend, array) for array in outs]
        finally:
            recorder.reset(token)
    returned = result if isinstance(result, (tuple, list)) else [result]
    kept: bool | None = None
    if all(new is array for array, new in zip(outs, returned, strict=False) if array is not None):
        kept = None if out is None or None in _known(outs, before) else before == after
    amount = _told(amount, [*arguments, *options.values(), result])
    note, results, temporaries = (amount, None, None) if isinstance(amount, str) else ("", *_split(amount))
    shown = ", ".join(text for value in returned if (text := _text(value)))
    mode = None if out is None else seen.mode(backend, of_view=function in backend.views or function in _VIEWS)
    return result, Row(function, backend.name, shown, mode, results, temporaries, kept, note)


def _written_to(arguments: tuple[Any, ...], outs: Sequence[Any]) -> list[Any]:
    """What the call may write to, and so give back the memory of."""
    return [value for value in (*arguments, *outs) if backends.of_array(value) is not None]


def _known(outs: Any, addresses: list[int | None]) -> list[int | None]:
    return [address for array, address in zip(outs, addresses, strict=True) if array is not None]


def _address(backend: Backend, x: Any) -> int | None:
    memory = "not an array" if not isinstance(x, backend.array_types) else backend.memory_view(x)
    return None if isinstance(memory, str) else int(memory.__array_interface__["data"][0])


def _told(amount: Bytes | str, values: list[Any]) -> Bytes | str:
    """`amount`, unless all arrays of the call are too small for the framework to count what it takes for them."""
    if isinstance(amount, str) or amount.least <= max(map(_size, leaves(values)), default=0):
        return amount
    return f"arrays below {amount.least // 1024} KB are not counted"


def _split(amount: Bytes) -> tuple[int, int]:
    """Results and temporaries."""
    return amount.kept, amount.peak - max(amount.kept, 0)


def _size(value: Any) -> int:
    """The bytes of an array; of anything else 0."""
    backend = backends.of_array(value)
    if backend is None:
        return 0
    shape, dtype = backend.shape(value), backend.dtype(value)
    return 0 if shape is None or dtype is None else prod(size or 0 for size in shape) * dtype.itemsize


def _text(value: Any) -> str:
    """dtype and shape of an array; of anything else nothing."""
    backend = backends.of_array(value)
    if backend is None:
        return ""
    shape = backend.shape(value)
    sizes = "?" if shape is None else ", ".join("?" if size is None else str(size) for size in shape)
    return f"{backend.dtype(value)}[{sizes}]"
