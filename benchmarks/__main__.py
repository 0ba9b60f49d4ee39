"""What going through unified_arrays costs: measure, print, save, draw, compare.

nox -s bench                   # everything, in about ten minutes: tables, bench/results.json, bench/*.svg
nox -s bench -- --quick        # rough figures, in about a minute for each backend
nox -s bench -- --compare      # and which calls cost more than in benchmarks/baseline.json
nox -s bench -- --table fast_paths   # only whether each fast path is worth having: exit code 1 if one is not
nox -s bench -- --table programs     # twelve programs, compiled too, in about ten minutes for each backend
nox -s bench -- --keep         # make this run the baseline, and its figures those of docs/performance.md
nox -s bench -- --table programs --keep   # likewise, the figures of programs there
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import ROOT, aims, comparison, fast_paths, pictures, tables
from .natives import FRAMEWORKS
from .records import Run, load
from .worker import BY_NAME, GROWTH, TABLES

BASELINE = ROOT / "benchmarks" / "baseline.json"
PROGRAMS = ROOT / "benchmarks" / "programs.json"  # kept by themselves, as they are measured by themselves
DOCUMENT = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "performance"
RESULTS = ROOT / "bench" / "results.json"
# Of nox -s bench-ivy, whose packages would not go with the others' into one environment.
OTHERS = ROOT / "bench" / "ivy.json"

# One thread each: what is compared is the way to the kernel, and a core is what the process is pinned to.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parsed(arguments)
    console = tables.console()
    run = Run(quick=chosen.quick).joined(_measure(chosen))
    if OTHERS.exists() and chosen.output != OTHERS:
        run = run.joined([load(OTHERS).of_peer("ivy", {one.backend for one in run.chosen(table="calls")})])
        console.print(f"joined the figures of {OTHERS.relative_to(ROOT)}")
    for table in tables.all_tables(run):
        table.show(console)
    met = [one.met for one in aims.outcomes(run, (*aims.AIMS, *aims.OF_PROGRAMS)) if one.met is not None]
    console.print(f"{sum(met)} of {len(met)} aims met; {tables.versions_text(run)}")
    run.save(chosen.output)
    console.print(f"saved {chosen.output}")
    if not chosen.no_pictures:
        for path in pictures.draw(run, PICTURES if chosen.keep else chosen.output.parent):
            console.print(f"drew {path}")
    grown = []
    if chosen.compare is not None:
        before = load(chosen.compare)
        for line in comparison.different_versions(run, before):
            console.print(f"not the same as in {chosen.compare.name}: {line}")
        grown = comparison.regressions(run, before)
        tables.regressions_table(grown).show(console)
        console.print(f"{len(grown)} calls cost more than in {chosen.compare}")
    if chosen.keep:
        kept = PROGRAMS if chosen.table else BASELINE
        run.save(kept)
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(tables.with_generated_parts(text, load(BASELINE), load(PROGRAMS)), encoding="utf-8")
        console.print(f"kept as {kept.relative_to(ROOT)} and in {DOCUMENT.relative_to(ROOT)}")
    useless = [f"{one.backend}: {one.case} {one.value:.2f}" for one in fast_paths.above(run)]
    if useless:
        console.print(f"{len(useless)} fast paths save less than {1 - fast_paths.LIMIT:.0%}: {', '.join(useless)}")
    return 1 if grown or useless else 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few and short rounds")
    parser.add_argument(
        "--compare", type=Path, nargs="?", const=BASELINE, help="with an earlier run: exit code 1 if a call costs more"
    )
    parser.add_argument("--keep", action="store_true", help="as the baseline and in docs/performance.md")
    parser.add_argument("--backend", action="append", choices=list(FRAMEWORKS), help="only this one (may be repeated)")
    parser.add_argument("--table", action="append", choices=TABLES, help="only this one (may be repeated)")
    parser.add_argument("--largest", default="1e7", help="number of elements of the largest arrays (1e7)")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the figures are saved")
    parser.add_argument("--no-pictures", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.keep and (chosen.backend or chosen.table not in (None, list(BY_NAME))):
        parser.error(f"--keep is for a whole run, or for --table {' '.join(BY_NAME)}, without --backend")
    return chosen


def _measure(chosen: argparse.Namespace) -> list[Run]:
    """A process for each backend, and one for what must not grow; one after the other."""
    wanted = chosen.table or [one for one in TABLES if one not in BY_NAME]
    runs = []
    for subject in (*(chosen.backend or FRAMEWORKS), GROWTH):
        names = [one for one in wanted if (one == GROWTH) == (subject == GROWTH)]
        if not names or (subject == GROWTH and chosen.backend):
            continue
        if subject in FRAMEWORKS and importlib.util.find_spec(FRAMEWORKS[subject].module) is None:
            runs.append(Run(left_out=(("all", subject, subject, f"{subject} is not installed"),)))
            continue
        runs.append(_measure_in_a_process(subject, names, chosen))
    return runs


def _measure_in_a_process(subject: str, names: Sequence[str], chosen: argparse.Namespace) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run.json"
        command = [sys.executable, "-m", "benchmarks.worker", subject, "--tables", ",".join(names)]
        command += ["--output", str(output), "--largest", chosen.largest, *(["--quick"] if chosen.quick else [])]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("UNIFIED_ARRAYS_")}
        environment |= ONE_THREAD | {"KERAS_BACKEND": subject if subject in FRAMEWORKS else "numpy"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return load(output)


if __name__ == "__main__":
    sys.exit(main())
