"""One row of inputs for each function: what drives every promise on every backend.

A row names the arguments as NumPy arrays (in lists, for functions of several arrays), the options, and the NumPy
function that is the oracle. `also` names further dtypes in which the arrays of the row are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

UNIT = np.array([[0.1, 0.25, 0.5, 0.7], [0.9, 0.3, 0.625, 0.8], [0.15, 0.45, 0.55, 0.95]])
REAL = np.array([[-1.5, 2.0, 0.5, -3.25], [4.0, -0.5, 2.5, 1.0], [7.0, -2.0, 0.0, 3.5]])
OTHER = np.array([[2.0, -1.0, 1.5, 3.0], [-4.0, 1.5, 2.5, -1.0], [3.0, 5.0, -2.0, 3.5]])
POSITIVE = np.array([[1.0, 2.0, 1.5, 3.0], [4.0, 1.25, 2.5, 1.0], [7.0, 2.0, 1.0, 3.5]])
COLUMN = np.array([[2.0], [3.0], [0.5]])
WHOLE = np.array([[5, -3, 2, 7], [0, 4, -6, 1], [9, -8, 3, 2]])
OTHER_WHOLE = np.array([[2, 3, -2, 4], [1, -5, 6, 2], [-4, 3, 7, 1]])
COUNTS = np.array([[1, 0, 2, 3], [0, 1, 2, 1], [3, 2, 0, 1]])
TRUTH = np.array([[True, False, True, True], [False, False, True, False], [True, True, False, True]])
OTHER_TRUTH = np.array([[True, True, False, True], [False, True, True, False], [False, False, False, True]])
COMPLEX = REAL + 1j * OTHER
OTHER_COMPLEX = OTHER - 1j * UNIT
SQUARE = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
TENSOR = np.arange(24.0).reshape(2, 3, 4) - 7.5

INTEGERS = ("int8", "int16", "int32", "int64", "uint8")
FLOATS = ("float32",)
COMPLEXES = ("complex64", "complex128")


@dataclass(frozen=True)
class Row:
    function: str
    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)
    oracle: Callable[..., Any] | None = None  # None: the function of that name in NumPy
    also: tuple[str, ...] = FLOATS
    backend_dtype: bool = False  # the default dtype is the backend's own: values are compared, not dtypes
    label: str = ""

    def __str__(self) -> str:
        return f"{self.function}{'-' if self.label else ''}{self.label}"

    def expected(self) -> Any:
        return self.reference(*self.arguments, **self.options)

    @property
    def reference(self) -> Callable[..., Any]:
        if self.oracle is not None:
            return self.oracle
        found: Any = np
        for part in self.function.split("."):
            found = getattr(found, part)
        return found  # type: ignore[no-any-return]

    def in_dtype(self, dtype: str) -> Row:
        """The same row with every array in another dtype."""
        arguments = tuple(_cast(one, dtype) for one in self.arguments)
        return Row(self.function, arguments, self.options, self.oracle, (), self.backend_dtype, f"{self.label}{dtype}")


def _cast(argument: Any, dtype: str) -> Any:
    if isinstance(argument, np.ndarray):
        return (np.abs(argument) if dtype.startswith("u") else argument).astype(dtype)
    return [_cast(one, dtype) for one in argument] if isinstance(argument, list) else argument


def _rows(names: str, *arguments: Any, also: tuple[str, ...] = FLOATS, **options: Any) -> list[Row]:
    """A row for each of several functions that take the same inputs."""
    return [Row(name, arguments, options, also=also) for name in names.split()]


ELEMENTWISE = [
    *_rows("acos asin atanh", UNIT, also=("float32", *COMPLEXES)),
    *_rows("acosh log log10 sqrt", POSITIVE, also=("float32", *COMPLEXES)),
    *_rows("log1p log2 reciprocal", POSITIVE),
    *_rows("asinh atan cos cosh exp sin sinh tan tanh", REAL, also=("float32", *COMPLEXES)),
    *_rows("expm1", REAL),
    *_rows("ceil floor round trunc", REAL, also=("float32", "int32", "uint8")),
    *_rows("sign", REAL, also=("float32", "int8", "int64")),
    *_rows("abs negative positive square", REAL, also=("float32", "int8", "int32", "int64", *COMPLEXES)),
    *_rows("isfinite isinf isnan", REAL, also=("float32", "int32", *COMPLEXES)),
    *_rows("signbit", REAL),
    *_rows("conj imag real", COMPLEX, also=("complex64",)),
    *_rows("logical_not", TRUTH, also=()),
    *_rows("bitwise_invert", WHOLE, also=("int8", "int16", "int32", "uint8", "bool")),
    *_rows("add multiply", REAL, OTHER, also=("float32", *INTEGERS, *COMPLEXES)),
    *_rows("subtract", REAL, OTHER, also=("float32", *INTEGERS, *COMPLEXES)),
    *_rows("divide", REAL, OTHER, also=("float32", *COMPLEXES)),
    *_rows("atan2 copysign hypot logaddexp nextafter", REAL, OTHER),
    *_rows("floor_divide remainder", REAL, OTHER, also=("float32", "int8", "int32", "int64")),
    *_rows("maximum minimum", REAL, OTHER, also=("float32", *INTEGERS)),
    *_rows("greater greater_equal less less_equal", REAL, OTHER, also=("float32", *INTEGERS)),
    *_rows("equal not_equal", REAL, OTHER, also=("float32", "bool", *INTEGERS, *COMPLEXES)),
    *_rows("pow", POSITIVE, OTHER, also=("float32", *COMPLEXES)),
    *_rows("logical_and logical_or logical_xor", TRUTH, OTHER_TRUTH, also=()),
    *_rows("bitwise_and bitwise_or bitwise_xor", WHOLE, OTHER_WHOLE, also=("int8", "int16", "int32", "uint8", "bool")),
    *_rows("bitwise_left_shift bitwise_right_shift", WHOLE, COUNTS, also=("int8", "int16", "int32", "uint8")),
    Row("clip", (REAL, -1.0, 2.5), also=("float32",)),
]


def _tiled(row: Row) -> Row:
    """The row with arrays large enough for the vector loops of the frameworks."""
    arguments = tuple(np.tile(one, (4, 5)) if isinstance(one, np.ndarray) else one for one in row.arguments)
    return Row(row.function, arguments, row.options, row.oracle, row.also, row.backend_dtype, f"{row.label}large")


LARGE = [_tiled(row) for row in ELEMENTWISE]

BROADCAST = [
    Row("add", (REAL, COLUMN), label="column"),
    Row("add", (REAL, 2.5), label="number"),
    Row("subtract", (2.5, REAL), label="number first"),
    Row("multiply", (COLUMN, OTHER[0]), label="outer"),
    Row("divide", (REAL, np.array(4.0)), label="0-d"),
    Row("maximum", (REAL, 0.5), label="number"),
    Row("less", (0.5, REAL), label="number first"),
    Row("exp", (np.empty((0, 3)),), label="empty"),
    Row("add", (np.array(1.5), np.array(2.0)), label="0-d both"),
    Row("clip", (REAL, COLUMN, None), label="column"),
    Row("logical_or", (TRUTH, np.array([[True], [False], [True]])), also=(), label="column"),
]

REDUCTIONS = [
    *_rows("max min", REAL, also=("float32", *INTEGERS)),
    *_rows("max min sum prod", TENSOR, axis=(0, 2), keepdims=True),
    *_rows("sum prod", UNIT, also=("float32", "int8", "int32", "int64", *COMPLEXES)),
    *_rows("sum prod mean std var max min", UNIT, axis=1),
    *_rows("mean", UNIT, also=("float32", *COMPLEXES)),
    *_rows("std var", UNIT),
    *_rows("all any", TRUTH, axis=-1, also=("int32", "float32")),
    *_rows("all any", TRUTH, also=()),
    *_rows("argmax argmin", OTHER, axis=1, also=("float32", "int32")),
    *_rows("argmax argmin", UNIT),
    *_rows("count_nonzero", WHOLE, axis=0, also=("float32", "bool")),
    Row("sum", (UNIT,), {"axis": 0, "dtype": "float32"}, label="dtype"),
    Row("sum", (np.empty((0, 3)),), {"axis": 0}, label="empty"),
    Row(
        "var",
        (UNIT,),
        {"axis": 0, "correction": 1.0},
        lambda x, axis, correction: np.var(x, axis, ddof=correction),
        label="c",
    ),
]

CREATION = [
    Row("arange", (1, 20, 3)),
    Row("arange", (2.5,), {"dtype": "float64"}, lambda *a, dtype: np.arange(*a, dtype=dtype), label="dtype"),
    Row("asarray", ([[1, 2], [3, 4]],)),
    Row("asarray", (REAL,), {"copy": True}, label="copy"),
    Row("eye", (3, 4), {"k": 1, "dtype": "float32"}, lambda n, m, **o: np.eye(n, m, **o)),
    Row("full", ((2, 3), 7)),
    Row("full_like", (REAL, 7.0)),
    Row("linspace", (0.0, 1.0, 5), backend_dtype=True),
    Row("linspace", (0.0, 1.0), {"num": 4, "endpoint": False}, backend_dtype=True, label="open"),
    Row("ones", ((2, 3),), backend_dtype=True),
    Row("zeros", (4,), {"dtype": "int32"}),
    *_rows("ones_like zeros_like", REAL, also=("float32", "int32", "bool", "complex64")),
    *_rows("tril triu", REAL, k=1, also=("float32", "int32", "complex64")),
]

MATRIX_PRODUCTS = [
    Row("matmul", (SQUARE, SQUARE), also=("float32", "int32", "int64", "complex128")),
    Row("matmul", (REAL, TENSOR.transpose(0, 2, 1)), label="batch"),
    Row("matmul", (REAL[0], OTHER.T), label="row"),
    Row("matmul", (REAL, OTHER[0]), label="column"),
    Row("matmul", (REAL[0], OTHER[0]), label="row and column"),
    Row("matmul", (TENSOR, OTHER[1]), label="batch and column"),
    Row("tensordot", (REAL, OTHER.T), {"axes": 1}, lambda a, b, axes: np.tensordot(a, b, axes)),
    Row(
        "tensordot",
        (TENSOR, REAL),
        {"axes": [[1, 2], [0, 1]]},
        lambda a, b, axes: np.tensordot(a, b, axes),
        label="pairs",
    ),
    Row("vecdot", (REAL, OTHER), also=("float32", "complex128")),
    Row("vecdot", (TENSOR, REAL), {"axis": -2}, label="axis"),
]

EXTRAS = [
    Row("average", (REAL,), {"axis": 1}),
    Row("average", (WHOLE,), also=(), label="of integers", backend_dtype=True),
    Row("nansum", (np.where(REAL > 2, np.nan, REAL),), {"axis": 1}, also=("float32", *COMPLEXES)),
    Row("einsum", ("ij,kj->ik", REAL, OTHER), also=("float32", "int64", "complex128")),
    Row("einsum", ("ij->j", REAL), label="sum"),
]

ARRAY_FUNCTIONS = [
    Row("astype", (REAL, "float32"), also=("int32", "bool")),
    Row("astype", (REAL, "int64"), also=(), label="truncating"),
    Row("where", (TRUTH, REAL, OTHER), also=(), label=""),
    Row("where", (TRUTH, REAL, 0.5), also=(), label="number"),
    Row("where", (TRUTH[0], COLUMN, OTHER), also=(), label="broadcast"),
    Row("sort", (REAL,), also=("float32", "int32", "uint8")),
    Row(
        "sort",
        (REAL,),
        {"axis": 0, "descending": True},
        lambda x, axis, descending: -np.sort(-x, axis=axis),
        label="descending",
    ),
    Row("argsort", (UNIT,), {"axis": 0}),
    Row("concat", ([REAL, OTHER],), also=("float32", "int32", "bool", "complex64")),
    Row("concat", ([REAL, COLUMN],), {"axis": -1}, label="last axis"),
    Row("concat", ([REAL, OTHER[0]],), {"axis": None}, label="flattened"),
    Row("stack", ([REAL, OTHER, UNIT],), {"axis": 1}),
    Row("take", (REAL, np.array([2, 0, 2])), {"axis": 0}, also=()),
    Row("take_along_axis", (REAL, np.array([[2, 0], [1, 1], [0, 3]])), {"axis": 1}, also=()),
    Row("repeat", (REAL, 2), {"axis": 1}),
    Row("repeat", (REAL, np.array([1, 0, 2])), {"axis": 0}, also=(), label="each"),
    Row("roll", (REAL, 2)),
    Row("roll", (REAL, (1, -2)), {"axis": (0, 1)}, label="two"),
    Row("tile", (REAL, (2, 1, 2))),
    Row("searchsorted", (np.array([1.0, 2.0, 2.0, 5.0]), REAL), {"side": "right"}),
    Row("searchsorted", (np.array([1.0, 2.0, 5.0]), 2.0), label="number"),
    Row("isin", (REAL, OTHER), {"invert": True}, lambda x1, x2, invert: np.isin(x1, x2, invert=invert)),
    Row("unique_values", (np.array([[3, 1, 3], [2, 1, 3]]),), {}, np.unique, also=("float32", "int32")),
    Row("diff", (REAL,), {"axis": 0, "n": 2}),
    Row("diff", (REAL,), {"axis": 1}, also=("float32", "int32"), label="last axis"),
    Row("cumulative_sum", (REAL,), {"axis": 1}, also=("float32", "int32", "complex64")),
    Row("cumulative_sum", (REAL,), {"axis": 0, "include_initial": True}, label="initial"),
    Row("cumulative_prod", (UNIT,), {"axis": 0}),
]

VIEWS = [
    Row("reshape", (REAL, (2, 6))),
    Row("reshape", (REAL, (-1,)), label="flat"),
    Row("permute_dims", (TENSOR, (2, 0, 1))),
    Row("matrix_transpose", (REAL,)),
    Row("broadcast_to", (COLUMN, (2, 3, 4))),
    Row("expand_dims", (REAL,), {"axis": 1}),
    Row("expand_dims", (REAL,), {"axis": (0, -1)}, label="two"),
    Row("squeeze", (COLUMN,), {"axis": 1}),
    Row("flip", (REAL,), {"axis": 0}),
    Row("flip", (REAL,), label="all"),
    Row("moveaxis", (TENSOR, 0, -1)),
    Row("linalg.diagonal", (TENSOR,), {"offset": 1}, lambda x, offset: np.linalg.diagonal(x, offset=offset)),
    Row("fft.fftshift", (REAL,)),
    Row("fft.ifftshift", (REAL,), {"axes": 1}, label="axis"),
]

LINEAR_ALGEBRA = [
    *_rows("linalg.cholesky linalg.inv linalg.pinv", SQUARE),
    *_rows("linalg.det linalg.eigvalsh linalg.svdvals linalg.matrix_rank linalg.trace", SQUARE),
    Row("linalg.eigvals", (SQUARE,), {}, lambda x: np.linalg.eigvals(x).astype(f"complex{16 * x.itemsize}")),
    Row("linalg.cross", (REAL[:, :3], OTHER[:, :3])),
    *_rows("linalg.matrix_norm", TENSOR),
    Row("linalg.matrix_norm", (TENSOR,), {"ord": 1, "keepdims": True}, label="1"),
    Row("linalg.matrix_power", (SQUARE, 3)),
    Row("linalg.outer", (REAL[0], OTHER[1])),
    Row("linalg.solve", (SQUARE, SQUARE[:, :2])),
    Row("linalg.solve", (SQUARE, SQUARE[0]), label="column"),
    Row("linalg.vector_norm", (TENSOR,), {"axis": (0, 2)}),
    Row("linalg.vector_norm", (REAL,), {"ord": 1, "keepdims": True}, label="1"),
]

FOURIER = [
    *_rows("fft.fft fft.ifft fft.fftn fft.ifftn", COMPLEX, also=("complex64",)),
    *_rows("fft.rfft fft.rfftn fft.ihfft", REAL),
    *_rows("fft.irfft fft.irfftn fft.hfft", COMPLEX, also=("complex64",)),
    Row("fft.fft", (COMPLEX,), {"n": 3, "axis": 0, "norm": "ortho"}, also=(), label="cut"),
    Row("fft.fftfreq", (7,), {"d": 0.5}, backend_dtype=True),
    Row("fft.rfftfreq", (6,), {"d": 0.5}, backend_dtype=True),
]

# Functions whose results have one entry for each of several arrays.
SEVERAL = [
    Row("unique_all", (np.array([[3, 1, 3], [2, 1, 3]]),), also=("float32", "int32")),
    Row("meshgrid", (REAL[0], OTHER[1]), {"indexing": "ij"}),
    Row("meshgrid", (REAL[0], OTHER[1, :2]), label="xy"),
    Row("unique_counts", (np.array([[3, 1, 3], [2, 1, 3]]),)),
    Row("unique_inverse", (np.array([[3, 1, 3], [2, 1, 3]]),)),
    Row("nonzero", (WHOLE,)),
    Row("broadcast_arrays", (REAL, COLUMN)),
    Row("unstack", (REAL,), {"axis": 1}),
    Row("linalg.slogdet", (SQUARE,)),
    Row("linalg.eigh", (SQUARE,)),
    Row("linalg.eig", (SQUARE,)),
    Row("linalg.qr", (SQUARE,), label="q"),
    Row("linalg.svd", (SQUARE,)),
    Row("linalg.svd", (REAL,), {"full_matrices": False}, label="thin"),
]

ONE_RESULT = [
    *ELEMENTWISE,
    *BROADCAST,
    *REDUCTIONS,
    *CREATION,
    *MATRIX_PRODUCTS,
    *ARRAY_FUNCTIONS,
    *VIEWS,
    *LINEAR_ALGEBRA,
    *FOURIER,
    *EXTRAS,
]
EVERY = [*ONE_RESULT, *SEVERAL]

# Functions that have no row because their result cannot be compared with an oracle's: each has tests of its own.
WITHOUT_ROW = {
    "empty": "its values are not set",
    "empty_like": "its values are not set",
    "from_dlpack": "its argument is an array of another library",
}
