"""Whether a program of @compile is traced here, which is undone and computed call by call if it raises an error."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from torch.compiler import is_dynamo_compiling

_here = threading.local()  # not a context variable, which Dynamo (2.13) cannot read
_here.runs = False


@contextmanager
def runs_programs(*, undone: bool) -> Iterator[None]:
    """A context in which what is traced is a program of @compile; `undone`: if it raises."""
    before = getattr(_here, "runs", False)
    _here.runs = undone
    try:
        yield
    finally:
        _here.runs = before


def errors_are_undone() -> bool:
    """Whether a kernel may find out what is wrong with values, since a program is traced that is undone then."""
    return is_dynamo_compiling() and getattr(_here, "runs", False)
