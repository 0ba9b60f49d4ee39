"""Why a call costs more than the framework's own: for every function whose ratio is above the aim of the means.

Most functions pay what `add` pays, whose parts docs/performance.md lists. What costs more has a row here; a test sees
to it that no function of the baseline is without a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import aims
from .records import Record, Run

AS_ADD = "as add"


@dataclass(frozen=True)
class Reason:
    """Why functions are slower on some backends; `out` None: with out= and without."""

    why: str
    functions: str
    backends: tuple[str, ...] = ("numpy", "torch", "tensorflow")
    out: bool | None = None


_EAGER = ("numpy", "torch")

REASONS = (
    Reason(
        "no array says who computes: the selection of the context is asked for",
        "arange empty eye fft.fftfreq fft.rfftfreq full linspace ones zeros",
    ),
    Reason(
        "36 ns of NumPy's own; asked first: whose array it is, and whether it has a mask",
        "asarray from_dlpack",
        ("numpy",),
    ),
)


def reason(run: Run, record: Record) -> str:
    """Why the ratio of a function is above the aim; "" if it is not, or if nobody knows."""
    limit = limit_of(record)
    if limit is None or record.value <= limit:
        return ""
    for one in REASONS:
        if record.case in one.functions.split() and record.backend in one.backends and one.out in (None, record.out):
            return one.why
    beside = run.chosen(table="functions", backend=record.backend, case="add", who="ours", out=record.out)
    return AS_ADD if beside and _extra(record) <= 2 * max(map(_extra, beside)) else ""


def limit_of(record: Record) -> float | None:
    """The aim of the mean that the record is a part of."""
    return aims.MEANS.get((record.backend, record.out))


def _extra(record: Record) -> float:
    """Seconds beyond the framework's own call."""
    return record.seconds * (1 - 1 / record.value)
