"""The programs by expressions, for every backend."""

from __future__ import annotations

import math
from typing import Any

import unified_arrays as ua

from . import Decorator


def _heat_step(u: Any) -> Any:
    p = ua.pad(u, 1)
    around = p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]
    return u + 0.2 * (around - 4.0 * u)


def heat_equation(compiled: Decorator, u: Any) -> tuple[Any, ...]:
    step = compiled(_heat_step)
    for _ in range(20):
        u = step(u)
    return (u,)


def _rbf(x: Any, y: Any) -> Any:
    squares = ua.sum(x * x, axis=1)[:, None] + ua.sum(y * y, axis=1) - 2.0 * ua.matmul(x, ua.matrix_transpose(y))
    return ua.exp(-0.5 * ua.maximum(squares, 0.0))


def rbf_kernel(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    return (compiled(_rbf)(x, y),)


def _attend(q: Any, k: Any, v: Any) -> Any:
    scores = ua.matmul(q, ua.matrix_transpose(k)) / 8.0
    weights = ua.exp(scores - ua.max(scores, axis=-1, keepdims=True))
    return ua.matmul(weights / ua.sum(weights, axis=-1, keepdims=True), v)


def attention(compiled: Decorator, q: Any, k: Any, v: Any) -> tuple[Any, ...]:
    return (compiled(_attend)(q, k, v),)


def _lorenz(y: Any) -> Any:
    a, b, c = y[0], y[1], y[2]
    return ua.stack([10.0 * (b - a), a * (28.0 - c) - b, a * b - (8.0 / 3.0) * c])


def _kutta_step(y: Any) -> Any:
    first = _lorenz(y)
    second = _lorenz(y + 0.005 * first)
    third = _lorenz(y + 0.005 * second)
    fourth = _lorenz(y + 0.01 * third)
    return y + (0.01 / 6.0) * (first + 2.0 * second + 2.0 * third + fourth)


def runge_kutta(compiled: Decorator, y: Any) -> tuple[Any, ...]:
    step = compiled(_kutta_step)
    for _ in range(10):
        y = step(y)
    return (y,)


def _gradient_step(a: Any, x: Any, r: Any, p: Any, rr: Any) -> tuple[Any, ...]:
    q = ua.matmul(a, p)
    share = rr / ua.vecdot(p, q)
    x = x + share * p
    r = r - share * q
    after = ua.vecdot(r, r)
    return x, r, r + (after / rr) * p, after


def conjugate_gradient(compiled: Decorator, a: Any, b: Any) -> tuple[Any, ...]:
    step = compiled(_gradient_step)
    x, r, p, rr = ua.zeros_like(b), b, b, ua.vecdot(b, b)
    for _ in range(20):
        x, r, p, rr = step(a, x, r, p, rr)
    return (x,)


def _lloyd_step(x: Any, centres: Any) -> tuple[Any, Any]:
    distances = ua.sum(centres * centres, axis=1) - 2.0 * ua.matmul(x, ua.matrix_transpose(centres))
    labels = ua.argmin(distances, axis=1)
    sums = ua.at(ua.zeros_like(centres))[labels].add(x)
    counts = ua.bincount(labels, minlength=10)
    return sums / ua.astype(counts, sums.dtype)[:, None], labels


def k_means(compiled: Decorator, x: Any, centres: Any) -> tuple[Any, ...]:
    step = compiled(_lloyd_step)
    for _ in range(5):
        centres, labels = step(x, centres)
    return centres, labels


def _equalised(image: Any) -> Any:
    counts = ua.bincount(ua.reshape(image, (-1,)), minlength=256)
    shares = ua.astype(ua.cumulative_sum(counts), ua.float64) / math.prod(image.shape)
    return ua.take(shares, image)


def histogram_equalisation(compiled: Decorator, image: Any) -> tuple[Any, ...]:
    return (compiled(_equalised)(image),)


def _pull(position: Any, mass: Any) -> Any:
    offsets = position[None] - position[:, None]
    weights = (ua.sum(offsets * offsets, axis=-1) + 0.01) ** -1.5
    return ua.einsum("ij,ijk->ik", weights * mass, offsets)


def _leap(position: Any, velocity: Any, mass: Any) -> tuple[Any, Any]:
    velocity = velocity + 0.01 * _pull(position, mass)
    return position + 0.01 * velocity, velocity


def n_body(compiled: Decorator, position: Any, mass: Any) -> tuple[Any, ...]:
    step, velocity = compiled(_leap), ua.zeros_like(position)
    for _ in range(5):
        position, velocity = step(position, velocity, mass)
    return position, velocity


def _escape_step(zx: Any, zy: Any, count: Any, x: Any, y: Any) -> tuple[Any, ...]:
    xx, yy = zx * zx, zy * zy
    inside = xx + yy <= 4.0
    after_x, after_y = xx - yy + x, 2.0 * zx * zy + y
    return ua.where(inside, after_x, zx), ua.where(inside, after_y, zy), count + ua.astype(inside, count.dtype)


def mandelbrot(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step = compiled(_escape_step)
    zx, zy, count = ua.zeros_like(x), ua.zeros_like(y), ua.zeros_like(x)
    for _ in range(30):
        zx, zy, count = step(zx, zy, count, x, y)
    return (count,)


def _descent_step(x: Any, y: Any, w: Any) -> Any:
    p = 1.0 / (1.0 + ua.exp(-ua.matmul(x, w)))
    return w - (0.5 / x.shape[0]) * ua.matmul(ua.matrix_transpose(x), p - y)


def logistic_regression(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, w = compiled(_descent_step), ua.zeros_like(x[0])
    for _ in range(20):
        w = step(x, y, w)
    return (w,)


def _path_step(best: Any, moves: Any, seen: Any) -> tuple[Any, Any]:
    scores = best[:, None] + moves
    return ua.max(scores, axis=0) + seen, ua.argmax(scores, axis=0)


def viterbi(compiled: Decorator, moves: Any, seen: Any) -> tuple[Any, ...]:
    step, best, came = compiled(_path_step), seen[0], []
    for number in range(1, seen.shape[0]):
        best, before = step(best, moves, seen[number])
        came.append(before)
    return best, ua.stack(came)


def _powers(signal: Any, window: Any, starts: Any) -> Any:
    spectrum = ua.fft.rfft(ua.take(signal, starts[:, None] + ua.arange(512)) * window)
    return ua.real(spectrum) ** 2 + ua.imag(spectrum) ** 2


def spectrogram(compiled: Decorator, signal: Any, window: Any) -> tuple[Any, ...]:
    return (compiled(_powers)(signal, window, ua.arange(0, signal.shape[0] - 511, 128)),)
