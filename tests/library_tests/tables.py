"""The calls of a library as a table: function -> kind of arrays -> whether all calls were right, and why not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

Calls = dict[str, list[dict[str, str]]]  # function -> its calls -> kind of arrays -> outcome
KINDS = ("NumPy", "PyTorch", "tf.Tensor", "ArrayVariable")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "libraries.md"

# Why calls fail, by what their outcomes say; the first that matches.
REASONS = {
    r"cannot be written to": "writes into what TensorFlow computed as a tensor",
    r"read-only": "writes into the ndarray over an array's memory, which is read-only",
    r"NumPy's array|numpy.ndarray": "makes NumPy's arrays, whatever it is given",
    r"Namespace of desired": "the recorded call asks for NumPy's arrays itself",
    r"must be vectorized|np_only|only supported for numpy": "refuses all libraries but NumPy",
    r"is not a supported array type|Multiple namespaces": "takes its arrays for those of two libraries",
    r"not implemented for|unsupported operand|index_select|negative": "the framework lacks the kernel or the operator",
    r"^values|^shape": "other values or another shape",
}


def reason_of(outcome: str) -> str:
    return next((reason for pattern, reason in REASONS.items() if re.search(pattern, outcome)), "raises")


def wrong(calls: Calls, kind: str) -> dict[str, Counter[str]]:
    """Function -> its outcomes that are not right, for those that have some."""
    found = {name: Counter(one[kind] for one in outcomes if one[kind] != "right") for name, outcomes in calls.items()}
    return {name: outcomes for name, outcomes in found.items() if outcomes}


def figures(calls: Calls) -> str:
    counts = ", ".join(f"{kind} {len(calls) - len(wrong(calls, kind))}" for kind in KINDS)
    return f"of {len(calls)} functions in {sum(map(len, calls.values()))} calls: {counts}"


def print_table(calls: Calls) -> None:
    """Every function that is not right for a kind of arrays, with its outcomes; the figures at the end."""
    for name in sorted(calls):
        for kind in KINDS:
            for outcome, count in wrong(calls, kind).get(name, Counter()).items():
                print(f"{name:38} {kind:14} {count}/{len(calls[name])} {outcome}")
    print(figures(calls))


def section(library: str, version: str, calls: Calls) -> str:
    """The page's part about one library: figures, reasons, and each function that some kind of arrays does not pass."""
    failures = {kind: wrong(calls, kind) for kind in KINDS}
    lines = [
        f"## {library}",
        "",
        f"{library} {version}, {figures(calls)}.",
        "",
        "| reason | " + " | ".join(KINDS) + " |",
    ]
    lines.append("|---|" + "---|" * len(KINDS))
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind in KINDS:
        for outcomes in failures[kind].values():
            reasons[reason_of(outcomes.most_common(1)[0][0])][kind] += 1
    for reason in sorted(reasons, key=lambda one: -reasons[one].total()):
        lines.append(f"| {reason} | " + " | ".join(str(reasons[reason][kind] or "") for kind in KINDS) + " |")
    lines += ["", "| function | " + " | ".join(KINDS) + " |", "|---|" + "---|" * len(KINDS)]
    for name in sorted({name for kind in KINDS for name in failures[kind]}):
        cells = [
            f"{len(calls[name]) - failures[kind].get(name, Counter()).total()}/{len(calls[name])}" for kind in KINDS
        ]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    right = sorted(name for name in calls if not any(name in failures[kind] for kind in KINDS))
    lines += ["", f"Right for all kinds: {', '.join(f'`{name}`' for name in right)}."]
    return "\n".join(lines)


def write_section(library: str, version: str, calls: Calls) -> None:
    """Put a library's part into the page, in the place of the one that is there."""
    page = PAGE.read_text(encoding="utf-8")
    pattern = rf"## {library}\n.*?(?=\n## |\Z)"
    written = section(library, version, calls) + "\n"
    PAGE.write_text(re.sub(pattern, lambda _: written, page, flags=re.DOTALL), encoding="utf-8")
