"""The Mandelbrot set, a Julia set and Newton's fractal: complex arrays, and masks of the points that remain."""

import numpy as np


def mandelbrot(width, height, limit):
    x = np.linspace(-2.25, 0.75, width, dtype=np.float64)
    y = np.linspace(-1.25, 1.25, height)
    C = x + y[:, None] * 1j
    Z = np.zeros_like(C)
    count = np.zeros(C.shape, dtype=int)
    for n in range(limit):
        still = np.abs(Z) < 2
        count[still] = n
        Z[still] = Z[still] ** 2 + C[still]
    count[count == limit - 1] = 0
    return Z, count


def julia(size, c, limit):
    z = np.linspace(-1.5, 1.5, size)[None, :] - 1j * np.linspace(-1.5, 1.5, size)[:, None]
    count = np.zeros(z.shape, int)
    alive = np.ones(z.shape, dtype=bool)
    for _ in range(limit):
        z = np.where(alive, z * z + c, z)
        alive &= z.real**2 + z.imag**2 < 4
        count += alive
    return count


def newton(size, steps=25):
    """To which root of z^3 - 1 Newton's method leads."""
    s = np.linspace(-1, 1, size)
    real, imaginary = np.meshgrid(s + 0.013, s)
    z = real + 1j * imaginary
    for _ in range(steps):
        z -= (z**3 - 1) / (3 * z**2)
    roots = np.roots([1, 0, 0, -1])
    roots = roots[np.argsort(np.angle(roots))]
    return np.argmin(np.abs(z[..., np.newaxis] - roots), axis=-1), np.exp(2j * np.pi * np.arange(-1, 2) / 3), roots


def main(size=40):
    Z, N = mandelbrot(size + 20, size, 30)
    count = julia(size, -0.8 + 0.156j, 40)
    basins, exact, roots = newton(size)
    inside = N == 0
    with np.errstate(all="ignore"):
        smooth = np.where(inside, 0, N + 1 - np.log2(np.log(np.maximum(np.abs(Z), 2.0))))
    shades = np.rint(255 * smooth / np.max(smooth))
    return {
        "iterations": N,
        "area": np.mean(inside) * 3 * 2.5,
        "shades": shades,
        "symmetric": np.array_equal(N, np.flipud(N)),
        "julia": count,
        "basins": basins,
        "roots": np.allclose(roots, exact),
        "each basin": np.unique(basins, return_counts=True),
        "largest": np.max(np.abs(Z[inside])),
    }


if __name__ == "__main__":
    print(main())
