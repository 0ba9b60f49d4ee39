"""Every example on every backend, with out= and without: one table, and the pictures in demo/.

    python examples/demo.py [--backend jax]

Each figure comes from a fresh process: first those for memory, two at a time, then those for seconds, one by one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import nan
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from _measure import memory_source
from _program import deviation

EXAMPLES = {"rbf_kernel": False, "heat_equation": True, "image_pipeline": True}  # name: draws pictures
BACKENDS = ("numpy", "torch", "tensorflow")  # where --backend names none; NumPy is always the reference
MORE = ("jax",)
REPEAT = 3

# The programs name float64, which JAX has only when it is told.
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_ENABLE_X64": "1"}
# Freed memory goes back to the system at once: the peak is what the program needs, not what an allocator keeps.
NOTHING_KEPT = {"TF_ENABLE_ONEDNN_OPTS": "0", "MALLOC_MMAP_THRESHOLD_": "262144"}
WIDTH = 100  # of what is printed where no terminal says how wide it is
NOTES = (
    f"Seconds: the median of {REPEAT} runs after a small one, in a process of its own, with the framework's own "
    "settings.",
    "Peak MB: how far a fresh process rises above what it held before the computation, after a small run "
    f"({memory_source()}). In these runs freed memory goes back to the system at once "
    f"({', '.join(f'{name}={value}' for name, value in NOTHING_KEPT.items())}): else it would be the allocators' peak.",
    "Difference: the largest one, in any element, between this backend's result (with out= and without) and NumPy's.",
    "On TensorFlow and JAX out= gives an array the buffer of the result: old and new live together for a moment, and "
    "writing a slice costs more than a new array. There out= is for programs that must run everywhere, not for saving "
    "memory.",
)


@dataclass(frozen=True)
class Job:
    """One process: an example on a backend, with buffers or without, for its seconds or for its memory."""

    example: str
    backend: str
    with_out: bool
    for_memory: bool

    def __str__(self) -> str:
        buffers = "with out=" if self.with_out else "without out="
        return f"{self.example} on {self.backend} {buffers}, {'memory' if self.for_memory else 'seconds'}"


@dataclass(frozen=True)
class Outcome:
    """What a process left behind; without `array` it failed, and `text` says how."""

    text: str
    array: np.ndarray | None = None
    seconds: float = nan
    peak_bytes: float = nan
    passed: bool = False


def run_job(job: Job, device: str | None, small: bool, pictures: Path) -> Outcome:
    """Run the example in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "result.npz"
        program = Path(__file__).with_name(f"{job.example}.py")
        command = [sys.executable, str(program), "--backend", job.backend, "--warm-up", "--save", str(saved)]
        command += ["--repeat", "1" if job.for_memory else str(REPEAT)]
        command += [] if job.with_out else ["--no-out"]
        command += ["--device", device] if device else []
        command += ["--small"] if small else []
        if EXAMPLES[job.example]:
            draws = job.with_out and not job.for_memory
            command += ["--pictures", str(pictures)] if draws else ["--no-pictures"]
        environment = os.environ | QUIET | (NOTHING_KEPT if job.for_memory else {})
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not saved.exists():
            return Outcome((done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1])
        with np.load(saved) as loaded:
            return Outcome(array=loaded["array"], **json.loads(loaded["summary"].item()))


