"""Calls of functions on a backend, compared with NumPy's of the same name."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import unified_arrays as ua
from frameworks import function_of

from support import arrays_of, assert_same, is_of


def numpy_function(name: str) -> Callable[..., Any]:
    found: Any = np
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def check(
    backend: str,
    name: str,
    *arguments: Any,
    oracle: Callable[..., Any] | None = None,
    dtype: bool = True,
    tolerance: float = 8.0,
    **options: Any,
) -> None:
    """The call gives what NumPy gives; `dtype` False: in the backend's own default dtype."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # NumPy warns of slices that hold nothing but NaN
        expected = (oracle or numpy_function(name))(*arguments, **options)
        own = {key: arrays_of(backend, value) for key, value in options.items()}
        found = function_of(name)(*arrays_of(backend, list(arguments)), **own)
    several = isinstance(expected, tuple)
    pairs = zip(found, expected, strict=True) if several else [(found, expected)]
    shown = [one.tolist() if isinstance(one, np.ndarray) else one for one in arguments]
    for one, wanted in pairs:
        assert is_of(backend, one)
        # Integers have the backend's own floating dtype as their result.
        same_dtype = dtype and (
            backend in ("numpy", "strict") or np.asarray(wanted).dtype.kind != "f" or _floats(arguments)
        )
        assert_same(one, wanted, dtype=same_dtype, tolerance=tolerance, label=f"{name}({shown}, {options})")
    assert ua.is_array(found) or several


def _floats(arguments: Any) -> bool:
    return any(isinstance(one, np.ndarray) and one.dtype.kind in "fc" for one in arguments)
