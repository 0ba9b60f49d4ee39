"""Draws that are vectors: several numbers each, along the last axis."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from .._common import argument_errors, errors
from . import portable
from .arguments import COUNTS, INTEGERS, REAL, integer
from .core import PORTABLE, Core
from .distributions import dirichlet, multinomial, multivariate_hypergeometric, multivariate_normal
from .drawing import LARGEST_POPULATION, NON_NEGATIVE, PROBABILITY, Drawing, Parameter

FACTORS = ("svd", "eigh", "cholesky")
CHECKS = ("warn", "raise", "ignore")
MARGINALS = ("marginals", "count")
_TRIALS = Parameter("n", NON_NEGATIVE, is_integer=True)
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
            `out`, or a new one, of shape `(*size, n)` with the number n of elements of `mean`.
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

    def multinomial(self, n: Any, pvals: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Multinomial counts: how many of `n` trials have each of several outcomes.

        Parameters
        ----------
        n : int or array of integers
            How many trials, not below 0.
        pvals : array
            The probability of each outcome along the last axis; what is missing to 1 is added to the last one.
        size : int or tuple of ints, optional
            The shape without the last axis; without it that of `out`, else the one that `n` and the other axes of
            `pvals` broadcast to.
        dtype : dtype, optional
            An integer or real floating one; without it that of `out`, else int64.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one, of shape `(*size, n)` with the number n of outcomes.
        """
        function, place = "multinomial", self._place
        self._check_out(function, out)
        with self._source.on_device():
            n = place.parameter(function, _TRIALS, n)
            wide = place.backend.dtypes["float64"]
            pvals = self._vector(function, "pvals", pvals, (*INTEGERS, *REAL), batched=True, dtype=wide)
            surplus = 1e-12 if pvals.dtype == wide else 1e-6  # that rounding leaves
            place.check_domain(function, "pvals", pvals, PROBABILITY)
            pvals = place.cast(pvals, wide)
            before = pvals[..., :-1]
            if place.is_known and place.any(place.xp.sum(before, axis=-1) > 1 + surplus):
                raise argument_errors.bad_parameter(
                    function, "the sum of pvals without the last", "above 1", "at most 1"
                )
            given = {"n": n, "pvals": pvals[..., 0]}

        def draw(drawing: Drawing, n: Any, pvals: Any) -> Any:
            return multinomial(drawing, n, pvals)

        return self._vectors(function, (n, pvals), given, pvals.shape[-1], size, dtype, out, draw, counts=True)

    def dirichlet(self, alpha: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Dirichlet vectors: shares whose sum is 1.

        Parameters
        ----------
        alpha : array
            The concentration of each share, 1-D and not below 0.
        size : int or tuple of ints, optional
            The shape without the last axis; without it that of `out`, else ().
        dtype : dtype, optional
            A real floating one; without it that of `out`, else the default one, or a wider one of `alpha`.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one, of shape `(*size, n)` with the number n of elements of `alpha`.
        """
        function, place = "dirichlet", self._place
        self._check_out(function, out)
        with self._source.on_device():
            alpha = self._vector(function, "alpha", alpha, (*INTEGERS, *REAL))
            place.check_domain(function, "alpha", alpha, NON_NEGATIVE)
        return self._vectors(function, (alpha,), {}, alpha.shape[0], size, dtype, out, dirichlet)

    def multivariate_hypergeometric(
        self,
        colors: Any,
        nsample: Any,
        size: Any = None,
        method: str = "marginals",
        *,
        dtype: Any = None,
        out: Any = None,
    ) -> Any:
        """Multivariate hypergeometric counts: how many of each color are in a sample without replacement.

        Parameters
        ----------
        colors : array of integers
            How many there are of each color, 1-D and not below 0; fewer than 10**9 together.
        nsample : int
            How many are taken, at most all.
        size : int or tuple of ints, optional
            The shape without the last axis; without it that of `out`, else ().
        method : {"marginals", "count"}
            How NumPy draws them; other frameworks have one way.
        dtype : dtype, optional
            An integer or real floating one; without it that of `out`, else int64.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one, of shape `(*size, n)` with the number n of colors.
        """
        function, place = "multivariate_hypergeometric", self._place
        if method not in MARGINALS:
            raise argument_errors.unknown_choice(function, "method", method, MARGINALS)
        self._check_out(function, out)
        with self._source.on_device():
            colors = self._vector(function, "colors", colors, INTEGERS)
            place.check_domain(function, "colors", colors, NON_NEGATIVE)
            taken = integer(function, "nsample", nsample)
            there = int(place.xp.sum(colors)) if place.is_known else LARGEST_POPULATION - 1
            if there >= LARGEST_POPULATION:
                raise argument_errors.bad_parameter(
                    function, "the sum of colors", there, f"one below {LARGEST_POPULATION}"
                )
            if not 0 <= taken <= there:
                raise argument_errors.bad_parameter(function, "nsample", taken, f"an integer from 0 to {there}")

        def draw(drawing: Drawing, colors: Any) -> Any:
            return multivariate_hypergeometric(drawing, colors, taken)

        options = {"nsample": taken, "method": method}
        return self._vectors(
            function, (colors,), {}, colors.shape[0], size, dtype, out, draw, counts=True, options=options
        )

    def _vector(
        self,
        function: str,
        name: str,
        value: Any,
        kinds: tuple[str, ...],
        *,
        batched: bool = False,
        dtype: Any = None,
    ) -> Any:
        """A parameter that is a vector, or several vectors, of which the size is known."""
        place = self._place
        array = place.array(function, name, value, dtype=dtype)
        shape = place.backend.shape(array)
        if shape != (0,):
            place.check_kind(function, name, array, kinds)
        if not shape or (len(shape) > 1 and not batched) or (batched and not shape[-1]) or shape[-1] is None:
            expected = "a vector of at least one element, or several" if batched else "a vector"
            raise errors.shapes_apart(function, {name: shape}, expected)
        return array

    def _vectors(
        self,
        function: str,
        parameters: tuple[Any, ...],
        batch: dict[str, Any],
        length: int,
        size: Any,
        dtype: Any,
        out: Any,
        draw: Callable[..., Any],
        *,
        counts: bool = False,
        options: dict[str, Any] | None = None,
    ) -> Any:
        """A draw of vectors of `length`; the parameters in `batch` broadcast to the shape without the last axis."""
        place, host = self._place, self._host
        arrays = tuple(filter(place.is_array, parameters))
        kinds, default = (COUNTS, "int64") if counts else (REAL, "real floating")
        native, named = place.dtype(function, dtype, out, default, kinds, arrays)
        shape = place.shape(function, size, out, batch, (length,))
        exact = counts or self._stream == PORTABLE
        wide = host.backend.dtypes["float64" if exact else "float32" if named.itemsize == 2 else named.name]

        def compute(memory: Any) -> Any:
            with self._source.on_device():
                values = list(parameters)
                if self._stream == PORTABLE:
                    values = portable.to_host(function, place.backend, values)
                own = self._source.own.get(function) if wide == host.backend.dtypes["float64"] else None
                if own is not None:
                    return self._as_result(own(shape, *values, **(options or {})), native)
                sizes = self._sizes(shape[:-1], list(batch.values()), out)
                drawing = Drawing(self._source, host.xp, sizes, wide)
                with host.backend.quietly():
                    return self._as_result(draw(drawing, *values), native)

        return self._deliver(function, shape, named, out, arrays, compute)

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
