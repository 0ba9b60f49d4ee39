"""Run array_api_extra's own tests with namespaces of this package as xp, and print what failed.

    python tests/array_api_extra_tests/run.py CHECKOUT [module ...]

CHECKOUT is one of data-apis/array-api-extra; a module is one of MODULES (default: all). The exit code is 1 if a test
fails that xfails.txt does not name, with its reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = ("unified_arrays.numpy", "unified_arrays.torch", "unified_arrays.tensorflow")
OPTIONS = "-p unified_library -k unified_arrays -q --no-header --tb=line -W ignore -rfEs -p no:cacheprovider".split()
OUTCOME = re.compile(r"^(FAILED|ERROR) (\S+?)(?:\[unified_arrays[^ ]*)?(?= |$)(.*)$")


def expected_failures(module: str) -> dict[str, str]:
    """Test -> reason, of one module: lines `module test reason`."""
    lines = (HERE / "xfails.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(None, 2) for line in lines if line and not line.startswith("#")]
    return {test: reason for name, test, reason in rows if module.endswith(name)}


def run(checkout: Path, module: str) -> tuple[str, list[tuple[str, str]]]:
    """pytest's last line, and the tests that failed with their first line of error."""
    environment = os.environ | {
        "UNIFIED_ARRAYS_TESTED": module,
        "UNIFIED_ARRAYS_BACKEND": module.rpartition(".")[2],
        "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), str(checkout / "src"), os.environ.get("PYTHONPATH")))),
    }
    command = [sys.executable, "-m", "pytest", "tests/main", *OPTIONS]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode not in (0, 1) or not lines:
        raise SystemExit(f"{module}: the tests did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    found = [(match[2], match[3]) for match in map(OUTCOME.match, lines) if match]
    return lines[-1], found


def main(checkout: str, *modules: str) -> int:
    unexpected = 0
    for module in modules or MODULES:
        summary, failed = run(Path(checkout).resolve(), module)
        known = expected_failures(module)
        print(f"\n{module}: {summary}")
        for test, count in Counter(test for test, _ in failed).items():
            name = test.rpartition("/")[2]
            error = next(error for other, error in failed if other == test)
            unexpected += name not in known
            print(f"  {count:3d} {name}: {known.get(name) or 'UNEXPECTED' + error[:160]}")
    return bool(unexpected)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
