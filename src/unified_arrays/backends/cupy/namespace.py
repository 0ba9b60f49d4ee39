"""The namespace of CuPy's arrays: array_api_compat's, and what is above it, one layer on the other."""

from __future__ import annotations

import cupy

from ..._agnostic.extras import extras_of
from ..._agnostic.namespaces import composed
from ..common.numpy_dtypes import python_scalars
from .namespace_fixes import FIXES, xp

NAMESPACE = composed(
    xp,
    namespace_fixes=FIXES,
    extras=lambda namespace: extras_of(namespace, cupy.einsum),
    python_scalars=python_scalars,
)
