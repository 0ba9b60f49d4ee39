"""The fast paths of the backends beside their fallbacks: what saves less than a tenth of a call is not worth having.

Each is timed with the first ordinary call of the tests that takes it, as the backend's function, without what finds it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from quick_calls import PLAIN, fallback_of, fast_paths_of, is_taken, natives_of
from unified_arrays.testing._inputs import Row

from .functions import ROWS, quiet
from .records import Record, Run
from .timing import Call, Effort, timed

LIMIT = 0.9
TRIES = 3  # of what lies above: what else the machine does may have met one of the two


def measure(backend: str, effort: Effort) -> Iterator[Record | tuple[str, str, str, str]]:
    """The ratio of each fast path to its fallback; where no ordinary call takes one, that is said."""
    for name in fast_paths_of(backend):
        row = _row_of(backend, name)
        if row is None:
            yield "fast_paths", backend, name, "no ordinary call takes it"
        else:
            yield _measured(backend, row, effort)


def above(run: Run) -> list[Record]:
    """The fast paths that are not worth having, the worst first."""
    return sorted((one for one in run.chosen(table="fast_paths") if one.value > LIMIT), key=lambda one: -one.value)


def _row_of(backend: str, name: str) -> Row | None:
    rows = [row for row in (*ROWS.values(), *PLAIN) if row.function == name]
    return next((row for row in rows if is_taken(backend, row)), None)


def _measured(backend: str, row: Row, effort: Effort) -> Record:
    names: dict[str, Any] = {f"x{i}": one for i, one in enumerate(natives_of(backend, row.arguments))}
    arguments = ", ".join([*names, *(f"{option}={option}" for option in row.options)])
    names |= row.options
    fast = fast_paths_of(backend)[row.function]
    calls = {
        "fallback": Call(f"fallback({arguments})", {"fallback": fallback_of(fast), **names}),
        "fast path": Call(f"fast({arguments})", {"fast": fast, **names}),
    }
    with warnings.catch_warnings(), quiet(backend):
        warnings.simplefilter("ignore")
        for _ in range(TRIES):
            best = timed(calls, effort)["fast path"]
            if best.ratio <= LIMIT:
                break
    return Record(
        "fast_paths", backend, row.function, "fast path", best.ratio, False, best.low, best.high, best.seconds,
        text=f"{row.function}({arguments})", native="its fallback",
    )  # fmt: skip
