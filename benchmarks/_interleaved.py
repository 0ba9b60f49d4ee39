"""What the benchmarks of programs share: calls timed in turn, in one process, and a table for the terminal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def medians(calls: Mapping[str, Callable[[], Any]], seconds: float, rounds: int = 101) -> dict[str, float]:
    """Median seconds of each call. The calls take turns, so that what else the machine does meets all of them."""
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(3):
        for call in calls.values():
            call()
    ends = time.perf_counter() + seconds
    while len(samples[next(iter(calls))]) < rounds:
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            samples[name].append(time.perf_counter() - started)
        if time.perf_counter() > ends and len(samples[next(iter(calls))]) >= 7:
            break
    return {name: statistics.median(each) for name, each in samples.items()}


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> None:
    """Print a table; its first `words` columns are words, the others figures."""
    try:
        from rich.console import Console
        from rich.table import Table
    except ImportError as error:
        raise ImportError("the tables of the benchmarks need rich: pip install rich") from error
    table = Table(title=title, title_justify="left")
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i < words else "right")
    for row in rows:
        table.add_row(*row)
    Console(width=120, highlight=False).print(table)
