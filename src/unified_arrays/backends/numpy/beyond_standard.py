"""NumPy's own functions beyond the standard: those that do all that ours do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

JOINING: dict[str, Callable[..., Any]] = {
    name: getattr(np, name) for name in "column_stack diag diagflat dstack hstack vstack".split()
}

BEYOND_STANDARD: dict[str, Callable[..., Any]] = {**JOINING}
