"""How functions are written into out, on each backend: `python -m unified_arrays matrix`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from .. import backends
from .._agnostic.namespaces import REPAIRED, layers_of
from .._common.spec import SPECS
from .text_table import TextTable
from .write_mode import write_mode

MEANINGS = {
    "native": "the framework fills out's own memory: no temporary, the address stays",
    "copy": "computed, checked, copied into out's memory: one temporary, the address stays",
    "assign": "computed, checked; the result's buffer becomes out's: old and new live together for a moment",
    "update": "in place where out is an input, the address stays; else as assign",
}


def modes(names: Sequence[str], of_backends: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """function -> backend -> write mode in the plain case; None for a function without out=."""
    return {
        name: {backend: write_mode(name, backend) if SPECS[name].takes_out else None for backend in of_backends}
        for name in names
    }


def unknown(name: str) -> str:
    """What to say of a name that is no function's."""
    near = difflib.get_close_matches(name, SPECS, n=3)
    last = [full for full in SPECS if full.endswith(f".{name}")]
    found = ", ".join(dict.fromkeys([*last, *near]))
    return f"matrix: {name!r} is no function of unified_arrays" + (f", did you mean {found}?" if found else "")


def parts(found: dict[str, dict[str, str | None]]) -> list[object]:
    """Tables for people: of one function what it is made of, and what its modes mean; of many the modes alone."""
    if len(found) > 1:
        names = list(next(iter(found.values())))
        lines = [(name, *(mode or "no out=" for mode in of_one.values())) for name, of_one in found.items()]
        return [TextTable(("function", *names), lines), *(f"{mode}: {text}" for mode, text in MEANINGS.items())]
    ((name, of_one),) = found.items()
    lines = [(backend, mode or "no out=", MEANINGS.get(mode or "", "")) for backend, mode in of_one.items()]
    return [
        f"{name}: what each backend makes it of, the lowest first; layers are named in the namespace.py of a backend",
        TextTable(("backend", "layers"), [(backend, " > ".join(composition(name, backend))) for backend in of_one]),
        f"\n{name}: how a result reaches out, in the plain case",
        TextTable(("backend", "mode", "meaning"), lines),
    ]


def composition(name: str, backend: str) -> list[str]:
    """What a backend makes a function of: whose it is, and the layers of the namespace above that, the lowest first."""
    asked = backends.by_name(backend)
    category = SPECS[name].category_beyond_standard
    if name in asked.beyond_standard:
        return [f"{backend}.beyond_standard"]
    if category is not None:
        return [f"_agnostic.{category}"]
    base = asked.namespace.__name__.removesuffix(REPAIRED).removeprefix("unified_arrays.")
    return [base, *layers_of(asked.namespace, name)]


def installed() -> list[str]:
    """The backends that can be asked."""
    return [name for name in backends.KNOWN if backends.is_installed(name)]
