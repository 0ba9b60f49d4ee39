"""How NumPy's own writes use memory, for `python -m unified_arrays memory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def steps() -> list[tuple[str, Callable[[Any, Any], Any]]]:
    """The text of each step, and a function of (an array, ones of its shape) that returns the array to examine."""
    return [
        ("x = np.add(x, 1)", lambda x, ones: np.add(x, 1)),
        ("np.add(x, 1, out=x)", lambda x, ones: np.add(x, 1, out=x)),
        ("x = x[::2]", lambda x, ones: x[::2]),
        ("x = x.astype(x.dtype)", lambda x, ones: x.astype(x.dtype)),
    ]
