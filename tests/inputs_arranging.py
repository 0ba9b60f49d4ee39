"""Rows of functions beyond the standard that join, take apart, arrange and select elements."""

from __future__ import annotations

import numpy as np

from rows import OTHER, REAL, Row

ARRANGING = [
    Row("hstack", ([REAL, OTHER],), also=("float32", "int32", "complex64")),
    Row("hstack", ([REAL[0], np.array(2.0)],), label="rows"),
]

ARRANGING_SEVERAL: list[Row] = []
