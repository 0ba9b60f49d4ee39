"""How PyTorch's own writes use memory, for `python -m unified_arrays memory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def steps() -> list[tuple[str, Callable[[Any, Any], Any]]]:
    """The text of each step, and a function of (an array, ones of its shape) that returns the array to examine."""
    return [
        ("x = torch.add(x, 1)", lambda x, ones: torch.add(x, 1)),
        ("torch.add(x, 1, out=x)", lambda x, ones: torch.add(x, 1, out=x)),
        ("x.add_(1)", lambda x, ones: x.add_(1)),
        ("x = x.clone()", lambda x, ones: x.clone()),
        ("x = x[::2]", lambda x, ones: x[::2]),
    ]
