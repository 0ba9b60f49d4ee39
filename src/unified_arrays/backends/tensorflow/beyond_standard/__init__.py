"""TensorFlow's own functions beyond the standard: those that do all that ours do, and what ours ask of TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arranging import ARRANGING
from .computing import COMPUTING

BEYOND_STANDARD: dict[str, Callable[..., Any]] = {**ARRANGING, **COMPUTING}
