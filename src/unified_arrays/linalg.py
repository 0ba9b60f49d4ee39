"""The linalg extension of the array API standard."""

from .api.linalg import qr, svd
from .api.linear_algebra import matmul, matrix_transpose, tensordot, vecdot

__all__ = ["matmul", "matrix_transpose", "qr", "svd", "tensordot", "vecdot"]
