"""Arrays larger than the memory of the workers, on a cluster of dask: the text of the programs is that for one array.

A kernel of 4.3 GB, and heat on a plate of 2.1 GB, are computed by two workers with 1 GiB each. Both programs run twice:
with this library, writing by `out=`, and as plain dask code. Every result is checked. The table shows the seconds of
each, the peak memory of the worker that took most, and the number of tasks.

    python examples/cluster.py                          # starts two workers here
    python examples/cluster.py --scheduler tcp://...    # takes the workers of a cluster that runs
    python examples/cluster.py --quick                  # small arrays, in seconds

The workers need unified_arrays, too: `pip install "unified_arrays[dask]" distributed`.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import pi, sin
from typing import Any

import dask
import dask.array as da
import numpy as np
from distributed import Client, LocalCluster

import unified_arrays as ua

GAMMA = 2.0
WAVES = ((2, 1, 1.0), (64, 48, 0.5))  # half waves along x and along y, height
RATE = 0.2  # time step / (distance of the points)^2
LARGE = {"rows": 23_170, "size": 16_385, "steps": 2, "chunk": 2048}
QUICK = {"rows": 600, "size": 301, "steps": 2, "chunk": 128}
Graph = tuple[Any, Callable[[Any], float]]  # what is computed, and how far what comes out is from what it should be


@dataclass
class Run:
    """What a program found on the cluster, and what it cost."""

    program: str
    code: str
    seconds: float
    peak_bytes: int
    tasks: int
    deviation: float


# -- the RBF kernel, whose rows vote --------------------------------------------------------------------------------


def votes_by_kernel(x: Any, labels: Any) -> Any:
    """The kernel exp(-gamma |x_i - x_j|^2) times the labels, in one array of n x n elements."""
    x = ua.asarray(x, copy=True)  # what is made of memory is memory, in the chunks that suit it
    kernel = ua.matmul(x, ua.matrix_transpose(x))
    ua.multiply(kernel, -2.0, out=kernel)
    lengths = ua.vecdot(x, x)
    ua.add(kernel, lengths[:, None], out=kernel)
    ua.add(kernel, lengths[None, :], out=kernel)
    ua.multiply(kernel, -GAMMA, out=kernel)
    ua.exp(kernel, out=kernel)
    return ua.matmul(kernel, labels)


def votes_by_plain_dask(x: Any, labels: Any) -> Any:
    lengths = (x * x).sum(axis=1)
    kernel = da.exp(-GAMMA * (-2.0 * (x @ x.T) + lengths[:, None] + lengths[None, :]))
    return kernel @ labels


def run_kernel(votes: Callable[[Any, Any], Any], rows: int, chunk: int, **others: int) -> Graph:
    """The votes as a graph, and what says how far they are from those of NumPy, for some rows."""
    generator = np.random.default_rng(5)
    x, labels = generator.random((rows, 16)), generator.random((rows, 4))
    graph = votes(da.from_array(x, chunks=(chunk, -1)), da.from_array(labels, chunks=(chunk, -1)))

    def deviation(found: np.ndarray) -> float:
        some = np.linspace(0, rows - 1, 50).astype(np.int64)
        distances = np.sum((x[some, None, :] - x[None, :, :]) ** 2, axis=-1)
        return float(np.max(np.abs(found[some] / (np.exp(-GAMMA * distances) @ labels) - 1.0)))

    return graph, deviation


# -- heat on a plate -------------------------------------------------------------------------------------------------


def spread_by_out(u: Any, steps: int) -> Any:
    """The plate after some steps: u + rate (up + down + left + right - 4 u) inside, the edge as it was."""
    grids = (ua.zeros_like(u), ua.asarray(u, copy=True))
    for i in range(steps):
        total = ua.multiply(u[1:-1, 1:-1], 1.0 / RATE - 4.0)
        for neighbour in (u[:-2, 1:-1], u[2:, 1:-1], u[1:-1, :-2], u[1:-1, 2:]):
            total = ua.add(total, neighbour)
        ua.multiply(total, RATE, out=grids[i % 2][1:-1, 1:-1])
        u = grids[i % 2]
    return u


def spread_by_plain_dask(u: Any, steps: int) -> Any:
    grids = [da.zeros_like(u), u.copy()]
    for i in range(steps):
        total = u[1:-1, 1:-1] * (1.0 / RATE - 4.0)
        for neighbour in (u[:-2, 1:-1], u[2:, 1:-1], u[1:-1, :-2], u[1:-1, 2:]):
            total = total + neighbour
        grids[i % 2][1:-1, 1:-1] = total * RATE
        u = grids[i % 2]
    return u


def step_of_chunk(u: Any) -> Any:
    """A step for a chunk, an array of NumPy with one more row and column around it: there out= fills memory."""
    total = ua.multiply(u, 1.0 / RATE - 4.0)
    inside = total[1:-1, 1:-1]
    for neighbour in (u[:-2, 1:-1], u[2:, 1:-1], u[1:-1, :-2], u[1:-1, 2:]):
        ua.add(inside, neighbour, out=inside)
    return ua.multiply(total, RATE, out=total)


def spread_by_overlap(u: Any, steps: int) -> Any:
    """The same by chunks that overlap: a sixth of the tasks. Beyond the edge everything is 0."""
    inside = u[1:-1, 1:-1]
    for _ in range(steps):
        inside = da.map_overlap(step_of_chunk, inside, depth=1, boundary=0.0, dtype=np.float64)
    return da.pad(inside, 1)


def plate(size: int, chunk: int, steps: int) -> Any:
    """The plate after so many steps, as a graph: every wave fades by itself, the faster the finer it is."""
    x = da.linspace(0.0, 1.0, size, chunks=chunk)
    total: Any = 0.0
    for along_x, along_y, height in WAVES:
        fading = 1.0 - 4.0 * RATE * sum(sin(pi * waves / (2 * (size - 1))) ** 2 for waves in (along_x, along_y))
        faded = height * fading**steps
        total = total + faded * da.sin(pi * along_y * x)[:, None] * da.sin(pi * along_x * x)[None, :]
    return total


def run_heat(spread: Callable[[Any, int], Any], size: int, steps: int, chunk: int, **others: int) -> Graph:
    """How far the plate is from what it should be, as a graph."""
    return abs(spread(plate(size, chunk, 0), steps) - plate(size, chunk, steps)).max(), float


# -- on the cluster --------------------------------------------------------------------------------------------------


def forget_peak() -> None:
    """On a worker: import what it needs, and let the peak of its memory begin here."""
    import gc
    from pathlib import Path

    import unified_arrays.dask  # noqa: F401

    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """On a worker: the most memory that it had, in bytes."""
    from pathlib import Path

    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def measured(client: Client, program: str, code: str, make: Callable[[], Graph]) -> Run:
    """Run a program on the cluster."""
    client.run(forget_peak)
    started = time.perf_counter()
    graph, deviation = make()
    tasks = len(dask.optimize(graph)[0].__dask_graph__())
    (found,) = client.compute((graph,), sync=True)
    seconds = time.perf_counter() - started
    return Run(program, code, seconds, max(client.run(peak).values()), tasks, deviation(found))


PROGRAMS: dict[str, tuple[Callable[..., Any], tuple[tuple[str, Callable[..., Any]], ...], float]] = {
    "RBF kernel": (run_kernel, (("plain dask", votes_by_plain_dask), ("with out=", votes_by_kernel)), 1e-10),
    "heat equation": (
        run_heat,
        (("plain dask", spread_by_plain_dask), ("with out=", spread_by_out), ("overlapping", spread_by_overlap)),
        1e-12,
    ),
}


def run_all(client: Client, sizes: dict[str, int], repeat: int) -> list[Run]:
    """Both programs in both ways, in turns; of several runs the quickest."""
    found = []
    for program, (run, ways, _) in PROGRAMS.items():
        tries = [
            measured(client, program, code, lambda run=run, function=function: run(function, **sizes))
            for _ in range(repeat)
            for code, function in ways
        ]
        for code, _ in ways:
            found.append(min((one for one in tries if one.code == code), key=lambda one: one.seconds))
    return found


def table(runs: Sequence[Run]) -> str:
    lines = ["program        code         seconds  of plain dask  peak per worker   tasks  deviation"]
    plain = {run.program: run.seconds for run in runs if run.code == "plain dask"}
    for run in runs:
        ratio, peak_mb = run.seconds / plain[run.program], run.peak_bytes / 1e6
        lines.append(
            f"{run.program:13}  {run.code:11}  {run.seconds:7.1f}  {ratio:13.2f}  {peak_mb:12.0f} MB  {run.tasks:6}"
            f"  {run.deviation:9.0e}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a cluster that runs: tcp://host:8786")
    parser.add_argument("--quick", action="store_true", help="small arrays")
    parser.add_argument("--repeat", type=int, default=1, help="runs to take the quickest of")
    options = parser.parse_args(arguments)
    cluster: Any = options.scheduler
    if cluster is None:
        settings: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": "1GiB"}
        cluster = LocalCluster(dashboard_address=":0", **settings)
    warnings.filterwarnings("ignore", "Increasing number of chunks")  # of a product that is larger than its factors
    with Client(cluster) as client, ua.use_backend("dask"):
        runs = run_all(client, QUICK if options.quick else LARGE, options.repeat)
    if options.scheduler is None:
        cluster.close()
    print(table(runs))
    wrong = [run for run in runs if not run.deviation <= PROGRAMS[run.program][2]]
    for run in wrong:
        print(f"FAILED: {run.program}, {run.code}: deviation {run.deviation:.1e}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
