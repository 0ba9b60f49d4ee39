"""Differential equations by Runge-Kutta: Lorenz's attractor, a stiff chain with adaptive steps, and a fitted order."""

import numpy as np


def rk4(f, y, t, dt):
    k1 = f(t, y)
    k2 = f(t + dt / 2, y + dt / 2 * k1)
    k3 = f(t + dt / 2, y + dt / 2 * k2)
    k4 = f(t + dt, y + dt * k3)
    return y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def lorenz(t, state, sigma=10.0, rho=28.0, beta=8 / 3):
    x, y, z = state
    return np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])


def integrate(f, start, stop, steps):
    times, dt = np.linspace(0, stop, steps + 1, retstep=True)
    path = np.empty((steps + 1, len(start)))
    path[0] = np.array(start)
    for i in range(steps):
        path[i + 1] = rk4(f, path[i], times[i], dt)
    return times, path


A = [[0.2, 0, 0, 0], [3 / 40, 9 / 40, 0, 0], [0.3, -0.9, 1.2, 0], [-11 / 54, 2.5, -70 / 27, 35 / 27]]
B5 = [37 / 378, 0, 250 / 621, 125 / 594, 0, 512 / 1771]
B4 = [2825 / 27648, 0, 18575 / 48384, 13525 / 55296, 277 / 14336, 1 / 4]
LAST = [1631 / 55296, 175 / 512, 575 / 13824, 44275 / 110592, 253 / 4096]


def adaptive(f, y, stop, tolerance=1e-6):
    """Cash and Karp's steps of fifth order."""
    rows = [np.array(row) for row in [*A, LAST]]
    t, h, taken = 0.0, 0.05, []
    y = np.asarray(y, dtype=float)
    while t < stop:
        h = min(h, stop - t)
        k = np.zeros((6, len(y)))
        k[0] = f(t, y)
        for i, row in enumerate(rows):
            k[i + 1] = f(t, y + h * (row[: i + 1] @ k[: i + 1]))
        error = np.abs(h * (np.subtract(B5, B4) @ k)).max()
        if error <= tolerance:
            t, y = t + h, y + h * np.dot(B5, k)
            taken.append(h)
        h *= float(np.clip(0.9 * (tolerance / np.maximum(error, 1e-300)) ** 0.2, 0.2, 5.0))
    return y, np.array(taken)


def main(size=200):
    times, path = integrate(lorenz, [1.0, 1.0, 1.0], 2.0, size)
    rates = np.array([1.0, 20.0, 5.0])
    chain = np.diag(-rates) + np.diag(rates[:-1], -1)
    end, steps = adaptive(lambda t, y: chain @ y, [1, 0, 0], 2.0)
    values, vectors = np.linalg.eig(chain)
    exact = vectors @ (np.exp(2.0 * values) * np.linalg.solve(vectors, [1.0, 0.0, 0.0]))

    counts = np.array([10, 20, 40, 80])
    errors = []
    for n in counts:
        _, swing = integrate(lambda t, y: np.stack([y[1], -y[0]]), [0.0, 1.0], np.pi, int(n))
        errors.append(np.linalg.norm(np.subtract(swing[-1], [0, -1])))
    slope, _ = np.polyfit(np.log(counts), np.log(errors), 1)
    return {
        "path": path,
        "turns": np.sum(np.diff(np.sign(path[:, 0])) != 0),
        "length": np.sum(np.linalg.norm(np.diff(path, axis=0), axis=1)),
        "area": np.trapezoid(path[:, 2], times),
        "chain": end,
        "chain is exact": np.allclose(end, exact.real, atol=1e-5),
        "steps": len(steps),
        "order": np.round(-slope),
    }


if __name__ == "__main__":
    print(main())
