"""Tables for people: in plain text, or, where it is installed, in colour with rich."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TextTable:
    """Headers and lines of cells; `numbers` and `folding` name the columns to be aligned right, and to be folded."""

    headers: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    numbers: tuple[str, ...] = ()
    folding: tuple[str, ...] = ()
    colours: Sequence[str] = ()  # of the lines, for rich

    def __str__(self) -> str:
        cells = [self.headers, *self.lines]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        rule = tuple("-" * width for width in widths)
        return "\n".join(self._line(one, widths) for one in [self.headers, rule, *self.lines])

    def _line(self, cells: tuple[str, ...], widths: list[int]) -> str:
        columns = zip(self.headers, cells, widths, strict=True)
        adjusted = (cell.rjust(width) if name in self.numbers else cell.ljust(width) for name, cell, width in columns)
        return "  ".join(adjusted).rstrip()

    def __rich__(self) -> Any:
        from rich.table import Table  # it is rich that asks
        from rich.text import Text

        # In 80 characters everything else would take the place of the columns that may be folded, to nothing.
        table = Table(padding=0)
        shown = [i for i in range(len(self.headers)) if not self.lines or any(line[i] for line in self.lines)]
        for name in (self.headers[i] for i in shown):
            side: Any = "right" if name in self.numbers else "left"
            folds = name in self.folding
            table.add_column(name, justify=side, no_wrap=not folds, overflow="fold" if folds else "ellipsis")
        for i, line in enumerate(self.lines):
            table.add_row(*(Text(line[j]) for j in shown), style=self.colours[i] if self.colours else "")
        return table


def size(count: int | None) -> str:
    """A number of bytes as people read it: 1 kB is 1000 bytes; "?" if it is not known."""
    if count is None:
        return "?"
    if abs(count) < 1000:
        return f"{count} B"
    return f"{count / 1e3:.1f} kB" if abs(count) < 999_950 else f"{count / 1e6:.1f} MB"
