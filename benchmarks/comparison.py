"""This run against an earlier one: which calls cost more than they did."""

from __future__ import annotations

from dataclasses import dataclass

from .records import Record, Run

GROWN = 1.15


@dataclass(frozen=True)
class Change:
    """One figure of ours in both runs."""

    record: Record
    before: float

    @property
    def factor(self) -> float:
        return self.record.value / self.before


def regressions(now: Run, before: Run, factor: float = GROWN) -> list[Change]:
    """Our calls whose ratio to the framework's own has grown by more than the factor, the worst first."""
    earlier = {one.key: one.value for one in before.records if one.unit == "x"}
    changes = [
        Change(one, earlier[one.key])
        for one in now.records
        if one.unit == "x" and one.who in ("ours", "fixed") and one.key in earlier
    ]
    return sorted((one for one in changes if one.factor > factor), key=lambda one: -one.factor)


def different_versions(now: Run, before: Run) -> list[str]:
    """What was measured with other versions, or on another machine: the runs may differ for that."""
    first, second = now.versions | now.machine, before.versions | before.machine
    return [
        f"{name}: {second[name]}, now {first[name]}"
        for name in first.keys() & second.keys()
        if first[name] != second[name] and name != "cores"
    ]
