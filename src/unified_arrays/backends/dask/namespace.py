"""The namespace of dask's arrays: array_api_compat's, and what is above it, one layer on the other."""

from __future__ import annotations

import dask.array as da

from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ..common.held_values import all_taking_held
from ..common.numpy_dtypes import python_scalars
from .checks import checking
from .namespace_fixes import FIXES, xp
from .values import taking_memory

NAMESPACE = composed(
    xp,
    namespace_fixes=FIXES,
    checks=checking,
    extras=lambda namespace: extras_of(namespace, da.einsum),
    python_scalars=python_scalars,
    held_values=lambda namespace: all_taking_held(namespace, taking_memory),
)
