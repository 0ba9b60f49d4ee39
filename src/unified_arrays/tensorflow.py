"""The functions of unified_arrays bound to TensorFlow: a conforming array-API namespace, without dispatch."""

import unified_arrays as _unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._dispatch.namespaces import load as _load
from .backends import by_name as _by_name

_by_name("tensorflow")  # which says how to install it, if it is not

from .array_api_tensorflow import (  # noqa: E402
    ArraySlice,  # noqa: F401
    ArrayVariable,  # noqa: F401
    disable_array_api_behavior,  # noqa: F401
    enable_array_api_behavior,  # noqa: F401
)

_load(__name__)
