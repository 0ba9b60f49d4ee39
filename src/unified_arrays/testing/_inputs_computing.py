"""Rows of functions beyond the standard that compute: statistics, calculus, comparisons, special functions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from ._rows import COMPLEX, OTHER, POSITIVE, REAL, SQUARE, TENSOR, UNIT, WHOLE, Row, rows


def _bool(function: Callable[..., Any]) -> Callable[..., Any]:
    """Of a function that returns a Python bool the same as an array."""
    return lambda *arguments, **options: np.asarray(function(*arguments, **options))


def _flat(function: Callable[..., Any]) -> Callable[..., Any]:
    """Of (counts, edges) one tuple."""

    def call(*arguments: Any, **options: Any) -> Any:
        counts, edges = function(*arguments, **options)
        return counts, *edges

    return call


_NEAR = OTHER + np.where(REAL > 0, 1e-9, 0.1)
_INFINITE = np.array([[np.inf, 1.0, -np.inf], [np.nan, 0.0, -1.0]])
_TALL = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 2.5], [1.5, 1.0]])

COMPARISONS = [
    Row("isclose", (OTHER, _NEAR), {"rtol": 1e-7}, also=()),
    Row("isclose", (WHOLE, 5), {"atol": 2.0}, also=(), label="number"),
    Row("allclose", (OTHER, OTHER), {}, _bool(np.allclose), also=("int32",)),
    Row("array_equal", (OTHER, OTHER), {}, _bool(np.array_equal), also=("int32",)),
    Row("array_equiv", (OTHER, OTHER[:1]), {}, _bool(np.array_equiv), also=()),
    Row("asarray_chkfinite", (REAL,), also=("int32",)),
    *rows("iscomplex isreal", COMPLEX, also=("complex64",)),
    *rows("iscomplex isreal", REAL, also=()),
    *rows("isneginf isposinf", _INFINITE, also=("float32",)),
]
PRODUCTS = [
    Row("dot", (SQUARE, SQUARE), also=("float32", "int64")),
    Row("dot", (TENSOR, OTHER.T), also=(), label="of three axes"),
    Row("inner", (REAL, OTHER), also=("float32",)),
    Row("kron", (SQUARE, UNIT[:2, :2]), also=("float32",)),
    Row("outer", (REAL, OTHER[1]), also=("float32",)),
    Row("vdot", (COMPLEX, OTHER), also=()),
]
LINEAR_ALGEBRA = [
    Row("linalg.norm", (REAL,), also=("float32", "complex128")),
    Row("linalg.norm", (TENSOR,), {"ord": 1, "axis": (0, 2), "keepdims": True}, label="of matrices"),
    Row("linalg.norm", (TENSOR,), {"ord": 3, "axis": 1}, also=(), label="of vectors"),
    Row("linalg.cond", (SQUARE,), also=()),
    Row("linalg.multi_dot", ([SQUARE, _TALL[:3], REAL[:2]],), also=()),
    Row(
        "linalg.solve_triangular",
        (SQUARE, SQUARE[:, :2]),
        {"lower": True},
        lambda a, b, lower: np.linalg.solve(np.tril(a), b),
    ),
]
_WITH_NAN = np.where(REAL > 2, np.nan, REAL)
_NUMBERS = np.array([1, 3, 1, 0, 3])

STATISTICS = [
    *rows("median", REAL),
    *rows("median", TENSOR, axis=(0, 2), keepdims=True, also=()),
    *rows("nanmedian", _WITH_NAN, axis=1),
    *rows("quantile nanquantile", REAL, 0.3),
    Row("quantile", (REAL, np.array([0.25, 0.5, 0.9])), {"axis": 1, "method": "hazen"}, also=(), label="several"),
    Row("quantile", (REAL, 0.3), {"axis": 0, "method": "lower", "keepdims": True}, also=("int32",), label="lower"),
    Row("nanpercentile", (_WITH_NAN, np.array([10.0, 60.0])), {"axis": 0}, also=()),
    Row("percentile", (REAL, 30), {"axis": 1}, also=()),
    *rows("nanmax nanmin nanmean nanstd nanvar nanprod", _WITH_NAN, axis=1),
    *rows("nancumprod nancumsum", _WITH_NAN, axis=0),
    *rows("nanargmax nanargmin", _WITH_NAN, axis=1, also=()),
    *rows("ptp", REAL, axis=1, also=("float32", "int32")),
    Row("cov", (REAL, OTHER), also=("float32",)),
    Row("corrcoef", (OTHER[:, :3],), {"rowvar": False}, also=()),
    Row("cumulative_max", (OTHER,), {"axis": 1}, lambda x, axis: np.maximum.accumulate(x, axis), also=("int32",)),
    Row("cumulative_min", (OTHER,), {"axis": 0}, lambda x, axis: np.minimum.accumulate(x, axis), also=()),
    Row("bincount", (_NUMBERS,), {"minlength": 6}, also=("int32",)),
    Row("bincount", (_NUMBERS, UNIT[0][[0, 1, 2, 3, 0]]), also=(), label="weighted"),
    Row("digitize", (REAL, np.array([-2.0, 0.5, 3.0])), also=("float32",)),
    Row("histogram_bin_edges", (REAL, 4), also=("float32",)),
]
_WHOLE_PAIR = (np.array([[12, -8, 0], [7, 9, 100]]), np.array([[18, 6, 5], [0, 6, 75]]))
_ANGLES = np.array([[0.0, 1.5, 4.0], [-3.0, 3.0, 9.5]])

ELEMENTARY = [
    *rows("angle exp2 cbrt deg2rad rad2deg degrees radians sinc i0 spacing", REAL),
    *rows("angle", COMPLEX, also=("complex64",)),
    *rows("fmax fmin", _WITH_NAN, OTHER),
    *rows("fmod", REAL, OTHER, also=("float32", "int32")),
    *rows("heaviside logaddexp2", REAL, OTHER, also=("float32",)),
    Row("float_power", (POSITIVE, OTHER), also=("float32",)),
    Row("ldexp", (REAL, WHOLE), also=()),
    *rows("gcd lcm", *_WHOLE_PAIR, also=("int32",)),
    Row("nan_to_num", (_INFINITE,), {"nan": 1.5, "posinf": 9.0, "neginf": -9.0}, also=("float32",)),
]
CALCULUS = [
    Row("interp", (REAL, np.array([-2.0, 0.5, 3.0, 4.0]), np.array([1.0, -1.0, 2.0, 5.0])), {"left": 9.0}, also=()),
    Row("trapezoid", (REAL,), {"dx": 0.5}, also=("float32",)),
    Row("trapezoid", (REAL, OTHER), {"axis": 0}, also=(), label="at points"),
    Row("convolve", (REAL[0], OTHER[1, :2]), {"mode": "same"}, also=("float32", "int64")),
    Row("correlate", (REAL[0], OTHER[1, :3]), {"mode": "full"}, also=("complex128",)),
    Row("ediff1d", (REAL,), also=("int32",)),
    Row("unwrap", (_ANGLES,), also=("float32",)),
    Row("polyval", (REAL[0], OTHER), also=("float32", "int64")),
    Row("polyfit", (np.array([-1.0, -0.3, 0.4, 1.0]), OTHER[0], 2), also=()),
    Row("polyadd", (REAL[0], OTHER[1, :2]), also=("int64",)),
    Row("polymul", (REAL[0], OTHER[1, :2]), also=()),
    Row("polyder", (REAL[0],), also=("int64",)),
    Row("polyint", (REAL[0],), also=()),
    Row("roots", (np.array([1.0, -3.0, 2.0]),), {}, lambda p: np.sort_complex(np.roots(p))[::-1], also=()),
    Row("vander", (REAL[0],), {"N": 3}, lambda x, N: np.vander(x, N), also=("int64",)),
]
CREATION = [
    Row("logspace", (0.0, 2.0, 5), backend_dtype=True),
    Row("geomspace", (-1.0, -50.0, 4), {"endpoint": False}, backend_dtype=True),
    *[Row(name, (6,), backend_dtype=True) for name in ("bartlett", "blackman", "hamming", "hanning")],
    Row("kaiser", (5, 2.5), backend_dtype=True),
]


def _special(name: str) -> Callable[..., Any]:
    """SciPy's function of that name, imported when a test calls it."""
    return lambda *arguments, **options: getattr(import_module("scipy.special"), name)(*arguments, **options)


