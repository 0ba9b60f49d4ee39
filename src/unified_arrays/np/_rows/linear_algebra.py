"""Products, and the functions of `linalg` and `fft`, whose tables are named after them."""

from __future__ import annotations

_UFUNC = "out=None, *, axis=NO_VALUE, keepdims=False, casting='same_kind', order='K', dtype=None, subok=True"

ROWS = {
    f"matmul(x1, x2, /, {_UFUNC})": "matmul(x1, x2, out=out)",
    "vecdot(x1, x2, /, out=None, *, axis=-1)": "vecdot(x1, x2, axis=axis, out=out)",
    "dot(a, b, out=None)": "dot(a, b, out=out)",
    "vdot(a, b, /)": "vdot(a, b)",
    "inner(a, b, /)": "inner(a, b)",
    "outer(a, b, out=None)": "outer(a, b, out=out)",
    "kron(a, b)": "kron(a, b)",
    "tensordot(a, b, axes=2)": "tensordot(a, b, axes=axes)",
    "correlate(a, v, mode='valid')": "correlate(a, v, mode=mode)",
    "convolve(a, v, mode='full')": "convolve(a, v, mode=mode)",
    "polyadd(a1, a2)": "polyadd(a1, a2)",
    "polymul(a1, a2)": "polymul(a1, a2)",
    "polyder(p, m=1)": "polyder(p, m)",
    "polyint(p, m=1, k=None)": "polyint(p, m, k)",
    "polyval(p, x)": "polyval(p, x)",
}  # fmt: skip

# Parts of functions that are more than one call of ours.
HIDDEN = {
    "array_equal_of(a1, a2, equal_nan=False)": "array_equal(a1, a2, equal_nan=equal_nan)",
    "array_equiv_of(a1, a2)": "array_equiv(a1, a2)",
    "allclose_of(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)":
    "allclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)",
}  # fmt: skip
IN_FLOATS = frozenset(("polyint",))

LINALG = {
    "cholesky(a, /, *, upper=False)": "linalg.cholesky(a, upper=upper)",
    "cond(x, p=None)": "linalg.cond(x, p=p)",
    "cross(x1, x2, /, *, axis=-1)": "linalg.cross(x1, x2, axis=axis)",
    "det(a)": "linalg.det(a)",
    "diagonal(x, /, *, offset=0)": "linalg.diagonal(x, offset=offset)",
    "inv(a)": "linalg.inv(a)",
    "lstsq(a, b, rcond=None)": "linalg.lstsq(a, b, rcond=rcond)",
    "matmul(x1, x2, /)": "matmul(x1, x2)",
    "matrix_norm(x, /, *, keepdims=False, ord='fro')": "linalg.matrix_norm(x, keepdims=keepdims, ord=ord)",
    "matrix_transpose(x, /)": "matrix_transpose(x)",
    "norm(x, ord=None, axis=None, keepdims=False)": "linalg.norm(x, ord=ord, axis=axis, keepdims=keepdims)",
    "qr(a, mode='reduced')": "linalg.qr(a, mode=mode)",
    "slogdet(a)": "linalg.slogdet(a)",
    "svdvals(x, /)": "linalg.svdvals(x)",
    "tensordot(x1, x2, /, *, axes=2)": "tensordot(x1, x2, axes=axes)",
    "trace(x, /, *, offset=0, dtype=None)": "linalg.trace(x, offset=offset, dtype=dtype)",
    "vecdot(x1, x2, /, *, axis=-1)": "vecdot(x1, x2, axis=axis)",
    "vector_norm(x, /, *, axis=None, keepdims=False, ord=2)":
    "linalg.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)",
}  # fmt: skip

# Parts of functions that are more than one call of ours.
LINALG_HIDDEN = {
    "eig_of(a)": "linalg.eig(a)",
    "eigh_of(a)": "linalg.eigh(a)",
    "eigvals_of(a)": "linalg.eigvals(a)",
    "eigvalsh_of(a)": "linalg.eigvalsh(a)",
    "multi_dot_of(arrays, out=None)": "linalg.multi_dot(arrays, out=out)",
    "outer_of(x1, x2, /)": "linalg.outer(x1, x2)",
    "matrix_rank_of(a, rtol)": "linalg.matrix_rank(a, rtol=rtol)",
    "pinv_of(a, rtol)": "linalg.pinv(a, rtol=rtol)",
    "solve_of(a, b)": "linalg.solve(a, b)",
    "svd_of(a, full_matrices)": "linalg.svd(a, full_matrices=full_matrices)",
}  # fmt: skip
LINALG_IN_FLOATS = frozenset(
    "linalg." + name
    for name in "cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_norm matrix_rank norm pinv qr slogdet "
    "solve svd svdvals vector_norm".split()
)

_ONE = ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft")
_SEVERAL = ("fftn", "ifftn", "rfftn", "irfftn")
FFT = {
    **{
        f"{name}(a, n=None, axis=-1, norm=None, out=None)":
        f"fft.{name}(a, n=n, axis=axis, norm=norm or 'backward', out=out)"
        for name in _ONE
    },
    **{
        f"{name}(a, s=None, axes=None, norm=None, out=None)":
        f"fft.{name}(a, s=s, axes=axes, norm=norm or 'backward', out=out)"
        for name in _SEVERAL
    },
    **{
        f"{name}2(a, s=None, axes=(-2, -1), norm=None, out=None)":
        f"fft.{name}n(a, s=s, axes=axes, norm=norm or 'backward', out=out)"
        for name in ("fft", "ifft", "rfft", "irfft")
    },
    "fftfreq(n, d=1.0, device=None)": "fft.fftfreq(n, d=d, dtype=None, device=device)",
    "rfftfreq(n, d=1.0, device=None)": "fft.rfftfreq(n, d=d, dtype=None, device=device)",
    "fftshift(x, axes=None)": "fft.fftshift(x, axes=axes)",
    "ifftshift(x, axes=None)": "fft.ifftshift(x, axes=axes)",
}  # fmt: skip
FFT_IN_FLOATS = frozenset(f"fft.{name}" for name in (*_ONE, *_SEVERAL))
