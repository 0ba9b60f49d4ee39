"""The programs with out=, for every backend: memory is made once, steps write into it."""

from __future__ import annotations

import math
from typing import Any

import unified_arrays as ua

from . import Decorator


def _heat_step(u: Any, work: Any) -> None:
    inner = u[1:-1, 1:-1]
    ua.add(u[:-2, 1:-1], u[2:, 1:-1], out=work)
    ua.add(work, u[1:-1, :-2], out=work)
    ua.add(work, u[1:-1, 2:], out=work)
    ua.multiply(work, 0.2, out=work)
    ua.multiply(inner, 0.2, out=inner)
    ua.add(inner, work, out=inner)


def heat_equation(compiled: Decorator, u: Any) -> tuple[Any, ...]:
    step, work = compiled(_heat_step), ua.empty(u.shape, dtype=u.dtype)
    u = ua.asarray(ua.pad(u, 1), copy=True)
    for _ in range(20):
        step(u, work)
    return (u[1:-1, 1:-1],)


def _rbf(x: Any, y: Any, k: Any) -> None:
    ua.matmul(x, ua.matrix_transpose(y), out=k)
    ua.multiply(k, -2.0, out=k)
    ua.add(k, ua.sum(x * x, axis=1)[:, None], out=k)
    ua.add(k, ua.sum(y * y, axis=1), out=k)
    ua.maximum(k, 0.0, out=k)
    ua.multiply(k, -0.5, out=k)
    ua.exp(k, out=k)


