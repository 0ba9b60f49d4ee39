"""Why does repeating an operation move my array? `python -m unified_arrays memory` shows it on every backend.

Each step is done to a million numbers (4 MB), and says where they lie afterwards and what it allocated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import unified_arrays as ua

from .. import backends
from ..backends import Step
from .text_table import TextTable, size

COUNT = 1_000_000


@dataclass(frozen=True)
class Seen:
    """What a step did."""

    step: str
    before: int | None  # the address of the array; None where the framework does not tell it
    after: int | None
    held: int | None = None  # bytes that it allocated and that are still held, less what it freed
    temporaries: int | None = None  # the most bytes that it held besides these
    note: str = ""

    @property
    def moves(self) -> str:
        """Where the array is afterwards, in a word."""
        if self.before is None or self.after is None:
            return ""
        return "stays" if self.before == self.after else "moves"


def _in_place(x: Any, ones: Any) -> Any:
    with ua.in_place_writes():
        return ua.multiply(x, 2.0, out=x)


def _add_to(x: Any, ones: Any) -> Any:
    x += ones
    return x


REPEATED: list[Step] = [("x = x + ones", lambda x, ones: x + ones)] * 3

# On every backend, in the words of this library and of Python.
STEPS: list[Step] = [
    ("x = ua.reshape(x, (1000, 1000))", lambda x, ones: ua.reshape(x, (1000, 1000))),
    ("x += ones", _add_to),
    ("ua.add(x, ones, out=x)", lambda x, ones: ua.add(x, ones, out=x)),
    ("ua.multiply(x, 2.0, out=x)", lambda x, ones: ua.multiply(x, 2.0, out=x)),
    ("ua.sort(x, out=x)", lambda x, ones: ua.sort(x, out=x)),
    ("ua.at(x)[2:5].set(0.0)", lambda x, ones: ua.at(x)[2:5].set(0.0)),
    ("in_place_writes: multiply(x, 2.0, out=x)", _in_place),
]


def seen_on(backend: str) -> list[Seen]:
    """All steps on one backend: first an addition that is repeated, at the end the backend's own."""
    steps: list[Step] = [*STEPS, *backends.by_name(backend).memory_demo()]
    with ua.use_backend(backend), ua.use_device("cpu"):
        ones = ua.ones(COUNT, dtype=ua.float32)
        for _, act in [*REPEATED, *steps]:
            act(_numbers(ones), ones)  # what only a first call does is not shown
        seen, x = [], _numbers(ones)
        for step in REPEATED:
            step_seen, x = _see(step, x, ones)
            seen.append(step_seen)
        return [*seen, *(_see(step, _numbers(ones), ones)[0] for step in steps)]


def _numbers(ones: Any) -> Any:
    """An array to write to, in a buffer of its own."""
    return ua.add(ones, ones, out=ua.empty_like(ones))


def _see(step: Step, x: Any, ones: Any) -> tuple[Seen, Any]:
    """What happens to addresses and bytes when a step is done; and the array that it leaves."""
    text, act = step
    backend = backends.by_name(ua.get_backend())
    before = _address(backend, x)
    result, amount = backend.measured(lambda: act(x, ones), [x])
    after = _address(backend, result)
    if isinstance(amount, str):
        return Seen(text, before, after, note=amount), result
    return Seen(text, before, after, amount.kept, amount.peak - max(amount.kept, 0)), result


def _address(backend: backends.Backend, x: Any) -> int | None:
    return None if isinstance(backend.memory_view(x), str) else ua.memory.address(x)


def table_of(seen: list[Seen]) -> TextTable:
    """What happened, for people."""
    return TextTable(
        ("step", "address", "then", "", "new memory", "temporaries"),
        [
            (
                step.step,
                "?" if step.before is None else f"{step.before:#x}",
                "?" if step.after is None else f"{step.after:#x}",
                step.moves,
                size(step.held),
                size(step.temporaries),
            )
            for step in seen
        ],
        numbers=("new memory", "temporaries"),
        colours=[{"stays": "green", "moves": "yellow"}.get(step.moves, "") for step in seen],
        notes=[step.note for step in seen],
    )


def show(names: list[str], show_text: Callable[[object], None]) -> list[str]:
    """The tables of some backends; of one that is not installed, how to get it. Returns the names of these."""
    missing = []
    for name in names:
        show_text("")
        if not backends.is_installed(name):
            show_text(str(backends.not_installed(name)))
            missing.append(name)
            continue
        show_text(f"{name}: a million numbers of float32, 4.0 MB")
        show_text("The repeated addition goes on with its sum; every other step starts with a new array.")
        show_text(table_of(seen_on(name)))
    return missing
