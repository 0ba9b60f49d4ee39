"""The programs as an expert writes them with TensorFlow: eager, and the steps so that tf.function takes them."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from . import Decorator


def _heat_step(u: Any) -> Any:
    p = tf.pad(u, [[1, 1], [1, 1]])
    around = p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]
    return 0.2 * (u + around)


def heat_equation(compiled: Decorator, u: Any) -> tuple[Any, ...]:
    step = compiled(_heat_step)
    for _ in range(20):
        u = step(u)
    return (u,)


def _rbf(x: Any, y: Any) -> Any:
    squares = tf.reduce_sum(x * x, 1)[:, None] + tf.reduce_sum(y * y, 1) - 2.0 * tf.matmul(x, y, transpose_b=True)
    return tf.exp(-0.5 * tf.nn.relu(squares))


def rbf_kernel(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    return (compiled(_rbf)(x, y),)


def _attend(q: Any, k: Any, v: Any) -> Any:
    return tf.matmul(tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / 8.0), v)


def attention(compiled: Decorator, q: Any, k: Any, v: Any) -> tuple[Any, ...]:
    return (compiled(_attend)(q, k, v),)


def _lorenz(y: Any) -> Any:
    a, b, c = tf.unstack(y)
    return tf.stack([10.0 * (b - a), a * (28.0 - c) - b, a * b - (8.0 / 3.0) * c])


def _kutta_step(y: Any) -> Any:
    first = _lorenz(y)
    second = _lorenz(y + 0.005 * first)
    third = _lorenz(y + 0.005 * second)
    fourth = _lorenz(y + 0.01 * third)
    return y + (0.01 / 6.0) * (first + 2.0 * (second + third) + fourth)


def runge_kutta(compiled: Decorator, y: Any) -> tuple[Any, ...]:
    step = compiled(_kutta_step)
    for _ in range(10):
        y = step(y)
    return (y,)


def _gradient_step(a: Any, x: Any, r: Any, p: Any, rr: Any) -> tuple[Any, ...]:
    q = tf.linalg.matvec(a, p)
    share = rr / tf.tensordot(p, q, 1)
    x, r = x + share * p, r - share * q
    after = tf.tensordot(r, r, 1)
    return x, r, r + (after / rr) * p, after


def conjugate_gradient(compiled: Decorator, a: Any, b: Any) -> tuple[Any, ...]:
    step, x, r, p, rr = compiled(_gradient_step), tf.zeros_like(b), b, b, tf.tensordot(b, b, 1)
    for _ in range(20):
        x, r, p, rr = step(a, x, r, p, rr)
    return (x,)


def _lloyd_step(x: Any, centres: Any) -> tuple[Any, Any]:
    distances = tf.reduce_sum(centres * centres, 1) - 2.0 * tf.matmul(x, centres, transpose_b=True)
    labels = tf.argmin(distances, 1)
    sums = tf.math.unsorted_segment_sum(x, labels, 10)
    counts = tf.math.unsorted_segment_sum(tf.ones_like(x[:, 0]), labels, 10)
    return sums / counts[:, None], labels


def k_means(compiled: Decorator, x: Any, centres: Any) -> tuple[Any, ...]:
    step = compiled(_lloyd_step)
    for _ in range(5):
        centres, labels = step(x, centres)
    return centres, labels


def _equalised(image: Any) -> Any:
    counts = tf.math.bincount(tf.reshape(image, [-1]), minlength=256, maxlength=256)
    return tf.gather(tf.cast(tf.cumsum(counts), tf.float64) / tf.size(image, tf.float64), image)


def histogram_equalisation(compiled: Decorator, image: Any) -> tuple[Any, ...]:
    return (compiled(_equalised)(image),)


def _leap(position: Any, velocity: Any, mass: Any) -> tuple[Any, Any]:
    offsets = position[None] - position[:, None]
    weights = (tf.reduce_sum(offsets * offsets, -1) + 0.01) ** -1.5 * mass
    velocity += 0.01 * tf.einsum("ij,ijk->ik", weights, offsets)
    return position + 0.01 * velocity, velocity


def n_body(compiled: Decorator, position: Any, mass: Any) -> tuple[Any, ...]:
    step, velocity = compiled(_leap), tf.zeros_like(position)
    for _ in range(5):
        position, velocity = step(position, velocity, mass)
    return position, velocity


def _escape_step(zx: Any, zy: Any, count: Any, x: Any, y: Any) -> tuple[Any, ...]:
    xx, yy = zx * zx, zy * zy
    inside = xx + yy <= 4.0
    return (
        tf.where(inside, xx - yy + x, zx),
        tf.where(inside, 2.0 * zx * zy + y, zy),
        count + tf.cast(inside, count.dtype),
    )


def mandelbrot(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, zx, zy, count = compiled(_escape_step), tf.zeros_like(x), tf.zeros_like(x), tf.zeros_like(x)
    for _ in range(30):
        zx, zy, count = step(zx, zy, count, x, y)
    return (count,)


def _descent_step(x: Any, y: Any, w: Any) -> Any:
    p = tf.sigmoid(tf.linalg.matvec(x, w)) - y
    return w - (0.5 / x.shape[0]) * tf.linalg.matvec(x, p, transpose_a=True)


def logistic_regression(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, w = compiled(_descent_step), tf.zeros(x.shape[1], x.dtype)
    for _ in range(20):
        w = step(x, y, w)
    return (w,)


def _path_step(best: Any, moves: Any, seen: Any) -> tuple[Any, Any]:
    scores = best[:, None] + moves
    return tf.reduce_max(scores, 0) + seen, tf.argmax(scores, 0)


def viterbi(compiled: Decorator, moves: Any, seen: Any) -> tuple[Any, ...]:
    step, steps, came = compiled(_path_step), tf.unstack(seen), []
    best = steps[0]
    for now in steps[1:]:
        best, before = step(best, moves, now)
        came.append(before)
    return best, tf.stack(came)


def _powers(signal: Any, window: Any) -> Any:
    spectrum = tf.signal.rfft(tf.signal.frame(signal, 512, 128) * window)
    return tf.math.real(spectrum) ** 2 + tf.math.imag(spectrum) ** 2


def spectrogram(compiled: Decorator, signal: Any, window: Any) -> tuple[Any, ...]:
    return (compiled(_powers)(signal, window),)
