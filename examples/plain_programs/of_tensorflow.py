"""The three examples as they are written in plain TensorFlow, to measure beside: eager, no unified_arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow as tf


def rbf_kernel(pixels: np.ndarray, votes: np.ndarray, gamma: float) -> tuple[tf.Tensor, tf.Tensor]:
    """The kernel of all pairs of digits, and the class that gets most votes for each."""
    x, y = tf.constant(pixels), tf.constant(votes)
    squares = tf.reduce_sum(x * x, axis=1)
    distances = squares[:, None] + squares[None, :] - 2.0 * tf.matmul(x, x, transpose_b=True)
    kernel = tf.exp(-gamma * tf.maximum(distances, 0.0))
    return kernel, tf.argmax(kernel @ y - y, axis=1)


def heat_equation(start: np.ndarray, steps: int, rate: float) -> tuple[tf.Tensor, float]:
    """The plate after so many steps, and its hottest point."""
    u = tf.constant(start)
    for _ in range(steps):
        around = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]
        inside = u[1:-1, 1:-1]
        u = tf.pad(inside + rate * (around - 4 * inside), [[1, 1], [1, 1]])
    return u, float(tf.reduce_max(u))


def image_pipeline(
    views: Sequence[np.ndarray], gamma: float, luminance: Sequence[float], blur: int, bright: float
) -> tuple[tf.Tensor, tf.Tensor, list[int]]:
    """The normalised images and the bright pixels of the last batch, and how many pixels of each are bright."""
    counts = []
    weights = tf.constant(luminance, dtype=tf.float64)
    for view in views:
        grey = tf.tensordot((tf.cast(view, tf.float64) / 255.0) ** gamma, weights, axes=1)
        height, width = grey.shape[1] - blur + 1, grey.shape[2] - blur + 1
        rows = tf.add_n([grey[:, i : i + height] for i in range(blur)]) / blur
        blurred = tf.add_n([rows[:, :, i : i + width] for i in range(blur)]) / blur
        images = blurred - tf.reduce_mean(blurred, axis=(1, 2), keepdims=True)
        images = images / tf.math.reduce_std(blurred, axis=(1, 2), keepdims=True)
        mask = images > bright
        counts.append(int(tf.math.count_nonzero(mask)))
    return images, mask, counts
