"""What AutoGraph, which rewrites the Python code of a tf.function, is to leave alone; without importing TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def as_written(function: Function) -> Function:
    """`function`, called as it is inside a tf.function.

    Rewriting this library would take seconds for each function that is traced, and nothing in it depends on values in
    a graph. tf.autograph.experimental.do_not_convert (2.21) sets this attribute too, but on a wrapper.
    """
    function.autograph_info__ = None  # type: ignore[attr-defined]
    return function
