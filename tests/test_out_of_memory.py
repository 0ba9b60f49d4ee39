"""Where memory runs out the call raises, and out holds every bit of what it held: temporaries come before writes."""

from __future__ import annotations

import sys

import pytest

from fresh import fresh_python

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the addresses of a process")

_PROGRAM = """
import resource
import numpy as np
import unified_arrays as ua

BACKEND, SIZE = {backend!r}, 16_000_000
with ua.use_backend(BACKEND):
    start = ua.arange(SIZE, dtype="int32")
    a, b = ua.astype(start, "float32"), ua.ones(SIZE, dtype="float32")
    m, wide = (ua.asarray(ua.astype(start, dtype), copy=True) for dtype in ("float32", "float64"))
half = SIZE // 2
calls = dict(
    cast=lambda: ua.add(a, b, out=wide),
    sort=lambda: ua.sort(a, out=m),
    reversed=lambda: ua.flip(m, out=m),
    rolled=lambda: ua.roll(m, 3, out=m),
    mask=lambda: ua.at(m)[a > 2].add(1.0),
    repeated=lambda: ua.at(m)[ua.astype(start % 5, "int64")].add(1.0),
    several=lambda: ua.unstack(ua.reshape(m, (2, half)), out=(m[half:], m[:half])),
)
if BACKEND != "tensorflow":
    calls["beside itself"] = lambda: ua.copyto(m[1:], m[:-1])
    calls["added beside itself"] = lambda: ua.add(m[:-1], m[1:], out=m[1:])
def held():
    return [np.asarray(one.numpy() if hasattr(one, "numpy") else one) for one in (m, wide)]

before = [one.copy() for one in held()]
few = ua.at(ua.asarray(m[:4], copy=True))  # what a first call loads is loaded
for one in calls:
    few[[0, 0]].add(1.0)
for name, call in calls.items():
    pages = int(open("/proc/self/statm").read().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 20_000_000, resource.RLIM_INFINITY))
    try:
        call()
        raised = "nothing"
    except Exception as error:
        raised = f"{{type(error).__name__}}: {{' '.join(str(error).split())}}"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    kept = all(map(np.array_equal, held(), before))
    print(f"{{name}}|{{kept}}|{{raised}}")
"""
# What each framework raises: PyTorch (2.13) and TensorFlow (2.21) do not know of MemoryError.
_RAISED = {
    "numpy": "MemoryError: Unable to allocate",
    "torch": "can't allocate memory",
    "tensorflow": "ResourceExhaustedError",
}


def test_out_is_kept(backend: str) -> None:
    # TensorFlow's allocator for oneDNN keeps memory that was freed, and waits 10 seconds for more before it raises.
    settings = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_ENABLE_ONEDNN_OPTS": "0"}
    results = [line.split("|", 2) for line in fresh_python(_PROGRAM.format(backend=backend), **settings)]
    assert len(results) >= 7
    for name, kept, raised in results:
        assert kept == "True", (name, raised)
        assert _RAISED[backend] in raised, (name, raised)
