"""NumPy's `random`: its `Generator`, and the older functions over one generator that `seed` makes anew.

What is drawn is of the default dtype, float64. A `Generator` is of the backend that was selected when it was made; the
older functions draw from one generator a backend.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy

import unified_arrays as ua

from .._common import argument_errors
from .._dispatch.selection import get_backend
from .._random.core import NATIVE
from .._random.generator import Generator as _Generator
from .._random.making import made
from ..backends import HOST
from . import _dtypes, _missing

# What `Generator` and the older functions both have.
_DISTRIBUTIONS = (
    "beta", "binomial", "chisquare", "choice", "dirichlet", "exponential", "f", "gamma", "geometric", "gumbel",
    "hypergeometric", "laplace", "logistic", "lognormal", "logseries", "multinomial", "multivariate_normal",
    "negative_binomial", "noncentral_chisquare", "noncentral_f", "normal", "pareto", "permutation", "poisson", "power",
    "rayleigh", "standard_cauchy", "standard_exponential", "standard_gamma", "standard_normal", "standard_t",
    "triangular", "uniform", "vonmises", "wald", "weibull", "zipf",
)  # fmt: skip
_OF_GENERATOR = (*_DISTRIBUTIONS, "integers", "multivariate_hypergeometric", "permuted", "random")
_COUNTED = ("choice", "permutation")  # which take an array, or a number of elements
_LEGACY = (*_DISTRIBUTIONS, "bytes", "shuffle")


class Generator(_Generator):
    """The generator of `unified_arrays.random`, with what NumPy's takes besides: NumPy arrays, and lists to shuffle.

    Draws are of the default dtype of `unified_arrays.np`, and one number is a scalar where the backend has scalars.
    """

    default_dtype = staticmethod(_dtypes.default_name)

    def __init__(self, *arguments: Any) -> None:
        """Of a bit generator of NumPy: on NumPy it draws; elsewhere its seeds are those of the framework's."""
        if len(arguments) == 1:
            (source,) = arguments
            own = numpy.random.Generator(source) if get_backend() == HOST else source.seed_seq
            self.__dict__.update(vars(default_rng(own)))
            return
        super().__init__(*arguments)

    @property
    def bit_generator(self) -> Any:
        """That of NumPy's generator, where one draws."""
        return self.native.bit_generator

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Bring an array along an axis, or a list, into a random order, in place."""
        if isinstance(x, list):
            order = ua.to_backend(super().permutation(len(x)), HOST).tolist()
            x[:] = [x[place] for place in order]
            return
        super().shuffle(x, axis)


def _taking_in(name: str) -> Callable[..., Any]:
    method = getattr(_Generator, name)
    parameters = list(inspect.signature(method).parameters.values())
    positional = [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    dtype_place = positional.index("dtype") if "dtype" in positional else 0  # self is counted

    @wraps(method)
    def draw(self: Generator, *arguments: Any, **options: Any) -> Any:
        arguments = tuple(_beside(self, value) for value in arguments)
        if name in _COUNTED and arguments and ua.is_array(arguments[0]) and not len(arguments[0].shape):
            arguments = (arguments[0].item(), *arguments[1:])  # as max() and sum() return where no scalars are
        if options.get("dtype") is not None:
            options["dtype"] = _dtypes.as_dtype(name, options["dtype"])
        elif dtype_place and len(arguments) >= dtype_place and arguments[dtype_place - 1] is not None:
            dtype = _dtypes.as_dtype(name, arguments[dtype_place - 1])
            arguments = (*arguments[: dtype_place - 1], dtype, *arguments[dtype_place:])
        result = method(self, *arguments, **{option: _beside(self, value) for option, value in options.items()})
        return result if result is options.get("out") or len(result.shape) else result[()]

    return draw


def _beside(generator: Generator, value: Any) -> Any:
    """An array of NumPy as one of the generator; whatever else it is, as it is."""
    if not hasattr(value, "dtype") or isinstance(value, str) or generator.backend == HOST:
        return value
    is_numpys = ua.is_array(value) and ua.array_namespace(value).__name__.endswith(f".{HOST}")
    if not is_numpys:
        return value
    return ua.to_backend(value, generator.backend, device=generator.device) if len(value.shape) else value.item()


for _name in _OF_GENERATOR:
    setattr(Generator, _name, _taking_in(_name))


def default_rng(seed: Any = None) -> Generator:
    """A generator of the selected backend, on the selected device.

    Parameters
    ----------
    seed : None, int, sequence of ints, numpy.random.SeedSequence or a generator
        See `unified_arrays.random.default_rng`, which also makes generators of the portable stream.
    """
    return made(Generator, seed, None, None, NATIVE)


class RandomState:
    """The older functions of NumPy's `random`, over one generator."""

    def __init__(self, seed: Any = None) -> None:
        self._generator = default_rng(seed)

    def __getattr__(self, name: str) -> Any:
        if name not in _LEGACY:
            message = f"RandomState has no {name!r}: use a generator of default_rng"
            raise AttributeError(message)
        return getattr(self._generator, name)

    def seed(self, seed: Any = None) -> None:
        """Start the stream of a seed."""
        self._generator = default_rng(seed)

    def get_state(self, legacy: bool = True) -> Any:
        """Where the stream is, for `set_state`: of each framework something else."""
        return self._generator.state

    def set_state(self, state: Any) -> None:
        """Go where the stream was."""
        self._generator.state = state

    def rand(self, *shape: int) -> Any:
        """Uniform numbers in [0, 1)."""
        return self._generator.random(shape or None)

    def randn(self, *shape: int) -> Any:
        """Normal numbers of mean 0 and standard deviation 1."""
        return self._generator.standard_normal(shape or None)

    def random(self, size: Any = None) -> Any:
        """Uniform numbers in [0, 1)."""
        return self._generator.random(size)

    random_sample = sample = ranf = random

    def randint(self, low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
        """Integers from `low` up to `high`, which is excluded; from 0 up to `low` without it."""
        return self._generator.integers(low, high, size, dtype=_dtypes.as_dtype("randint", dtype))

    def random_integers(self, low: int, high: int | None = None, size: Any = None) -> Any:
        """Integers from `low` to `high`, which is included; from 1 to `low` without it."""
        low, high = (1, low) if high is None else (low, high)
        return self._generator.integers(low, high, size, endpoint=True)


_shared: dict[str, RandomState] = {}  # backend -> what the older functions draw from
_seed: dict[str, Any] = {}  # at most the one key "seed": what `seed` was told


def _state() -> RandomState:
    backend = get_backend()
    if backend not in _shared:
        _shared[backend] = RandomState(_seed.get("seed"))
    return _shared[backend]


def seed(seed: Any = None) -> None:
    """Start the stream of a seed, for the older functions of all backends."""
    if isinstance(seed, Generator):
        raise argument_errors.bad_seed("seed", seed, TypeError)
    _seed["seed"] = seed
    _shared.clear()


def _of_state(name: str) -> Callable[..., Any]:
    def draw(*arguments: Any, **options: Any) -> Any:
        return getattr(_state(), name)(*arguments, **options)

    draw.__name__ = draw.__qualname__ = name
    draw.__doc__ = getattr(getattr(RandomState, name, None) or getattr(Generator, name), "__doc__", None)
    return draw


_FUNCTIONS = (
    *_LEGACY,
    "get_state",
    "rand",
    "randn",
    "randint",
    "random",
    "random_integers",
    "random_sample",
    "ranf",
    "sample",
    "set_state",
)
globals().update({name: _of_state(name) for name in _FUNCTIONS})
_OF_NUMPY = ("BitGenerator", "MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64", "SeedSequence")
globals().update({name: getattr(numpy.random, name) for name in _OF_NUMPY})
__getattr__ = _missing.getter(globals(), {}, "random")
__all__ = ["Generator", "RandomState", "default_rng", "seed", *_FUNCTIONS, *_OF_NUMPY]
