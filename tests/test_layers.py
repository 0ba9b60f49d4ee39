"""Who may import whom, as a table that is compared with the source. A new module needs a place in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "unified_arrays"

# Modules of the package by their dotted name without "unified_arrays."; "" is the package itself.
LEAVES = {
    f"_core.{name}"
    for name in (
        "autograph constants devices docstrings dtypes entrances errors numbers private_interfaces source tables "
        "text_table tracing types".split()
    )
}
BELOW_OUT = {"backends", "_core.shapes", "_core.result_dtypes", *LEAVES}
MAY_IMPORT: dict[str, set[str]] = {
    **dict.fromkeys(LEAVES, LEAVES),
    "_core": set(),
    "backends": LEAVES,
    "_core.shapes": set(),
    "_core.result_dtypes": {"backends", *LEAVES},
    "_core.selection": {"backends", *LEAVES},
    "_core.exchange": {"backends", *LEAVES},
    "_core.elements": {"_core.exchange", "backends", *LEAVES},
    "_core.compiling": {"_core.selection", "backends", *LEAVES},
    "_core.explanations": BELOW_OUT,
    "_core.out": BELOW_OUT,
    "_core.observation": {"backends"},
    "_core.plain": {"_core.out", *BELOW_OUT},
    "_core.dispatch": {
        "_core.elements", "_core.exchange", "_core.observation", "_core.out", "_core.plain", "_core.selection",
        *BELOW_OUT,
    },
    "_core.watching": {"_core.dispatch", "_core.observation", "backends", *LEAVES},
    "_core.declare": {"_core.dispatch", "_core.explanations", "_core.watching", "backends", *LEAVES},
    "_core.namespaces": {"_core.declare", "_core.dispatch", "_core.watching", "backends", *LEAVES},
    "_core.recording": {"_core.observation", "_core.watching", "backends", *LEAVES},
    "_core.info": {"_core.selection", "backends", *LEAVES},
    "_core.memory": {"_core.inspection", "_core.selection", "backends", *LEAVES},
    "_core.inspection": {
        "_core.declare", "_core.exchange", "_core.observation", "_core.out", "_core.selection", *BELOW_OUT,
    },
    "_core.index": {"backends", *LEAVES},
    "_core.writing": {
        "_core.declare", "_core.dispatch", "_core.exchange", "_core.index", "_core.inspection", "_core.out",
        "_core.watching", *BELOW_OUT,
    },
    "api": set(),
    "api.*": {"_core.declare", "_core.types"},
    "backends._*": {"backends", "backends._*", *LEAVES},
    "backends._tensorflow*": {"array_api_tensorflow", "array_api_tensorflow.*", "backends", "backends._*", *LEAVES},
    "array_api_tensorflow": {"array_api_tensorflow", "array_api_tensorflow.*"},
    "array_api_tensorflow.*": {"array_api_tensorflow", "array_api_tensorflow.*"},
    "array_api_tensorflow._numbers": {"_core.numbers", "array_api_tensorflow.*"},
    "array_api_tensorflow._private": {"_core.private_interfaces"},
    "linalg": {"api.*"},
    "fft": {"api.*"},
    "memory": {"_core.memory", "_core.recording"},
    "demonstrations": {"", "_core.errors", "_core.text_table", "backends"},
    "__main__": {"", "_core.info", "backends", "demonstrations"},
    "numpy": {"", "_core.namespaces"},
    "torch": {"", "_core.namespaces"},
    "tensorflow": {"", "_core.namespaces", "backends", "array_api_tensorflow"},
    "": {
        "_core.compiling", "_core.constants", "_core.devices", "_core.dtypes", "_core.errors", "_core.inspection",
        "_core.selection", "_core.writing",
        "api.*", "linalg", "fft", "memory",
    },
}  # fmt: skip

# What is not ours and not Python's -> the only modules that may import it.
THIRD_PARTY = {
    "torch": {"backends._torch*"},
    "tensorflow": {"backends._tensorflow*", "array_api_tensorflow", "array_api_tensorflow.*"},
    "numpy": {"_core.memory", "backends._*", "array_api_tensorflow.*"},
    "rich": {"_core.text_table", "__main__"},
    "array_api_compat": {"backends._numpy*", "backends._torch*"},
    "array_api_compat.torch": {"backends._torch*"},
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in sorted(ROOT.rglob("*.py"))}
every_module = pytest.mark.parametrize("module", FILES, ids=lambda name: name or "unified_arrays")


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, also in functions, but not those that only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from at_run_time(child)


def imports(module: str) -> set[str]:
    """Full dotted names of all modules that a module imports."""
    path = FILES[module]
    package = ["unified_arrays", *(module.split(".") if module else [])]
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    for node in at_run_time(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: len(package) + 1 - node.level], node.module or ""]).rstrip(".")
            start = base if node.level else node.module or ""
            for alias in node.names:  # `from . import errors` imports a module, `from .errors import x` a name of one
                inner = f"{start}.{alias.name}".removeprefix("unified_arrays.")
                found.add(f"unified_arrays.{inner}" if inner in FILES and start.startswith("unified_arrays") else start)
    return found


def own(names: set[str]) -> set[str]:
    return {
        name.removeprefix("unified_arrays").removeprefix(".")
        for name in names
        if name.partition(".")[0] == "unified_arrays"
    }


def fits(module: str, pattern: str) -> bool:
    return module.startswith(pattern[:-1]) if pattern.endswith("*") else module == pattern


def place(module: str) -> str | None:
    """The most telling entry of the table for a module."""
    return max((pattern for pattern in MAY_IMPORT if fits(module, pattern)), key=len, default=None)


@every_module
def test_a_module_imports_only_from_the_layers_below_it(module: str) -> None:
    where = place(module)
    assert where is not None, f"{module} has no place in the house: add it to MAY_IMPORT"
    too_high = {one for one in own(imports(module)) if not any(fits(one, allowed) for allowed in MAY_IMPORT[where])}
    assert not too_high


@every_module
def test_a_framework_is_imported_only_by_its_adapter(module: str) -> None:
    foreign = {name for name in imports(module) if name.partition(".")[0] not in {*sys.stdlib_module_names, ROOT.name}}
    for name in foreign:
        places = THIRD_PARTY.get(name) or THIRD_PARTY.get(name.partition(".")[0])
        assert places is not None, f"{module} imports {name}, which the package does not depend on"
        assert any(fits(module, one) for one in places), f"{module} imports {name}"


@every_module
def test_no_file_is_longer_than_500_lines(module: str) -> None:
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= 500


def test_every_place_of_the_table_is_taken() -> None:
    taken = {place(module) for module in FILES}
    assert set(MAY_IMPORT) - taken - {"fft"} == set()


def test_imports_are_found() -> None:
    assert {"unified_arrays._core.errors", "unified_arrays.backends", "functools"} <= imports("_core.dispatch")
    assert "unified_arrays._core.declare" not in imports("_core.dispatch")  # for type checkers only
    assert {"torch", "unified_arrays.backends", "unified_arrays._core.devices"} <= imports("backends._torch")
    assert {"unified_arrays", "unified_arrays.array_api_tensorflow"} <= imports("tensorflow")
    assert "unified_arrays.api.creation" in imports("")


def test_no_module_is_imported_in_a_circle() -> None:
    below = {module: own(imports(module)) - {module} for module in FILES}
    free: set[str] = set()
    while ready := {module for module, needs in below.items() if module not in free and needs <= free}:
        free |= ready
    rest = set(FILES) - free
    assert not {one for one in rest if not one.startswith("array_api_tensorflow")}
