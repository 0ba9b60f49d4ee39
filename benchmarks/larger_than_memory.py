"""A chain of four calls on memory maps: in blocks, call by call, and NumPy's own calls with out=.

    python benchmarks/larger_than_memory.py [--megabytes 256] [--rounds 5] [--folder DIR]

With less memory than the maps have, as by `systemd-run --scope -p MemoryMax=512M python ... --megabytes 1000`, it shows
what the system does then; a way that it kills for its memory is called so.

Each map has so many megabytes; there are three. Every way runs in a process of its own, one after the other in each
round, and the least of the rounds is shown. "Memory" is how far the anonymous memory of the process rose in the call,
where the system tells it: pages of mapped files are not in it. Maps that are larger than what the system can keep of
files are read and written anew by each call of the chain, which is what blocks avoid. Blocks that fit into a cache of
the processor avoid the same one level below.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from _interleaved import show

import unified_arrays as ua

MEGABYTE = 10**6
COLUMNS = 1000
BLOCKS = {"ours, blocks of 1 MB": MEGABYTE, "ours, blocks of 16 MB": 16 * MEGABYTE}


def chain(x: Any, y: Any, out: Any) -> Any:
    ua.multiply(x, 2.0, out=out)
    ua.add(out, y, out=out)
    ua.multiply(out, x, out=out)
    return ua.subtract(out, 1.0, out=out)


def numpy_chain(x: Any, y: Any, out: Any) -> Any:
    np.multiply(x, 2.0, out=out)
    np.add(out, y, out=out)
    np.multiply(out, x, out=out)
    return np.subtract(out, 1.0, out=out)


def numpy_without_out(x: Any, y: Any, out: Any) -> Any:
    out[...] = (x * 2.0 + y) * x - 1.0
    return out


WAYS = {
    **{
        name: lambda x, y, out, size=size: ua.blockwise(chain, x, y, out=out, block_bytes=size)
        for name, size in BLOCKS.items()
    },
    "ours, call by call": chain,
    "NumPy with out=": numpy_chain,
    "NumPy without out=": numpy_without_out,
}


def mapped(folder: Path, name: str, megabytes: int, mode: str) -> Any:
    return np.memmap(folder / name, np.float64, mode, shape=(megabytes * MEGABYTE // 8 // COLUMNS, COLUMNS))


class Anonymous:
    """Watches the anonymous memory of this process while something runs; `rose` is in bytes, None where nobody says."""

    def __enter__(self) -> Anonymous:
        self._first = self._most = self._held()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()
        self.rose = None if self._first is None or self._most is None else self._most - self._first

    def _watch(self) -> None:
        while self._most is not None and not self._ended.wait(0.001):
            self._most = max(self._most, self._held() or 0)

    @staticmethod
    def _held() -> int | None:
        status = Path("/proc/self/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), None)


def measure(folder: Path, way: str, megabytes: int) -> tuple[float, int | None]:
    """Seconds until the result is in the files, and how far anonymous memory rose."""
    x, y = (mapped(folder, name, megabytes, "r") for name in ("x", "y"))
    out = mapped(folder, "out", megabytes, "r+")
    small = np.ones((2, COLUMNS))
    WAYS[way](small, small, np.empty((2, COLUMNS)))  # all that is compiled or loaded is there
    with Anonymous() as memory:
        started = time.perf_counter()
        WAYS[way](x, y, out)
        out.flush()
        seconds = time.perf_counter() - started
    for rows in (slice(3), slice(-3, None)):
        expected = numpy_chain(x[rows], y[rows], np.empty((3, COLUMNS)))
        np.testing.assert_array_equal(out[rows], expected)
    return seconds, memory.rose


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=256, help="of each of the three maps")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the files are made, and removed again")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)  # one way, once, in this process
    chosen = parser.parse_args()
    if chosen.way:
        print(json.dumps(measure(chosen.folder, chosen.way, chosen.megabytes)))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        for file in ("x", "y", "out"):
            array = mapped(folder, file, chosen.megabytes, "w+")
            for rows in range(0, len(array), 1000):
                array[rows : rows + 1000] = np.random.default_rng(rows).random(array[rows : rows + 1000].shape)
            array.flush()
        found: dict[str, list[tuple[float, int | None]]] = {way: [] for way in WAYS}
        killed = set()
        for _ in range(chosen.rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--way", way, "--folder", name]
                command += ["--megabytes", str(chosen.megabytes)]
                done = subprocess.run(command, stdout=subprocess.PIPE)
                if done.returncode in (0, -signal.SIGKILL):
                    killed |= {way} if done.returncode else set()
                else:
                    done.check_returncode()
                found[way] += [] if done.returncode else [json.loads(done.stdout)]
    least = {way: min((seconds for seconds, _ in each), default=math.inf) for way, each in found.items()}
    rows = []
    for way, each in found.items():
        rises = [rise for _, rise in each if rise is not None]
        figures = (f"{least[way]:.2f} s", f"{least[way] / least['NumPy with out=']:.2f}")
        memory = f"{max(rises) / MEGABYTE:.0f} MB" if rises else "?"
        rows.append((way, *(("killed", "", "too much") if way in killed else (*figures, memory))))
    title = f"(2x + y) x - 1 on maps of {chosen.megabytes} MB each; least of {chosen.rounds} rounds"
    show(title, ("way", "time", "of NumPy's with out=", "memory"), rows, words=1)


if __name__ == "__main__":
    main()
