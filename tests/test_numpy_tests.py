"""The harness of NumPy's own tests: what it changes in a module, and that it neither hides nor invents a failure."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parent / "numpy_tests"
MODULE = """import numpy as np
from numpy import (
    fft,
    where)
from numpy._core import arange
import math


def test_right():
    assert np.add(1, 2) == 3


def test_wrong():
    assert np.add(1, 2) == 4


def test_of_objects():
    assert np.zeros(2, dtype=object).sum() == 1
"""


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("in_place_of_numpy")


def test_only_imports_are_changed(harness: ModuleType) -> None:
    before, after = MODULE.splitlines(), harness.rewritten(MODULE).splitlines()
    assert after[4:] == ["from in_place_of_numpy import module; arange = module('numpy._core').arange", *before[5:]]
    assert after[0].endswith("np = module('numpy')")
    assert after[1].endswith("fft = module('numpy').fft; where = module('numpy').where")
    assert after[2:4] == ["", ""]


def test_what_is_public_is_the_tested_namespaces(harness: ModuleType) -> None:
    tested = ModuleType("tested")
    tested.add = "ours"  # type: ignore[attr-defined]
    space = harness.Namespace(tested, np)
    assert space.add == "ours"
    assert harness.Namespace(tested, importlib.import_module("numpy._core"), public=False).add == "ours"
    assert space.testing.IS_PYPY is np.testing.IS_PYPY
    with pytest.raises(AttributeError, match="subtract"):
        space.subtract(1, 2)  # it is missing: only the call fails, not the import
    assert space.float64 is np.float64
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = space.no_such_name


def test_outcomes(tmp_path: Path) -> None:
    folder = tmp_path / "numpy_tests_of_this"
    folder.mkdir()
    sys.path.insert(0, str(FOLDER))
    try:
        text = importlib.import_module("in_place_of_numpy").rewritten(MODULE)
    finally:
        sys.path.remove(str(FOLDER))
    (folder / "test_module.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    report = tmp_path / "report.jsonl"
    environment = os.environ | {
        "NUMPY_TESTS_BACKEND": "plain",
        "NUMPY_TESTS_REPORT": str(report),
        "PYTHONPATH": str(FOLDER),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "judging", "--import-mode=importlib", "test_module.py"]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    found = report.read_text(encoding="utf-8").splitlines()
    outcomes = [one.partition('"outcome": "')[2].partition('"')[0] for one in found]
    assert outcomes == ["passed", "failed", "not applicable"]
