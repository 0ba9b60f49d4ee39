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


def map_leaves(function: Callable[[Any], Any], argument: Any, *, dicts: bool = False) -> Any:
    """`argument` with `function(leaf)` in the place of each leaf of its lists and tuples; of dicts too if asked for."""
    if dicts and isinstance(argument, dict):
        return type(argument)((name, map_leaves(function, item, dicts=True)) for name, item in argument.items())
    if isinstance(argument, (list, tuple)):
        parts = [map_leaves(function, item, dicts=dicts) for item in argument]
        return type(argument)(*parts) if hasattr(argument, "_fields") else type(argument)(parts)
    return function(argument)
