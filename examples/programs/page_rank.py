"""PageRank and shortest paths of a web of links: scattered additions, powers of a matrix, and Floyd and Warshall."""

import numpy as np


def links(pages):
    source = np.repeat(np.arange(pages), 3)
    target = (source * np.tile([2, 3, 7], pages) + np.tile([1, 4, 2], pages)) % pages
    keep = (source != target) & (source % 11 != 5)
    return source[keep], target[keep]


def page_rank(source, target, pages, damping=0.85, tolerance=1e-12):
    degree = np.bincount(source, minlength=pages)
    dangling = degree == 0
    rank = np.full(pages, 1 / pages)
    for k in range(500):
        share = np.divide(rank, degree, out=np.zeros(pages), where=~dangling)
        updated = np.bincount(target, weights=share[source], minlength=pages)
        updated = damping * (updated + rank[dangling].sum() / pages) + (1 - damping) / pages
        if np.abs(updated - rank).sum() < tolerance:
            return updated, k
        rank = updated
    return rank, 500


def distances(adjacency):
    d = np.where(adjacency > 0, 1.0, np.inf)
    np.fill_diagonal(d, 0)
    for k in range(len(d)):
        np.minimum(d, d[:, k, None] + d[None, k, :], out=d)
    return d


def main(size=40):
    source, target = links(size)
    adjacency = np.zeros((size, size))
    np.add.at(adjacency, (source, target), 1)
    rank, steps = page_rank(source, target, size)

    rows = adjacency.sum(axis=1, keepdims=True)
    matrix = np.where(rows > 0, adjacency / np.where(rows > 0, rows, 1), 1 / size)
    google = 0.85 * matrix + 0.15 / size
    values, vectors = np.linalg.eig(google.T)
    leading = vectors[:, np.argmax(np.real(values))].real
    leading /= leading.sum()

    best = np.argsort(-rank, kind="stable")[:5]
    d = distances(adjacency)
    reachable = np.isfinite(d)
    laplacian = np.diag(np.sum(adjacency + adjacency.T, 1)) - adjacency - adjacency.T
    return {
        "rank": rank,
        "sum": rank.sum(),
        "agrees with the eigenvector": np.allclose(rank, leading),
        "best": best,
        "steps": steps,
        "distances": d,
        "diameter": d[reachable].max(),
        "mean distance": np.mean(d, where=reachable & (d > 0)),
        "parts": np.sum(np.abs(np.linalg.eigvalsh(laplacian)) < 1e-9),
        "triangles": np.trace(np.linalg.matrix_power((adjacency > 0) * 1, 3)) // 3,
        "in both directions": np.count_nonzero(np.triu((adjacency * adjacency.T) > 0)),
        "most linked": np.bincount(target).argmax(),
        "common": np.intersect1d(target[source == 1], target[source == 2]),
    }


if __name__ == "__main__":
    print(main())
