"""What a call costs: the ratio of ours to the framework's own, in one process, for arrays of 8 elements.

    python benchmarks/out_call.py

Each figure is the minimum of seven rounds over the minimum of the native call's. Frameworks that are not installed are
named and left out.
"""

from __future__ import annotations

import importlib.util
import os
import timeit
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import unified_arrays as ua

Row = tuple[str, Callable[[], Any], Callable[[], Any]]  # what, ours, the framework's own
VALUES = np.ones(8, np.float32)


def numpy_rows() -> Iterator[Row]:
    a, b, c = VALUES.copy(), VALUES.copy(), VALUES.copy()
    yield "add(a, b)", lambda: ua.add(a, b), lambda: np.add(a, b)
    yield "add(a, b, out=c)", lambda: ua.add(a, b, out=c), lambda: np.add(a, b, out=c)
    yield "unified_arrays.numpy.add(a, b)", lambda: ua.numpy.add(a, b), lambda: np.add(a, b)
    yield "sum(a)", lambda: ua.sum(a), lambda: np.sum(a)


def torch_rows() -> Iterator[Row]:
    import torch

    a, b, c = (torch.from_numpy(VALUES.copy()) for _ in range(3))
    yield "add(a, b)", lambda: ua.add(a, b), lambda: torch.add(a, b)
    yield "add(a, b, out=c)", lambda: ua.add(a, b, out=c), lambda: torch.add(a, b, out=c)
    yield "sum(a)", lambda: ua.sum(a), lambda: torch.sum(a)


def tensorflow_rows() -> Iterator[Row]:
    import tensorflow as tf

    a, b, v = tf.constant(VALUES), tf.constant(VALUES), tf.Variable(VALUES)
    yield "add(a, b)", lambda: ua.add(a, b), lambda: tf.add(a, b)
    yield "add(a, b, out=v)", lambda: ua.add(a, b, out=v), lambda: v.assign(tf.add(a, b))
    yield "add(v, b, out=v)", lambda: ua.add(v, b, out=v), lambda: v.assign(tf.add(v, b))


def seconds(call: Callable[[], Any]) -> float:
    number = max(1, int(0.02 / timeit.timeit(call, number=20) * 20))
    return min(timeit.repeat(call, number=number, repeat=7)) / number


def main() -> None:
    for name, rows in (("numpy", numpy_rows), ("torch", torch_rows), ("tensorflow", tensorflow_rows)):
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed, left out")
            continue
        for what, ours, native in rows():
            ours(), native()
            print(f"{name:12}{what:34}{seconds(ours) / seconds(native):6.2f}")


if __name__ == "__main__":
    main()
