"""The promises of out= as cases that a package with a backend of its own runs as tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._arrays import Arrays, Unwritable, arrays_of
from ._promises import PROMISES, Promise
from ._rows import Row


@dataclass(frozen=True, eq=False)
class Case:
    """One promise for one row of inputs; `run` raises AssertionError, or what the call raised, if it is broken."""

    _promise: Promise
    _row: Row
    _arrays: Arrays

    @property
    def promise(self) -> str:
        """The name of the promise, such as "overlap"."""
        return self._promise.name

    @property
    def function(self) -> str:
        """The name of the function, such as "linalg.svd"."""
        return self._row.function

    def __str__(self) -> str:
        return f"{self.promise.replace(' ', '_')}-{self._row}"

    __repr__ = __str__

    def run(self) -> None:
        """Check it."""
        with self._arrays.selected():
            self._promise.check(self._row, self._arrays)


def cases(backend: str, value: Any, memory: Any, unwritable: Unwritable | None, device: Any) -> list[Case]:
    arrays = arrays_of(backend, value, memory, unwritable, device)
    with arrays.selected():
        return [
            Case(promise, row, arrays) for promise in PROMISES for row in promise.rows if promise.applies(row, arrays)
        ]
