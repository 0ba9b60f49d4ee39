"""NumPy's quick ways.

np.sum, np.reshape and many others are Python functions that find the array's method and call it, and array_api_compat
lays some more around them. The methods and the ufuncs take the same arguments and give the same results.
"""

from __future__ import annotations

import itertools
from operator import attrgetter

import numpy as np

from ..._common.dtypes import ALL, KIND_NAMES
from ..common.fast_paths import Way
from . import shorter

_X = "x, /"
_REDUCTION = "x, /, *, axis=None, keepdims=False"
_SUM = "x, /, *, axis=None, dtype=None, keepdims=False"
_SPREAD = "x, /, *, axis=None, correction=0.0, keepdims=False"
_RUNNING = "x, /, *, axis=None, dtype=None, include_initial=False"
_SORT = "x, /, *, axis=-1, descending=False, stable=True"
_BAND = "x, /, *, k=0"

_NEW = "shape, *, dtype=None, device=None"
_NEW_LIKE = "x, /, *, dtype=None, device=None"

_ALONG_AN_AXIS = "not include_initial and (axis is not None or x.ndim == 1)"

_HERE = "device is None"
# A function, not a method: subclasses may have methods of their own.
_ARRAY = "x.__class__ is ndarray"
_SOME_FLOAT64 = f"{_ARRAY} and x.dtype is FLOAT64 and x.size and (axis is None or axis.__class__ is int)"
_COUNT = "(x.size if axis is None else x.shape[axis])"
_HAS_AXIS = "axis.__class__ is int and -x.ndim <= axis < x.ndim"
_FEW = 1000  # elements, for which it is quicker to make more of them
_SMALL_MATRIX = f"x.ndim > 1 and x.size <= {_FEW} and k.__class__ is int"

# NumPy 2's own functions are the standard's; array_api_compat's wrappers of them are for NumPy 1.
OWN = {
    name: attrgetter(name)(np)
    for name in (
        "arange ceil empty empty_like eye floor linspace matmul sign trunc zeros "
        "unique_all unique_counts unique_inverse "
        "linalg.eigh linalg.qr linalg.slogdet linalg.solve linalg.svd linalg.svdvals "
        "fft.fft fft.fftshift fft.ifft fft.ifftshift fft.ihfft fft.rfft fft.rfftn"
    ).split()
}

