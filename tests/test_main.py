"""`python -m unified_arrays memory`: run as a user runs it, and what its table claims."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from unified_arrays import __main__ as command
from unified_arrays import demonstrations


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
    seen = demonstrations.seen_on(backend)
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
        assert (named[step].held, named[step].temporaries) == (0, pytest.approx(0, abs=1000))
    for step in ["v.assign(v + ones)", "tf.function: v.assign(v + ones)"] if backend == "tensorflow" else []:
        assert named[step].after != named[step].before
        assert (named[step].held, named[step].temporaries) == (0, pytest.approx(4e6, rel=1e-3))


def test_on_a_terminal_the_tables_are_richs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rich", reason="tables in colour need rich")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    seen = [demonstrations.Seen("x = 1", 16, 32, 4_000_000, 0), demonstrations.Seen("y = 2", None, None, note="why")]
    monkeypatch.setattr(demonstrations, "seen_on", lambda backend: seen)
    assert command.main(["memory", "--backend", "numpy"]) == 0
    printed = capsys.readouterr().out
    assert "\u2502" in printed  # a line between columns
    assert all(word in printed for word in ("0x10", "0x20", "moves", "4.0 MB", "why"))


def test_without_a_command_it_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    assert "why repeating an operation moves an array" in capsys.readouterr().out


def test_another_backend_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["memory", "--backend", "jax"])
    assert "invalid choice: 'jax'" in capsys.readouterr().err


def test_a_backend_that_is_not_installed_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstrations.importlib.util, "find_spec", lambda name: None)
    shown: list[object] = []
    assert demonstrations.show(["torch"], shown.append) == ["torch"]
    empty, line = shown
    assert empty == ""
    assert str(line).endswith("is not installed: pip install 'unified_arrays[torch]'")


def test_asked_for_a_backend_that_is_not_installed_it_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demonstrations.importlib.util, "find_spec", lambda name: None)
    assert command.main(["memory", "--backend", "torch"]) == 1
    assert "pip install 'unified_arrays[torch]'" in capsys.readouterr().out
    assert command.main(["memory"]) == 0  # what is installed was shown
