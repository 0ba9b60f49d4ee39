"""Tables of a run: for the terminal, and for the generated parts of docs/performance.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from . import aims, comparison, fast_paths, large, programs_table, reasons, writes
from .calls import CASES
from .natives import FRAMEWORKS
from .peers import PEERS
from .records import Record, Run
from .timing import geometric_mean
from .whole_programs import by_peers

WHO = {"ours": "unified_arrays", "fixed": "unified_arrays.<backend>"}
WORST = 12  # functions of each backend in the documentation


@dataclass(frozen=True)
class Table:
    """Text in cells. The first `left` columns are words, the others figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: int = 1

    def markdown(self) -> str:
        lines = [self.columns, [":--" if i < self.left else "--:" for i in range(len(self.columns))], *self.rows]
        return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)

    def show(self, console: Any) -> None:
        try:
            from rich.table import Table as Rich
        except ImportError as error:
            raise ImportError(NEEDS_RICH) from error
        table = Rich(title=self.title, title_justify="left", title_style="bold")
        for i, column in enumerate(self.columns):
            table.add_column(column, justify="left" if i < self.left else "right", overflow="fold")
        for row in self.rows:
            table.add_row(*row)
        console.print(table)


NEEDS_RICH = "the tables of the benchmarks need rich: pip install rich, or run them with nox -s bench"


def console() -> Any:
    """Where tables are printed."""
    try:
        from rich.console import Console
    except ImportError as error:
        raise ImportError(NEEDS_RICH) from error
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)


def figure(value: float | None, unit: str = "x") -> str:
    """A ratio with two decimals, or three digits if it is large; "-" if there is none."""
    if value is None:
        return "-"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f}" + ("" if unit == "x" else f" {unit}")


def aims_table(run: Run, of: Sequence[aims.Aim] = aims.AIMS) -> Table:
    verdicts = {True: "met", False: "NOT MET", None: "-"}
    rows = [
        [one.aim.what, figure(one.aim.limit, one.aim.unit), figure(one.measured, one.aim.unit), verdicts[one.met]]
        for one in aims.outcomes(run, of)
        if one.measured is not None or one.aim.limit is not None
    ]
    return Table("Aims: at most so much; ratios to the framework's own call", ["what", "aim", "measured", ""], rows)


def calls_table(run: Run, backend: str) -> Table:
    cases = list(CASES)
    rows = []
    for who in ("ours", "fixed", *(peer.name for peer in PEERS)):
        values = [run.value(table="calls", backend=backend, case=case, who=who) for case in cases]
        if any(one is not None for one in values):
            rows.append([WHO.get(who, who).replace("<backend>", backend), *map(figure, values)])
    alias = FRAMEWORKS[backend].alias
    return Table(f"{backend}: calls on 8 elements, ratio to {alias}'s own", ["", *cases], rows)


