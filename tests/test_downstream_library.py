"""examples/downstream_library: a package with tests of its own, which runs them as its users do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import unified_arrays as ua

LIBRARY = Path(__file__).parents[1] / "examples" / "downstream_library"
EXPECTED = {"numpy": "6 passed, 1 xfailed", "torch": "6 passed, 1 skipped", "tensorflow": "6 passed, 1 skipped"}


def test_its_tests_pass(backend: str) -> None:
    places = [LIBRARY / "src", Path(ua.__file__).parents[1]]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places)), "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # it is named here, whether or not it is installed
    options = ["-q", "-p", "unified_arrays_pytest", "-p", "no:cacheprovider", "--ua-backends", backend]
    program = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(
        program, cwd=LIBRARY, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"^{EXPECTED.get(backend, '7 passed')}", done.stdout, re.MULTILINE), done.stdout
