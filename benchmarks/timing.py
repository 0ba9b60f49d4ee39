"""A call, and how calls are timed: in turn, in one process, on one core; a figure is a median over many rounds."""

from __future__ import annotations

import gc
import itertools
import math
import os
import random
import statistics
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Loop = Callable[[int], float]  # how often -> seconds


@dataclass(frozen=True)
class Call:
    """An expression as a user writes it, and what its names mean."""

    text: str
    names: Mapping[str, Any]

    def __call__(self) -> Any:
        return eval(self.text, dict(self.names))

    def loop(self) -> Loop:
        """A function that makes the call so often, with no function around it: what is timed is the call alone."""
        lines = [
            f"def loop(_number, _repeat, _clock, {', '.join(self.names)}):",
            "    _start = _clock()",
            "    for _ in _repeat(None, _number):",
            f"        {self.text}",
            "    return _clock() - _start",
        ]
        namespace: dict[str, Any] = {}
        exec(compile("\n".join(lines), f"<{self.text}>", "exec"), namespace)
        loop, values = namespace["loop"], tuple(self.names.values())
        return lambda number: loop(number, itertools.repeat, time.perf_counter, *values)


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds, the seconds of a sample, and at most so many seconds for all calls of a group."""

    rounds: int
    sample: float
    group: float


WHOLE = Effort(rounds=101, sample=5e-4, group=5.0)
QUICK = Effort(rounds=15, sample=1e-4, group=0.5)
FEWEST_ROUNDS = 5
WARM_UP = 8  # one call in so many of a sample is made before it


@dataclass(frozen=True)
class Timing:
    """Of one call: its median seconds; the median, and the quartiles, of its ratio to the first call of the group."""

    seconds: float
    ratio: float
    low: float
    high: float


def timed(calls: Mapping[str, Call], effort: Effort) -> dict[str, Timing]:
    """The calls of a group, each compared with the first in the same round."""
    loops = {name: call.loop() for name, call in calls.items()}
    numbers = {name: _number(loop, effort.sample) for name, loop in loops.items()}
    return summarized(_samples(loops, numbers, _rounds(loops, numbers, effort)))


def beside(native: Call, ours: Call, effort: Effort) -> Timing:
    """Ours, with its ratio to the framework's own call; neither warns."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return timed({"native": native, "ours": ours}, effort)["ours"]


def _number(loop: Loop, sample: float) -> int:
    """How many calls last about as long as a sample. The first ones, which fill tables and caches, do not count.

    The best of three: one that the system interrupts would make all samples too short.
    """
    loop(2)
    number = 1
    while (seconds := min(loop(number) for _ in range(3))) < sample / 4:
        number *= 4
    return max(1, round(number * sample / seconds))


def _rounds(loops: Mapping[str, Loop], numbers: Mapping[str, int], effort: Effort) -> int:
    one_round = sum(loop(numbers[name]) for name, loop in loops.items())
    return max(FEWEST_ROUNDS, min(effort.rounds, int(effort.group / one_round)))


def _samples(loops: Mapping[str, Loop], numbers: Mapping[str, int], rounds: int) -> dict[str, list[float]]:
    """Seconds per call, by call and round.

    The order changes from round to round, and each sample begins with calls that do not count: else the one that comes
    after a long call would pay for the caches that this has emptied.
    """
    names, shuffle = list(loops), random.Random(0).shuffle
    samples: dict[str, list[float]] = {name: [] for name in names}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            shuffle(names)
            for name in names:
                loops[name](numbers[name] // WARM_UP)
                samples[name].append(loops[name](numbers[name]) / numbers[name])
    finally:
        if collecting:
            gc.enable()
    return samples


def summarized(samples: Mapping[str, Sequence[float]]) -> dict[str, Timing]:
    """Medians of seconds, and of the ratios to the first call, round by round."""
    first = next(iter(samples.values()))
    timings = {}
    for name, seconds in samples.items():
        ratios = [one / base for one, base in zip(seconds, first, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        timings[name] = Timing(statistics.median(seconds), middle, low, high)
    return timings


def geometric_mean(ratios: Iterable[float]) -> float:
    """The mean of ratios: twice as slow and twice as fast cancel out. nan of none."""
    logarithms = [math.log(one) for one in ratios]
    return math.exp(statistics.fmean(logarithms)) if logarithms else math.nan


def pinned() -> str:
    """Keep this process on one core, where the system can; in words."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned to a core: this system cannot"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"pinned to core {core}"
