"""Arrays on disk that are larger than what a process may allocate."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fresh import fresh_python

# RLIMIT_DATA bounds what is private and writable; the pages of a file that is mapped to be shared do not count.
PROGRAM = """
import resource
import numpy as np
import unified_arrays as ua

MIB = 2**20
SIZE = 64 * MIB // 8

def mapped(name, mode="w+"):
    return np.memmap(name, "f8", mode, shape=(SIZE // 64, 64))

x, y, out = mapped("x"), mapped("y"), mapped("out")
x.fill(3.0)
y.fill(4.0)

def chain(x, y, out):
    ua.multiply(x, x, out=out)
    ua.add(out, ua.multiply(y, y), out=out)   # one temporary
    ua.sqrt(out, out=out)
    return ua.sort(out, axis=1, out=out)

chain(x[:10], y[:10], np.empty((10, 64)))     # all that is compiled or loaded is there
with open("/proc/self/status") as status:
    held = next(int(line.split()[1]) for line in status if line.startswith("VmData:")) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (held + 32 * MIB, -1))
try:
    np.empty(SIZE)
except MemoryError:
    pass
else:
    raise SystemExit("not limited")

for name, call in {
    "add(out=)": lambda: ua.add(x, y, out=out),
    "add": lambda: ua.add(x, y),
    "chain": lambda: chain(x, y, out),
    "sort(out=)": lambda: ua.sort(x, axis=1, out=out),
    "shifted": lambda: ua.add(x[:-1], x[1:], out=x[1:]),
    "blockwise": lambda: ua.blockwise(chain, x, y, out=out, block_bytes=4 * MIB),
}.items():
    try:
        call()
    except MemoryError:
        print(name, "MemoryError")
    else:
        print(name, "passes")
assert (out == 5.0).all(axis=1).all()
assert (x == 3.0).all(axis=1).all()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA bounds memory maps on Linux alone")
def test_blocks_pass_where_the_call_on_the_whole_has_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fresh_python(PROGRAM, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1") == [
        "add(out=) passes",
        "add MemoryError",
        "chain MemoryError",
        "sort(out=) MemoryError",
        "shifted MemoryError",
        "blockwise passes",
    ]
