"""Heat spreads on a square plate: u_t = u_xx + u_yy, with the edge kept at 0.

The plate starts with two wide hills and a fine ripple on them. At every step each point moves towards the mean of its
four neighbours, so the ripple fades while the hills stay. For this start the exact solution is known.

Memory: three grids of 2 MB. The stencil adds slices of the plate in one of them; the result goes into the inner part of
the next plate by `out=u_next[1:-1, 1:-1]`, whose edge is never touched. Then the two plates swap. Without buffers every
sum is a new grid, and so is the edge around the last.

    python examples/heat_equation.py
    python examples/heat_equation.py --backend torch
    UNIFIED_ARRAYS_BACKEND=tensorflow python examples/heat_equation.py
    python examples/heat_equation.py --way ours        # the same program without the buffers
    python examples/heat_equation.py --way compiled    # with them, as one program by `ua.compile`
    python examples/heat_equation.py --way plain       # as it is written in the framework: plain_programs/

The first and the last state are drawn to demo/.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, pi
from pathlib import Path
from typing import Any

import numpy as np

import unified_arrays as ua
from _program import WITH_OUT, Check, Result, compiled, deviation, measured, plain_program, run_program

WAVES = ((2, 1, 1.0), (1, 3, 0.5), (32, 28, 0.5))  # half waves along x and along y, height
RATE = 0.2  # time step / (distance of the points)^2; above 0.25 the scheme is unstable
TIME = 2e-4
SMALL = {"size": 129}


def step(u: Any, rate: float, u_next: Any = None, work: Any = None) -> Any:
    """The plate one time step later: u + rate (up + down + left + right - 4 u) inside, the edge as it was."""
    total = ua.multiply(u[1:-1, 1:-1], 1 / rate - 4, out=work)
    total = ua.add(total, u[:-2, 1:-1], out=work)
    total = ua.add(total, u[2:, 1:-1], out=work)
    total = ua.add(total, u[1:-1, :-2], out=work)
    total = ua.add(total, u[1:-1, 2:], out=work)
    if u_next is None:
        return with_edge(ua.multiply(total, rate))
    ua.multiply(total, rate, out=u_next[1:-1, 1:-1])
    return u_next


def with_edge(inside: Any) -> Any:
    """A new grid with zeros around `inside`."""
    height, width = inside.shape
    beside = ua.zeros((height, 1), dtype=ua.float64)
    above = ua.zeros((1, width + 2), dtype=ua.float64)
    return ua.concat([above, ua.concat([beside, inside, beside], axis=1), above])


def spread(start: np.ndarray, steps: int, way: str) -> tuple[Any, float]:
    """The plate after so many time steps, and its hottest point."""
    if way == "plain":
        return plain_program("heat_equation")(start, steps, RATE)
    u = ua.to_backend(start, copy=True)
    grids, work = (None, None), None
    if way in WITH_OUT:  # the plate is one of the two grids, and is written to
        grids = (ua.zeros_like(u), u)
        work = ua.empty((u.shape[0] - 2, u.shape[1] - 2), dtype=ua.float64)
    take_step = compiled(step) if way == "compiled" else step
    for i in range(steps):
        u = take_step(u, RATE, u_next=grids[i % 2], work=work)
    return u, float(ua.max(u))


def exact(size: int, time: float) -> np.ndarray:
    """Plain NumPy: every wave fades by itself, the faster the finer it is."""
    x = np.linspace(0.0, 1.0, size)
    plate = np.zeros((size, size))
    for along_x, along_y, height in WAVES:
        faded = height * exp(-(along_x**2 + along_y**2) * pi**2 * time)
        plate += faded * np.outer(np.sin(pi * along_y * x), np.sin(pi * along_x * x))
    plate[[0, -1], :] = plate[:, [0, -1]] = 0.0
    return plate


def run(size: int = 513, *, way: str = "out") -> Result:
    """Let heat spread on a grid of `size` x `size` points on the selected backend, and check it."""
    spacing = 1.0 / (size - 1)
    steps = round(TIME / (RATE * spacing**2))
    start = exact(size, 0.0)

    with measured() as cost:
        u, hottest = spread(start, steps, way)

    end = ua.to_backend(u, "numpy")
    expected = exact(size, steps * RATE * spacing**2)
    return Result(
        text=f"{steps} steps: hottest point {start.max():.4f} -> {hottest:.4f}",
        array=end,
        cost=cost,
        checks=(Check("plate against the exact solution", deviation(end, expected), 100 * spacing**2),),
        pictures={"At the start": start, f"After {steps} steps": end},
    )


def draw(result: Result, path: Path) -> None:
    """The states side by side, on one colour scale."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    assert result.pictures is not None
    limit = max(float(np.abs(plate).max()) for plate in result.pictures.values())
    figure, places = pyplot.subplots(1, len(result.pictures), figsize=(10, 4.4), layout="constrained")
    for place, (title, plate) in zip(places, result.pictures.items(), strict=True):
        image = place.imshow(plate, cmap="RdBu_r", vmin=-limit, vmax=limit, origin="lower", extent=(0, 1, 0, 1))
        place.set(title=title, xlabel="x", ylabel="y")
    figure.colorbar(image, ax=places, label="temperature", fraction=0.05, pad=0.02)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def main(arguments: Sequence[str] | None = None) -> int:
    return run_program("heat_equation", __doc__, run, small=SMALL, draw=draw, arguments=arguments)


if __name__ == "__main__":
    raise SystemExit(main())
