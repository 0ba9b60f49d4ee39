"""The ratio to the framework's own call by the number of elements, from 1 on; float32."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .calls import names_for, own_calls
from .records import Record
from .timing import Effort, timed

CASES = ("add", "add out=", "add into an input")
BYTES_PER_ELEMENT = 4 * 8  # three arrays, and what lives for a moment, with room to spare


def measure(backend: str, effort: Effort, largest: int) -> Iterator[Record | tuple[str, str, str, str]]:
    """Sizes 1, 10, 100, ... up to `largest`, as far as the memory reaches."""
    size = 1
    while size <= largest:
        if size * BYTES_PER_ELEMENT > available_bytes():
            yield "sizes", backend, f"{size:.0e} elements", "they do not fit into the free memory"
            return
        names = names_for(backend, size)
        for case in CASES:
            calls = own_calls(backend, case, names, fixed=False)
            one = timed(calls, effort)["ours"]
            yield Record(
                "sizes", backend, case, "ours", one.ratio, case != "add", one.low, one.high, one.seconds,
                size=size, text=calls["ours"].text, native=calls["native"].text,
            )  # fmt: skip
        size *= 10


def available_bytes() -> int:
    """Of memory, where the system tells; else enough for any size."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 2**62
