"""Principal component analysis of correlated measurements: by singular values and by the covariance matrix."""

import numpy as np


def make_data(size):
    t = np.linspace(0, 8 * np.pi, size)
    hidden = np.stack([np.sin(t), np.cos(3 * t), np.sin(7 * t + 1)], axis=1) * np.array([3.0, 1.5, 0.5])
    mixing = np.array([[1, 2, 0, -1, 1], [0, 1, 1, 1, -2], [2, 0, -1, 0, 1]], dtype=float)
    return hidden @ mixing + np.arange(10, 60, 10)


def pca(data, components):
    centred = data - np.mean(data, axis=0)
    u, s, vt = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(vt[np.arange(len(vt)), np.argmax(np.abs(vt), axis=1)])
    u, vt = u * signs, vt * signs[:, None]
    explained = s**2 / np.sum(s**2)
    return u[:, :components] * s[:components], vt[:components], explained


def main(size=300):
    data = make_data(size)
    scores, axes, explained = pca(data, 3)
    covariance = np.cov(data, rowvar=False)
    values, vectors = np.linalg.eigh(covariance)
    largest = np.flip(values)[:3]
    restored = scores @ axes + data.mean(axis=0)
    correlations = np.corrcoef(data.T)
    return {
        "scores": scores,
        "axes": axes,
        "explained": explained[:3],
        "rank": np.linalg.matrix_rank(covariance, tol=1e-8),
        "largest variances": largest,
        "restored": np.allclose(restored, data),
        "alignment": np.abs(np.diag(axes @ np.flip(vectors, 1)[:, :3])),
        "correlations": np.triu(correlations, 1),
    }


if __name__ == "__main__":
    print(main())
