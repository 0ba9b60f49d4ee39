"""One process of the run: a backend, or what must not grow. Its figures go to a file.

python -m benchmarks.worker numpy --tables calls,functions --output numpy.json
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .timing import QUICK, WHOLE, pinned

TABLES = ("calls", "functions", "large", "writes", "sizes", "memory", "fast_paths", "growth", "programs")
BY_NAME = ("programs",)  # only when it is asked for: compilers take minutes
GROWTH = "growth"  # a process of its own, for it must see what is loaded when


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subject", help="a backend, or growth")
    parser.add_argument("--tables", required=True, help="which of them, with commas")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--largest", type=float, required=True, help="number of elements")
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args(arguments)
    where = pinned()  # before a framework counts the cores
    from . import records

    found = list(_measured(chosen.subject, chosen.tables.split(","), chosen.quick, int(chosen.largest)))
    run = records.Run(
        tuple(one for one in found if isinstance(one, records.Record)),
        tuple(one for one in found if isinstance(one, tuple)),
        records.versions(),
        records.machine() | {"cores": where},
        chosen.quick,
    )
    run.save(chosen.output)
    return 0


def _measured(subject: str, tables: Sequence[str], quick: bool, largest: int) -> Iterator[object]:
    effort = QUICK if quick else WHOLE
    if subject == GROWTH:
        from . import growth

        yield from growth.measure(effort, 5 if quick else 15)
        return
    import unified_arrays as ua

    from . import calls, fast_paths, functions, large, memory, programs_table, sizes, writes

    measures = {
        "calls": calls.measure,
        "functions": functions.measure,
        "large": large.measure,
        "writes": writes.measure,
        "fast_paths": fast_paths.measure,
        "programs": programs_table.measure,
    }
    ua.set_backend(subject)
    for table in tables:
        print(f"{subject}: {table}", file=sys.stderr, flush=True)
        if table == "sizes":
            yield from sizes.measure(subject, effort, largest)
        elif table == "memory":
            yield from memory.measure(subject)
        else:
            yield from measures[table](subject, effort)


if __name__ == "__main__":
    sys.exit(main())
