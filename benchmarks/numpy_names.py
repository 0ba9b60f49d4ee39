"""What `unified_arrays.np` costs above the functions of `unified_arrays`: nanoseconds a call, of ten elements.

    python -m benchmarks.numpy_names [numpy] [torch] [tensorflow]

Both are called in turns, in processor time, so that what else the machine does falls on neither.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from timeit import repeat
from typing import Any

import unified_arrays as ua
import unified_arrays.np as np

from . import _interleaved

CALLS, ROUNDS = 500, 41


def cases() -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """What is called -> ours, and NumPy's name for it."""
    x, out = np.linspace(0, 1, 10), np.ones(10)
    mask = np.greater(x, 0.5)
    return {
        "add(x, x)": (lambda: ua.add(x, x), lambda: np.add(x, x)),
        "add(x, x, out)": (lambda: ua.add(x, x, out=out), lambda: np.add(x, x, out)),
        "add(x, 2.0)": (lambda: ua.add(x, 2.0), lambda: np.add(x, 2.0)),
        "sin(x)": (lambda: ua.sin(x), lambda: np.sin(x)),
        "sum(x, 0)": (lambda: ua.sum(x, axis=0), lambda: np.sum(x, 0)),
        "where(mask, x, 0.0)": (lambda: ua.where(mask, x, 0.0), lambda: np.where(mask, x, 0.0)),
        "reshape(x, (2, 5))": (lambda: ua.reshape(x, (2, 5)), lambda: np.reshape(x, (2, 5))),
        "concatenate((x, x))": (lambda: ua.concat((x, x)), lambda: np.concatenate((x, x))),
        "zeros(3)": (lambda: ua.zeros(3, dtype="float64"), lambda: np.zeros(3)),
    }


def nanoseconds(call: Callable[[], Any]) -> float:
    return repeat(call, number=CALLS, repeat=1, timer=time.thread_time)[0] / CALLS * 1e9


def main() -> None:
    """Print the tables."""
    for backend in sys.argv[1:] or ["numpy", "torch", "tensorflow"]:
        ua.set_backend(backend)
        rows = []
        for name, (ours, numpys) in cases().items():
            pairs = [(nanoseconds(ours), nanoseconds(numpys)) for _ in range(ROUNDS)]
            above = statistics.median(second - first for first, second in pairs)
            rows.append([name, f"{statistics.median(first for first, _ in pairs):.0f}", f"{above:+.0f}"])
        _interleaved.show(f"{backend}: ns a call", ["call", "unified_arrays", "np above it"], rows, words=1)


if __name__ == "__main__":
    main()
