"""Distributions of counts that are made of others: see the table of distributions."""

from __future__ import annotations

from typing import Any

from .core import Core
from .docstrings import completed


@completed
class Counts(Core):
    """See `Generator`."""

    def geometric(self, p: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Geometric counts: how many trials it takes until one succeeds, which is 1 or more.

        Parameters
        ----------
        p : float or array
            The probability of success of each, above 0 and at most 1.
        """
        return self._draw("geometric", (p,), size, dtype, out)

    def negative_binomial(self, n: Any, p: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Negative binomial counts: how many trials fail until `n` have succeeded.

        Parameters
        ----------
        n : float or array
            The number of successes, above 0; it need not be whole.
        p : float or array
            The probability of success of each, above 0 and at most 1.
        """
        return self._draw("negative_binomial", (n, p), size, dtype, out)

    def hypergeometric(
        self, ngood: Any, nbad: Any, nsample: Any, size: Any = None, *, dtype: Any = None, out: Any = None
    ) -> Any:
        """Hypergeometric counts: how many good ones are in a sample without replacement.

        Parameters
        ----------
        ngood : int or array of integers
            How many good ones there are, from 0 to below 10**9.
        nbad : int or array of integers
            How many bad ones there are, from 0 to below 10**9.
        nsample : int or array of integers
            How many are taken, at most all.
        """
        return self._draw("hypergeometric", (ngood, nbad, nsample), size, dtype, out)

    def zipf(self, a: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Counts of the Zipf (zeta) distribution, from 1.

        Parameters
        ----------
        a : float or array
            The exponent, above 1.
        """
        return self._draw("zipf", (a,), size, dtype, out)

    def logseries(self, p: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Counts of the logarithmic series distribution, from 1.

        Parameters
        ----------
        p : float or array
            The parameter of the series, from 0 to below 1.
        """
        return self._draw("logseries", (p,), size, dtype, out)
