"""How many processors a process has: frameworks count those that there are, which in a container are the host's."""

from __future__ import annotations

import math
import os
from pathlib import Path

QUOTAS = (Path("/sys/fs/cgroup/cpu.max"),)  # "200000 100000" or "max 100000": of so many microseconds, so many


def schedulable() -> int:
    """The processors that the system lets this process run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usable() -> int:
    """The processors whose time this process may use: fewer, where a container has a quota."""
    there = schedulable()
    for path in QUOTAS:
        if path.is_file():
            allowed, period, *_ = [*path.read_text(encoding="ascii").split(), "", ""]
            if allowed.isdigit() and period.isdigit():
                there = min(there, max(1, math.ceil(int(allowed) / int(period))))
    return there


def waiting() -> float:
    """How many more tasks want to compute, in the last minute, than there are processors; 0.0 where nobody tells."""
    if not hasattr(os, "getloadavg"):  # Windows
        return 0.0
    return max(0.0, os.getloadavg()[0] - (os.cpu_count() or 1))
