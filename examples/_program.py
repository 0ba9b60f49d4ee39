"""What the three examples share: their command line, and what they report."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import unified_arrays as ua
from _measure import Cost, measured
from unified_arrays import backends

__all__ = [
    "WAYS",
    "WITH_OUT",
    "Check",
    "Cost",
    "Result",
    "compiled",
    "deviation",
    "measured",
    "plain_program",
    "run_program",
]

# How a program is written: what is printed of it.
WAYS = {
    "plain": "plain, without unified_arrays",
    "ours": "without out=",
    "out": "with out=",
    "compiled": "with out=, compiled",
}
WITH_OUT = ("out", "compiled")


def plain_program(name: str) -> Callable[..., Any]:
    """The program as it is written in the framework of the selected backend."""
    program: Callable[..., Any] = getattr(importlib.import_module(f"plain_programs.of_{ua.get_backend()}"), name)
    return program


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` as one program; on NumPy by the compiler of PyTorch, where that is installed."""
    return ua.compile(function, engine=None if importlib.util.find_spec("torch") is None else "torch")


@dataclass(frozen=True)
class Check:
    """How far the result is from what it should be."""

    against: str
    deviation: float
    allowed: float

    @property
    def passed(self) -> bool:
        return self.deviation <= self.allowed  # False for NaN


@dataclass(frozen=True)
class Result:
    """What a program found, what it cost, and how it was checked."""

    text: str
    array: np.ndarray  # the same on every backend
    cost: Cost
    checks: tuple[Check, ...]
    pictures: Mapping[str, np.ndarray] | None = None
    not_compiled: str = ""  # why, if it was to be

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


def deviation(result: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference between two arrays of one shape."""
    if result.shape != expected.shape:
        message = f"the result has shape {result.shape}, expected {expected.shape}"
        raise ValueError(message)
    return float(np.max(np.abs(np.subtract(result, expected, dtype=np.float64))))


def run_program(
    name: str,
    description: str | None,
    run: Callable[..., Result],
    *,
    small: Mapping[str, int],
    draw: Callable[[Result, Path], None] | None = None,
    arguments: Sequence[str] | None = None,
) -> int:
    """Run an example as the command line says; the exit code is 1 if a check fails."""
    options = _options(description, draws=draw is not None).parse_args(arguments)
    ways = options.way or ["out"]
    with ExitStack() as selection:
        if options.backend is not None:
            selection.enter_context(ua.use_backend(options.backend))
        if options.device is not None:
            selection.enter_context(ua.use_device(options.device))
        backend = ua.get_backend()
        results = _measured(run, ways, small if options.small else {}, small, options)
        threads = _threads(backend)
    for way, result in results.items():
        print(f"{name} on {backend}, {WAYS[way]}")
        print(f"  {result.text}")
        print(f"  {result.cost.seconds:.2f} s, peak memory {result.cost.peak_bytes / 1e6:.1f} MB, {threads}")
        if result.not_compiled:
            print(f"  not compiled: {result.not_compiled}")
        for check in result.checks:
            verdict = "ok" if check.passed else "FAILED"
            print(
                f"  {verdict}: {check.against}, largest deviation {check.deviation:.1e} (allowed {check.allowed:.0e})"
            )
    if draw is not None and options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
        picture = options.pictures / f"{name}_{backend}.png"
        draw(results[ways[-1]], picture)
        print(f"  picture: {picture}")
    if options.save is not None:
        arrays = {f"array_{way}": result.array for way, result in results.items()}
        summaries = {f"summary_{way}": _summary(result) for way, result in results.items()}
        np.savez(options.save, **arrays, **summaries)
    return 0 if all(result.passed for result in results.values()) else 1


def _options(description: str | None, *, draws: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--backend", help="numpy, torch, tensorflow or jax (default: UNIFIED_ARRAYS_BACKEND, else numpy)"
    )
    parser.add_argument("--device", help="cpu, gpu, gpu:1, ... (default: UNIFIED_ARRAYS_DEVICE, else the framework's)")
    told = "; ".join(f"{name}: {text}" for name, text in WAYS.items())
    parser.add_argument("--way", action="append", choices=list(WAYS), help=f"{told}; may be repeated (default: out)")
    parser.add_argument("--small", action="store_true", help="a small problem, as in the tests")
    parser.add_argument("--warm-up", action="store_true", help="run it once before, unmeasured")
    parser.add_argument("--repeat", type=int, default=1, help="runs of which the quickest counts")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write results and their summaries to this .npz file")
    if draws:
        parser.add_argument("--pictures", type=Path, metavar="FOLDER", default=Path("demo"), help="default: demo")
        parser.add_argument("--no-pictures", dest="pictures", action="store_const", const=None, help="draw nothing")
    return parser


def _measured(
    run: Callable[..., Result],
    ways: Sequence[str],
    size: Mapping[str, int],
    small: Mapping[str, int],
    options: argparse.Namespace,
) -> dict[str, Result]:
    """Every way, so many times, in turn: the least of the seconds, the largest of the peaks."""
    found: dict[str, list[Result]] = {way: [] for way in ways}
    reasons = dict.fromkeys(ways, "")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", ua.CompileWarning)
        for way in ways if options.warm_up else ():
            # A small problem is enough, but a program is compiled for the sizes of its arrays.
            run(**(size if way == "compiled" else small), way=way)
        for _ in range(options.repeat):
            for way in ways:
                found[way].append(run(**size, way=way))
    if "compiled" in ways:
        reasons["compiled"] = _why_not_compiled(ua.get_backend(), told)
    return {way: replace(_least(results), not_compiled=reasons[way]) for way, results in found.items()}


def _why_not_compiled(backend: str, told: Sequence[warnings.WarningMessage]) -> str:
    if backend == "numpy" and importlib.util.find_spec("torch") is None:
        return "NumPy has no compiler, and PyTorch, whose compiler can take its arrays, is not installed"
    return "; ".join(str(one.message) for one in told)


def _least(results: Sequence[Result]) -> Result:
    costs = [result.cost for result in results]
    cost = Cost(min(one.seconds for one in costs), max(one.peak_bytes for one in costs))
    return replace(results[-1], cost=cost)


def _threads(backend: str) -> str:
    """With how many threads it was computed, and what makes it one."""
    threads = backends.by_name(backend).threads()
    if isinstance(threads, str):
        return f"threads unknown ({threads})"
    if threads.number == 1:
        return "1 thread"
    return f"{threads.number} threads ({' '.join(f'{name}=1' for name in threads.variables)} makes it one)"


def _summary(result: Result) -> str:
    summary: dict[str, Any] = {
        "text": result.text,
        "seconds": result.cost.seconds,
        "peak_bytes": result.cost.peak_bytes,
        "passed": result.passed,
        "not_compiled": result.not_compiled,
    }
    return json.dumps(summary)
