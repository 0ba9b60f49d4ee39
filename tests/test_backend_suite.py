"""The suite for backends elsewhere: it fails where a promise is broken, and costs nothing who does not use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from unified_arrays.testing import backend_suite
from unified_arrays.testing._promises import PROMISES

from fresh import fresh_python


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[str]]:
    """Of each promise what a right backend comes to, and one that breaks it."""
    program = Path(__file__).with_name("broken_backends.py")
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("promise", [one.name for one in PROMISES])
def test_a_promise_that_is_broken_is_found(promise: str, outcomes: dict[str, list[str]]) -> None:
    assert outcomes[promise] == ["kept", "broken"]


def test_it_is_imported_when_it_is_called() -> None:
    program = """
import sys
import unified_arrays
print(*(name for name in sys.modules if name.startswith("unified_arrays.testing")))
import unified_arrays.testing
print("unified_arrays.testing._inputs" in sys.modules, "pytest" in sys.modules)
cases = unified_arrays.testing.backend_suite("numpy")
print("pytest" in sys.modules, {str(case) for case in cases} > {"values-add-float32", "overlap-concat"})
"""
    assert fresh_python(program) == ["", "False False", "False True"]


def test_a_backend_that_is_not_known_is_named() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        backend_suite("nonsense")


def test_without_scipy_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(ImportError, match="^backend_suite: SciPy is not installed"):
        backend_suite("numpy")
