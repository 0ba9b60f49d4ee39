"""`python -m unified_arrays`: run as a user runs it, and what its tables claim."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import unified_arrays as ua
from unified_arrays import __main__ as command
from unified_arrays import backends
from unified_arrays._common.private_interfaces import PrivateInterface, PrivateInterfaces, VersionRange
from unified_arrays._diagnostics import memory_demo


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    program = [sys.executable, "-m", "unified_arrays", *arguments]
    return subprocess.run(program, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_the_command_shows_a_backend(backend: str) -> None:
    done = run("memory", "--backend", backend)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert f"{backend}: a million numbers of float32, 4.0 MB" in lines
    moves = {line.split("  ")[0]: " moves " in line for line in lines if " moves " in line or " stays " in line}
    assert moves["x = x + ones"]
    assert not moves["x = ua.reshape(x, (1000, 1000))"]
    assert not moves["ua.add(x, ones, out=x)"]
    assert moves["ua.multiply(x, 2.0, out=x)"] is (backend == "tensorflow")
    assert not moves["in_place_writes: multiply(x, 2.0, out=x)"]


def test_what_the_steps_do(backend: str) -> None:
    seen = memory_demo.seen_on(backend)
    first, *again = (one for one in seen if one.step == "x = x + ones")
    for one, following in zip([first, *again], again, strict=False):
        assert one.after == following.before  # the sum is what is added to next
    for one in [first, *again]:
        assert one.after != one.before
        assert one.held == pytest.approx(4e6, rel=1e-3)
    named = {one.step: one for one in seen}
    in_place = ["x = ua.reshape(x, (1000, 1000))", "x += ones", "ua.add(x, ones, out=x)", "ua.at(x)[2:5].set(0.0)"]
    own = {
        "numpy": ["np.add(x, 1, out=x)"],
        "torch": ["x.add_(1)", "torch.add(x, 1, out=x)"],
        "tensorflow": ["v.assign_add(ones)", "v[2:5].assign([0, 0, 0])", "XLA: v.assign(v + ones)"],
    }[backend]
    for step in [*in_place, "in_place_writes: multiply(x, 2.0, out=x)", *own]:
        assert named[step].after == named[step].before
        assert named[step].held == pytest.approx(0, abs=1000)  # a handle, where the step makes the variable
        assert named[step].temporaries == pytest.approx(0, abs=1000)
    for step in ["v.assign(v + ones)", "tf.function: v.assign(v + ones)"] if backend == "tensorflow" else []:
        assert named[step].after != named[step].before
        assert named[step].held == pytest.approx(0, abs=1000)
        assert named[step].temporaries == pytest.approx(4e6, rel=1e-3)


def test_on_a_terminal_the_tables_are_richs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rich", reason="tables in colour need rich")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    seen = [memory_demo.Seen("x = 1", 16, 32, 4_000_000, 0), memory_demo.Seen("y = 2", None, None, note="why")]
    monkeypatch.setattr(memory_demo, "seen_on", lambda backend: seen)
    assert command.main(["memory", "--backend", "numpy"]) == 0
    printed = capsys.readouterr().out
    assert "\u2502" in printed  # a line between columns
    assert all(word in printed for word in ("0x10", "0x20", "moves", "4.0 MB", "why"))


def test_without_a_command_it_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert "why repeating an operation moves an array" in capsys.readouterr().out


def test_another_backend_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["memory", "--backend", "mxnet"])
    assert "invalid choice: 'mxnet'" in capsys.readouterr().err


def test_a_backend_that_is_not_installed_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends.registry.importlib.util, "find_spec", lambda name: None)
    shown: list[object] = []
    assert memory_demo.show(["torch"], shown.append) == ["torch"]
    empty, line = shown
    assert empty == ""
    assert str(line).endswith("is not installed: pip install 'unified_arrays[torch]'")


def test_asked_for_a_backend_that_is_not_installed_it_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backends.registry.importlib.util, "find_spec", lambda name: None)
    assert command.main(["memory", "--backend", "torch"]) == 1
    assert "pip install 'unified_arrays[torch]'" in capsys.readouterr().out
    assert command.main(["memory"]) == 0  # what is installed was shown


def cells(printed: str, first: str) -> list[str]:
    """The cells of the line of a printed table whose first cell is `first`."""
    (line,) = [line for line in printed.splitlines() if line.startswith(f"{first} ")]
    return re.split(r"\s{2,}", line.strip())


def test_info_tells_versions_and_whether_they_are_tested(backend: str) -> None:
    done = run("info")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"unified_arrays {ua.__version__}, array_api_compat ")
    adapter = backends.by_name(backend)
    name, version, tested, devices, counted_by, *_ = cells(done.stdout, backend)
    assert (name, version, tested) == (backend, adapter.private.version, str(adapter.private.tested))
    assert devices.startswith("cpu:0")
    assert counted_by.startswith(ua.memory.counted_by("cpu", backend=backend).who)


def test_info_says_what_is_untested_missing_and_not_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    adapter = backends.by_name("numpy")
    private = PrivateInterfaces("99.1", VersionRange("NumPy", "2.2", "2.5"))
    lost = PrivateInterface("numpy:_lost", "a test needs it", "nothing is compared")
    private.used.append(lost)
    private.missing.append(lost)
    other = copy.copy(adapter)
    monkeypatch.setattr(other, "private", private)
    monkeypatch.setattr(backends, "by_name", lambda name: other)
    monkeypatch.setattr(backends.registry.importlib.util, "find_spec", lambda name: name if name == "numpy" else None)
    assert command.main(["info"]) == 0
    printed = capsys.readouterr().out
    assert cells(printed, "numpy")[5] == "0 of 1"
    assert "numpy:_lost is missing: nothing is compared" in printed
    assert "the tests are not run with NumPy 99.1: report what fails" in printed
    assert "pip install 'unified_arrays[torch]'" in printed


def test_what_pyproject_allows_is_what_is_tested(backend: str) -> None:
    """The lower bounds of the requirements, the range that `info` prints and the session tests-oldest agree."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = project["project"]["dependencies"] + project["project"]["optional-dependencies"].get(backend, [])
    (allowed,) = [one.split(">=")[1] for one in requirements if one.startswith(f"{backend}>=")]
    (oldest,) = [
        one.split("==")[1]
        for one in project["dependency-groups"]["oldest"]
        if one.split("==")[0] in (backend, f"{backend}-cpu")
    ]
    tested = backends.by_name(backend).private.tested
    assert allowed == tested.oldest == oldest.removesuffix(".0")


def test_the_range_is_of_releases() -> None:
    tested = VersionRange("NumPy", "2.2", "2.5")
    inside = ["2.2.0", "2.3.1", "2.5.9", "2.5.0rc1", "2.4.0+cpu"]
    outside = ["2.1.3", "1.26.4", "2.6.0", "3.0", "2.10.0"]
    assert [version for version in inside + outside if tested.include(version)] == inside
