"""The stubs of the public modules are what the declarations say, and name what is there."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest
from stubs.modules import FOLDER, texts
from stubs.numpy_dtypes import measured
from stubs.overloads import overloads

import unified_arrays as ua
from unified_arrays._common.spec import SPECS

STUBS = {
    "": "__init__.pyi",
    "linalg": "linalg.pyi",
    "fft": "fft.pyi",
    "numpy": "numpy.pyi",
    "numpy.linalg": "_stubs/numpy/linalg.pyi",
    "numpy.fft": "_stubs/numpy/fft.pyi",
    "typing": "typing.pyi",
}


def names_in(path: Path) -> set[str]:
    """What a stub exports: definitions, annotated names, and imports as what they are."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names if alias.asname == alias.name}
    return found


def names_of(module: ModuleType) -> set[str]:
    """What is there, without modules that somebody else has imported: testing."""
    others = {name for name in dir(module) if isinstance(getattr(module, name), ModuleType)}
    return {name for name in dir(module) if not name.startswith("_")} - (others - names_in(FOLDER / "__init__.pyi"))


def test_they_are_as_the_declarations_say() -> None:
    written = {name: (FOLDER / name).read_text(encoding="utf-8") for name in texts()}
    stale = [name for name, text in texts().items() if written[name] != text]
    assert not stale, f"run `python -m stubs`: {stale}"


@pytest.mark.parametrize("name", STUBS)
def test_they_name_what_is_there(name: str) -> None:
    module = importlib.import_module(f"unified_arrays.{name}".rstrip("."))
    exported = {one for one in names_in(FOLDER / STUBS[name]) if not one.startswith("_")}
    assert exported
    assert exported == names_of(module)


def test_there_is_no_stub_of_a_module_that_is_gone() -> None:
    by_hand = {"_stub_types.pyi", "typing.pyi"}
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.pyi")} == {*texts(), *by_hand}


def test_what_comes_out_on_numpy_is_found_by_calling() -> None:
    assert measured("add").results["float32"] == ("float32",)
    assert measured("less").results["float64"] == ("bool",)
    assert measured("linalg.svd").results["complex64"] == ("complex64", "float32", "complex64")
    assert measured("linalg.svd").fields == ("SVDResult", ("U", "S", "Vh"))
    assert measured("where").varying == {"x1", "x2"}


def test_a_dtype_that_depends_on_more_is_not_said() -> None:
    """Of `choose` the choices decide, and not the indices, which come first."""
    assert set(measured("choose").results.values()) == {None}
    assert all("int64" not in line for line in overloads(SPECS["choose"], "numpy"))


def test_a_function_is_declared_for_the_arrays_that_it_takes() -> None:
    lines = overloads(SPECS["exp"], "torch")
    assert lines == ["def exp(x: _torch.Tensor, /, *, out: _torch.Tensor | None = None) -> _torch.Tensor: ..."]


def test_internal_packages_are_not_listed() -> None:
    assert "_dispatch" not in dir(ua)
    assert {"add", "linalg", "torch", "typing", "__version__"} <= set(dir(ua))
