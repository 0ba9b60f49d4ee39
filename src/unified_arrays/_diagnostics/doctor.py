"""What of this machine is known to be wrong or slow: `python -m unified_arrays doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import backends
from .._common import processors
from .._common.devices import CPU
from .text_table import TextTable

# What is fine; what is good to know; what should be changed.
FINE, NOTE, PROBLEM = "fine", "note", "problem"
_COLOURS = {FINE: "green", NOTE: "", PROBLEM: "red"}


class Finding(NamedTuple):
    """One thing that was looked at."""

    level: str
    about: str  # a backend
    what: str
    remedy: str = ""


def findings(loaded: Sequence[backends.Backend]) -> list[Finding]:
    """Everything that is looked at, backend by backend."""
    usable, waiting = processors.usable(), processors.waiting()
    return [one for backend in loaded for one in _of(backend, usable, waiting)]


def _of(backend: backends.Backend, usable: int, waiting: float) -> Iterator[Finding]:
    yield _threads(backend, usable, waiting)
    private = backend.private
    if private is not None:
        named = f"{private.tested.framework} {private.version}"
        if private.tested.include(private.version):
            yield Finding(FINE, backend.name, f"the tests are run with {named}")
        else:
            yield Finding(PROBLEM, backend.name, f"the tests are not run with {named}", f"install {private.tested}")
        for interface in private.missing:
            yield Finding(PROBLEM, backend.name, f"{interface.name} is missing: {interface.without}")
    counter = backend.memory(CPU)
    if isinstance(counter, str):
        yield Finding(NOTE, backend.name, f"the memory of the CPU is not counted: {counter}")
    else:
        level = NOTE if counter.whole_process else FINE
        remedy = backend.counts_itself_with if counter.whole_process else ""
        yield Finding(level, backend.name, f"the memory of the CPU is counted by {counter.who}", remedy)
    for fault in backend.processor_faults:
        yield Finding(NOTE, backend.name, f"worked around: {fault}")


def _threads(backend: backends.Backend, usable: int, waiting: float) -> Finding:
    threads = backend.threads()
    if isinstance(threads, str):
        return Finding(NOTE, backend.name, f"how many threads it computes with is not known: {threads}")
    what = f"{_count(threads.number, 'thread')} for {_count(usable, 'usable processor')}"
    if threads.number > usable:
        return Finding(PROBLEM, backend.name, what, _settings(threads, usable))
    if threads.number > 1 and waiting >= 1:
        what += (
            f", and the machine is busy: {waiting:.0f} tasks more than it has processors. Threads wait for each other"
        )
        return Finding(NOTE, backend.name, what, _settings(threads, 1))
    return Finding(FINE, backend.name, what)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _settings(threads: backends.Threads, number: int) -> str:
    return " ".join(f"{name}={number}" for name in threads.variables)


def table_of(found: Sequence[Finding]) -> TextTable:
    """The findings for people."""
    return TextTable(
        ("", "backend", "what", "do"),
        [tuple(one) for one in found],
        folding=("what", "do"),
        colours=[_COLOURS[one.level] for one in found],
    )
