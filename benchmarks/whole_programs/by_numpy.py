"""The programs as an expert writes them with NumPy: in place where that is at hand. Nothing compiles."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import Decorator


def heat_equation(compiled: Decorator, u: Any) -> tuple[Any, ...]:
    u, work = np.pad(u, 1), np.empty_like(u)
    inner = u[1:-1, 1:-1]
    for _ in range(20):
        np.add(u[:-2, 1:-1], u[2:, 1:-1], out=work)
        work += u[1:-1, :-2]
        work += u[1:-1, 2:]
        work *= 0.2
        inner *= 0.2
        inner += work
    return (inner,)


def rbf_kernel(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    k = x @ y.T
    k *= -2
    k += np.square(x).sum(1)[:, None]
    k += np.square(y).sum(1)
    np.maximum(k, 0, out=k)
    k *= -0.5
    return (np.exp(k, out=k),)


def attention(compiled: Decorator, q: Any, k: Any, v: Any) -> tuple[Any, ...]:
    scores = q @ k.swapaxes(-1, -2)
    scores /= 8
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(-1, keepdims=True)
    return (scores @ v,)


def _lorenz(y: Any, out: Any) -> None:
    a, b, c = y
    np.multiply(10, b - a, out=out[0])
    np.subtract(a * (28 - c), b, out=out[1])
    np.subtract(a * b, (8 / 3) * c, out=out[2])


def runge_kutta(compiled: Decorator, y: Any) -> tuple[Any, ...]:
    y, k, moved = y.copy(), np.empty((4, *y.shape)), np.empty_like(y)
    for _ in range(10):
        _lorenz(y, k[0])
        for i, share in ((1, 0.005), (2, 0.005), (3, 0.01)):
            np.multiply(k[i - 1], share, out=moved)
            moved += y
            _lorenz(moved, k[i])
        np.add(k[1], k[2], out=moved)
        moved *= 2
        moved += k[0]
        moved += k[3]
        moved *= 0.01 / 6
        y += moved
    return (y,)


def conjugate_gradient(compiled: Decorator, a: Any, b: Any) -> tuple[Any, ...]:
    x, r, p, rr = np.zeros_like(b), b.copy(), b.copy(), b @ b
    for _ in range(20):
        q = a @ p
        share = rr / (p @ q)
        x += share * p
        r -= share * q
        before, rr = rr, r @ r
        p *= rr / before
        p += r
    return (x,)


def k_means(compiled: Decorator, x: Any, centres: Any) -> tuple[Any, ...]:
    for _ in range(5):
        distances = x @ (-2 * centres.T)
        distances += np.square(centres).sum(1)
        labels = distances.argmin(1)
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, x)
        centres = sums / np.bincount(labels, minlength=len(centres))[:, None]
    return centres, labels


def histogram_equalisation(compiled: Decorator, image: Any) -> tuple[Any, ...]:
    shares = np.bincount(image.reshape(-1), minlength=256).cumsum() / image.size
    return (shares[image],)


def n_body(compiled: Decorator, position: Any, mass: Any) -> tuple[Any, ...]:
    position, velocity = position.copy(), np.zeros_like(position)
    for _ in range(5):
        offsets = position[None] - position[:, None]
        weights = np.einsum("ijk,ijk->ij", offsets, offsets)
        weights += 0.01
        weights **= -1.5
        weights *= mass
        velocity += 0.01 * np.einsum("ij,ijk->ik", weights, offsets)
        position += 0.01 * velocity
    return position, velocity


def mandelbrot(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    zx, zy, count = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    for _ in range(30):
        xx, yy = zx * zx, zy * zy
        inside = xx + yy <= 4
        count += inside
        zy *= zx
        zy *= 2
        np.add(zy, y, out=zy)
        xx -= yy
        xx += x
        kept = ~inside
        np.copyto(zx, xx, where=inside)
        zy[kept] = 2  # what has escaped stays so
        zx[kept] = 2
    return (count,)


def logistic_regression(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    w, p = np.zeros(x.shape[1]), np.empty(len(x))
    for _ in range(20):
        np.matmul(x, w, out=p)
        np.negative(p, out=p)
        np.exp(p, out=p)
        p += 1
        np.reciprocal(p, out=p)
        p -= y
        w -= (0.5 / len(x)) * (p @ x)
    return (w,)


def viterbi(compiled: Decorator, moves: Any, seen: Any) -> tuple[Any, ...]:
    best, came = seen[0].copy(), np.empty((len(seen) - 1, len(moves)), np.int64)
    for number in range(1, len(seen)):
        scores = best[:, None] + moves
        scores.argmax(0, out=came[number - 1])
        scores.max(0, out=best)
        best += seen[number]
    return best, came


def spectrogram(compiled: Decorator, signal: Any, window: Any) -> tuple[Any, ...]:
    spectrum = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(signal, 512)[::128] * window)
    powers = np.square(spectrum.real)
    powers += np.square(spectrum.imag)
    return (powers,)
