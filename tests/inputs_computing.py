"""Rows of functions beyond the standard that compute: statistics, calculus, comparisons, special functions."""

from __future__ import annotations

from rows import Row

COMPUTING: list[Row] = []

COMPUTING_SEVERAL: list[Row] = []
