"""Who may import whom, as a table that is compared with the source. A new module needs a place in it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "unified_arrays"

# Layers by their dotted name without "unified_arrays."; "" is the package itself. A module belongs to the longest name
# that it is or lies in. It may import what is in its own layer, and in those named here.
CORE = {"_agnostic", "_common", "_dispatch", "_out", "backends"}
ADAPTER = {"_agnostic", "_common", "backends", "backends.common"}
MAY_IMPORT: dict[str, set[str]] = {
    "_common": set(),
    "_agnostic": {"_common"},
    "backends": {"_agnostic", "_common"},
    "backends.common": {"_agnostic", "_common", "backends"},
    "backends.numpy": ADAPTER,
    "backends.torch": ADAPTER,
    "backends.tensorflow": {"array_api_tensorflow", *ADAPTER},
    "backends.jax": ADAPTER,
    "backends.dask": ADAPTER,
    "backends.cupy": ADAPTER,
    "array_api_tensorflow": set(),
    "_out": {"_common", "backends"},
    "_dispatch": {"_agnostic", "_common", "_out", "backends"},
    "_random": {"_agnostic", "_common", "_dispatch", "_out", "backends"},
    "_blocks": {"_common", "_dispatch", "_out", "backends"},
    "_diagnostics": CORE,
    "_api": {"_common", "_dispatch"},
    "linalg": {"_api"},
    "fft": {"_api"},
    "typing": {"_common", "_dispatch"},
    "memory": {"_common", "_diagnostics", "_dispatch"},
    "random": {"_common", "_dispatch", "_random"},
    "": {"_common", "_dispatch", "_diagnostics", "_api", "_blocks", "linalg", "fft"},
    "numpy": {"", "_dispatch"},
    "torch": {"", "_dispatch"},
    "tensorflow": {"", "_dispatch", "array_api_tensorflow", "backends"},
    "jax": {"", "_dispatch", "backends", "backends.jax"},
    "dask": {"", "_dispatch", "backends", "backends.dask"},
    "cupy": {"", "_dispatch"},
    "np": {"", "_common", "_dispatch", "_random", "backends"},
    "testing": {"", "_common", "backends"},
    "__main__": {"", "_common", "_diagnostics", "backends"},
    "_core": {"", "_common", "_dispatch", "memory"},
}
# One module may import one other besides.
ALSO = {
    ("_diagnostics.bench", ""),  # they do what users write
    ("_diagnostics.memory_demo", ""),
    ("array_api_tensorflow._private", "_common.private_interfaces"),
    ("array_api_tensorflow._parse_index", "_common.strided_keys"),
    ("array_api_tensorflow._python_scalars", "_common.python_scalars"),
}

# What is not ours and not Python's -> the only modules that may import it.
THIRD_PARTY = {
    "torch": {"backends.torch"},
    "tensorflow": {"backends.tensorflow", "array_api_tensorflow"},
    "jax": {"backends.jax"},
    "dask": {"backends.dask"},
    "cupy": {"backends.cupy"},
    "numpy": {"_diagnostics.bench", "_diagnostics.memory_queries", "array_api_tensorflow", "backends.base",
              "backends.randomness", "_common.errors", "_common.overlap", "np", "testing",
              *(f"backends.{name}" for name in ("common", "numpy", "torch", "tensorflow", "jax", "dask", "cupy"))},
    "zarr": {"backends.dask.stores"},
    "rich": {"_blocks.progress", "_diagnostics.text_table", "__main__"},
    "scipy": {"backends.numpy"},
    "einops": {"array_api_tensorflow._einops"},
    "array_api_compat": {"backends.numpy", "backends.torch", "backends.cupy"},
    "array_api_compat.dask.array": {"backends.dask"},
    "array_api_compat.torch": {"backends.torch"},
}  # fmt: skip


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in sorted(ROOT.rglob("*.py"))}
every_module = pytest.mark.parametrize("module", FILES, ids=lambda name: name or "unified_arrays")


def imports(module: str) -> set[str]:
    """Full dotted names of all modules that a module imports, also in functions and for type checkers alone."""
    path = FILES[module]
    package = ["unified_arrays", *(module.split(".") if module else [])]
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


def is_in(module: str, package: str) -> bool:
    """True if `module` is that package or module, or in it."""
    return module == package or module.startswith(f"{package}.")


def layer(module: str) -> str:
    """The layer that a module belongs to; "?" if it has none."""
    return max((name for name in MAY_IMPORT if is_in(module, name)), key=len, default="?")


def may_import(module: str, other: str) -> bool:
    """True if a module of the package may import another one."""
    return layer(other) in {layer(module), *MAY_IMPORT[layer(module)]} or (module, other) in ALSO


@every_module
def test_a_module_imports_only_from_the_layers_below_it(module: str) -> None:
    assert layer(module) in MAY_IMPORT, f"{module} is in no layer: add it to MAY_IMPORT"
    assert not {other for other in own(imports(module)) if not may_import(module, other)}


@every_module
def test_a_framework_is_imported_only_by_its_adapter(module: str) -> None:
    foreign = {name for name in imports(module) if name.partition(".")[0] not in {*sys.stdlib_module_names, ROOT.name}}
    for name in foreign:
        allowed = THIRD_PARTY.get(name) or THIRD_PARTY.get(name.partition(".")[0])
        assert allowed is not None, f"{module} imports {name}, which the package does not depend on"
        assert any(is_in(module, package) for package in allowed), f"{module} imports {name}"


@every_module
def test_no_file_is_longer_than_500_lines(module: str) -> None:
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= 500


def test_every_layer_of_the_table_has_modules() -> None:
    assert set(MAY_IMPORT) == {layer(module) for module in FILES}


def test_imports_are_found() -> None:
    assert {"unified_arrays._common.errors", "unified_arrays.backends", "functools"} <= imports(
        "_dispatch.native_arguments"
    )
    assert {"torch", "unified_arrays.backends", "unified_arrays._common.devices"} <= imports("backends.torch.adapter")
    assert {"unified_arrays", "unified_arrays.array_api_tensorflow"} <= imports("tensorflow")
    assert {"unified_arrays._api.creation", "unified_arrays.linalg"} <= imports("")
    assert "unified_arrays._dispatch.namespaces" in imports("")
    assert "unified_arrays._diagnostics.text_table" in imports(
        "_diagnostics.trace"
    )  # for type checkers, and in a function


def test_what_is_above_may_not_be_imported() -> None:
    assert may_import("_dispatch.calls", "_out.contract")
    assert not may_import("_out.contract", "_dispatch.calls")
    assert not may_import("_dispatch.declare", "_diagnostics.trace")
    assert not may_import("_dispatch.calls", "backends.torch.adapter")
    assert not may_import("backends.torch.adapter", "backends.numpy.adapter")


def test_no_module_is_imported_in_a_circle() -> None:
    below = {module: own(imports(module)) - {module} for module in FILES}
    free: set[str] = set()
    while ready := {module for module, needs in below.items() if module not in free and needs <= free}:
        free |= ready
    rest = set(FILES) - free
    assert not {module for module in rest if not module.startswith("array_api_tensorflow")}
