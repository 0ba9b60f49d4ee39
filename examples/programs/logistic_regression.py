"""Logistic regression by Newton's method and by gradient descent, with its scores on data that were not seen."""

import numpy as np


def make_data(size, rng):
    X = rng.normal(0.0, 1.0, (size, 3))
    X = np.c_[np.ones(size), X]
    weights = np.array([-0.5, 2.0, -1.0, 0.0])
    chances = 1 / (1 + np.exp(-np.dot(X, weights)))
    y = rng.random(size) < chances
    return X, np.where(y, 1.0, 0.0)


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def loss(w, X, y, strength):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) + strength / 2 * np.sum(w[1:] ** 2)


def newton(X, y, strength, steps=20):
    w = np.zeros(X.shape[1])
    penalty = strength * np.diag([0.0] + [1.0] * (X.shape[1] - 1))
    for _ in range(steps):
        p = sigmoid(X @ w)
        gradient = X.T @ (p - y) / len(y) + penalty @ w
        hessian = (X * (p * (1 - p))[:, np.newaxis]).T @ X / len(y) + penalty
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.max(np.abs(step)) < 1e-12:
            break
    return w


def descend(X, y, strength, rate=1.0, steps=400):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        gradient = X.T @ (sigmoid(X @ w) - y) / len(y)
        gradient[1:] += strength * w[1:]
        w = w - rate * gradient
    return w


def area_under_curve(scores, y):
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1.0, len(scores) + 1)
    positive = y == 1
    count = np.count_nonzero(positive)
    return (np.sum(ranks[positive]) - count * (count + 1) / 2) / (count * (len(y) - count))


def main(size=1000):
    rng = np.random.default_rng(11)
    X, y = make_data(size, rng)
    train, test = np.split(rng.permutation(size), [3 * size // 4])
    w = newton(X[train], y[train], 1e-2)
    slow = descend(X[train], y[train], 1e-2)
    chances = sigmoid(X[test] @ w)
    guesses = chances > 0.5
    truth = y[test] == 1
    confusion = np.zeros((2, 2), dtype=int)
    np.add.at(confusion, (np.where(truth, 1, 0), np.where(guesses, 1, 0)), 1)
    return {
        "weights": w,
        "both ways agree": np.allclose(w, slow, atol=1e-3),
        "accuracy": np.mean(guesses == truth),
        "correct": np.trace(confusion) == np.sum(guesses == truth),
        "loss": loss(w, X[test], y[test], 0.0),
        "area under the curve": area_under_curve(chances, y[test]),
    }


if __name__ == "__main__":
    print(main())
