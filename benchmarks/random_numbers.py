"""What a million random numbers cost: drawn by a framework's own call, by a generator of its native stream without and
with out=, and of the portable stream.

    python benchmarks/random_numbers.py [seconds for each line]

Times are medians in one process, the calls in turn. Where a framework has no such distribution of a generator, its
column is empty; PyTorch's gamma, beta, laplace and gumbel are those of torch.distributions, which take none.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from _interleaved import medians, show

import unified_arrays as ua

COUNT = 1_000_000
METHODS: dict[str, tuple[Any, ...]] = {
    "random": (),
    "uniform": (2.0, 3.0),
    "standard_normal": (),
    "normal": (1.0, 2.0),
    "lognormal": (0.0, 1.0),
    "standard_exponential": (),
    "exponential": (2.0,),
    "standard_gamma": (2.0,),
    "gamma": (2.0, 2.0),
    "beta": (2.0, 3.0),
    "laplace": (0.0, 1.0),
    "gumbel": (0.0, 1.0),
    "poisson": (5.0,),
    "binomial": (10, 0.3),
    "integers": (0, 1000),
    "choice": (1000,),
    "permutation": (COUNT,),
}
Calls = dict[str, Callable[[], Any]]


def of_numpy() -> Calls:
    rng = np.random.default_rng(1)
    sizes = {name: {} if name == "permutation" else {"size": COUNT} for name in METHODS}
    return {name: lambda name=name, a=a: getattr(rng, name)(*a, **sizes[name]) for name, a in METHODS.items()}


def of_torch() -> Calls:
    import torch
    from torch.distributions import Beta, Gamma, Gumbel, Laplace

    rng = torch.Generator().manual_seed(1)
    return {
        "random": lambda: torch.rand(COUNT, generator=rng),
        "uniform": lambda: torch.empty(COUNT).uniform_(2, 3, generator=rng),
        "standard_normal": lambda: torch.randn(COUNT, generator=rng),
        "normal": lambda: torch.empty(COUNT).normal_(1, 2, generator=rng),
        "lognormal": lambda: torch.empty(COUNT).log_normal_(0, 1, generator=rng),
        "standard_exponential": lambda: torch.empty(COUNT).exponential_(generator=rng),
        "exponential": lambda: torch.empty(COUNT).exponential_(0.5, generator=rng),
        "standard_gamma": lambda: Gamma(2.0, 1.0).sample((COUNT,)),
        "gamma": lambda: Gamma(2.0, 0.5).sample((COUNT,)),
        "beta": lambda: Beta(2.0, 3.0).sample((COUNT,)),
        "laplace": lambda: Laplace(0.0, 1.0).sample((COUNT,)),
        "gumbel": lambda: Gumbel(0.0, 1.0).sample((COUNT,)),
        "poisson": lambda: torch.poisson(torch.full((COUNT,), 5.0), generator=rng),
        "binomial": lambda: torch.binomial(torch.full((COUNT,), 10.0), torch.full((COUNT,), 0.3), generator=rng),
        "integers": lambda: torch.randint(0, 1000, (COUNT,), generator=rng),
        "choice": lambda: torch.randint(0, 1000, (COUNT,), generator=rng),
        "permutation": lambda: torch.randperm(COUNT, generator=rng),
    }


def of_tensorflow() -> Calls:
    import tensorflow as tf

    rng, size, seed = tf.random.Generator.from_seed(1), (COUNT,), (1, 2)
    return {
        "random": lambda: rng.uniform(size),
        "uniform": lambda: rng.uniform(size, 2.0, 3.0),
        "standard_normal": lambda: rng.normal(size),
        "normal": lambda: rng.normal(size, 1.0, 2.0),
        "standard_gamma": lambda: tf.random.stateless_gamma(size, seed, 2.0),
        "gamma": lambda: tf.random.stateless_gamma(size, seed, 2.0, 0.5),
        "poisson": lambda: tf.random.stateless_poisson(size, seed, 5.0, dtype=tf.int64),
        "binomial": lambda: rng.binomial(size, 10.0, 0.3, dtype=tf.int64),
        "integers": lambda: rng.uniform(size, 0, 1000, dtype=tf.int64),
        "choice": lambda: rng.uniform(size, 0, 1000, dtype=tf.int64),
        "permutation": lambda: tf.random.experimental.stateless_shuffle(tf.range(COUNT), seed),
    }


OWN = {"numpy": of_numpy, "torch": of_torch, "tensorflow": of_tensorflow}


def ways(backend: str, name: str) -> Calls:
    """The method of each stream, and with out=."""
    native = ua.random.default_rng(1, backend=backend)
    portable = ua.random.default_rng(1, backend=backend, stream="portable")
    arguments = METHODS[name]
    size = {} if name == "permutation" else {"size": COUNT}
    out = ua.asarray(getattr(native, name)(*arguments, **size), copy=True)
    return {
        "native": lambda: getattr(native, name)(*arguments, **size),
        "out=": lambda: getattr(native, name)(*arguments, **size, out=out),
        "portable": lambda: getattr(portable, name)(*arguments, **size),
    }


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    for backend, own in OWN.items():
        if importlib.util.find_spec(backend) is None:
            continue
        rows, calls = [], own()
        for name in METHODS:
            times = medians(({"own": calls[name]} if name in calls else {}) | ways(backend, name), seconds)
            unit = times.get("own")
            ratios = [f"{times[way] / unit:.2f}" if unit else "" for way in ("native", "out=", "portable")]
            rows.append([name, f"{unit * 1e3:.2f}" if unit else "", f"{times['native'] * 1e3:.2f}", *ratios])
        columns = ["method", "own, ms", "native, ms", "native / own", "out= / own", "portable / own"]
        show(f"{COUNT:.0e} numbers on {backend}", columns, rows, words=1)


if __name__ == "__main__":
    main()
