"""New arrays. Without `dtype` they are of the default dtype, which is float64 as NumPy's is."""

from __future__ import annotations

_NEW = "order='C', *, device=None, like=None"

ROWS = {
    f"zeros(shape, dtype=None, {_NEW})": "zeros(shape, dtype=dtype, device=device)",
    f"ones(shape, dtype=None, {_NEW})": "ones(shape, dtype=dtype, device=device)",
    f"empty(shape, dtype=None, {_NEW})": "empty(shape, dtype=dtype, device=device)",
    f"eye(N, M=None, k=0, dtype=None, {_NEW})": "eye(N, M, k=k, dtype=dtype, device=device)",
    "identity(n, dtype=None, *, like=None)": "eye(n, dtype=dtype)",
    "tri(N, M=None, k=0, dtype=None, *, like=None)": "tri(N, M, k=k, dtype=dtype)",
    "diag_indices(n, ndim=2)": "diag_indices(n, ndim=ndim)",
    "tril_indices(n, k=0, m=None)": "tril_indices(n, k=k, m=m)",
    "triu_indices(n, k=0, m=None)": "triu_indices(n, k=k, m=m)",
    "empty_like(prototype, /, dtype=None, order='K', subok=True, shape=None, *, device=None)":
    "empty_like(prototype, dtype=dtype, device=device)",
    **{
        f"{name}(a, dtype=None, order='K', subok=True, shape=None, *, device=None)":
        f"{name}(a, dtype=dtype, device=device)"
        for name in ("zeros_like", "ones_like")
    },
}  # fmt: skip
