"""Which overlaps of out and inputs the kernels of a backend get right, as tried: python tests/kernel_overlap.py cupy

Each kernel that can fill out is called by itself, without the checks of the library, on the rows of inputs, with an out
that shares memory with an input in every way that arrays can. Where a backend is new to a machine, such as CuPy on a
GPU, this says what may stand in its table: "any", "same" (out is that input), or "none". It is seen, and not proven:
what is right for some sizes may be wrong for larger ones, so elementwise rows are also tiled to `--elements`. It is for
backends whose kernels refuse, before they write, what the library would not ask of them: NumPy and CuPy.
"""

from __future__ import annotations

import argparse
import math
from typing import Any

import numpy as np

from unified_arrays import backends
from unified_arrays.testing._arrays import Arrays, arrays_of
from unified_arrays.testing._inputs import ELEMENTWISE, LARGE, ONE_RESULT, Row
from unified_arrays.testing._overlap import overlapping, with_elements

ORDER = ("none", "same", "any")


def tiled(row: Row, elements: int) -> Row:
    """The row with arrays of at least so many elements, about as high as they are wide."""
    times = math.isqrt(elements // 12) + 1
    arguments = tuple(np.tile(one, (times, times)) if isinstance(one, np.ndarray) else one for one in row.arguments)
    return Row(row.function, arguments, row.options, row.oracle, label="tiled")


def wrong_cases(row: Row, arrays: Arrays) -> tuple[int, set[str]]:
    """How many overlaps were tried, and those in which the kernel wrote something else than without overlap."""
    kernel = backends.by_name(arrays.backend).native[row.function].function
    expected = np.asarray(arrays.plain(row))
    tried, wrong = 0, set()
    for path, argument in with_elements(row):
        for label, shared, out in overlapping(arrays, argument, expected) if len(path) == 1 else ():
            arguments: list[Any] = arrays.of(list(row.arguments))
            arguments[path[0]] = shared
            try:
                written = kernel(*arguments, **row.options, out=out)
            except (TypeError, ValueError, RuntimeError, NotImplementedError):
                continue  # it refuses, and the fallback computes
            if written is NotImplemented:
                continue
            tried += 1
            try:
                arrays.assert_same(out, expected, tolerance=arrays.tolerance)
            except AssertionError:
                wrong.add(label)
    return tried, wrong


def measured(backend: str, elements: int = 0, device: str | None = None) -> dict[str, tuple[str, int, set[str]]]:
    """Of each kernel that was tried: what it gets right, the number of cases, and the overlaps that went wrong."""
    arrays = arrays_of(backend, None, None, None, device)
    native = backends.by_name(backend).native
    larger = [tiled(row, elements) for row in ELEMENTWISE] if elements else []
    found: dict[str, tuple[str, int, set[str]]] = {}
    with arrays.selected():
        for row in (*ONE_RESULT, *LARGE, *larger):
            if row.function not in native or not np.size(row.expected()):
                continue
            tried, wrong = wrong_cases(row, arrays)
            _, before, so_far = found.get(row.function, ("", 0, set()))
            wrong, tried = wrong | so_far, tried + before
            right = "any" if not wrong else "none" if "out is the input" in wrong else "same"
            if tried:
                found[row.function] = (right, tried, wrong)
    return found


def trusted_wrongly(backend: str, found: dict[str, tuple[str, int, set[str]]]) -> dict[str, set[str]]:
    """The kernels that are trusted with more than they got right, and the overlaps that went wrong."""
    native = backends.by_name(backend).native
    return {
        name: wrong
        for name, (right, _, wrong) in found.items()
        if ORDER.index(native[name].overlap) > ORDER.index(right)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backend")
    parser.add_argument("--elements", type=int, default=20_000, help="of the larger arrays; 0: none are tried")
    parser.add_argument("--device")
    options = parser.parse_args()
    native = backends.by_name(options.backend).native
    found = measured(options.backend, options.elements, options.device)
    lies = trusted_wrongly(options.backend, found)
    print(f"{'kernel':24} {'in the table':13} {'as tried':9} {'cases':>5}  wrong")
    for name, (right, tried, wrong) in sorted(found.items()):
        mark = "  <- trusted wrongly" if name in lies else ""
        print(f"{name:24} {native[name].overlap:13} {right:9} {tried:5}  {', '.join(sorted(wrong))}{mark}")


if __name__ == "__main__":
    main()