def means_table(run: Run) -> Table:
    rows = []
    for backend in FRAMEWORKS:
        for out in (False, True):
            records = run.chosen(table="functions", backend=backend, who="ours", out=out)
            if records:
                values = sorted(one.value for one in records)
                quick = sum(value <= 1 for value in values)
                middle = values[len(values) // 2]
                rows.append(
                    [backend, "with out=" if out else "without", str(len(values)),
                     figure(geometric_mean(values)), figure(middle), figure(values[-1]), str(quick)]
                )  # fmt: skip
    columns = ["backend", "", "functions", "geometric mean", "median", "worst", "not slower"]
    return Table("Every function that the framework has itself", columns, rows, left=2)


def functions_table(run: Run, backend: str, most: int | None = None) -> Table:
    """The functions of a backend, the worst first."""
    plain, into = (
        {one.case: one for one in run.chosen(table="functions", backend=backend, who="ours", out=out)}
        for out in (False, True)
    )
    worst = sorted(plain, key=lambda name: -max(_values(plain, into, name)))
    rows = [
        [
            name,
            *(cell for found in (plain, into) for cell in (_ratio(found.get(name)), _native(found.get(name)))),
            _why(*(found[name] for found in (plain, into) if name in found)),
        ]
        for name in worst[:most]
    ]
    title = f"{backend}: every function, ratio to its own call, the worst first"
    return Table(title, ["function", "ratio", "beside", "with out=", "beside", "why above the aim"], rows)


def large_table(run: Run) -> Table:
    """The worst first."""
    records = sorted(run.chosen(table="large"), key=lambda one: -one.value)
    rows = [[one.backend, one.text, figure(one.value), one.native, reasons.of_large(one)] for one in records]
    title = f"Functions beyond the standard on {large.SIZE:.0e} elements, ratio to what an expert writes"
    return Table(title, ["backend", "call", "ratio", "beside", "why above the aim"], rows, left=2)


def writes_table(run: Run, name: str) -> Table:
    """One group of rows; those of one call together."""
    group = writes.GROUPS[name]
    records = [one for one in run.chosen(table="writes") if one.case.startswith(f"{name}: ")]
    records.sort(key=lambda one: [row.ours for row in group.rows].index(one.text))
    rows = [
        [one.backend, one.text, one.native, f"{one.size or 0:.0e}", figure(one.value), figure(writes.aim(one)),
         "met" if round(one.value, 2) <= writes.aim(one) else "NOT MET", writes.why(one)]
        for one in records
    ]  # fmt: skip
    columns = ["backend", "call", "beside", "number", "ratio", "aim", "", "why above the aim"]
    return Table(f"{group.title}, ratio to what an expert writes", columns, rows, left=3)


def programs(run: Run, backend: str) -> Table:
    """Each program; milliseconds of the expert's, ratios of all other ways to it, megabytes."""
    found = {(one.case, one.who): one for one in run.chosen(table="programs", backend=backend)}
    ways = [way for way in _ways_of_programs() if any(who == way for _, who in found)]
    rows = []
    for name in dict.fromkeys(case for case, _ in found):
        native = found[name, "native"].seconds or 0.0
        ratios = [found.get((name, way)) for way in ways[1:]]
        peaks = [found.get((name, f"{way}, peak")) for way in programs_table.IN_MEMORY]
        why = "; ".join(dict.fromkeys(filter(None, map(programs_table.reason, filter(None, ratios)))))
        rows.append([name, f"{native * 1e3:.1f}", *map(_ratio, ratios), *map(_ratio, peaks), why])
    peaks_of = [f"MB {way}" for way in programs_table.IN_MEMORY]
    title = f"{backend}: programs; milliseconds of the expert's, the ratio of each other way to it, peaks"
    return Table(title, ["program", "native, ms", *ways[1:], *peaks_of, f"why above {programs_table.LIMIT}"], rows)


def _ways_of_programs() -> list[str]:
    return [*programs_table.WAYS, *by_peers.PEERS]


def program_means_table(run: Run) -> Table:
    rows = []
    for backend in FRAMEWORKS:
        for way in _ways_of_programs():
            records = run.chosen(table="programs", backend=backend, who=way)
            if records and way != "native":
                values = [one.value for one in records]
                worst = max(records, key=lambda one: one.value)
                above = sum(round(value, 2) > programs_table.LIMIT for value in values)
                means = [figure(geometric_mean(values)), figure(worst.value), worst.case]
                rows.append([backend, way, str(len(values)), *means, str(above)])
    columns = ["backend", "way", "programs", "geometric mean", "worst", "of", f"above {programs_table.LIMIT}"]
    return Table("Programs, ratio to the expert's without a compiler", columns, rows, left=2)


def _why(*found: Record) -> str:
    """The reasons of a function without and with out=, each once."""
    return "; ".join(dict.fromkeys(filter(None, (reasons.reason(one) for one in found))))


def _values(plain: dict[str, Record], into: dict[str, Record], name: str) -> Iterable[float]:
    return (found[name].value for found in (plain, into) if name in found)


def _ratio(record: Record | None) -> str:
    return figure(None if record is None else record.value)


def _native(record: Record | None) -> str:
    return "" if record is None else record.native


def sizes_table(run: Run) -> Table:
    sizes = sorted({one.size for one in run.chosen(table="sizes") if one.size})
    rows = []
    for backend in FRAMEWORKS:
        for case in dict.fromkeys(one.case for one in run.chosen(table="sizes", backend=backend)):
            values = [run.value(table="sizes", backend=backend, case=case, who="ours", size=size) for size in sizes]
            rows.append([backend, case, *map(figure, values)])
    return Table("Ratio by number of elements", ["backend", "call", *(f"{one:.0e}" for one in sizes)], rows, left=2)


def memory_table(run: Run) -> Table:
    rows = []
    for backend in FRAMEWORKS:
        for case in dict.fromkeys(one.case for one in run.chosen(table="memory", backend=backend)):
            values = [run.value(table="memory", backend=backend, case=case, who=who, size=aims.LARGE)
                      for who in ("native", "ours")]  # fmt: skip
            rows.append([backend, case, *map(figure, values)])
    title = "Peak memory of a call on 1e7 elements, in units of the result"
    return Table(title, ["backend", "call", "the framework's own", "unified_arrays"], rows, left=2)


def growth_table(run: Run) -> Table:
    rows = [[one.case, figure(one.value, one.unit)] for one in run.chosen(table="growth")]
    return Table("What must not grow", ["", "measured"], rows)


def fast_paths_table(run: Run) -> Table:
    """The worst first."""
    records = sorted(run.chosen(table="fast_paths"), key=lambda one: -one.value)
    rows = [[one.backend, one.text, figure(one.value), "" if one.value <= fast_paths.LIMIT else "NOT WORTH IT"]
            for one in records]  # fmt: skip
    return Table(
        "Fast paths, ratio to their fallbacks, the worst first", ["backend", "call", "ratio", ""], rows, left=2
    )


def left_out_table(run: Run) -> Table:
    """What could not be measured, those of one reason together."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for table, backend, what, why in run.left_out:
        together.setdefault((table, backend, why), []).append(what)
    rows = [[table, backend, ", ".join(names), why] for (table, backend, why), names in together.items()]
    return Table("Left out", ["table", "backend", "what", "why"], rows, left=4)


def versions_text(run: Run) -> str:
    """What a run was made with, in a line."""
    names = [f"{name} {version}" for name, version in run.versions.items()]
    return ", ".join([*names, *run.machine.values(), *(["a quick run: rough figures"] if run.quick else [])])


def all_tables(run: Run) -> list[Table]:
    """Everything, in the order in which it is printed."""
    backends = [one for one in FRAMEWORKS if run.chosen(backend=one)]
    tables = [functions_table(run, one) for one in backends]
    tables += [
        large_table(run),
        *(writes_table(run, name) for name in writes.GROUPS),
        *(programs(run, one) for one in backends),
        program_means_table(run),
        left_out_table(run),
        sizes_table(run),
        memory_table(run),
        growth_table(run),
        fast_paths_table(run),
    ]
    tables += [calls_table(run, one) for one in backends]
    tables += [means_table(run)]
    tables += [
        aims_table(run, of)
        for of in (aims.AIMS, aims.OF_PROGRAMS)
        if any(one.measured is not None for one in aims.outcomes(run, of))
    ]
    return [one for one in tables if one.rows]


def regressions_table(changes: Sequence[comparison.Change]) -> Table:
    rows = [
        [one.record.backend, one.record.text or one.record.case,
         "" if one.record.size is None else f"{one.record.size:.0e}", figure(one.before), figure(one.record.value),
         f"+{100 * (one.factor - 1):.0f} %"]
        for one in changes
    ]  # fmt: skip
    title = f"Ratios that have grown by more than {100 * (comparison.GROWN - 1):.0f} %"
    return Table(title, ["backend", "call", "elements", "before", "now", ""], rows, left=3)


# -- the generated parts of a document --------------------------------------------------------------------------------

PARTS: dict[str, Callable[[Run], str]] = {
    "versions": versions_text,
    "aims": lambda run: aims_table(run).markdown(),
    "means": lambda run: means_table(run).markdown(),
    "calls": lambda run: "\n\n".join(
        f"**{backend}**\n\n{calls_table(run, backend).markdown()}" for backend in FRAMEWORKS
    ),
    "worst": lambda run: "\n\n".join(
        f"**{backend}**\n\n{functions_table(run, backend, WORST).markdown()}" for backend in FRAMEWORKS
    ),
    "sizes": lambda run: sizes_table(run).markdown(),
    "memory": lambda run: memory_table(run).markdown(),
    "growth": lambda run: growth_table(run).markdown(),
    "left out": lambda run: left_out_table(run).markdown(),
}


# Of a run of the programs.
PARTS_OF_PROGRAMS: dict[str, Callable[[Run], str]] = {
    "programs": lambda run: "\n\n".join(
        [versions_text(run), program_means_table(run).markdown(), aims_table(run, aims.OF_PROGRAMS).markdown()]
        + [f"**{backend}**\n\n{programs(run, backend).markdown()}" for backend in FRAMEWORKS]
        + [left_out_table(run).markdown()]
    ),
}


def with_generated_parts(text: str, run: Run, of_programs: Run) -> str:
    """A document whose parts between `<!-- begin NAME -->` and `<!-- end NAME -->` are those of the runs."""

    def part(found: re.Match[str]) -> str:
        name = found[2]
        written = PARTS[name](run) if name in PARTS else PARTS_OF_PROGRAMS[name](of_programs)
        return f"{found[1]}\n\n{written}\n\n{found[3]}"

    return re.sub(r"(<!-- begin ([\w ]+) -->).*?(<!-- end \2 -->)", part, text, flags=re.DOTALL)
