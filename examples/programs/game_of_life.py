"""Conway's game of life on a torus: neighbours by rolling and by slices, objects that come back, and how it ends."""

import numpy as np

GLIDER = [[0, 1, 0], [0, 0, 1], [1, 1, 1]]
BLINKER = [[1, 1, 1]]
PULSAR_ROWS = ["0011100011100", "0000000000000", "1000010100001", "1000010100001", "1000010100001", "0011100011100"]


def put(world, pattern, row, column):
    pattern = np.array(pattern)
    world[row : row + pattern.shape[0], column : column + pattern.shape[1]] = pattern


def neighbours(world):
    return sum(np.roll(world, (i, j), axis=(0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0))


def neighbours_by_slices(world):
    N = np.zeros(world.shape, int)
    padded = np.pad(world, 1, mode="wrap")
    N += padded[:-2, :-2] + padded[:-2, 1:-1] + padded[:-2, 2:]
    N += padded[1:-1, :-2] + padded[1:-1, 2:]
    N += padded[2:, :-2] + padded[2:, 1:-1] + padded[2:, 2:]
    return N


def step(world):
    N = neighbours(world)
    birth = (N == 3) & (world == 0)
    survive = ((N == 2) | (N == 3)) & (world == 1)
    world = np.zeros_like(world)
    world[birth | survive] = 1
    return world


def main(size=40, steps=20):
    world = np.zeros((size, size), dtype=int)
    put(world, GLIDER, 1, 1)
    put(world, BLINKER, size - 5, 5)
    half = np.array([[int(letter) for letter in row] for row in PULSAR_ROWS])
    pulsar = np.vstack((half, np.zeros((1, 13), int), np.flipud(half)))
    put(world, pulsar, size // 2 - 3, size // 2 - 3)
    first = np.copy(world)
    population = np.empty(steps, dtype=np.int64)
    ages = np.zeros(world.shape)
    for k in range(steps):
        assert np.array_equal(neighbours(world), neighbours_by_slices(world))
        world = step(world)
        ages = np.where(world == 1, ages + 1, 0)
        population[k] = world.sum()
    there = np.ix_(np.arange(5) + steps // 4, np.arange(5) + steps // 4)
    rows, columns = np.nonzero(world)
    return {
        "population": population,
        "world": world,
        "the glider went on": np.all(world[there] == first[:5, :5]),
        "ages": ages,
        "extent": [np.min(rows), np.max(rows), np.min(columns), np.max(columns)],
        "rows": np.any(world, axis=1),
        "left edge": world[:, :8] @ (2 ** np.arange(8)),
        "changes": np.diff(population, prepend=first.sum()),
    }


if __name__ == "__main__":
    print(main())
