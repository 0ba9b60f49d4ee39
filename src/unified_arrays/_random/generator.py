"""The public generator."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from .._common import argument_errors
from .._common.framework_compilers import as_written
from .arranging import Arranging
from .continuous import Continuous
from .core import Core
from .counts import Counts
from .docstrings import completed, with_example
from .integers import Integers, uniform_parameters
from .vectors import Vectors

METHODS = ("zig", "inv")


@completed
class Generator(Continuous, Counts, Integers, Vectors, Arranging, Core):
    """Random numbers of one backend, on one device, from one stream: `default_rng` makes it.

    Its methods have the names, the parameters and the distributions of `numpy.random.Generator`. Parameters are Python
    numbers, or arrays of its backend that broadcast as in NumPy. Without `size` and `out` a draw of numbers is a 0-d
    array.

    A lock makes each draw whole, so threads that share a generator draw different numbers, but who draws which is not
    known beforehand: let each have its own, of `spawn`. Gradients of draws are not defined.

    Raises of all methods: TypeError for parameters and an `out` of another kind or backend, ValueError for numbers that
    a parameter cannot be and for shapes that do not fit, DeviceMismatchError for arrays elsewhere. Nothing is drawn or
    written then. In a `tf.function` and in a program of `torch.compile` the numbers in arrays are not looked at.
    """

    def random(self, size: Any = None, dtype: Any = None, out: Any = None) -> Any:
        """Uniform numbers in [0, 1)."""
        return self._draw("random", (), size, dtype, out)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Uniform numbers from `low` up to `high`, which is met only where rounding meets it.

        Parameters
        ----------
        low, high : float or array
            The ends; `high - low` is finite and not below 0.
        """
        self._check_out("uniform", out)
        with self._source.on_device():
            given = uniform_parameters(self._place, low, high)
            return self._drawn("uniform", given, size, dtype, out)

    def standard_normal(self, size: Any = None, dtype: Any = None, out: Any = None) -> Any:
        """Normal numbers of mean 0 and standard deviation 1."""
        return self._draw("standard_normal", (), size, dtype, out)

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Normal (Gaussian) numbers.

        Parameters
        ----------
        loc : float or array
            The mean.
        scale : float or array
            The standard deviation, not below 0.
        """
        return self._draw("normal", (loc, scale), size, dtype, out)

    def lognormal(
        self, mean: Any = 0.0, sigma: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None
    ) -> Any:
        """Numbers whose logarithm is normal.

        Parameters
        ----------
        mean : float or array
            The mean of the logarithm.
        sigma : float or array
            The standard deviation of the logarithm, not below 0.
        """
        return self._draw("lognormal", (mean, sigma), size, dtype, out)

    def standard_exponential(self, size: Any = None, dtype: Any = None, method: str = "zig", out: Any = None) -> Any:
        """Exponential numbers of mean 1.

        Parameters
        ----------
        size : int or tuple of ints, optional
            The shape; without it that of `out`, else ().
        dtype : dtype, optional
            A real floating one; without it that of `out`, else the default one of the backend.
        method : {"zig", "inv"}
            How NumPy draws them; other frameworks have one way each.
        out : array, optional
            Memory to write to, under the contract of out= (docs/out.md).

        Returns
        -------
        array
            `out`, or a new one.
        """
        if method not in METHODS:
            raise argument_errors.unknown_choice("standard_exponential", "method", method, METHODS)
        return self._draw("standard_exponential", (), size, dtype, out, method=method)

    def exponential(self, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Exponential numbers.

        Parameters
        ----------
        scale : float or array
            The mean, which is one over the rate; not below 0.
        """
        return self._draw("exponential", (scale,), size, dtype, out)

    def standard_gamma(self, shape: Any, size: Any = None, dtype: Any = None, out: Any = None) -> Any:
        """Gamma numbers of scale 1.

        Parameters
        ----------
        shape : float or array
            The shape parameter, not below 0.
        """
        return self._draw("standard_gamma", (shape,), size, dtype, out)

    def gamma(self, shape: Any, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Gamma numbers.

        Parameters
        ----------
        shape : float or array
            The shape parameter, not below 0.
        scale : float or array
            The scale, not below 0.
        """
        return self._draw("gamma", (shape, scale), size, dtype, out)

    def beta(self, a: Any, b: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Beta numbers, in [0, 1].

        Parameters
        ----------
        a, b : float or array
            The shape parameters, above 0.
        """
        return self._draw("beta", (a, b), size, dtype, out)

    def laplace(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Laplace (double exponential) numbers.

        Parameters
        ----------
        loc : float or array
            The mean.
        scale : float or array
            The decay, not below 0.
        """
        return self._draw("laplace", (loc, scale), size, dtype, out)

    def gumbel(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Gumbel numbers.

        Parameters
        ----------
        loc : float or array
            The mode.
        scale : float or array
            The scale, not below 0.
        """
        return self._draw("gumbel", (loc, scale), size, dtype, out)

    def poisson(self, lam: Any = 1.0, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Poisson counts.

        Parameters
        ----------
        lam : float or array
            The mean, not below 0.
        """
        return self._draw("poisson", (lam,), size, dtype, out)

    def binomial(self, n: Any, p: Any, size: Any = None, *, dtype: Any = None, out: Any = None) -> Any:
        """Binomial counts: how many of `n` trials succeed.

        Parameters
        ----------
        n : int or array of integers
            How many trials, not below 0.
        p : float or array
            The probability of success of each, from 0 to 1.
        """
        return self._draw("binomial", (n, p), size, dtype, out)


def _left_alone(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method that compilers do not read.

    AutoGraph has nothing to rewrite in it. Dynamo (2.13) leaves a program wherever a generator is an argument: it
    leaves it once here, instead of reading all that is around.
    """

    @wraps(method)
    def call(self: Generator, /, *arguments: Any, **options: Any) -> Any:
        backend = self._place.backend
        if backend.is_compiling():
            return backend.outside_programs(method)(self, *arguments, **options)
        return method(self, *arguments, **options)

    return as_written(call)


for _base in (Generator, Continuous, Counts, Integers, Vectors, Arranging):
    for _name, _method in list(vars(_base).items()):
        if isinstance(_method, FunctionType) and not _name.startswith("_"):
            _method.__doc__ = with_example(_name, _method.__doc__)
            _method.__qualname__ = f"{Generator.__name__}.{_name}"  # as Python's own messages name it
            setattr(_base, _name, _left_alone(_method))
