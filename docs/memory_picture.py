"""Draw docs/memory.png: the peak memory of examples/rbf_kernel.py with out= and without, on each backend.

    python docs/memory_picture.py

Each bar is a fresh process of the example, as in examples/demo.py, which says how the peak is measured.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import matplotlib

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "examples"))

from demo import BACKENDS, Job, run_job  # noqa: E402

KERNEL = 1797**2 * 8 / 1e6  # the n x n array of float64 that the program is about, in MB


def peaks(backend: str) -> tuple[float, float]:
    """MB without out= and with it."""
    found = []
    for way in ("ours", "out"):
        job = Job("rbf_kernel", backend, (way,), for_memory=True)
        outcome = run_job(job, device="cpu")[way]
        if not outcome.passed:
            message = f"{job}: {outcome.text}"
            raise RuntimeError(message)
        found.append(outcome.peak_bytes / 1e6)
        print(f"{job}: {found[-1]:.1f} MB")
    return found[0], found[1]


def draw(found: dict[str, tuple[float, float]], file: Path) -> None:
    """Two bars for each backend, and a line at the size of the kernel."""
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    for side, (label, colour) in enumerate([("without out=", "#b0b0b0"), ("with out=", "#2a7fb8")]):
        places = [i + 0.38 * (side - 0.5) for i in range(len(found))]
        bars = axes.bar(places, [pair[side] for pair in found.values()], 0.36, label=label, color=colour)
        axes.bar_label(bars, fmt="%.0f")
    axes.axhline(KERNEL, color="black", linewidth=0.8, linestyle="--", label=f"the kernel itself: {KERNEL:.0f} MB")
    axes.set_xticks(range(len(found)), list(found))
    axes.set_ylabel("peak memory, MB")
    axes.set_title("RBF kernel of 1797 digits (examples/rbf_kernel.py)", fontsize=10)
    axes.margins(y=0.15)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    figure.savefig(file, dpi=110, metadata={"Software": None})
    plt.close(figure)


def main() -> None:
    found = {name: peaks(name) for name in BACKENDS if importlib.util.find_spec(name) is not None}
    draw(found, HERE / "memory.png")


if __name__ == "__main__":
    main()
