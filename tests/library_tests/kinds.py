"""What a library is given instead of NumPy's arrays, and whether it then returns NumPy's values in arrays of that kind.

A call is made once with NumPy. `Kind.of` puts an array of another kind in the place of every array in its arguments,
the namespace of that kind in the place of NumPy's, and `difference` says what is not as it should be in the result.
"""

from __future__ import annotations

import copy
import functools
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import CellType, FunctionType, ModuleType
from typing import Any

import numpy as np

_NUMBERS = "biufc"  # kinds of NumPy's dtypes
_SCALARS = (bool, int, float, complex)
# Fields of results that tell how a computation went: another rounding gives other numbers.
_COURSE = frozenset({"nit", "nfev", "error"})


@dataclass(frozen=True)
class Kind:
    """Arrays of one kind: how they are made, what they may be as results, their namespace."""

    name: str
    namespace: ModuleType
    make: Callable[[np.ndarray[Any, Any]], Any]
    is_array: Callable[[Any], bool]
    around: Callable[[], AbstractContextManager[Any]] = nullcontext  # what is in force during a call

    def of(self, value: Any) -> Any:
        """`value` with arrays of this kind in place of NumPy's, all of them copies."""
        if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in _NUMBERS:
            return self.make(np.array(value))
        if type(value) in (list, tuple):
            return type(value)(map(self.of, value))
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(self.of, value))
        if type(value) is dict:
            return {name: self.of(one) for name, one in value.items()}
        if isinstance(value, ModuleType):
            return self.namespace if _is_numpy(value) else value
        if isinstance(value, np.dtype) or (isinstance(value, type) and issubclass(value, np.generic)):
            return getattr(self.namespace, np.dtype(value).name, value)
        if isinstance(value, FunctionType) and value.__closure__:
            return _with_cells(value, self.of)
        if isinstance(value, functools.partial):
            return functools.partial(self.of(value.func), *self.of(value.args), **self.of(value.keywords))
        if isinstance(value, (np.random.Generator, np.random.RandomState)):
            return copy.deepcopy(value)
        if hasattr(value, "as_quat"):  # a rotation
            return type(value).from_quat(self.of(value.as_quat()))
        if type(value).__name__ == "RigidTransform":
            return type(value).from_matrix(self.of(value.as_matrix()))
        return value


def _is_numpy(module: ModuleType) -> bool:
    return module is np or module.__name__.endswith("array_api_compat.numpy")


def _with_cells(function: FunctionType, of: Callable[[Any], Any]) -> FunctionType:
    """A function with the arrays and namespaces that it takes from around it replaced."""
    contents = [cell.cell_contents for cell in function.__closure__ or ()]
    cells = tuple(CellType(one if one is function else of(one)) for one in contents)
    made = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__, cells)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def holds_arrays(value: Any) -> bool:
    """True if there is an array or a namespace somewhere in the arguments of a call."""
    if isinstance(value, (list, tuple)):
        return any(map(holds_arrays, value))
    if isinstance(value, Mapping):
        return any(map(holds_arrays, value.values()))
    is_array = isinstance(value, np.ndarray) and value.dtype.kind in _NUMBERS and value.dtype.itemsize <= 16
    return is_array or isinstance(value, ModuleType) or hasattr(value, "as_quat")


def difference(kind: Kind, found: Any, expected: Any, depth: int = 0) -> str | None:
    """What is wrong with a result, in few words; None if it has the values that NumPy's has, in arrays of the kind."""
    if isinstance(expected, (np.ndarray, np.generic)) and expected.dtype.kind in _NUMBERS:
        return _difference_of_arrays(kind, found, np.asarray(expected), isinstance(expected, np.generic))
    if isinstance(expected, (list, tuple)):
        if not isinstance(found, (list, tuple)) or len(found) != len(expected):
            return f"result: {type(found).__name__} where NumPy has {type(expected).__name__} of {len(expected)}"
        pairs = list(zip(found, expected, strict=True))
    elif isinstance(expected, Mapping):
        if not isinstance(found, Mapping) or found.keys() != expected.keys():
            return f"result: {type(found).__name__} where NumPy has a mapping of {len(expected)}"
        pairs = [(found[name], one) for name, one in expected.items() if name not in _COURSE]
    elif isinstance(expected, _SCALARS):
        if not (isinstance(found, _SCALARS) or kind.is_array(found)):
            return f"result: {type(found).__name__} where NumPy has {type(expected).__name__}"
        return _difference_of_values(_on_host(found), np.asarray(expected))
    elif hasattr(expected, "as_quat"):
        pairs = [(found.as_matrix(), expected.as_matrix())]  # two quaternions mean the same rotation
    elif type(expected).__name__ == "RigidTransform":
        pairs = [(found.as_matrix(), expected.as_matrix())]
    elif type(expected).__module__.startswith("scipy") and hasattr(expected, "__dict__") and depth < 3:
        names = [name for name, one in vars(expected).items() if not name.startswith("_") and not callable(one)]
        pairs = [(getattr(found, name, None), getattr(expected, name)) for name in names]
    else:
        return None
    return next(filter(None, (difference(kind, one, other, depth + 1) for one, other in pairs)), None)


