"""The NumPy programs in examples/programs/: on each backend by the changed import line alone, with NumPy's results."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import expert_programs
from benchmarks import programs as benchmark

import unified_arrays as ua

import support

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "programs"
PROGRAMS = {path.stem: path for path in sorted(FOLDER.glob("*.py"))}
LINE, CHANGED = "import numpy as np", "import unified_arrays.np as np"
# Each backend draws numbers of its own. What is computed of them is compared as a statistic is: (relative, absolute).
DRAWN: dict[tuple[str, str], tuple[float, float]] = {
    ("k_means", "centres"): (0, 0.2),
    ("k_means", "inertia"): (0.3, 0),
    ("option_pricing", "call"): (0.04, 0),
    ("option_pricing", "standard error"): (0.04, 0),
    ("option_pricing", "asian call"): (0.04, 0),
    ("option_pricing", "barrier call"): (0.05, 0),
    ("option_pricing", "quartiles"): (0.02, 0),
    ("logistic_regression", "weights"): (0, 0.5),
    ("logistic_regression", "accuracy"): (0, 0.08),
    ("logistic_regression", "loss"): (0, 0.12),
    ("logistic_regression", "area under the curve"): (0, 0.07),
    ("quantile_normalisation", "chance"): (0, 0.06),
}


def as_module(text: str, name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": name}
    exec(compile(text, f"<{name}>", "exec"), names)
    return names


@cache
def expected(name: str) -> dict[str, Any]:
    """What plain NumPy finds: computed once."""
    return as_module(PROGRAMS[name].read_text(encoding="utf-8"), name)["main"]()


@pytest.fixture
def selecting(backend: str) -> Iterator[str]:
    """The backend is set as a program sets it, which is what turns TensorFlow's tensors into arrays."""
    before = ua.get_backend()
    ua.set_backend(backend)
    with nullcontext() if support.DEVICE is None else ua.use_device(support.DEVICE):
        yield backend
    ua.set_backend(before)


def host(value: Any) -> Any:
    return np.asarray([host(one) for one in value]) if isinstance(value, (list, tuple)) else support.numpy_of(value)


def compare(name: str, found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert list(found) == list(wanted)
    for key, value in found.items():
        actual, right = host(value), host(wanted[key])
        assert actual.shape == right.shape, key
        assert actual.dtype == right.dtype, key
        relative, absolute = DRAWN.get((name, key), (1e-9, 1e-9))
        np.testing.assert_allclose(actual, right, relative, absolute, err_msg=key)


there = pytest.mark.skipif(
    importlib.util.find_spec("unified_arrays.np") is None, reason="there is no unified_arrays.np in this version"
)


@there
@pytest.mark.parametrize("name", PROGRAMS)
def test_it_runs_by_the_changed_import_alone(name: str, selecting: str) -> None:
    text = PROGRAMS[name].read_text(encoding="utf-8")
    program = as_module(text.replace(LINE, CHANGED), name)
    assert program["np"].__name__ == "unified_arrays.np"
    found = program["main"]()
    arrays = [one for one in found.values() if getattr(one, "shape", ())]
    assert all(support.is_of(selecting, one) for one in arrays), "an array of another backend is among the results"
    compare(name, found, expected(name))


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_an_ordinary_numpy_program(name: str) -> None:
    text = PROGRAMS[name].read_text(encoding="utf-8")
    modules = [
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    ]
    assert modules == ["numpy"]
    assert text.count(LINE) == 1
    assert len(expected(name)) >= 3


@pytest.mark.parametrize("name", PROGRAMS)
def test_its_size_is_a_parameter(name: str) -> None:
    main: Callable[..., dict[str, Any]] = as_module(PROGRAMS[name].read_text(encoding="utf-8"), name)["main"]
    size = main.__defaults__[0]  # type: ignore[attr-defined]
    larger = main(size * 2)
    assert list(larger) == list(expected(name))


@pytest.mark.backends("torch", "tensorflow")
def test_the_experts_programs_find_the_same(backend: str) -> None:
    experts = expert_programs.OF[backend]()
    assert len(experts) == 3
    for name, program in experts.items():
        assert benchmark.deviation(program(24), as_module(PROGRAMS[name].read_text(), name)["main"](24)) < 1e-9


@there
def test_the_table_of_times(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rich", reason="the table needs rich")
    before = ua.get_backend()
    try:
        benchmark.main(["--backend", backend, "--seconds", "0", "heat_equation"])
    finally:
        ua.set_backend(before)
    figures = capsys.readouterr().out.rpartition("heat_equation")[2].split("\n")[0].split("│")[1:-1]
    assert [bool(one.strip()) for one in figures] == [True] * 4 + [backend != "numpy"]


def test_every_tolerance_is_of_a_result() -> None:
    assert len(PROGRAMS) >= 14
    assert all(key in expected(name) for name, key in DRAWN)


def test_a_wrong_result_is_found() -> None:
    right = expected("n_body")
    compare("n_body", dict(right), right)
    with pytest.raises(AssertionError):
        compare("n_body", right | {"position": right["position"] + 1e-6}, right)
    with pytest.raises(AssertionError):
        compare("n_body", right | {"spread": np.float32(right["spread"])}, right)
