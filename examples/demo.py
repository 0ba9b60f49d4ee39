"""Every example on every backend: as it is written in the framework, and in three ways with unified_arrays.

    python examples/demo.py [--backend jax] [--threads 1]

It prints what it will take, a line for each process that has ended, and one table; pictures of results, seconds and
memory go to demo/. Memory is that of a fresh process for each figure, two at a time; then one process for an example
and backend takes the seconds of all four ways, in turn.
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
from math import ceil, nan
from pathlib import Path
from time import perf_counter

import numpy as np
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from _measure import memory_source
from _program import WAYS, deviation

EXAMPLES = {"rbf_kernel": False, "heat_equation": True, "image_pipeline": True}  # name: draws pictures
BACKENDS = ("numpy", "torch", "tensorflow")  # where --backend names none; NumPy is always the reference
MORE = ("jax",)
HEADS = {"plain": "plain", "ours": "ours", "out": "out=", "compiled": "compiled"}
REPEAT = 5

# The programs name float64, which JAX has only when it is told.
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_ENABLE_X64": "1"}
# Freed memory goes back to the system at once: the peak is what the program needs, not what an allocator keeps.
NOTHING_KEPT = {"TF_ENABLE_ONEDNN_OPTS": "0", "MALLOC_MMAP_THRESHOLD_": "262144"}
THREADS = "OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS TF_NUM_INTRAOP_THREADS TF_NUM_INTEROP_THREADS NPROC"
# What a process takes on two cores, in seconds: it is only to say how long the demo will be.
START = {"numpy": 2, "torch": 5, "tensorflow": 8, "jax": 6}
COMPILING = {"numpy": 9, "torch": 6, "tensorflow": 2, "jax": 3}
WIDTH = 100  # of what is printed where no terminal says how wide it is
NOTES = (
    "plain: as it is written in the framework (examples/plain_programs), new arrays throughout. ours: unified_arrays "
    "without out=. out=: with it, into buffers. compiled: that, as one program by ua.compile; NumPy's by the compiler "
    "of PyTorch. The first call, which compiles, is not counted: it takes a few seconds.",
    f"Seconds: the quickest of {REPEAT} runs after a first one, the four ways in turn, in one process.",
    "Peak MB: how far a fresh process rises above what it held before the computation, after a first run "
    f"({memory_source()}). In these runs freed memory goes back to the system at once "
    f"({', '.join(f'{name}={value}' for name, value in NOTHING_KEPT.items())}): else it would be the allocators' peak.",
    "Differs: the largest difference, in any element, between the results of this backend and NumPy's with out=.",
    "On TensorFlow and JAX out= gives an array the buffer of the result: old and new live together for a moment. There "
    "it is for programs that must run everywhere, and saves memory in compiled ones.",
)


@dataclass(frozen=True)
class Job:
    """One process: an example on a backend, written in one way or several, for its seconds or for its memory."""

    example: str
    backend: str
    ways: tuple[str, ...]
    for_memory: bool

    def __str__(self) -> str:
        measured = "memory" if self.for_memory else "seconds"
        ways = "" if len(self.ways) == len(WAYS) else f", {' and '.join(HEADS[way] for way in self.ways)}"
        return f"{measured} of {self.example} on {self.backend}{ways}"

    @property
    def expected(self) -> int:
        """How many seconds it takes, about."""
        run = 1 if self.for_memory else 2 * REPEAT
        return START[self.backend] + run + (COMPILING[self.backend] if "compiled" in self.ways else 0)


@dataclass(frozen=True)
class Outcome:
    """What a process left behind of one way; without `array` it failed, and `text` says how."""

    text: str
    array: np.ndarray | None = None
    seconds: float = nan
    peak_bytes: float = nan
    passed: bool = False
    not_compiled: str = ""


Outcomes = dict[tuple[str, str, str, bool], Outcome]  # by example, backend, way, and whether it is of memory


def with_threads(number: int) -> dict[str, str]:
    """What tells the frameworks how many threads to compute with; 0 leaves it to them."""
    if number == 0:
        return {}
    settings = dict.fromkeys(THREADS.split(), str(number))
    return settings | ({"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"} if number == 1 else {})


def run_job(
    job: Job, *, device: str | None = None, small: bool = False, pictures: Path | None = None, threads: int = 1
) -> dict[str, Outcome]:
    """Run the example in a process of its own: way -> outcome."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "result.npz"
        program = Path(__file__).with_name(f"{job.example}.py")
        command = [sys.executable, str(program), "--backend", job.backend, "--warm-up", "--save", str(saved)]
        command += ["--repeat", "1" if job.for_memory else str(REPEAT)]
        command += [part for way in job.ways for part in ("--way", way)]
        command += ["--device", device] if device else []
        command += ["--small"] if small else []
        if EXAMPLES[job.example]:
            draws = pictures is not None and not job.for_memory
            command += ["--pictures", str(pictures)] if draws else ["--no-pictures"]
        environment = os.environ | QUIET | with_threads(threads) | (NOTHING_KEPT if job.for_memory else {})
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not saved.exists():
            text = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
            return dict.fromkeys(job.ways, Outcome(text))
        with np.load(saved) as loaded:
            return {
                way: Outcome(array=loaded[f"array_{way}"], **json.loads(loaded[f"summary_{way}"].item()))
                for way in job.ways
            }


