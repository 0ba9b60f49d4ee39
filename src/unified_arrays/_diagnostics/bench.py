"""What calls cost on this machine, beside the framework's own: `python -m unified_arrays bench`.

The calls take turns, and the least of several samples counts: what else the machine does only makes a sample longer.
Where a call returns before its result is there, as on a GPU, it is what the call takes until it returns.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

import unified_arrays as ua

from .. import backends
from .text_table import TextTable

QUICK, THOROUGH = 0.02, 0.3  # seconds for each figure
SAMPLES = 7
SIDES = (3, 1000)  # of a square array of float32


class Cost(NamedTuple):
    """Microseconds a call; None: the framework has no such function, or has not said it."""

    backend: str
    function: str
    elements: int
    own: float | None
    ours: float
    with_out: float


def measured(name: str, seconds: float) -> Iterator[Cost]:
    """What the functions that the backend has of its own cost, at each size."""
    backend = backends.by_name(name)
    for side in SIDES:
        x = np.ones((side, side), dtype=np.float32)
        own = backend.own_calls(x)
        with ua.use_backend(name):
            ours = _our_calls(ua.to_backend(x))
            for function, (call, with_out) in ours.items():
                calls = {"ours": call, "with_out": with_out}
                if function in own:
                    calls["own"] = own[function]
                least = _least(calls, seconds)
                yield Cost(name, function, x.size, least.get("own"), least["ours"], least["with_out"])


def _our_calls(a: Any) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """function -> a call without out= and one with it."""
    c, total = ua.empty_like(a), ua.empty((), dtype=ua.float32)
    return {
        "add": (lambda: ua.add(a, a), lambda: ua.add(a, a, out=c)),
        "sum": (lambda: ua.sum(a), lambda: ua.sum(a, out=total)),
        "matmul": (lambda: ua.matmul(a, a), lambda: ua.matmul(a, a, out=c)),
    }


def _least(calls: Mapping[str, Callable[[], Any]], seconds: float) -> dict[str, float]:
    """The least microseconds of each call, the calls in turn."""
    timers = {name: timeit.Timer(call) for name, call in calls.items()}
    counts = {}
    for name, timer in timers.items():
        timer.timeit(2)  # the first call finds who serves it
        counts[name] = max(1, int(seconds / SAMPLES / max(timer.timeit(1), 1e-7)))
    least = dict.fromkeys(timers, float("inf"))
    for _ in range(SAMPLES):
        for name, timer in timers.items():
            least[name] = min(least[name], timer.timeit(counts[name]) / counts[name] * 1e6)
    return least


def parts(found: Sequence[Cost]) -> list[object]:
    """A table for people, and what its columns are."""
    lines = [
        (
            one.backend,
            one.function,
            f"{one.elements:,}",
            "" if one.own is None else f"{one.own:.1f}",
            f"{one.ours:.1f}",
            f"{one.with_out:.1f}",
            "" if one.own is None else f"{one.ours / one.own:.2f}",
            "" if one.own is None else f"{one.with_out / one.own:.2f}",
        )
        for one in found
    ]
    numbers = ("elements", "own, us", "ours, us", "out=, us", "ours / own", "out= / own")
    return [
        TextTable(("backend", "function", *numbers), lines, numbers=numbers),
        "own: the framework's function, which makes a new array; ours: the same without out=; out=: into an array.",
    ]
