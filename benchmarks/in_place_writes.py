"""What in_place_writes costs and saves on TensorFlow: a call with out= that fills the variable's buffer, and one that
assigns to it.

    python benchmarks/in_place_writes.py [seconds for each line]

Times are medians in one process, the two in turn; the first call, which compiles, is timed by itself. Bytes are what
TensorFlow's allocator counts during one call (it does not count what is smaller than about 256 KB).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from _interleaved import medians, show

import unified_arrays as ua
from unified_arrays.backends.tensorflow import out_kernels

SIZES = (100_000, 1_000_000, 10_000_000)

Call = Callable[[Any, Any, Any, Any], Any]  # x, y, out, an out without axes

CALLS: dict[str, Call] = {
    "add(x, y, out=v)": lambda x, y, v, s: ua.add(x, y, out=v),
    "add(x, 0.5, out=v)": lambda x, y, v, s: ua.add(x, 0.5, out=v),
    "add(v, y, out=v)": lambda x, y, v, s: ua.add(v, y, out=v),
    "add(v, 0.5, out=v)": lambda x, y, v, s: ua.add(v, 0.5, out=v),
    "multiply(x, y, out=v)": lambda x, y, v, s: ua.multiply(x, y, out=v),
    "multiply(x, 0.5, out=v)": lambda x, y, v, s: ua.multiply(x, 0.5, out=v),
    "multiply(v, y, out=v)": lambda x, y, v, s: ua.multiply(v, y, out=v),
    "exp(x, out=v)": lambda x, y, v, s: ua.exp(x, out=v),
    "sum(x, out=s)": lambda x, y, v, s: ua.sum(x, out=s),
}


def ways(call: Call, x: Any, y: Any) -> dict[str, Callable[[], Any]]:
    """The call both ways, each with an out of its own."""
    found = {}
    for name, in_place in (("assign", False), ("in place", True)):
        v, s = ua.zeros(x.shape[0], dtype=ua.float32), ua.zeros((), dtype=ua.float32)

        def make(v: Any = v, s: Any = s, in_place: bool = in_place) -> None:
            with ua.in_place_writes(in_place):
                call(x, y, v, s)

        found[name] = make
    return found


def allocated(call: Callable[[], Any]) -> int:
    """Bytes that one call holds at most beyond what was held before."""
    call()
    with ua.memory.trace() as trace:
        call()
    return trace.peak or 0


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    rows = []
    with ua.use_backend("tensorflow"):
        for size in SIZES:
            x, y = ua.linspace(0.1, 1, size, dtype=ua.float32), ua.linspace(0, 1e-3, size, dtype=ua.float32)
            for text, call in CALLS.items():
                both = ways(call, x, y)
                began = time.perf_counter()
                both["in place"]()
                first = time.perf_counter() - began
                times = medians(both, seconds)
                figures = [f"{one * 1e3:.3f}" for one in times.values()]
                ratio = times["in place"] / times["assign"]
                held = [f"{allocated(one):,}" for one in both.values()]
                rows.append([text, f"{size:.0e}", *figures, f"{ratio:.2f}", f"{first * 1e3:.0f}", *held])
    columns = ["call", "elements", "assign, ms", "in place, ms", "ratio", "first, ms", "bytes assign", "bytes in place"]
    show("out= on TensorFlow, float32", columns, rows, words=1)
    print(f"programs cached: {out_kernels.num_cached()}")


if __name__ == "__main__":
    main()
