"""What @compile saves: the chain (a*b + c)*d into one out=, as one program and call by call.

    python benchmarks/compiled_chain.py [seconds for each line]

Times are medians in one process, the two in turn. Memory is how far the highest resident set rises in a second call, in
a process of its own whose allocators keep nothing, in units of the result (of 1e5 elements it drowns in pages, and is
left out). Frameworks that are not installed are named and left out.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.append(str(Path(__file__).parents[1] / "examples"))

from _interleaved import medians, show

import unified_arrays as ua
from _measure import measured

BACKENDS = ("numpy", "torch", "tensorflow")
ENGINES = {"numpy": "torch"}  # by whose compiler, where a backend has none
SIZES = (100_000, 1_000_000, 10_000_000)
ITEMSIZE = 4
# Freed memory goes back to the system at once: the peak is what the call needs, not what an allocator keeps.
NOTHING_KEPT = {"TF_ENABLE_ONEDNN_OPTS": "0", "MALLOC_MMAP_THRESHOLD_": "262144"}


def chain(a: Any, b: Any, c: Any, d: Any, out: Any) -> Any:
    ua.multiply(a, b, out=out)
    ua.add(out, c, out=out)
    return ua.multiply(out, d, out=out)


def calls(backend: str, size: int) -> tuple[dict[str, Callable[[], Any]], list[str]]:
    """The two ways, each with an out of its own, called once; and what was said of the compiled one."""
    with ua.use_backend(backend):
        inputs = [ua.linspace(low, low + 1, size, dtype=ua.float32) for low in (0.1, 0.2, 0.3, 0.4)]
        outs = [ua.zeros(size, dtype=ua.float32) for _ in range(2)]
    program = ua.compile(chain, engine=ENGINES.get(backend))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        program(*inputs, outs[1])
        chain(*inputs, outs[0])
    reasons = [str(one.message) for one in told if issubclass(one.category, ua.CompileWarning)]
    return {
        "call by call": lambda: chain(*inputs, outs[0]),
        "one program": lambda: program(*inputs, outs[1]),
    }, reasons


def peak(backend: str, size: int, way: str) -> float:
    """How much memory a call takes at most beyond what the process holds, in results."""
    call = calls(backend, size)[0][way]
    call()
    with measured() as cost:
        call()
    return cost.peak_bytes / (size * ITEMSIZE)


def peak_elsewhere(backend: str, size: int, way: str) -> str:
    """The same, measured in a process of its own."""
    program = f"import json, compiled_chain; print(json.dumps(compiled_chain.peak({backend!r}, {size}, {way!r})))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **NOTHING_KEPT, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"{json.loads(done.stdout.splitlines()[-1]):.2f}"


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    rows = []
    for backend in BACKENDS:
        if importlib.util.find_spec(backend) is None:
            print(f"{backend}: not installed, left out")
            continue
        for size in SIZES:
            ways, reasons = calls(backend, size)
            for reason in reasons:
                print(f"{backend}: {reason}")
            times = medians(ways, seconds)
            plain, program = times.values()
            memory = [peak_elsewhere(backend, size, way) if size > SIZES[0] else "-" for way in ways]
            figures = [f"{plain * 1e3:.3f}", f"{program * 1e3:.3f}", f"{program / plain:.2f}"]
            rows.append([backend, f"{size:.0e}", *figures, *memory])
    columns = ["backend", "elements", "call by call, ms", "program, ms", "ratio", "peak call by call", "peak program"]
    show("(a*b + c)*d with out=, float32", columns, rows, words=1)


if __name__ == "__main__":
    main()
