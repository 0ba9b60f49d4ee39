"""The programs in examples/, at small size: each on every backend, with out= and without, checked by itself."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua

import support

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NEEDS = {"rbf_kernel": ["sklearn"], "heat_equation": [], "image_pipeline": ["sklearn", "PIL"]}
DRAW = ["heat_equation", "image_pipeline"]


@pytest.fixture(autouse=True)
def examples_are_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)


def example(name: str) -> ModuleType:
    for module in NEEDS[name]:
        pytest.importorskip(module, reason=f"the example {name} needs {module}")
    return importlib.import_module(name)


@pytest.fixture(scope="module")
def numpys_arrays() -> dict[str, np.ndarray]:
    """What NumPy found, by example: computed once."""
    return {}


@pytest.mark.parametrize("with_out", [True, False], ids=["out", "no-out"])
@pytest.mark.parametrize("name", NEEDS)
def test_the_checks_pass_and_the_result_is_numpys(
    name: str, with_out: bool, backend: str, numpys_arrays: dict[str, np.ndarray]
) -> None:
    program = example(name)
    if name not in numpys_arrays:
        with ua.use_backend("numpy"):
            numpys_arrays[name] = program.run(**program.SMALL).array.copy()
    with ua.use_backend(backend), ua.use_device(support.DEVICE or "cpu"):
        result = program.run(**program.SMALL, with_out=with_out)
    assert [check for check in result.checks if not check.passed] == []
    np.testing.assert_allclose(result.array, numpys_arrays[name], rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", NEEDS)
def test_the_command_line(name: str, backend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = example(name)
    saved = tmp_path / "result.npz"
    arguments = ["--backend", backend, "--device", support.DEVICE or "cpu", "--small", "--save", str(saved)]
    assert program.main(arguments + (["--no-pictures"] if name in DRAW else [])) == 0
    printed = capsys.readouterr().out
    assert f"{name} on {backend}, with out=" in printed
    assert "ok:" in printed
    assert saved.exists()


def test_without_an_option_the_selected_backend_computes(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    with ua.use_backend(backend):
        assert example("rbf_kernel").main(["--small", "--no-out", "--warm-up", "--repeat", "2"]) == 0
    assert f"rbf_kernel on {backend}, without out=" in capsys.readouterr().out


@pytest.mark.parametrize("name", DRAW)
def test_the_pictures(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib", reason="the pictures need matplotlib")
    folder = tmp_path / "pictures"
    assert example(name).main(["--backend", "numpy", "--small", "--pictures", str(folder)]) == 0
    picture = folder / f"{name}_numpy.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert str(picture) in capsys.readouterr().out


def test_a_failed_check_is_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    shared = importlib.import_module("_program")

    def run(*, with_out: bool) -> object:
        checks = tuple(shared.Check("itself", off, 1e-3) for off in (1e-6, float("nan")))
        return shared.Result("nothing", np.zeros(1), shared.Cost(), checks)

    assert shared.run_program("wrong", None, run, small={}, arguments=["--backend", "numpy"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("ok:") == 1
    assert printed.count("FAILED:") == 1


def test_the_deviation_is_the_largest_difference() -> None:
    deviation = importlib.import_module("_program").deviation
    assert deviation(np.asarray([1.0, 2.0]), np.asarray([1.0, 2.5])) == 0.5
    assert deviation(np.asarray([True, False]), np.asarray([True, True])) == 1.0
    with pytest.raises(ValueError, match="shape"):
        deviation(np.zeros(2), np.zeros(3))


def test_the_peak_is_that_of_the_block() -> None:
    measure = importlib.import_module("_measure")
    if not measure.memory_source().startswith("VmHWM"):
        pytest.skip("this system cannot reset the peak")
    with measure.measured() as cost:
        np.ones(8_000_000)
    assert 60e6 < cost.peak_bytes < 80e6
    with measure.measured() as cost:
        pass
    assert cost.peak_bytes < 8e6
    assert cost.seconds >= 0


@pytest.mark.parametrize("broken", [None, "torch"])
def test_the_demo_shows_every_backend(
    broken: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rich", reason="the demo needs rich")
    demo = importlib.import_module("demo")

    def outcome(job: Any, *_: object) -> Any:
        if job.backend == broken:
            return demo.Outcome("it broke")
        return demo.Outcome("it ran", np.full(3, 1.5 if job.with_out else 1.0), 2.0, 3e6, True)

    monkeypatch.setattr(demo, "run_job", outcome)
    monkeypatch.setattr(demo.importlib.util, "find_spec", lambda name: None if name == "tensorflow" else name)
    assert demo.main(["--pictures", str(tmp_path)]) == (0 if broken is None else 1)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    rows = [line.split("│")[1:-1] for line in lines if line.startswith("│")]
    numpy, torch, tensorflow = ([cell.strip() for cell in row] for row in rows[:3])
    assert numpy == ["rbf_kernel", "numpy", "2.00", "2.00", "3.0", "3.0", "5.0e-01", "ok"]
    assert torch[-1] == ("ok" if broken is None else "FAILED")
    assert tensorflow == ["", "tensorflow", *["-"] * 5, "absent"]
    if broken is None:
        assert "rbf_kernel on numpy, torch: it ran" in lines
        assert lines[-1].startswith("All 24 runs passed their checks, in ")
    else:
        assert {"rbf_kernel on numpy: it ran", "rbf_kernel on torch: it broke"} <= set(lines)
        assert lines[-1].startswith("12 of 24 runs FAILED, in ")


def test_no_example_asks_which_backend() -> None:
    for name in NEEDS:
        text = (EXAMPLES / f"{name}.py").read_text()
        assert "if backend" not in text
        assert not any(f"import {framework}" in text for framework in ("torch", "tensorflow"))