def run_all(jobs: Sequence[Job], console: Console, arguments: argparse.Namespace) -> dict[Job, Outcome]:
    """All jobs, with a bar that moves and a line for each that is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    outcomes: dict[Job, Outcome] = {}
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("examples", total=len(jobs))
        for job, outcome in _finished(jobs, arguments):
            outcomes[job] = outcome
            progress.advance(task)
            verdict = "[green]ok[/green]" if outcome.passed else f"[red]FAILED[/red]: {outcome.text}"
            progress.console.print(f"  {len(outcomes):2}/{len(jobs)}  {job}: {verdict}")
    return outcomes


def _finished(jobs: Sequence[Job], arguments: argparse.Namespace) -> Iterator[tuple[Job, Outcome]]:
    def outcome(job: Job) -> Outcome:
        return run_job(job, arguments.device, arguments.small, arguments.pictures)

    for workers, chosen in (
        (2, [job for job in jobs if job.for_memory]),
        (1, [job for job in jobs if not job.for_memory]),
    ):
        with ThreadPoolExecutor(workers) as pool:
            yield from zip(chosen, pool.map(outcome, chosen), strict=True)


def table_of(outcomes: dict[Job, Outcome], backends: Sequence[str], installed: Sequence[str]) -> Table:
    """Example x backend -> seconds, memory and difference from NumPy."""
    table = Table(title="unified_arrays: one program on each backend, with out= and without", title_style="bold")
    table.add_column("example")
    table.add_column("backend")
    for quantity in ("seconds", "peak MB"):
        table.add_column(f"{quantity}\nwith", justify="right")
        table.add_column(f"{quantity}\nwithout", justify="right")
    table.add_column("difference\nfrom NumPy", justify="right")
    table.add_column("checks")
    for example in EXAMPLES:
        for backend in backends:
            table.add_row(
                example if backend == backends[0] else "",
                backend,
                *(_cells(outcomes, example, backend) if backend in installed else ["-"] * 5 + ["absent"]),
                end_section=backend == backends[-1],
            )
    return table


def _cells(outcomes: dict[Job, Outcome], example: str, backend: str) -> list[str]:
    seconds, peaks = (
        [outcomes[Job(example, backend, with_out, for_memory)] for with_out in (True, False)]
        for for_memory in (False, True)
    )
    expected = outcomes[Job(example, "numpy", True, False)].array
    arrays = [one.array for one in (*seconds, *peaks) if one.array is not None]
    difference = max((deviation(one, expected) for one in arrays), default=nan) if expected is not None else nan
    failed = [one for one in (*seconds, *peaks) if not one.passed]
    return [
        *(f"{one.seconds:.2f}" for one in seconds),
        *(f"{one.peak_bytes / 1e6:.1f}" for one in peaks),
        f"{difference:.1e}" if difference else "0",
        "[red]FAILED[/red]" if failed else "[green]ok[/green]",
    ]


def results_of(outcomes: dict[Job, Outcome], installed: Sequence[str]) -> Iterator[str]:
    """What each example found, and on which backends it found the same; where it failed, how."""
    for example in EXAMPLES:
        found: dict[str, list[str]] = {}
        for backend in installed:
            runs = [outcome for job, outcome in outcomes.items() if (job.example, job.backend) == (example, backend)]
            texts = dict.fromkeys(run.text for run in [run for run in runs if not run.passed] or runs)
            for text in texts:
                found.setdefault(text, []).append(backend)
        yield from (f"{example} on {', '.join(names)}: {text}" for text, names in found.items())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--backend", action="append", choices=(*BACKENDS, *MORE), help="beside NumPy only this one (may be repeated)"
    )
    parser.add_argument("--device", help="cpu, gpu, gpu:1, ... for every backend (default: the framework's)")
    parser.add_argument("--small", action="store_true", help="small problems, to try the demo itself")
    parser.add_argument("--pictures", type=Path, default=Path("demo"), metavar="FOLDER", help="default: demo")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    start = perf_counter()

    backends = tuple(dict.fromkeys(("numpy", *options.backend))) if options.backend else BACKENDS
    installed = [name for name in backends if importlib.util.find_spec(name) is not None]
    for name in backends:
        console.print(f"{name}: {'installed' if name in installed else 'not installed, left out'}")
    jobs = [
        Job(example, backend, with_out, for_memory)
        for for_memory in (True, False)
        for example in EXAMPLES
        for backend in installed
        for with_out in (True, False)
    ]
    outcomes = run_all(jobs, console, options)
    console.print(table_of(outcomes, backends, installed))
    for line in (*results_of(outcomes, installed), "", *NOTES):
        console.print(line, markup=False)
    pictures = sorted(options.pictures.glob("*.png"))
    console.print(f"Pictures in {options.pictures.resolve()}: {', '.join(picture.name for picture in pictures)}")
    failed = sum(not outcome.passed for outcome in outcomes.values())
    verdict = f"{failed} of {len(outcomes)} runs FAILED" if failed else f"All {len(outcomes)} runs passed their checks"
    console.print(f"{verdict}, in {perf_counter() - start:.0f} s.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
