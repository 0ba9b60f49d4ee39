"""Where the elements of a memory map are in its file."""

from __future__ import annotations

import mmap
import os
from typing import Any

import numpy as np


def place_in_file(x: Any) -> tuple[Any, ...] | None:
    """The file, the first byte and the end there, and the layout of an ndarray over a memory map; None of any other."""
    root = x
    while isinstance(root, np.ndarray) and not isinstance(root.base, mmap.mmap):
        root = root.base
    if not isinstance(root, np.memmap) or root.filename is None:
        return None
    low, high = np.lib.array_utils.byte_bounds(x)
    start, _ = np.lib.array_utils.byte_bounds(root)
    first = root.offset + low - start
    return os.path.realpath(root.filename), first, first + high - low, x.strides, x.dtype.str
