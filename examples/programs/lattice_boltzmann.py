"""Flow around a cylinder by the lattice Boltzmann method, on a grid with nine directions."""

import numpy as np

DIRECTIONS = [(0, 0), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
WEIGHTS = [4 / 9, 1 / 9, 1 / 36, 1 / 9, 1 / 36, 1 / 9, 1 / 36, 1 / 9, 1 / 36]
OPPOSITE = [0, 5, 6, 7, 8, 1, 2, 3, 4]
TAU = 0.6


def main(size=48, steps=25):
    height, width = size // 2, size
    y, x = np.mgrid[0:height, 0:width]
    cylinder = (x - width / 4) ** 2 + (y - height / 2) ** 2 < (height / 6) ** 2

    F = np.ones((height, width, 9)) + 0.01 * np.sin(2 * np.pi * (x + 3 * y) / width)[..., None]
    F[:, :, 3] += 2 * (1 + 0.2 * np.cos(2 * np.pi * x / width * 4))
    rho = np.sum(F, 2)
    for i in range(9):
        F[:, :, i] *= 100 / rho

    for _ in range(steps):
        for i, (cx, cy) in enumerate(DIRECTIONS):
            F[:, :, i] = np.roll(np.roll(F[:, :, i], cx, axis=1), cy, axis=0)
        boundary = F[cylinder, :]
        boundary = boundary[:, OPPOSITE]

        rho = np.sum(F, 2)
        cxs, cys = np.array(DIRECTIONS).T
        ux = np.sum(F * cxs, 2) / rho
        uy = np.sum(F * cys, 2) / rho

        equilibrium = np.zeros(F.shape)
        for i, (cx, cy), w in zip(range(9), DIRECTIONS, WEIGHTS, strict=True):
            along = cx * ux + cy * uy
            equilibrium[:, :, i] = rho * w * (1 + 3 * along + 9 * along**2 / 2 - 3 * (ux**2 + uy**2) / 2)
        F += -(1.0 / TAU) * (F - equilibrium)
        F[cylinder, :] = boundary

    ux[cylinder] = 0
    uy[cylinder] = 0
    vorticity = (np.roll(ux, -1, axis=0) - np.roll(ux, 1, axis=0)) - (np.roll(uy, -1, axis=1) - np.roll(uy, 1, axis=1))
    vorticity[cylinder] = np.nan
    return {
        "vorticity": vorticity,
        "speed": np.hypot(ux, uy),
        "mass": F.sum(),
        "cells in the cylinder": np.count_nonzero(cylinder),
        "largest": np.nanmax(np.abs(vorticity)),
    }


if __name__ == "__main__":
    print(main())
