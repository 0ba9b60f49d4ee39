"""Poisson's equation by preconditioned conjugate gradients without a matrix, beside a dense solution."""

import numpy as np


def laplacian(u, coefficient):
    """-div(c grad u) on a grid whose edges are 0."""
    padded = np.pad(u, 1)
    result = 4 * u - padded[:-2, 1:-1] - padded[2:, 1:-1] - padded[1:-1, :-2] - padded[1:-1, 2:]
    return coefficient * u + result


def conjugate_gradient(apply, b, diagonal, tolerance=1e-10, limit=1000):
    x = np.zeros_like(b)
    r = b - apply(x)
    z = r / diagonal
    p = np.copy(z)
    rz = np.vdot(r, z)
    history = [np.linalg.norm(r)]
    while history[-1] > tolerance and len(history) < limit:
        Ap = apply(p)
        alpha = rz / np.vdot(p, Ap)
        x += alpha * p
        r -= alpha * Ap
        z = np.divide(r, diagonal, out=z)
        rz, before = np.vdot(r, z), rz
        p *= rz / before
        p += z
        history.append(np.linalg.norm(r))
    return x, np.asarray(history)


def main(size=14):
    s = np.linspace(0, 1, size + 2)[1:-1]
    X, Y = np.meshgrid(s, s, indexing="ij")
    source = np.exp(-20 * ((X - 0.3) ** 2 + (Y - 0.6) ** 2))
    source[X > 0.7] -= 0.5
    coefficient = np.where(Y > 0.5, 1.0, 0.05)
    solution, history = conjugate_gradient(lambda u: laplacian(u, coefficient), source, coefficient + 4)

    line = 2 * np.eye(size) - np.eye(size, k=1) - np.eye(size, k=-1)
    matrix = np.kron(line, np.eye(size)) + np.kron(np.eye(size), line) + np.diag(coefficient.ravel())
    dense = np.linalg.solve(matrix, source.ravel()).reshape(size, size)
    return {
        "solution": solution,
        "agrees": np.allclose(solution, dense, atol=1e-8),
        "fewer steps than unknowns": len(history) < size * size,
        "reduction": np.log10(history[0] / history[-1]) > 9,
        "condition": np.linalg.cond(matrix),
        "is definite": bool(np.all(np.linalg.eigvalsh(matrix) > 0)),
    }


if __name__ == "__main__":
    print(main())
