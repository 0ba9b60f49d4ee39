"""The three examples as they are written in plain JAX, to measure beside: call by call, no unified_arrays."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np


def rbf_kernel(pixels: np.ndarray, votes: np.ndarray, gamma: float) -> tuple[jax.Array, jax.Array]:
    """The kernel of all pairs of digits, and the class that gets most votes for each."""
    x, y = jnp.asarray(pixels), jnp.asarray(votes)
    squares = jnp.sum(x * x, axis=1)
    distances = squares[:, None] + squares[None, :] - 2.0 * (x @ x.T)
    kernel = jnp.exp(-gamma * jnp.maximum(distances, 0.0))
    return kernel, jnp.argmax(kernel @ y - y, axis=1)


def heat_equation(start: np.ndarray, steps: int, rate: float) -> tuple[jax.Array, float]:
    """The plate after so many steps, and its hottest point."""
    u = jnp.asarray(start)
    for _ in range(steps):
        around = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]
        u = u.at[1:-1, 1:-1].add(rate * (around - 4 * u[1:-1, 1:-1]))
    return u, float(u.max())


def image_pipeline(
    views: Sequence[np.ndarray], gamma: float, luminance: Sequence[float], blur: int, bright: float
) -> tuple[jax.Array, jax.Array, list[int]]:
    """The normalised images and the bright pixels of the last batch, and how many pixels of each are bright."""
    counts = []
    weights = jnp.asarray(luminance, dtype=jnp.float64)
    for view in views:
        grey = (jnp.asarray(view).astype(jnp.float64) / 255.0) ** gamma @ weights
        height, width = grey.shape[1] - blur + 1, grey.shape[2] - blur + 1
        rows = sum(grey[:, i : i + height] for i in range(blur)) / blur
        blurred = sum(rows[:, :, i : i + width] for i in range(blur)) / blur
        images = blurred - blurred.mean(axis=(1, 2), keepdims=True)
        images = images / blurred.std(axis=(1, 2), keepdims=True)
        mask = images > bright
        counts.append(int(mask.sum()))
    return images, mask, counts
