"""Run NumPy's own tests with unified_arrays.np in the place of np, on each backend, and print what passes.

    python tests/numpy_tests/run.py [--details FOLDER] [numpy|torch|tensorflow|plain ...] [module ...]

The modules are those of MODULES, from the NumPy that is installed; only their imports are changed. `plain` is NumPy
itself, to see what the harness does. What does not apply is in not_applicable.txt; what fails and is known to, in
xfails-BACKEND.txt, each with its reason. The exit code is 1 if a test fails that is not named there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy
from in_place_of_numpy import rewritten

HERE = Path(__file__).resolve().parent
BACKENDS = ("numpy", "torch", "tensorflow")
MODULES = [
    *(f"lib/tests/test_{name}" for name in (
        "arraypad", "arraysetops", "function_base", "histograms", "index_tricks", "nanfunctions", "polynomial",
        "shape_base", "stride_tricks", "twodim_base", "type_check", "ufunclike")),
    *(f"_core/tests/test_{name}" for name in (
        "einsum", "function_base", "getlimits", "numeric", "shape_base", "umath", "umath_complex")),
    "linalg/tests/test_linalg",
    "fft/tests/test_helper",
    "fft/tests/test_pocketfft",
    "random/tests/test_generator_mt19937",
]  # fmt: skip
OUTCOMES = ("passed", "failed", "array's own", "not applicable", "skipped")
OPTIONS = "-p judging -q --no-header --tb=no -W ignore -p no:cacheprovider --import-mode=importlib".split()
INI = "[pytest]\nmarkers =\n    slow\naddopts =\n"


def known_failures(backend: str) -> list[tuple[re.Pattern[str], str]]:
    """(pattern of tests, reason): the lines of a file, where a reason stands before its patterns."""
    path, rows, reason = HERE / f"xfails-{backend}.txt", [], ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line.startswith("## "):
            reason = line[3:]
        elif line.strip() and not line.startswith("#"):
            rows.append((re.compile(line.strip()), reason))
    return rows


def outcomes_of(module: str, backend: str, selected: str | None) -> list[dict[str, Any]]:
    """A row for each test of one of NumPy's test modules."""
    source = Path(numpy.__file__).parent / f"{module}.py"
    with tempfile.TemporaryDirectory(prefix="numpy_tests_of_") as name:
        folder = Path(name)
        report = folder / "report.jsonl"
        copied = folder / f"{module.partition('/')[0]}_{source.name}"
        (folder / "pytest.ini").write_text(INI, encoding="utf-8")
        if (source.parent / "data").is_dir():
            (folder / "data").symlink_to(source.parent / "data")
        # pytest takes files whose names begin with test_.
        copied = copied.with_name(f"test_{copied.name.replace('_test_', '_', 1).lstrip('_')}")
        copied.write_text(rewritten(source.read_text(encoding="utf-8")), encoding="utf-8")
        environment = os.environ | {
            "NUMPY_TESTS_BACKEND": backend,
            "NUMPY_TESTS_REPORT": str(report),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH")))),
        }
        command = [sys.executable, "-m", "pytest", copied.name, *OPTIONS, "-m", "not slow"]
        command += ["-k", selected] if selected else []
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        rows = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
        if done.returncode not in (0, 1):
            text = (done.stdout + done.stderr)[-1500:]
            rows.append({"test": module, "outcome": "failed", "error": f"exit code {done.returncode}: {text}",
                         "reason": None, "passes": False, "where": "process"})  # fmt: skip
        return rows


def percentage(counts: Counter[str]) -> str:
    """Of what ran, applies, and is up to functions."""
    judged = counts["passed"] + counts["failed"]
    return f"{100 * counts['passed'] / judged:6.1f} %" if judged else "     - "


def line(name: str, counts: Counter[str]) -> str:
    return f"{name:36}" + "".join(f"{counts[one]:>16}" for one in OUTCOMES) + "   " + percentage(counts)


def run(backend: str, modules: list[str], selected: str | None, details: Path | None) -> int:
    """Print the table of a backend; the number of failures that no file names."""
    print(f"\n{backend}\n{'':36}" + "".join(f"{one:>16}" for one in OUTCOMES), flush=True)
    known, total = known_failures(backend), Counter[str]()
    unexpected: list[dict[str, Any]] = []
    for module in modules:
        rows = outcomes_of(module, backend, selected)
        counts = Counter(row["outcome"] for row in rows)
        total += counts
        print(line(module, counts), flush=True)
        if details is not None:
            details.mkdir(parents=True, exist_ok=True)
            text = "".join(json.dumps(row | {"module": module}) + "\n" for row in rows)
            (details / f"{backend}-{module.replace('/', '.')}.jsonl").write_text(text, encoding="utf-8")
        failed = [row for row in rows if row["outcome"] == "failed"]
        unexpected += [row for row in failed if not any(one.search(row["test"]) for one, _ in known)]
    print(line("all", total))
    for row in unexpected[:200]:
        print(f"  UNEXPECTED {row['test']}: {row['error'].splitlines()[0][:150] if row['error'] else ''}")
    print(f"{len(unexpected)} failures are not in xfails-{backend}.txt")
    return len(unexpected)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="backends and modules (default: all)")
    parser.add_argument("--details", type=Path, help="write a line of JSON for each test to this folder")
    parser.add_argument("-k", dest="selected", help="only these tests, as pytest's -k")
    options = parser.parse_args()
    backends = [one for one in options.what if one in (*BACKENDS, "plain")] or list(BACKENDS)
    named = [one for one in options.what if one not in (*BACKENDS, "plain")]
    modules = [one for one in MODULES if not named or any(part in one for part in named)]
    if not modules:
        parser.error(f"no such module; there are {', '.join(MODULES)}")
    return 1 if sum(run(one, modules, options.selected, options.details) for one in backends) else 0


if __name__ == "__main__":
    sys.exit(main())
