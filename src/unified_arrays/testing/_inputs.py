"""One row of inputs for each function: what drives every promise on every backend.

Those of functions beyond the standard are in inputs_arranging.py and inputs_computing.py.
"""

from __future__ import annotations

import numpy as np

from ._inputs_arranging import ARRANGING, ARRANGING_SEVERAL
from ._inputs_computing import COMPUTING, COMPUTING_SEVERAL
from ._rows import (
    COLUMN,
    COMPLEX,
    COMPLEXES,
    COUNTS,
    INTEGERS,
    OTHER,
    OTHER_TRUTH,
    OTHER_WHOLE,
    POSITIVE,
    REAL,
    SQUARE,
    TENSOR,
    TRUTH,
    UNIT,
    WHOLE,
    Row,
    rows,
)

ELEMENTWISE = [
    *rows("acos asin atanh", UNIT, also=("float32", *COMPLEXES)),
    *rows("acosh log log10 sqrt", POSITIVE, also=("float32", *COMPLEXES)),
    *rows("log1p log2 reciprocal", POSITIVE),
    *rows("asinh atan cos cosh exp sin sinh tan tanh", REAL, also=("float32", *COMPLEXES)),
    *rows("expm1", REAL),
    *rows("ceil floor round trunc", REAL, also=("float32", "int32", "uint8")),
    *rows("sign", REAL, also=("float32", "int8", "int64")),
    *rows("abs negative positive square", REAL, also=("float32", "int8", "int32", "int64", *COMPLEXES)),
    *rows("isfinite isinf isnan", REAL, also=("float32", "int32", *COMPLEXES)),
    *rows("signbit", REAL),
    *rows("conj imag real", COMPLEX, also=("complex64",)),
    *rows("logical_not", TRUTH, also=()),
    *rows("bitwise_invert", WHOLE, also=("int8", "int16", "int32", "uint8", "bool")),
    *rows("add multiply", REAL, OTHER, also=("float32", *INTEGERS, *COMPLEXES)),
    *rows("subtract", REAL, OTHER, also=("float32", *INTEGERS, *COMPLEXES)),
    *rows("divide", REAL, OTHER, also=("float32", *COMPLEXES)),
    *rows("atan2 copysign hypot logaddexp nextafter", REAL, OTHER),
    *rows("floor_divide remainder", REAL, OTHER, also=("float32", "int8", "int32", "int64")),
    *rows("maximum minimum", REAL, OTHER, also=("float32", *INTEGERS)),
    *rows("greater greater_equal less less_equal", REAL, OTHER, also=("float32", *INTEGERS)),
    *rows("equal not_equal", REAL, OTHER, also=("float32", "bool", *INTEGERS, *COMPLEXES)),
    *rows("pow", POSITIVE, OTHER, also=("float32", *COMPLEXES)),
    *rows("logical_and logical_or logical_xor", TRUTH, OTHER_TRUTH, also=()),
    *rows("bitwise_and bitwise_or bitwise_xor", WHOLE, OTHER_WHOLE, also=("int8", "int16", "int32", "uint8", "bool")),
    *rows("bitwise_left_shift bitwise_right_shift", WHOLE, COUNTS, also=("int8", "int16", "int32", "uint8")),
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
    *rows("max min", REAL, also=("float32", *INTEGERS)),
    *rows("max min sum prod", TENSOR, axis=(0, 2), keepdims=True),
    *rows("sum prod", UNIT, also=("float32", "int8", "int32", "int64", *COMPLEXES)),
    *rows("sum prod mean std var max min", UNIT, axis=1),
    *rows("mean", UNIT, also=("float32", *COMPLEXES)),
    *rows("std var", UNIT),
    *rows("all any", TRUTH, axis=-1, also=("int32", "float32")),
    *rows("all any", TRUTH, also=()),
    *rows("argmax argmin", OTHER, axis=1, also=("float32", "int32")),
    *rows("argmax argmin", UNIT),
    *rows("count_nonzero", WHOLE, axis=0, also=("float32", "bool")),
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
    *rows("ones_like zeros_like", REAL, also=("float32", "int32", "bool", "complex64")),
    *rows("tril triu", REAL, k=1, also=("float32", "int32", "complex64")),
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
    *rows("linalg.cholesky linalg.inv linalg.pinv", SQUARE),
    *rows("linalg.det linalg.eigvalsh linalg.svdvals linalg.matrix_rank linalg.trace", SQUARE),
    Row("linalg.eigvals", (SQUARE,), {}, lambda x: np.linalg.eigvals(x).astype(f"complex{16 * x.itemsize}")),
    Row("linalg.cross", (REAL[:, :3], OTHER[:, :3])),
    *rows("linalg.matrix_norm", TENSOR),
    Row("linalg.matrix_norm", (TENSOR,), {"ord": 1, "keepdims": True}, label="1"),
    Row("linalg.matrix_power", (SQUARE, 3)),
    Row("linalg.outer", (REAL[0], OTHER[1])),
    Row("linalg.solve", (SQUARE, SQUARE[:, :2])),
    Row("linalg.solve", (SQUARE, SQUARE[0]), label="column"),
    Row("linalg.vector_norm", (TENSOR,), {"axis": (0, 2)}),
    Row("linalg.vector_norm", (REAL,), {"ord": 1, "keepdims": True}, label="1"),
]

FOURIER = [
    *rows("fft.fft fft.ifft fft.fftn fft.ifftn", COMPLEX, also=("complex64",)),
    *rows("fft.rfft fft.rfftn fft.ihfft", REAL),
    *rows("fft.irfft fft.irfftn fft.hfft", COMPLEX, also=("complex64",)),
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
    *ARRANGING_SEVERAL,
    *COMPUTING_SEVERAL,
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
    *ARRANGING,
    *COMPUTING,
]
EVERY = [*ONE_RESULT, *SEVERAL]

# Functions that have no row because their result cannot be compared with an oracle's: each has tests of its own.
WITHOUT_ROW = {
    "apply_along_axis": "its argument is a function",
    "apply_over_axes": "its argument is a function",
    "empty": "its values are not set",
    "empty_like": "its values are not set",
    "from_dlpack": "its argument is an array of another library",
}

# Their results are not unique: what they multiply to is compared, with DECOMPOSED.
AMBIGUOUS = {"linalg.qr", "linalg.svd", "linalg.eig", "linalg.eigh", "linalg.eigvals"}


def _decomposed(shape: tuple[int, ...]) -> list[Row]:
    values = np.random.default_rng(5).normal(size=shape)
    square = values @ np.swapaxes(values, -1, -2)
    label = "x".join(map(str, shape))
    return [
        Row("linalg.qr", (values,), label=label),
        Row("linalg.svd", (values,), {"full_matrices": False}, label=label),
        *(Row(name, (square,), label=label) for name in ("linalg.eigh", "linalg.eig")),
    ]


DECOMPOSED = [row for shape in ((3, 3), (4, 3), (2, 3, 5)) for row in _decomposed(shape)]
