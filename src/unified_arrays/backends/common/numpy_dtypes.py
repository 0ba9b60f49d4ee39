"""NumPy's dtypes, which are those of other frameworks, too, and Python scalars beside arrays of them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from ..._common.dtypes import ALL
from ..._common.python_scalars import Fitting

DTYPES = {name: np.dtype(name) for name in ALL if name != "bfloat16"}
_NAMES = {native: name for name, native in DTYPES.items()}


def _name_of(x: Any) -> str | None:
    """The name of an array's dtype; None of a Python number, beside which a np.float64 is taken for the number."""
    return _NAMES.get(getattr(x, "dtype", None))  # type: ignore[arg-type]


def fitting_of(namespace: ModuleType) -> Fitting:
    """What makes functions of a namespace take Python scalars that are out of range of a dtype."""
    return Fitting(lambda name: getattr(namespace, name), _name_of, lambda: "float64")


def python_scalars(namespace: ModuleType) -> dict[str, Any]:
    """The layer of a namespace for all Python scalars."""
    return fitting_of(namespace).all()
