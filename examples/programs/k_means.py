"""k-means clustering: points around known centres, clustered by Lloyd's iterations from k-means++ seeds."""

import numpy as np

CENTRES = [[0.0, 0.0], [5.0, 5.0], [0.0, 6.0], [7.0, 0.0]]


def make_points(size, rng):
    centres = np.array(CENTRES)
    labels = np.arange(size) % len(CENTRES)
    return centres[labels] + 0.4 * rng.standard_normal((size, 2))


def first_centres(points, k, rng):
    """k-means++: each next centre is drawn with a chance that grows with the distance from those there are."""
    centres = np.zeros((k, points.shape[1]))
    centres[0] = points[rng.integers(len(points))]
    for i in range(1, k):
        squares = np.sum((points[:, None, :] - centres[None, :i, :]) ** 2, axis=2)
        nearest = np.min(squares, axis=1)
        chances = np.cumsum(nearest / np.sum(nearest))
        centres[i] = points[np.searchsorted(chances, rng.random())]
    return centres


def k_means(points, k, rng, iterations=50):
    centres = first_centres(points, k, rng)
    for _ in range(iterations):
        distances = np.linalg.norm(points[:, np.newaxis] - centres, axis=-1)
        labels = np.argmin(distances, 1)
        updated = np.array([np.mean(points[labels == i], axis=0) for i in range(k)])
        if np.allclose(updated, centres):
            break
        centres = updated
    return centres, labels


def main(size=400):
    rng = np.random.default_rng(7)
    points = make_points(size, rng)
    centres, labels = k_means(points, len(CENTRES), rng)
    order = np.lexsort((centres[:, 1], np.round(centres[:, 0])))
    counts = np.bincount(labels, minlength=len(CENTRES))
    inertia = np.sum((points - centres[labels]) ** 2) / size
    return {"centres": centres[order], "counts": counts[order], "inertia": inertia}


if __name__ == "__main__":
    print(main())
