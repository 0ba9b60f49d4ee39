"""Who is told how many blocks are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .._common import argument_errors, errors

Tell = Callable[[int, int], Any]  # blocks that are done, and all of them


@contextmanager
def told(function: str, progress: Any) -> Iterator[Tell]:
    """What to call after each block: nobody, a bar of rich, or a function of the user."""
    if progress is None or progress is False:
        yield lambda done, total: None
    elif progress is True:
        try:
            from rich.progress import Progress
        except ImportError:
            raise argument_errors.bar_needs_rich(function) from None
        with Progress() as bar:
            task = bar.add_task(function, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    elif callable(progress):
        yield progress
    else:
        raise argument_errors.wrong_type(
            function, "progress", f"a {errors.kind_of(type(progress))}", "True, None or a function of two numbers"
        )
