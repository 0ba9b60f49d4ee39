"""The namespace of NumPy's arrays: array_api_compat's, and what is above it, one layer on the other.

`python -m unified_arrays matrix isin` shows which layers a function has.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ..common.fast_paths import layer_of
from ..common.numpy_dtypes import fitting_of
from .fast_paths import FAST_PATHS, OWN
from .namespace_fixes import FIXES, compat


def _python_scalars(namespace: ModuleType) -> dict[str, Any]:
    """Functions for Python scalars that are out of range of a dtype.

    Ufuncs refuse these. np.where (2.4) wraps them; np.searchsorted compares 2**63 with int64 in float64.
    """
    fitting = fitting_of(namespace)
    searching = {name: fitting.searching(name, getattr(namespace, name)) for name in ("isin", "searchsorted")}
    return {"where": fitting.where(namespace.where), "clip": fitting.clip(namespace.clip), **searching}


NAMESPACE = composed(
    compat,
    framework_functions=OWN,
    extras=extras_of(compat, np.einsum),
    namespace_fixes=FIXES,
    python_scalars=_python_scalars,
    fast_paths=layer_of(FAST_PATHS),
)
