"""Tables that are filled as they are used, and never grow beyond a bound.

A key holds types (or dtypes), and types can be made without end: a subclass of ndarray in every call of a function, a
record dtype for every file. A full table forgets everything and starts again; what is still needed is resolved once
more. The hot path stays one dict lookup.
"""

from __future__ import annotations

from typing import Any

LIMIT = 256  # entries of one table: more than the arrays, scalars and dtypes of a program ever combine to


class BoundedTable(dict[Any, Any]):
    """A dict that forgets everything when an entry is kept beyond LIMIT."""

    def keep(self, key: Any, value: Any) -> Any:
        """Store `value` under `key`, and return it."""
        if len(self) >= LIMIT:
            self.clear()
        self[key] = value
        return value
