"""Repeat the calls that SciPy's own tests make with arrays of other libraries, and print which functions take them.

    python tests/library_tests/run_scipy.py [--write] [--keep FOLDER] [submodule ...]

The tests are those of the SciPy that is installed. --write puts the table into docs/libraries.md; --keep leaves what
came out in a file for each submodule, and does not run again what is there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import scipy
from tables import Calls, print_table, write_section

HERE = Path(__file__).resolve().parent
SUBMODULES = (
    "cluster constants differentiate fft integrate linalg ndimage optimize signal spatial special stats".split()
)
OPTIONS = "-p scipy_calls -q --no-header --tb=no -W ignore -p no:cacheprovider -c /dev/null".split()


def run(submodule: str, file: Path) -> None:
    """Write the calls of a submodule's tests to a file: function -> its calls -> kind of arrays -> outcome."""
    environment = os.environ | {
        "SCIPY_ARRAY_API": '["numpy"]',
        "LIBRARY_CALLS": str(file),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH")))),
    }
    place = ["--pyargs", f"scipy.{submodule}", f"--rootdir={Path(scipy.__file__).parent}"]
    command = [sys.executable, "-m", "pytest", *OPTIONS, *place]
    done = subprocess.run(command, cwd=file.parent, env=environment, capture_output=True, text=True, check=False)
    if not file.exists():
        raise SystemExit(f"scipy.{submodule}: the tests did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    print(f"scipy.{submodule}: {done.stdout.splitlines()[-1]}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("submodules", nargs="*", default=SUBMODULES)
    options = parser.parse_args()
    calls: Calls = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for submodule in options.submodules:
            file = folder / f"{submodule}.json"
            if not file.exists():
                run(submodule, file)
            for function, found in json.loads(file.read_text(encoding="utf-8")).items():
                calls.setdefault(function, []).extend(found)
    print_table(calls)
    if options.write:
        write_section("SciPy", scipy.__version__, calls)
    return 0


if __name__ == "__main__":
    sys.exit(main())
