"""The functions of unified_arrays bound to dask: a conforming array-API namespace, without dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._dispatch.namespaces import load
from .backends import by_name

if TYPE_CHECKING:
    from unified_arrays import *  # noqa: F403

by_name("dask")  # which says how to install it, if it is not

from .backends.dask.dask_memory import DaskMemory  # noqa: E402, F401

load(__name__)
