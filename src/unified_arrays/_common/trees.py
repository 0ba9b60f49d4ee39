"""Arguments that hold others, however deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def leaves(argument: Any, *, dicts: bool = False) -> Iterator[Any]:
    """What is in lists and tuples, and in the values of dicts if asked for; anything else is its own leaf."""
    if dicts and isinstance(argument, dict):
        argument = tuple(argument.values())
    if not isinstance(argument, (list, tuple)):
        yield argument
        return
    for item in argument:
        if isinstance(item, (list, tuple, dict)):
            yield from leaves(item, dicts=dicts)
        else:  # a generator for each leaf would take as long as all the rest
            yield item


def map_leaves(function: Callable[[Any], Any], argument: Any) -> Any:
    """`argument` with `function(leaf)` in the place of each leaf of its lists and tuples."""
    if isinstance(argument, (list, tuple)):
        return type(argument)(map_leaves(function, item) for item in argument)
    return function(argument)
