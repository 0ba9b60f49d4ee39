"""The signatures of `unified_arrays.np` are NumPy's own: names, kinds and order of parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy
import pytest

import unified_arrays.np as np

# Parameters of NumPy's that are left out: what they are for is nothing that arrays of all backends have.
LEFT_OUT = {
    "signature": "the loop of a ufunc",
    "like": "arrays of other libraries",
    "ndmax": "lists that stay lists (NumPy 2.4)",
    "axes": "of ufuncs: axes of each operand",
}
# What older versions that are supported still have, and NumPy 2.4 has not: parameters that were deprecated long before.
GONE = {
    "corrcoef": {"bias", "ddof"},
    "reshape": {"newshape"},
    **{name: {"interpolation"} for name in ("quantile", "percentile", "nanquantile", "nanpercentile")},
}
# Where NumPy's signature says less than its documentation does, or ours takes more.
APART = {
    "bitwise_count": "no options of ufuncs",
    "arange": "NumPy's is written in C",
    "clip": "options of ufuncs by name",
    "histogram2d": "the same parameters",
    "einsum": "the same parameters",
    "divmod": "no options of ufuncs: two results",
    "frexp": "no options of ufuncs: two results",
    "modf": "no options of ufuncs: two results",
    "vecdot": "no options of ufuncs",
    "piecewise": "the same parameters",
    "pad": "the same parameters",
    "linspace": "the same parameters",
    "linalg.tensordot": "the same parameters",
}


def signature_of(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def public(namespace: Any, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}{name}": getattr(namespace, name)
        for name in namespace.__all__
        if inspect.isfunction(getattr(namespace, name))
    }


FUNCTIONS = {**public(np, ""), **public(np.linalg, "linalg."), **public(np.fft, "fft.")}


def numpys(name: str) -> Any:
    found: Any = numpy
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - set(APART)))
def test_the_parameters_are_numpys(name: str) -> None:
    theirs = signature_of(numpys(name)) if numpys(name) is not None else None
    if theirs is None:
        assert name in WITHOUT_SIGNATURE or numpys(name) is not None
        return
    ours = inspect.signature(FUNCTIONS[name])
    apart = LEFT_OUT.keys() | GONE.get(name, set())
    wanted, found = (
        [(parameter.name, parameter.kind) for parameter in signature.parameters.values() if parameter.name not in apart]
        for signature in (theirs, ours)
    )
    assert found[: len(wanted)] == wanted
    assert {kind for _, kind in found[len(wanted) :]} <= {inspect.Parameter.KEYWORD_ONLY}  # such as device=


# Of ours alone.
WITHOUT_SIGNATURE = {"use_default_dtype"}


def test_every_function_has_a_docstring() -> None:
    assert not [name for name, function in FUNCTIONS.items() if not function.__doc__]
