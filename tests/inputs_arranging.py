"""Rows of functions beyond the standard that join, take apart, arrange and select elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from rows import COLUMN, OTHER, REAL, TENSOR, WHOLE, Row


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

ARRANGING = [*JOINING, *DIAGONALS]

ARRANGING_SEVERAL: list[Row] = [
    Row("split", (REAL, 2), {"axis": 1}, _as_tuple("split")),
    Row("array_split", (REAL, 2), {}, _as_tuple("array_split")),
    Row("hsplit", (REAL, [1, 3]), {}, _as_tuple("hsplit"), also=()),
    Row("vsplit", (REAL, 3), {}, _as_tuple("vsplit"), also=()),
    Row("dsplit", (TENSOR, 2), {}, _as_tuple("dsplit"), also=()),
    Row("diag_indices", (3,)),
    Row("tril_indices", (3,), {"k": 1, "m": 4}),
    Row("triu_indices", (3,), {"k": -1}),
]
