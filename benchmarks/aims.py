"""What we aim at, and what was measured: rows of data that are looked up in a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .records import Record, Run
from .timing import geometric_mean

LARGE = 10_000_000

# The geometric mean over the functions of a backend, without and with out=; the measure of a single one, too.
MEANS = {
    ("numpy", False): 1.00,
    ("numpy", True): 1.25,
    ("torch", False): 1.05,
    ("torch", True): 1.25,
    ("tensorflow", False): 0.80,
    ("tensorflow", True): 0.50,
}


@dataclass(frozen=True)
class Aim:
    """`limit` None: no aim, printed for comparison."""

    what: str
    limit: float | None
    measured: Callable[[Run], float | None]
    unit: str = "x"


@dataclass(frozen=True)
class Outcome:
    """An aim, and what a run found; None if it was not measured."""

    aim: Aim
    measured: float | None

    @property
    def met(self) -> bool | None:
        if self.measured is None or self.aim.limit is None:
            return None
        return round(self.measured, 2) <= self.aim.limit  # as printed


def outcomes(run: Run, of: Sequence[Aim] | None = None) -> list[Outcome]:
    """Every aim, in the order of AIMS; of programs: those of OF_PROGRAMS."""
    return [Outcome(aim, aim.measured(run)) for aim in (AIMS if of is None else of)]


def compared(backend: str, *, out: bool) -> Callable[[Run], list[Record]]:
    """The functions of a backend; with out=, only those whose own call fills out too (NumPy, PyTorch) or assigns."""

    def found(run: Run) -> list[Record]:
        records = run.chosen(table="functions", backend=backend, who="ours", out=out)
        own = [one for one in records if "out=out" in one.native]
        return own if out and backend != "tensorflow" else records

    return found


def _call(backend: str, case: str, who: str = "ours") -> Callable[[Run], float | None]:
    return lambda run: run.value(table="calls", backend=backend, case=case, who=who)


def _large(backend: str, case: str) -> Callable[[Run], float | None]:
    return lambda run: run.value(table="sizes", backend=backend, case=case, who="ours", size=LARGE)


def _mean(chosen: Callable[[Run], list[Record]]) -> Callable[[Run], float | None]:
    def mean(run: Run) -> float | None:
        records = chosen(run)
        return geometric_mean(one.value for one in records) if records else None

    return mean


def _written(backend: str) -> Callable[[Run], float | None]:
    """The mean with out= where the framework has no out= of its own: its value is copied."""

    def chosen(run: Run) -> list[Record]:
        records = run.chosen(table="functions", backend=backend, who="ours", out=True)
        return [one for one in records if "out=out" not in one.native]

    return _mean(chosen)


def _extra_memory(backend: str, case: str) -> Callable[[Run], float | None]:
    """Beyond the framework's own call: never less than none, since both vary by some pages."""

    def measured(run: Run) -> float | None:
        ours, native = (
            run.value(table="memory", backend=backend, case=case, who=who, size=LARGE) for who in ("ours", "native")
        )
        return None if ours is None or native is None else max(0.0, ours - native)

    return measured


def _peak(backend: str, case: str) -> Callable[[Run], float | None]:
    return lambda run: run.value(table="memory", backend=backend, case=case, who="ours", size=LARGE)


def _growth(case: str) -> Callable[[Run], float | None]:
    return lambda run: run.value(table="growth", case=case)


def _spread(case: str, *, differences: bool = False) -> Callable[[Run], float | None]:
    """The largest figure of a series over the smallest, or minus it."""

    def measured(run: Run) -> float | None:
        values = [one.value for one in run.chosen(table="growth") if one.case.startswith(f"{case}: ")]
        if len(values) < 2:
            return None
        return max(values) - min(values) if differences else max(values) / min(values)

    return measured


