"""Linear algebra on dask: NumPy's on stacks of matrices that are in one chunk each, dask's own on a chunked matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import array_api_compat.dask.array
import dask.array as da
import numpy as np

from .checks import refuse_other
from .in_chunks import is_chunked, on_cores

_xp: Any = array_api_compat.dask.array
_own = _xp.linalg

# Functions of one stack of matrices -> what NumPy makes of the last two axes.
_OF_MATRICES = {
    "det": "(m,m)->()",
    "eigvals": "(m,m)->(m)",
    "eigvalsh": "(m,m)->(m)",
    "inv": "(m,m)->(m,m)",
    "matrix_rank": "(m,n)->()",
    "pinv": "(m,n)->(n,m)",
}


class EigResult(NamedTuple):
    """What eig returns."""

    eigenvalues: Any
    eigenvectors: Any


def _of_matrices(name: str, signature: str) -> Callable[..., Any]:
    own = getattr(da.linalg, name, None)

    def function(x: Any, /, **options: Any) -> Any:
        given = {key: value for key, value in options.items() if value is not None}
        if own is not None and not given and _is_chunked_matrix(x):
            _refuse_unequal(f"linalg.{name}", "x", x)
            return own(x)
        return on_cores(f"linalg.{name}", signature, x, **given)

    return function


def _is_chunked_matrix(x: Any) -> bool:
    """A matrix that dask's own functions are for: the chunks of stacks are matrices."""
    return bool(x.ndim == 2 and is_chunked(x, 2))


def _refuse_unequal(function: str, parameter: str, x: Any) -> None:
    """ValueError if the chunks of a square matrix are not all squares of one size, which dask's algorithms need."""
    if len(set(x.chunks[0] + x.chunks[1])) > 1 and x.shape[0] == x.shape[1]:
        message = (
            f"{function}: {parameter} has chunks {x.chunks}, expected squares of one size: rechunk it with "
            f"rechunk(n), where n divides {x.shape[0]}, or with rechunk(-1)"
        )
        raise ValueError(message)


def _is_cut_one_way(x: Any) -> bool:
    """A matrix that dask's qr and svd are for: of chunks of rows, or of columns."""
    return bool(_is_chunked_matrix(x) and min(x.numblocks) == 1)


def _cholesky(x: Any, /, *, upper: bool = False) -> Any:
    if _is_chunked_matrix(x):
        _refuse_unequal("linalg.cholesky", "x", x)
        return da.linalg.cholesky(x, lower=not upper)
    return on_cores("linalg.cholesky", "(m,m)->(m,m)", x, upper=upper)


def _matrix_power(x: Any, n: int, /) -> Any:
    return on_cores("linalg.matrix_power", "(m,m)->(m,m)", x, after=(n,))


def _eig(x: Any, /) -> EigResult:
    return EigResult(*on_cores("linalg.eig", "(m,m)->(m),(m,m)", x))


def _eigh(x: Any, /) -> Any:
    return _own.EighResult(*on_cores("linalg.eigh", "(m,m)->(m),(m,m)", x))


def _slogdet(x: Any, /) -> Any:
    return _own.SlogdetResult(*on_cores("linalg.slogdet", "(m,m)->(),()", x))


def _qr(x: Any, /, *, mode: str = "reduced") -> Any:
    refuse_other("linalg.qr", "mode", mode, ("reduced", "complete"))
    if _is_cut_one_way(x) and mode == "reduced":
        return _own.QRResult(*da.linalg.qr(x))
    signature = "(m,n)->(m,k),(k,n)" if mode == "reduced" else "(m,n)->(m,m),(m,n)"
    sizes = {"k": min(x.shape[-2:])} if mode == "reduced" and x.ndim > 1 else {}
    return _own.QRResult(*on_cores("linalg.qr", signature, x, sizes=sizes, mode=mode))


def _svd(x: Any, /, *, full_matrices: bool = True) -> Any:
    if _is_cut_one_way(x) and not full_matrices:
        return _own.SVDResult(*da.linalg.svd(x, coerce_signs=False))
    signature = "(m,n)->(m,m),(k),(n,n)" if full_matrices else "(m,n)->(m,k),(k),(k,n)"
    sizes = {"k": min(x.shape[-2:])} if x.ndim > 1 else {}
    return _own.SVDResult(*on_cores("linalg.svd", signature, x, sizes=sizes, full_matrices=full_matrices))


def _svdvals(x: Any, /) -> Any:
    if _is_cut_one_way(x):
        return _svd(x, full_matrices=False)[1]
    return on_cores("linalg.svdvals", "(m,n)->(k)", x, sizes={"k": min(x.shape[-2:])} if x.ndim > 1 else {})


def _solve(x1: Any, x2: Any, /) -> Any:
    if _is_chunked_matrix(x1) and x2.ndim <= 2:
        _refuse_unequal("linalg.solve", "x1", x1)
        return da.linalg.solve(x1, x2.rechunk({0: x1.chunks[0]}))
    signature = "(m,m),(m)->(m)" if x2.ndim == 1 else "(m,m),(m,k)->(m,k)"
    return on_cores("linalg.solve", signature, x1, x2)


def _cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    first, second = da.moveaxis(x1, axis, -1), da.moveaxis(x2, axis, -1)
    whole = (one.rechunk({-1: -1}) for one in (first, second))  # of three elements
    found = on_cores("linalg.cross", "(k),(k)->(k)", *whole, dtype=np.result_type(x1.dtype, x2.dtype))
    return da.moveaxis(found, -1, axis)


def _matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
    if ord in ("nuc", 2, -2) and not _is_chunked_matrix(x):
        found = on_cores("linalg.matrix_norm", "(m,n)->()", x, ord=ord)
        return found[..., None, None] if keepdims else found
    return _own.matrix_norm(x, keepdims=keepdims, ord=ord)


def _trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
    return da.sum(_own.diagonal(x, offset=offset), axis=-1, dtype=dtype)


FIXES: dict[str, Callable[..., Any]] = {
    **{f"linalg.{name}": _of_matrices(name, signature) for name, signature in _OF_MATRICES.items()},
    "linalg.cholesky": _cholesky,
    "linalg.cross": _cross,
    "linalg.eig": _eig,
    "linalg.eigh": _eigh,
    "linalg.matrix_norm": _matrix_norm,
    "linalg.matrix_power": _matrix_power,
    "linalg.qr": _qr,
    "linalg.slogdet": _slogdet,
    "linalg.solve": _solve,
    "linalg.svd": _svd,
    "linalg.svdvals": _svdvals,
    "linalg.trace": _trace,
}