def _difference_of_arrays(kind: Kind, found: Any, expected: np.ndarray[Any, Any], is_scalar: bool) -> str | None:
    if kind.is_array(found):
        return _difference_of_values(_on_host(found), expected)
    if is_scalar and type(found) in _SCALARS:
        return _difference_of_values(np.asarray(found), expected)
    if isinstance(found, (np.ndarray, np.generic)):
        return "result: NumPy's array"
    return f"result: {type(found).__name__} where NumPy has an array"


def _on_host(found: Any) -> np.ndarray[Any, Any]:
    """The values of a result; those of PyTorch's lazy views, which NumPy does not take, too."""
    return np.asarray(found.resolve_conj().resolve_neg() if hasattr(found, "resolve_neg") else found)


def _difference_of_values(found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> str | None:
    if found.shape != expected.shape:
        return f"shape: {found.shape}, NumPy's {expected.shape}"
    if expected.dtype.kind in "biu" and found.dtype.kind in "biu":
        return None if np.array_equal(found, expected) else "values: other integers"
    if not expected.size:
        return None
    is_single = np.dtype(found.dtype).itemsize * (1 + (expected.dtype.kind != "c")) < 16
    tolerance = 2e-3 if is_single else 1e-6
    largest = np.max(np.abs(expected), initial=0, where=np.isfinite(expected))
    with np.errstate(all="ignore"):
        limits = {"rtol": tolerance, "atol": tolerance * largest + 1e-12, "equal_nan": True}
        close = np.isclose(found, expected, **limits)
        if not close.all() and expected.ndim == 1 and "c" in (found.dtype.kind, expected.dtype.kind):
            # Roots of a polynomial may come in another order.
            close = np.isclose(*(np.sort_complex(np.round(one, 4)) for one in (found, expected)), **limits)
    return None if close.all() else f"values: off by up to {_largest(np.abs(found - expected)):.1e}"


def _largest(differences: np.ndarray[Any, Any]) -> float:
    return float(np.nanmax(differences)) if np.isfinite(differences).any() else float("nan")


def in_one_line(error: Exception) -> str:
    """What was raised, and the line of the library that it was raised for."""
    message = (str(error).strip() or "no message").splitlines()[0][:200]
    places = [
        f" ({'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno})"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/scipy/" in frame.filename or "/sklearn/" in frame.filename
    ]
    return f"{type(error).__name__}: {message}{(places or [''])[-1]}"


def all_kinds() -> list[Kind]:
    """NumPy's arrays by way of this package's namespace, PyTorch's tensors, TensorFlow's tensors, ArrayVariables."""
    import array_api_compat.torch
    import tensorflow as tf
    import torch

    import unified_arrays as ua

    def is_ndarray(x: Any) -> bool:
        return isinstance(x, (np.ndarray, np.generic))

    def is_of_tensorflow(x: Any) -> bool:
        return ua.is_array(x) and ua.array_namespace(x) is ua.tensorflow

    ua.tensorflow.enable_array_api_behavior()
    return [
        Kind("NumPy", ua.numpy, lambda x: x, is_ndarray),
        Kind("PyTorch", array_api_compat.torch, torch.asarray, lambda x: isinstance(x, torch.Tensor)),
        Kind("tf.Tensor", ua.tensorflow, tf.constant, is_of_tensorflow),
        Kind("ArrayVariable", ua.tensorflow, ua.tensorflow.asarray, is_of_tensorflow),
    ]
