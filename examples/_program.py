"""What the three examples share: their command line, and what they report."""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import unified_arrays as ua
from _measure import Cost, measured

__all__ = ["Check", "Cost", "Result", "deviation", "measured", "run_program"]


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
    with ExitStack() as selection:
        if options.backend is not None:
            selection.enter_context(ua.use_backend(options.backend))
        if options.device is not None:
            selection.enter_context(ua.use_device(options.device))
        backend = ua.get_backend()
        size = small if options.small else {}
        if options.warm_up:
            run(**small, with_out=options.out)
        result = _repeated(lambda: run(**size, with_out=options.out), options.repeat)
    print(f"{name} on {backend}, {'with' if options.out else 'without'} out=")
    print(f"  {result.text}")
    print(f"  {result.cost.seconds:.2f} s, peak memory {result.cost.peak_bytes / 1e6:.1f} MB")
    for check in result.checks:
        verdict = "ok" if check.passed else "FAILED"
        print(f"  {verdict}: {check.against}, largest deviation {check.deviation:.1e} (allowed {check.allowed:.0e})")
    if draw is not None and options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
        picture = options.pictures / f"{name}_{backend}.png"
        draw(result, picture)
        print(f"  picture: {picture}")
    if options.save is not None:
        np.savez(options.save, array=result.array, summary=_summary(result))
    return 0 if result.passed else 1


def _options(description: str | None, *, draws: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--backend", help="numpy, torch, tensorflow or jax (default: UNIFIED_ARRAYS_BACKEND, else numpy)"
    )
    parser.add_argument("--device", help="cpu, gpu, gpu:1, ... (default: UNIFIED_ARRAYS_DEVICE, else the framework's)")
    parser.add_argument("--no-out", dest="out", action="store_false", help="no buffers: every result is a new array")
    parser.add_argument("--small", action="store_true", help="a small problem, as in the tests")
    parser.add_argument("--warm-up", action="store_true", help="run a small problem first, unmeasured")
    parser.add_argument("--repeat", type=int, default=1, help="runs to take the median of")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the result and its summary to this .npz file")
    if draws:
        parser.add_argument("--pictures", type=Path, metavar="FOLDER", default=Path("demo"), help="default: demo")
        parser.add_argument("--no-pictures", dest="pictures", action="store_const", const=None, help="draw nothing")
    return parser


def _repeated(run: Callable[[], Result], times: int) -> Result:
    results = [run() for _ in range(times)]
    costs = [result.cost for result in results]
    cost = Cost(statistics.median(one.seconds for one in costs), max(one.peak_bytes for one in costs))
    return replace(results[-1], cost=cost)


def _summary(result: Result) -> str:
    summary: dict[str, Any] = {
        "text": result.text,
        "seconds": result.cost.seconds,
        "peak_bytes": result.cost.peak_bytes,
        "passed": result.passed,
    }
    return json.dumps(summary)
