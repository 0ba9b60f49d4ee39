"""Run the array API standard's conformance suite on namespaces of this package, and print what passed.

    python tests/array_api_tests/run.py SUITE [module ...]

SUITE is a checkout of data-apis/array-api-tests with its submodule. A module is one of MODULES (default: all); where it
has a `=backend`, calls are made through the dispatching functions on that backend. The exit code is 1 if a test fails
that xfails-<backend>.txt does not name. Tests that it names and that pass are listed: their lines may go, unless they
depend on the number of examples.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = (
    "unified_arrays.numpy",
    "unified_arrays.torch",
    "unified_arrays.tensorflow",
    "unified_arrays.jax",
    "unified_arrays=numpy",
    "unified_arrays=torch",
    "unified_arrays=tensorflow",
    "unified_arrays=jax",
)
EXAMPLES = os.environ.get("ARRAY_API_TESTS_EXAMPLES", "100")
OUTCOMES = ("passed", "failed", "skipped", "xfailed", "xpassed")
OPTIONS = (
    "-p harness -q --no-header --tb=line -W ignore --disable-deadline --derandomize --continue-on-collection-errors "
    f"--max-examples={EXAMPLES} --json-report --json-report-omit=collectors,log,streams,traceback,keywords,warnings"
).split()


def outcomes_of(suite: Path, module: str) -> list[tuple[str, str]]:
    """(test, outcome) of the whole suite on one module."""
    name, _, backend = module.partition("=")
    backend = backend or name.rpartition(".")[2]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = os.environ | {
            "ARRAY_API_TESTS_MODULE": name,
            "ARRAY_API_TESTS_VERSION": "2025.12",
            "UNIFIED_ARRAYS_BACKEND": backend,
            "JAX_ENABLE_X64": "1",  # the standard has float64
            "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH")))),
        }
        xfails = Path(folder) / "xfails.txt"
        lists = [f"xfails-{backend}.txt", *(["xfails-dispatching.txt"] if "=" in module else [])]
        xfails.write_text("\n".join((HERE / one).read_text(encoding="utf-8") for one in lists), encoding="utf-8")
        files = [f"--json-report-file={report}", f"--xfails-file={xfails}"]
        command = [sys.executable, "-m", "pytest", "array_api_tests", *OPTIONS, *files]
        done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, check=False)
        if not report.exists():
            raise SystemExit(f"{module}: the suite did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        tests = json.loads(report.read_text(encoding="utf-8"))["tests"]
    return [(test["nodeid"], test["outcome"]) for test in tests]


def row(name: str, counts: Counter[str]) -> str:
    return f"{name:58}" + "".join(f"{counts[one]:>9}" for one in OUTCOMES)


def main(arguments: list[str]) -> int:
    if not arguments or not (Path(arguments[0]) / "array_api_tests").is_dir():
        raise SystemExit(__doc__)
    suite, modules = Path(arguments[0]), arguments[1:] or MODULES
    failed = False
    for module in modules:
        outcomes = outcomes_of(suite, module)
        files: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for test, outcome in outcomes:
            files[test.partition("::")[0]][outcome] += 1
        total = sum(files.values(), Counter[str]())
        print(f"\n{module}, {EXAMPLES} examples: {total['passed'] + total['xpassed']} of {len(outcomes)} tests pass")
        print(f"{'':58}" + "".join(f"{one:>9}" for one in OUTCOMES))
        for file in sorted(files):
            print(row(file, files[file]))
        print(row("all", total), flush=True)
        for test, outcome in outcomes:
            if outcome in ("failed", "error", "xpassed"):
                print(f"  {outcome}: {test}")
        failed |= bool(total["failed"] or total["error"])
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
