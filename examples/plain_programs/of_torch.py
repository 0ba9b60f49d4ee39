"""The three examples as they are written in plain PyTorch, to measure beside: new tensors, no unified_arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch


def rbf_kernel(pixels: np.ndarray, votes: np.ndarray, gamma: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The kernel of all pairs of digits, and the class that gets most votes for each."""
    x, y = torch.from_numpy(pixels), torch.from_numpy(votes)
    squares = torch.sum(x * x, dim=1)
    distances = squares[:, None] + squares[None, :] - 2.0 * (x @ x.T)
    kernel = torch.exp(-gamma * torch.clamp(distances, min=0.0))
    return kernel, torch.argmax(kernel @ y - y, dim=1)


def heat_equation(start: np.ndarray, steps: int, rate: float) -> tuple[torch.Tensor, float]:
    """The plate after so many steps, and its hottest point."""
    u = torch.tensor(start)
    for _ in range(steps):
        around = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]
        u[1:-1, 1:-1] += rate * (around - 4 * u[1:-1, 1:-1])
    return u, float(u.max())


def image_pipeline(
    views: Sequence[np.ndarray], gamma: float, luminance: Sequence[float], blur: int, bright: float
) -> tuple[torch.Tensor, torch.Tensor, list[int]]:
    """The normalised images and the bright pixels of the last batch, and how many pixels of each are bright."""
    counts = []
    weights = torch.tensor(luminance, dtype=torch.float64)
    for view in views:
        grey = (torch.tensor(view).double() / 255.0) ** gamma @ weights
        height, width = grey.shape[1] - blur + 1, grey.shape[2] - blur + 1
        rows = sum(grey[:, i : i + height] for i in range(blur)) / blur
        blurred = sum(rows[:, :, i : i + width] for i in range(blur)) / blur
        images = blurred - blurred.mean(dim=(1, 2), keepdim=True)
        images = images / blurred.std(dim=(1, 2), correction=0, keepdim=True)
        mask = images > bright
        counts.append(int(mask.sum()))
    return images, mask, counts
