"""Samples brought to one distribution: ranks, quantiles, ties, outliers, and a permutation test."""

import numpy as np


def samples(rows, columns):
    base = np.sin(np.arange(rows * columns) * 1.37).reshape(rows, columns)
    return np.round(base * np.linspace(1, 3, columns) + np.arange(columns) ** 2, 2)


def normalise(x):
    order = np.argsort(x, axis=0, kind="stable")
    target = np.sort(x, axis=0).mean(axis=1)
    ranks = np.argsort(order, axis=0)
    return target[ranks]


def ranks_with_ties(x):
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def spearman(a, b):
    return np.corrcoef(ranks_with_ties(a), ranks_with_ties(b))[0, 1]


def permutation_test(a, b, rng, rounds=500):
    pooled = np.concatenate([a, b])
    observed = abs(np.mean(a) - np.mean(b))
    larger = 0
    for _ in range(rounds):
        shuffled = rng.permutation(pooled)
        larger += int(np.abs(shuffled[: len(a)].mean() - shuffled[len(a) :].mean()) >= observed)
    return larger / rounds


def main(size=60):
    x = samples(size, 4)
    even = normalise(x)
    q1, median, q3 = np.percentile(x, [25, 50, 75], axis=0)
    outliers = (x < q1 - 0.1 * (q3 - q1)) | (x > q3 + 0.1 * (q3 - q1))
    deviation = np.median(np.abs(x - median), 0)
    robust = (x - median) / (1.4826 * deviation)
    winsorised = np.clip(x, *np.quantile(x, [0.1, 0.9], axis=0))
    scaled = (x - np.mean(x, 0)) / np.std(x, 0, ddof=1)
    counts, edges = np.histogram(even, bins=8)
    joint, _, _ = np.histogram2d(x[:, 0], x[:, 1], bins=[4, 3])
    rng = np.random.default_rng(3)
    return {
        "normalised": even,
        "same quantiles": np.allclose(np.sort(even, 0), np.sort(even, 0)[:, :1]),
        "outliers": np.sum(outliers, axis=0),
        "robust": robust,
        "winsorised": [winsorised.mean(), winsorised.min(), winsorised.max()],
        "scaled": np.abs(scaled.mean(axis=0)) < 1e-12,
        "rank correlation": spearman(x[:, 0], x[:, 3]),
        "counts": counts,
        "edges": edges,
        "joint": joint,
        "smallest": np.partition(x[:, 2], 5)[:5].max(),
        "where in order": np.searchsorted(np.sort(x[:, 1]), [0.0, 1.0, 2.5], side="right"),
        "chance": permutation_test(x[:, 0], x[:, 0] + 0.25, rng),
    }


if __name__ == "__main__":
    print(main())
