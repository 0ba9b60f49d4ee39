"""Twelve programs, each written five times: by an expert of each framework, and for all by expressions and with out=.

`ours` has the programs that run on every backend, `with_out` the same with memory at hand, `by_numpy`, `by_torch` and
`by_tensorflow` those of the experts. A program is a function of the same name in each of these modules. It takes a
decorator for its steps (a compiler, or what leaves them as they are) and its arrays, and returns a tuple of results.
Programs that write into what they are given copy it first: each run begins with the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Program = Callable[..., tuple[Any, ...]]
Data = dict[str, np.ndarray]


def as_it_is(step: Callable[..., Any]) -> Callable[..., Any]:
    """The decorator of programs that nothing compiles."""
    return step


def _square(draw: Any, size: int) -> Data:
    return {"u": draw.random((size, size))}


def _points(draw: Any, size: int) -> Data:
    return {"x": draw.random((size, 16)), "y": draw.random((size, 16))}


def _heads(draw: Any, size: int) -> Data:
    return {name: draw.normal(size=(4, size, 64)) for name in "qkv"}


def _ensemble(draw: Any, size: int) -> Data:
    return {"y": draw.normal(size=(3, size))}


def _system(draw: Any, size: int) -> Data:
    m = draw.normal(size=(size, size))
    return {"a": m @ m.T / size + np.eye(size), "b": draw.normal(size=size)}


def _clusters(draw: Any, size: int) -> Data:
    centres = draw.normal(size=(10, 8)) * 4
    return {"x": centres[draw.integers(0, 10, size)] + draw.normal(size=(size, 8)), "centres": centres + 0.5}


def _image(draw: Any, size: int) -> Data:
    return {"image": np.clip(draw.normal(100, 30, (size, size)), 0, 255).astype(np.int32)}


def _bodies(draw: Any, size: int) -> Data:
    return {"position": draw.normal(size=(size, 3)), "mass": draw.random(size) / size}


def _plane(draw: Any, size: int) -> Data:
    y, x = np.meshgrid(np.linspace(-1.2, 1.2, size), np.linspace(-2, 0.6, size), indexing="ij")
    return {"x": x, "y": y}


def _samples(draw: Any, size: int) -> Data:
    x = draw.normal(size=(size, 50))
    return {"x": x, "y": (x @ draw.normal(size=50) > 0).astype(np.float64)}


def _states(draw: Any, size: int) -> Data:
    return {"moves": np.log(draw.random((40, 40))), "seen": np.log(draw.random((size, 40)))}


def _signal(draw: Any, size: int) -> Data:
    return {"signal": np.sin(np.arange(size) ** 1.5 / 50) + draw.normal(size=size) / 10, "window": np.hanning(512)}


# program -> its inputs, their size, and what it computes
PROGRAMS: dict[str, tuple[Callable[[Any, int], Data], int, str]] = {
    "heat_equation": (_square, 512, "20 explicit steps on a square"),
    "rbf_kernel": (_points, 800, "the Gaussian kernel matrix of two sets of points"),
    "attention": (_heads, 256, "softmax(q k / 8) v of four heads"),
    "runge_kutta": (_ensemble, 20_000, "10 steps of the Lorenz system for many starts"),
    "conjugate_gradient": (_system, 400, "20 iterations"),
    "k_means": (_clusters, 20_000, "5 iterations of Lloyd"),
    "histogram_equalisation": (_image, 1024, "histogram, cumulative sum, look-up"),
    "n_body": (_bodies, 250, "5 leapfrog steps under gravity"),
    "mandelbrot": (_plane, 256, "30 iterations"),
    "logistic_regression": (_samples, 5_000, "20 steps of gradient descent"),
    "viterbi": (_states, 100, "the best path of 40 states: many small calls"),
    "spectrogram": (_signal, 100_000, "windows, rfft, power"),
}


def data(name: str, scale: float = 1.0) -> Data:
    """The inputs of a program, the same at each call."""
    make, size, _ = PROGRAMS[name]
    return make(np.random.default_rng(7), max(8, int(size * scale)))
