"""The programs as an expert writes them with PyTorch: eager, and the steps so that torch.compile takes them."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional

from . import Decorator


def _heat_step(u: Any, work: Any) -> None:
    inner = u[1:-1, 1:-1]
    torch.add(u[:-2, 1:-1], u[2:, 1:-1], out=work)
    work.add_(u[1:-1, :-2]).add_(u[1:-1, 2:])
    inner.mul_(0.2).add_(work, alpha=0.2)


def heat_equation(compiled: Decorator, u: Any) -> tuple[Any, ...]:
    step, work = compiled(_heat_step), torch.empty_like(u)
    u = functional.pad(u, (1, 1, 1, 1))
    for _ in range(20):
        step(u, work)
    return (u[1:-1, 1:-1],)


def _rbf(x: Any, y: Any) -> Any:
    k = torch.addmm(x.square().sum(1, keepdim=True), x, y.T, alpha=-2)
    return k.add_(y.square().sum(1)).clamp_(min=0).mul_(-0.5).exp_()


def rbf_kernel(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    return (compiled(_rbf)(x, y),)


def _attend(q: Any, k: Any, v: Any) -> Any:
    return torch.softmax((q @ k.mT).div_(8), -1) @ v


def attention(compiled: Decorator, q: Any, k: Any, v: Any) -> tuple[Any, ...]:
    return (compiled(_attend)(q, k, v),)


def _lorenz(y: Any, out: Any) -> None:
    a, b, c = y
    torch.mul(b - a, 10, out=out[0])
    torch.sub(a * (28 - c), b, out=out[1])
    torch.sub(a * b, c, alpha=8 / 3, out=out[2])


def _kutta_step(y: Any, k: Any) -> None:
    _lorenz(y, k[0])
    _lorenz(y.add(k[0], alpha=0.005), k[1])
    _lorenz(y.add(k[1], alpha=0.005), k[2])
    _lorenz(y.add(k[2], alpha=0.01), k[3])
    moved = k[1].add(k[2]).mul_(2).add_(k[0]).add_(k[3])
    y.add_(moved, alpha=0.01 / 6)


def runge_kutta(compiled: Decorator, y: Any) -> tuple[Any, ...]:
    step, y, k = compiled(_kutta_step), y.clone(), y.new_empty(4, *y.shape)
    for _ in range(10):
        step(y, k)
    return (y,)


def _gradient_step(a: Any, x: Any, r: Any, p: Any, rr: Any) -> Any:
    q = torch.mv(a, p)
    share = rr / torch.dot(p, q)
    x.addcmul_(share, p)
    r.addcmul_(share, q, value=-1)
    after = torch.dot(r, r)
    p.mul_(after / rr).add_(r)
    return after


def conjugate_gradient(compiled: Decorator, a: Any, b: Any) -> tuple[Any, ...]:
    step, x, r, p, rr = compiled(_gradient_step), torch.zeros_like(b), b.clone(), b.clone(), torch.dot(b, b)
    for _ in range(20):
        rr = step(a, x, r, p, rr)
    return (x,)


def _lloyd_step(x: Any, centres: Any) -> tuple[Any, Any]:
    distances = torch.addmm(centres.square().sum(1), x, centres.T, alpha=-2)
    labels = distances.argmin(1)
    sums = torch.zeros_like(centres).index_add_(0, labels, x)
    counts = torch.bincount(labels, minlength=10)
    return sums / counts[:, None], labels


def k_means(compiled: Decorator, x: Any, centres: Any) -> tuple[Any, ...]:
    step = compiled(_lloyd_step)
    for _ in range(5):
        centres, labels = step(x, centres)
    return centres, labels


def _equalised(image: Any) -> Any:
    shares = torch.bincount(image.reshape(-1), minlength=256).cumsum(0).double() / image.numel()
    return shares.index_select(0, image.reshape(-1)).reshape(image.shape)


def histogram_equalisation(compiled: Decorator, image: Any) -> tuple[Any, ...]:
    return (compiled(_equalised)(image),)


def _leap(position: Any, velocity: Any, mass: Any) -> None:
    offsets = position[None] - position[:, None]
    weights = offsets.square().sum(-1).add_(0.01).pow_(-1.5).mul_(mass)
    velocity.add_(torch.einsum("ij,ijk->ik", weights, offsets), alpha=0.01)
    position.add_(velocity, alpha=0.01)


def n_body(compiled: Decorator, position: Any, mass: Any) -> tuple[Any, ...]:
    step, position, velocity = compiled(_leap), position.clone(), torch.zeros_like(position)
    for _ in range(5):
        step(position, velocity, mass)
    return position, velocity


def _escape_step(zx: Any, zy: Any, count: Any, x: Any, y: Any) -> None:
    xx, yy = zx * zx, zy * zy
    inside = xx + yy <= 4
    count.add_(inside)
    after = (zx * zy).mul_(2).add_(y)
    torch.where(inside, xx.sub_(yy).add_(x), zx, out=zx)
    torch.where(inside, after, zy, out=zy)


def mandelbrot(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, zx, zy, count = compiled(_escape_step), torch.zeros_like(x), torch.zeros_like(x), torch.zeros_like(x)
    for _ in range(30):
        step(zx, zy, count, x, y)
    return (count,)


def _descent_step(x: Any, y: Any, w: Any) -> None:
    p = torch.mv(x, w).sigmoid_().sub_(y)
    w.addmv_(x.T, p, alpha=-0.5 / x.shape[0])


def logistic_regression(compiled: Decorator, x: Any, y: Any) -> tuple[Any, ...]:
    step, w = compiled(_descent_step), x.new_zeros(x.shape[1])
    for _ in range(20):
        step(x, y, w)
    return (w,)


def _path_step(best: Any, moves: Any, seen: Any) -> tuple[Any, Any]:
    values, came = torch.max(best[:, None] + moves, 0)
    return values.add_(seen), came


def viterbi(compiled: Decorator, moves: Any, seen: Any) -> tuple[Any, ...]:
    step, best = compiled(_path_step), seen[0]
    came = torch.empty(len(seen) - 1, len(moves), dtype=torch.int64)
    for number in range(1, len(seen)):
        best, came[number - 1] = step(best, moves, seen[number])
    return best, came


def _powers(signal: Any, window: Any) -> Any:
    spectrum = torch.fft.rfft(signal.unfold(0, 512, 128) * window)
    return torch.view_as_real(spectrum).square().sum(-1)


def spectrogram(compiled: Decorator, signal: Any, window: Any) -> tuple[Any, ...]:
    return (compiled(_powers)(signal, window),)
