"""What must not grow: the time of the import, and the cost of a call by arguments, axes, functions and backends."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import numpy as np

import unified_arrays as ua

from . import functions
from .calls import names_for, own_calls
from .records import Record
from .timing import Call, Effort, timed

IMPORT = """
import sys, time, numpy
start = time.perf_counter()
import unified_arrays
seconds = time.perf_counter() - start
loaded = [name for name in ("torch", "tensorflow", "jax", "keras") if name in sys.modules]
print(1000 * seconds, len(loaded))
"""
BY_ARGUMENTS = {
    "1: exp(a)": ("np.exp(a)", "ua.exp(a)"),
    "2: add(a, b)": ("np.add(a, b)", "ua.add(a, b)"),
    "3: where(t, a, b)": ("np.where(t, a, b)", "ua.where(t, a, b)"),
}
SHAPES = ((8,), (2, 4), (2, 2, 2), (2, 2, 2, 1), (1, 2, 2, 2, 1), (1, 2, 2, 2, 1, 1))


def measure(effort: Effort, repeats: int) -> Iterator[Record | tuple[str, str, str, str]]:
    """All of it, in an order in which nothing is loaded or called too early."""
    yield _called("functions called", "1", effort)
    yield from import_time(repeats)
    yield from by_axes(effort)
    yield from by_arguments(effort)
    called = 0
    for case in functions.cases("numpy"):
        called += case.native is not None
    yield _called("functions called", str(called), effort)
    yield _called("backends loaded", "1: numpy", effort)
    loaded = ["numpy"]
    for backend in ("torch", "tensorflow"):
        if importlib.util.find_spec(backend) is None:
            yield "growth", "numpy", f"backends loaded: {backend}", f"{backend} is not installed"
            continue
        names = names_for(backend)
        for case in ("add", "add out="):
            own_calls(backend, case, names)["ours"]()
        loaded.append(backend)
        yield _called("backends loaded", f"{len(loaded)}: {', '.join(loaded)}", effort)


def import_time(repeats: int) -> Iterator[Record]:
    """Milliseconds of `import unified_arrays` after `import numpy`, the least of all; how many frameworks it loads."""
    with tempfile.TemporaryDirectory() as folder:  # compiled files are kept, whatever the caller's environment says
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        lines = [
            subprocess.run(
                [sys.executable, "-c", IMPORT], env=environment, capture_output=True, text=True, check=True
            ).stdout.split()
            for _ in range(repeats + 1)  # the first has to compile the files
        ][1:]
    milliseconds = [float(one[0]) for one in lines]
    yield Record("growth", "numpy", "import", "ours", min(milliseconds), unit="ms")
    yield Record("growth", "numpy", "frameworks that it loads", "ours", float(lines[0][1]), unit="modules")


def by_axes(effort: Effort) -> Iterator[Record]:
    """add of 8 elements with 1 to 6 axes."""
    for shape in SHAPES:
        names = {"np": np, "ua": ua, **{name: np.ones(shape, np.float32) for name in "abc"}}
        for case in ("add", "add out="):
            timing = timed(own_calls("numpy", case, names, fixed=False), effort)["ours"]
            yield _record(f"axes, {case}", str(len(shape)), timing.ratio, out=case != "add")


def by_arguments(effort: Effort) -> Iterator[Record]:
    """What a call costs beyond the framework's own, in units of NumPy's add."""
    names = {"np": np, "ua": ua, "a": np.ones(8), "b": np.ones(8), "t": np.ones(8, bool)}
    calls = {"unit": Call("np.add(a, b)", names)}
    for what, (native, ours) in BY_ARGUMENTS.items():
        calls |= {f"native {what}": Call(native, names), what: Call(ours, names)}
    timings = timed(calls, effort)
    for what in BY_ARGUMENTS:
        yield _record("arguments", what, timings[what].ratio - timings[f"native {what}"].ratio, unit="adds")


def _called(case: str, what: str, effort: Effort) -> Record:
    timing = timed(own_calls("numpy", "add", names_for("numpy"), fixed=False), effort)["ours"]
    return _record(case, what, timing.ratio)


def _record(case: str, what: str, value: float, unit: str = "x", out: bool = False) -> Record:
    return Record("growth", "numpy", f"{case}: {what}", "ours", value, out, unit=unit)
