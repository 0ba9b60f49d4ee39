"""The examples in the README and in docs run as they stand, on every backend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import unified_arrays as ua

from support import is_of, selected

ROOT = Path(__file__).parent.parent


def program(file: str) -> Any:
    """All Python blocks of a file, compiled. Each line keeps its number, so tools that look for the source find it."""
    lines, inside = [], False
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        lines.append(line if inside and line != "```" else "")
        inside = line == "```python" or (inside and line != "```")
    assert any(lines)
    return compile("\n".join(lines), str(ROOT / file), "exec")


LEFT_OUT = {
    "dask": ("docs/memory.md", "docs/faq.md"),  # its arrays are graphs, and have no addresses
    "cupy": ("docs/memory.md", "docs/devices.md", "docs/differences.md"),  # it has no CPU
}


@pytest.mark.applies(where=lambda file, backend: file not in LEFT_OUT.get(backend, ()))
@pytest.mark.parametrize(
    "file",
    [
        "README.md",
        "docs/out.md",
        "docs/devices.md",
        "docs/conversions.md",
        "docs/memory.md",
        "docs/graphs.md",
        "docs/differences.md",
        "docs/random.md",
        "docs/numpy.md",
        "docs/index.md",
        "docs/start.md",
        "docs/choosing.md",
        "docs/library.md",
        "docs/troubleshooting.md",
        "docs/faq.md",
        "docs/testing.md",
        "docs/typing.md",
        "docs/jax.md",
        "docs/dask.md",
        "docs/cupy.md",
        "docs/larger_than_memory.md",
    ],
)
def test_the_examples_run(file: str, backend: str) -> None:
    names: dict[str, Any] = {}
    with selected(backend):
        exec(program(file), names)
    assert is_of(backend, names["c"])


def test_the_softmax_of_the_readme_is_one(backend: str) -> None:
    names: dict[str, Any] = {}
    with selected(backend):
        exec(program("README.md"), names)
        x = ua.asarray([[1.0, 2.0, 700.0], [0.0, 0.0, 0.0]])
        out = ua.empty_like(x)
        assert names["softmax"](x, out) is out
        total = ua.sum(out, axis=-1)
    assert [float(one) for one in total] == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(
    "file",
    ["src/strict_backend/adapter.py", "src/strict_backend/__init__.py", "pyproject.toml", "tests/test_backend.py"],
)
def test_the_backend_of_the_docs_is_the_one_of_the_examples(file: str) -> None:
    text = (ROOT / "examples" / "strict_backend" / file).read_text(encoding="utf-8").strip()
    assert f"\n{text}\n```" in (ROOT / "docs" / "backends.md").read_text(encoding="utf-8")
