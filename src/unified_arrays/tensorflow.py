"""The functions of unified_arrays bound to TensorFlow: a conforming array-API namespace, without dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import unified_arrays  # every function is declared before the namespace is filled  # noqa: F401

from ._core.namespaces import fixed_namespace

if TYPE_CHECKING:
    from unified_arrays import *  # noqa: F403

globals().update(fixed_namespace("tensorflow"))

from .array_api_tensorflow import ArrayVariable  # noqa: E402, F401
