"""Which of NumPy's functions real programs call, and how many of these calls have a counterpart here.

    python -m benchmarks.census                  # of scikit-learn, SciPy and what else of PACKAGES is installed

Every Python file of the installed packages is parsed, tests and vendored libraries left out, and calls of NumPy's names
are counted: `np.x(...)` by any alias, and names imported from numpy. Types, constants, input and output, settings,
numpy.testing, numpy.ma and what else is no function of arrays are counted apart.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy

import unified_arrays as ua
import unified_arrays.np as np
from unified_arrays.np import _host

PACKAGES = ("sklearn", "scipy", "skimage", "statsmodels", "pandas", "matplotlib")
LEFT_OUT = {"tests", "_testing", "testing", "externals", "_lib", "_external", "benchmarks", "examples", "sandbox"}
MODULES = ("linalg", "fft", "random", "lib.stride_tricks")
NOT_OF_ARRAYS = ("testing", "ma", "char", "rec", "ctypeslib", "exceptions", "version", "typing", "polynomial", "core")


class Calls(ast.NodeVisitor):
    """NumPy's names in one file."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}  # a name in the file -> the dotted name below numpy; "" is numpy
        self.called: Counter[str] = Counter()

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            if name.name.partition(".")[0] == "numpy":
                below = name.name.partition(".")[2] if name.asname else ""
                self.aliases[name.asname or "numpy"] = below

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if (node.module or "").partition(".")[0] == "numpy" and not node.level:
            below = (node.module or "").partition(".")[2]
            for name in node.names:
                self.aliases[name.asname or name.name] = f"{below}.{name.name}".lstrip(".")

    def visit_Call(self, node: ast.Call) -> None:
        name = self._dotted(node.func)
        if name:
            self.called[name] += 1
        self.generic_visit(node)

    def _dotted(self, node: ast.expr) -> str | None:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.aliases:
            return None
        return ".".join(filter(None, (self.aliases[node.id], *parts)))


def files(package: str) -> Iterator[Path]:
    """The Python files of an installed package."""
    found = importlib.util.find_spec(package)
    for root in (found.submodule_search_locations or ()) if found else ():
        for path in sorted(Path(root).rglob("*.py")):
            if LEFT_OUT.isdisjoint(path.relative_to(root).parts):
                yield path


def called_in(package: str) -> tuple[int, Counter[str]]:
    """How many files a package has, and how often they call each name of NumPy."""
    called: Counter[str] = Counter()
    count = 0
    for path in files(package):
        calls = Calls()
        calls.visit(ast.parse(path.read_text(encoding="utf-8")))
        called.update(calls.called)
        count += 1
    return count, called


def attribute(start: Any, name: str) -> Any:
    """What a dotted name is, or None."""
    for part in name.split("."):
        start = vars(start).get(part) if not hasattr(start, part) else getattr(start, part)
        if start is None:
            return None
    return start


def is_of_arrays(name: str) -> bool:
    """Whether a name of NumPy is a function of arrays."""
    found = attribute(numpy, name)
    first = name.partition(".")[0]
    return not (
        found is None
        or inspect.isclass(found)
        or first in NOT_OF_ARRAYS
        or name in _host.NAMES
        or name.startswith("random.")
        or name
        in (
            "dtype",
            "nditer",
            "vectorize",
            "frompyfunc",
            "get_include",
            "seterrcall",
            "getbufsize",
            "lib.add_newdoc",
            "sctypeDict.values",
            "poly1d.__init__",
            "poly1d.__call__",
        )
    )


def has_in_np(name: str) -> bool:
    try:
        return attribute(np, name) is not None
    except AttributeError:
        return False


def main() -> None:
    total: Counter[str] = Counter()
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            print(f"{package}: not installed")
            continue
        count, called = called_in(package)
        total.update(called)
        print(f"{package}: {sum(called.values())} calls of NumPy in {count} files")
    of_arrays = Counter({name: count for name, count in total.items() if is_of_arrays(name)})
    missing = Counter({name: count for name, count in of_arrays.items() if not has_in_np(name)})
    size, without = sum(of_arrays.values()), sum(missing.values())
    same = sum(count for name, count in of_arrays.items() if attribute(ua, name) is not None)
    print(f"\n{sum(total.values())} calls, of which {size} are of {len(of_arrays)} functions of arrays")
    print(f"a counterpart in unified_arrays.np, of NumPy's name: {(size - without) / size:.2%} of these calls")
    print(f"the same name in unified_arrays itself: {same / size:.2%}")
    print("missing:", ", ".join(f"{name} ({count})" for name, count in missing.most_common()) or "nothing")
    random = Counter({name: count for name, count in total.items() if name.startswith("random.")})
    there = sum(count for name, count in random.items() if has_in_np(name))
    print(f"of {sum(random.values())} calls of numpy.random itself, {there} have a counterpart")


if __name__ == "__main__":
    main()
