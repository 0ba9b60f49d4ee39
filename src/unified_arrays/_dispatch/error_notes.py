"""What is added to an error that a framework raises by itself.

Shapes that do not go together are a ValueError on every backend, whatever the framework calls it (PyTorch:
RuntimeError). Every other foreign error keeps its type and gets a note: which function, with which arguments. Nothing
here costs a call that succeeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .. import backends
from .._common import errors, python_scalars
from .._common.devices import CPU, Device
from .._common.dtypes import name_of, neutral
from .._common.spec import Spec
from .._common.trees import leaves
from .._out.result_shapes import broadcast, matrix_product, solved

# Where shapes must go together, by family or function: the rule that says so, and what it expects.
_RULES = {
    "elementwise": (broadcast, "shapes that broadcast together"),
    "where": (broadcast, "shapes that broadcast together"),
    "linalg.solve": (
        solved,
        "square matrices (..., M, M) in x1, and in x2 one vector (M,) or matrices (..., M, K), the others broadcasting",
    ),
    "matmul": (matrix_product, "the last axis of x1 as long as the last but one of x2, the others broadcasting"),
}
# What the first argument holds: matrices, or square ones.
_ANY, _SQUARE = "matrices (..., M, N)", "square matrices (..., M, M)"
_OF_MATRICES = {
    **dict.fromkeys((f"linalg.{name}" for name in "matrix_rank pinv qr svd svdvals".split()), _ANY),
    **dict.fromkeys(
        (f"linalg.{name}" for name in "cholesky det eig eigh eigvals eigvalsh inv matrix_power slogdet solve".split()),
        _SQUARE,
    ),
}
_MATRIX_AXES = {"linalg.diagonal", "linalg.trace"}  # they name no axes, and have two


def explain(spec: Spec, error: Exception, arguments: dict[str, Any]) -> None:
    """Raise a better error from `error` if it is about shapes or devices, else add a note to it."""
    told: Exception | None = None
    try:
        told = _told(spec, error, arguments)
        if told is None:
            text = ", ".join(f"{name}={_shown(value)}" for name, value in arguments.items() if value is not None)
            common = _common_class(spec.name, error, arguments)
            if common is not None:
                told = errors.of_common_class(spec.name, error, common)
                told.add_note(f"raised by {spec.name}({text})")
            elif not str(error).startswith(f"{spec.name}: "):  # ours says everything
                error.add_note(f"raised by {spec.name}({text})")
    except Exception as fault:  # arguments of any kind come here: what cannot be shown must not hide the error
        error.add_note(f"raised by {spec.name} (its arguments cannot be shown: {type(fault).__name__})")
    if told is not None:
        raise told from None  # which says all that `error` does, in the words of the arguments


def _common_class(name: str, error: Exception, arguments: dict[str, Any]) -> type[Exception] | None:
    """The class that an error has on every backend, if it is another one, or its message would fill pages."""
    if isinstance(error, IndexError) and str(error).startswith("shape mismatch"):  # NumPy's, for take_along_axis
        return errors.AxisError
    if isinstance(error, IndexError) and _OF_AN_INDEX.search(str(error)):  # the axis that it names is there
        return IndexError
    if isinstance(error, IndexError) and not isinstance(error, ValueError):
        names_axes = any("ax" in name or name in ("source", "destination") for name in arguments)
        if (names_axes or name in _MATRIX_AXES) and re.search(r"\baxis\b|[Dd]imension|tuple index", str(error)):
            return errors.AxisError
    for backend in backends.loaded():
        common = backend.common_class(error)
        if common is not None:
            return common
    return type(error) if errors.is_too_long(error) and type(error) in _BUILTIN else None


_OF_AN_INDEX = re.compile(r"\bindex (\S+ )?is out of")
_BUILTIN = (ValueError, TypeError, RuntimeError, IndexError, NotImplementedError, OverflowError)


def _told(spec: Spec, error: Exception, arguments: dict[str, Any]) -> Exception | None:
    """The error for shapes that do not go together, or for two devices; None if that is not the reason."""
    if isinstance(error, errors.DeviceNotFoundError):  # an adapter does not know for whom it looks
        return errors.for_function(spec.name, error)
    if isinstance(error, OverflowError) and not str(error).startswith(f"{spec.name}: "):
        return _misfit(spec, arguments)
    is_ours = str(error).startswith(f"{spec.name}: ") and type(error) is not RuntimeError  # PyTorch names it alike
    matrices = None if is_ours else _no_matrices(spec.name, arguments)
    if matrices is not None or isinstance(error, TypeError):
        return matrices
    rule, expected = _RULES.get(spec.name) or _RULES.get(spec.family) or (None, "")
    shaped = {name: value for name, value in arguments.items() if name != "out" and _is_array(value)}
    shapes = {name: _known_shape(array) for name, array in shaped.items()}
    if rule is not None and len(shaped) > 1 and None not in shapes.values() and rule(*shaped.values()) is None:
        return errors.shapes_apart(spec.name, shapes, expected)
    devices = set(map(_device, _arrays(arguments))) - {None}
    return errors.two_devices(spec.name, devices) if len(devices) > 1 else None


def _no_matrices(name: str, arguments: dict[str, Any]) -> Exception | None:
    """The error for an array that holds no matrices, or no square ones, where a function needs them."""
    expected = _OF_MATRICES.get(name)
    if expected is None:
        return None
    parameter, array = next(iter(arguments.items()))
    shape = _known_shape(array) if _is_array(array) else None
    if shape is None or (len(shape) > 1 and (expected is _ANY or shape[-1] == shape[-2])):
        return None
    return errors.MatrixError(f"{name}: {parameter} has shape {shape}, expected {expected}")


def _misfit(spec: Spec, arguments: dict[str, Any]) -> Exception | None:
    """The error for a Python number that the dtype of the arrays does not hold."""
    found = {name: value for name, value in arguments.items() if isinstance(value, python_scalars.NUMBERS)}
    dtypes = [neutral(value.dtype) for name, value in arguments.items() if name != "out" and _is_array(value)]
    return python_scalars.misfit(spec.name, found, [dtype for dtype in dtypes if dtype is not None])


def _is_array(value: Any) -> bool:
    """An array of any framework; numpy.float64 the class has a shape, too."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and not isinstance(value, type)


