"""NumPy's quick ways.

np.sum, np.reshape and many others are Python functions that find the array's method and call it, and array_api_compat
lays some more around them. The methods take the same arguments and give the same results.
"""

from __future__ import annotations

import numpy as np

from ._quick import Way

_X = "x, /"
_REDUCTION = "x, /, *, axis=None, keepdims=False"
_SUM = "x, /, *, axis=None, dtype=None, keepdims=False"
_SPREAD = "x, /, *, axis=None, correction=0.0, keepdims=False"
_RUNNING = "x, /, *, axis=None, dtype=None, include_initial=False"
_SORT = "x, /, *, axis=-1, descending=False, stable=True"

_NEW = "shape, *, dtype=None, device=None"
_NEW_LIKE = "x, /, *, dtype=None, device=None"
_OF_ANYTHING = "obj, /, *, dtype=None, device=None, copy=None"

_ALONG_AN_AXIS = "not include_initial and (axis is not None or x.ndim == 1)"

_HERE = "device is None"

WAYS = {
    "asarray": Way(
        "obj, /, *, dtype=None, device=None, copy=None", "np.asarray(obj, dtype)", f"{_HERE} and copy is None"
    ),
    "empty": Way(_NEW, "np.empty(shape, dtype)", _HERE),
    "zeros": Way(_NEW, "np.zeros(shape, dtype)", _HERE),
    "ones": Way(_NEW, "np.ones(shape, dtype)", _HERE),
    "full": Way("shape, fill_value, *, dtype=None, device=None", "np.full(shape, fill_value, dtype)", _HERE),
    "empty_like": Way(_NEW_LIKE, "np.empty_like(x, dtype)", _HERE),
    "zeros_like": Way(_NEW_LIKE, "np.zeros_like(x, dtype)", _HERE),
    "ones_like": Way(_NEW_LIKE, "np.ones_like(x, dtype)", _HERE),
    "full_like": Way("x, /, fill_value, *, dtype=None, device=None", "np.full_like(x, fill_value, dtype)", _HERE),
    "sum": Way(_SUM, "x.sum(axis, dtype, None, keepdims)"),
    "prod": Way(_SUM, "x.prod(axis, dtype, None, keepdims)"),
    "max": Way(_REDUCTION, "x.max(axis, None, keepdims)"),
    "min": Way(_REDUCTION, "x.min(axis, None, keepdims)"),
    "all": Way(_REDUCTION, "x.all(axis, keepdims=keepdims)"),
    "any": Way(_REDUCTION, "x.any(axis, keepdims=keepdims)"),
    "mean": Way(_REDUCTION, "x.mean(axis, None, None, keepdims)"),
    "std": Way(_SPREAD, "x.std(axis, None, None, correction, keepdims)"),
    "var": Way(_SPREAD, "x.var(axis, None, None, correction, keepdims)"),
    "argmax": Way(_REDUCTION, "x.argmax(axis, keepdims=keepdims)"),
    "argmin": Way(_REDUCTION, "x.argmin(axis, keepdims=keepdims)"),
    "cumulative_sum": Way(_RUNNING, "x.cumsum(axis, dtype)", _ALONG_AN_AXIS),
    "cumulative_prod": Way(_RUNNING, "x.cumprod(axis, dtype)", _ALONG_AN_AXIS),
    "argsort": Way(_SORT, "x.argsort(axis, 'stable' if stable else None)", "not descending and x.ndim"),
    "nonzero": Way(_X, "x.nonzero()", "x.ndim"),
    "searchsorted": Way("x1, x2, /, *, side='left', sorter=None", "x1.searchsorted(x2, side, sorter)"),
    "take": Way("x, indices, /, *, axis=None", "x.take(indices, axis)"),
    "repeat": Way("x, repeats, /, *, axis=None", "x.repeat(repeats, axis)"),
    "reshape": Way("x, /, shape, *, copy=None", "x.reshape(shape)", "copy is None"),
    "permute_dims": Way("x, /, axes", "x.transpose(axes)"),
    "squeeze": Way("x, /, axis", "x.squeeze(axis)"),
    "expand_dims": Way("x, /, axis", "x[None]", "axis.__class__ is int and axis == 0"),
    "matrix_transpose": Way(_X, "x.mT"),
    "matmul": Way("x1, x2, /", "np.matmul(x1, x2)"),
    "real": Way(_X, "x.real"),
    "imag": Way(_X, "x.imag"),
    "round": Way(_X, "x.round()"),
    # Complex numbers could lose their imaginary part, which the whole function refuses.
    "astype": Way(
        "x, dtype, /, *, copy=True, device=None",
        "x.astype(dtype, copy=copy)",
        "device is None and x.dtype.kind != 'c'",
    ),
    # Of float64, which holds every Python number that can be a bound.
    "clip": Way(
        "x, /, min=None, max=None",
        "x.clip(min, max)",
        "x.dtype.char == 'd' and min.__class__ in NUMBERS and max.__class__ in NUMBERS",
    ),
    "linalg.diagonal": Way("x, /, *, offset=0", "x.diagonal(offset, -2, -1)"),
    "linalg.trace": Way("x, /, *, offset=0, dtype=None", "x.trace(offset, -2, -1, dtype)"),
}

# What the rows refer to, besides their parameters.
NAMES = {"np": np, "NUMBERS": (int, float)}
REFUSALS = (AttributeError, OverflowError, TypeError)
