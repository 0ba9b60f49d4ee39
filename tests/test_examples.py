"""The programs in examples/, at small size: each on every backend, in each way it is written, checked by itself."""

from __future__ import annotations

import importlib
import json
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import unified_arrays as ua
from unified_arrays import backends

import support

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NEEDS = {"rbf_kernel": ["sklearn"], "heat_equation": [], "image_pipeline": ["sklearn", "PIL"]}
DRAW = ["heat_equation", "image_pipeline"]
WAYS = ["plain", "ours", "out", "compiled"]


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


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NEEDS)
def test_the_checks_pass_and_the_result_is_numpys(
    name: str, way: str, backend: str, numpys_arrays: dict[str, np.ndarray]
) -> None:
    program = example(name)
    if name not in numpys_arrays:
        with ua.use_backend("numpy"):
            numpys_arrays[name] = program.run(**program.SMALL).array.copy()
    with ua.use_backend(backend), ua.use_device(support.DEVICE or "cpu"):
        result = program.run(**program.SMALL, way=way)
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
        assert example("rbf_kernel").main(["--small", "--way", "ours", "--warm-up", "--repeat", "2"]) == 0
    printed = capsys.readouterr().out
    assert f"rbf_kernel on {backend}, without out=" in printed
    assert "thread" in printed


def test_ways_are_measured_in_turn_and_saved(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = importlib.import_module("_program")
    seen = []

    def run(size: int = 9, *, way: str) -> object:
        seen.append((size, way))
        if way == "compiled":
            warnings.warn(ua.CompileWarning("it is too long"), stacklevel=1)
        cost = shared.Cost(float(len(seen)), len(seen))
        return shared.Result(way, np.full(2, len(seen)), cost, ())

    saved = tmp_path / "result.npz"
    arguments = ["--way", "ours", "--way", "compiled", "--warm-up", "--repeat", "3", "--save", str(saved)]
    assert shared.run_program("it", None, run, small={"size": 1}, arguments=["--backend", backend, *arguments]) == 0
    assert seen == [(1, "ours"), (9, "compiled"), *[(9, "ours"), (9, "compiled")] * 3]
    with np.load(saved) as loaded:
        ours, compiled = (json.loads(loaded[f"summary_{way}"].item()) for way in ("ours", "compiled"))
        assert loaded["array_compiled"].tolist() == [8, 8]
    assert ours == {"text": "ours", "seconds": 3.0, "peak_bytes": 7, "passed": True, "not_compiled": ""}
    assert compiled["not_compiled"].count("it is too long") >= (backend != "numpy")
    assert "not compiled: " in capsys.readouterr().out


def test_threads_are_told(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = importlib.import_module("_program")
    there = backends.by_name(backend)
    for number, wanted in [(1, "1 thread"), (4, "4 threads (A=1 B=1 makes it one)")]:
        monkeypatch.setattr(there, "threads", lambda number=number: backends.Threads(number, ("A", "B")))
        assert shared._threads(backend) == wanted
    monkeypatch.setattr(there, "threads", lambda: "nobody tells")
    assert shared._threads(backend) == "threads unknown (nobody tells)"


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

    def run(*, way: str) -> object:
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
    for module in ("rich", "matplotlib"):
        pytest.importorskip(module, reason=f"the demo needs {module}")
    demo = importlib.import_module("demo")

    def outcome(job: Any, **_: object) -> Any:
        if job.backend == broken:
            return dict.fromkeys(job.ways, demo.Outcome("it broke"))
        return {
            way: demo.Outcome(
                "it ran",
                np.full(3, 1.0 if way == "plain" else 1.5),
                *(2.0 + WAYS.index(way), 3e6 + 1e6 * WAYS.index(way)),
                passed=True,
                not_compiled="no compiler" if (job.backend, way) == ("numpy", "compiled") else "",
            )
            for way in job.ways
        }

    monkeypatch.setattr(demo, "run_job", outcome)
    monkeypatch.setattr(demo.importlib.util, "find_spec", lambda name: None if name == "tensorflow" else name)
    assert demo.main(["--pictures", str(tmp_path)]) == (0 if broken is None else 1)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("30 processes, about ") for line in lines)
    assert sum("/30  " in line for line in lines) == 30
    assert sum(" left" in line for line in lines) >= 29
    where = next(i for i, line in enumerate(lines) if line.strip() == "rbf_kernel")
    head = lines[where - 2].split()
    assert head == ["plain", "ours", "out=", "compiled", "plain", "ours", "out=", "compiled", "differs", "checks"]
    numpy, torch, tensorflow = (line.split() for line in lines[where + 1 : where + 4])
    assert numpy == ["numpy", "2.00", "3.00", "4.00", "-", "3.0", "4.0", "5.0", "-", "5.0e-01", "ok"]
    assert torch[-1] == ("ok" if broken is None else "FAILED")
    assert torch[4] == ("5.00" if broken is None else "nan")
    assert tensorflow == ["tensorflow", *["-"] * 9, "absent"]
    assert "rbf_kernel on numpy: not compiled: no compiler" in lines
    assert (tmp_path / "costs.png").read_bytes().startswith(b"\x89PNG")
    if broken is None:
        assert "rbf_kernel on numpy, torch: it ran" in lines
        assert lines[-1].startswith("All 48 runs passed their checks, in ")
    else:
        assert {"rbf_kernel on numpy: it ran", "rbf_kernel on torch: it broke"} <= set(lines)
        assert lines[-1].startswith("24 of 48 runs FAILED, in ")


def test_the_demo_says_how_many_threads() -> None:
    pytest.importorskip("rich", reason="the demo needs rich")
    demo = importlib.import_module("demo")
    assert demo.options_of([]).threads == 1
    assert demo.with_threads(1)["OMP_NUM_THREADS"] == "1"
    assert demo.with_threads(3)["TF_NUM_INTRAOP_THREADS"] == "3"
    assert demo.with_threads(0) == {}
    with pytest.raises(SystemExit):
        demo.options_of(["--threads", "-1"])


def test_a_job_of_the_demo_is_a_process(tmp_path: Path) -> None:
    pytest.importorskip("rich", reason="the demo needs rich")
    demo = importlib.import_module("demo")
    job = demo.Job("heat_equation", "numpy", ("plain", "out"), for_memory=False)
    found = demo.run_job(job, small=True)
    assert list(found) == ["plain", "out"]
    for outcome in found.values():
        assert outcome.passed
        assert outcome.seconds > 0
        assert outcome.array.shape == (129, 129)
    broken = demo.run_job(job, device="gpu:7", small=True)
    assert "gpu:7" in broken["plain"].text
    assert not broken["plain"].passed


def test_no_example_asks_which_backend() -> None:
    for name in NEEDS:
        text = (EXAMPLES / f"{name}.py").read_text()
        assert "if backend" not in text
        assert not any(f"import {framework}" in text for framework in ("torch", "tensorflow"))
