"""How far one call on 1e7 elements raises the memory of its process: in units of the result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from _measure import measured

from .calls import CASES, names_for, native_text, own_calls
from .records import Record

SIZE = 10_000_000
ITEMSIZE = 4  # float32
MEASURED = ("add", "add out=", "add into an input")
# Freed memory goes back to the system at once: the peak is what the call needs, not what an allocator keeps.
NOTHING_KEPT = {"TF_ENABLE_ONEDNN_OPTS": "0", "MALLOC_MMAP_THRESHOLD_": "262144"}


def called_elsewhere(function: Callable[..., Any], *arguments: str) -> Any:
    """What a function of the benchmarks returns, as JSON has it, in a process of its own whose allocators keep nothing.

    subprocess.CalledProcessError if that process fails; its `stderr` says why.
    """
    call = f"{function.__name__}({', '.join(map(repr, arguments))})"
    program = f"import json; from {function.__module__} import {function.__name__}; print(json.dumps({call}))"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | NOTHING_KEPT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(backend: str) -> Iterator[Record | tuple[str, str, str, str]]:
    """The framework's own calls in one process, ours in another."""
    for who in ("native", "ours"):
        try:
            found = called_elsewhere(peaks, backend, who)
        except subprocess.CalledProcessError as error:
            yield "memory", backend, who, error.stderr.strip().splitlines()[-1]
            continue
        for case, value in found.items():
            text = CASES[case].format(xp="ua") if who == "ours" else native_text(backend, case)
            yield Record("memory", backend, case, who, value, case != "add", unit="results", size=SIZE, text=text)


def peaks(backend: str, who: str) -> dict[str, float]:
    """The memory that each call takes at most beyond what the process held before."""
    found = {}
    for case in MEASURED:
        own_calls(backend, case, names_for(backend))[who]()  # what is set up at a first call does not count
        call = own_calls(backend, case, names_for(backend, SIZE))[who]
        with measured() as cost:
            result = call()
        del call, result
        found[case] = cost.peak_bytes / (SIZE * ITEMSIZE)
    return found
