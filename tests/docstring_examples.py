"""The examples of docstrings, run."""

from __future__ import annotations

import doctest
import inspect
from typing import Any


def examples_in(documented: Any) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(inspect.getdoc(documented) or "")


def values_of(examples: list[doctest.Example]) -> list[Any]:
    """What the lines that are expressions are, on the selected backend."""
    scope: dict[str, Any] = {}
    values = []
    for one in examples:
        if one.want:
            values.append(eval(one.source, scope))
        else:
            exec(one.source, scope)
    return values
