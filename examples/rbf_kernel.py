"""Handwritten digits, told apart by a kernel: every digit is classified by the votes of all others.

The RBF kernel exp(-gamma |x - y|^2) says how alike two pictures are. A digit's neighbours vote for their own label,
each with the weight that the kernel gives it, so that the nearest decide. Data: scikit-learn's 1797 digits of 8 x 8
pixels.

Memory: the n x n kernel is all that counts (26 MB). Distances, exponent and kernel are computed in one buffer of that
size, where the usual expression makes a new n x n array for every operation.

    python examples/rbf_kernel.py
    python examples/rbf_kernel.py --backend torch
    UNIFIED_ARRAYS_BACKEND=tensorflow python examples/rbf_kernel.py
    python examples/rbf_kernel.py --way ours        # the same program without the buffer
    python examples/rbf_kernel.py --way compiled    # with it, as one program by `ua.compile`
    python examples/rbf_kernel.py --way plain       # as it is written in the framework: plain_programs/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import pairwise

import unified_arrays as ua
from _program import WITH_OUT, Check, Result, compiled, deviation, measured, plain_program, run_program

GAMMA = 4.0
SMALL = {"size": 200}


def squared_distances(x: Any, y: Any, out: Any = None) -> Any:
    """|x_i - y_j|^2 for all rows of x and y, as |x_i|^2 - 2 x_i y_j + |y_j|^2."""
    distances = ua.matmul(x, ua.matrix_transpose(y), out=out)
    distances = ua.multiply(distances, -2.0, out=out)
    distances = ua.add(distances, ua.vecdot(x, x)[:, None], out=out)
    distances = ua.add(distances, ua.vecdot(y, y)[None, :], out=out)
    return ua.maximum(distances, 0.0, out=out)  # rounding leaves a few just below 0


def rbf_kernel(x: Any, y: Any, gamma: float, out: Any = None) -> Any:
    """exp(-gamma |x_i - y_j|^2) for all rows of x and y."""
    kernel = squared_distances(x, y, out=out)
    kernel = ua.multiply(kernel, -gamma, out=out)
    return ua.exp(kernel, out=out)


def classify_by_the_others(kernel: Any, votes: Any) -> Any:
    """The class that gets most votes from all digits but the one in question, whose vote for itself has weight 1."""
    scores = ua.subtract(ua.matmul(kernel, votes), votes)
    return ua.argmax(scores, axis=1)


def classified(pixels: np.ndarray, votes: np.ndarray, way: str) -> tuple[Any, Any]:
    """The kernel of all pairs of digits, and the class of each."""
    if way == "plain":
        return plain_program("rbf_kernel")(pixels, votes, GAMMA)
    x, y = ua.to_backend(pixels), ua.to_backend(votes)
    buffer = ua.empty((len(pixels), len(pixels)), dtype=ua.float64) if way in WITH_OUT else None
    kernel_of = compiled(rbf_kernel) if way == "compiled" else rbf_kernel
    kernel = kernel_of(x, x, GAMMA, out=buffer)
    return kernel, classify_by_the_others(kernel, y)


def run(size: int = 1797, *, way: str = "out") -> Result:
    """Classify the first `size` digits on the selected backend, and check kernel and classes."""
    digits = load_digits()
    pixels, labels = digits.data[:size] / 16.0, digits.target[:size]  # sixteenths: their distances are exact
    votes = np.eye(10)[labels]  # a 1 in the column of the digit's own label

    with measured() as cost:
        kernel, classes = classified(pixels, votes, way)
        classes = ua.to_backend(classes, "numpy")

    kernel = ua.to_backend(kernel, "numpy")
    right = int(np.sum(classes == labels))
    return Result(
        text=f"{right} of {size} digits right: accuracy {right / size:.2%}",
        array=kernel,
        cost=cost,
        checks=(
            Check("kernel against scikit-learn's", deviation(kernel, pairwise.rbf_kernel(pixels, gamma=GAMMA)), 1e-10),
            Check("classes against plain NumPy, digit by digit", deviation(classes, plain_numpy(pixels, labels)), 0.0),
        ),
    )


def plain_numpy(pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The same classifier, one digit at a time."""
    classes = np.empty(len(pixels), dtype=np.int64)
    for i, digit in enumerate(pixels):
        weights = np.exp(-GAMMA * np.sum((pixels - digit) ** 2, axis=1))
        weights[i] = 0.0
        classes[i] = np.argmax(np.bincount(labels, weights, minlength=10))
    return classes


def main(arguments: Sequence[str] | None = None) -> int:
    return run_program("rbf_kernel", __doc__, run, small=SMALL, arguments=arguments)


if __name__ == "__main__":
    raise SystemExit(main())
