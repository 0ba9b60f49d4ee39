"""Plugin of pytest: one more library for array_api_extra's own tests, a fixed namespace of this package.

Their `library` is an enumeration with a member for each library, and `xp` what `array_namespace` returns for one of its
arrays. Here the enumeration has one member more, whose xp is the namespace that UNIFIED_ARRAYS_TESTED names.
"""

from __future__ import annotations

import importlib
import os
from enum import Enum
from types import ModuleType

import array_api_extra._lib._backends as libraries
import pytest

MODULE = os.environ["UNIFIED_ARRAYS_TESTED"]

_THEIRS = libraries.Backend


class Backend(Enum):
    """Theirs, and UNIFIED_ARRAYS."""

    _ignore_ = ("member",)
    for member in _THEIRS:
        locals()[member.name] = member.value
    UNIFIED_ARRAYS = MODULE

    modname = _THEIRS.modname
    like = _THEIRS.like
    pytest_param = _THEIRS.pytest_param


libraries.Backend = Backend  # type: ignore[misc]


@pytest.fixture
def infinity() -> float:
    """The largest number of the default dtype; theirs is float32's for PyTorch alone."""
    xp = importlib.import_module(MODULE)
    return float(xp.finfo(xp.__array_namespace_info__().default_dtypes()["real floating"]).max)


@pytest.hookimpl(tryfirst=True)
def pytest_plugin_registered(plugin: object) -> None:
    """Their conftest asks array_namespace for xp: for arrays of PyTorch it would be array_api_compat's."""
    if isinstance(plugin, ModuleType) and plugin.__name__.endswith("conftest") and hasattr(plugin, "np_compat"):
        plugin.array_namespace = lambda *arrays: importlib.import_module(MODULE)  # type: ignore[attr-defined]
        plugin.infinity = infinity  # type: ignore[attr-defined]
