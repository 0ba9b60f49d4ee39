"""Try every function in a tf.function with jit_compile=True, and write what XLA cannot compile into docs/graphs.md.

python docs/xla_table.py          # needs TensorFlow; the rows are those of src/unified_arrays/testing/_inputs.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tests"))

from unified_arrays.testing._inputs import EVERY, Row  # noqa: E402

from graphs import MODES, Case  # noqa: E402
from support import assert_same, numpy_of  # noqa: E402

FILE = DOCS / "graphs.md"
BEGIN, END = "<!-- written by docs/xla_table.py -->\n", "<!-- end -->\n"

# What XLA says, and what it means. An error of another kind is shown as it is.
REASONS = {
    r"No registered '(\w+)' OpKernel": r"XLA has no kernel for `\1`",
    r"must be a compile-time constant": "the shape of the result depends on values",
    r"the shape of the result depends on values": "the shape of the result depends on values",
    r"Shape of resource .* cannot be changed": "the shape of the result depends on values",
}
KERNELS_SINCE = {"MatrixDeterminant": "2.22", "LogMatrixDeterminant": "2.22"}  # versions of TensorFlow
EXACT, ROUGH = 50.0, 1e7  # in the tolerances of assert_same: some kernels of XLA compute in float32 only
# Their results are not unique: what they multiply to is tested in tests/test_xla.py.
AMBIGUOUS = {"linalg.eig", "linalg.eigh", "linalg.qr", "linalg.svd"}


def tried(row: Row) -> tuple[str, str]:
    """What XLA makes of a row, without out= and with it: "yes", "to float32's precision", or why not."""
    both = _attempt(Case(row, "tensorflow"), plain=True, with_out=True)  # to compile takes its time
    if both == "yes":
        return both, both
    return tuple(_attempt(Case(row, "tensorflow"), plain=not with_out, with_out=with_out) for with_out in (False, True))


def _attempt(case: Case, *, plain: bool, with_out: bool) -> str:
    outs = case.memory()

    def program(*arrays: Any) -> Any:
        results = case.as_list(case.call(arrays)) if plain else []
        return results, case.call_into(arrays, outs) if with_out else []

    try:
        found, written = MODES["XLA"].compile(program, case.arrays)(*case.arrays)
    except Exception as error:  # whatever XLA raises is what this table is about
        return _reason(str(error))
    results = [numpy_of(one) for one in (found or written)]
    if with_out:
        for one, wanted in zip(outs, results, strict=True):
            assert_same(one, wanted)
    if case.row.function in AMBIGUOUS:
        assert [(one.shape, one.dtype) for one in results] == [(one.shape, one.dtype) for one in case.expected]
        return "yes"
    return "yes" if _are_same(results, case.expected, EXACT) else _rough(results, case.expected)


def _rough(results: list[Any], expected: list[Any]) -> str:
    if not _are_same(results, expected, ROUGH):
        return "wrong"
    return "to float32's precision"


def _are_same(results: list[Any], expected: list[Any], tolerance: float) -> bool:
    try:
        for one, wanted in zip(results, expected, strict=True):
            assert_same(one, wanted, tolerance=tolerance)
    except AssertionError:
        return False
    return True


def _reason(message: str) -> str:
    for pattern, meaning in REASONS.items():
        found = re.search(pattern, message)
        if found is not None:
            version = KERNELS_SINCE.get(found[1]) if found.groups() else None
            return found.expand(meaning) + (f" before {version}" if version else "")
    return message.strip().splitlines()[0][:80]


def call_text(row: Row) -> str:
    """The call of a row as it is written, arrays by their shapes."""
    arguments = [f"{one.dtype}{list(one.shape)}" if hasattr(one, "shape") else repr(one) for one in row.arguments]
    options = [f"{name}={value!r}" for name, value in row.options.items()]
    return f"{row.function}({', '.join([*arguments, *options])})"


def table() -> list[str]:
    """The lines of the table: the calls that XLA does not make exactly as TensorFlow does."""
    found = [(call_text(row), *tried(row)) for row in EVERY]
    kept = [line for line in found if line[1:] != ("yes", "yes")]
    return ["| call | without out= | with out= |", "|---|---|---|", *(f"| `{a}` | {b} | {c} |" for a, b, c in kept)]


def written() -> dict[str, tuple[str, str]]:
    """The table in docs/graphs.md: call -> without and with out=."""
    text = FILE.read_text(encoding="utf-8")
    lines = text[text.index(BEGIN) + len(BEGIN) : text.index(END)].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {call.strip("`"): (plain, into) for call, plain, into in cells}


def expected(row: Row, version: str) -> tuple[str, str]:
    """What the table says of a row for a version of TensorFlow."""
    said = written().get(call_text(row), ("yes", "yes"))
    since = [re.search(r" before (\d+)\.(\d+)$", one) for one in said]
    here = [int(one) for one in version.split(".")[:2]]
    plain, into = (
        "yes" if found is not None and here >= [int(found[1]), int(found[2])] else one
        for one, found in zip(said, since, strict=True)
    )
    return plain, into


if __name__ == "__main__":
    import tensorflow

    tensorflow.get_logger().setLevel("ERROR")  # it counts the programs that are made, and thinks that they are too many
    text = FILE.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    FILE.write_text(before + "\n".join(table()) + "\n" + after, encoding="utf-8")
