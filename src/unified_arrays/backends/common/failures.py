"""Programs that are not for the values that they are given: how often that may be."""

from __future__ import annotations

from typing import Any

from .. import NotCompiled

LIMIT = 3  # calls after each other, after which there is no program any more


class Failures:
    """Counts the calls, one after the other, that a program was run for in vain."""

    def __init__(self) -> None:
        self._count = 0

    def end(self) -> None:
        """A call was computed by the program."""
        self._count = 0

    def result(self) -> Any:
        """What such a call returns: that the function is called as it is, which may raise the error."""
        self._count += 1
        if self._count > LIMIT:
            message = f"{self._count} times one after the other its values were not those that a program is for"
            raise NotCompiled(message)
        return NotImplemented
