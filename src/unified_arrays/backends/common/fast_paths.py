"""Fast paths: what a framework has for the plain case of a function, tried before the function with every repair.

A fast path is written as a factory: it takes that function, the fallback, and returns one with exactly the standard's
signature. In the plain case it does the framework's own; everything else goes to the fallback, and so does what the
framework refuses, for the fallback words the error. The plain case costs one call: what it needs is found before, as a
name of the module or of the factory. CPython (3.11) looks into modules that have a `__getattr__`, as NumPy and PyTorch
do, 40 ns more slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import ModuleType
from typing import Any

from ..._common.spec import Call as Call

FastPath = Callable[[Call], Call]


def named(*fast_paths: FastPath, extension: str = "") -> dict[str, FastPath]:
    """Fast paths by the standard's names, which they have themselves; `extension`: "linalg." and the like."""
    return {f"{extension}{fast_path.__name__}": fast_path for fast_path in fast_paths}


def layer_of(fast_paths: Mapping[str, FastPath]) -> Callable[[ModuleType], dict[str, Call]]:
    """The layer of a namespace that has fast paths in front of its functions."""
    return lambda namespace: {
        name: in_front(attrgetter(name)(namespace), name, fast_path) for name, fast_path in fast_paths.items()
    }


def in_front(fallback: Call, name: str, fast_path: FastPath) -> Call:
    """The function `name`: `fallback` with a fast path in front, which it keeps as an attribute."""
    function: Any = fast_path(fallback)
    function.__name__ = function.__qualname__ = name.rpartition(".")[2]
    function.fallback = fallback
    if hasattr(fallback, "for_arrays"):  # no fast path is one for a number beside an array: do not try it
        function.for_numbers = fallback
    return function  # type: ignore[no-any-return]