WAYS = {
    "asarray": Way(
        "obj, /, *, dtype=None, device=None, copy=None", "np.asarray(obj, dtype)", f"{_HERE} and copy is None"
    ),
    "from_dlpack": Way("x, /, *, device=None, copy=None", "x", f"{_ARRAY} and device is copy is None"),
    "ones": Way(_NEW, "(new := np.empty(shape, dtype)).fill(1) or new", _HERE),
    "full": Way(
        "shape, fill_value, *, dtype=None, device=None",
        "(new := np.empty(shape, fill_value.__class__)).fill(fill_value) or new",
        f"{_HERE} and dtype is None and fill_value.__class__ in NUMBERS",
    ),
    "zeros_like": Way(_NEW_LIKE, "(new := np.empty_like(x, dtype)).fill(0) or new", _HERE),
    "ones_like": Way(_NEW_LIKE, "(new := np.empty_like(x, dtype)).fill(1) or new", _HERE),
    "full_like": Way(
        "x, /, fill_value, *, dtype=None, device=None",
        "(new := np.empty_like(x)).fill(fill_value) or new",
        f"{_HERE} and dtype is None and x.dtype is FLOAT64 and fill_value.__class__ in NUMBERS",
    ),
    **{
        f"fft.{name}": Way(
            "n, /, *, d=1.0, dtype=None, device=None", f"np.fft.{name}(n, d)", f"{_HERE} and dtype is None"
        )
        for name in ("fftfreq", "rfftfreq")
    },
    "sum": Way(_SUM, "np.add.reduce(x, axis, dtype, None, keepdims)", _ARRAY),
    "prod": Way(_SUM, "np.multiply.reduce(x, axis, dtype, None, keepdims)", _ARRAY),
    "max": Way(_REDUCTION, "np.maximum.reduce(x, axis, None, None, keepdims)", _ARRAY),
    "min": Way(_REDUCTION, "np.minimum.reduce(x, axis, None, None, keepdims)", _ARRAY),
    "all": Way(_REDUCTION, "np.logical_and.reduce(x, axis, bool, None, keepdims)", _ARRAY),
    "any": Way(_REDUCTION, "np.logical_or.reduce(x, axis, bool, None, keepdims)", _ARRAY),
    "mean": Way(_REDUCTION, f"np.add.reduce(x, axis, None, None, keepdims) / {_COUNT}", _SOME_FLOAT64),
    "var": Way(_SPREAD, "variance(x, axis, correction, keepdims)", f"{_SOME_FLOAT64} and correction < {_COUNT}"),
    "std": Way(
        _SPREAD, "np.sqrt(variance(x, axis, correction, keepdims))", f"{_SOME_FLOAT64} and correction < {_COUNT}"
    ),
    "average": Way(
        "x, /, *, axis=None, weights=None, keepdims=False",
        f"np.add.reduce(x, axis, None, None, keepdims) / {_COUNT}",
        f"weights is None and {_SOME_FLOAT64}",
    ),
    "count_nonzero": Way(
        _REDUCTION, "x.astype(bool, copy=False).sum(axis, np.intp, None, keepdims)", "axis is not None"
    ),
    "argmax": Way(_REDUCTION, "x.argmax(axis, keepdims=keepdims)"),
    "argmin": Way(_REDUCTION, "x.argmin(axis, keepdims=keepdims)"),
    "cumulative_sum": Way(_RUNNING, "x.cumsum(axis, dtype)", _ALONG_AN_AXIS),
    "cumulative_prod": Way(_RUNNING, "x.cumprod(axis, dtype)", _ALONG_AN_AXIS),
    "sort": Way(
        _SORT, "(new := x.copy('K')).sort(axis, 'stable' if stable else None) or new", "not descending and x.ndim"
    ),
    "argsort": Way(_SORT, "x.argsort(axis, 'stable' if stable else None)", "not descending and x.ndim"),
    "nonzero": Way(_X, "x.nonzero()", "x.ndim"),
    "searchsorted": Way(
        "x1, x2, /, *, side='left', sorter=None", "x1.searchsorted(x2, side, sorter)", "x2.__class__ is ndarray"
    ),
    "isin": Way(
        "x1, x2, /, *, invert=False",
        "(x1[..., None] != x2.ravel()).all(-1) if invert else (x1[..., None] == x2.ravel()).any(-1)",
        f"x1.dtype is x2.dtype and x1.ndim and x1.size * x2.size <= {_FEW}",
    ),
    "take": Way("x, indices, /, *, axis=None", "x.take(indices, axis)"),
    "take_along_axis": Way(
        "x, indices, /, *, axis=-1",
        "x[np.arange(x.shape[0])[:, None], indices] if axis else x[indices, np.arange(x.shape[1])]",
        "x.ndim == indices.ndim == 2 and indices.dtype.kind in 'iu' and axis.__class__ is int and -1 <= axis < 2",
    ),
    "repeat": Way("x, repeats, /, *, axis=None", "x.repeat(repeats, axis)"),
    "tile": Way(
        "x, repetitions, /",
        "x[None, :, None].repeat(repetitions[0], 0).repeat(repetitions[1], 2)"
        ".reshape(repetitions[0] * x.shape[0], repetitions[1] * x.shape[1])",
        "x.ndim == 2 and repetitions.__class__ is tuple and len(repetitions) == 2",
    ),
    "roll": Way(
        "x, /, shift, *, axis=None",
        "rolled(x, (shift,), (axis,)) if axis.__class__ is int else rolled(x, shift, axis)",
        f"0 < x.size <= {_FEW} and x.dtype.isnative and (axis.__class__ is int and shift.__class__ is int"
        " or axis.__class__ is tuple and shift.__class__ is tuple and len(axis) == len(shift) > 0)",
    ),
    "diff": Way(
        "x, /, *, axis=-1, n=1, prepend=None, append=None",
        "differences(x, axis, n)",
        f"prepend is append is None and n.__class__ is int and n > 0 and {_HAS_AXIS} and x.dtype.kind != 'b'",
    ),
    "stack": Way(
        "arrays, /, *, axis=0",
        "np.concatenate([x[(ALL,) * axis + NEW] for x in arrays], axis)",
        "axis.__class__ is int and axis >= 0",
    ),
    "meshgrid": Way(
        "*arrays, indexing='xy'",
        "grids(*arrays, indexing)",
        "len(arrays) == 2 and arrays[0].ndim == arrays[1].ndim == 1 and indexing in INDEXINGS",
    ),
    "unstack": Way("x, /, *, axis=0", "tuple(moved(x, axis, 0) if axis else x)", _HAS_AXIS),
    "tril": Way(_BAND, "np.where(band(x.shape, k), x, np.zeros(1, x.dtype))", _SMALL_MATRIX),
    "triu": Way(_BAND, "np.where(band(x.shape, k - 1), np.zeros(1, x.dtype), x)", _SMALL_MATRIX),
    "reshape": Way("x, /, shape, *, copy=None", "x.reshape(shape)", "copy is None"),
    "permute_dims": Way("x, /, axes", "x.transpose(axes)"),
    "moveaxis": Way(
        "x, source, destination, /",
        "moved(x, source, destination)",
        "source.__class__ is int and destination.__class__ is int and -x.ndim <= destination < x.ndim",
    ),
    "flip": Way(
        "x, /, *, axis=None",
        "x[REVERSED * x.ndim] if axis is None else x[(ALL,) * (axis % x.ndim) + REVERSED]",
        f"axis is None or {_HAS_AXIS}",
    ),
    "broadcast_shapes": Way("*shapes", "np.broadcast(*[np.empty(shape, NOTHING) for shape in shapes]).shape"),
    "isdtype": Way("dtype, kind", "IS_OF_KIND[dtype, kind]"),
    "squeeze": Way("x, /, axis", "x.squeeze(axis)"),
    "expand_dims": Way(
        "x, /, axis",
        "x[(ALL,) * (axis % (x.ndim + 1)) + NEW]",
        "axis.__class__ is int and -x.ndim - 1 <= axis <= x.ndim",
    ),
    "matrix_transpose": Way(_X, "x.mT"),
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
    # For two matrices np.tensordot is np.dot.
    "tensordot": Way(
        "x1, x2, /, *, axes=2", "x1.dot(x2)", "axes.__class__ is int and axes == 1 and x1.ndim == x2.ndim == 2"
    ),
    "einsum": Way(
        "subscripts, /, *operands",
        "np.einsum(subscripts, *operands)",
        "subscripts.__class__ is str and len(operands) == 2 and operands[0].dtype is operands[1].dtype"
        " and operands[0].dtype.isnative",
    ),
    "linalg.outer": Way("x1, x2, /", "np.multiply(x1[:, None], x2)", "x1.ndim == x2.ndim == 1"),
    "linalg.cross": Way(
        "x1, x2, /, *, axis=-1",
        "crossed(x1, x2)",
        "axis == -1 and x1.dtype is x2.dtype and x1.dtype.isnative and x1.shape == x2.shape and x1.shape[-1] == 3",
    ),
    "linalg.diagonal": Way("x, /, *, offset=0", "x.diagonal(offset, -2, -1)"),
    "linalg.trace": Way("x, /, *, offset=0, dtype=None", "x.trace(offset, -2, -1, dtype)"),
    "linalg.matrix_rank": Way("x, /, *, rtol=None", "np.linalg.matrix_rank(x, rtol=rtol)", "x.ndim > 1 and x.size"),
    "linalg.matrix_norm": Way(
        "x, /, *, keepdims=False, ord='fro'",
        "np.sqrt(np.add.reduce(np.multiply(x, x), (-2, -1), None, None, keepdims))",
        f"{_ARRAY} and x.dtype.char in 'fd' and ord.__class__ is str and ord == 'fro'",
    ),
    "linalg.vector_norm": Way(
        "x, /, *, axis=None, keepdims=False, ord=2",
        "np.sqrt(np.add.reduce(np.multiply(x, x), axis, None, None, keepdims))",
        f"{_ARRAY} and x.dtype.char in 'fd' and {_HAS_AXIS} and ord.__class__ in NUMBERS and ord == 2",
    ),
}

_PAIRS = list(itertools.product(map(np.dtype, (name for name in ALL if name != "bfloat16")), sorted(KIND_NAMES)))

# What the rows refer to, besides their parameters.
NAMES = {
    **vars(shorter),
    "np": np,
    "ndarray": np.ndarray,
    "FLOAT64": np.dtype("float64"),
    "NOTHING": np.dtype([]),  # elements without memory
    "IS_OF_KIND": {pair: np.isdtype(*pair) for pair in _PAIRS},
    "NUMBERS": (int, float),
    "INDEXINGS": ("xy", "ij"),
}
REFUSALS = (AttributeError, LookupError, OverflowError, TypeError, ValueError)
