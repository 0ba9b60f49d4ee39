"""PyTorch's part in functions beyond the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def _values_are_known() -> bool:
    return not torch.compiler.is_compiling()


# What functions for every backend ask of a program.
OF_PROGRAMS: dict[str, Callable[..., Any]] = {"values_are_known": _values_are_known}

BEYOND_STANDARD: dict[str, Callable[..., Any]] = {**OF_PROGRAMS}
