"""Records the surface of CuPy for the double: python tests/cupy_double/record.py, with CuPy; no GPU is needed.

A line of surface.txt is the name of a function and its parameters, those with a default marked by "=", or "ufunc".
"""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

MODULES = ("cupy", "cupy.linalg", "cupy.fft")


def parameters(function: object) -> str:
    """The parameters without annotations and values."""
    words = []
    kinds = [one.kind for one in inspect.signature(function).parameters.values()]  # type: ignore[arg-type]
    for i, one in enumerate(inspect.signature(function).parameters.values()):  # type: ignore[arg-type]
        stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        if one.kind is one.KEYWORD_ONLY and not {one.KEYWORD_ONLY, one.VAR_POSITIONAL} & set(kinds[:i]):
            words.append("*")
        words.append(f"{stars}{one.name}{'' if one.default is one.empty else '='}")
        if one.kind is one.POSITIONAL_ONLY and one.POSITIONAL_ONLY not in kinds[i + 1 :]:
            words.append("/")
    return " ".join(words)


def main() -> None:
    cupy = importlib.import_module("cupy")
    lines = [f"# CuPy {cupy.__version__}"]
    for module in MODULES:
        found = importlib.import_module(module)
        for name in sorted(vars(found)):
            value = getattr(found, name)
            full = f"{module}.{name}".removeprefix("cupy.")
            if name.startswith("_"):
                continue
            if isinstance(value, cupy.ufunc):
                lines.append(f"{full} ufunc")
            elif inspect.isfunction(value) or type(value).__name__ == "_GUFunc":
                lines.append(f"{full} {parameters(value)}")
    Path(__file__).with_name("surface.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
