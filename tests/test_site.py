"""What the pages of docs/ leave out would not be missed: environment variables, pages with code, functions."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import test_docs
from unified_arrays._common.spec import SPECS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_every_environment_variable_is_in_the_table() -> None:
    read = {
        found
        for path in (ROOT / "src").rglob("*.py")
        for found in re.findall(r'"(UNIFIED_ARRAYS_[A-Z_]*[A-Z])"', text_of(path))
    }
    assert len(read) >= 5
    table = text_of(DOCS / "environment.md").partition("## Of the frameworks")[0]
    assert read == set(re.findall(r"^\| (UNIFIED_ARRAYS_\w+) \|", table, re.MULTILINE))


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"^([\w/-]+)$", text_of(DOCS / "index.md"), re.MULTILINE))
    assert {page.stem for page in PAGES} - {"index"} <= listed


def test_every_page_with_a_program_is_run() -> None:
    (marker,) = [one for one in test_docs.test_the_examples_run.pytestmark if one.args[:1] == ("file",)]
    run = {*marker.args[1], "docs/compile.md"}  # which tests/_dispatch/test_compile.py runs
    with_program = {f"docs/{page.name}" for page in PAGES if "\n```python\n" in text_of(page)}
    assert len(with_program) > 10
    assert with_program <= run


@pytest.fixture(scope="module")
def pages() -> object:
    pytest.importorskip("numpydoc", reason="numpydoc is not installed: the session docs has it")
    sys.path.insert(0, str(DOCS))
    try:
        import reference_pages
    finally:
        sys.path.remove(str(DOCS))
    return reference_pages


def test_every_function_is_in_one_category(pages: object) -> None:
    listed = [spec.name for specs in pages.categories().values() for spec in specs]  # type: ignore[attr-defined]
    assert sorted(listed) == sorted(SPECS)


def test_a_page_says_all_of_a_function(pages: object) -> None:
    page = pages.function_page(SPECS["linalg.qr"], {name: ["float32"] for name in pages.matrix.HERE})  # type: ignore[attr-defined]
    signature = "unified_arrays.linalg.qr(x: Array, /, *, mode: Literal['reduced', 'complete'] = 'reduced', out: "
    assert signature in page
    for part in ("`mode` : {'reduced', 'complete'}, default: 'reduced'", ">>> ua.linalg.qr(", "`GradientError`"):
        assert part in page
    assert "https://numpy.org/doc/stable/reference/generated/numpy.linalg.qr.html" in page


def test_dtypes_are_tried(pages: object) -> None:
    matrix = pages.matrix  # type: ignore[attr-defined]
    taken = matrix.dtypes("bitwise_and", "numpy")
    assert matrix.in_short(taken, "numpy") == "bool; integers"
    assert matrix.in_short(matrix.dtypes("add", "numpy"), "numpy") == "all"
    assert matrix.in_short(matrix.dtypes("linalg.inv", "numpy"), "numpy") != "all"
    assert matrix.dtypes("apply_over_axes", "numpy") is None


def test_graphs_are_those_of_the_tables(pages: object) -> None:
    matrix = pages.matrix  # type: ignore[attr-defined]
    assert matrix.in_graphs(SPECS["add"]) == ("yes", "yes", "yes")
    assert matrix.in_graphs(SPECS["nonzero"]) == (
        "yes",
        "without `out` only: the shape of the result depends on values",
        "without `out` only",
    )
    assert matrix.in_graphs(SPECS["apply_over_axes"]) == ("", "", "")


def test_gradients_are_tried(pages: object, backend: str) -> None:
    matrix = pages.matrix  # type: ignore[attr-defined]
    differentiates = backend in ("torch", "tensorflow")
    for name, wanted in [("exp", True), ("linalg.svd", True), ("sort", True), ("floor", False), ("argmax", False)]:
        assert matrix.gradient(name, backend) == (wanted if differentiates else None)
    for without in ("arange", "bitwise_and", "apply_over_axes"):
        assert matrix.gradient(without, backend) is None
    assert matrix.with_gradient("arange") == ""
    if differentiates:
        assert matrix.LABELS[backend] in matrix.with_gradient("exp")
        assert matrix.with_gradient("floor") == "none"