SPECIAL = [
    *[Row(name, (REAL,), {}, _special(name)) for name in ("erf", "erfc")],
    *[Row(name, (POSITIVE,), {}, _special(name)) for name in ("gammaln", "digamma")],
    Row("erfinv", (UNIT,), {}, _special("erfinv")),
    Row("logsumexp", (REAL,), {"axis": 1}, _special("logsumexp")),
]

COMPUTING: list[Row] = [
    *COMPARISONS,
    *PRODUCTS,
    *LINEAR_ALGEBRA,
    *STATISTICS,
    *ELEMENTARY,
    *CALCULUS,
    *CREATION,
    *SPECIAL,
]

COMPUTING_SEVERAL: list[Row] = [
    Row("linalg.lstsq", (_TALL, _TALL[:, 0] ** 2), also=()),
    Row("histogram", (REAL, 4), also=("float32",)),
    Row("histogram", (REAL, np.array([-2.0, 0.5, 1.0, 5.0])), {"density": True}, also=(), label="of edges"),
    Row("divmod", (REAL, OTHER), also=("int32",)),
    *rows("frexp modf", REAL),
    Row("gradient", (REAL, 0.5, np.array([0.0, 1.0, 1.5, 4.0])), {"edge_order": 2}, also=("float32",)),
    Row("gradient", (REAL[0],), {}, lambda x: (np.gradient(x),), also=(), label="of one axis"),
    Row("histogram2d", (REAL[0], OTHER[1], 3), also=()),
    Row("histogramdd", (REAL[:, :2],), {"bins": (2, 3)}, _flat(np.histogramdd), also=()),
]
