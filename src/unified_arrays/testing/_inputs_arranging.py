"""Rows of functions beyond the standard that join, take apart, arrange and select elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._rows import COLUMN, COUNTS, OTHER, OTHER_TRUTH, POSITIVE, REAL, TENSOR, TRUTH, UNIT, WHOLE, Row, rows


def _as_tuple(name: str) -> Any:
    """NumPy's function of that name, with a tuple for its list."""
    return lambda *arguments, **options: tuple(getattr(np, name)(*arguments, **options))


JOINING = [
    Row("hstack", ([REAL, OTHER],), also=("float32", "int32", "complex64")),
    Row("hstack", ([REAL[0], np.array(2.0)],), label="rows"),
    *(Row(name, ([REAL, OTHER],), also=()) for name in ("vstack", "dstack", "column_stack")),
    Row("vstack", ([REAL[0], OTHER],), label="rows"),
    Row("column_stack", ([REAL[:, 0], COLUMN],), also=("int32",), label="columns"),
    Row("atleast_1d", (np.array(2.5),)),
    Row("atleast_2d", (REAL[0],), also=("int8",)),
    Row("atleast_3d", (REAL,)),
    Row("append", (REAL, OTHER), {"axis": 1}),
    Row("append", (WHOLE, 7), also=(), label="number"),
    Row("block", ([REAL, COLUMN],), also=("int32",)),
]

DIAGONALS = [
    Row("diag", (REAL,), {"k": 1}, also=("bool",)),
    Row("diag", (REAL[0],), {"k": -1}, also=("int8", "complex64"), label="of a vector"),
    Row("diagflat", (REAL[:2, :2],)),
    Row("tri", (3, 4), {"k": 1}, backend_dtype=True),
]

ELEMENTS = [
    Row("ravel", (REAL,), also=()),
    Row("swapaxes", (TENSOR, 0, -1), also=("int8",)),
    *rows("fliplr flipud", REAL, also=("bool",)),
    Row("rot90", (REAL,), {"k": 3}),
    Row("resize", (REAL, (3, 5)), also=("int32",)),
    Row("ascontiguousarray", (REAL,)),
    Row("trim_zeros", (np.array([0.0, 0, 1.5, 0, 2, 0]),), also=("int8",)),
    Row("sliding_window_view", (REAL, (2, 3)), {}, np.lib.stride_tricks.sliding_window_view, also=("complex64",)),
    Row("pad", (REAL, ((1, 2), (0, 3))), {"constant_values": 2}, also=("int8", "bool", "complex64")),
    Row("pad", (REAL, (2, 5)), {"mode": "reflect"}, label="reflect"),
    Row("pad", (REAL, 2), {"mode": "linear_ramp", "end_values": 1}, also=("int32",), label="ramp"),
    Row("pad", (REAL, 2), {"mode": "mean", "stat_length": 2}, also=(), label="mean"),
    Row("delete", (REAL, 1), {"axis": 1}),
    Row("delete", (REAL, [0, -1, 5]), also=("int32",), label="places"),
    Row("insert", (REAL, 2, OTHER[0]), {"axis": 0}),
    Row("insert", (WHOLE, [0, -1], 7), {"axis": 1}, also=(), label="places"),
]

SELECTED = [
    Row("extract", (TRUTH, REAL), also=()),
    Row("compress", (TRUTH[0], REAL), {"axis": 1}, also=()),
    Row("argwhere", (WHOLE,)),
    Row("flatnonzero", (WHOLE,)),
    Row("indices", ((2, 3),), {"dtype": "int64"}),
    Row("ravel_multi_index", ([COUNTS, COUNTS], (4, 5)), also=("int32",)),
]

MIXED = np.array([[3, 1, 3], [2, 1, 3]])

ORDERED = [
    Row("lexsort", ([COUNTS[0], COUNTS[1]],), also=("float32",)),
    Row("partition", (REAL, (0, 1, 2, 3)), also=("int32",)),  # in which all elements have their place
    Row("argpartition", (REAL, (0, 1, 2, 3))),
    Row("unique", (MIXED,), also=("float32", "bool")),
    Row("union1d", (MIXED, WHOLE), also=("float32",)),
    Row("intersect1d", (MIXED, WHOLE), also=("float32",)),
    Row("setdiff1d", (WHOLE, MIXED), also=()),
    Row("setxor1d", (MIXED, WHOLE), also=("float32",)),
]

CHOSEN = [
    Row("select", ([TRUTH, OTHER_TRUTH], [REAL, OTHER]), {"default": -1.0}, also=()),
    Row("choose", (COUNTS, [REAL, OTHER, UNIT, POSITIVE]), also=()),
    Row("piecewise", (REAL, [TRUTH, OTHER_TRUTH], [1.5, -2.5, 3.0]), also=()),
]

ARRANGING = [*JOINING, *DIAGONALS, *ELEMENTS, *SELECTED, *ORDERED, *CHOSEN]

ARRANGING_SEVERAL: list[Row] = [
    Row("split", (REAL, 2), {"axis": 1}, _as_tuple("split")),
    Row("array_split", (REAL, 2), {}, _as_tuple("array_split")),
    Row("hsplit", (REAL, [1, 3]), {}, _as_tuple("hsplit"), also=()),
    Row("vsplit", (REAL, 3), {}, _as_tuple("vsplit"), also=()),
    Row("dsplit", (TENSOR, 2), {}, _as_tuple("dsplit"), also=()),
    Row("diag_indices", (3,)),
    Row("tril_indices", (3,), {"k": 1, "m": 4}),
    Row("triu_indices", (3,), {"k": -1}),
    Row("top_k", (REAL, 2), {}, lambda x, k: (-np.sort(-x)[:, :k], np.argsort(-x)[:, :k]), also=("int32",)),
    Row("ix_", (WHOLE[0], TRUTH[0]), also=()),
    Row("unravel_index", (COUNTS, (2, 3)), also=("int32",)),
]
