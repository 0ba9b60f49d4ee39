"""What is added to an error that a framework raises by itself.

Shapes that do not go together are a ValueError on every backend, whatever the framework calls it (PyTorch:
RuntimeError). Every other foreign error keeps its type and gets a note: which function, with which arguments. Nothing
here costs a call that succeeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import errors
from .devices import Device
from .shapes import broadcast, matrix_product

if TYPE_CHECKING:
    from .declare import Spec

# Where shapes must go together, by family or function: the rule that says so, and what it expects.
_RULES = {
    "elementwise": (broadcast, "shapes that broadcast together"),
    "where": (broadcast, "shapes that broadcast together"),
    "matmul": (matrix_product, "the last axis of x1 as long as the last but one of x2, the others broadcasting"),
}


def explain(spec: Spec, error: Exception, arguments: dict[str, Any]) -> None:
    """Raise a ValueError from `error` if it is about shapes that do not go together, else add a note to it."""
    rule, expected = _RULES.get(spec.name) or _RULES.get(spec.family) or (None, "")
    shaped = {name: value for name, value in arguments.items() if name != "out" and hasattr(value, "shape")}
    if rule is not None and len(shaped) > 1 and not isinstance(error, TypeError) and rule(*shaped.values()) is None:
        shapes = {name: tuple(value.shape) for name, value in shaped.items()}
        raise errors.shapes_apart(spec.title, shapes, expected) from error
    devices = {_device(one) for one in _arrays(arguments)} - {None}
    if len(devices) > 1 and not isinstance(error, TypeError):
        raise errors.two_devices(spec.title, devices) from error
    if not str(error).startswith(f"{spec.title}: "):  # ours says everything
        shown = [f"{name}={_shown(value)}" for name, value in arguments.items() if value is not None]
        error.add_note(f"raised by {spec.title}({', '.join(shown)})")


def _arrays(arguments: dict[str, Any]) -> Iterator[Any]:
    """The inputs that are arrays, those in lists too."""
    for name, value in arguments.items():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if name != "out" and hasattr(one, "shape") and hasattr(one, "device"):
                yield one


def _device(array: Any) -> Device | None:
    """Where an array lives; None inside a graph, whose tensors have no device yet."""
    return Device(array.device) if array.device else None


def _shown(value: Any) -> str:
    """An argument in a note: arrays as dtype and shape, all else as it prints, cut short."""
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"{value.dtype}{list(value.shape)}"
    if isinstance(value, (list, tuple)) and any(hasattr(one, "shape") for one in value):
        return f"[{', '.join(map(_shown, value))}]"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