def _of_backends() -> Iterator[Aim]:
    limits: dict[str, dict[str, float]] = {
        "numpy": {"add": 1.40, "add out=": 1.80},
        "torch": {"add": 1.08, "add out=": 1.35},
        "tensorflow": {"add": 0.65, "add out=": 0.45},
    }
    for backend, limit in limits.items():
        assigned = backend == "tensorflow"
        yield Aim(f"{backend}: add(a, b)", limit["add"], _call(backend, "add"))
        beside = ", beside c.assign(tf.add(a, b))" if assigned else ""
        yield Aim(f"{backend}: add(a, b, out=c){beside}", limit["add out="], _call(backend, "add out="))
        if not assigned:
            yield Aim(f"{backend}: add(a, b) of the fixed namespace", 1.20, _call(backend, "add", "fixed"))
            yield Aim(f"{backend}: add(a, b, out=c) of it", 1.60, _call(backend, "add out=", "fixed"))
        yield Aim(f"{backend}: mean of all functions", MEANS[backend, False], _mean(compared(backend, out=False)))
        which = "beside assign" if assigned else "that it has with out="
        yield Aim(
            f"{backend}: mean of all functions {which}, with out=",
            MEANS[backend, True],
            _mean(compared(backend, out=True)),
        )
        if not assigned:
            yield Aim(f"{backend}: mean of the others with out=, beside a copy", None, _written(backend))


def _of_large_arrays() -> Iterator[Aim]:
    for backend in ("numpy", "torch"):
        yield Aim(f"{backend}: add(a, b, out=c) of 1e7 elements", 1.02, _large(backend, "add out="))
        yield Aim(
            f"{backend}: its peak memory beyond the framework's", 0.05, _extra_memory(backend, "add out="), "results"
        )
    yield Aim(
        "tensorflow: add(c, b, out=c) of 1e7 elements, beside c.assign(tf.add(c, b))",
        0.75,
        _large("tensorflow", "add into an input"),
    )
    yield Aim("tensorflow: its peak memory", 0.05, _peak("tensorflow", "add into an input"), "results")


AIMS: tuple[Aim, ...] = (
    *_of_backends(),
    *_of_large_arrays(),
    Aim("import unified_arrays, beyond import numpy", 40.0, _growth("import"), "ms"),
    Aim("frameworks that it loads", 0.0, _growth("frameworks that it loads"), "modules"),
    Aim("add(a, b) by number of axes, largest over smallest", 1.15, _spread("axes, add")),
    Aim("add(a, b, out=c) by number of axes, likewise", 1.15, _spread("axes, add out=")),
    Aim("add(a, b) by number of functions called before", 1.15, _spread("functions called")),
    Aim("add(a, b) by number of backends loaded", 1.15, _spread("backends loaded")),
    Aim("cost by number of arguments, largest less smallest", 0.30, _spread("arguments", differences=True), "adds"),
)


def _of_programs(backend: str, way: str) -> Callable[[Run], float | None]:
    """The geometric mean over the programs."""

    def measured(run: Run) -> float | None:
        values = [one.value for one in run.chosen(table="programs", backend=backend, who=way)]
        return geometric_mean(values) if values else None

    return measured


def _beside_compiled(backend: str, way: str) -> Callable[[Run], float | None]:
    """The geometric mean over the programs that the expert compiled, too, of the ratio to these."""

    def measured(run: Run) -> float | None:
        own = {one.case: one.value for one in run.chosen(table="programs", backend=backend, who="native compiled")}
        values = [
            one.value / own[one.case]
            for one in run.chosen(table="programs", backend=backend, who=way)
            if one.case in own
        ]
        return geometric_mean(values) if values else None

    return measured


def _largest_peak(backend: str, way: str) -> Callable[[Run], float | None]:
    """By how many megabytes the peak of a program is above the expert's, at most."""

    def measured(run: Run) -> float | None:
        own = {one.case: one.value for one in run.chosen(table="programs", backend=backend, who="native, peak")}
        values = [
            one.value - own[one.case] for one in run.chosen(table="programs", backend=backend, who=f"{way}, peak")
        ]
        return max(values, default=None)

    return measured


OF_PROGRAMS: tuple[Aim, ...] = tuple(
    aim
    for backend, limit in (("numpy", 1.00), ("torch", 1.05), ("tensorflow", 1.00))
    for aim in (
        Aim(f"{backend}: mean of the programs with out=", limit, _of_programs(backend, "ours out=")),
        Aim(f"{backend}: mean of those by expressions", limit, _of_programs(backend, "ours")),
        *(
            Aim(f"{backend}: {which}, compiled, beside the expert's compiled", 1.10, _beside_compiled(backend, way))
            for which, way in (("mean by expressions", "ours compiled"), ("mean with out=", "ours out= compiled"))
            if backend != "numpy"
        ),
        Aim(f"{backend}: largest peak with out= beyond the expert's", 0.0, _largest_peak(backend, "ours out="), "MB"),
    )
)
