"""Stars that attract each other, moved by leapfrog steps; energy and momentum are kept."""

import numpy as np

SOFTENING = 0.1


def accelerations(position, mass):
    offsets = position[np.newaxis, :, :] - position[:, np.newaxis, :]
    squares = np.einsum("ijk,ijk->ij", offsets, offsets) + SOFTENING**2
    pull = squares ** (-1.5)
    np.fill_diagonal(pull, 0.0)
    return np.einsum("ij,ijk,j->ik", pull, offsets, mass)


def energy(position, velocity, mass):
    kinetic = 0.5 * np.sum(mass * np.sum(velocity**2, axis=1))
    i, j = np.triu_indices(len(mass), 1)
    distance = np.sqrt(np.sum((position[i] - position[j]) ** 2, axis=1) + SOFTENING**2)
    return kinetic, -np.sum(mass[i] * mass[j] / distance)


def main(size=20, steps=60):
    angle = np.arange(size) * np.pi * (3 - 5**0.5)
    height = np.linspace(-1, 1, size)
    radius = np.sqrt(1 - height**2)
    position = np.stack((radius * np.cos(angle), radius * np.sin(angle), height), -1)
    mass = np.full(size, 2.0) / size
    velocity = 0.5 * np.cross(np.array([0.0, 0.0, 1.0]), position)
    velocity -= np.average(velocity, axis=0, weights=mass)

    dt = 0.01
    acceleration = accelerations(position, mass)
    energies = np.empty((steps, 2))
    for step in range(steps):
        velocity += acceleration * dt / 2
        position += velocity * dt
        acceleration = accelerations(position, mass)
        velocity += acceleration * dt / 2
        energies[step] = np.array(energy(position, velocity, mass))

    total = energies.sum(axis=1)
    return {
        "position": position,
        "energies": energies,
        "drift": np.ptp(total) / abs(total[0]) < 1e-3,
        "momentum": np.round(mass @ velocity, 12),
        "spread": np.linalg.norm(position, axis=1).max(),
    }


if __name__ == "__main__":
    print(main())
