"""Distributions of real numbers that are made of the ones of `Generator` itself: see the table of distributions."""

from __future__ import annotations

from typing import Any

from .core import Core
from .docstrings import completed


@completed
class Continuous(Core):
    """See `Generator`."""

    def chisquare(self, df: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Chi-square numbers: sums of the squares of `df` normal ones.

        Parameters
        ----------
        df : float or array
            The degrees of freedom, above 0.
        """
        return self._draw("chisquare", (df,), size, dtype, out)

    def noncentral_chisquare(self, df: Any, nonc: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Noncentral chi-square numbers: sums of squares of normal ones whose means are not all 0.

        Parameters
        ----------
        df : float or array
            The degrees of freedom, above 0.
        nonc : float or array
            The sum of the squares of the means, not below 0.
        """
        return self._draw("noncentral_chisquare", (df, nonc), size, dtype, out)

    def f(self, dfnum: Any, dfden: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """F numbers: chi-square ones over others, each over its degrees of freedom.

        Parameters
        ----------
        dfnum : float or array
            The degrees of freedom of the numerator, above 0.
        dfden : float or array
            The degrees of freedom of the denominator, above 0.
        """
        return self._draw("f", (dfnum, dfden), size, dtype, out)

    def noncentral_f(
        self, dfnum: Any, dfden: Any, nonc: Any, size: Any = None, *, dtype: Any = None, out: Any = None
    ) -> Any:
        """Noncentral F numbers: F numbers whose numerator is a noncentral chi-square one.

        Parameters
        ----------
        dfnum : float or array
            The degrees of freedom of the numerator, above 0.
        dfden : float or array
            The degrees of freedom of the denominator, above 0.
        nonc : float or array
            The noncentrality of the numerator, not below 0.
        """
        return self._draw("noncentral_f", (dfnum, dfden, nonc), size, dtype, out)

    def standard_t(self, df: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Numbers of Student's t distribution.

        Parameters
        ----------
        df : float or array
            The degrees of freedom, above 0.
        """
        return self._draw("standard_t", (df,), size, dtype, out)

    def standard_cauchy(self, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Numbers of the Cauchy distribution with mode 0 and scale 1, which has no mean."""
        return self._draw("standard_cauchy", (), size, dtype, out)

    def triangular(
        self, left: Any, mode: Any, right: Any, size: Any = None, *, dtype: Any = None, out: Any = None
    ) -> Any:
        """Numbers of the triangular distribution.

        Parameters
        ----------
        left : float or array
            The lower end, below `right`.
        mode : float or array
            Where the density has its peak, from `left` to `right`.
        right : float or array
            The upper end.
        """
        return self._draw("triangular", (left, mode, right), size, dtype, out)

    def vonmises(self, mu: Any, kappa: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Angles of the von Mises (circular normal) distribution, from -pi to pi.

        Parameters
        ----------
        mu : float or array
            The mode, in radians.
        kappa : float or array
            The concentration, not below 0.
        """
        return self._draw("vonmises", (mu, kappa), size, dtype, out)

    def weibull(self, a: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Weibull numbers of scale 1.

        Parameters
        ----------
        a : float or array
            The shape parameter, not below 0.
        """
        return self._draw("weibull", (a,), size, dtype, out)

    def rayleigh(self, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Rayleigh numbers.

        Parameters
        ----------
        scale : float or array
            The scale, which is the mode; not below 0.
        """
        return self._draw("rayleigh", (scale,), size, dtype, out)

    def pareto(self, a: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Numbers of the Pareto II (Lomax) distribution, from 0: add 1 for the classical Pareto distribution.

        Parameters
        ----------
        a : float or array
            The shape parameter, above 0.
        """
        return self._draw("pareto", (a,), size, dtype, out)

    def power(self, a: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Numbers in [0, 1] whose density is a power of them.

        Parameters
        ----------
        a : float or array
            The exponent of the distribution function, above 0.
        """
        return self._draw("power", (a,), size, dtype, out)

    def logistic(
        self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None
    ) -> Any:
        """Logistic numbers.

        Parameters
        ----------
        loc : float or array
            The mean.
        scale : float or array
            The scale, not below 0.
        """
        return self._draw("logistic", (loc, scale), size, dtype, out)

    def wald(self, mean: Any, scale: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Numbers of the Wald (inverse Gaussian) distribution.

        Parameters
        ----------
        mean : float or array
            The mean, above 0.
        scale : float or array
            The scale, above 0.
        """
        return self._draw("wald", (mean, scale), size, dtype, out)
