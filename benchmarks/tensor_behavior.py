"""TensorFlow's operators with and without the switch that makes its tensors arrays of the standard.

    python -m benchmarks.tensor_behavior

Both are held and called in turns, so that nothing else differs. The first table is of what TensorFlow accepts: that
must cost what it did. The second is of what it refuses, beside this package's function called directly. The third is
of arrays that can be written to, which are variables of TensorFlow only once they are written to in part.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from timeit import timeit
from typing import Any

ROUNDS, CALLS = 41, 200


def ratio(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """The median of second / first over rounds that begin with either, and the microseconds of the first at best."""
    ratios, seconds = [], []
    for number in range(ROUNDS):
        pair = (first, second) if number % 2 else (second, first)
        times = {call: timeit(call, number=CALLS) for call in pair}
        ratios.append(times[second] / times[first])
        seconds.append(times[first] / CALLS)
    return statistics.median(ratios), min(seconds) * 1e6


def main() -> None:
    """Print the tables."""
    import tensorflow as tf

    import unified_arrays.tensorflow as xp

    x, wide, row = tf.ones((8, 8)), tf.ones((8, 8), tf.float64), tf.constant([0, 3, 1])
    accepted = {
        "__add__": (x, x), "__mul__": (x, x), "__matmul__": (x, x), "__lt__": (x, x), "__neg__": (x,),
        "__getitem__": (x, (slice(1, 3), 0)),
    }  # fmt: skip
    stock = {name: getattr(tf.Tensor, name) for name in accepted}
    xp.enable_array_api_behavior()
    print("accepted by TensorFlow    switched on / stock   stock, us")
    for name, arguments in accepted.items():
        switched = getattr(tf.Tensor, name)
        value, best = ratio(
            lambda name=name, arguments=arguments: stock[name](*arguments),
            lambda switched=switched, arguments=arguments: switched(*arguments),
        )
        print(f"{name:24s}{value:15.3f}{best:18.1f}")
    print("refused by TensorFlow     operator / function   function, us")
    refused: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "float32 + float64": (lambda: xp.add(x, wide), lambda: x + wide),
        "float32 @ vector": (lambda: xp.matmul(x, x[0]), lambda: x @ x[0]),
        "x[[0, 3, 1]]": (lambda: xp.take(x, row, axis=0), lambda: x[row]),
    }
    for name, (function, operator) in refused.items():
        value, best = ratio(function, operator)
        print(f"{name:24s}{value:15.3f}{best:18.1f}")
    variable, array, out = tf.Variable(x), xp.asarray(x, copy=True), xp.empty_like(x)
    print("writable arrays            ours / tf.Variable   tf.Variable, us")
    writable: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "zeros": (lambda: tf.Variable(tf.zeros((8, 8)), trainable=False), lambda: xp.zeros((8, 8))),
        "add": (lambda: tf.add(variable, variable), lambda: xp.add(array, array)),
        "add with out=": (lambda: variable.assign(tf.add(x, x)), lambda: xp.add(array, array, out=out)),
    }
    for name, (theirs, ours) in writable.items():
        value, best = ratio(theirs, ours)
        print(f"{name:24s}{value:15.3f}{best:18.1f}")


if __name__ == "__main__":
    main()
