"""What else allocates and frees while a call is measured: other threads of Python, and the collector of its garbage."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Inside the `with` block no cyclic garbage is collected: what it holds was there before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


DISTURBED = "another thread ran meanwhile, and the memory of the whole process is counted"

# CPU time of each other thread by its native identity; None where the system does not tell.
Times = dict[int, int | None]


def times() -> Times:
    """What every other thread of Python has computed so far."""
    here = threading.get_native_id()
    others = [thread.native_id for thread in threading.enumerate()]
    return {thread_id: _cpu_time(thread_id) for thread_id in others if thread_id is not None and thread_id != here}


def ran_since(before: Times) -> bool:
    """True if another thread has run since then, or may have."""
    now = times()
    return now != before or None in now.values()


def _cpu_time(thread: int) -> int | None:
    if sys.platform != "linux":
        return None
    # The clock of a thread as pthread_getcpuclockid makes it: that function must not be asked of a thread that ends.
    try:
        return time.clock_gettime_ns(~thread << 3 | 6)
    except OSError:  # it has ended
        return None
