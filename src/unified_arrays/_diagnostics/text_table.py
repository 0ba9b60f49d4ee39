"""Tables for people: in plain text, or, where it is installed, in colour with rich."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TextTable:
    """Headers and lines of cells; `numbers` and `folding` name the columns to be aligned right, and to be folded.

    A note of several lines stands once, below the table.
    """

    headers: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    numbers: tuple[str, ...] = ()
    folding: tuple[str, ...] = ()
    colours: Sequence[str] = ()  # of the lines, for rich
    notes: Sequence[str] = ()  # of the lines, "" for none

    def __str__(self) -> str:
        headers, lines = self._with_notes()
        widths = [max(map(len, column)) for column in zip(headers, *lines, strict=True)]
        rule = tuple("-" * width for width in widths)
        rows = [self._line(headers, cells, widths) for cells in [headers, rule, *lines]]
        return "\n".join([*rows, *self._footnotes()])

    def _line(self, headers: tuple[str, ...], cells: tuple[str, ...], widths: list[int]) -> str:
        columns = zip(headers, cells, widths, strict=True)
        adjusted = (cell.rjust(width) if name in self.numbers else cell.ljust(width) for name, cell, width in columns)
        return "  ".join(adjusted).rstrip()

    def _different_notes(self) -> list[str]:
        return [note for note in dict.fromkeys(self.notes) if note]

    def _with_notes(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headers and lines with a column that says which note is for a line, if there are notes."""
        numbers = {note: str(i) for i, note in enumerate(self._different_notes(), 1)}
        if not numbers:
            return self.headers, list(self.lines)
        marked = [(*line, numbers.get(note, "")) for line, note in zip(self.lines, self.notes, strict=True)]
        return (*self.headers, "note"), marked

    def _footnotes(self) -> list[str]:
        return [f"note {i}: {note}" for i, note in enumerate(self._different_notes(), 1)]

    def __rich__(self) -> Any:
        from rich.console import Group  # it is rich that asks
        from rich.table import Table
        from rich.text import Text

        # In 80 characters everything else would take the place of the columns that may be folded, to nothing.
        table = Table(padding=0)
        headers, lines = self._with_notes()
        shown = [i for i in range(len(headers)) if not lines or any(line[i] for line in lines)]
        for name in (headers[i] for i in shown):
            side: Any = "right" if name in self.numbers else "left"
            folds = name in self.folding
            table.add_column(name, justify=side, no_wrap=not folds, overflow="fold" if folds else "ellipsis")
        for i, line in enumerate(lines):
            table.add_row(*(Text(line[j]) for j in shown), style=self.colours[i] if self.colours else "")
        return Group(table, *map(Text, self._footnotes()))


def size(count: int | None) -> str:
    """A number of bytes as people read it: 1 kB is 1000 bytes; "?" if it is not known."""
    if count is None:
        return "?"
    if abs(count) < 1000:
        return f"{count} B"
    return f"{count / 1e3:.1f} kB" if abs(count) < 999_950 else f"{count / 1e6:.1f} MB"
