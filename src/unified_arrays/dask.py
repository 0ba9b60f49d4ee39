"""The functions of unified_arrays bound to dask: a conforming array-API namespace, without dispatch."""

import unified_arrays as _unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._dispatch.namespaces import load as _load
from .backends import by_name as _by_name

_by_name("dask")  # which says how to install it, if it is not

from .backends.dask.dask_memory import DaskMemory  # noqa: E402, F401

_load(__name__)