def jobs_of(backends: Sequence[str]) -> list[Job]:
    """Those for memory first: they may run side by side."""
    pairs = [(example, backend) for example in EXAMPLES for backend in backends]
    memory = [Job(*pair, (way,), for_memory=True) for pair in pairs for way in WAYS]
    return memory + [Job(*pair, tuple(WAYS), for_memory=False) for pair in pairs]


def expected_seconds(jobs: Sequence[Job]) -> float:
    """How long they take, those for memory two at a time."""
    return sum(job.expected / (2 if job.for_memory else 1) for job in jobs)


def in_words(seconds: float) -> str:
    return f"{ceil(seconds / 60)} min" if seconds > 90 else f"{ceil(seconds / 10) * 10} s"


def run_all(jobs: Sequence[Job], console: Console, arguments: argparse.Namespace) -> Outcomes:
    """All jobs, with a bar that moves, and for each that is done a line that says how much is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    outcomes: Outcomes = {}
    start = perf_counter()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("examples", total=len(jobs))
        for i, (job, found) in enumerate(_finished(jobs, arguments), start=1):
            outcomes |= {(job.example, job.backend, way, job.for_memory): one for way, one in found.items()}
            progress.advance(task)
            failed = [one.text for one in found.values() if not one.passed]
            verdict = f"[red]FAILED[/red]: {failed[0]}" if failed else "[green]ok[/green]"
            left = expected_seconds(jobs[i:]) * _pace(jobs, i, perf_counter() - start)
            rest = f", about {in_words(left)} left" if i < len(jobs) else ""
            progress.console.print(f"  {i:2}/{len(jobs)}  {job}: {verdict}{rest}", soft_wrap=True)
    return outcomes


def _pace(jobs: Sequence[Job], done: int, elapsed: float) -> float:
    """How many times as long as expected it takes; so that the first job says little, a fifth counts as expected."""
    trusted = expected_seconds(jobs) / 5
    return (elapsed + trusted) / (expected_seconds(jobs[:done]) + trusted)


def _finished(jobs: Sequence[Job], arguments: argparse.Namespace) -> Iterator[tuple[Job, dict[str, Outcome]]]:
    def outcome(job: Job) -> dict[str, Outcome]:
        return run_job(
            job,
            device=arguments.device,
            small=arguments.small,
            pictures=arguments.pictures,
            threads=arguments.threads,
        )

    for workers, chosen in (
        (2, [job for job in jobs if job.for_memory]),
        (1, [job for job in jobs if not job.for_memory]),
    ):
        with ThreadPoolExecutor(workers) as pool:
            yield from zip(chosen, pool.map(outcome, chosen), strict=True)


def table_of(outcomes: Outcomes, backends: Sequence[str], installed: Sequence[str], threads: int) -> Table:
    """Example x backend -> seconds, memory and difference from NumPy."""
    computed = "the frameworks' own threads" if threads == 0 else f"{threads} thread{'s' * (threads > 1)}"
    table = Table(
        title=f"unified_arrays: one program on each backend, {computed}",
        title_style="bold",
        box=box.SIMPLE,
        padding=0,
    )
    table.add_column("", min_width=14)
    for quantity in ("seconds", "peak MB"):
        for i, head in enumerate(HEADS.values()):
            table.add_column(f"{quantity if i == 0 else ''}\n{head}", justify="right", min_width=7)
    table.add_column("\ndiffers", justify="right", min_width=7)
    table.add_column("\nchecks", justify="right", min_width=6)
    for example in EXAMPLES:
        table.add_row(f"[bold]{example}[/bold]")
        for backend in backends:
            cells = cells_of(outcomes, example, backend) if backend in installed else ["-"] * 9 + ["absent"]
            table.add_row(f"  {backend}", *cells, end_section=backend == backends[-1])
    return table


def cells_of(outcomes: Outcomes, example: str, backend: str) -> list[str]:
    """Seconds, peaks, difference and verdict of one row."""
    found = {key[2:]: one for key, one in outcomes.items() if key[:2] == (example, backend)}
    expected = outcomes[example, "numpy", "out", False].array
    arrays = [one.array for one in found.values() if one.array is not None]
    difference = max((deviation(one, expected) for one in arrays), default=nan) if expected is not None else nan

    def cell(way: str, for_memory: bool) -> str:
        one = found[way, for_memory]
        if one.not_compiled:
            return "-"
        return f"{one.peak_bytes / 1e6:.1f}" if for_memory else f"{one.seconds:.2f}"

    return [
        *(cell(way, for_memory) for for_memory in (False, True) for way in WAYS),
        f"{difference:.1e}" if difference else "0",
        "[green]ok[/green]" if all(one.passed for one in found.values()) else "[red]FAILED[/red]",
    ]


def results_of(outcomes: Outcomes, installed: Sequence[str]) -> Iterator[str]:
    """What each example found, and on which backends it found the same; where it failed or is not compiled, why."""
    for example in EXAMPLES:
        found: dict[str, list[str]] = {}
        for backend in installed:
            runs = [one for key, one in outcomes.items() if key[:2] == (example, backend)]
            texts = [run.text for run in [run for run in runs if not run.passed] or runs]
            texts += [f"not compiled: {run.not_compiled}" for run in runs if run.not_compiled]
            for text in dict.fromkeys(texts):
                found.setdefault(text, []).append(backend)
        yield from (f"{example} on {', '.join(names)}: {text}" for text, names in found.items())


def draw(outcomes: Outcomes, installed: Sequence[str], threads: int, file: Path) -> None:
    """Seconds above, peak memory below; a group of four bars for each backend, a column for each example."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    colours = dict(zip(WAYS, ("#b0b0b0", "#a6cee3", "#2a7fb8", "#1b3a6b"), strict=True))
    figure, places = plt.subplots(2, len(EXAMPLES), figsize=(11, 5.6), layout="constrained")
    for column, example in zip(places.T, EXAMPLES, strict=True):
        for axes, for_memory in zip(column, (False, True), strict=True):
            for i, way in enumerate(WAYS):
                runs = [outcomes[example, backend, way, for_memory] for backend in installed]
                heights = [one.peak_bytes / 1e6 if for_memory else one.seconds for one in runs]
                heights = [nan if one.not_compiled else h for one, h in zip(runs, heights, strict=True)]
                bars = [place + 0.21 * (i - 1.5) for place in range(len(installed))]
                drawn = axes.bar(bars, heights, 0.2, color=colours[way], label=HEADS[way])
                labels = ["" if h != h else f"{h:.0f}" if for_memory else f"{h:.2f}" for h in heights]
                axes.bar_label(drawn, labels, fontsize=6)
            axes.set_xticks(range(len(installed)), list(installed), fontsize=8)
            axes.set_ylabel("peak memory, MB" if for_memory else "seconds", fontsize=8)
            axes.tick_params(axis="y", labelsize=7)
            axes.margins(y=0.12)
            axes.spines[["top", "right"]].set_visible(False)
        column[0].set_title(example, fontsize=10)
    handles, labels = places[0, 0].get_legend_handles_labels()
    computed = "the frameworks' own threads" if threads == 0 else f"threads: {threads}"
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, title=computed, fontsize=8)
    figure.savefig(file, dpi=110, metadata={"Software": None})
    plt.close(figure)


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--backend", action="append", choices=(*BACKENDS, *MORE), help="beside NumPy only this one (may be repeated)"
    )
    parser.add_argument("--device", help="cpu, gpu, gpu:1, ... for every backend (default: the framework's)")
    parser.add_argument(
        "--threads", type=_count, default=1, help="of each process; 0: the frameworks' own choice, one for each core"
    )
    parser.add_argument("--small", action="store_true", help="small problems, to try the demo itself")
    parser.add_argument("--pictures", type=Path, default=Path("demo"), metavar="FOLDER", help="default: demo")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal():
        message = f"expected a whole number from 0 on, got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def announced(backends: Sequence[str], installed: Sequence[str], jobs: Sequence[Job]) -> Iterator[str]:
    """What will be run, and how long it takes."""
    for name in backends:
        yield f"{name}: {'installed' if name in installed else 'not installed, left out'}"
    yield (
        f"{len(jobs)} processes, about {in_words(expected_seconds(jobs))} on two quiet cores, and longer on busy ones. "
        "Nothing is downloaded."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    options = options_of(arguments)
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    start = perf_counter()
    backends = tuple(dict.fromkeys(("numpy", *options.backend))) if options.backend else BACKENDS
    installed = [name for name in backends if importlib.util.find_spec(name) is not None]
    jobs = jobs_of(installed)
    for line in announced(backends, installed, jobs):
        console.print(line, markup=False)
    outcomes = run_all(jobs, console, options)
    console.print(table_of(outcomes, backends, installed, options.threads))
    for line in (*results_of(outcomes, installed), "", *NOTES):
        console.print(line, markup=False)
    options.pictures.mkdir(parents=True, exist_ok=True)
    draw(outcomes, installed, options.threads, options.pictures / "costs.png")
    pictures = sorted(options.pictures.glob("*.png"))
    console.print(f"Pictures in {options.pictures.resolve()}: {', '.join(picture.name for picture in pictures)}")
    failed = sum(not outcome.passed for outcome in outcomes.values())
    verdict = f"{failed} of {len(outcomes)} runs FAILED" if failed else f"All {len(outcomes)} runs passed their checks"
    console.print(f"{verdict}, in {perf_counter() - start:.0f} s.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
