"""Three programs of examples/programs/ as an expert writes them in PyTorch and in TensorFlow, with the same results.

PyTorch's write into memory at hand where they can; TensorFlow's steps are tf.functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Program = Callable[[int], dict[str, Any]]
DIRECTIONS = [(0, 0), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
WEIGHTS = [4 / 9, 1 / 9, 1 / 36, 1 / 9, 1 / 36, 1 / 9, 1 / 36, 1 / 9, 1 / 36]
OPPOSITE = [0, 5, 6, 7, 8, 1, 2, 3, 4]
HEAT_STEPS, STARS_STEPS, FLOW_STEPS = 100, 60, 25


def of_torch() -> dict[str, Program]:
    import torch

    double = {"dtype": torch.float64}

    def heat_equation(size: int) -> dict[str, Any]:
        u, x = torch.zeros(size, size, **double), torch.linspace(0, np.pi, size, **double)
        u[0] = 1.0
        u[:, 0] = u[:, -1] = torch.sin(x)
        inner, work = u[1:-1, 1:-1], torch.empty(size - 2, size - 2, **double)
        means = torch.empty(HEAT_STEPS, **double)
        for k in range(HEAT_STEPS):
            torch.add(u[:-2, 1:-1], u[2:, 1:-1], out=work)
            work.add_(u[1:-1, :-2]).add_(u[1:-1, 2:]).add_(inner, alpha=-4)
            inner.add_(work, alpha=0.24)
            means[k] = u.mean()
        first, second = torch.gradient(u, spacing=(x, x))
        total = u.sum(0)
        log = torch.where(u > 1e-3, u.log(), -1.0)
        hot = torch.count_nonzero(u > 0.5)
        hottest = torch.stack(torch.unravel_index(inner.argmax(), inner.shape))
        flux = torch.sqrt(first**2 + second**2)
        u.clamp_(0.1, 0.9)
        return {"u": u, "means": means, "total": total, "flux": flux, "hottest": hottest, "log": log, "hot": hot}

    def pull(position: Any, mass: Any) -> Any:
        offsets = position[None] - position[:, None]
        weights = (offsets.square().sum(-1) + 0.01).pow_(-1.5).fill_diagonal_(0.0)
        return torch.einsum("ij,ijk,j->ik", weights, offsets, mass)

    def n_body(size: int) -> dict[str, Any]:
        angle = torch.arange(size, **double) * np.pi * (3 - 5**0.5)
        height = torch.linspace(-1, 1, size, **double)
        radius = torch.sqrt(1 - height**2)
        position = torch.stack((radius * torch.cos(angle), radius * torch.sin(angle), height), -1)
        mass = torch.full((size,), 2.0 / size, **double)
        axis = torch.tensor([[0.0, 0.0, 1.0]], **double).expand_as(position)
        velocity = 0.5 * torch.linalg.cross(axis, position)
        velocity -= mass @ velocity / mass.sum()
        i, j = torch.triu_indices(size, size, 1)
        acceleration, energies = pull(position, mass), torch.empty(STARS_STEPS, 2, **double)
        for step in range(STARS_STEPS):
            velocity.add_(acceleration, alpha=0.005)
            position.add_(velocity, alpha=0.01)
            acceleration = pull(position, mass)
            velocity.add_(acceleration, alpha=0.005)
            distance = torch.sqrt((position[i] - position[j]).square_().sum(1) + 0.01)
            energies[step, 0] = 0.5 * (mass @ velocity.square().sum(1))
            energies[step, 1] = -(mass[i] * mass[j] / distance).sum()
        return {"position": position, "energies": energies, "spread": torch.linalg.norm(position, dim=1).amax()}

    def lattice_boltzmann(size: int) -> dict[str, Any]:
        height, width = size // 2, size
        y, x = torch.meshgrid(torch.arange(height, **double), torch.arange(width, **double), indexing="ij")
        cylinder = (x - width / 4) ** 2 + (y - height / 2) ** 2 < (height / 6) ** 2
        flow = torch.ones(height, width, 9, **double) + 0.01 * torch.sin(2 * np.pi * (x + 3 * y) / width)[..., None]
        flow[:, :, 3] += 2 * (1 + 0.2 * torch.cos(2 * np.pi * x / width * 4))
        flow *= 100 / flow.sum(2, keepdim=True)
        along = torch.tensor(DIRECTIONS, **double).T
        weights = torch.tensor(WEIGHTS, **double)
        for _ in range(FLOW_STEPS):
            for i, (cx, cy) in enumerate(DIRECTIONS):
                flow[:, :, i] = torch.roll(flow[:, :, i], (cx, cy), (1, 0))
            boundary = flow[cylinder][:, OPPOSITE]
            rho = flow.sum(2)
            velocity = flow @ along.T / rho[..., None]
            dot = velocity @ along
            square = velocity.square().sum(-1, keepdim=True)
            balance = rho[..., None] * weights * (1 + 3 * dot + 4.5 * dot**2 - 1.5 * square)
            flow.lerp_(balance, 1 / 0.6)
            flow[cylinder] = boundary
        ux, uy = velocity.masked_fill_(cylinder[..., None], 0).unbind(-1)
        vorticity = torch.roll(ux, -1, 0) - torch.roll(ux, 1, 0) - torch.roll(uy, -1, 1) + torch.roll(uy, 1, 1)
        vorticity[cylinder] = np.nan
        return {"vorticity": vorticity, "speed": torch.hypot(ux, uy), "mass": flow.sum()}

    return {"heat_equation": heat_equation, "n_body": n_body, "lattice_boltzmann": lattice_boltzmann}


def of_tensorflow() -> dict[str, Program]:
    import tensorflow as tf

    @tf.function
    def warm(u: Any) -> Any:
        inner = u[1:-1, 1:-1]
        around = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]
        return u + tf.pad(0.24 * (around - 4 * inner), [[1, 1], [1, 1]])

    def slope(u: Any, axis: int, dx: Any) -> Any:
        u = tf.transpose(u) if axis else u
        inner = (u[2:] - u[:-2]) / (2 * dx)
        slopes = tf.concat([(u[1:2] - u[:1]) / dx, inner, (u[-1:] - u[-2:-1]) / dx], 0)
        return tf.transpose(slopes) if axis else slopes

    def heat_equation(size: int) -> dict[str, Any]:
        x = tf.linspace(tf.constant(0.0, tf.float64), np.pi, size)
        side = tf.sin(x)[:, None]
        first = tf.one_hot(0, size, dtype=tf.float64)[:, None] * tf.ones((1, size - 2), tf.float64)
        u, means = tf.concat([side, first, side], 1), []
        for _ in range(HEAT_STEPS):
            u = warm(u)
            means.append(tf.reduce_mean(u))
        dx = x[1] - x[0]
        flux = tf.sqrt(slope(u, 0, dx) ** 2 + slope(u, 1, dx) ** 2)
        inner = u[1:-1, 1:-1]
        return {
            "u": tf.clip_by_value(u, 0.1, 0.9),
            "means": tf.stack(means),
            "total": tf.reduce_sum(u, 0),
            "flux": flux,
            "hottest": tf.unravel_index(tf.argmax(tf.reshape(inner, [-1])), tf.shape(inner, tf.int64)),
            "log": tf.where(u > 1e-3, tf.math.log(u), -1.0),
            "hot": tf.math.count_nonzero(u > 0.5),
        }

    @tf.function
    def pull(position: Any, mass: Any) -> Any:
        offsets = position[None] - position[:, None]
        weights = (tf.reduce_sum(offsets**2, -1) + 0.01) ** -1.5
        weights = tf.linalg.set_diag(weights, tf.zeros_like(mass))
        return tf.reduce_sum(weights[..., None] * offsets * mass[:, None], 1)

    @tf.function
    def move(position: Any, velocity: Any, acceleration: Any, mass: Any) -> Any:
        velocity += 0.005 * acceleration
        position += 0.01 * velocity
        acceleration = pull(position, mass)
        velocity += 0.005 * acceleration
        squares = tf.reduce_sum((position[None] - position[:, None]) ** 2, -1)
        pairs = mass[None] * mass[:, None] / tf.sqrt(squares + 0.01)
        upper = tf.reduce_sum(tf.linalg.band_part(pairs, 0, -1)) - tf.reduce_sum(tf.linalg.diag_part(pairs))
        kinetic = 0.5 * tf.reduce_sum(mass * tf.reduce_sum(velocity**2, 1))
        return position, velocity, acceleration, tf.stack([kinetic, -upper])

    def n_body(size: int) -> dict[str, Any]:
        angle = tf.range(size, dtype=tf.float64) * np.pi * (3 - 5**0.5)
        height = tf.linspace(tf.constant(-1.0, tf.float64), 1.0, size)
        radius = tf.sqrt(1 - height**2)
        position = tf.stack((radius * tf.cos(angle), radius * tf.sin(angle), height), -1)
        mass = tf.fill((size,), tf.constant(2.0 / size, tf.float64))
        axis = tf.broadcast_to(tf.constant([0.0, 0.0, 1.0], tf.float64), (size, 3))
        velocity = 0.5 * tf.linalg.cross(axis, position)
        velocity -= tf.reduce_mean(velocity, 0)
        acceleration, energies = pull(position, mass), []
        for _ in range(STARS_STEPS):
            position, velocity, acceleration, energy = move(position, velocity, acceleration, mass)
            energies.append(energy)
        spread = tf.reduce_max(tf.norm(position, axis=1))
        return {"position": position, "energies": tf.stack(energies), "spread": spread}

    @tf.function
    def stream(flow: Any, cylinder: Any, along: Any, weights: Any) -> Any:
        moved = [tf.roll(flow[:, :, i], (cx, cy), (1, 0)) for i, (cx, cy) in enumerate(DIRECTIONS)]
        flow = tf.stack(moved, 2)
        rho = tf.reduce_sum(flow, 2)
        velocity = tf.matmul(flow, along, transpose_b=True) / rho[..., None]
        dot = tf.matmul(velocity, along)
        square = tf.reduce_sum(velocity**2, -1, keepdims=True)
        balance = rho[..., None] * weights * (1 + 3 * dot + 4.5 * dot**2 - 1.5 * square)
        reflected = tf.gather(flow, OPPOSITE, axis=2)
        return tf.where(cylinder, reflected, flow + (balance - flow) / 0.6), velocity

    def lattice_boltzmann(size: int) -> dict[str, Any]:
        height, width = size // 2, size
        y = tf.range(height, dtype=tf.float64)[:, None]
        x = tf.range(width, dtype=tf.float64)[None]
        cylinder = ((x - width / 4) ** 2 + (y - height / 2) ** 2 < (height / 6) ** 2)[..., None]
        flow = 1 + 0.01 * tf.sin(2 * np.pi * (x + 3 * y) / width)[..., None] * tf.ones((1, 1, 9), tf.float64)
        wave = 2 * (1 + 0.2 * tf.cos(2 * np.pi * x / width * 4))
        flow += wave[..., None] * tf.one_hot(3, 9, dtype=tf.float64)
        flow *= 100 / tf.reduce_sum(flow, 2, keepdims=True)
        along, weights = tf.transpose(tf.constant(DIRECTIONS, tf.float64)), tf.constant(WEIGHTS, tf.float64)
        for _ in range(FLOW_STEPS):
            flow, velocity = stream(flow, cylinder, along, weights)
        ux, uy = tf.unstack(tf.where(cylinder, tf.constant(0.0, tf.float64), velocity), axis=-1)
        vorticity = tf.roll(ux, -1, 0) - tf.roll(ux, 1, 0) - tf.roll(uy, -1, 1) + tf.roll(uy, 1, 1)
        vorticity = tf.where(cylinder[..., 0], tf.constant(np.nan, tf.float64), vorticity)
        return {"vorticity": vorticity, "speed": tf.sqrt(ux**2 + uy**2), "mass": tf.reduce_sum(flow)}

    return {"heat_equation": heat_equation, "n_body": n_body, "lattice_boltzmann": lattice_boltzmann}


OF = {"torch": of_torch, "tensorflow": of_tensorflow}
