"""What conftest.py leaves out, and that nothing is left out without a word: a test without cases passes, too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.applies(where=lambda number: number % 2 == 1)
@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize("number", range(4))
def test_only_the_cases_that_apply_are_collected(number: int, name: str) -> None:
    assert number in (1, 3)


@pytest.mark.backends("numpy")
def test_only_the_backends_that_are_named_are_collected(backend: str) -> None:
    assert backend == "numpy"


def collected(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What pytest says of a file of tests, on NumPy alone, with this conftest.py."""
    (folder / "test_few.py").write_text(f"import pytest\n\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "--backend", "numpy", "-q"]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])},
        capture_output=True,
        text=True,
        check=False,
    )


FEW = """
@pytest.mark.applies(where=lambda backend, number: {condition})
@pytest.mark.parametrize("number", [1, 2])
def test_few(number, backend):
    assert number == 2
"""


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    run = collected(tmp_path, FEW.format(condition="number > 1"))
    assert run.returncode == 0, run.stdout
    assert "1 passed, 1 deselected" in run.stdout


def test_a_test_that_is_left_without_cases_is_an_error(tmp_path: Path) -> None:
    run = collected(tmp_path, FEW.format(condition="number > 2"))
    assert run.returncode == pytest.ExitCode.USAGE_ERROR, run.stdout
    assert "applies() leaves no case of test_few.py::test_few on numpy" in run.stderr
    single = collected(tmp_path, FEW.format(condition="number > 2"), "test_few.py::test_few[numpy-1]")
    assert single.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, single.stdout


def test_a_marker_for_backends_needs_a_backend(tmp_path: Path) -> None:
    run = collected(tmp_path, "@pytest.mark.backends('numpy')\ndef test_alone(): pass\n")
    assert run.returncode != 0
    assert "is marked for some backends, but asks for none" in run.stdout + run.stderr
