"""Draws that are vectors: several numbers each, along the last axis."""

from __future__ import annotations

import warnings
from typing import Any

from .._common import argument_errors, errors
from . import portable
from .arguments import REAL
from .core import PORTABLE, Core
from .distributions import Drawing, multivariate_normal

FACTORS = ("svd", "eigh", "cholesky")
CHECKS = ("warn", "raise", "ignore")
_NOT_POSITIVE = "covariance is not symmetric positive-semidefinite."


class Vectors(Core):
    """See `Generator`."""

    def multivariate_normal(
        self,
        mean: Any,
        cov: Any,
        size: Any = None,
        check_valid: str = "warn",
        tol: float = 1e-8,
        *,
        method: str = "svd",
        dtype: Any = None,
        out: Any = None,
    ) -> Any:
        """Normal vectors, one along the last axis for each element of `size`.

        Parameters
        ----------
        mean : array
            The mean, 1-D.
        cov : array
            The covariance, a symmetric positive semi-definite matrix.
        size : int or tuple of ints, optional
            The shape without the last axis; without it that of `out`, else ().
        check_valid : {"warn", "raise", "ignore"}
            What is done if `cov` is not positive semi-definite; in a graph nothing.
        tol : float
            How far the square of a factor of `cov` may be from it.
        method : {"svd", "eigh", "cholesky"}
            How that factor is computed; cholesky is the quickest, and asks for a positive definite `cov`.
        dtype : dtype, optional
            A real floating one; without it that of `out`, else the default one, or a wider one of `mean` and `cov`.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one, of shape (*size, number of elements of `mean`).
        """
        function, place = "multivariate_normal", self._place
        for name, value, known in (("check_valid", check_valid, CHECKS), ("method", method, FACTORS)):
            if value not in known:
                raise argument_errors.unknown_choice(function, name, value, known)
        self._check_out(function, out)
        with self._source.on_device():
            given = {name: place.array(function, name, value) for name, value in (("mean", mean), ("cov", cov))}
            shapes = {name: place.backend.shape(value) or () for name, value in given.items()}
            if len(shapes["mean"]) != 1 or shapes["cov"] != shapes["mean"] * 2:
                raise errors.shapes_apart(function, shapes, "a vector and a square matrix with as many rows")
            native, named = place.dtype(function, dtype, out, "real floating", REAL, tuple(given.values()))
            shape = place.shape(function, size, out, {}, shapes["mean"])

        def compute(memory: Any) -> Any:
            with self._source.on_device():
                host, parameters = self._host, list(given.values())
                if self._stream == PORTABLE:
                    parameters = portable.to_host(function, place.backend, parameters)
                wide = "float64" if self._stream == PORTABLE else "float32" if named.itemsize == 2 else named.name
                dtype_here = host.backend.dtypes[wide]
                parameters = [host.cast(parameter, dtype_here) for parameter in parameters]
                own = self._source.own.get(function) if wide == "float64" else None
                if own is not None:
                    drawn = own(shape, *parameters, check_valid=check_valid, tol=tol, method=method)
                else:
                    drawing = Drawing(self._source, host.xp, shape, dtype_here)
                    drawn, factor = multivariate_normal(drawing, *parameters, method=method)
                    self._check_factor(factor, parameters[1], check_valid, tol)
                return self._as_result(drawn, native)

        return self._deliver(function, shape, named, out, tuple(given.values()), compute)

    def _check_factor(self, factor: Any, cov: Any, check_valid: str, tol: float) -> None:
        """A warning or a ValueError if the square of `factor` is not `cov`."""
        place, xp = self._place, self._place.xp
        if check_valid == "ignore" or not place.is_known:
            return
        # Of numbers that are rounded to float32 no square is exact.
        tol = max(tol, 8 * float(xp.finfo(cov.dtype).eps))
        apart = xp.abs(xp.matmul(factor, xp.matrix_transpose(factor)) - cov)
        if place.any(apart > tol + tol * xp.abs(cov)):
            if check_valid == "raise":
                raise ValueError(f"multivariate_normal: {_NOT_POSITIVE}")
            warnings.warn(_NOT_POSITIVE, RuntimeWarning, stacklevel=5)