def rbf_kernel(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    k = ua.empty((x.shape[0], y.shape[0]), dtype=x.dtype)
    compiled(_rbf)(x, y, k)
    return (k,)


def _attend(q: Any, k: Any, v: Any, scores: Any, along: Any, result: Any) -> None:
    ua.matmul(q, ua.matrix_transpose(k), out=scores)
    ua.divide(scores, 8.0, out=scores)
    ua.subtract(scores, ua.max(scores, axis=-1, keepdims=True, out=along), out=scores)
    ua.exp(scores, out=scores)
    ua.divide(scores, ua.sum(scores, axis=-1, keepdims=True, out=along), out=scores)
    ua.matmul(scores, v, out=result)


def attention(compiled: Decorator, q: Any, k: Any, v: Any) -> tuple[Any, ...]:
    heads, size, _ = q.shape
    scores, along = ua.empty((heads, size, size), dtype=q.dtype), ua.empty((heads, size, 1), dtype=q.dtype)
    result = ua.empty(q.shape, dtype=q.dtype)
    compiled(_attend)(q, k, v, scores, along, result)
    return (result,)


def _lorenz(y: Any, out: Any) -> None:
    a, b, c = y[0], y[1], y[2]
    ua.multiply(10.0, ua.subtract(b, a), out=out[0])
    ua.subtract(a * (28.0 - c), b, out=out[1])
    ua.subtract(a * b, (8.0 / 3.0) * c, out=out[2])


def _kutta_step(y: Any, k: Any, moved: Any) -> None:
    _lorenz(y, k[0])
    for i, share in ((1, 0.005), (2, 0.005), (3, 0.01)):
        ua.multiply(k[i - 1], share, out=moved)
        ua.add(moved, y, out=moved)
        _lorenz(moved, k[i])
    ua.add(k[1], k[2], out=moved)
    ua.multiply(moved, 2.0, out=moved)
    ua.add(moved, k[0], out=moved)
    ua.add(moved, k[3], out=moved)
    ua.multiply(moved, 0.01 / 6.0, out=moved)
    ua.add(y, moved, out=y)


def runge_kutta(compiled: Decorator, y: Any) -> tuple[Any, ...]:
    step, y = compiled(_kutta_step), ua.asarray(y, copy=True)
    k, moved = ua.empty((4, *y.shape), dtype=y.dtype), ua.empty(y.shape, dtype=y.dtype)
    for _ in range(10):
        step(y, k, moved)
    return (y,)


def _gradient_step(a: Any, x: Any, r: Any, p: Any, q: Any, work: Any, rr: Any) -> Any:
    ua.matmul(a, p, out=q)
    share = rr / ua.vecdot(p, q)
    ua.multiply(p, share, out=work)
    ua.add(x, work, out=x)
    ua.multiply(q, share, out=work)
    ua.subtract(r, work, out=r)
    after = ua.vecdot(r, r)
    ua.multiply(p, after / rr, out=p)
    ua.add(p, r, out=p)
    return after


def conjugate_gradient(compiled: Decorator, a: Any, b: Any) -> tuple[Any, ...]:
    step = compiled(_gradient_step)
    x, r, p = ua.zeros(b.shape, dtype=b.dtype), ua.asarray(b, copy=True), ua.asarray(b, copy=True)
    q, work, rr = ua.empty(b.shape, dtype=b.dtype), ua.empty(b.shape, dtype=b.dtype), ua.vecdot(b, b)
    for _ in range(20):
        rr = step(a, x, r, p, q, work, rr)
    return (x,)


def _lloyd_step(x: Any, centres: Any, distances: Any, labels: Any, sums: Any, counts: Any) -> None:
    ua.matmul(x, ua.matrix_transpose(centres), out=distances)
    ua.multiply(distances, -2.0, out=distances)
    ua.add(distances, ua.sum(centres * centres, axis=1), out=distances)
    ua.argmin(distances, axis=1, out=labels)
    ua.copyto(sums, 0.0)
    ua.at(sums)[labels].add(x)
    ua.copyto(counts, 0.0)
    ua.at(counts)[labels].add(1.0)
    ua.divide(sums, counts[:, None], out=centres)


def k_means(compiled: Decorator, x: Any, centres: Any) -> tuple[Any, ...]:
    step, centres = compiled(_lloyd_step), ua.asarray(centres, copy=True)
    distances, labels = ua.empty((x.shape[0], 10), dtype=x.dtype), ua.empty(x.shape[0], dtype=ua.int64)
    sums, counts = ua.empty(centres.shape, dtype=x.dtype), ua.empty(10, dtype=x.dtype)
    for _ in range(5):
        step(x, centres, distances, labels, sums, counts)
    return centres, labels


def _equalised(image: Any, counts: Any, shares: Any, result: Any) -> None:
    ua.bincount(ua.reshape(image, (-1,)), minlength=256, out=counts)
    ua.cumulative_sum(counts, dtype=ua.float64, out=shares)
    ua.divide(shares, math.prod(image.shape), out=shares)
    ua.take(shares, image, out=result)


def histogram_equalisation(compiled: Decorator, image: Any) -> tuple[Any, ...]:
    counts, shares = ua.empty(256, dtype=ua.int64), ua.empty(256, dtype=ua.float64)
    result = ua.empty(image.shape, dtype=ua.float64)
    compiled(_equalised)(image, counts, shares, result)
    return (result,)


def _leap(position: Any, velocity: Any, mass: Any, offsets: Any, weights: Any, pull: Any) -> None:
    ua.subtract(position[None], position[:, None], out=offsets)
    ua.vecdot(offsets, offsets, out=weights)
    ua.add(weights, 0.01, out=weights)
    ua.pow(weights, -1.5, out=weights)
    ua.multiply(weights, mass, out=weights)
    ua.einsum("ij,ijk->ik", weights, offsets, out=pull)
    ua.multiply(pull, 0.01, out=pull)
    ua.add(velocity, pull, out=velocity)
    ua.multiply(velocity, 0.01, out=pull)
    ua.add(position, pull, out=position)


def n_body(compiled: Decorator, position: Any, mass: Any) -> tuple[Any, ...]:
    size, dtype = position.shape[0], position.dtype
    position, velocity = ua.asarray(position, copy=True), ua.zeros(position.shape, dtype=dtype)
    offsets, weights = ua.empty((size, size, 3), dtype=dtype), ua.empty((size, size), dtype=dtype)
    step, pull = compiled(_leap), ua.empty(position.shape, dtype=dtype)
    for _ in range(5):
        step(position, velocity, mass, offsets, weights, pull)
    return position, velocity


def _escape_step(zx: Any, zy: Any, count: Any, xx: Any, yy: Any, x: Any, y: Any) -> None:
    ua.multiply(zx, zx, out=xx)
    ua.multiply(zy, zy, out=yy)
    inside = ua.less_equal(ua.add(xx, yy), 4.0)
    ua.add(count, ua.astype(inside, count.dtype), out=count)
    ua.subtract(xx, yy, out=xx)
    ua.add(xx, x, out=xx)
    ua.multiply(zx, zy, out=yy)
    ua.multiply(yy, 2.0, out=yy)
    ua.add(yy, y, out=yy)
    ua.where(inside, xx, zx, out=zx)
    ua.where(inside, yy, zy, out=zy)


def mandelbrot(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step = compiled(_escape_step)
    zx, zy, count = (ua.zeros(x.shape, dtype=x.dtype) for _ in range(3))
    xx, yy = (ua.empty(x.shape, dtype=x.dtype) for _ in range(2))
    for _ in range(30):
        step(zx, zy, count, xx, yy, x, y)
    return (count,)


def _descent_step(x: Any, y: Any, w: Any, p: Any, slope: Any) -> None:
    ua.matmul(x, w, out=p)
    ua.negative(p, out=p)
    ua.exp(p, out=p)
    ua.add(p, 1.0, out=p)
    ua.divide(1.0, p, out=p)
    ua.subtract(p, y, out=p)
    ua.matmul(ua.matrix_transpose(x), p, out=slope)
    ua.multiply(slope, 0.5 / x.shape[0], out=slope)
    ua.subtract(w, slope, out=w)


def logistic_regression(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, w = compiled(_descent_step), ua.zeros(x.shape[1], dtype=x.dtype)
    p, slope = ua.empty(x.shape[0], dtype=x.dtype), ua.empty(x.shape[1], dtype=x.dtype)
    for _ in range(20):
        step(x, y, w, p, slope)
    return (w,)


def _path_step(best: Any, moves: Any, seen: Any, scores: Any, came: Any) -> None:
    ua.add(best[:, None], moves, out=scores)
    ua.argmax(scores, axis=0, out=came)
    ua.max(scores, axis=0, out=best)
    ua.add(best, seen, out=best)


def viterbi(compiled: Decorator, moves: Any, seen: Any) -> tuple[Any, ...]:
    step, best = compiled(_path_step), ua.asarray(seen[0], copy=True)
    scores = ua.empty(moves.shape, dtype=moves.dtype)
    came = ua.empty((seen.shape[0] - 1, moves.shape[0]), dtype=ua.int64)
    for number in range(1, seen.shape[0]):
        step(best, moves, seen[number], scores, came[number - 1])
    return best, came


def _powers(signal: Any, window: Any, places: Any, frames: Any, spectrum: Any, powers: Any) -> None:
    ua.take(signal, places, out=frames)
    ua.multiply(frames, window, out=frames)
    ua.fft.rfft(frames, out=spectrum)
    ua.square(ua.real(spectrum), out=powers)
    ua.add(powers, ua.square(ua.imag(spectrum)), out=powers)


def spectrogram(compiled: Decorator, signal: Any, window: Any) -> tuple[Any, ...]:
    places = ua.arange(0, signal.shape[0] - 511, 128)[:, None] + ua.arange(512)
    count = places.shape[0]
    frames, spectrum = ua.empty(places.shape, dtype=signal.dtype), ua.empty((count, 257), dtype=ua.complex128)
    powers = ua.empty((count, 257), dtype=signal.dtype)
    compiled(_powers)(signal, window, places, frames, spectrum, powers)
    return (powers,)
