"""One figure of a run, and the file of all figures with what they were measured on."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

PACKAGES = (
    "numpy torch tensorflow tensorflow-cpu array-api-compat autoray eagerpy keras ivy".split()
)  # what a figure may depend on


@dataclass(frozen=True)
class Record:
    """One figure. `value` is a ratio to the framework's own call, unless the unit says otherwise."""

    table: str  # functions, calls, large, writes, sizes, memory, fast_paths, growth, programs
    backend: str
    case: str  # the function, or what is called
    who: str  # ours, fixed, a peer, a fast path; native where the unit is not the framework's own call
    value: float
    out: bool = False
    low: float | None = None  # quartiles of the rounds
    high: float | None = None
    seconds: float | None = None  # a median, of this machine
    unit: str = "x"
    size: int | None = None  # elements
    text: str = ""  # the call as it was made
    native: str = ""  # the call that it is compared with

    @property
    def key(self) -> tuple[Any, ...]:
        """What is the same in two runs."""
        return self.table, self.backend, self.case, self.who, self.out, self.size


@dataclass(frozen=True)
class Run:
    """All that a run found. `left_out` has what could not be measured: (table, backend, what) -> why."""

    records: tuple[Record, ...] = ()
    left_out: tuple[tuple[str, str, str, str], ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    machine: dict[str, str] = field(default_factory=dict)
    quick: bool = False

    def chosen(self, **wanted: Any) -> list[Record]:
        """The records whose fields have these values."""
        return [one for one in self.records if all(getattr(one, name) == value for name, value in wanted.items())]

    def value(self, **wanted: Any) -> float | None:
        """The one figure that fits, or None if it was not measured."""
        found = self.chosen(**wanted)
        if len(found) > 1:
            message = f"{len(found)} figures for {wanted}"
            raise LookupError(message)
        return found[0].value if found else None

    def joined(self, others: Iterable[Run]) -> Run:
        """With the records of other processes, or of other runs; where both have a figure, the first stays."""
        records = {one.key: one for one in self.records}
        left_out, versions, machine = dict.fromkeys(self.left_out), dict(self.versions), dict(self.machine)
        for other in others:
            for one in other.records:
                records.setdefault(one.key, one)
            left_out |= dict.fromkeys(other.left_out)
            versions = other.versions | versions
            machine = other.machine | machine
        measured = {(one.table, one.backend, one.who) for one in records.values()}
        return Run(
            tuple(records.values()),
            tuple(one for one in left_out if one[:3] not in measured),
            versions,
            machine,
            self.quick,
        )

    def of_peer(self, who: str, backends: Collection[str]) -> Run:
        """What this run found about one other library: its figures on these backends, and its version."""
        return Run(
            tuple(one for one in self.records if one.who == who and one.backend in backends),
            tuple(one for one in self.left_out if one[2].startswith(who) and one[1] in backends),
            {name: version for name, version in self.versions.items() if name == who},
        )

    def save(self, path: Path) -> None:
        """As JSON, a record a line: a later run's file differs from it only where figures do."""
        records = ",\n  ".join(json.dumps(_without_defaults(one)) for one in self.records)
        head = {name: value for name, value in asdict(self).items() if name != "records"}
        text = json.dumps(head, indent=1)[:-2] + f',\n "records": [\n  {records}\n ]\n}}\n'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def load(path: Path) -> Run:
    """What `save` has written."""
    data = json.loads(path.read_text(encoding="utf-8"))
    data["records"] = tuple(Record(**one) for one in data["records"])
    data["left_out"] = tuple(tuple(one) for one in data["left_out"])
    return Run(**data)


def _without_defaults(record: Record) -> dict[str, Any]:
    values = {one.name: getattr(record, one.name) for one in fields(record) if getattr(record, one.name) != one.default}
    return {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in values.items()}


def versions() -> dict[str, str]:
    """Of Python and of every package that is installed and takes part."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {"system": platform.system(), "architecture": platform.machine(), "processor": _processor()}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