def _known_shape(array: Any) -> tuple[int, ...] | None:
    """The shape of an array; None if a graph does not know it yet."""
    shape = _shape(array)
    return None if shape is None or None in shape else shape


def _shape(array: Any) -> tuple[Any, ...] | None:
    """Likewise, with None for each size that is not known; None if nobody knows how many there are."""
    backend = backends.of_array(array)
    return tuple(array.shape) if backend is None else backend.shape(array)


def _arrays(arguments: dict[str, Any]) -> Iterator[Any]:
    """The inputs that are arrays, those in lists too."""
    for name, value in arguments.items():
        for item in leaves(value):
            if name != "out" and _is_array(item) and hasattr(item, "device"):
                yield item


def _device(array: Any) -> Device | None:
    """Where an array lives; None inside a graph, whose tensors have no device yet, and for 0-d arrays on the CPU."""
    backend = backends.of_array(array)
    device = (Device(array.device) if backend is None else backend.device(array)) if array.device else None
    return None if device == CPU and _known_shape(array) == () else device


def _shown(value: Any) -> str:
    """An argument in a note: arrays as dtype and shape, all else as it prints, cut short."""
    if _is_array(value):
        shape = _shape(value)
        return f"{name_of(value.dtype) or value.dtype}{'[?]' if shape is None else list(shape)}"
    if isinstance(value, (list, tuple)) and any(map(_is_array, value)):
        return f"[{', '.join(map(_shown, value))}]"
    return errors.shown(value)
