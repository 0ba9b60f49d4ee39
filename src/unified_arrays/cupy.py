"""The functions of unified_arrays bound to CuPy: a conforming array-API namespace, without dispatch."""

import unified_arrays as _unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._dispatch.namespaces import load as _load

_load(__name__)
