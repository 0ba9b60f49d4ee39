"""The functions of unified_arrays bound to PyTorch: a conforming array-API namespace, without dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._dispatch.namespaces import load

if TYPE_CHECKING:
    from unified_arrays import *  # noqa: F403

load(__name__)
