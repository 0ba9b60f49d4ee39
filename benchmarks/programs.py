"""What the NumPy programs of examples/programs/ take with `import unified_arrays.np as np`, beside plain NumPy.

    python -m benchmarks.programs [--backend NAME] [--scale 1] [--seconds 2] [program ...]

Times are medians in one process, the two taking turns: a program with NumPy, and with the changed import on a backend.
--scale multiplies the sizes, which are small otherwise: what is seen then is what calls cost, not kernels. Where
expert_programs.py has the program as an expert writes it in the framework, the time beside that, too. Every result is
compared with NumPy's before it is timed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

# One thread each, as in the other tables; before the frameworks are imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import unified_arrays as ua

from . import ROOT, expert_programs
from ._interleaved import medians, show

FOLDER = ROOT / "examples" / "programs"
LINE, CHANGED = "import numpy as np", "import unified_arrays.np as np"
Main = Callable[..., dict[str, Any]]


def main_of(path: Path, *, changed: bool) -> Main:
    """The function main of a program as it is written, or with the changed import."""
    text = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": path.stem}
    exec(compile(text.replace(LINE, CHANGED) if changed else text, path.name, "exec"), names)
    program: Main = names["main"]
    return program


def host(value: Any) -> np.ndarray:
    return np.asarray(value.numpy() if hasattr(value, "numpy") else value)


def deviation(found: dict[str, Any], wanted: dict[str, Any]) -> float:
    """The largest difference of an expert's results from NumPy's, relative to the largest number of each."""
    differences = []
    for name, value in found.items():
        actual, right = host(value), host(wanted[name])
        assert actual.shape == right.shape, name
        finite = np.isfinite(right)
        scale = max(1.0, float(np.max(np.abs(right[finite]), initial=0.0)))
        differences.append(float(np.max(np.abs(actual[finite] - right[finite]), initial=0.0)) / scale)
    return max(differences)


def row(path: Path, backend: str, scale: float, seconds: float, experts: dict[str, Main]) -> list[str]:
    plain, ours = main_of(path, changed=False), main_of(path, changed=True)
    size = int(plain.__defaults__[0] * scale)  # type: ignore[attr-defined]
    calls = {"numpy": lambda: plain(size), "ours": lambda: ours(size)}
    expert = experts.get(path.stem)
    if expert is not None:
        assert deviation(expert(size), plain(size)) < 1e-9, f"{path.stem}: the expert's program finds something else"
        calls["expert"] = lambda: expert(size)
    times = medians(calls, seconds, rounds=21)
    beside = f"{times['ours'] / times['expert']:.2f}" if expert is not None else ""
    milliseconds = [f"{times[name] * 1e3:.1f}" for name in ("numpy", "ours")]
    return [path.stem, str(size), *milliseconds, f"{times['ours'] / times['numpy']:.2f}", beside]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", help="default: all")
    parser.add_argument("--backend", action="append", help="default: all that are installed")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each program")
    options = parser.parse_args(arguments)
    paths = [path for path in sorted(FOLDER.glob("*.py")) if not options.programs or path.stem in options.programs]
    for backend in options.backend or ("numpy", "torch", "tensorflow"):
        if importlib.util.find_spec(backend) is None:
            continue
        ua.set_backend(backend)
        experts = expert_programs.OF[backend]() if backend in expert_programs.OF else {}
        rows = [row(path, backend, options.scale, options.seconds, experts) for path in paths]
        columns = ["program", "size", "NumPy, ms", "ours, ms", "ours / NumPy", "ours / expert's"]
        show(f"programs on {backend}", columns, rows, words=1)


if __name__ == "__main__":
    main()
